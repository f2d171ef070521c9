"""IPsec: ESP (RFC 2406) and AH (RFC 2402) under crypto maps, as IOS has it.

- `esp`, `ah`     the packet formats, one direction of an SA; `integrity` what both share: HMACs, the replay window
- `sad`           the security association database (RFC 2401 section 4.4.3): pairs of SAs, their lifetimes and ids
- `policy`        transform sets, static and dynamic crypto maps, and which traffic they select; `proxy` identities
- `binding`       a map applied to an interface: what may leave and enter in the clear
- `outbound`, `inbound`   protecting a packet, fragmentation and the DF bit around it; taking one apart
- `engine`        IPsec's side of the key engine, where IKE asks for SPIs and hands over keys
- `rri`           reverse route injection
- `instance`      the part that lives in a router: endpoints, redundancy, lifetimes; `complaints` its log messages
- `commands`, `configure`   the command table and what configuration does
- `show_sa`, `show_map`, `show_session`, `debug`

IKE is somebody else: `instance` asks `router.key_engine.ike` for SAs, and makes do without it.

Known differences from the seed's document. There "VPN Route Removed" is printed when the router that lost the
group goes from Speak to Standby; here it is when the route goes, on leaving Active. There `show crypto ipsec sa`
has been cut to the identity of 99.99.99.99; here, as on a router, each line of the access list has a block.

Deliberate gaps: compression (`comp-lzs` is kept and not offered), manual keys, IPsec profiles, extended sequence
numbers, and learning a tunnel's MTU from ICMP are not modelled. An entry with a PFS group that IKE cannot do here
(19, 20, 21, 24) protects by dropping. In transport mode through a NAT (RFC 3948) checksums are left as they are.
"""

from ios_emu.features.ipsec.commands import COMMANDS, MODES
from ios_emu.features.ipsec.debug import FLAG
from ios_emu.features.ipsec.instance import Ipsec
from ios_emu.router.feature import DebugFlag, FeatureSpec
from ios_emu.router.key_engine import ENGINE_FLAG

FEATURE = FeatureSpec(
    "ipsec",
    Ipsec,
    COMMANDS,
    MODES,
    (
        DebugFlag(FLAG, "Cryptographic Subsystem", "Crypto IPSEC debugging"),
        DebugFlag(ENGINE_FLAG, "Cryptographic Subsystem", "Crypto Engine debugging"),
    ),
)

__all__ = ["FEATURE", "Ipsec"]

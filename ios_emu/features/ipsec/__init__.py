"""IPsec: ESP (RFC 2406) under crypto maps, as IOS has it.

- `esp`       the packet format, ciphers and authentication, and the anti-replay window: one direction of an SA
- `sad`       the security association database (RFC 2401 section 4.4.3): pairs of SAs, their lifetimes and ids
- `policy`    transform sets, crypto maps, and which traffic they select (RFC 2401 section 4.4.1)
- `binding`   a map applied to an interface: what may leave and enter in the clear, and encapsulation
- `engine`    IPsec's side of the key engine, where IKE asks for SPIs and hands over keys
- `rri`       reverse route injection
- `instance`  the part that lives in a router: endpoints, redundancy, lifetimes, decapsulation, complaints
- `commands`, `show`, `debug`

IKE is somebody else: `instance` asks `router.key_engine.ike` for SAs, and makes do without it.

Deliberate gaps: AH, compression, manual keys, dynamic maps and IPsec profiles, extended sequence numbers, and NAT
traversal are not modelled. A peer's proxy identities must equal a line of the access list; IOS takes subsets too.
A packet too long after encapsulation is fragmented as ESP, not before encryption.
"""

from ios_emu.features.ipsec.commands import COMMANDS, MODES
from ios_emu.features.ipsec.debug import FLAG
from ios_emu.features.ipsec.instance import Ipsec
from ios_emu.router.feature import DebugFlag, FeatureSpec

FEATURE = FeatureSpec(
    "ipsec",
    Ipsec,
    COMMANDS,
    MODES,
    (DebugFlag(FLAG, "Cryptographic Subsystem", "Crypto IPSEC debugging"),),
)

__all__ = ["FEATURE", "Ipsec"]

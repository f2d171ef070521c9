"""ISAKMP/IKEv1: how two routers agree on keys (RFC 2408, RFC 2409; the IPsec DOI, RFC 2407).

- `packet`         messages and payloads, bytes <-> values
- `doi`            what attributes and identities mean
- `crypto`, `groups`, `protect`   keys, Diffie-Hellman, encrypted messages
- `config`, `sa`   what is configured; the state of each negotiation
- `phase1`         main mode as a table; `main_mode` is what it does with each message
- `phase2`         quick mode; `offers` is how the peer's proposals are read and chosen from
- `informational`  DELETE, NOTIFY, INITIAL-CONTACT, Cisco's keepalives, dead peer detection (RFC 3706)
- `engine`         the process: whose message, whose timer; the IKE side of `router.key_engine`
- `host`, `instance`   what it needs from the world, and the router that offers it
- `commands`, `show`, `debug`

Deliberate gaps: pre-shared keys only (RSA policies are configured and shown, but never agreed to); no
aggressive mode, no NAT traversal, no XAUTH or mode configuration, no certificates, no commit bit, no AH.
Encrypted keys (type 6) are kept but cannot be used. The numbers of Cisco's own keepalives are not public:
`packet` says which we use instead.
"""

from ios_emu.features.isakmp.commands import COMMANDS, POLICY_MODE
from ios_emu.features.isakmp.debug import FLAG
from ios_emu.features.isakmp.instance import Isakmp
from ios_emu.router.feature import FeatureSpec

FEATURE = FeatureSpec("isakmp", Isakmp, COMMANDS, (POLICY_MODE,), (FLAG,))

__all__ = ["FEATURE", "Isakmp"]

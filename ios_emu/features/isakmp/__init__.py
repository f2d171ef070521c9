"""ISAKMP/IKEv1: how two routers agree on keys (RFC 2408, RFC 2409; the IPsec DOI, RFC 2407).

- `packet`         messages and payloads, bytes <-> values
- `doi`            what attributes and identities mean
- `crypto`, `groups`, `protect`   keys, Diffie-Hellman, encrypted messages
- `vendor`, `nat`  vendor IDs; NAT traversal (RFC 3947)
- `config`, `sa`, `table`   what is configured; the state of each negotiation; all of them
- `phase1`         main mode and aggressive mode as a table; `main_mode` and `aggressive` are what is done with
                   each message, `proof` what they have in common
- `phase2`         quick mode; `offers` is how the peer's proposals are read and chosen from
- `informational`  DELETE, NOTIFY, INITIAL-CONTACT; `alive` Cisco's keepalives and dead peer detection (RFC 3706)
- `children`       the IPsec SAs that have come of it all
- `engine`         the process: whose message, whose timer; the IKE side of `router.key_engine`
- `complaints`     what the log says of messages that were refused
- `host`, `instance`   what it needs from the world, and the router that offers it
- `commands`, `commands_keyring`, `commands_exec`, `show`
- `debug`, `debug_words`, `wording`   what `debug crypto isakmp` says, and how each release words it; `engine_words`
                   the same of `debug crypto engine`

Deliberate gaps: pre-shared keys only (RSA policies are configured and shown, but never agreed to); aggressive mode
is answered, never begun; no XAUTH or mode configuration, no certificates, no commit bit, no IKE fragmentation, no
NAT-OA (transport mode through a NAT). Peers behind one address of a NAT are told apart by their cookies and SPIs,
but INITIAL-CONTACT of one takes down the others' too. Of a profile, what bears on keys, identities and keepalives
has an effect. Encrypted keys (type 6) are kept but cannot be used. How Cisco's own keepalives are agreed on is not
public: `vendor` says what we do instead.
"""

from ios_emu.features.isakmp.commands import COMMANDS, POLICY_MODE
from ios_emu.features.isakmp.commands_keyring import KEYRING_MODE, PROFILE_MODE
from ios_emu.features.isakmp.debug import FLAG
from ios_emu.features.isakmp.instance import Isakmp
from ios_emu.router.feature import FeatureSpec

FEATURE = FeatureSpec("isakmp", Isakmp, COMMANDS, (POLICY_MODE, KEYRING_MODE, PROFILE_MODE), (FLAG,))

__all__ = ["FEATURE", "Isakmp"]

"""IKE's share of `debug crypto engine`: what the crypto engine does for it, in the words of each release.

IPsec's share (proposals, flows, its SAs) is said by IPsec.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from ios_emu.router.release import ByRelease, Train


class Work(Enum):
    """Something that the crypto engine does for IKE."""

    PUBLIC = auto()
    """A pair of Diffie-Hellman values is made."""
    SECRET = auto()
    """The shared secret is computed from the peer's public value."""
    KEYS = auto()
    """The keys of phase 1 are derived."""
    HASH = auto()
    """A hash is computed, to be sent or to be compared."""
    ENCRYPT = auto()
    DECRYPT = auto()
    ESTABLISHED = auto()
    """Phase 1 is complete."""
    CHILD_KEYS = auto()
    """The keys of IPsec SAs are derived."""
    DELETED = auto()
    """An SA is deleted."""


_12_2: Mapping[Work, tuple[str, ...]] = {
    Work.PUBLIC: (
        "CryptoEngine0: generate alg parameter",
        "CRYPTO_ENGINE: Dh phase 1 status: 0",
        "CRYPTO_ENGINE: Dh phase 1 status: 0",
    ),
    Work.SECRET: ("CryptoEngine0: generate alg parameter",),
    Work.KEYS: ("CryptoEngine0: create ISAKMP SKEYID for conn id {conn}",),
    Work.HASH: ("CryptoEngine0: generate hmac context for conn id {conn}",),
    Work.ENCRYPT: (),
    Work.DECRYPT: (),
    Work.ESTABLISHED: ("CryptoEngine0: clear dh number for conn id {conn}",),
    Work.CHILD_KEYS: (),
    Work.DELETED: ("CryptoEngine0: delete connection {conn}",),
}
_12_4: Mapping[Work, tuple[str, ...]] = {
    Work.PUBLIC: ("crypto_engine: Create DH",),
    Work.SECRET: ("crypto_engine: Create DH shared secret",),
    Work.KEYS: ("crypto_engine: Create IKE SA",),
    Work.HASH: ("crypto_engine: Generate IKE hash",),
    Work.ENCRYPT: ("crypto_engine: Encrypt IKE packet",),
    Work.DECRYPT: ("crypto_engine: Decrypt IKE packet",),
    Work.ESTABLISHED: ("crypto_engine: Delete DH shared secret",),
    Work.CHILD_KEYS: ("crypto_engine: Generate IKE QM keys",),
    Work.DELETED: ("crypto engine: deleting IKE SA SW:{conn}", "crypto_engine: Delete IKE SA"),
}
ENGINE_WORDS = ByRelease({Train.R12_2: _12_2, Train.R12_4: _12_4})
"""The lines for each work. In them `conn` is the conn-id of the ISAKMP SA."""

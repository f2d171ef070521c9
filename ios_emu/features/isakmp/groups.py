"""The Diffie-Hellman groups of IKE: RFC 2409 section 6 (groups 1 and 2), RFC 3526 (groups 5 and 14).

Every modulus is 2^n - 2^(n-64) - 1 + 2^64 * ([2^(n-130) pi] + c) with the c of its RFC; the generator is 2.

The private value comes from the kernel, the only source of randomness there is (a lab is a function of its
seed), and the public value is a bare `pow`: a library that draws its own private values cannot be asked for
these. Nothing here needs to withstand an attacker who measures time.
"""

from __future__ import annotations

from random import Random

GENERATOR = 2
PRIVATE_BITS = 256
"""Enough for 128 bits of strength (RFC 3526 section 8 asks for 220 to 320 with group 14)."""

_MODULI = {
    1: (
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
        "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A63A3620FFFFFFFFFFFFFFFF"
    ),
    2: (
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
        "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
        "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF"
    ),
    5: (
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
        "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
        "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
        "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA237327FFFFFFFFFFFFFFFF"
    ),
    14: (
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
        "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
        "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
        "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
        "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
        "15728E5A8AACAA68FFFFFFFFFFFFFFFF"
    ),
}
MODULI = {group: int(digits, 16) for group, digits in _MODULI.items()}
BITS = {group: modulus.bit_length() for group, modulus in MODULI.items()}


def private_value(random: Random) -> int:
    """A private value; its highest bit is set."""
    return random.getrandbits(PRIVATE_BITS) | 1 << (PRIVATE_BITS - 1)


def public_value(group: int, private: int) -> bytes:
    """What goes into the KE payload, as long as the modulus. Raises KeyError for an unknown group."""
    return pow(GENERATOR, private, MODULI[group]).to_bytes(BITS[group] // 8, "big")


def shared_secret(group: int, private: int, peer: bytes) -> bytes | None:
    """g^xy, as long as the modulus; None when the peer's public value has the wrong length or is a degenerate one
    (0, 1, p-1 and beyond), which would give the secret away."""
    modulus = MODULI[group]
    value = int.from_bytes(peer, "big")
    if len(peer) != BITS[group] // 8 or not 1 < value < modulus - 1:
        return None
    return pow(value, private, modulus).to_bytes(len(peer), "big")

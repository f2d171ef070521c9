"""The cryptography of IKEv1: what is computed from what (RFC 2409 section 5 and appendix B).

`cryptography` does the work; contexts are made per message, so that no state holds one. DES is TripleDES with
its key repeated. The weak keys of DES (RFC 2409 appendix A) are not skipped: one comes up once in 2^52
negotiations.
"""

from __future__ import annotations

from typing import NamedTuple

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.hmac import HMAC

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "md5": hashes.MD5(),
    "sha": hashes.SHA1(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


class Keys(NamedTuple):
    """What phase 1 yields: for deriving keys (d), authenticating (a) and encrypting (e) later messages."""

    skeyid: bytes
    skeyid_d: bytes
    skeyid_a: bytes
    skeyid_e: bytes


def digest(hash_name: str, data: bytes) -> bytes:
    """The negotiated hash of `data`."""
    context = hashes.Hash(_HASHES[hash_name])
    context.update(data)
    return context.finalize()


def prf(hash_name: str, key: bytes, data: bytes) -> bytes:
    """The pseudo-random function: the HMAC of the negotiated hash, since IOS negotiates no other."""
    context = HMAC(key, _HASHES[hash_name])
    context.update(data)
    return context.finalize()


def derive_keys(
    hash_name: str,
    preshared: bytes,
    nonces: bytes,
    shared: bytes,
    initiator_cookie: bytes,
    responder_cookie: bytes,
) -> Keys:
    """SKEYID and its three children, for pre-shared keys. `nonces` is Ni_b | Nr_b."""
    skeyid = prf(hash_name, preshared, nonces)
    tail = shared + initiator_cookie + responder_cookie
    d = prf(hash_name, skeyid, tail + b"\0")
    a = prf(hash_name, skeyid, d + tail + b"\1")
    e = prf(hash_name, skeyid, a + tail + b"\2")
    return Keys(skeyid, d, a, e)


def cipher_key(hash_name: str, skeyid_e: bytes, length: int) -> bytes:
    """The key that encrypts ISAKMP messages: the beginning of SKEYID_e, expanded when that is too short."""
    if length <= len(skeyid_e):
        return skeyid_e[:length]
    block = prf(hash_name, skeyid_e, b"\0")
    material = block
    while len(material) < length:
        block = prf(hash_name, skeyid_e, block)
        material += block
    return material[:length]


def first_iv(hash_name: str, initiator_public: bytes, responder_public: bytes, block: int) -> bytes:
    """The IV of the first encrypted message of phase 1."""
    return digest(hash_name, initiator_public + responder_public)[:block]


def exchange_iv(hash_name: str, last_block: bytes, message_id: int) -> bytes:
    """The IV of the first message of a phase 2 exchange; `last_block` is the last ciphertext of phase 1."""
    return digest(hash_name, last_block + message_id.to_bytes(4, "big"))[: len(last_block)]


def key_material(hash_name: str, skeyid_d: bytes, seed: bytes, length: int) -> bytes:
    """KEYMAT of RFC 2409 section 5.5; `seed` is [g(qm)^xy |] protocol | SPI | Ni_b | Nr_b."""
    block = prf(hash_name, skeyid_d, seed)
    material = block
    while len(material) < length:
        block = prf(hash_name, skeyid_d, block + seed)
        material += block
    return material[:length]


def _cipher(cipher: str, key: bytes, iv: bytes) -> Cipher[modes.CBC]:
    if cipher == "aes":
        return Cipher(AES(key), modes.CBC(iv))
    return Cipher(TripleDES(key if cipher == "3des" else key * 3), modes.CBC(iv))


def encrypt(cipher: str, key: bytes, iv: bytes, data: bytes) -> bytes:
    """`data` padded with zeros to whole blocks and encrypted; its last block is the next IV."""
    context = _cipher(cipher, key, iv).encryptor()
    return context.update(data + bytes(-len(data) % len(iv))) + context.finalize()


def decrypt(cipher: str, key: bytes, iv: bytes, data: bytes) -> bytes | None:
    """The plain text with its padding; None when `data` is not of whole blocks."""
    if not data or len(data) % len(iv):
        return None
    context = _cipher(cipher, key, iv).decryptor()
    return context.update(data) + context.finalize()

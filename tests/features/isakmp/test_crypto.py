"""Keys and groups, computed once more from the RFCs' words with other tools."""

from __future__ import annotations

import hashlib
import hmac
from random import Random

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.asymmetric import dh
from cryptography.hazmat.primitives.ciphers import Cipher, modes

from ios_emu.features.isakmp import crypto, groups

HASHLIB = {"md5": "md5", "sha": "sha1", "sha256": "sha256"}


def pi(bits: int) -> int:
    """[2^bits pi] by Machin's formula."""

    def arctan_inverse(x: int) -> int:
        term = total = (1 << bits + 64) // x
        n, sign = 3, -1
        while term:
            term //= x * x
            total += sign * (term // n)
            n, sign = n + 2, -sign
        return total

    return 4 * (4 * arctan_inverse(5) - arctan_inverse(239)) >> 64


@pytest.mark.parametrize(
    ("group", "bits", "addend"),
    [(1, 768, 149686), (2, 1024, 129093), (5, 1536, 741804), (14, 2048, 124476)],
)
def test_the_moduli_are_those_of_the_rfcs(group: int, bits: int, addend: int) -> None:
    formula = 2**bits - 2 ** (bits - 64) - 1 + 2**64 * (pi(bits - 130) + addend)
    assert groups.MODULI[group] == formula
    assert groups.BITS[group] == bits


@pytest.mark.filterwarnings("ignore:Diffie-Hellman over finite fields")
@pytest.mark.parametrize("group", [1, 2, 5, 14])
def test_both_sides_share_a_secret_and_cryptography_agrees(group: int) -> None:
    random = Random(7)
    mine, his = groups.private_value(random), groups.private_value(random)
    my_public, his_public = groups.public_value(group, mine), groups.public_value(group, his)
    assert len(my_public) == groups.BITS[group] // 8
    shared = groups.shared_secret(group, mine, his_public)
    assert shared is not None and shared == groups.shared_secret(group, his, my_public)
    numbers = dh.DHParameterNumbers(groups.MODULI[group], groups.GENERATOR)
    private = dh.DHPrivateNumbers(
        mine, dh.DHPublicNumbers(int.from_bytes(my_public, "big"), numbers)
    ).private_key()
    public = dh.DHPublicNumbers(int.from_bytes(his_public, "big"), numbers).public_key()
    assert private.exchange(public).rjust(len(shared), b"\0") == shared


@pytest.mark.parametrize("group", [1, 14])
def test_degenerate_public_values_are_refused(group: int) -> None:
    length, modulus = groups.BITS[group] // 8, groups.MODULI[group]
    for value in (0, 1, modulus - 1, modulus, (1 << length * 8) - 1):
        assert groups.shared_secret(group, 12345, value.to_bytes(length, "big")) is None
    assert groups.shared_secret(group, 12345, b"\x05") is None


def mac(hash_name: str, key: bytes, *parts: bytes) -> bytes:
    return hmac.new(key, b"".join(parts), HASHLIB[hash_name]).digest()


@pytest.mark.parametrize("name", ["md5", "sha", "sha256"])
def test_skeyids_follow_rfc_2409(name: str) -> None:
    ni, nr, gxy, cki, ckr = b"Ni" * 10, b"Nr" * 10, b"s" * 96, b"initiatr", b"respondr"
    keys = crypto.derive_keys(name, b"cisco123", ni + nr, gxy, cki, ckr)
    skeyid = mac(name, b"cisco123", ni, nr)
    d = mac(name, skeyid, gxy, cki, ckr, b"\0")
    a = mac(name, skeyid, d, gxy, cki, ckr, b"\1")
    e = mac(name, skeyid, a, gxy, cki, ckr, b"\2")
    assert keys == (skeyid, d, a, e)


@pytest.mark.parametrize("name", ["md5", "sha", "sha256"])
@pytest.mark.parametrize("length", [8, 16, 24, 32])
def test_a_long_cipher_key_is_expanded(name: str, length: int) -> None:
    e = b"e" * hashlib.new(HASHLIB[name]).digest_size
    expected = e
    if length > len(e):
        k1 = mac(name, e, b"\0")
        k2 = mac(name, e, k1)
        k3 = mac(name, e, k2)
        expected = k1 + k2 + k3
    assert crypto.cipher_key(name, e, length) == expected[:length]


@pytest.mark.parametrize("name", ["md5", "sha", "sha256"])
def test_ivs_are_hashes(name: str) -> None:
    h = HASHLIB[name]
    assert crypto.first_iv(name, b"gxi", b"gxr", 8) == hashlib.new(h, b"gxigxr").digest()[:8]
    expected = hashlib.new(h, b"lastblck" + b"\x12\x34\x56\x78").digest()[:8]
    assert crypto.exchange_iv(name, b"lastblck", 0x12345678) == expected


@pytest.mark.parametrize("name", ["md5", "sha", "sha256"])
@pytest.mark.parametrize("length", [8, 24, 44, 64])
def test_key_material_is_chained(name: str, length: int) -> None:
    seed = b"\x03" + b"spi!" + b"Ni" + b"Nr"
    k1 = mac(name, b"d" * 16, seed)
    k2 = mac(name, b"d" * 16, k1, seed)
    k3 = mac(name, b"d" * 16, k2, seed)
    k4 = mac(name, b"d" * 16, k3, seed)
    assert crypto.key_material(name, b"d" * 16, seed, length) == (k1 + k2 + k3 + k4)[:length]


def test_single_des_is_des() -> None:
    # FIPS 81's example: DES-CBC of "Now is the time for all " under 0123456789abcdef, IV 1234567890abcdef.
    key, iv = bytes.fromhex("0123456789abcdef"), bytes.fromhex("1234567890abcdef")
    sealed = crypto.encrypt("des", key, iv, b"Now is the time for all ")
    assert sealed.hex() == "e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6"
    assert crypto.decrypt("des", key, iv, sealed) == b"Now is the time for all "


@pytest.mark.parametrize(("cipher", "key", "block"), [("3des", 24, 8), ("aes", 16, 16), ("aes", 32, 16)])
def test_ciphers_pad_with_zeros_and_come_back(cipher: str, key: int, block: int) -> None:
    secret, iv = bytes(range(key)), b"i" * block
    sealed = crypto.encrypt(cipher, secret, iv, b"thirteen bytes"[:13])
    assert len(sealed) == 16
    assert crypto.decrypt(cipher, secret, iv, sealed) == b"thirteen byte" + bytes(3)
    assert crypto.decrypt(cipher, secret, iv, sealed[:-1]) is None
    assert crypto.decrypt(cipher, secret, iv, b"") is None


def test_3des_uses_all_of_its_key() -> None:
    key = bytes(range(24))
    context = Cipher(TripleDES(key), modes.CBC(b"i" * 8)).encryptor()
    assert crypto.encrypt("3des", key, b"i" * 8, b"12345678") == context.update(b"12345678") + context.finalize()

"""Stored passwords: plain (0), hashed (5), scrambled (7).

Type 5, MD5-crypt, as Poul-Henning Kamp made it for FreeBSD and IOS took it over:

$1$SALT$HASH      1000 rounds of MD5 over password, salt and the previous digest, in an order that depends
                  on the round; the digest's bytes are shuffled and written in base 64 of its own alphabet

Type 7, a Vigenere cipher with a key that everybody knows:

SSHHHH...         where in the key to begin (two decimal digits), then each character of the password,
                  exclusive-or the key's, in two hexadecimal digits
"""

from __future__ import annotations

import hashlib
import hmac

SALT_ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SHUFFLE = ((0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5))
_ROUNDS = 1000


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def md5_crypt(password: str, salt: str) -> str:
    """`$1$salt$hash` of `password`; at most 8 characters of the salt count."""
    secret, salt = password.encode(), salt[:8]
    grain = salt.encode()
    inner = _md5(secret + grain + secret)
    start = secret + b"$1$" + grain + (inner * (len(secret) // 16 + 1))[: len(secret)]
    length = len(secret)
    while length:
        start += b"\0" if length & 1 else secret[:1]
        length >>= 1
    digest = _md5(start)
    for number in range(_ROUNDS):
        text = secret if number & 1 else digest
        text += grain if number % 3 else b""
        text += secret if number % 7 else b""
        digest = _md5(text + (digest if number & 1 else secret))
    return f"$1${salt}${_base64(digest)}"


def _base64(digest: bytes) -> str:
    text = ""
    groups = [(digest[a] << 16 | digest[b] << 8 | digest[c], 4) for a, b, c in _SHUFFLE]
    for value, count in [*groups, (digest[11], 2)]:
        for _ in range(count):
            text += SALT_ALPHABET[value & 63]
            value >>= 6
    return text


_VIGENERE = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"
LARGEST_START = 15
"""IOS begins within the first 16 characters of the key."""


def scramble(password: str, start: int) -> str:
    """Type 7 of `password`, beginning at `start` in the key; characters beyond Latin 1 count as `?`."""
    key = _VIGENERE
    data = password.encode("latin-1", "replace")
    return f"{start:02}" + "".join(f"{byte ^ ord(key[(start + n) % len(key)]):02X}" for n, byte in enumerate(data))


def unscramble(text: str) -> str | None:
    """The password behind a type 7 text; None when it is none."""
    if len(text) < 4 or len(text) % 2 or not text[:2].isdecimal() or not text.isascii():
        return None
    try:
        data = bytes.fromhex(text[2:])
    except ValueError:
        return None
    start, key = int(text[:2]), _VIGENERE
    if start >= len(key) or len(data) * 2 != len(text) - 2:
        return None
    return bytes(byte ^ ord(key[(start + n) % len(key)]) for n, byte in enumerate(data)).decode("latin-1")


def is_hash(text: str) -> bool:
    """Whether `text` has the form of a type 5 secret."""
    return text.startswith("$1$") and text.count("$") == 3 and len(text.rpartition("$")[2]) == 22


def secret_matches(password: str, stored: str) -> bool:
    """Whether `password` is the one kept as `stored`: `5 $1$...`, `0 text`, `7 ...` or plain text. The hashes of
    types 4, 8 and 9 are kept only: nothing matches them."""
    kind, space, text = stored.partition(" ")
    if space and kind in ("4", "8", "9"):
        return False
    if not space or kind not in ("0", "5", "7"):
        return password == stored
    if kind == "5":
        salt = text.split("$")[2] if is_hash(text) else ""
        return hmac.compare_digest(md5_crypt(password, salt).encode(), text.encode())
    return password == (unscramble(text) if kind == "7" else text)

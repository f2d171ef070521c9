"""The hash of `enable secret 5`: MD5-crypt, as Poul-Henning Kamp made it for FreeBSD and IOS took it over.

$1$SALT$HASH      1000 rounds of MD5 over password, salt and the previous digest, in an order that depends
                  on the round; the digest's bytes are shuffled and written in base 64 of its own alphabet
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


def secret_matches(password: str, stored: str) -> bool:
    """Whether `password` is the one kept as `stored`: `5 $1$...`, `0 text`, `7 ...` or plain text."""
    kind, _, text = stored.rpartition(" ")
    if kind != "5":
        return password == text
    salt = text.split("$")[2] if text.count("$") == 3 else ""
    return hmac.compare_digest(md5_crypt(password, salt), text)

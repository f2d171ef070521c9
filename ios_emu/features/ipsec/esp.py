"""The Encapsulating Security Payload (RFC 2406), one direction of a security association at a time.

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+ ----
    |               Security Parameters Index (SPI)                 | ^
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+ |
    |                      Sequence Number                          | |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+ | Auth.
    |          Initialization Vector, one cipher block              | | cover-
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+ | age
    |          Payload Data (variable)                              | |    ^
    +               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+ |    | Conf.
    |               |     Padding (0-255 bytes)                     | |    | cover-
    +-+-+-+-+-+-+-+-+               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+ |    | age
    |                               |  Pad Length   |  Next Header  | v    v
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+ ----
    |          Authentication Data (variable)                       |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

Ciphers: DES-CBC (RFC 2405), 3DES-CBC (RFC 2451), AES-CBC (RFC 3602), NULL (RFC 2410). Authentication: HMAC-MD5-96
(RFC 2403), HMAC-SHA-1-96 (RFC 2404), HMAC-SHA-256-128 (RFC 4868).

Setting up a cipher costs as much as encrypting a hundred bytes, so one context per SA stays open. CBC permits it:
a random block is encrypted in front of the payload and its ciphertext is the packet's initialization vector, which
is as unpredictable as the cipher is good; what the context chained from before does not matter to the receiver.
The receiver likewise feeds the vector as a first block and throws its plaintext away. The contexts are derived
state: a copy of a sender rebuilds its own from the last block sent, and goes on exactly as the original does.
"""

from __future__ import annotations

import hashlib
import struct
from functools import cache
from hmac import compare_digest
from random import Random
from typing import TYPE_CHECKING, Protocol

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from ios_emu.kernel import Copied
from ios_emu.router.key_engine import Transform
from ios_emu.wire import DecodeError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import CipherContext

HEADER_LENGTH = 8
IP_IN_IP = 4
"""Next header of a whole IPv4 datagram: tunnel mode."""
MAXIMUM_SEQUENCE = 0xFFFFFFFF
WINDOW = 64
"""Anti-replay window, in packets."""

BLOCK_LENGTH = {"des": 8, "3des": 8, "aes": 16, "null": 4}
"""What the encrypted part is padded to, in bytes; for NULL the four bytes that RFC 2406 section 2.4 asks for."""
IV_LENGTH = {"des": 8, "3des": 8, "aes": 16, "null": 0}
ICV_LENGTH = {"": 0, "md5": 12, "sha": 12, "sha256": 16}

_HEADER = struct.Struct("!II")
_HASHES = {"md5": hashlib.md5, "sha": hashlib.sha1, "sha256": hashlib.sha256}
_IPAD = bytes(n ^ 0x36 for n in range(256))
_OPAD = bytes(n ^ 0x5C for n in range(256))
_PADDING = tuple(bytes(range(1, n + 1)) + bytes((n,)) for n in range(256))


class AuthenticationError(DecodeError):
    """The integrity check value is wrong."""


class ReplayError(DecodeError):
    """The sequence number has been seen, or lies before the anti-replay window."""


class SequenceExhausted(Exception):
    """All 2**32 - 1 sequence numbers are used; the SA must not send again (RFC 2406 section 3.3.3)."""


class Hash(Protocol):
    """A hashlib object."""

    def copy(self) -> Hash:
        """A hash that goes on from here."""

    def update(self, data: bytes, /) -> None:
        """Hash `data`."""

    def digest(self) -> bytes:
        """The hash so far."""


def overhead(transform: Transform) -> int:
    """The bytes that ESP adds at least: header, vector, trailer, check value; padding comes on top."""
    return HEADER_LENGTH + IV_LENGTH[transform.cipher] + 2 + ICV_LENGTH[transform.hash]


def largest_payload(transform: Transform, room: int) -> int:
    """The longest payload (bytes) whose ESP packet fits into `room` bytes; 0 or less when none does."""
    encrypted = room - overhead(transform) + 2
    return encrypted - encrypted % BLOCK_LENGTH[transform.cipher] - 2


@cache
def _padding_length(block: int) -> tuple[int, ...]:
    """The padding needed, by payload length modulo `block`."""
    return tuple(-(n + 2) % block for n in range(block))


class Direction(Copied):
    """What both ends of an SA share: its SPI, its transform and its keys.

    `keys` is the cipher's key followed by the HMAC's. Raises ValueError when its length is not the transform's.
    """

    derived = ("_context", "_inner", "_outer")

    def __init__(self, spi: int, transform: Transform, keys: bytes) -> None:
        if len(keys) != transform.cipher_key_length + transform.hash_key_length:
            raise ValueError(f"{len(keys)} bytes of key material for {transform}")
        self.spi = spi
        self.transform = transform
        self.keys = keys
        self.iv_length = IV_LENGTH[transform.cipher]
        self.icv_length = ICV_LENGTH[transform.hash]
        self._block = BLOCK_LENGTH[transform.cipher]
        self._context: CipherContext | None = None
        self._inner: Hash | None = None
        self._outer: Hash | None = None

    def _cipher(self, iv: bytes) -> Cipher[modes.CBC]:
        cipher = self.transform.cipher
        key = self.keys[: self.transform.cipher_key_length]
        if cipher == "aes":
            return Cipher(algorithms.AES(key), modes.CBC(iv))
        return Cipher(TripleDES(key * 3 if cipher == "des" else key), modes.CBC(iv))

    def _key_hashes(self) -> tuple[Hash, Hash]:
        """The two hashes of RFC 2104, keyed and waiting for data."""
        kind = _HASHES[self.transform.hash]
        key = self.keys[self.transform.cipher_key_length :].ljust(64, b"\0")
        self._inner = kind(key.translate(_IPAD))
        self._outer = kind(key.translate(_OPAD))
        return self._inner, self._outer

    def _icv(self, data: bytes) -> bytes:
        inner, outer = self._inner, self._outer
        if inner is None or outer is None:
            inner, outer = self._key_hashes()
        first = inner.copy()
        first.update(data)
        second = outer.copy()
        second.update(first.digest())
        return second.digest()[: self.icv_length]


class Sender(Direction):
    """The outbound half. `random` is the stream that initialization vectors are drawn from."""

    def __init__(self, spi: int, transform: Transform, keys: bytes, random: Random) -> None:
        super().__init__(spi, transform, keys)
        self.sequence = 0
        self._random = random
        self._chain = random.randbytes(self.iv_length)
        """The last block of ciphertext, which the next one is chained to."""

    def seal(self, payload: bytes, next_header: int = IP_IN_IP) -> bytes:
        """The ESP packet that carries `payload`. Raises SequenceExhausted."""
        if self.sequence >= MAXIMUM_SEQUENCE:
            raise SequenceExhausted
        self.sequence = sequence = self.sequence + 1
        block = self._block
        trailer = _PADDING[_padding_length(block)[len(payload) % block]] + next_header.to_bytes(1, "big")
        if self.iv_length:
            context = self._context
            if context is None:
                context = self._context = self._cipher(self._chain).encryptor()
            first = self._random.getrandbits(block * 8).to_bytes(block, "big")
            secret = context.update(first + payload + trailer)
            self._chain = secret[-block:]
        else:
            secret = payload + trailer
        packet = _HEADER.pack(self.spi, sequence) + secret
        return packet + self._icv(packet) if self.icv_length else packet


class ReplayWindow:
    """The sliding window of RFC 2406 section 3.4.3: bit 0 of `seen` stands for `last`, bit n for `last - n`."""

    __slots__ = ("last", "seen")

    def __init__(self) -> None:
        self.last = 0
        self.seen = 0

    def admits(self, sequence: int) -> bool:
        """Whether a packet of this number may still be new."""
        if sequence > self.last:
            return True
        behind = self.last - sequence
        return sequence > 0 and behind < WINDOW and not self.seen >> behind & 1

    def note(self, sequence: int) -> None:
        """A packet of this number, which the window admits, has proved genuine."""
        ahead = sequence - self.last
        if ahead > 0:
            self.seen = (self.seen << ahead | 1) & (1 << WINDOW) - 1 if ahead < WINDOW else 1
            self.last = sequence
        else:
            self.seen |= 1 << -ahead


class Receiver(Direction):
    """The inbound half. Without authentication there is no anti-replay service (RFC 2406 section 3.4.3)."""

    def __init__(self, spi: int, transform: Transform, keys: bytes) -> None:
        super().__init__(spi, transform, keys)
        self.window = ReplayWindow()

    def open(self, packet: bytes) -> tuple[bytes, int]:
        """The payload and next header of an ESP packet of this SA.

        Raises ReplayError, AuthenticationError, or DecodeError for a wrong length or wrong padding.
        """
        end = len(packet) - self.icv_length
        start = HEADER_LENGTH + self.iv_length
        if end <= start or (end - start) % self._block:
            raise DecodeError(f"ESP packet of {len(packet)} bytes does not fit {self.transform.cipher}")
        if self.icv_length:
            sequence = int.from_bytes(packet[4:8], "big")
            if not self.window.admits(sequence):
                raise ReplayError(f"ESP sequence number {sequence} is a replay")
            if not compare_digest(self._icv(packet[:end]), packet[end:]):
                raise AuthenticationError("ESP integrity check value is wrong")
            self.window.note(sequence)
        plain = self._decrypt(packet[HEADER_LENGTH:end])
        padding = plain[-2]
        length = len(plain) - 2 - padding
        if length < 0 or plain[length:-1] != _PADDING[padding]:
            raise DecodeError(f"ESP padding of {padding} bytes is wrong")
        return plain[:length], plain[-1]

    def _decrypt(self, secret: bytes) -> bytes:
        if not self.iv_length:
            return secret
        context = self._context
        if context is None:
            context = self._context = self._cipher(bytes(self.iv_length)).decryptor()
        return context.update(secret)[self.iv_length :]

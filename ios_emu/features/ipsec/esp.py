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

Ciphers: DES-CBC (RFC 2405), 3DES-CBC (RFC 2451), AES-CBC (RFC 3602), NULL (RFC 2410); authentication and the
anti-replay window are those of `integrity`.

Setting up a cipher costs as much as encrypting a hundred bytes, so one context per SA stays open. CBC permits it:
a random block is encrypted in front of the payload and its ciphertext is the packet's initialization vector, which
is as unpredictable as the cipher is good; what the context chained from before does not matter to the receiver.
The receiver likewise feeds the vector as a first block and throws its plaintext away. The contexts are derived
state: a copy of a sender rebuilds its own from the last block sent, and goes on exactly as the original does.
"""

from __future__ import annotations

import struct
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from ios_emu.features.ipsec.integrity import (
    ICV_LENGTH,
    MAXIMUM_SEQUENCE,
    WINDOW,
    Authenticator,
    ReplayWindow,
    SequenceExhausted,
)
from ios_emu.router.key_engine import Transform
from ios_emu.wire import DecodeError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import CipherContext

HEADER_LENGTH = 8
IP_IN_IP = 4
"""Next header of a whole IPv4 datagram: tunnel mode."""

BLOCK_LENGTH = {"des": 8, "3des": 8, "aes": 16, "null": 4}
"""What the encrypted part is padded to, in bytes; for NULL the four bytes that RFC 2406 section 2.4 asks for."""
IV_LENGTH = {"des": 8, "3des": 8, "aes": 16, "null": 0}

_HEADER = struct.Struct("!II")
_PADDING = tuple(bytes(range(1, n + 1)) + bytes((n,)) for n in range(256))


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


class Direction(Authenticator):
    """What both ends of an SA share: its SPI, its transform and its keys.

    `keys` is the cipher's key followed by the HMAC's. Raises ValueError when its length is not the transform's.
    """

    derived = ("_context", "_inner", "_outer")

    def __init__(self, spi: int, transform: Transform, keys: bytes) -> None:
        if len(keys) != transform.cipher_key_length + transform.hash_key_length:
            raise ValueError(f"{len(keys)} bytes of key material for {transform}")
        super().__init__(transform.hash, keys[transform.cipher_key_length :])
        self.spi = spi
        self.transform = transform
        self.keys = keys
        self.iv_length = IV_LENGTH[transform.cipher]
        self._block = BLOCK_LENGTH[transform.cipher]
        self._context: CipherContext | None = None

    def _cipher(self, iv: bytes) -> Cipher[modes.CBC]:
        cipher = self.transform.cipher
        key = self.keys[: self.transform.cipher_key_length]
        if cipher == "aes":
            return Cipher(algorithms.AES(key), modes.CBC(iv))
        return Cipher(TripleDES(key * 3 if cipher == "des" else key), modes.CBC(iv))


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
        return packet + self.icv(packet) if self.icv_length else packet


class Receiver(Direction):
    """The inbound half. `window` is the size of the anti-replay window in packets, 0 for none. Without
    authentication there is no anti-replay service (RFC 2406 section 3.4.3)."""

    def __init__(self, spi: int, transform: Transform, keys: bytes, window: int = WINDOW) -> None:
        super().__init__(spi, transform, keys)
        self.window = ReplayWindow(window)

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
            self.window.check(sequence)
            self.verify(packet[:end], packet[end:])
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

"""The IP Authentication Header (RFC 2402), one direction of a security association at a time.

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    | Next Header   |  Payload Len  |          RESERVED             |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                 Security Parameters Index (SPI)               |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                    Sequence Number Field                      |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                Authentication Data (variable)                 |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

The payload length counts 32-bit words, less two. The check value covers the whole datagram: the IP header with the
fields zeroed that change on the way (type of service, flags and offset, time to live, checksum, and the options of
appendix A), AH with the value itself zeroed, and everything after. So AH is put into, and taken out of, a complete
datagram; in tunnel mode that is the outer one.
"""

from __future__ import annotations

import struct

from ios_emu.features.ipsec.integrity import (
    ICV_LENGTH,
    MAXIMUM_SEQUENCE,
    WINDOW,
    Authenticator,
    ReplayWindow,
    SequenceExhausted,
)
from ios_emu.router.key_engine import HASH_KEY_LENGTH
from ios_emu.wire import DecodeError, ipv4

FIXED_LENGTH = 12

_HEADER = struct.Struct("!BBHII")
_IMMUTABLE_OPTIONS = frozenset({130, 133, 134, 148, 149})
"""Security, extended and commercial security, router alert, sender directed delivery (RFC 2402 appendix A)."""


def length(kind: str) -> int:
    """The length in bytes of an AH whose HMAC is `kind`; 0 when there is none."""
    return FIXED_LENGTH + ICV_LENGTH[kind] if kind else 0


def _muted(header: bytes) -> bytes:
    """The IP header with what may change on the way zeroed."""
    muted = header[:1] + b"\0" + header[2:6] + bytes(3) + header[9:10] + bytes(2) + header[12:20]
    return muted if len(header) == 20 else muted + _muted_options(header[20:])


def _muted_options(options: bytes) -> bytes:
    muted = b""
    at = 0
    while at < len(options) and options[at] != ipv4.OPTION_END:
        if options[at] == ipv4.OPTION_NO_OPERATION:
            muted += options[at : at + 1]
            at += 1
            continue
        size = options[at + 1] if at + 1 < len(options) else 0
        if size < 2 or at + size > len(options):
            raise DecodeError(f"IPv4 option {options[at]} has length {size}")
        muted += options[at : at + size] if options[at] in _IMMUTABLE_OPTIONS else bytes(size)
        at += size
    return muted.ljust(len(options), b"\0")


class _Direction:
    """What both ends of an SA share. Raises ValueError when the key's length is not the HMAC's."""

    def __init__(self, spi: int, kind: str, key: bytes) -> None:
        if len(key) != HASH_KEY_LENGTH[kind]:
            raise ValueError(f"{len(key)} bytes of key for {kind}")
        self.spi = spi
        self.kind = kind
        self.key = key
        self._authenticator = Authenticator(kind, key)
        self._length = length(kind)


class Sender(_Direction):
    """The outbound half."""

    def __init__(self, spi: int, kind: str, key: bytes) -> None:
        super().__init__(spi, kind, key)
        self.sequence = 0

    def seal(self, packet: bytes) -> bytes:
        """The datagram `packet` with an AH after its IP header.

        Raises SequenceExhausted; DecodeError or ValueError when the datagram is malformed or would be too long.
        """
        if self.sequence >= MAXIMUM_SEQUENCE:
            raise SequenceExhausted
        header, payload = ipv4.decode(packet)
        self.sequence = sequence = self.sequence + 1
        front = _HEADER.pack(header.protocol, (self._length >> 2) - 2, 0, self.spi, sequence)
        blank = bytes(self._authenticator.icv_length)
        sealed = _rebuilt(header, ipv4.AH, front + blank + payload)
        start = header.header_length
        value = self._authenticator.icv(_muted(sealed[:start]) + sealed[start:])
        at = start + FIXED_LENGTH
        return sealed[:at] + value + sealed[at + len(value) :]


class Receiver(_Direction):
    """The inbound half. `window` is the size of the anti-replay window in packets, 0 for none."""

    def __init__(self, spi: int, kind: str, key: bytes, window: int = WINDOW) -> None:
        super().__init__(spi, kind, key)
        self.window = ReplayWindow(window)

    def open(self, packet: bytes) -> bytes:
        """The datagram without its AH.

        `packet` is whole, and its header has been checked. Raises ReplayError, AuthenticationError, or DecodeError
        for a wrong length.
        """
        header, payload = ipv4.decode(packet)
        if len(payload) < self._length or (payload[1] + 2) << 2 != self._length:
            raise DecodeError(f"AH of {(payload[1] + 2) << 2 if len(payload) > 1 else 0} bytes")
        sequence = int.from_bytes(payload[8:12], "big")
        self.window.check(sequence)
        start = header.header_length
        icv = payload[FIXED_LENGTH : self._length]
        covered = payload[:FIXED_LENGTH] + bytes(len(icv)) + payload[self._length :]
        self._authenticator.verify(_muted(packet[:start]) + covered, icv)
        self.window.note(sequence)
        return _rebuilt(header, payload[0], payload[self._length :])


def _rebuilt(header: ipv4.Header, protocol: int, payload: bytes) -> bytes:
    return ipv4.build(
        header.source,
        header.destination,
        protocol,
        payload,
        ttl=header.ttl,
        tos=header.tos,
        identification=header.identification,
        dont_fragment=header.dont_fragment,
        options=header.options,
    )

"""HSRP version 1 on the wire: UDP port 1985 to 224.0.0.2, time to live 1.

Hello, Coup and Resign (RFC 2281 section 5.1):

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |   Version = 0 |   Op Code     |     State     |   Hellotime   |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |   Holdtime    |   Priority    |     Group     |   Reserved    |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                      Authentication  Data                     |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                      Authentication  Data                     |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                      Virtual IP Address                       |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

Advertise, Cisco's extension by which routers learn each other's part in ICMP redirects (as Wireshark reads it; the
length, as in captures of real routers, counts from the type on):

    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |   Version = 0 |  Op Code = 3  |           Type = 1            |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |          Length = 14          |     State     |   Reserved    |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |         Active Groups         |        Passive Groups         |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                           Reserved                            |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import NamedTuple

from ios_emu.features.hsrp.md5 import Proof, proof_at
from ios_emu.wire import DecodeError, IPv4, Mac

PORT = 1985
ALL_ROUTERS = IPv4.parse("224.0.0.2")
TTL = 1
TOS = 0xC0
"""Internetwork control (RFC 791), as IOS marks it."""
AUTHENTICATION_LENGTH = 8
DEFAULT_AUTHENTICATION = b"cisco\0\0\0"
"""RFC 2281 section 5.1: the recommended default, 0x63 69 73 63 6F 00 00 00."""
NO_AUTHENTICATION = bytes(AUTHENTICATION_LENGTH)
"""What stands in its place when MD5 authenticates."""

_MESSAGE = struct.Struct("!BBBBBBBx8sI")
_ADVERTISE = struct.Struct("!BBHHBxHHxxxx")
_TYPE_INTERFACE_STATE = 1
_ADVERTISE_LENGTH = 14


class State(IntEnum):
    """The state of a group (RFC 2281 section 5.4), by its code on the wire."""

    INIT = 0
    LEARN = 1
    LISTEN = 2
    SPEAK = 4
    STANDBY = 8
    ACTIVE = 16

    @property
    def word(self) -> str:
        """As `show standby` and logs write it: `Init`, `Standby`."""
        return self.name.capitalize()


class Op(IntEnum):
    """What a message is for (RFC 2281 section 5.1)."""

    HELLO = 0
    COUP = 1
    RESIGN = 2
    ADVERTISE = 3

    @property
    def word(self) -> str:
        """As debug writes it."""
        return self.name.capitalize()


class Redirect(IntEnum):
    """The state of an interface in an Advertise: whether any of its groups is active."""

    DORMANT = 1
    PASSIVE = 2
    ACTIVE = 3

    @classmethod
    def of(cls, active: int, passive: int) -> Redirect:
        """The state of an interface with so many active and passive groups."""
        return cls.ACTIVE if active else cls.PASSIVE if passive else cls.DORMANT


class Message(NamedTuple):
    """A Hello, Coup or Resign, of either version. Times are in ms; 0 when the sender does not tell them.

    `identifier` is the sender's MAC address (version 2 only), `proof` its MD5 authentication.
    """

    op: Op
    state: State
    hello_time: int
    hold_time: int
    priority: int
    group: int
    authentication: bytes
    virtual_ip: IPv4
    version: int = 1
    identifier: Mac | None = None
    proof: Proof | None = None


class Advertise(NamedTuple):
    """How many groups the sender's interface is active and passive in."""

    state: Redirect
    active_groups: int
    passive_groups: int


OPS: dict[int, Op] = {op.value: op for op in Op}
STATES: dict[int, State] = {state.value: state for state in State}
_REDIRECTS: dict[int, Redirect] = {state.value: state for state in Redirect}


def encode(message: Message) -> bytes:
    """The 20 bytes of a message, which has no room for timers below a second. Raises struct.error for a field that
    exceeds its width."""
    op, state, hello_time, hold_time, priority, group, authentication, virtual_ip, *_ = message
    hello_time, hold_time = (0, 0) if 0 < hello_time < 1000 else (hello_time // 1000, hold_time // 1000)
    return _MESSAGE.pack(0, op, state, hello_time, hold_time, priority, group, authentication, virtual_ip)


def encode_advertise(advertise: Advertise) -> bytes:
    """The 16 bytes of an Advertise. Raises struct.error for a field that exceeds its width."""
    state, active, passive = advertise
    return _ADVERTISE.pack(0, Op.ADVERTISE, _TYPE_INTERFACE_STATE, _ADVERTISE_LENGTH, state, active, passive)


def decode(payload: bytes) -> Message | Advertise:
    """The message in a datagram's payload, with its MD5 authentication; bytes beyond are ignored, as for options
    to come.

    Raises DecodeError for a wrong version, op code, state or length.
    """
    if len(payload) < 2:
        raise DecodeError(f"HSRP message of {len(payload)} bytes")
    if payload[0]:
        raise DecodeError(f"HSRP version {payload[0]} is not 0")
    op = OPS.get(payload[1])
    if op is None:
        raise DecodeError(f"HSRP op code {payload[1]}")
    if op is Op.ADVERTISE:
        return _decode_advertise(payload)
    if len(payload) < _MESSAGE.size:
        raise DecodeError(f"HSRP {op.word} of {len(payload)} bytes")
    _, _, code, hello_time, hold_time, priority, group, authentication, virtual_ip = _MESSAGE.unpack_from(payload)
    state = STATES.get(code)
    if state is None:
        raise DecodeError(f"HSRP state {code}")
    return Message(
        op,
        state,
        hello_time * 1000,
        hold_time * 1000,
        priority,
        group,
        authentication,
        IPv4(virtual_ip),
        proof=proof_at(payload, _MESSAGE.size),
    )


def _decode_advertise(payload: bytes) -> Advertise:
    if len(payload) < _ADVERTISE.size:
        raise DecodeError(f"HSRP Advertise of {len(payload)} bytes")
    _, _, kind, length, code, active, passive = _ADVERTISE.unpack_from(payload)
    state = _REDIRECTS.get(code)
    fits = _ADVERTISE_LENGTH <= length <= len(payload) - 2
    if kind != _TYPE_INTERFACE_STATE or not fits or state is None:
        raise DecodeError(f"HSRP Advertise of type {kind}, length {length}, state {code}")
    return Advertise(state, active, passive)

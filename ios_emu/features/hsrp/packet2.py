"""HSRP version 2 on the wire: TLVs in UDP port 1985 to 224.0.0.102, time to live 1 (as Wireshark reads it).

Group state:

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |    Type = 1   |  Length = 40  |  Version = 2  |    Op Code    |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |     State     |   IP Version  |             Group             |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |             Identifier: the sender's MAC address              |
    |                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                               |           Priority            |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |         ... Priority          |      Hello time (ms)      ... |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |        ... Hello time         |       Hold time (ms)      ... |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |        ... Hold time          |  Virtual IP address (16 octets)
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

Interface state (what version 1 says in an Advertise):

    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |    Type = 2   |   Length = 4  |         Active Groups         |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |         Passive Groups        |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

Text authentication, behind the group state it is for (MD5 authentication, type 4, in its place: see `md5`):

    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |    Type = 3   |   Length = 8  |  Authentication (8 octets)    |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
"""

from __future__ import annotations

import struct

from ios_emu.features.hsrp import md5
from ios_emu.features.hsrp.packet import (
    AUTHENTICATION_LENGTH,
    NO_AUTHENTICATION,
    OPS,
    STATES,
    Advertise,
    Message,
    Op,
    Redirect,
)
from ios_emu.wire import MAC_ZERO, DecodeError, IPv4, Mac

VERSION = 2
ALL_ROUTERS = IPv4.parse("224.0.0.102")
MAXIMUM_GROUP = 4095

_GROUP_STATE, _INTERFACE_STATE, _TEXT = 1, 2, 3
_IPV4 = 4
_GROUP = struct.Struct("!BBBBBBH6sIIII12x")
_GROUP_LENGTH = _GROUP.size - 2
_INTERFACE = struct.Struct("!BBHH")
_INTERFACE_LENGTH = _INTERFACE.size - 2


def encode(message: Message) -> bytes:
    """The group state, with its text authentication if it has one. struct.error for a field too wide."""
    data = _GROUP.pack(
        _GROUP_STATE,
        _GROUP_LENGTH,
        VERSION,
        message.op,
        message.state,
        _IPV4,
        message.group,
        message.identifier or MAC_ZERO,
        message.priority,
        message.hello_time,
        message.hold_time,
        message.virtual_ip,
    )
    if message.authentication != NO_AUTHENTICATION:
        data += bytes((_TEXT, AUTHENTICATION_LENGTH)) + message.authentication
    return data


def encode_advertise(advertise: Advertise) -> bytes:
    """The interface state. struct.error for a field too wide."""
    return _INTERFACE.pack(_INTERFACE_STATE, _INTERFACE_LENGTH, advertise.active_groups, advertise.passive_groups)


def decode(payload: bytes) -> tuple[Message | Advertise, ...]:
    """What a datagram says, in order. TLVs of unknown types and groups of IPv6 are passed over.

    Raises DecodeError for a TLV that is cut or too short, and for a wrong version, op code, state or group.
    """
    said: list[Message | Advertise] = []
    offset = group_start = 0
    open_group = False
    while offset < len(payload):
        if offset + 2 > len(payload) or offset + 2 + payload[offset + 1] > len(payload):
            raise DecodeError(f"HSRP TLV cut at {len(payload)} bytes")
        kind, length = payload[offset], payload[offset + 1]
        if kind == _GROUP_STATE:
            message = _decode_group(payload, offset, length)
            group_start, open_group = offset, message is not None
            if message is not None:
                said.append(message)
        elif kind == _INTERFACE_STATE:
            said.append(_decode_interface(payload, offset, length))
            open_group = False
        elif open_group and isinstance(last := said[-1], Message):
            if kind == _TEXT and length == AUTHENTICATION_LENGTH:
                said[-1] = last._replace(authentication=payload[offset + 2 : offset + 2 + length])
            elif kind == md5.TYPE:
                said[-1] = last._replace(proof=md5.proof_at(payload, offset, group_start))
        offset += 2 + length
    return tuple(said)


def _decode_group(payload: bytes, offset: int, length: int) -> Message | None:
    if length != _GROUP_LENGTH:
        raise DecodeError(f"HSRP group state of {length} bytes")
    _, _, version, op_code, state_code, ip_version, group, mac, priority, hello, hold, virtual_ip = (
        _GROUP.unpack_from(payload, offset)
    )
    op, state = OPS.get(op_code), STATES.get(state_code)
    if version != VERSION or op is None or op is Op.ADVERTISE or state is None or group > MAXIMUM_GROUP:
        raise DecodeError(f"HSRP group state: version {version} op {op_code} state {state_code} group {group}")
    if ip_version != _IPV4:
        return None
    return Message(op, state, hello, hold, priority, group, NO_AUTHENTICATION, IPv4(virtual_ip), VERSION, Mac(mac))


def _decode_interface(payload: bytes, offset: int, length: int) -> Advertise:
    if length != _INTERFACE_LENGTH:
        raise DecodeError(f"HSRP interface state of {length} bytes")
    _, _, active, passive = _INTERFACE.unpack_from(payload, offset)
    return Advertise(Redirect.of(active, passive), active, passive)

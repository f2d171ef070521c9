"""The IEEE 802.1Q tag: a frame that says which virtual LAN it belongs to.

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |  Destination and Source Address (12 bytes) ...                |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |     Tag Protocol ID 0x8100    | PCP |D|         VLAN ID       |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |       Type or Length          |  Payload ...
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

VLAN ID 0 is none: the tag only carries a priority (PCP).
"""

from __future__ import annotations

from ios_emu.wire.error import DecodeError

ETHERTYPE_VLAN = 0x8100
_TYPE = ETHERTYPE_VLAN.to_bytes(2, "big")
_AT, _LENGTH = 12, 4


def is_tagged(frame: bytes) -> bool:
    """Whether the frame carries a tag."""
    return frame[_AT : _AT + 2] == _TYPE


def tag(frame: bytes, vlan: int) -> bytes:
    """`frame` with a tag of priority 0. Raises OverflowError when `vlan` needs more than 16 bits."""
    return frame[:_AT] + _TYPE + vlan.to_bytes(2, "big") + frame[_AT:]


def untag(frame: bytes) -> tuple[int, bytes]:
    """The VLAN ID of a tagged frame, and the frame without its tag. Raises DecodeError when it ends in its tag."""
    if len(frame) < _AT + _LENGTH + 2:
        raise DecodeError(f"802.1Q frame of {len(frame)} bytes is shorter than its header")
    vlan = (frame[_AT + 2] << 8 | frame[_AT + 3]) & 0xFFF
    return vlan, frame[:_AT] + frame[_AT + _LENGTH :]

"""Addresses as small values: an IPv4 address is an int, a MAC address is six bytes, both print as IOS does."""

from __future__ import annotations

from typing import NamedTuple, Self


class IPv4(int):
    """An IPv4 address: an int with a dotted face, as fast as an int to hash and compare."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The address written `a.b.c.d`. Raises ValueError for anything else."""
        parts = text.split(".")
        if len(parts) != 4:
            raise ValueError(f"not an IPv4 address: {text!r}")
        value = 0
        for part in parts:
            if not (part.isascii() and part.isdigit() and len(part) <= 3 and int(part) <= 255):
                raise ValueError(f"not an IPv4 address: {text!r}")
            value = value << 8 | int(part)
        return cls(value)

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """The address in the four bytes `data`, network order."""
        return cls(int.from_bytes(data, "big"))

    @property
    def packed(self) -> bytes:
        """The address as four bytes, network order."""
        return self.to_bytes(4, "big")

    @property
    def is_multicast(self) -> bool:
        """In 224.0.0.0/4."""
        return self >> 28 == 0xE

    def __str__(self) -> str:
        return f"{self >> 24 & 255}.{self >> 16 & 255}.{self >> 8 & 255}.{self & 255}"

    def __repr__(self) -> str:
        return f"IPv4({str(self)!r})"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


ANY = IPv4(0)
BROADCAST = IPv4(0xFFFFFFFF)


def mask_of(length: int) -> IPv4:
    """The netmask of a prefix length, e.g. 24 -> 255.255.255.0."""
    return IPv4(0xFFFFFFFF << (32 - length) & 0xFFFFFFFF)


def length_of(mask: int) -> int:
    """The prefix length of a netmask. Raises ValueError when the mask's ones are not contiguous."""
    length = int(mask).bit_count()
    if mask != mask_of(length):
        raise ValueError(f"not a netmask: {IPv4(mask)}")
    return length


class Prefix(NamedTuple):
    """An IPv4 network. `network` must have no host bits; `Prefix.of` sees to that."""

    network: IPv4
    length: int

    @classmethod
    def of(cls, address: int, length: int) -> Prefix:
        """The network of `length` bits that holds `address`."""
        return cls(IPv4(address & mask_of(length)), length)

    @classmethod
    def parse(cls, text: str) -> Prefix:
        """The network written `a.b.c.d/len`. Raises ValueError."""
        address, _, length = text.partition("/")
        if not (length.isdigit() and int(length) <= 32):
            raise ValueError(f"not a prefix: {text!r}")
        return cls.of(IPv4.parse(address), int(length))

    @property
    def mask(self) -> IPv4:
        """The netmask."""
        return mask_of(self.length)

    @property
    def wildcard(self) -> IPv4:
        """The netmask's complement, as access lists write it."""
        return IPv4(self.mask ^ 0xFFFFFFFF)

    @property
    def broadcast(self) -> IPv4:
        """The directed broadcast address."""
        return IPv4(self.network | self.wildcard)

    def holds(self, address: int) -> bool:
        """Whether `address` lies in this network."""
        return address & mask_of(self.length) == self.network

    def __str__(self) -> str:
        return f"{self.network}/{self.length}"


class Mac(bytes):
    """A 48-bit MAC address that prints as IOS does: `0000.0c07.ac01`."""

    __slots__ = ()

    def __new__(cls, data: bytes) -> Self:
        if len(data) != 6:
            raise ValueError(f"a MAC address has 6 bytes, not {len(data)}")
        return super().__new__(cls, data)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `0000.0c07.ac01`, `00:00:0c:07:ac:01` or `00-00-...`. Raises ValueError."""
        digits = text.replace(".", "").replace(":", "").replace("-", "")
        if len(digits) != 12:
            raise ValueError(f"not a MAC address: {text!r}")
        return cls(bytes.fromhex(digits))

    @property
    def is_group(self) -> bool:
        """Multicast or broadcast: the I/G bit is set."""
        return bool(self[0] & 1)

    def __str__(self) -> str:
        digits = self.hex()
        return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"

    def __repr__(self) -> str:
        return f"Mac({str(self)!r})"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


MAC_BROADCAST = Mac(b"\xff" * 6)
MAC_ZERO = Mac(bytes(6))


def multicast_mac(group: IPv4) -> Mac:
    """The Ethernet address of an IPv4 multicast group (RFC 1112 section 6.4)."""
    return Mac(b"\x01\x00\x5e" + (group & 0x7FFFFF).to_bytes(3, "big"))

"""The Internet checksum against its definition (a loop over words), scapy, and the incremental form."""

import struct

from hypothesis import example, given
from hypothesis import strategies as st
from scapy.utils import checksum as scapy_checksum

from ios_emu.wire.checksum import internet_checksum, update_checksum, word_sum

words = st.integers(0, 0xFFFF)


def by_definition(data: bytes) -> int:
    total = 0
    for index in range(0, len(data), 2):
        total += int.from_bytes(data[index : index + 2].ljust(2, b"\0"), "big")
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def test_rfc_1071_example() -> None:
    assert internet_checksum(bytes.fromhex("0001 f203 f4f5 f6f7")) == 0xDDF2 ^ 0xFFFF


@given(st.binary(max_size=200))
@example(b"")
@example(b"\0")
@example(bytes(20))
@example(b"\xff")
@example(b"\xff\xff")
@example(b"\xff\xff\xff\xff")
@example(b"\xff\xfe\0\1")
@example(b"\0\0\xff\xff\0")
def test_equals_definition_and_scapy(data: bytes) -> None:
    assert internet_checksum(data) == by_definition(data) == scapy_checksum(data)


@given(st.binary(max_size=100).filter(lambda data: len(data) % 2 == 0))
@example(bytes(8))
@example(b"\xff\xff")
def test_data_with_its_checksum_sums_to_zero(data: bytes) -> None:
    assert internet_checksum(data + internet_checksum(data).to_bytes(2, "big")) == 0


@given(st.binary(max_size=100))
def test_word_sum_is_the_sum_of_the_words(data: bytes) -> None:
    padded = data + b"\0" * (len(data) % 2)
    values = struct.unpack(f"!{len(padded) // 2}H", padded)
    assert word_sum(data) % 0xFFFF == sum(values) % 0xFFFF
    assert (word_sum(data) == 0) == (not any(data))


@given(words.filter(bool), st.lists(words, max_size=9), words, words)
@example(1, [], 0xFFFF, 0)
@example(0xFFFF, [], 0, 0xFFFF)
@example(0xFFFF, [], 0xFFFF, 0)
def test_incremental_equals_full(first: int, others: list[int], old: int, new: int) -> None:
    # `first` keeps the data from being all zeros, as no header that is updated ever is.
    rest = struct.pack(f"!{len(others) + 1}H", first, *others)
    before, after = (internet_checksum(word.to_bytes(2, "big") + rest) for word in (old, new))
    assert update_checksum(before, old, new) == after


def test_incremental_example_of_rfc_1624() -> None:
    assert update_checksum(0xDD2F, 0x5555, 0x3285) == 0x0000

"""The Internet checksum (RFC 1071) and its incremental update (RFC 1624).

The checksum is the one's complement of the one's complement sum of the 16-bit words. Since 2**16 is 1 modulo
0xffff, a string of words read as one big number is congruent to the sum of its words, so one division does the
whole sum: the checksum is `-number % 0xffff`. Only the number zero needs care: in one's complement a sum of only
zeros is +0 (checksum 0xffff), while any other multiple of 0xffff is -0 (checksum 0).
"""

from __future__ import annotations


def internet_checksum(data: bytes) -> int:
    """The 16-bit checksum of `data`; an odd length is taken as if a zero byte followed (RFC 1071 section 1).

    Over data that holds its own right checksum the result is 0.
    """
    number = int.from_bytes(data, "big")
    if not number:
        return 0xFFFF
    if len(data) & 1:
        number <<= 8
    return -number % 0xFFFF


def word_sum(data: bytes) -> int:
    """A number congruent to the sum of the 16-bit words of `data` modulo 0xffff, and zero only if they all are.

    Codecs add it to the words of their header: with `total` the sum of all, the checksum is `-total % 0xffff`.
    """
    number = int.from_bytes(data, "big")
    return number << 8 if len(data) & 1 else number


def update_checksum(old_checksum: int, old_word: int, new_word: int) -> int:
    """The checksum after a 16-bit word of the data changed from `old_word` to `new_word` (RFC 1624 equation 3)."""
    total = (old_checksum ^ 0xFFFF) + (old_word ^ 0xFFFF) + new_word
    total = (total & 0xFFFF) + (total >> 16)
    total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF

import pytest

from ios_emu.grammar.types import type_of
from ios_emu.wire import IPv4, Mac


@pytest.mark.parametrize(
    ("name", "word", "value", "canonical"),
    [
        ("0-255", "7", 7, "7"),
        ("0-255", "007", 7, "7"),
        ("1-4294967295", "4294967295", 4294967295, "4294967295"),
        ("A.B.C.D", "10.1.1.1", IPv4.parse("10.1.1.1"), "10.1.1.1"),
        ("MASK", "255.255.254.0", IPv4.parse("255.255.254.0"), "255.255.254.0"),
        ("WILDCARD", "0.0.0.255", IPv4.parse("0.0.0.255"), "0.0.0.255"),
        ("A.B.C.D/LEN", "10.0.0.0/08", "10.0.0.0/8", "10.0.0.0/8"),
        ("X:X:X:X::X", "2001:db8::1", "2001:DB8::1", "2001:DB8::1"),
        ("X:X:X:X::X", "::", "::", "::"),
        ("X:X:X:X::X", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("X:X:X:X::X", "::ffff:1.2.3.4", "::FFFF:1.2.3.4", "::FFFF:1.2.3.4"),
        ("X:X:X:X::X/LEN", "2001:db8::/32", "2001:DB8::/32", "2001:DB8::/32"),
        ("H.H.H", "0.c07.AC01", Mac.parse("0000.0c07.ac01"), "0000.0c07.ac01"),
        ("HEX", "2102", 0x2102, "0x2102"),
        ("HEX", "0x2102", 0x2102, "0x2102"),
        ("TIME", "23:59:59", "23:59:59", "23:59:59"),
        ("INTERFACE", "fa0/0.10", "FastEthernet0/0.10", "FastEthernet0/0.10"),
        ("WORD", "any-Thing!", "any-Thing!", "any-Thing!"),
    ],
)
def test_a_type_reads_its_words(name, word, value, canonical):
    assert type_of(name).read(word) == (value, canonical)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("0-255", "256"),
        ("1-255", "0"),
        ("0-255", "-1"),
        ("0-255", "1.5"),
        ("0-255", "²"),
        ("0-255", "9" * 5000),
        ("A.B.C.D", "10.1.1"),
        ("A.B.C.D", "10.1.1.256"),
        ("A.B.C.D/LEN", "10.0.0.0/33"),
        ("A.B.C.D/LEN", "10.0.0.0"),
        ("X:X:X:X::X", "1:2:3:4:5:6:7"),
        ("X:X:X:X::X", "1::2::3"),
        ("X:X:X:X::X", "1:2:3:4:5:6:7:8:9"),
        ("X:X:X:X::X", "1:2:3:4:5:6:7::8"),
        ("X:X:X:X::X", "g::"),
        ("X:X:X:X::X/LEN", "2001:db8::/129"),
        ("H.H.H", "0000.0c07"),
        ("HEX", "0xZZ"),
        ("TIME", "24:00:00"),
        ("INTERFACE", "fa"),
        ("INTERFACE", "t0"),
        ("INTERFACE", "Nonsense0/0"),
    ],
)
def test_a_type_refuses_other_words(name, word):
    assert type_of(name).read(word) is None


def test_types_are_interned():
    assert type_of("0-255") is type_of("0-255")

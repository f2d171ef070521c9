"""ESP against scapy's, and what the receiver must refuse."""

from __future__ import annotations

import copy
import pickle
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import ICMP, IP
from scapy.layers.ipsec import ESP, SecurityAssociation
from scapy.packet import Raw

from ios_emu.features.ipsec.esp import Receiver, Sender, largest_payload, overhead
from ios_emu.features.ipsec.integrity import (
    MAXIMUM_SEQUENCE,
    AuthenticationError,
    ReplayError,
    ReplayWindow,
    SequenceExhausted,
)
from ios_emu.router.key_engine import Transform
from ios_emu.wire import DecodeError

CIPHERS = {
    ("des", 0): "DES",
    ("3des", 0): "3DES",
    ("aes", 128): "AES-CBC",
    ("aes", 192): "AES-CBC",
    ("aes", 256): "AES-CBC",
    ("null", 0): "NULL",
}
HASHES = {
    "md5": "HMAC-MD5-96",
    "sha": "HMAC-SHA1-96",
    "sha256": "SHA2-256-128",
    "sha384": "SHA2-384-192",
    "sha512": "SHA2-512-256",
    "": "NULL",
}
EVERY = [
    Transform(cipher, bits, hash_)
    for cipher, bits in CIPHERS
    for hash_ in HASHES
    if (cipher, hash_) != ("null", "")
]
DES = Transform("des", 0, "md5")


def name(transform: Transform) -> str:
    return f"{transform.cipher}{transform.key_bits or ''}-{transform.hash or 'none'}"


def keys(transform: Transform, seed: int = 1) -> bytes:
    return Random(seed).randbytes(transform.cipher_key_length + transform.hash_key_length)


def both(transform: Transform = DES, spi: int = 0x5B23F22E) -> tuple[Sender, Receiver]:
    material = keys(transform)
    return Sender(spi, transform, material, Random(2)), Receiver(spi, transform, material)


def scapys(transform: Transform, spi: int) -> SecurityAssociation:
    material = keys(transform)
    split = transform.cipher_key_length
    return SecurityAssociation(
        ESP,
        spi=spi,
        crypt_algo=CIPHERS[transform.cipher, transform.key_bits],
        crypt_key=material[:split] or None,
        auth_algo=HASHES[transform.hash],
        auth_key=material[split:] or None,
        tunnel_header=IP(src="172.16.172.53", dst="172.16.172.69"),
    )


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("transform", EVERY, ids=name)
@pytest.mark.parametrize("length", [0, 1, 7, 80, 1372])
def test_scapy_opens_what_we_seal(transform: Transform, length: int) -> None:
    sender, _ = both(transform)
    inner = IP(src="10.1.1.3", dst="20.1.1.1") / ICMP() / Raw(Random(3).randbytes(length))
    sealed = sender.seal(bytes(inner))
    outer = IP(bytes(IP(src="172.16.172.53", dst="172.16.172.69", proto=50) / Raw(sealed)))
    assert bytes(scapys(transform, sender.spi).decrypt(outer)) == bytes(inner)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("transform", EVERY, ids=name)
@pytest.mark.parametrize("length", [0, 1, 7, 80, 1372])
def test_we_open_what_scapy_seals(transform: Transform, length: int) -> None:
    _, receiver = both(transform)
    inner = IP(bytes(IP(src="20.1.1.1", dst="10.1.1.3") / ICMP() / Raw(Random(4).randbytes(length))))
    outer = scapys(transform, receiver.spi).encrypt(inner)
    plain, next_header = receiver.open(bytes(outer[ESP]))
    assert (plain, next_header) == (bytes(inner), 4)


@pytest.mark.parametrize("transform", EVERY, ids=name)
@given(data=st.data())
def test_a_flipped_bit_never_passes_authentication(transform: Transform, data: st.DataObject) -> None:
    if not transform.hash:
        return
    sender, receiver = both(transform)
    sealed = sender.seal(data.draw(st.binary(max_size=80)))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    bad = bytearray(sealed)
    bad[bit // 8] ^= 1 << bit % 8
    if bit < 32:  # the SPI: authenticated too
        with pytest.raises(AuthenticationError):
            receiver.open(bytes(bad))
    else:
        with pytest.raises((AuthenticationError, ReplayError)):
            receiver.open(bytes(bad))
    assert receiver.open(sealed)[1] == 4, "a forgery must not move the window"


@pytest.mark.parametrize("transform", EVERY, ids=name)
@given(junk=st.binary(max_size=200))
def test_junk_is_refused_in_an_orderly_way(transform: Transform, junk: bytes) -> None:
    _, receiver = both(transform)
    try:
        receiver.open(junk)
    except DecodeError:
        return
    assert not transform.hash  # without authentication some junk looks like a packet


def test_the_vector_is_different_every_time_and_the_clear_text_nowhere() -> None:
    sender, receiver = both()
    text = b"attack at dawn, " * 4
    packets = [sender.seal(text) for _ in range(100)]
    assert len({packet[8:16] for packet in packets}) == 100
    assert not any(text[:8] in packet for packet in packets)
    assert [receiver.open(packet)[0] for packet in packets] == [text] * 100


def test_sequence_numbers_start_at_one_and_end() -> None:
    sender, _ = both()
    assert [sender.seal(b"")[4:8] for _ in range(3)] == [b"\0\0\0\1", b"\0\0\0\2", b"\0\0\0\3"]
    sender.sequence = MAXIMUM_SEQUENCE - 1
    assert sender.seal(b"")[4:8] == b"\xff\xff\xff\xff"
    with pytest.raises(SequenceExhausted):
        sender.seal(b"")


def test_wrong_keys_are_refused() -> None:
    with pytest.raises(ValueError):
        Receiver(1, DES, b"short")


@pytest.mark.parametrize("transform", EVERY, ids=name)
@given(room=st.integers(60, 1600))
def test_the_largest_payload_fits_and_one_byte_more_does_not(transform: Transform, room: int) -> None:
    sender, _ = both(transform)
    largest = largest_payload(transform, room)
    if largest < 0:
        assert overhead(transform) > room - 16
        return
    assert len(sender.seal(bytes(largest))) <= room
    assert len(sender.seal(bytes(largest + 1))) > room


@pytest.mark.parametrize("clone", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_a_copy_seals_and_opens_as_the_original_does(clone: object) -> None:
    sender, receiver = both()
    assert callable(clone)
    receiver.open(sender.seal(b"first"))
    sender2, receiver2 = clone((sender, receiver))
    for text in (b"second", b"third" * 100, b""):
        sealed = sender.seal(text)
        assert sender2.seal(text) == sealed
        assert receiver.open(sealed) == receiver2.open(sealed) == (text, 4)


# -- anti-replay -------------------------------------------------------------------------------------

LAST = MAXIMUM_SEQUENCE
PLAYBOOK = [
    ("in order", [1, 2, 3], "yyy"),
    ("the same twice", [1, 1, 2, 2, 1], "ynynn"),
    ("out of order", [5, 3, 4, 3, 1], "yyyny"),
    ("zero never", [0, 1, 0], "nyn"),
    ("the window's last place", [64, 1, 1], "yyn"),
    ("just behind the window", [65, 1, 2], "yny"),
    ("a jump of exactly the window", [1, 65, 2, 1], "yyyn"),
    ("a jump far ahead clears the window", [1, 2, 3, 1000, 999, 3, 937, 936], "yyyyynyn"),
    (
        "the last number",
        [LAST, LAST, LAST - 63, LAST - 64],
        "ynyn",
    ),
]


@pytest.mark.parametrize(("numbers", "verdicts"), [row[1:] for row in PLAYBOOK], ids=[row[0] for row in PLAYBOOK])
def test_replay_window(numbers: list[int], verdicts: str) -> None:
    window = ReplayWindow()
    said = ""
    for number in numbers:
        admitted = window.admits(number)
        if admitted:
            window.note(number)
        said += "y" if admitted else "n"
    assert said == verdicts


@given(st.lists(st.integers(0, 300), max_size=200))
def test_the_window_is_a_set_of_the_last_64(numbers: list[int]) -> None:
    window, seen, last = ReplayWindow(), set[int](), 0
    for number in numbers:
        expected = number > last or (number > max(0, last - 64) and number not in seen)
        assert window.admits(number) == expected
        if expected:
            window.note(number)
            seen.add(number)
            last = max(last, number)
        assert window.seen < 1 << 64


def test_a_replayed_packet_is_refused() -> None:
    sender, receiver = both()
    first, second = sender.seal(b"a"), sender.seal(b"b")
    receiver.open(second)
    receiver.open(first)
    for packet in (first, second):
        with pytest.raises(ReplayError):
            receiver.open(packet)

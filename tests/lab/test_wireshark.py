"""The keys in the form Wireshark reads. That it really reads them, tests/interop tells."""

from pathlib import Path

import pytest

from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.lab.wireshark import KeyFolder, esp_line
from ios_emu.router.key_engine import Transform
from ios_emu.router.keylog import KEPT, EspKey, KeyLog
from ios_emu.wire import IPv4

A, B = IPv4.parse("192.0.2.1"), IPv4.parse("192.0.2.2")
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("transform", "words"),
    [
        (Transform("des", 0, "md5"), '"DES-CBC [RFC2405]","0x{8}","HMAC-MD5-96 [RFC2403]","0x{16}"'),
        (Transform("3des", 0, "sha"), '"TripleDES-CBC [RFC2451]","0x{24}","HMAC-SHA-1-96 [RFC2404]","0x{20}"'),
        (Transform("aes", 256, "sha256"), '"AES-CBC [RFC3602]","0x{32}","HMAC-SHA-256-128 [RFC4868]","0x{32}"'),
        (Transform("null", 0, "md5"), '"NULL","","HMAC-MD5-96 [RFC2403]","0x{16}"'),
        (Transform("aes", 128, ""), '"AES-CBC [RFC3602]","0x{16}","NULL",""'),
    ],
)
def test_a_line_for_each_transform(transform: Transform, words: str) -> None:
    cipher, mac = transform.cipher_key_length, transform.hash_key_length
    key = EspKey(A, B, 0x123, transform, b"\xaa" * cipher + b"\xbb" * mac)
    for length in (8, 16, 20, 24, 32):
        words = words.replace(f"0x{{{length}}}", "0x" + "??" * length)
    line = esp_line(key).replace("aa", "??").replace("bb", "??")
    assert line == f'"IPv4","192.0.2.1","192.0.2.2","0x00000123",{words}\n'


def test_the_keys_of_the_seed(tmp_path: Path) -> None:
    lab = Lab.load(ROOT / "configs/ha-vpn.clab.yml")
    lab.run(seconds=60)
    lab["7206-1"].execute("ping 20.1.1.1 source Loopback0")
    lab.write_keys(tmp_path)
    sas = (tmp_path / "esp_sa").read_text().splitlines()
    assert len(sas) == 2, "both ends know them, and each is written once"
    for name in ("vpn7200", "7204VXR-1"):
        shown = lab[name].execute("show crypto ipsec sa")
        for line in sas:
            spi = int(line.split(",")[3].strip('"'), 16)
            assert f"0x{spi:X}" in shown
    (phase1,) = (tmp_path / "ikev1_decryption_table").read_text().splitlines()
    cookie, key = phase1.split(",")
    assert len(cookie) == len(key) == 16


def test_keys_outlive_the_routers_power(tmp_path: Path) -> None:
    lab = Lab.load(ROOT / "configs/ha-vpn.clab.yml")
    lab.run(seconds=60)
    lab["7206-1"].execute("ping 20.1.1.1 source Loopback0")
    before = lab["7204VXR-1"].keylog.esp.copy()
    lab.power_off("7204VXR-1")
    lab.power_on("7204VXR-1")
    assert before and lab["7204VXR-1"].keylog.esp == before


def test_a_folder_keeps_what_a_lab_has_forgotten(tmp_path: Path) -> None:
    log, folder = KeyLog(), KeyFolder(tmp_path / "keys")
    for number in range(KEPT + 5):
        log.add_phase1(number.to_bytes(8, "big"), bytes(8))
        folder.write([log])
    assert len(log.ike) == KEPT
    assert len((tmp_path / "keys" / "ikev1_decryption_table").read_text().splitlines()) == KEPT + 5


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LabError, match=r"file/keys: cannot write the keys: Not a directory"):
        KeyFolder(tmp_path / "file" / "keys").write([KeyLog()])

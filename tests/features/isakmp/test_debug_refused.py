"""`debug crypto isakmp` when two whole routers do not come together: policies or keys that do not match, proxies or
transforms that do not, a peer that does not answer or has no key. The texts are in `transcripts/`, from the line on
where something goes wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.isakmp_lab import lab, ping, said

TRANSCRIPTS = Path(__file__).parent / "transcripts"
RECEIVED = "received packet from"
CASES = {
    # what differs at which router, seconds, from which line on at R1 and at R2
    "policy": ({"R2": (" hash md5\n", " hash sha\n encr 3des\n")}, 5, "beginning Main Mode", "NEW SA"),
    "key": ({"R2": ("cisco123", "cisco124")}, 70, "(I) MM_KEY_EXCH", "(R) MM_KEY_EXCH"),
    "proxy": ({"R2": ("10.1.0.0 0.0.0.255", "10.9.0.0 0.0.0.255")}, 60, "beginning Quick Mode", "(R) QM_IDLE"),
    "transform": ({"R2": ("esp-des", "esp-3des")}, 5, "beginning Quick Mode", "(R) QM_IDLE"),
    "silent": ({"R2": (" crypto map vpn\n", "")}, 125, "beginning Main Mode", "nothing"),
    "no-key-here": ({"R1": ("crypto isakmp key cisco123 address 192.0.2.2\n", "")}, 1, "received ke", "nothing"),
    "no-key-there": ({"R2": ("crypto isakmp key cisco123 address 192.0.2.1\n", "")}, 5, "beginning", "NEW SA"),
}
RELEASES = {"proxy": ("12.3", "15.2"), "policy": ("12.2", "12.3", "15.2")}


def after(lines: list[str], marker: str) -> list[str]:
    start = next((number for number, line in enumerate(lines) if marker in line), len(lines))
    return lines[start:]


@pytest.mark.parametrize(
    ("case", "release"), [(case, release) for case in CASES for release in RELEASES.get(case, ("12.3",))]
)
def test_a_negotiation_that_fails(case: str, release: str, tmp_path: Path) -> None:
    edit, seconds, marker1, marker2 = CASES[case]
    made = lab(tmp_path, (release, release), edit)
    ping(made, 1)
    made.run(seconds=seconds)
    text = ""
    for name, marker in (("R1", marker1), ("R2", marker2)):
        text += f"=== {name}\n" + "".join(f"{line}\n" for line in after(said(made, name), marker))
    assert text == (TRANSCRIPTS / f"refused-{case}-{release}.txt").read_text()
    assert " spi: 0x" not in made["R1"].execute("show crypto ipsec sa").replace("outbound spi", "")


@pytest.mark.parametrize("case", CASES)
def test_it_works_once_it_is_put_right(case: str, tmp_path: Path) -> None:
    """What went wrong leaves nothing behind that stands in the way."""
    edit, _, _, _ = CASES[case]
    made = lab(tmp_path, edit=edit)
    ping(made, 1)
    ((name, (right, _)),) = edit.items()
    router = made[name]
    router.execute("undebug all")
    router.execute("configure terminal")
    peer = "192.0.2.1" if name == "R2" else "192.0.2.2"
    repairs = {
        "policy": ("crypto isakmp policy 1", "hash md5", "encr des"),
        "proxy": ("access-list 101 permit ip 10.2.0.0 0.0.0.255 10.1.0.0 0.0.0.255",),
        "transform": ("crypto ipsec transform-set myset esp-des esp-md5-hmac",),
        "silent": ("interface FastEthernet0/0", "crypto map vpn"),
    }
    wrong = re.search(f"crypto isakmp key .* address {peer}", router.execute("do show running-config"))
    new_key = (f"no {wrong[0]}",) if wrong else ()
    for line in repairs.get(case, (*new_key, f"crypto isakmp key cisco123 address {peer}")):
        router.execute(line)
    router.execute("end")
    made["R1"].execute("clear crypto isakmp")
    made["R2"].execute("clear crypto isakmp")
    made.run(seconds=1)
    assert "!!" in made["R1"].execute("ping 10.2.0.1 source Loopback0"), right

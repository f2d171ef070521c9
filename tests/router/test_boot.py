"""Loading a saved configuration: sections, complaints, order, and that nothing stops it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from support.wiring import BARE

from ios_emu.kernel import Kernel
from ios_emu.router.release import RELEASES, Train
from ios_emu.router.router import Router


def router(config: str) -> Router:
    made = Router("r1", Kernel(0), BARE, config)
    made.power_on()
    return made


def test_what_is_not_understood_is_told_and_not_kept() -> None:
    r1 = router("hostname R1\n!\nflux capacitor on\nflux-port 1/0\n description no\nip classless\n")
    assert [(c.number, c.text) for c in r1.boot_complaints] == [
        (3, "flux capacitor on"),
        (4, "flux-port 1/0"),
        (5, "description no"),
    ]
    assert "^" in r1.boot_complaints[0].marker
    shown = r1.execute("show running-config")
    assert "flux" not in shown and "ip classless" in shown


def test_a_refused_line_is_told_and_not_kept() -> None:
    r1 = router("interface Loopback0\n ip address 10.0.0.0 255.255.255.0\n")
    assert [c.reason for c in r1.boot_complaints] == ["Bad mask /24 for address 10.0.0.0"]
    assert "10.0.0.0" not in r1.execute("show running-config")


def test_a_file_without_indentation() -> None:
    r1 = router(
        "interface Loopback0\nip address 10.0.0.1 255.255.255.255\nshutdown\n"
        "hostname R9\nline con 0\nexec-timeout 0 0\n"
    )
    assert r1.boot_complaints == []
    assert r1.hostname == "R9" and r1.interfaces["Loopback0"].shutdown
    assert " exec-timeout 0 0\n" in r1.execute("show running-config")


def test_version_chooses_the_release_unless_it_is_fixed() -> None:
    assert router("version 12.2\n").release.train is Train.R12_2
    assert router("version 15.2\n").release.train is Train.R15
    fixed = Router("r1", Kernel(0), BARE, "version 12.2\n")
    fixed.fixed_release = RELEASES["12.4"]
    fixed.power_on()
    assert fixed.release.train is Train.R12_4


def test_trains_are_in_order_of_age() -> None:
    assert sorted(Train) == [Train.R12_2, Train.R12_3, Train.R12_3T, Train.R12_4, Train.R15]


def test_nothing_after_end_is_read() -> None:
    assert router("hostname R1\nend\nhostname R2\n").hostname == "R1"


def test_hardware_that_is_not_plugged_in_is_there_after_boot_only() -> None:
    r1 = router("interface FastEthernet3/0\n shutdown\n")
    assert "FastEthernet3/0" in r1.interfaces
    r1.execute("configure terminal")
    assert r1.execute("interface FastEthernet4/0") == "%Invalid interface type and number\n"
    assert r1.execute("interface Loopback7") == "" and "Loopback7" in r1.interfaces


@given(st.text(alphabet="abcdefinoprstu ./0123456789!^\n\t", max_size=200) | st.text(max_size=100))
def test_no_text_stops_a_boot(text: str) -> None:
    router(text)
    router("interface Loopback0\n" + text)


def test_saving_and_reloading_comes_to_the_same() -> None:
    r1 = router(
        "hostname R1\ninterface Loopback0\n ip address 10.0.0.1 255.255.255.255\n"
        "ip route 10.9.0.0 255.255.0.0 Null0\n"
    )
    r1.execute("write memory")
    saved = r1.startup_config
    again = router(saved)
    assert again.boot_complaints == []
    again.execute("write memory")
    assert again.startup_config == saved

"""Stored passwords: type 7 against known ones, and `service password-encryption`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.dialog import booted

from ios_emu.router.secrets import is_hash, scramble, secret_matches, unscramble

KNOWN = (
    "070C285F4D06",
    "060506324F41",
    "1511021F0725",
    "05080F1C2243",
    "094F471A1A0A",
    "02050D480809",
    "0822455D0A16",
)


@pytest.mark.parametrize("text", KNOWN)
def test_known_type_7_passwords(text: str) -> None:
    assert unscramble(text) == "cisco" and scramble("cisco", int(text[:2])) == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=80), st.integers(0, 15))
def test_unscramble_undoes_scramble(password: str, start: int) -> None:
    assert unscramble(scramble(password, start)) == password


@given(st.text(max_size=20))
def test_no_text_breaks_it(text: str) -> None:
    unscramble(text)
    secret_matches("x", text)
    secret_matches(text, f"5 {text}")
    is_hash(text)


@pytest.mark.parametrize("text", ["", "07", "070", "99AA", "0xAA", "07ZZ", "070C285F4D0", "07 0C"])
def test_what_is_no_type_7(text: str) -> None:
    assert unscramble(text) is None


def test_the_service_rewrites_what_is_stored_and_what_comes_later() -> None:
    made = booted(
        "hostname R1\nenable password one\nusername a password two\nusername b secret three\n"
        "line con 0\n password four five\nline vty 0 4\n password 7 0822455D0A16\n"
    )
    said = [
        "enable",
        "one",
        "configure terminal",
        "service password-encryption",
        "username c password 0 six",
        "end",
    ]
    for line in said:
        made.execute(line)
    kept = made.execute("show running-config")
    for clear in ("one", " two", "three", "four", "six"):
        assert clear not in kept
    found = {
        line.strip().rpartition(" 7 ")[0]: unscramble(line.strip().rpartition(" 7 ")[2])
        for line in kept.splitlines()
        if " 7 " in line
    }
    assert found["enable password"] == "one"
    assert (found["username a password"], found["username c password"]) == ("two", "six")
    assert " password 7 0822455D0A16\n" in kept
    assert [unscramble(line.split()[-1]) for line in kept.splitlines() if line.startswith(" password")] == [
        "four five",
        "cisco",
    ]
    # It is kept otherwise, but it is the same password.
    made.execute("disable")
    made.execute("enable")
    made.execute("one")
    assert made.console is not None and made.console.prompt == "R1#"
    # Without the service, what is scrambled stays so.
    for line in ("configure terminal", "no service password-encryption", "end"):
        made.execute(line)
    assert (
        made.execute("show running-config | include enable")
        == kept[kept.index("enable") :].partition("\n")[0] + "\n"
    )


def test_a_saved_config_with_the_service_on_encrypts_as_it_loads() -> None:
    made = booted("service password-encryption\nhostname R1\nline vty 0 4\n password clear\n")
    assert "clear" not in made.execute("show running-config")
    assert made.boot_complaints == []


def test_bad_stored_passwords_are_refused() -> None:
    made = booted()
    made.execute("configure terminal")
    assert made.execute("enable password 7 nonsense") == "Invalid encrypted password: nonsense\n"
    assert made.execute("username a password 7 zz") == "Invalid encrypted password: zz\n"
    assert "not a valid encrypted secret" in made.execute("username a secret 5 zz")
    made.execute("line vty 0")
    assert made.execute("password 7 zz") == "Invalid encrypted password: zz\n"


def test_a_user_is_put_together_of_several_lines() -> None:
    made = booted()
    for line in (
        "configure terminal",
        "username a privilege 7",
        "username a password x",
        "username a privilege 3",
    ):
        made.execute(line)
    assert "\nusername a privilege 3 password 0 x\n" in made.execute("do show running-config")
    made.execute("username a secret y")
    assert "\nusername a privilege 3 secret 5 $1$" in made.execute("do show running-config")
    made.execute("no username a")
    assert "username" not in made.execute("do show running-config")

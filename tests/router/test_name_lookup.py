"""Names nobody knows: how long the router asks, whom, and what it says."""

from __future__ import annotations

import pytest
from support.dialog import booted

from ios_emu.kernel import SECOND
from ios_emu.router.router import Router

COMMAND = "% Unknown command or computer name, or unable to find computer address\n"
HOST = "% Unrecognized host or address, or protocol not running.\n\n"


def timed(made: Router, line: str) -> tuple[str, int]:
    """What is printed, and for how many seconds."""
    start = made.kernel.now
    return made.execute(line), (made.kernel.now - start) // SECOND


def test_everybody_is_asked_when_no_server_is_known() -> None:
    once = 'Translating "foo"...domain server (255.255.255.255)\n'
    assert timed(booted(), "foo") == (f"{once}\n{once}{COMMAND}", 18)
    assert timed(booted("hostname R1\nversion 15.1\n"), "foo") == (
        f"{once}% Bad IP address or host name{COMMAND}",
        9,
    )
    assert timed(booted(), "ping foo") == (once + HOST, 9)


def test_the_servers_timeout_and_retries_are_as_configured() -> None:
    made = booted("ip domain timeout 2\nip domain retry 0\nip name-server 10.0.0.1 10.0.0.2\n")
    assert timed(made, "traceroute foo") == ('Translating "foo"...domain server (10.0.0.1) (10.0.0.2)\n' + HOST, 4)


@pytest.mark.parametrize("line", ["no ip domain lookup", "no ip domain-lookup"])
def test_without_lookup_it_is_known_at_once(line: str) -> None:
    made = booted(f"{line}\n")
    assert timed(made, "foo") == (f'Translating "foo"\n\nTranslating "foo"\n{COMMAND}', 0)
    assert timed(made, "ping foo") == (f'Translating "foo"\n{HOST}', 0)


def test_the_escape_sequence_ends_the_waiting() -> None:
    made = booted()
    assert made.console is not None
    made.console.feed("ping foo")
    made.kernel.run_until(made.kernel.now + SECOND)
    assert made.console.busy
    made.console.interrupt()
    assert made.console.drain() == 'Translating "foo"...domain server (255.255.255.255)\n' + HOST
    assert made.console.prompt == "R1#"


def test_a_name_in_a_dialog_is_looked_up_too() -> None:
    made = booted("no ip domain lookup\n")
    for answer in ("ping", ""):
        made.execute(answer)
    assert made.execute("foo") == f'Translating "foo"\n{HOST}'
    assert made.console is not None and made.console.prompt == "Router#"

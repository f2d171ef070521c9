"""No text whatever stops a boot: real configurations cut, mixed, mutated and stretched."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ios_emu.kernel import Kernel
from ios_emu.lab.catalog import CATALOG
from ios_emu.router.router import Router

LINES = [
    line
    for path in sorted((Path(__file__).parent / "samples").glob("*.cfg"))
    for line in path.read_text().splitlines()
]
CERTIFICATE = """\
crypto pki certificate chain A
 certificate ca 01
  30820241 308201AA A0030201
  02020101
  quit
hostname r2
"""


def booted(text: str) -> Router:
    """A router with this configuration; what it shows loads again."""
    router = Router("r1", Kernel(), CATALOG, text)
    router.power_on()
    counted = len(router.boot_modelled) + len(router.boot_kept) + len(router.boot_complaints)
    assert counted <= text.count("\n") + text.count("\r") + 1
    shown = router.config.render(router.catalog.grammar)
    again = Router("r1", Kernel(), CATALOG, shown)
    again.power_on()
    return router


WORDS = st.sampled_from(sorted({word for line in LINES for word in line.split()}))
MUTATED = st.builds(
    lambda line, at, length, put: line[:at] + put + line[at + length :],
    st.sampled_from(LINES),
    st.integers(0, 60),
    st.integers(0, 20),
    st.text(max_size=6) | WORDS,
)
ANY_LINE = st.sampled_from(LINES) | MUTATED | st.lists(WORDS, max_size=8).map(" ".join) | st.text(max_size=30)
INDENTED = st.builds(lambda blanks, line: " " * blanks + line, st.integers(0, 5), ANY_LINE)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ANY_LINE | INDENTED, max_size=15).map("\n".join))
def test_mixed_and_mutated_lines(text: str) -> None:
    booted(text)
    booted("version 12.4\n" + text + "\nend\n")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_binary(data: bytes) -> None:
    booted(data.decode("latin-1"))
    booted("interface Loopback0\n" + data.decode("utf-8", "replace"))


def test_a_config_cut_anywhere() -> None:
    text = "\n".join(LINES[:300])
    for end in range(0, len(text), 997):
        booted(text[:end])


def test_a_certificate_cut_anywhere() -> None:
    for end in range(len(CERTIFICATE)):
        booted(CERTIFICATE[:end])
    whole = booted(CERTIFICATE)
    assert whole.boot_complaints == [] and whole.hostname == "r2"


def test_a_banner_that_never_ends() -> None:
    router = booted("hostname r2\nbanner motd ^C\n" + "no end\n" * 5000 + "ip classless\n")
    assert router.hostname == "r2"


def test_very_long_lines() -> None:
    booted("x" * 200_000)
    booted("interface Loopback0\n description " + "y " * 50_000)
    booted("ip prefix-list " + "z" * 100_000 + " permit 10.0.0.0/8\n")
    booted("ip name-server" + " 10.0.0.1" * 4_000)


def test_deep_indentation() -> None:
    booted("\n".join(" " * depth + "interface Loopback0" for depth in range(400)))
    booted("\n".join(" " * depth + "nothing of the kind" for depth in range(400)))
    booted("\n".join(" " * (400 - depth) + "policy-map x" for depth in range(400)))

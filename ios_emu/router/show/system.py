"""`show clock`, `show logging`, `show hosts`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.router.release import ByRelease, Train

if TYPE_CHECKING:
    from ios_emu.router.router import Router


def clock(router: Router, detail: bool = False) -> str:
    """`show clock [detail]`."""
    own = router.logging.clock
    now = own.local()
    time, _, day = own.text(now).partition(" ")
    text = f"{own.mark}{time}.{now.microsecond // 1000:03} {day}\n"
    if detail:
        text += "Time source is user configuration\n" if own.authoritative else "No time source\n"
    return text


LEVELS = (
    "emergencies",
    "alerts",
    "critical",
    "errors",
    "warnings",
    "notifications",
    "informational",
    "debugging",
)


@dataclass(frozen=True)
class _LoggingWords:
    """The parts of `show logging` that differ by release: after `Syslog logging: enabled`, before the list of
    destinations, after each count (for the console and the monitor; for the buffer), and before the traps."""

    head: str
    gap: str
    tail: str
    buffer: str
    buffer_tail: str
    exception: str


_COUNTS = "(0 messages dropped, 0 messages rate-limited"
_COUNTING = "    Count and timestamp logging messages: disabled\n"
_XML = ", xml disabled,\n{}filtering disabled"
_LOGGING: ByRelease[_LoggingWords] = ByRelease(
    {
        Train.R12_2: _LoggingWords(
            f"{_COUNTS}, 0 flushes, 0 overruns)",
            "",
            "",
            "Buffer logging:",
            "",
            "    Logging Exception size (4096 bytes)\n",
        ),
        Train.R12_3T: _LoggingWords(
            f"{_COUNTS},\n                0 flushes, 0 overruns, xml disabled, filtering disabled)",
            "",
            _XML.format(" " * 21),
            "Buffer logging:",
            _XML.format(" " * 20),
            "    Logging Exception size (4096 bytes)\n" + _COUNTING,
        ),
        Train.R15: _LoggingWords(
            f"{_COUNTS}, 0 flushes, 0 overruns, xml disabled, filtering disabled)",
            "\nNo Active Message Discriminator.\n\n\n\nNo Inactive Message Discriminator.\n\n\n",
            _XML.format(" " * 21),
            "Buffer logging: ",
            _XML.format(" " * 20),
            "    Exception Logging: size (4096 bytes)\n"
            + _COUNTING
            + "    Persistent logging: disabled\n\nNo active filter modules.\n\n",
        ),
    }
)


def _destination(title: str, level: int | None, count: int, tail: str) -> str:
    if level is None:
        return f"    {title} disabled\n"
    return f"    {title} level {LEVELS[level]}, {count} messages logged{tail}\n"


def logging(router: Router) -> str:
    """`show logging`: where messages go, how many went there, and the buffer."""
    state = router.logging
    words = _LOGGING[router.release]
    text = f"Syslog logging: {'enabled' if state.enabled else 'disabled'} {words.head}\n{words.gap}"
    text += _destination("Console logging:", state.console_level, state.console_count, words.tail)
    text += _destination("Monitor logging:", state.monitor_level, state.monitor_count, words.tail)
    text += _destination(words.buffer, state.buffer_level, state.buffer_count, words.buffer_tail)
    text += words.exception
    if state.trap_level is None:
        text += "    Trap logging: disabled\n"
    else:
        text += f"    Trap logging: level {LEVELS[state.trap_level]}, {state.trap_count} message lines logged\n"
    if state.buffer_level is not None:
        text += f"\nLog Buffer ({state.buffer_size} bytes):\n\n" + "".join(line + "\n" for line in state.buffer)
    return text


def hosts(router: Router) -> str:
    """`show hosts`."""
    text = (
        "Default domain is not set\nName/address lookup uses domain service\n"
        "Name servers are 255.255.255.255\n\n"
        "Codes: UN - unknown, EX - expired, OK - OK, ?? - revalidate\n"
        "       temp - temporary, perm - permanent\n"
        "       NA - Not Applicable None - Not defined\n\n"
        "Host                      Port  Flags      Age Type   Address(es)\n"
    )
    for name, address in sorted(router.hosts.items()):
        text += f"{name:<25} None  (perm, OK)  0   IP    {address}\n"
    return text

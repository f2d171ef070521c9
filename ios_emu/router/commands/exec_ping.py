"""`ping` and `traceroute` as typed: one line, or the dialog that asks for everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.grammar.interfaces import canonical_interface
from ios_emu.router.commands.ping import PingOptions, ping
from ios_emu.router.commands.traceroute import Traceroute, TracerouteOptions
from ios_emu.router.context import CommandError, Job
from ios_emu.router.name_lookup import UnknownHost, host_lookup, resolve
from ios_emu.wire import IPv4

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

_BAD_SOURCE = "% Invalid source address- IP address not on any of our up interfaces\n"
_BAD_INTERFACE = "% Invalid source interface - IP not enabled or interface is down\n"


def source_address(router: Router, text: str) -> IPv4:
    """The source that an address or an interface's name stands for. Raises CommandError when it cannot be used."""
    try:
        ip = IPv4.parse(text)
    except ValueError:
        try:
            interface = router.interfaces.get(canonical_interface(text))
        except ValueError:
            interface = None
        if interface is None or interface.ip is None or not interface.line_up:
            raise CommandError(_BAD_INTERFACE) from None
        return interface.ip
    if ip not in router.ip.local():
        raise CommandError(_BAD_SOURCE)
    return ip


def _source(session: Session, args: Args) -> IPv4 | None:
    value = args.get("from", args.get("out"))
    return None if value is None else source_address(session.router, str(value))


def _ping(session: Session, args: Args) -> Job:
    destination = resolve(session.router, args.text("destination"))
    # A group is asked once.
    repeat = 1 if destination >> 28 == 0xE else 5
    return ping(
        session.router,
        PingOptions(
            destination,
            _source(session, args),
            args.int("count", repeat),
            args.int("bytes", 100),
            args.int("seconds", 2),
            dont_fragment="df-bit" in args,
            pattern=args.int("pattern", 0xABCD) & 0xFFFF,
        ),
    )


def _traceroute(session: Session, args: Args) -> Job:
    return Traceroute(
        TracerouteOptions(
            resolve(session.router, args.text("destination")),
            _source(session, args),
            args.int("seconds", 3),
            args.int("probes", 3),
            args.int("minimum", 1),
            args.int("maximum", 30),
            args.int("udp_port", 33434),
        )
    )


class Dialog(Job):
    """Asks one question after the other, then starts the job that the answers describe.

    `steps` are (name, question, default); an answer is kept as typed, an empty one as the default.
    """

    def __init__(self, steps: tuple[tuple[str, str, str], ...]) -> None:
        self._steps = list(steps)
        self._answers: dict[str, str] = {}
        self._ask()

    def _ask(self) -> None:
        self.question = self._steps[0][1]

    def on_input(self, session: Session, line: str) -> None:
        """The answer to the current question."""
        name, _, default = self._steps[0]
        self._answers[name] = line.strip() or default
        if name in _LIMITS:
            try:
                _number(self._answers, name, 0)
            except CommandError as error:
                session.print(str(error))
                return
        del self._steps[0]
        try:
            self._steps = [*self.follow(session, name, self._answers[name]), *self._steps]
            if self._steps:
                self._ask()
                return
            job = self.job(session, self._answers)
        except UnknownHost as error:
            job = host_lookup(session.router, error.name)
        except CommandError as error:
            session.print(str(error))
            session.finish(self)
            return
        session.finish(self)
        session.begin(job)

    def follow(self, session: Session, name: str, answer: str) -> tuple[tuple[str, str, str], ...]:
        """Check an answer; the further questions it leads to. Raises CommandError to give up."""
        return ()

    def job(self, session: Session, answers: Mapping[str, str]) -> Job:
        """What the answers describe. Raises CommandError."""
        raise NotImplementedError


_LIMITS = {
    "repeat": (1, 2147483647),
    "size": (36, 18024),
    "timeout": (0, 3600),
    "tos": (0, 255),
    "pattern": (0, 0xFFFF),
    "least": (36, 18024),
    "greatest": (36, 18024),
    "step": (1, 18024),
    "probes": (1, 65535),
    "minimum": (1, 255),
    "maximum": (1, 255),
    "port": (1, 65535),
}


def _number(answers: Mapping[str, str], name: str, default: int) -> int:
    """An answer that is a number, within what IOS accepts. Raises CommandError."""
    text = answers.get(name, "")
    if not text:
        return default
    low, high = _LIMITS[name]
    if name == "greatest":
        low = _number(answers, "least", low)
    try:
        value = int(text, 16 if name == "pattern" else 10)
    except ValueError:
        value = low - 1
    if not low <= value <= high:
        raise CommandError(f"% A decimal number between {low} and {high}.\n")
    return value


_PING_STEPS = (
    ("protocol", "Protocol [ip]: ", "ip"),
    ("target", "Target IP address: ", ""),
    ("repeat", "Repeat count [5]: ", "5"),
    ("size", "Datagram size [100]: ", "100"),
    ("timeout", "Timeout in seconds [2]: ", "2"),
    ("extended", "Extended commands [n]: ", "n"),
)
_PING_EXTENDED = (
    ("source", "Source address or interface: ", ""),
    ("tos", "Type of service [0]: ", "0"),
    ("df", "Set DF bit in IP header? [no]: ", "no"),
    ("validate", "Validate reply data? [no]: ", "no"),
    ("pattern", "Data pattern [0xABCD]: ", "0xABCD"),
    ("options", "Loose, Strict, Record, Timestamp, Verbose[none]: ", "none"),
)
_SWEEP = (
    ("least", "Sweep min size [36]: ", "36"),
    ("greatest", "Sweep max size [18024]: ", "18024"),
    ("step", "Sweep interval [1]: ", "1"),
)


class PingDialog(Dialog):
    """`ping` without arguments."""

    def __init__(self) -> None:
        super().__init__(_PING_STEPS)

    def follow(self, session: Session, name: str, answer: str) -> tuple[tuple[str, str, str], ...]:
        """The target must be an address; the extended questions are optional."""
        if name == "protocol" and answer.lower() != "ip":
            raise CommandError("% Unknown protocol\n")
        if name == "target":
            _target(session, answer)
        if name == "extended" and answer.lower().startswith("y"):
            return (*_PING_EXTENDED, ("sweep", "Sweep range of sizes [n]: ", "n"))
        if name == "extended":
            return (("sweep", "Sweep range of sizes [n]: ", "n"),)
        if name == "sweep" and answer.lower().startswith("y"):
            return _SWEEP
        return ()

    def job(self, session: Session, answers: Mapping[str, str]) -> Job:
        """The ping."""
        source = answers.get("source", "")
        sweep = None
        if "least" in answers:
            least, greatest = _number(answers, "least", 0), _number(answers, "greatest", 0)
            sweep = least, greatest, _number(answers, "step", 1)
        return ping(
            session.router,
            PingOptions(
                _target(session, answers["target"]),
                source_address(session.router, source) if source else None,
                _number(answers, "repeat", 5),
                _number(answers, "size", 100),
                _number(answers, "timeout", 2),
                _number(answers, "tos", 0),
                answers.get("df", "no").lower().startswith("y"),
                _number(answers, "pattern", 0xABCD),
                sweep,
                verbose="v" in answers.get("options", "none").lower(),
            ),
        )


def _target(session: Session, text: str) -> IPv4:
    if not text:
        raise CommandError("% Bad IP address\n")
    return resolve(session.router, text)


_TRACEROUTE_STEPS = (
    ("protocol", "Protocol [ip]: ", "ip"),
    ("target", "Target IP address: ", ""),
    ("source", "Source address: ", ""),
    ("numeric", "Numeric display [n]: ", "n"),
    ("timeout", "Timeout in seconds [3]: ", "3"),
    ("probes", "Probe count [3]: ", "3"),
    ("minimum", "Minimum Time to Live [1]: ", "1"),
    ("maximum", "Maximum Time to Live [30]: ", "30"),
    ("port", "Port Number [33434]: ", "33434"),
    ("options", "Loose, Strict, Record, Timestamp, Verbose[none]: ", "none"),
)


class TracerouteDialog(Dialog):
    """`traceroute` without arguments."""

    def __init__(self) -> None:
        super().__init__(_TRACEROUTE_STEPS)

    def follow(self, session: Session, name: str, answer: str) -> tuple[tuple[str, str, str], ...]:
        """The target must be an address."""
        if name == "target":
            _target(session, answer)
        return ()

    def job(self, session: Session, answers: Mapping[str, str]) -> Job:
        """The traceroute."""
        source = answers["source"]
        return Traceroute(
            TracerouteOptions(
                _target(session, answers["target"]),
                source_address(session.router, source) if source else None,
                _number(answers, "timeout", 3),
                _number(answers, "probes", 3),
                _number(answers, "minimum", 1),
                _number(answers, "maximum", 30),
                _number(answers, "port", 33434),
            )
        )


def _ping_dialog(session: Session, args: Args) -> Job:
    return PingDialog()


def _traceroute_dialog(session: Session, args: Args) -> Job:
    return TracerouteDialog()


_SOURCE = "source {<from:A.B.C.D>|<out:INTERFACE>}"

PING_COMMANDS = (
    Command("exec", "ping", _ping_dialog, {"ping": "Send echo messages"}),
    Command(
        "exec",
        "ping [ip] <destination:WORD> "
        f"[{_SOURCE} | repeat <count:1-2147483647> | size <bytes:36-18024> | timeout <seconds:0-3600> "
        "| df-bit | validate | data <pattern:HEX>]*",
        _ping,
        {
            "ping": "Send echo messages",
            "ip": "IP echo",
            "<destination>": "Ping destination address or hostname",
            "source": "specify source address or name",
            "repeat": "specify repeat count",
            "size": "specify datagram size",
            "timeout": "specify timeout interval",
            "df-bit": "enable do not fragment bit in IP header",
            "validate": "validate reply data",
            "data": "specify data pattern",
        },
    ),
    Command("exec", "traceroute", _traceroute_dialog, {"traceroute": "Trace route to destination"}),
    Command(
        "exec",
        "traceroute [ip] <destination:WORD> "
        f"[{_SOURCE} | timeout <seconds:0-3600> | probe <probes:1-65535> | numeric "
        "| ttl <minimum:1-255> <maximum:1-255> | port <udp_port:1-65535>]*",
        _traceroute,
        {
            "traceroute": "Trace route to destination",
            "ip": "IP Trace",
            "<destination>": "Trace route to destination address or hostname",
        },
    ),
)

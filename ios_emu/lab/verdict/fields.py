"""What may differ between a recording and its replay: the one place where that is said.

A field is volatile when its value follows from a clock, from chance or from how much was sent. Each has a kind,
which gives its form and what is plausible, and stands in the output of certain commands or in the messages of
certain families. Whatever is not declared here must be the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

STRETCH = 1.2
"""How much longer than configured a countdown may start: newer releases stretch the hold time by up to 15 %."""


@dataclass(frozen=True)
class Kind:
    """A kind of volatile value.

    `form` is the regular expression of its text. `unit` says what number the text is: `decimal`, `hex`, `duration`
    (hh:mm:ss), `age` (how long something lasts already, in IOS's forms) or none; that number lies between `least`
    and `most` (or the recorded value, where that is more).

    `domain` and `scope` bind it: two values of one domain that are the same in the recording are the same in the
    run, and two that are not are not. The scope is the `line`, the `node` or the `lab`: as far as a value means
    the same thing.
    """

    name: str
    form: str
    unit: str = ""
    least: float = 0
    most: float = float("inf")
    domain: str = ""
    scope: str = ""

    def measure(self, text: str) -> float | None:
        """The number that `text` is; None when this kind is not a number."""
        if self.unit == "age" and ":" not in text:
            return sum(int(count) * _AGE_UNITS[unit] for count, unit in re.findall(r"(\d+)([ywdh])", text))
        if self.unit in ("duration", "age"):
            hours, minutes, seconds = text.split(":")
            return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
        if self.unit == "hex":
            return int(text.removeprefix("0x"), 16)
        return float(text) if self.unit == "decimal" else None

    def value(self, text: str) -> str:
        """What `text` means to a binding: the same number is the same value, whatever its base."""
        number = self.measure(text)
        return text if number is None else f"{number:.15g}"


_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_AGE = rf"(?:{_CLOCK}|[1-6]d(?:[01]\d|2[0-3])h|\d{{1,2}}w[0-6]d|\d{{1,2}}y\d{{1,2}}w)"
_AGE_UNITS = {"h": 3600, "d": 86400, "w": 7 * 86400, "y": 365 * 86400}
_PERIOD = r"\d+ (?:year|week|day|hour|minute)s?"
_NONZERO_HEX = r"(?!0+\b)[0-9A-F]{1,8}\b"
_INT32 = 2**31

KINDS = {
    kind.name.replace(" ", "-"): kind
    for kind in (
        Kind("age", _AGE, "age"),
        Kind("countdown", r"\d{2}:[0-5]\d:[0-5]\d", "duration", most=86400),
        Kind("elapsed", r"\d{2}:[0-5]\d:[0-5]\d\.\d{3}", "duration"),
        Kind("seconds", r"\d+\.\d{3}", "decimal"),
        Kind("minutes", r"\d+", "decimal", most=240),
        Kind("uptime", rf"{_PERIOD}(?:, {_PERIOD})*"),
        Kind("moment", rf"{_CLOCK}(?:\.\d{{3}})? \w+ {_WEEKDAY} {_MONTH} \d{{1,2}} \d{{4}}"),
        Kind("LSA age", r"\d{1,4}", "decimal", most=3600),
        Kind("sequence", r"(?:0x)?[0-9A-F]{1,8}", "hex"),
        Kind("checksum", r"0x[0-9A-Fa-f]{1,8}", "hex"),
        Kind("version", r"\d+", "decimal"),
        Kind("packets", r"\d+", "decimal"),
        Kind("sealed packets", r"\d+", "decimal", domain="sealed packets", scope="line"),
        Kind("bytes", r"\d+", "decimal"),
        Kind("load", r"\d{1,3}", "decimal", most=255),
        Kind("matches", r"\d+ match(?:es)?"),
        Kind("SPI", rf"(?:0x)?{_NONZERO_HEX}", "hex", 256, 2**32 - 1, "SPI", "lab"),
        Kind("decimal SPI", r"[1-9]\d{0,9}", "decimal", 256, 2**32 - 1, "SPI", "lab"),
        Kind("cookie", r"[0-9A-F]{8}", "hex", domain="cookie", scope="lab"),
        Kind("message ID", r"-?[1-9]\d{0,9}", "decimal", -_INT32, _INT32 - 1, "message ID", "lab"),
        Kind("pointer", r"(?:0x)?[0-9A-F]{6,8}", "hex", 1, 2**32 - 1, "pointer", "node"),
        Kind("IKE conn-id", r"[1-9]\d*", "decimal", 1, 65535, "IKE conn-id", "node"),
        Kind("IPsec conn-id", r"[1-9]\d*", "decimal", 1, 65535, "IPsec conn-id", "node"),
        Kind("kilobytes", r"\d+", "decimal", most=4608000),
        Kind("lifetime", r"\d+", "decimal", most=3600),
        Kind("timestamp", "", ""),
    )
}


@dataclass(frozen=True)
class Field:
    """Where a volatile value stands.

    `where` is a command (all of its longer forms too) or a family of messages. `pattern` is a regular expression
    on the text with all runs of blanks and line breaks made one blank; `{kind}` in it is a volatile value. `limit`
    is another: the number in its nearest match before is what the value may count down from.
    """

    where: str
    pattern: str
    limit: str = ""

    def find(self, text: str) -> Iterator[tuple[int, int, Kind]]:
        """Where in `text` the volatile values of this field are, if it is the text of the right place."""
        expression, kinds = _compiled(self.pattern)
        for match in expression.finditer(text):
            for number, kind in enumerate(kinds, 1):
                yield match.start(number), match.end(number), kind

    def most(self, text: str, end: int) -> float | None:
        """What the value that stands at `end` of `text` may count down from, in its unit; None if nothing says."""
        found = list(re.finditer(self.limit, text[:end])) if self.limit else []
        if not found:
            return None
        amount, unit = found[-1].groups()
        return int(amount) / (1000 if unit == "msec" else 1) * STRETCH


@cache
def _compiled(pattern: str) -> tuple[re.Pattern[str], tuple[Kind, ...]]:
    kinds: list[Kind] = []

    def group(placeholder: re.Match[str]) -> str:
        kinds.append(KINDS[placeholder[1]])
        return f"({kinds[-1].form})"

    return re.compile(re.sub(r"\{([A-Za-z-]+)\}", group, pattern)), tuple(kinds)


FAMILIES = {
    "syslog": r"%[A-Z0-9_]+-\d-[A-Z0-9_]+:",
    "debug standby": r"HSRP:|SB\d*:",
    "debug crypto isakmp": r"ISAKMP\b",
    "debug crypto ipsec": r"IPSEC\(",
    "debug crypto engine": (
        r"CryptoEngine\d*:|(?i:crypto_engine)\b|crypto engine:|validate proposal|ipsec allocate flow"
    ),
    "debug ip ospf": r"OSPF\b",
    "debug ip routing": r"RT:|is_up:",
    "debug ip packet": r"IP: ",
    "debug ip icmp": r"ICMP: ",
    "debug arp": r"IP ARP: ",
    "debug track": r"Track: ",
}
"""How the messages of each family begin."""

_STAMP = rf"(?:\d{{6}}: )?(?:[*.]?{_MONTH} %s (?:\d{{4}} )?{_CLOCK}(?:\.\d{{3}})?(?: [A-Z]{{2,5}})?|{_AGE}): "
STAMP = re.compile(_STAMP % r"[ \d]\d")
"""The service timestamp, and sequence number, before a message."""
LOOSE_STAMP = re.compile(_STAMP % r" ?\d{1,2}")
"""The same where blanks do not count."""

_IP = r"\d+\.\d+\.\d+\.\d+"
_NUMBER = r"(?<![\w.:])%s(?![\w.:])"

FIELDS = (
    # Time of day and how long things last
    Field("show clock", r"{moment}"),
    Field("show version", r"uptime is {uptime}"),
    Field("show version", r" at {moment}"),
    Field("show users", r"idle {age}"),
    Field("show standby", r"last state change {age}"),
    Field("show standby", r"Next hello sent in {seconds}", limit=r"Hello time (\d+) (m?sec)"),
    Field("show standby", r"expires in {seconds}", limit=r"hold time (\d+) (m?sec)"),
    Field("show track", r"last change {age}"),
    Field("show track", r"delayed (?:Up|Down) \({packets} secs? remaining\)"),
    # Routes and what is beneath them
    Field("show ip route", rf"via {_IP}, {{age}}"),
    Field("show ip route", r"is (?:a summary|directly connected), {age}"),
    Field("show ip route", r", {age} ago"),
    Field("show ip protocols", rf"{_IP} \d+ {{age}}"),
    Field("show ip cef", r"\d, version {version},"),
    Field("show ip cef", r"Table Version {version}"),
    Field("show ip cef", r"{packets} packets, {bytes} bytes"),
    Field("show arp", rf"Internet {_IP} {{minutes}} "),
    Field("show ip arp", rf"Internet {_IP} {{minutes}} "),
    # OSPF
    Field("show ip ospf neighbor", r"/(?:DR|BDR|DROTHER| -) {countdown}"),
    Field("show ip ospf neighbor", r"Dead timer due in {countdown}"),
    Field("show ip ospf neighbor", r"is up for {age}"),
    Field("show ip ospf interface", r"Hello due in {countdown}"),
    Field("show ip ospf database", rf"{_IP} {_IP} {{LSA-age}} {{sequence}} {{checksum}}"),
    Field("show ip ospf database", r"LS age: {LSA-age}"),
    Field("show ip ospf database", r"LS Seq Number: {sequence}"),
    Field("show ip ospf database", r"Checksum: {checksum}"),
    Field("show ip ospf", r"Checksum Sum {checksum}"),
    Field("show ip ospf", r"last executed {elapsed} ago"),
    Field("debug ip ospf", r"\bseq {sequence}"),
    # IKE
    Field("show crypto isakmp sa", r"(?:MM|AG|QM)_[A-Z_]+ {IKE-conn-id}"),
    Field("show crypto isakmp sa", rf"(?:Cap\.|\(software\)|SW:\d+) {{IKE-conn-id}} {_IP}"),
    Field("show crypto isakmp sa", r"(?:psk|rsig|renc) \d+ {countdown}"),
    Field("show crypto isakmp sa", r"Connection-id:Engine-id = {IKE-conn-id}:"),
    Field("show crypto isakmp sa", r"Engine-id:Conn-id = \w+:{IKE-conn-id}"),
    Field("debug crypto isakmp", r"ISAKMP ?:?\((?:0:)?{IKE-conn-id}(?::\w+:\d+)?\):"),
    Field("debug crypto isakmp", r"(?i:message ID) = {message-ID}"),
    Field("debug crypto isakmp", r"\bnode {message-ID}"),
    Field("debug crypto isakmp", r"M-ID of {message-ID}"),
    Field("debug crypto isakmp", r"\b(?:sa|delme) ?= ?{pointer}"),
    Field("debug crypto isakmp", r"peer struct(?: for)? {pointer}"),
    Field("debug crypto isakmp", r"\bspi {SPI}"),
    Field("debug crypto isakmp", r"conn_id {IPsec-conn-id}"),
    Field("debug crypto isakmp", r"sequence {sequence}"),
    # IPsec
    Field("show crypto ipsec sa", r"#pkts encaps:? {sealed-packets}, #pkts encrypt:? {sealed-packets}"),
    Field("show crypto ipsec sa", r"#pkts digest:? {sealed-packets}"),
    Field("show crypto ipsec sa", r"#pkts decaps:? {sealed-packets}, #pkts decrypt:? {sealed-packets}"),
    Field("show crypto ipsec sa", r"#pkts verify:? {sealed-packets}"),
    Field("show crypto ipsec sa", r"#send errors {packets}"),
    Field("show crypto ipsec sa", r"spi: {SPI}\({decimal-SPI}\)"),
    Field("show crypto ipsec sa", r"current outbound spi: {SPI}"),
    Field("show crypto ipsec sa", r"conn id: {IPsec-conn-id}"),
    Field("show crypto ipsec sa", r"flow_id: SW:{IPsec-conn-id}"),
    Field("show crypto ipsec sa", r"lifetime \(k/sec\): \({kilobytes}/{lifetime}\)"),
    Field("show crypto ipsec sa", r"lifetime \(sec\): \(?{lifetime}"),
    Field("show crypto ipsec sa", r"ike_cookies: {cookie} {cookie} {cookie} {cookie}"),
    Field("show crypto session", r"connid:{IKE-conn-id} lifetime:{countdown}"),
    Field("show crypto session", r"(?:dec'ed|enc'ed) {packets}"),
    Field("show crypto session", r"life \(KB/Sec\) {kilobytes}/{lifetime}"),
    Field("show crypto engine", rf"{{IPsec-conn-id}} \S+ {_IP} \w+ \S+ {{packets}} {{packets}}"),
    Field("debug crypto ipsec", r"spi= ?{SPI}\({decimal-SPI}\)"),
    Field("debug crypto ipsec", r"spi {SPI}\({decimal-SPI}\)"),
    Field("debug crypto ipsec", r"conn_id= ?{IPsec-conn-id}"),
    Field("debug crypto engine", r"(?:conn id|delete connection|IKE SA SW:) ?{IKE-conn-id}"),
    Field("debug crypto engine", r"IPSec SA SW:{IPsec-conn-id}"),
    Field("syslog", r"spi=\s?{SPI}\({decimal-SPI}\)"),
    # Counters
    Field("show access-lists", r"\({matches}\)"),
    Field("show ip access-lists", r"\({matches}\)"),
    Field("show interfaces", r"Last input {age}"),
    Field("show interfaces", r"(?<!Total), output {age}"),
    Field("show interfaces", r"(?:hang|counters) {age}"),
    Field("show interfaces", r"txload {load}/255, rxload {load}/255"),
    Field("show interfaces", r"(?:input|output) rate {bytes} bits/sec, {packets} packets/sec"),
    Field("show interfaces", r"{packets} packets (?:input|output), {bytes} bytes"),
    Field("show interfaces", r"Received {packets} broadcasts"),
    Field("show ip traffic", _NUMBER % "{packets}"),
    Field("show logging", r"{packets} (?:messages|message lines) logged"),
)


def fields_of(command: str) -> tuple[Field, ...]:
    """The fields in the output of `command` as it was typed, and those of messages, which may stand in any."""
    typed = command.partition("|")[0].split()
    if typed[:1] == ["do"]:
        typed = typed[1:]
    return tuple(field for field in FIELDS if field.where in FAMILIES or _abbreviates(typed, field.where))


def _abbreviates(typed: list[str], command: str) -> bool:
    """Whether the first words of `typed` may stand for `command`."""
    words = command.split()
    return len(typed) >= len(words) and all(
        word.startswith(each) for each, word in zip(typed, words, strict=False)
    )


def family_of(line: str) -> str:
    """The family of the message that begins with `line`, its timestamp apart; empty when none does."""
    for family, beginning in FAMILIES.items():
        if re.match(beginning, line):
            return family
    return ""

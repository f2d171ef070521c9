"""`show version`, `show clock`, `show users`, `show history`, `show logging`, `show hosts`, `show ip traffic`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.grammar.interfaces import split_interface
from ios_emu.router.hardware import hardware_of
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.show.durations import clock_time, uptime
from ios_emu.wire import icmp

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

_NOTICE = """\
This product contains cryptographic features and is subject to United
States and local country laws governing import, export, transfer and
use. Delivery of Cisco cryptographic products does not imply
third-party authority to import, export, distribute or use encryption.
Importers, exporters, distributors and users are responsible for
compliance with U.S. and local country laws. By using this product you
agree to comply with applicable laws and regulations. If you are unable
to comply with U.S. and local laws, return this product immediately.

A summary of U.S. laws governing Cisco cryptographic products may be found at:
http://www.cisco.com/wwl/export/crypto/tool/stqrg.html

If you require further assistance please contact us by sending email to
export@cisco.com.

"""


@dataclass(frozen=True)
class _Banner:
    """The first lines of `show version`, which changed with the company's spelling of its own name."""

    software: str
    support: str
    company: str


_OLD = "Cisco Internetwork Operating System Software \nIOS (tm) 7200 Software ({image}), Version {version}, "
_NEW = "Cisco IOS Software, 7200 Software ({image}), Version {version}, "
_BANNER = ByRelease(
    {
        Train.R12_2: _Banner(_OLD, "TAC Support: http://www.cisco.com/tac", "cisco Systems, Inc."),
        Train.R12_3T: _Banner(_OLD, "Technical Support: http://www.cisco.com/techsupport", "cisco Systems, Inc."),
        Train.R12_4: _Banner(_NEW, "Technical Support: http://www.cisco.com/techsupport", "Cisco Systems, Inc."),
    }
)


def software_banner(release: Release) -> str:
    """Who made the software, and which it is."""
    banner = _BANNER[release]
    return (
        banner.software.format(image=release.image, version=release.version)
        + f"RELEASE SOFTWARE (fc1)\n{banner.support}\n"
        f"Copyright (c) 1986-{release.year} by {banner.company}\n"
    )


def image_file(release: Release) -> str:
    """The file name of the release's image."""
    version = release.version.replace(".", "", 1).replace("(", "-").replace(")", ".").rstrip(".")
    return f"disk0:{release.image.rpartition('-')[0].lower()}-mz.{version}.bin"


def _boot_image(router: Router) -> str:
    """The image a `boot system` line names, else the one the release stands for."""
    lines = router.config.lines("boot", "system")
    return lines[0].words[-1].split()[-1] if lines else image_file(router.release)


def version(router: Router) -> str:
    """`show version`."""
    release = router.release
    return (
        software_banner(release)
        + "\nROM: System Bootstrap, Version 12.1(20000710:044039) [nlaw-121E_npeb 117], DEVELOPMENT SOFTWARE\n\n"
        f"{router.hostname} uptime is {uptime(router.uptime())}\n"
        f"System returned to ROM by {'reload' if router.reloaded else 'power-on'}\n"
        f'System image file is "{_boot_image(router)}"\n\n'
        + _NOTICE
        + f"{'Cisco' if release.train >= Train.R12_4 else 'cisco'} 7204VXR (NPE400) processor (revision A) "
        "with 245760K/16384K bytes of memory.\n"
        "Processor board ID 26789835\n"
        "R7000 CPU at 350Mhz, Implementation 39, Rev 3.2, 256KB L2, 4096KB L3 Cache\n"
        "4 slot VXR midplane, Version 2.6\n\n"
        f"Last reset from {'s/w reset' if router.reloaded else 'power-on'}\n"
        + _bundles(router)
        + "125K bytes of non-volatile configuration memory.\n\n"
        "47040K bytes of ATA PCMCIA card at slot 0 (Sector size 512 bytes).\n"
        "4096K bytes of Flash internal SIMM (Sector size 256K).\n"
        "Configuration register is 0x2102\n\n"
    )


def _bundles(router: Router) -> str:
    """How many interfaces of each kind of hardware there are."""
    counts: dict[str, int] = {}
    for interface in router.local_interfaces():
        bundle = hardware_of(interface.name).bundle
        if bundle and "." not in split_interface(interface.name)[1]:
            counts[bundle] = counts.get(bundle, 0) + 1
    return "".join(f"{count} {_bundle_name(bundle)} interface(s)\n" for bundle, count in counts.items())


def _bundle_name(bundle: str) -> str:
    return {"ATM": "ATM network", "Serial": "Serial network"}.get(bundle, bundle)


def clock(router: Router, detail: bool = False) -> str:
    """`show clock [detail]`."""
    own = router.logging.clock
    now = own.now()
    text = f"{own.mark}{now:%H:%M:%S}.{now.microsecond // 1000:03} UTC {now:%a %b} {now.day} {now.year}\n"
    if detail:
        text += "Time source is user configuration\n" if own.authoritative else "No time source\n"
    return text


def users(router: Router, session: Session) -> str:
    """`show users`: the console is the only line there is."""
    idle = clock_time(router.kernel.now - session.last_input)
    second = _USERS_SECOND[router.release]
    return (
        "    Line       User       Host(s)              Idle       Location\n"
        f"*  0 {session.line_name:<10}            idle                 {idle:<11}\n\n{second}\n"
    )


_USERS_SECOND = ByRelease(
    {
        Train.R12_2: "  Interface  User        Mode                     Idle     Peer Address\n",
        Train.R15: "  Interface    User               Mode         Idle     Peer Address\n",
    }
)

_LEVELS = (
    "emergencies",
    "alerts",
    "critical",
    "errors",
    "warnings",
    "notifications",
    "informational",
    "debugging",
)


def _destination(name: str, level: int | None, count: int, tail: str) -> str:
    if level is None:
        return f"    {name} logging: disabled\n"
    return f"    {name} logging: level {_LEVELS[level]}, {count} messages logged{tail}\n"


@dataclass(frozen=True)
class _LoggingWords:
    head: str
    tail: str
    exception: str


_LOGGING: ByRelease[_LoggingWords] = ByRelease(
    {
        Train.R12_2: _LoggingWords("(0 messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns)", "", ""),
        Train.R12_3T: _LoggingWords(
            "(0 messages dropped, 0 messages rate-limited,\n                0 flushes, 0 overruns, xml disabled)",
            ", xml disabled",
            "    Logging Exception size (4096 bytes)\n    Count and timestamp logging messages: disabled\n",
        ),
        Train.R12_4: _LoggingWords(
            "(0 messages dropped, 0 messages rate-limited,\n"
            "                0 flushes, 0 overruns, xml disabled, filtering disabled)",
            ", xml disabled,\n                     filtering disabled",
            "    Logging Exception size (4096 bytes)\n    Count and timestamp logging messages: disabled\n",
        ),
    }
)


def logging(router: Router) -> str:
    """`show logging`: where messages go, how many went there, and the buffer."""
    state = router.logging
    words = _LOGGING[router.release]
    text = f"Syslog logging: {'enabled' if state.enabled else 'disabled'} {words.head}\n"
    text += _destination("Console", state.console_level, state.console_count, words.tail)
    text += _destination("Monitor", 7, 0, words.tail)
    text += _destination("Buffer", state.buffer_level, state.buffer_count, words.tail.replace(" filt", "filt"))
    text += words.exception
    text += f"    Trap logging: level informational, {state.trap_count} message lines logged\n"
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


_ICMP_ROWS: tuple[tuple[int, str], ...] = (
    (icmp.REDIRECT, "redirects"),
    (icmp.UNREACHABLE, "unreachable"),
    (icmp.ECHO, "echo"),
    (icmp.ECHO_REPLY, "echo reply"),
    (icmp.TIME_EXCEEDED, "time exceeded"),
    (icmp.PARAMETER_PROBLEM, "parameter"),
    (icmp.SOURCE_QUENCH, "quench"),
)


def _icmp_counts(seen: dict[int, int]) -> str:
    return ", ".join(f"{seen.get(kind, 0)} {name}" for kind, name in _ICMP_ROWS)


def ip_traffic(router: Router) -> str:
    """`show ip traffic`."""
    ip, arp, udp = router.ip, router.arp, router.udp
    return (
        "IP statistics:\n"
        f"  Rcvd:  {ip.received} total, {ip.delivered} local destination\n"
        f"         {ip.header_errors} format errors, 0 checksum errors, {ip.bad_hops} bad hop count\n"
        f"         {ip.unknown_protocol} unknown protocol, 0 not a gateway\n"
        "         0 security failures, 0 bad options, 0 with options\n"
        f"  Frags: {ip.reassembly.reassembled} reassembled, {ip.reassembly.timeouts} timeouts, "
        f"{ip.reassembly.failures} couldn't reassemble\n"
        f"         {ip.fragmented} fragmented, {ip.cannot_fragment} couldn't fragment\n"
        f"  Sent:  {ip.sent} generated, {ip.forwarded} forwarded\n"
        f"  Drop:  {ip.encapsulation_failed} encapsulation failed, 0 unresolved, 0 no adjacency\n"
        f"         {ip.no_route} no route, 0 unicast RPF, 0 forced drop\n\n"
        "ICMP statistics:\n"
        f"  Rcvd: 0 format errors, {router.icmp.checksum_errors} checksum errors, "
        f"{_icmp_counts(router.icmp.received)}\n"
        f"  Sent: {_icmp_counts(router.icmp.sent)}\n\n"
        "UDP statistics:\n"
        f"  Rcvd: {udp.received + udp.no_port} total, {udp.checksum_errors} checksum errors, "
        f"{udp.no_port} no port\n"
        f"  Sent: {udp.sent} total, 0 forwarded broadcasts\n\n"
        "ARP statistics:\n"
        f"  Rcvd: {arp.requests_in} requests, {arp.replies_in} replies, 0 reverse, {arp.malformed} other\n"
        f"  Sent: {arp.requests_out} requests, {arp.replies_out} replies ({arp.proxied} proxy), 0 reverse\n"
    )

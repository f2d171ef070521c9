"""`show version`: the software, the machine, and why it was last started.

The machine is the same everywhere: a 7200VXR with an NPE-400. What differs is what it runs and what is plugged in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.grammar.interfaces import split_interface
from ios_emu.router.hardware import hardware_of
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.show.durations import uptime

if TYPE_CHECKING:
    from ios_emu.router.router import Router

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
class _Words:
    """What differs by release: the first lines, which changed with the company's spelling of its own name, and the
    machine's."""

    software: str
    build: str
    support: str
    company: str
    maker: str
    text_base: str
    blanks: str


_OLD = "Cisco Internetwork Operating System Software \nIOS (tm) 7200 Software ({image}), Version {version}, "
_NEW = "Cisco IOS Software, 7200 Software ({image}), Version {version}, "
_TAC = "TAC Support: http://www.cisco.com/tac"
_TECHSUPPORT = "Technical Support: http://www.cisco.com/techsupport"
_BASE = "Image text-base: 0x60008AF4, data-base: 0x6219E000\n"
_WORDS = ByRelease(
    {
        Train.R12_2: _Words(_OLD, "fc1", _TAC, "cisco Systems, Inc.", "cisco", _BASE, ""),
        Train.R12_3T: _Words(_OLD, "fc1", _TECHSUPPORT, "cisco Systems, Inc.", "cisco", _BASE, ""),
        Train.R12_4: _Words(_NEW, "fc2", _TECHSUPPORT, "Cisco Systems, Inc.", "Cisco", "", ""),
        Train.R15: _Words(_NEW, "fc2", _TECHSUPPORT, "Cisco Systems, Inc.", "Cisco", "", "\n\n"),
    }
)
_LAST_RELOAD = ByRelease({Train.R12_2: "", Train.R15: "Last reload type: Normal Reload\n"})


def software_banner(release: Release) -> str:
    """Who made the software, and which it is."""
    words = _WORDS[release]
    return (
        words.software.format(image=release.image, version=release.version)
        + f"RELEASE SOFTWARE ({words.build})\n{words.support}\n"
        f"Copyright (c) 1986-{release.year} by {words.company}\n"
        f"Compiled {release.compiled}\n"
    )


def image_file(release: Release) -> str:
    """The file name of the release's image."""
    version = release.version.replace(".", "", 1).replace("(", "-").replace(")", ".").rstrip(".")
    return f"disk0:{release.image.rpartition('-')[0].lower()}-mz.{version}.bin"


def _boot_image(router: Router) -> str:
    """The image a `boot system` line names, else the one the release stands for."""
    lines = router.config.lines("boot", "system")
    return lines[0].words[-1].split()[-1] if lines else image_file(router.release)


def _register(router: Router) -> str:
    """The configuration register: what it is, and what a `config-register` line will make it."""
    lines = [node for node in router.config.lines("config-register") if not node.negated]
    wanted = f"0x{lines[0].args.int('value'):X}" if lines else "0x2102"
    return "0x2102" if wanted == "0x2102" else f"0x2102 (will be {wanted} at next reload)"


def _started(router: Router) -> str:
    """How and when the software was started; the time of day only once the clock is set."""
    clock = router.logging.clock
    cause = "reload" if router.reloaded else "power-on"
    text = f"System returned to ROM by {cause}\n"
    if clock.authoritative:
        text += f"System restarted at {clock.text(clock.at(router.boot_time))}\n"
    return text


def version(router: Router) -> str:
    """`show version`."""
    release = router.release
    words = _WORDS[release]
    return (
        software_banner(release)
        + words.text_base
        + "\nROM: System Bootstrap, Version 12.1(20000710:044039) [nlaw-121E_npeb 117], DEVELOPMENT SOFTWARE\n\n"
        f"{router.hostname} uptime is {uptime(router.uptime())}\n"
        + _started(router)
        + f'System image file is "{_boot_image(router)}"\n'
        + _LAST_RELOAD[release]
        + words.blanks
        + "\n"
        + _NOTICE
        + f"{words.maker} 7204VXR (NPE400) processor (revision A) with 245760K/16384K bytes of memory.\n"
        "Processor board ID 26789835\n"
        "R7000 CPU at 350Mhz, Implementation 39, Rev 3.2, 256KB L2, 4096KB L3 Cache\n"
        "4 slot VXR midplane, Version 2.6\n\n"
        f"Last reset from {'s/w reset' if router.reloaded else 'power-on'}\n"
        + _bundles(router)
        + "125K bytes of non-volatile configuration memory.\n\n"
        "47040K bytes of ATA PCMCIA card at slot 0 (Sector size 512 bytes).\n"
        "4096K bytes of Flash internal SIMM (Sector size 256K).\n"
        f"Configuration register is {_register(router)}\n\n"
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

"""What tshark makes of a capture."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

TSHARK = shutil.which("tshark")

NOTE, WARNING, ERROR = 0x400000, 0x600000, 0x800000
"""Severities of expert information; below are chats, and the comments that the lab itself writes."""
GOOD, UNVERIFIED = "1", "2"
"""States of a checksum. Unverified is that of a packet quoted in an ICMP error, or cut into fragments."""

_FIELDS = (
    *("frame.number", "frame.time_epoch", "frame.interface_name", "frame.protocols", "_ws.malformed"),
    *("_ws.expert.severity", "_ws.expert.message", "ip.checksum.status", "udp.checksum.status"),
    *("icmp.checksum.status", "ip.src", "ip.dst", "icmp.type", "icmp.ident", "icmp.seq", "data.data"),
    *("esp.spi", "esp.icv_good", "isakmp.flag_e", "isakmp.exchangetype", "isakmp.typepayload"),
)


@dataclass(frozen=True)
class Frame:
    """One frame as tshark reads it: each field's values, in order."""

    fields: dict[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self.fields[name]

    @property
    def number(self) -> int:
        """Its number in the capture."""
        return int(self["frame.number"][0])

    @property
    def protocols(self) -> list[str]:
        """From the outside in."""
        return self["frame.protocols"][0].split(":")

    def experts(self, least: int = NOTE) -> list[str]:
        """What the experts say of it, from this severity on."""
        said = zip(self["_ws.expert.severity"], self["_ws.expert.message"], strict=False)
        return [message for severity, message in said if int(severity) >= least]


def dissect(capture: Path, *options: str, keys: Path | None = None) -> list[Frame]:
    """Every frame of a capture; `keys` is the folder that the lab writes beside it."""
    assert TSHARK is not None
    command = [TSHARK, "-n", "-r", str(capture), "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=|"]
    command += ["-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", *options]
    for field in _FIELDS:
        command += ["-e", field]
    environment = dict(os.environ) | ({"WIRESHARK_CONFIG_DIR": str(keys)} if keys is not None else {})
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    frames = []
    for line in done.stdout.splitlines():
        values = (tuple(value.split("|")) if value else () for value in line.split("\t"))
        frames.append(Frame(dict(zip(_FIELDS, values, strict=True))))
    return frames

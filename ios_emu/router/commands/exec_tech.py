"""`show tech-support`, and what is not modelled: such commands say what IOS says when the feature is off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.grammar.grammar import Match

if TYPE_CHECKING:
    from ios_emu.router.session import Session

_TECH = (
    "show version",
    "show running-config",
    "show interfaces",
    "dir nvram:",
    "show flash:",
    "show processes cpu",
    "show ip interface",
    "show ip route",
    "show ip protocols",
    "show ip cef summary",
    "show ip traffic",
    "show ip arp",
    "show access-lists",
)
_SUBJECTS = {
    "ipsec": ("show crypto map", "show crypto isakmp sa detail", "show crypto ipsec sa",
              "show crypto engine connections active"),
    "ospf": ("show ip ospf", "show ip ospf interface", "show ip ospf neighbor detail", "show ip ospf database"),
}  # fmt: skip
_SECRETS = re.compile(r"((?:password|secret|key)(?: \d)?) (?!address\b)\S+$|(crypto isakmp key) \S+")


def _tech_support(session: Session, args: Args) -> str:
    """The outputs of other commands, one after the other; passwords only when asked for."""
    subject = next((name for name in _SUBJECTS if name in args), "")
    commands = (*_TECH[:2], *_SUBJECTS[subject]) if subject else _TECH
    text = ""
    for line in commands:
        match = session.router.catalog.grammar.match("privileged", line)
        if not isinstance(match, Match) or match.command.run is None:
            continue
        output = str(match.command.run(session, match.args))
        if "password" not in args:
            output = "\n".join(_SECRETS.sub(_removed, row) for row in output.split("\n"))
        text += f"\n------------------ {line} ------------------\n\n{output}\n"
    return text


def _removed(found: re.Match[str]) -> str:
    return f"{found[1] or found[2]} <removed>"


_NO_SSH = """\
SSH Disabled - version 1.99
%Please create RSA keys to enable SSH.
Authentication timeout: 120 secs; Authentication retries: 3
"""
OFF = {
    "cdp": "% CDP is not enabled\n",
    "cdp neighbors [detail]": "% CDP is not enabled\n",
    "cdp interface": "% CDP is not enabled\n",
    "glbp [brief]": "",
    "ip bgp [summary]": "% BGP not active\n",
    "ip nat translations": "",
    "ip ssh": _NO_SSH,
    "ntp {associations|status}": "%NTP is not enabled.\n",
    "snmp": "%SNMP agent not enabled\n",
    "vrrp [brief]": "",
}
"""What is not modelled: the command after `show`, and what IOS says to it when the feature is off."""


def _off(session: Session, args: Args) -> str:
    words = " ".join(args.words[1:])
    names = [name for name in OFF if words.startswith(re.split(r" [\[{]", name)[0])]
    return OFF[max(names, key=len)]


_HELP = {
    "show": "Show running system information",
    "tech-support": "Show system information for Tech-Support",
    "password": "Include passwords",
    "ipsec": "Show IPSEC related information",
    "ospf": "Show OSPF related information",
    "cdp": "CDP information",
    "neighbors": "CDP neighbor entries",
    "detail": "Show detailed information",
    "glbp": "GLBP information",
    "bgp": "BGP information",
    "nat": "IP NAT information",
    "translations": "Translation entries",
    "ssh": "Information on SSH",
    "ntp": "Network time protocol",
    "associations": "NTP associations",
    "status": "NTP status",
    "snmp": "snmp statistics",
    "vrrp": "VRRP information",
}

TECH_COMMANDS = (
    Command("privileged", "show tech-support [ipsec|ospf] [password]", _tech_support, _HELP),
    *(Command("exec", f"show {notation}", _off, _HELP) for notation in OFF),
)

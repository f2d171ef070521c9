"""Help texts of common words, in IOS's wording. A command's own `help` comes first.

One word may mean different things to different commands; here stands its commonest meaning.
"""

from __future__ import annotations

from ios_emu.grammar.words import KEYWORDS

_ARGUMENTS = {
    "acl": "Access-list name or number",
    "address": "IP address",
    "area": "OSPF area ID",
    "community": "SNMP community string",
    "count": "Repeat count",
    "decrement": "Decrement value",
    "distance": "Distance metric for this route",
    "group": "group number",
    "hop": "Forwarding router's address",
    "level": "Privilege level",
    "mask": "IP subnet mask",
    "metric": "OSPF default metric",
    "mtu": "MTU size in bytes",
    "name": "Name",
    "network": "Network number",
    "next-hop": "Forwarding router's address",
    "number": "Number",
    "peer": "IP address of peer",
    "prefix": "Destination prefix",
    "priority": "Priority value",
    "process": "Process ID",
    "protocol": "An IP protocol number",
    "seconds": "Seconds",
    "sequence": "Sequence number",
    "size": "Datagram size",
    "source": "Source address or interface",
    "tag": "Tag value",
    "target": "Destination address or hostname",
    "text": "Text",
    "timeout": "Timeout in seconds",
    "username": "User name",
    "vrf": "VPN Routing/Forwarding instance name",
    "wildcard": "OSPF wild card bits",
}

_TYPES = {
    "A.B.C.D": "IP address",
    "A.B.C.D/LEN": "IP prefix <network>/<length>, e.g., 35.0.0.0/8",
    "H.H.H": "48-bit hardware address",
    "HEX": "Hexadecimal number",
    "LINE": "Text",
    "MASK": "IP subnet mask",
    "TIME": "Time (hh:mm:ss)",
    "UNIT": "Interface number",
    "WILDCARD": "Wildcard bits",
    "WORD": "Name",
    "X:X:X:X::X": "IPv6 address",
    "X:X:X:X::X/LEN": "IPv6 prefix",
}


def keyword_help(word: str) -> str:
    """The common help text of a keyword; empty when there is none."""
    return KEYWORDS.get(word, "")


def argument_help(name: str, type_name: str) -> str:
    """The common help text of an argument, by its name, else by its type."""
    return _ARGUMENTS.get(name) or _TYPES.get(type_name, "Number")

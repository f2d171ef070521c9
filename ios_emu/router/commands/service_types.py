"""The names IOS has in access lists for the type of service and for the TCP flags."""

from __future__ import annotations

_PRECEDENCES = {
    "routine": 0,
    "priority": 1,
    "immediate": 2,
    "flash": 3,
    "flash-override": 4,
    "critical": 5,
    "internet": 6,
    "network": 7,
}
_CODE_POINTS = (
    {"default": 0, "ef": 46}
    | {f"af{kind}{drop}": 8 * kind + 2 * drop for kind in range(1, 5) for drop in range(1, 4)}
    | {f"cs{kind}": 8 * kind for kind in range(1, 8)}
)
_TYPES = {"normal": 0, "min-monetary-cost": 1, "max-reliability": 2, "max-throughput": 4, "min-delay": 8}

SERVICES = {
    "precedence": (5, 7, _PRECEDENCES),
    "dscp": (2, 63, _CODE_POINTS),
    "tos": (1, 15, _TYPES),
}
"""Keyword -> how far its bits stand from the right in the octet, its largest value, and its names (RFC 791, 1349,
2474)."""

TCP_FLAGS = {"fin": 0x01, "syn": 0x02, "rst": 0x04, "psh": 0x08, "ack": 0x10, "urg": 0x20}

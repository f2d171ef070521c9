"""What may go to the terminal."""

from __future__ import annotations

_VISIBLE = {code: f"^{chr(code + 64)}" for code in range(32) if chr(code) not in "\n\t\a"} | {13: None, 127: "^?"}
_VISIBLE |= dict.fromkeys(range(128, 160), "?")
"""Control characters made harmless: a banner in somebody's lab must not steer this terminal."""


def printable(text: str) -> str:
    """`text` as it may go to the terminal."""
    return text.translate(_VISIBLE)

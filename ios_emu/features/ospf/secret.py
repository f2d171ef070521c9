"""Keys as they are typed and kept: in clear text, or scrambled behind a 7."""

from __future__ import annotations

from ios_emu.router.context import CommandError
from ios_emu.router.secrets import unscramble


def secret(text: str, encryption: int = 0) -> str:
    """The key that `text` stands for; `encryption` is 0 or 7. Raises CommandError."""
    clear = unscramble(text) if encryption == 7 else text
    if clear is None:
        raise CommandError(f"Invalid encrypted password: {text}\n")
    return clear

"""The catalog: which features a lab's routers have, and the command table they make together.

It is code, not state: a router holds only its key, so a pickled lab stays small and finds the catalog again
when it is read back.
"""

from __future__ import annotations

from functools import cached_property

from ios_emu.grammar.grammar import Grammar
from ios_emu.router.feature import DebugFlag, FeatureSpec


class Catalog:
    """The features of a kind of router and everything derived from them. Made once per `key`."""

    _known: dict[str, Catalog] = {}  # noqa: RUF012  # the registry itself

    def __init__(self, key: str, specs: tuple[FeatureSpec, ...]) -> None:
        self.key = key
        self.specs = specs
        Catalog._known[key] = self

    @classmethod
    def by_key(cls, key: str) -> Catalog:
        """The catalog registered under `key`. Raises KeyError."""
        return cls._known[key]

    @cached_property
    def grammar(self) -> Grammar:
        """The command table of the router room and all features, and what is kept without effect."""
        from ios_emu.router.commands import COMMANDS, MODES
        from ios_emu.router.commands.debug import debug_commands
        from ios_emu.router.kept import KEPT

        commands = [*COMMANDS, *debug_commands(self.debugs)]
        modes = [*MODES]
        for spec in self.specs:
            commands.extend(spec.commands)
            modes.extend(spec.modes)
        return Grammar(commands, {**KEPT.modes, **{mode.name: mode for mode in modes}}.values(), KEPT)

    @cached_property
    def debugs(self) -> dict[str, DebugFlag]:
        """Every debug switch, by name."""
        from ios_emu.router.commands.debug import ROUTER_DEBUGS

        flags = list(ROUTER_DEBUGS)
        for spec in self.specs:
            flags.extend(spec.debugs)
        return {flag.name: flag for flag in flags}

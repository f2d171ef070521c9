"""A lab of IOS-style routers that really run, as a value.

from ios_emu import Lab
lab = Lab.load("configs/ha-vpn.clab.yml", seed=1)
lab.run(seconds=60)
print(lab["7204VXR-1"].execute("show standby"))
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ios_emu.lab.error import LabError
    from ios_emu.lab.lab import Lab

__all__ = ["Lab", "LabError"]


def __getattr__(name: str) -> object:
    """Load the lab when it is first asked for: `import ios_emu.wire` needs none of it."""
    if name == "Lab":
        from ios_emu.lab.lab import Lab

        return Lab
    if name == "LabError":
        from ios_emu.lab.error import LabError

        return LabError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

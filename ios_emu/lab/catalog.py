"""The catalog of this emulator's routers: every feature there is.

A saved or copied lab names its catalog by key and finds it here when it comes back.
"""

from __future__ import annotations

from ios_emu.features.hsrp import FEATURE as HSRP
from ios_emu.features.ipsec import FEATURE as IPSEC
from ios_emu.features.isakmp import FEATURE as ISAKMP
from ios_emu.features.ospf import FEATURE as OSPF
from ios_emu.features.track import FEATURE as TRACK
from ios_emu.router.catalog import Catalog

CATALOG = Catalog("ios", (TRACK, HSRP, OSPF, ISAKMP, IPSEC))

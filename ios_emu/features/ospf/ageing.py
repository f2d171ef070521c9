"""LSAs in time (RFC 2328 sections 12.4, 14, 14.1): refresh of one's own, MaxAge and premature ageing.

Each own LSA is refreshed when it is 1800 s old, for itself: IOS's LSA group pacing (240 s) would refresh
neighbours in age together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ospf import flooding, lsa
from ios_emu.features.ospf.lsdb import Lsdb, Ref, Stored

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process


def on_due(process: Process) -> None:
    """The ageing timer: refresh what is due for it, flush what has reached MaxAge."""
    now = process.now
    while (ref := process.ager.pop(now)) is not None:
        stored = process.lookup(ref)
        if stored is None or stored.due() > now or ref in process.maxage:
            continue
        if stored.ours:
            process.refresh(ref)
        else:
            flush(process, ref, stored)
    if len(process.ager) > 4 * process.lsa_count() + 256:
        _rebuild(process)
    due = process.ager.next_due()
    if due is not None:
        process.start(max(due - now, 0), "age")


def _rebuild(process: Process) -> None:
    """Forget the entries of instances long replaced."""
    process.ager.clear()
    for lsdb in databases(process):
        for key, stored in lsdb.entries.items():
            ref = Ref(lsdb.scope, key)
            if ref not in process.maxage:
                process.ager.add(stored.due(), ref)


def databases(process: Process) -> list[Lsdb]:
    """Those of the areas, then that of the AS."""
    return [*(area.lsdb for area in process.areas.values()), process.external]


def flush(process: Process, ref: Ref, stored: Stored) -> None:
    """Age an LSA prematurely, or at its time: flood it with MaxAge, so that everybody drops it."""
    if stored.lsa.header.age >= lsa.MAX_AGE:
        return
    dying = Stored(stored.lsa.at_age(lsa.MAX_AGE), stored.body, process.now, ours=False)
    dying.originated_at = stored.originated_at
    flooding.install(process, ref.scope, dying)
    flooding.flood(process, ref.scope, dying)


def flush_own(process: Process) -> None:
    """Flush everything this router originated."""
    for lsdb in databases(process):
        for key, stored in list(lsdb.entries.items()):
            if key.router == process.router_id:
                flush(process, Ref(lsdb.scope, key), stored)


def sweep(process: Process) -> None:
    """Drop the LSAs at MaxAge that everybody has acknowledged (section 14)."""
    if process.exchanging():
        return
    awaited = {ref: None for _, neighbor in process.neighbors() for ref in neighbor.retransmit}
    for ref in list(process.maxage):
        if ref in awaited:
            continue
        del process.maxage[ref]
        if ref.scope is None or ref.scope in process.areas:
            process.lsdb(ref.scope).remove(ref.key)
        process.refresh(ref)


def forget(process: Process) -> None:
    """Empty the databases without telling anybody."""
    process.areas.clear()
    process.external = Lsdb(None)
    process.ager.clear()
    process.maxage.clear()
    for timer in ("age", "spf", "partial", "externals", "reconfigured"):
        process.stop(timer)

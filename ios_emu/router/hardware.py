"""What kinds of interface there are, and what their hardware says of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hardware:
    """One kind of interface. `bandwidth` in kbit/s, `delay` in microseconds, `virtual`: needs no cable.

    `encapsulation` and `title` are the words of `show interfaces`; `bundle` those of `show version`.
    """

    kind: str
    title: str
    mtu: int
    bandwidth: int
    delay: int
    encapsulation: str
    virtual: bool = False
    bundle: str = ""

    @property
    def ethernet(self) -> bool:
        """Speaks Ethernet frames with ARP."""
        return self.encapsulation == "ARPA"


_KINDS = (
    Hardware(
        "TenGigabitEthernet", "TenGigabitEthernet", 1500, 10_000_000, 10, "ARPA", bundle="Ten Gigabit Ethernet"
    ),
    Hardware(
        "GigabitEthernet", "i82543 (Livengood)", 1500, 1_000_000, 10, "ARPA", bundle="Gigabit Ethernet/IEEE 802.3"
    ),
    Hardware("FastEthernet", "i82543 (Livengood)", 1500, 100_000, 100, "ARPA", bundle="FastEthernet/IEEE 802.3"),
    Hardware("Ethernet", "AmdP2", 1500, 10_000, 1000, "ARPA", bundle="Ethernet/IEEE 802.3"),
    Hardware("Serial", "M4T", 1500, 1544, 20_000, "HDLC", bundle="Serial"),
    Hardware("ATM", "ENHANCED ATM PA", 4470, 149_760, 80, "ATM", bundle="ATM"),
    Hardware("Loopback", "Loopback", 1514, 8_000_000, 5000, "LOOPBACK", virtual=True),
    Hardware("Null", "Unknown", 1500, 10_000_000, 0, "ARPA", virtual=True),
)
_OTHER = Hardware("", "Unknown", 1500, 100_000, 100, "ARPA", virtual=False)


def hardware_of(name: str) -> Hardware:
    """The hardware behind an interface's full name; a kind that is not modelled is an unpluggable Ethernet."""
    kind = name.rstrip("0123456789/.:")
    return next((h for h in _KINDS if h.kind == kind), _OTHER)

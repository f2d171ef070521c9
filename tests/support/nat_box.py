"""A NAT on a cable of a lab: whoever is behind it has another address, and other UDP ports, for all the others.

It stands where a switch port meets its cable and rewrites what passes: source addresses and ports on the way out,
destinations on the way in, and the addresses in ARP, so that the neighbours find the outer address at the MAC of the
inner station.
"""

from __future__ import annotations

from pathlib import Path

from ios_emu.lab.lab import Lab
from ios_emu.lab.link import CableEnd
from ios_emu.lab.switch import SwitchPort
from ios_emu.wire import IPv4, ethernet, ipv4, udp
from support.isakmp_lab import lab

_ARP_SENDER, _ARP_TARGET = 14 + 14, 14 + 24
FIRST_PORT = 61000


class NatBox:
    """Plugged in between the switch port `port` of `switch` and its cable. `ports`: whether UDP ports change too."""

    def __init__(self, lab: Lab, switch: str, port: str, inner: str, outer: str, *, ports: bool = True) -> None:
        self.inner, self.outer = IPv4.parse(inner), IPv4.parse(outer)
        self.translates_ports = ports
        self.ports: dict[int, int] = {}
        """Inner port -> outer port."""
        self.protocols: list[int] = []
        """The IP protocols that have come out, in order."""
        self.datagrams: list[udp.Datagram] = []
        """The UDP datagrams that have come out, translated."""
        self.port: SwitchPort = lab.switches[switch].ports[port]
        cable_end = self.port.end
        assert isinstance(cable_end, CableEnd)
        self.cable_end = cable_end
        cable_end.station = self
        cable_end.in_switch = True
        self.cable = cable_end.cable
        self.port.end = self  # type: ignore[assignment]  # all that a switch asks of a cable's end

    # -- the station at the cable's end, and the end of the switch port ---------------------------------

    def receive(self, frame: bytes, delay: int = 0) -> None:
        self.port.receive(self._outwards(frame), delay)

    def set_carrier(self, carrier: bool) -> None:
        self.port.set_carrier(carrier)

    def deliver(self, frame: bytes, delay: int) -> None:
        self.cable_end.deliver(self._inwards(frame), delay)

    def power(self, on: bool) -> None:
        self.cable_end.power(on)

    def update_carrier(self) -> None:
        self.cable_end.update_carrier()

    # -- translation -----------------------------------------------------------------------------------

    def forget(self) -> None:
        """The bindings time out: new ones get new ports."""
        self.ports = {port: outer + 1000 for port, outer in self.ports.items()}

    def _outwards(self, frame: bytes) -> bytes:
        whole = ethernet.decode(frame)
        if whole.ethertype == ethernet.ETHERTYPE_ARP:
            return self._arp(frame, _ARP_SENDER, self.inner, self.outer)
        if whole.ethertype != ethernet.ETHERTYPE_IPV4:
            return frame
        header, payload = ipv4.decode(whole.payload)
        if header.source != self.inner:
            return frame
        self.protocols.append(header.protocol)
        if header.protocol == ipv4.UDP:
            datagram = udp.decode(header.source, header.destination, payload)
            port = datagram.source_port
            if self.translates_ports:
                port = self.ports.setdefault(port, FIRST_PORT + len(self.ports))
            ends = (self.outer, header.destination, port, datagram.destination_port)
            payload = udp.build(*ends, datagram.payload)
            self.datagrams.append(datagram._replace(source_port=port))
        return frame[:14] + self._packet(header._replace(source=self.outer), payload)

    def _inwards(self, frame: bytes) -> bytes:
        whole = ethernet.decode(frame)
        if whole.ethertype == ethernet.ETHERTYPE_ARP:
            return self._arp(frame, _ARP_TARGET, self.outer, self.inner)
        if whole.ethertype != ethernet.ETHERTYPE_IPV4:
            return frame
        header, payload = ipv4.decode(whole.payload)
        if header.destination != self.outer:
            return frame
        if header.protocol == ipv4.UDP:
            datagram = udp.decode(header.source, header.destination, payload)
            inner = {outer: inner for inner, outer in self.ports.items()}
            port = inner.get(datagram.destination_port, datagram.destination_port)
            payload = udp.build(header.source, self.inner, datagram.source_port, port, datagram.payload)
        return frame[:14] + self._packet(header._replace(destination=self.inner), payload)

    @staticmethod
    def _packet(header: ipv4.Header, payload: bytes) -> bytes:
        return ipv4.build(
            header.source,
            header.destination,
            header.protocol,
            payload,
            ttl=header.ttl,
            tos=header.tos,
            identification=header.identification,
            dont_fragment=header.dont_fragment,
        )

    @staticmethod
    def _arp(frame: bytes, at: int, old: IPv4, new: IPv4) -> bytes:
        if frame[at : at + 4] != old.packed:
            return frame
        return frame[:at] + new.packed + frame[at + 4 :]


def behind_nat(tmp_path: Path, releases: tuple[str, str]) -> tuple[Lab, NatBox]:
    """R1 is at 192.0.2.1 for itself, at 192.0.2.101 for R2."""
    made = lab(tmp_path, releases)
    for line in (
        "configure terminal",
        "no crypto isakmp key cisco123 address 192.0.2.1",
        "crypto isakmp key cisco123 address 192.0.2.101",
        "no ip route 10.1.0.0 255.255.255.0 192.0.2.1",
        "ip route 10.1.0.0 255.255.255.0 192.0.2.101",
        "crypto map vpn 10 ipsec-isakmp",
        "no set peer 192.0.2.1",
        "set peer 192.0.2.101",
        "end",
    ):
        made["R2"].execute(line)
    box = NatBox(made, "lan", "1", "192.0.2.1", "192.0.2.101")
    made.run(seconds=5)
    made["R2"].execute("ping 192.0.2.101")
    return made, box

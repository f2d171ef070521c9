"""Interface states with IOS's delays and messages, seen on the console."""

from __future__ import annotations

from support.wiring import line

from ios_emu.kernel import SECOND

TWO = ["hostname a\ninterface FastEthernet0/1\n ip address 10.0.0.1 255.255.255.0\n", "hostname b\n"]


def test_shutdown_stops_at_once_and_is_told_after_two_and_three_seconds() -> None:
    kernel, (a, b), _ = line(*TWO)
    interface = a.interfaces["FastEthernet0/1"]
    assert a.console is not None
    a.console.drain()
    assert interface.line_up and a.rib.lookup(interface.address.ip if interface.address else 0)
    interface.set_shutdown(True)
    assert not interface.line_up and a.rib.routes() == []
    kernel.run_until(kernel.now + 2 * SECOND - 1)
    assert a.console.drain() == ""
    kernel.run_until(kernel.now + 1)
    assert (
        "%LINK-5-CHANGED: Interface FastEthernet0/1, changed state to administratively down" in a.console.drain()
    )
    kernel.run_until(kernel.now + SECOND)
    said = a.console.drain()
    assert "%LINEPROTO-5-UPDOWN: Line protocol on Interface FastEthernet0/1, changed state to down" in said
    # The neighbour loses its carrier, which it believes after its carrier delay.
    assert not b.interfaces["FastEthernet0/0"].line_up


def test_no_shutdown_comes_up_after_two_and_three_seconds() -> None:
    kernel, (a, _), _ = line(*TWO)
    interface = a.interfaces["FastEthernet0/1"]
    interface.set_shutdown(True)
    kernel.run_until(kernel.now + 10 * SECOND)
    assert a.console is not None
    a.console.drain()
    interface.set_shutdown(False)
    kernel.run_until(kernel.now + 2 * SECOND)
    assert "%LINK-3-UPDOWN: Interface FastEthernet0/1, changed state to up" in a.console.drain()
    assert not interface.line_up
    kernel.run_until(kernel.now + SECOND)
    assert "changed state to up" in a.console.drain()
    assert interface.line_up and len(a.rib.routes()) == 1


def test_a_blink_of_the_carrier_is_not_noticed() -> None:
    kernel, (a, _), _ = line(*TWO)
    interface = a.interfaces["FastEthernet0/1"]
    assert a.console is not None
    a.console.drain()
    interface.set_carrier(False)
    kernel.run_until(kernel.now + SECOND)
    interface.set_carrier(True)
    kernel.run_until(kernel.now + 10 * SECOND)
    assert interface.line_up and a.console.drain() == ""


def test_a_lost_carrier_takes_the_line_down_after_the_carrier_delay() -> None:
    kernel, (a, _), _ = line(*TWO)
    interface = a.interfaces["FastEthernet0/1"]
    assert a.console is not None
    a.console.drain()
    interface.set_carrier(False)
    kernel.run_until(kernel.now + 2 * SECOND)
    assert not interface.line_up
    kernel.run_until(kernel.now + SECOND)
    said = a.console.drain()
    assert said.index("%LINK-3-UPDOWN") < said.index("%LINEPROTO-5-UPDOWN")


def test_the_five_minute_rate_follows_the_load() -> None:
    kernel, (a, _), _ = line(*TWO)
    counters = a.interfaces["FastEthernet0/1"].counters
    for _ in range(3000):
        counters.sent(kernel.now, 1250)
        kernel.run_until(kernel.now + SECOND)
    _, _, bits, packets = counters.rates(kernel.now)
    assert 9_900 <= bits <= 10_000 and packets == 1
    kernel.run_until(kernel.now + 300 * SECOND)
    assert 3_500 < counters.rates(kernel.now)[2] < 3_800  # 1/e of it


def test_a_loopback_says_when_it_comes_and_goes() -> None:
    kernel, (left, _), _ = line("interface Loopback0\n", "hostname other\n")
    assert left.console is not None
    assert "Loopback0" not in left.console.drain()

    def heard(*typed: str) -> list[str]:
        for each in ("configure terminal", *typed):
            left.execute(each)
        kernel.run_until(kernel.now + 5 * SECOND)
        assert left.console is not None
        return [said for said in left.console.drain().splitlines() if said.startswith("%LIN")]

    about = "Interface Loopback5, changed state to"
    assert heard("interface Loopback5") == [f"%LINEPROTO-5-UPDOWN: Line protocol on {about} up"]
    assert heard("interface Loopback5", "shutdown") == [
        f"%LINK-5-CHANGED: {about} administratively down",
        f"%LINEPROTO-5-UPDOWN: Line protocol on {about} down",
    ]
    assert heard("interface Loopback5", "no shutdown") == [
        f"%LINK-3-UPDOWN: {about} up",
        f"%LINEPROTO-5-UPDOWN: Line protocol on {about} up",
    ]

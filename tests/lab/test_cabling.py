"""Cables and switches, with stations that only write down what they hear."""

import pytest

from ios_emu.kernel import MICROSECOND, SECOND, Kernel
from ios_emu.lab.capture import Tap
from ios_emu.lab.link import Cable
from ios_emu.lab.switch import AGEING_TIME, TABLE_SIZE, Switch

A, B, C = (bytes([2, 0, 0, 0, 0, n]) for n in (1, 2, 3))
ALL = b"\xff" * 6


def frame(to: bytes, by: bytes, text: bytes = b"hello") -> bytes:
    return to + by + b"\x08\x00" + text.ljust(46, b"\0")


class Station:
    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.heard: list[tuple[int, bytes]] = []
        self.carrier = False

    def receive(self, frame: bytes) -> None:
        self.heard.append((self.kernel.now, frame))

    def set_carrier(self, carrier: bool) -> None:
        self.carrier = carrier

    def take(self) -> list[bytes]:
        heard, self.heard = self.heard, []
        return [frame for _, frame in heard]


class Lan:
    """Three stations on a switch."""

    def __init__(self, forward_delay: int = 0) -> None:
        self.kernel = Kernel()
        self.switch = Switch("lan", self.kernel)
        self.stations: list[Station] = []
        self.cables: list[Cable] = []
        for number in range(3):
            cable = Cable(self.kernel, (f"s{number}:0", f"lan:{number}"), (10 * MICROSECOND, 20 * MICROSECOND))
            port = self.switch.port(str(number), forward_delay if number == 0 else 0)
            port.end = cable.ends[1]
            cable.ends[1].attach(port)
            cable.ends[1].power(True)
            station = Station(self.kernel)
            cable.ends[0].attach(station)
            cable.ends[0].power(True)
            self.stations.append(station)
            self.cables.append(cable)

    def send(self, number: int, data: bytes) -> list[list[bytes]]:
        self.cables[number].ends[0].transmit(data)
        self.kernel.run_until(self.kernel.now + 1000 * MICROSECOND)
        return [station.take() for station in self.stations]


@pytest.fixture
def kernel() -> Kernel:
    return Kernel()


def pair(kernel: Kernel) -> tuple[Cable, Station, Station]:
    cable = Cable(kernel, ("a:0", "b:0"), (10 * MICROSECOND, 20 * MICROSECOND))
    stations = Station(kernel), Station(kernel)
    for end, station in zip(cable.ends, stations, strict=True):
        end.attach(station)
        end.power(True)
    return cable, *stations


def test_a_frame_crosses_with_the_latency_of_its_direction(kernel: Kernel) -> None:
    cable, a, b = pair(kernel)
    cable.ends[0].transmit(b"one")
    cable.ends[1].transmit(b"two")
    kernel.run_until(SECOND)
    assert b.heard == [(10 * MICROSECOND, b"one")]
    assert a.heard == [(20 * MICROSECOND, b"two")]


def test_carrier_follows_the_other_end_and_the_plug(kernel: Kernel) -> None:
    cable, a, b = pair(kernel)
    assert a.carrier and b.carrier
    cable.ends[0].power(False)
    assert a.carrier and not b.carrier
    cable.ends[0].power(True)
    assert b.carrier
    cable.pull()
    assert not a.carrier and not b.carrier
    cable.plug()
    assert a.carrier and b.carrier


def test_what_is_in_flight_is_lost_when_the_cable_is_pulled(kernel: Kernel) -> None:
    cable, _, b = pair(kernel)
    cable.ends[0].transmit(b"one")
    cable.pull()
    cable.ends[0].transmit(b"two")
    kernel.run_until(SECOND)
    assert b.heard == []


def test_a_capture_holds_time_direction_and_bytes(kernel: Kernel) -> None:
    cable, _, _ = pair(kernel)
    tap = Tap()
    for end in cable.ends:
        end.taps = [tap]
    cable.ends[1].transmit(b"two")
    kernel.run_until(SECOND)
    cable.ends[0].transmit(b"one")
    kernel.run_until(2 * SECOND)
    assert [tuple(seen) for seen in tap.frames] == [
        (0, "a:0 -- b:0", 1, b"two", "b:0", ""),
        (SECOND, "a:0 -- b:0", 0, b"one", "a:0", ""),
    ]


def test_every_byte_and_instant_is_in_the_trace() -> None:
    def trace(*sends: tuple[int, bytes]) -> str:
        kernel = Kernel()
        cable, _, _ = pair(kernel)
        for when, data in sends:
            kernel.run_until(when)
            cable.ends[0].transmit(data)
        kernel.run_until(SECOND)
        return kernel.trace.hexdigest()

    assert trace((5, b"one")) == trace((5, b"one"))
    assert len({trace((5, b"one")), trace((6, b"one")), trace((5, b"two")), trace((5, b"one"), (6, b"one"))}) == 4


def test_a_switch_floods_then_learns() -> None:
    lan = Lan()
    assert lan.send(0, frame(B, A)) == [[], [frame(B, A)], [frame(B, A)]]
    assert lan.send(1, frame(A, B)) == [[frame(A, B)], [], []]
    assert lan.send(0, frame(B, A)) == [[], [frame(B, A)], []]
    assert lan.send(0, frame(ALL, A)) == [[], [frame(ALL, A)], [frame(ALL, A)]]
    assert (lan.switch.where(A), lan.switch.where(B), lan.switch.where(C)) == ("0", "1", None)


def test_a_switched_frame_takes_both_latencies() -> None:
    lan = Lan()
    lan.cables[0].ends[0].transmit(frame(B, A))
    lan.kernel.run_until(SECOND)
    assert lan.stations[1].heard == [(30 * MICROSECOND, frame(B, A))]


def test_a_frame_to_a_station_on_its_own_port_goes_nowhere() -> None:
    lan = Lan()
    lan.send(0, frame(ALL, A))
    lan.send(0, frame(ALL, B))
    assert lan.send(0, frame(B, A)) == [[], [], []]


def test_an_address_that_moves_is_learnt_anew() -> None:
    lan = Lan()
    lan.send(0, frame(ALL, A))
    lan.send(2, frame(ALL, A))
    assert lan.send(1, frame(A, B)) == [[], [], [frame(A, B)]]


def test_a_learnt_address_ages() -> None:
    lan = Lan()
    lan.send(0, frame(ALL, A))
    lan.kernel.run_until(AGEING_TIME - SECOND)
    assert lan.send(1, frame(A, B)) == [[frame(A, B)], [], []]
    lan.kernel.run_until(AGEING_TIME + SECOND)
    assert lan.send(1, frame(A, B)) == [[frame(A, B)], [], [frame(A, B)]]


def test_a_link_that_goes_down_is_forgotten() -> None:
    lan = Lan()
    lan.send(0, frame(ALL, A))
    lan.send(2, frame(ALL, C))
    lan.cables[0].pull()
    assert (lan.switch.where(A), lan.switch.where(C)) == (None, "2")


def test_a_full_table_learns_no_more_until_entries_age() -> None:
    lan = Lan()
    for number in range(TABLE_SIZE):
        lan.switch.forward(lan.switch.ports["0"], frame(ALL, b"\x02\x01" + number.to_bytes(4, "big")), 0)
    lan.send(1, frame(ALL, B))
    assert lan.switch.where(B) is None
    lan.kernel.run_until(lan.kernel.now + AGEING_TIME + SECOND)
    lan.send(1, frame(ALL, B))
    assert lan.switch.where(B) == "1"


def test_forward_delay_is_listening_then_learning() -> None:
    lan = Lan(forward_delay=15 * SECOND)
    port = lan.switch.ports["0"]
    assert port.state == "listening"
    assert lan.send(0, frame(ALL, A)) == [[], [], []]
    assert lan.send(1, frame(ALL, B)) == [[], [], [frame(ALL, B)]]
    assert lan.switch.where(A) is None
    lan.kernel.run_until(15 * SECOND)
    assert port.state == "learning"
    assert lan.send(0, frame(ALL, A)) == [[], [], []]
    assert lan.switch.where(A) == "0"
    lan.kernel.run_until(30 * SECOND)
    assert port.state == "forwarding"
    assert lan.send(0, frame(ALL, A)) == [[], [frame(ALL, A)], [frame(ALL, A)]]
    lan.cables[0].ends[0].power(False)
    assert port.state == "disabled"
    lan.cables[0].ends[0].power(True)
    assert port.state == "listening"


def test_frames_for_the_bridge_itself_and_runts_stay() -> None:
    lan = Lan()
    assert lan.send(0, frame(b"\x01\x80\xc2\x00\x00\x00", A)) == [[], [], []]
    assert lan.send(0, b"short") == [[], [], []]


def test_a_switch_without_power_is_no_carrier_and_forgets() -> None:
    lan = Lan(forward_delay=15 * SECOND)
    lan.kernel.run_until(60 * SECOND)
    lan.send(0, frame(ALL, A))
    lan.switch.power(False)
    assert not any(station.carrier for station in lan.stations)
    assert lan.send(0, frame(ALL, A)) == [[], [], []]
    lan.switch.power(True)
    assert all(station.carrier for station in lan.stations)
    assert lan.switch.where(A) is None
    assert lan.switch.ports["0"].state == "listening"


def test_two_switches_in_a_row_keep_each_cable_in_order_of_time() -> None:
    kernel = Kernel()
    left, right = Switch("left", kernel), Switch("right", kernel)
    trunk = Cable(kernel, ("left:t", "right:t"), (100 * MICROSECOND, 100 * MICROSECOND))
    for switch, end in ((left, trunk.ends[0]), (right, trunk.ends[1])):
        port = switch.port("t", 0)
        port.end = end
        end.attach(port)
        end.power(True)
    tap = Tap()
    for end in trunk.ends:
        end.taps = [tap]
    stations = []
    for number, switch in enumerate((left, right)):
        cable = Cable(kernel, (f"s{number}:0", f"{switch.name}:0"), (10 * MICROSECOND, 10 * MICROSECOND))
        port = switch.port("0", 0)
        port.end = cable.ends[1]
        cable.ends[1].attach(port)
        cable.ends[1].power(True)
        station = Station(kernel)
        cable.ends[0].attach(station)
        cable.ends[0].power(True)
        stations.append((cable, station))
    stations[0][0].ends[0].transmit(frame(ALL, A))
    kernel.run_until(50 * MICROSECOND)
    stations[1][0].ends[0].transmit(frame(ALL, B))
    kernel.run_until(SECOND)
    assert stations[1][1].heard == [(120 * MICROSECOND, frame(ALL, A))]
    assert stations[0][1].heard == [(170 * MICROSECOND, frame(ALL, B))]
    assert [(seen.time, seen.direction) for seen in tap.frames] == [
        (110 * MICROSECOND, 0),
        (160 * MICROSECOND, 1),
    ]

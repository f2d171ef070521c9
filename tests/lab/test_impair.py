"""Bad lines: what they do to frames, in numbers, and always the same for the same seed."""

from pathlib import Path

import pytest

from ios_emu.kernel import MICROSECOND, MILLISECOND, SECOND, Kernel
from ios_emu.lab.error import LabError
from ios_emu.lab.impair import HOLD_BACK, Impairer, Impairment
from ios_emu.lab.lab import Lab
from ios_emu.lab.link import Cable
from ios_emu.lab.replay import run_transcript
from ios_emu.lab.transcript import parse_transcript

FRAME = bytes(100)


def through(text: str, count: int = 1000, gap: int = MILLISECOND, seed: int = 1) -> list[list[tuple[int, bytes]]]:
    """What becomes of each of `count` frames: the instants and bytes of what comes out."""
    kernel = Kernel(seed)
    impairer = Impairer(kernel, Impairment.parse(text), "line")
    out = []
    for number in range(count):
        kernel.run_until(number * gap)
        passages = impairer.passages(number.to_bytes(4, "big") + FRAME[4:])
        out.append([(kernel.now + passage.delay, passage.frame) for passage in passages])
    return out


def test_delay() -> None:
    assert [due for ((due, _),) in through("delay 20ms", 3)] == [
        20 * MILLISECOND,
        21 * MILLISECOND,
        22 * MILLISECOND,
    ]


def test_jitter_varies_the_delay_and_keeps_the_order() -> None:
    due = [due for ((due, _),) in through("delay 20ms jitter 5ms", 500)]
    assert due == sorted(due)
    delays = [instant - number * MILLISECOND for number, instant in enumerate(due)]
    assert min(delays) >= 15 * MILLISECOND and max(delays) <= 25 * MILLISECOND
    assert len(set(delays)) > 100


def test_loss() -> None:
    assert 150 < sum(not out for out in through("loss 20%")) < 250
    assert not any(through("loss 100%", 50))


def test_duplication() -> None:
    assert 150 < sum(len(out) == 2 for out in through("duplicate 20%")) < 250
    assert all(out[0] == out[-1] for out in through("duplicate 20%"))


def test_corruption_flips_one_bit_anywhere() -> None:
    flipped = set()
    for number, ((_, frame),) in enumerate(through("corrupt 100%", 400)):
        sent = number.to_bytes(4, "big") + FRAME[4:]
        difference = int.from_bytes(sent, "big") ^ int.from_bytes(frame, "big")
        assert difference.bit_count() == 1
        flipped.add(difference)
    assert len(flipped) > 200


def test_reordering_lets_those_behind_overtake() -> None:
    out = through("reorder 10%", 500, gap=HOLD_BACK // 4)
    arrived = sorted((due, number) for number, ((due, _),) in enumerate(out))
    order = [number for _, number in arrived]
    assert order != sorted(order)
    late = [number for number, ((due, _),) in enumerate(out) if due > number * HOLD_BACK // 4]
    assert 20 < len(late) < 90


def test_a_rate_makes_frames_wait_for_each_other_until_too_many_do() -> None:
    out = through("rate 80kbit", 2000, gap=0)
    due = [instant for passages in out for instant, _ in passages]
    assert due[:3] == [10 * MILLISECOND, 20 * MILLISECOND, 30 * MILLISECOND]
    assert 1000 <= len(due) <= 1002
    assert out[-1] == []


def test_an_mtu_drops_what_is_longer() -> None:
    kernel = Kernel()
    impairer = Impairer(kernel, Impairment.parse("mtu 1400"), "line")
    assert impairer.passages(bytes(1414))
    assert not impairer.passages(bytes(1415))


def test_chance_is_the_seeds() -> None:
    text = "loss 5% duplicate 5% corrupt 5% reorder 5% delay 5ms jitter 2ms"
    assert through(text) == through(text)
    assert through(text) != through(text, seed=2)


@pytest.mark.parametrize("text", ["delay 20ms loss 2.5%", "jitter 0.5ms rate 64kbit mtu 576", "corrupt 100%", ""])
def test_an_impairment_is_written_as_it_is_read(text: str) -> None:
    assert str(Impairment.parse(text) if text else Impairment()) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("loss", "write pairs of a name and a value"),
        ("loss 2", "loss '2' is not from 0% to 100%"),
        ("loss 101%", "loss '101%' is not from 0% to 100%"),
        ("rate fast", "rate 'fast' is not e.g. 64kbit or 2mbit"),
        ("rate 0bit", "rate '0bit' is not e.g. 64kbit or 2mbit"),
        ("mtu 20", "mtu '20' is not a number of bytes, 68 at least"),
        ("delay long", "not a duration: 'long'"),
        ("noise 3%", "'noise' is not one of delay 20ms"),
    ],
)
def test_a_mistake_is_named(pair: Lab, text: str, reason: str) -> None:
    with pytest.raises(LabError) as error:
        pair.impair("n1:Fa0/0", text)
    assert str(error.value).startswith(reason)


# -- on links ----------------------------------------------------------------------------------------------------


class Station:
    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.heard: list[tuple[int, bytes]] = []

    def receive(self, frame: bytes) -> None:
        self.heard.append((self.kernel.now, frame))

    def set_carrier(self, carrier: bool) -> None:
        pass


def test_each_direction_suffers_on_its_own() -> None:
    kernel = Kernel()
    cable = Cable(kernel, ("a:0", "b:0"), (10 * MICROSECOND, 10 * MICROSECOND))
    stations = [Station(kernel), Station(kernel)]
    for end, station in zip(cable.ends, stations, strict=True):
        end.attach(station)
        end.power(True)
    cable.ends[0].impair(Impairment(delay=MILLISECOND))
    for end in cable.ends:
        end.transmit(FRAME)
    kernel.run_until(SECOND)
    assert stations[1].heard == [(MILLISECOND + 10 * MICROSECOND, FRAME)]
    assert stations[0].heard == [(10 * MICROSECOND, FRAME)]


def pings(lab: Lab, size: int = 100) -> str:
    text = lab["n1"].execute(f"ping 192.0.2.2 repeat 50 timeout 1 size {size}")
    return next(line for line in text.splitlines() if line.startswith("Success"))


def test_both_ways_through_a_switch(pair: Lab) -> None:
    pings(pair)
    assert pings(pair).endswith("(50/50), round-trip min/avg/max = 1/1/1 ms")
    pair.impair("n1:Fa0/0", "delay 20ms")
    assert pings(pair).endswith("= 41/41/41 ms")
    pair.impair("n1:Fa0/0", "delay 20ms", "out")
    pair.impair("n1:Fa0/0", "", "in")
    assert pings(pair).endswith("= 21/21/21 ms")
    pair.impair("lan", "delay 5ms")
    assert pings(pair).endswith("= 21/21/21 ms")
    pair.impair("all", "")
    assert pings(pair).endswith("= 1/1/1 ms")


def test_loss_on_the_way_back_alone(pair: Lab) -> None:
    pings(pair)
    pair.impair("n1:Fa0/0", "loss 100%", "in")
    with pair.capture("n2:Fa0/0") as capture:
        assert "0 percent (0/50)" in pings(pair)
    assert len(capture.frames) == 100


def test_frames_longer_than_the_line_allows_are_lost(pair: Lab) -> None:
    pings(pair)
    pair.impair("n1:Fa0/0", "mtu 1400")
    assert "100 percent" in pings(pair, 1400)
    assert "0 percent (0/50)" in pings(pair, 1401)


def test_corrupted_packets_are_dropped_and_nobody_falls(pair: Lab) -> None:
    pings(pair)
    pair.impair("lan", "corrupt 30% duplicate 30% reorder 30% jitter 3ms delay 3ms")
    assert " 0 percent" not in pings(pair)
    assert " 100 percent" not in pings(pair)
    pair.impair("lan", "")
    pair.run(seconds=5)
    pings(pair)
    assert " 100 percent" in pings(pair)


def test_a_bad_line_is_part_of_the_labs_value(pair: Lab) -> None:
    pings(pair)
    pair.impair("lan", "loss 20% jitter 1ms delay 2ms rate 10mbit")
    pings(pair)
    other = pair.copy()
    assert other == pair
    assert pings(other) == pings(pair)
    assert other == pair and other.trace_hash() == pair.trace_hash()


def test_from_the_lab_file(lab_file: Path) -> None:
    text = lab_file.read_text()
    old = '- endpoints: ["n1:FastEthernet0/0", "lan:1"]'
    lab_file.write_text(text.replace(old, f"{old}\n      labels: {{ios-emu.impair: delay 20ms}}\n      mtu: 1400"))
    lab = Lab.load(lab_file)
    lab.run(seconds=5)
    pings(lab)
    assert pings(lab).endswith("= 41/41/41 ms")
    assert "0 percent (0/50)" in pings(lab, 1401)


@pytest.mark.parametrize(
    ("new", "line", "reason"),
    [
        ("labels: {ios-emu.impair: fast}", 9, "write pairs of a name and a value, of delay 20ms"),
        ("mtu: big", 9, "mtu 'big' is not a number of bytes, 68 at least"),
    ],
)
def test_a_mistake_in_the_lab_file_has_its_place(lab_file: Path, new: str, line: int, reason: str) -> None:
    old = '- endpoints: ["n1:FastEthernet0/0", "lan:1"]'
    lab_file.write_text(lab_file.read_text().replace(old, f"{old}\n      {new}"))
    with pytest.raises(LabError) as error:
        Lab.load(lab_file)
    assert str(error.value).startswith(f"{lab_file}:{line}: {reason}")


def test_in_a_transcript(pair: Lab) -> None:
    ping = "n1#ping 192.0.2.2 repeat 5\n"
    lines = f"{ping}!@ impair n1:Fa0/0 out delay 20ms\n{ping}!@ impair lan off\n{ping}"
    text = run_transcript(pair, parse_transcript(lines, "t.txt"))
    trips = [line.rpartition("= ")[2] for line in text.splitlines() if line.startswith("Success")]
    assert trips[1:] == ["21/21/21 ms", "1/1/1 ms"]
    assert "!@ impair n1:Fa0/0 out delay 20ms\n" in text


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("!@ impair n1:Fa0/0", "write !@ impair LINK [in|out] off, or"),
        ("!@ impair n1:Fa0/0 loss all", "loss 'all' is not from 0% to 100%"),
        ("!@ impair wan off", "there is no link 'wan'; write NODE:INTERFACE or one of lan, all"),
        ("!@ impair lan in off", "there is no cable at 'lan'; write NODE:INTERFACE"),
    ],
)
def test_a_mistake_in_a_transcript_has_its_place(pair: Lab, line: str, reason: str) -> None:
    with pytest.raises(LabError) as error:
        run_transcript(pair, parse_transcript(line, "t.txt"))
    assert str(error.value).startswith(f"t.txt:1: {reason}")

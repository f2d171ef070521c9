"""Pacing, on a wall clock that the test moves."""

import asyncio
import math

from ios_emu.edge.pace import LAG, SLICE, Pace
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.lab.lab import Lab


class Wall:
    """A wall clock. Each look at it costs `cost` seconds, so that work takes time."""

    def __init__(self) -> None:
        self.time = 100.0
        self.cost = 0.0

    def __call__(self) -> float:
        self.time += self.cost
        return self.time


def test_virtual_time_follows_the_wall_clock(pair: Lab) -> None:
    wall = Wall()
    start = pair.now
    pace = Pace(pair, 1, wall)
    wall.time += 0.25
    assert pace.advance()
    assert pair.now - start == 250 * MILLISECOND
    pace.speed = 10
    wall.time += 0.25
    assert pace.advance()
    assert pair.now - start == 2750 * MILLISECOND


def test_paused_time_stands_still_and_is_not_made_up_for(pair: Lab) -> None:
    wall = Wall()
    start = pair.now
    pace = Pace(pair, 1, wall)
    pace.paused = True
    wall.time += 60
    assert pace.advance()
    assert pair.now == start
    pace.paused = False
    wall.time += 0.25
    pace.advance()
    assert pair.now - start == 250 * MILLISECOND


class Busy:
    """Something that never rests: an event each virtual microsecond."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.lab.kernel.after(1000, self, None)

    def on_event(self, what: object) -> None:
        self.lab.kernel.after(1000, self, None)


def test_a_slice_ends_in_time_however_much_there_is_to_do(pair: Lab) -> None:
    wall = Wall()
    wall.cost = 0.001
    Busy(pair)
    pace = Pace(pair, math.inf, wall)
    before = wall.time
    assert not pace.advance()
    assert wall.time - before < SLICE + 0.005


def test_a_lab_that_cannot_keep_up_gives_the_lost_time_up(pair: Lab) -> None:
    wall = Wall()
    Busy(pair)
    pace = Pace(pair, 1, wall)
    wall.time += LAG / 2
    wall.cost = 0.001
    while wall.time < 110:
        assert not pace.advance()
        wall.time += 0.1
    wall.cost = 0
    start = pair.now
    wall.time += 0.001
    pace.advance()
    assert pair.now - start < LAG * SECOND


def test_a_computer_that_stood_still_does_not_make_the_lab_hurry(pair: Lab) -> None:
    wall = Wall()
    pace = Pace(pair, 10, wall)
    start = pair.now
    wall.time += 3600
    assert pace.advance()
    wall.time += 0.1
    pace.advance()
    assert pair.now - start == SECOND


def test_a_wait_rushes_to_its_end_and_then_goes_on_at_the_old_speed(pair: Lab) -> None:
    wall = Wall()
    start = pair.now
    pace = Pace(pair, 1, wall)
    pace.paused = True
    pace.rush(30 * SECOND)
    assert pace.rushing
    assert pace.advance()
    assert pair.now - start == 30 * SECOND and not pace.rushing
    pace.paused = False
    wall.time += 0.25
    pace.advance()
    assert pair.now - start == 30250 * MILLISECOND


def test_it_gives_the_loop_its_turn(pair: Lab) -> None:
    Busy(pair)

    async def count() -> int:
        turns = 0
        pace = asyncio.create_task(Pace(pair, math.inf).run(lambda: None))
        for _ in range(5):
            await asyncio.sleep(0)
            turns += 1
        pace.cancel()
        return turns

    assert asyncio.run(count()) == 5

"""The election (RFC 2328 section 9.4), case by case."""

from __future__ import annotations

import itertools

import pytest

from ios_emu.features.ospf.election import Candidate, elect
from ios_emu.wire import ANY, IPv4


def router(number: int, priority: int = 1, designated: int = 0, backup: int = 0) -> Candidate:
    """Router n.n.n.n at 10.0.0.n; declares routers by number."""
    return Candidate(IPv4(number * 0x01010101), at(number), priority, at(designated), at(backup))


def at(number: int) -> IPv4:
    return IPv4(0x0A000000 + number) if number else ANY


@pytest.mark.parametrize(
    ("me", "others", "designated", "backup"),
    [
        # cold start: the highest ID is DR; seen from itself and the second, BDR is the second
        (router(3), [router(1), router(2)], 3, 2),
        # the third party hears of them by their declarations only
        (router(1), [router(2), router(3, designated=3, backup=2)], 3, 2),
        (router(1), [router(2, designated=3, backup=2), router(3, designated=3, backup=2)], 3, 2),
        # alone
        (router(1), [], 1, 0),
        # priority before ID; priority 0 never
        (router(1, priority=9), [router(2), router(3)], 1, 3),
        (router(1), [router(2, priority=0)], 1, 0),
        (router(1, priority=0), [router(2, priority=0)], 0, 0),
        # a sitting DR and BDR stay, whoever comes
        (router(9, priority=200), [router(1, designated=1, backup=2), router(2, designated=1, backup=2)], 1, 2),
        # the DR died: the BDR moves up, the next becomes BDR
        (router(2, designated=3, backup=2), [router(1, designated=3, backup=2)], 2, 1),
        (router(1, designated=3, backup=2), [router(2, designated=2, backup=0), router(4)], 2, 4),
        # the BDR died
        (router(1, designated=3, backup=2), [router(3, designated=3, backup=2)], 3, 1),
        # two halves of a network meet: the better DR wins, the other steps down
        (router(1, designated=1), [router(2, designated=2)], 2, 1),
    ],
)
def test_outcomes(me: Candidate, others: list[Candidate], designated: int, backup: int) -> None:
    outcome = elect(me, others)
    assert (outcome.designated, outcome.backup) == (at(designated), at(backup))


def test_the_order_of_the_neighbours_does_not_matter() -> None:
    others = [router(2, 5), router(3, 5, designated=3), router(4, 1, backup=4), router(5, 0)]
    outcomes = {elect(router(1), list(order)).passes for order in itertools.permutations(others)}
    assert len(outcomes) == 1


def test_a_router_is_never_both() -> None:
    for numbers in itertools.product(range(4), repeat=4):
        me = router(1, 1, numbers[0], numbers[1])
        outcome = elect(me, [router(2, 1, numbers[2], numbers[3]), router(3)])
        if me.address in (outcome.designated, outcome.backup):
            assert outcome.designated != outcome.backup or outcome.designated != me.address
        assert outcome.designated


def test_a_changed_role_makes_a_second_pass() -> None:
    assert len(elect(router(3), [router(1)]).passes) == 2
    assert len(elect(router(1, priority=0), [router(3, designated=3)]).passes) == 1

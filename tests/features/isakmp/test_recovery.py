"""`crypto isakmp invalid-spi-recovery`: a router that gets packets of an SA it has lost tells the peer so, under a
phase 1 begun for that purpose if need be. Without it the peer goes on talking to nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.isakmp_bench import A, B, Bench
from support.isakmp_lab import lab

from ios_emu.features.isakmp import informational, packet
from ios_emu.features.isakmp.config import PresharedKey
from ios_emu.features.isakmp.engine import MAX_RECOVERIES
from ios_emu.lab.lab import Lab
from ios_emu.wire import ANY, IPv4

RECOVERY = ("crypto ipsec transform", "crypto isakmp invalid-spi-recovery\ncrypto ipsec transform")


def after_a_loss(made: Lab) -> str:
    """R2 loses everything; R1 goes on sending."""
    assert "!!" in made["R1"].execute("ping 10.2.0.1 source Loopback0")
    made["R2"].execute("undebug all")
    made["R1"].execute("undebug all")
    made.power_off("R2")
    made.run(seconds=1)
    made.power_on("R2")
    made.run(seconds=10)
    made["R2"].execute("ping 192.0.2.1")
    return made["R1"].execute("ping 10.2.0.1 source Loopback0 repeat 10 timeout 1")


def test_without_it_the_peer_goes_on_talking_to_nobody(tmp_path: Path) -> None:
    said = after_a_loss(lab(tmp_path))
    assert ".........." in said


@pytest.mark.parametrize("release", ["12.3", "15.2"])
def test_with_it_the_tunnel_comes_back(release: str, tmp_path: Path) -> None:
    made = lab(tmp_path, (release, release), {"R2": RECOVERY})
    said = after_a_loss(made)
    assert said.count("!") >= 7
    assert "RECVD_PKT_INV_SPI" in made.console("R2")
    assert "invalid-spi-recovery" in made["R2"].execute("show running-config")


def recovering() -> Bench:
    bench = Bench(releases=("12.3", "12.3"))
    bench.b.config.invalid_spi_recovery = True
    bench.connect()
    bench.run(1)
    bench.check_tunnel()
    return bench


def test_an_sa_that_is_there_is_used_and_the_peer_drops_what_is_not() -> None:
    bench = recovering()
    (outbound,) = [his for his, _ in bench.a.ike.children[A, B].values()]
    before = len(bench.wire.sent)
    bench.b.ike.invalid_spi(B, A, 50, outbound)
    bench.run(0.1)
    assert len(bench.wire.sent) == before + 1
    assert bench.a.fake.spis_deleted == [(outbound,)]
    assert (A, B) not in bench.a.ike.children


def test_it_is_not_said_more_often_than_every_ten_seconds() -> None:
    bench = recovering()
    before = len(bench.wire.sent)
    for _ in range(1000):
        bench.b.ike.invalid_spi(B, A, 50, 0x12345)
        bench.run(0.001)
    assert len(bench.wire.sent) == before + 1
    bench.run(10)
    bench.b.ike.invalid_spi(B, A, 50, 0x12345)
    assert len(bench.wire.sent) == before + 2


def test_it_is_off_by_default() -> None:
    bench = recovering()
    bench.b.config.invalid_spi_recovery = False
    before = len(bench.wire.sent)
    bench.b.ike.invalid_spi(B, A, 50, 0x12345)
    assert len(bench.wire.sent) == before


@pytest.mark.parametrize(("key_for_all", "most"), [(False, 0), (True, MAX_RECOVERIES)])
def test_strangers_cause_few_negotiations(key_for_all: bool, most: int) -> None:
    """Nobody without a key is worth a message, and with a key for all only so many at a time."""
    bench = recovering()
    if key_for_all:
        bench.b.config.keys[ANY, ANY] = PresharedKey("anybody", ANY, ANY)
    for number in range(500):
        bench.b.ike.invalid_spi(B, IPv4(0xC6336400 + number), 50, 0x12345)
    bench.run(1)
    assert len(bench.b.ike.sas) == 1 + most
    bench.run(130)
    assert len(bench.b.ike.sas) == 1 and not bench.b.ike.unknown_spis


def test_an_unencrypted_invalid_spi_is_not_believed() -> None:
    bench = recovering()
    a = bench.a.ike.established((A, B))
    assert a is not None
    (outbound,) = [his for his, _ in bench.a.ike.children[A, B].values()]
    notify = packet.Notify(packet.PROTOCOL_ESP, outbound.to_bytes(4, "big"), packet.INVALID_SPI, b"")
    informational.send_clear(bench.b.ike, next(iter(bench.b.ike.sas.values())), notify)
    bench.run(0.1)
    assert not bench.a.fake.spis_deleted

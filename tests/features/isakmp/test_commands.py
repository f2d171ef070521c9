"""The commands: what they configure, what stays in the running-config, what show and debug print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.isakmp_bench import A, B, Bench

from ios_emu.features.isakmp import Isakmp, show
from ios_emu.features.isakmp.config import IsakmpConfig, Keepalive, Policy, PresharedKey
from ios_emu.kernel import SECOND, Kernel
from ios_emu.lab.catalog import CATALOG
from ios_emu.router.release import RELEASES
from ios_emu.router.router import Router
from ios_emu.wire import IPv4

CONFIGS = Path(__file__).parents[3] / "configs"
HOST = IPv4(0xFFFFFFFF)


def router_with(config: str) -> Router:
    router = Router("r1", Kernel(1), CATALOG, config)
    router.power_on()
    router.kernel.run_until(5 * SECOND)
    assert not router.boot_complaints
    router.execute("terminal length 0")
    return router


def configure(router: Router, *lines: str) -> str:
    router.execute("configure terminal")
    said = "".join(router.execute(line) for line in lines)
    router.execute("end")
    return said


def crypto_lines(router: Router) -> list[str]:
    """The ISAKMP part of the running-config."""
    text = router.execute("show running-config")
    section = re.search(r"^crypto isakmp policy.*?^(?=!\n(?!crypto isakmp))", text + "!\nend\n", re.M | re.S)
    return section.group(0).splitlines() if section else []


def config_of(router: Router) -> IsakmpConfig:
    return router.feature(Isakmp).config


# -- configuration -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "peer"), [("vpn7200", "172.16.172.53"), ("7204VXR-1", "172.16.172.69")])
def test_the_seeds_configurations(name: str, peer: str) -> None:
    router = router_with((CONFIGS / f"{name}.cfg").read_text())
    config = config_of(router)
    assert config.policies == {1: Policy(hash="md5", authentication="pre-share")}
    assert config.key_for(IPv4.parse(peer)) == b"cisco123"
    assert config.keepalive == Keepalive(10)
    assert crypto_lines(router) == [
        "crypto isakmp policy 1",
        " hash md5",
        " authentication pre-share",
        f"crypto isakmp key cisco123 address {peer}",
        "crypto isakmp keepalive 10",
    ]


def test_a_policy_shows_only_what_is_not_the_default() -> None:
    router = router_with("version 12.3\n")
    lines = ("encryption aes 256", "hash sha256", "authentication pre-share", "group 5", "lifetime 600")
    configure(router, "crypto isakmp policy 20", *lines)
    assert config_of(router).policies[20] == Policy("aes", 256, "sha256", "pre-share", 5, 600)
    shown = ["encr aes 256", "hash sha256", "authentication pre-share", "group 5", "lifetime 600"]
    assert crypto_lines(router) == ["crypto isakmp policy 20", *(f" {line}" for line in shown)]
    lines = ("encr des", "hash sha", "authentication rsa-sig", "group 1", "lifetime 86400")
    configure(router, "crypto isakmp policy 20", *lines)
    assert config_of(router).policies[20] == Policy()
    assert crypto_lines(router) == ["crypto isakmp policy 20"]


@pytest.mark.parametrize("line", ["encr 3des", "hash md5", "authentication pre-share", "group 2", "lifetime 999"])
def test_no_undoes_a_line_of_a_policy(line: str) -> None:
    router = router_with("version 12.3\n")
    configure(router, "crypto isakmp policy 1", line)
    assert config_of(router).policies[1] != Policy()
    configure(router, "crypto isakmp policy 1", f"no {line.split()[0]}")
    assert config_of(router).policies[1] == Policy()
    assert crypto_lines(router) == ["crypto isakmp policy 1"]
    configure(router, "no crypto isakmp policy 1")
    assert not config_of(router).policies and not crypto_lines(router)


@pytest.mark.parametrize(
    ("typed", "shown", "bits"),
    [("aes", "encr aes", 128), ("aes 128", "encr aes", 128), ("aes 192", "encr aes 192", 192)],
)
def test_aes_key_lengths(typed: str, shown: str, bits: int) -> None:
    router = router_with("version 12.3\n")
    configure(router, "crypto isakmp policy 1", f"encr {typed}")
    assert config_of(router).policies[1].key_bits == bits
    assert crypto_lines(router)[1] == f" {shown}"


def test_keys() -> None:
    router = router_with("version 12.3\ncrypto isakmp policy 1\n")
    configure(
        router,
        "crypto isakmp key 0 foo address 10.1.0.0 255.255.0.0 no-xauth",
        "crypto isakmp key bar address 10.1.1.1 255.255.255.255",
        "crypto isakmp key 6 XYZ address 10.2.2.2",
    )
    config = config_of(router)
    assert [config.key_for(IPv4.parse(a)) for a in ("10.1.1.1", "10.1.1.2", "10.2.2.2", "10.3.3.3")] == [
        b"bar",
        b"foo",
        None,
        None,
    ]
    assert crypto_lines(router)[1:] == [
        "crypto isakmp key foo address 10.1.0.0 255.255.0.0 no-xauth",
        "crypto isakmp key bar address 10.1.1.1",
        "crypto isakmp key 6 XYZ address 10.2.2.2",
    ]
    said = configure(
        router, "crypto isakmp key baz address 10.1.1.1", "no crypto isakmp key foo address 10.1.0.0 255.255.0.0"
    )
    assert "A pre-shared key for address mask 10.1.1.1 255.255.255.255 already exists!\n" in said
    assert config.key_for(IPv4.parse("10.1.1.1")) == b"bar"
    assert len(config.keys) == 2 and len(crypto_lines(router)) == 3


def test_keepalive_identity_and_logging() -> None:
    router = router_with("version 12.3\ncrypto isakmp policy 1\n")
    config = config_of(router)
    configure(router, "crypto isakmp keepalive 20 2 on-demand", "crypto isakmp identity hostname")
    assert config.keepalive == Keepalive(20, 2) and config.identity == "hostname"
    assert crypto_lines(router)[1:] == ["crypto isakmp identity hostname", "crypto isakmp keepalive 20"]
    configure(router, "crypto isakmp keepalive 30 5 periodic", "crypto isakmp identity address")
    assert config.keepalive == Keepalive(30, 5, True) and config.identity == "address"
    assert crypto_lines(router)[1:] == ["crypto isakmp keepalive 30 5 periodic"]
    configure(router, "no crypto isakmp keepalive", "crypto logging session")
    assert config.keepalive is None and config.log_sessions
    configure(router, "no crypto logging session")
    assert not config.log_sessions and crypto_lines(router) == ["crypto isakmp policy 1"]


def test_isakmp_can_be_switched_off() -> None:
    router = router_with((CONFIGS / "vpn7200.cfg").read_text())
    assert router.udp.listening(500)
    assert "ISAKMP is OFF" in configure(router, "no crypto isakmp enable")
    assert not router.udp.listening(500)
    assert "no crypto isakmp enable" in router.execute("show running-config")
    assert "ISAKMP is ON" in configure(router, "crypto isakmp enable")
    assert router.udp.listening(500)
    assert "crypto isakmp enable" not in router.execute("show running-config")


# -- show ----------------------------------------------------------------------------------------------------


def test_show_policy_and_key_on_a_router() -> None:
    router = router_with((CONFIGS / "vpn7200.cfg").read_text())
    assert router.execute("show crypto isakmp policy").splitlines()[:6] == [
        "Protection suite of priority 1",
        "\tencryption algorithm:\tDES - Data Encryption Standard (56 bit keys).",
        "\thash algorithm:\t\tMessage Digest 5",
        "\tauthentication method:\tPre-Shared Key",
        "\tDiffie-Hellman group:\t#1 (768 bit)",
        "\tlifetime:\t\t86400 seconds, no volume limit",
    ]
    assert router.execute("show crypto isakmp key") == (
        "Keyring               Hostname/Address                   Preshared Key\n\n"
        "default               172.16.172.53                      cisco123\n"
    )
    assert router.execute("clear crypto isakmp 5") == "% No IKE SA with connection id 5\n"
    assert router.execute("show crypto isakmp sa") == (
        "dst             src             state          conn-id slot\n"
    )


def sas(release: str) -> tuple[Bench, str, str]:
    bench = Bench(releases=(release, release), keepalive=Keepalive(10))
    bench.connect()
    bench.run(8)
    station = bench.a
    table = show.sa_table(station.release, station.ike.sas.values())
    return bench, table, show.sa_detail(station.release, station.ike.sas.values(), bench.kernel.now)


@pytest.mark.parametrize(("release", "number"), [("12.3", 1), ("12.4", 0), ("15", 0)])
def test_an_sa_without_keys_has_no_number_from_12_4_on(release: str, number: int) -> None:
    bench = Bench(releases=(release, release))
    bench.wire.drop = {0}
    bench.connect()
    (sa,) = bench.a.ike.sas.values()
    row = show.sa_table(bench.a.release, [sa]).splitlines()[2 if release == "15" else 1]
    assert row.split()[2:4] == ["MM_NO_STATE", str(number)]
    detail = show.sa_detail(bench.a.release, [sa], bench.kernel.now)
    assert ("Engine-id:Conn-id =  ???" in detail) == (release == "15")
    bench.run(20)
    assert sa.conn_id == (1001 if release == "15" else 1)


@pytest.mark.parametrize("release", ["12.2", "12.3"])
def test_show_sa_of_12_2_and_12_3(release: str) -> None:
    bench, table, detail = sas(release)
    assert table == (
        "dst             src             state          conn-id slot\n"
        "172.16.172.53   172.16.172.69   QM_IDLE              1    0\n"
    )
    letter = "K" if release == "12.2" else "D"
    assert detail.splitlines()[6:] == [
        "C-id  Local           Remote          I-VRF    Encr Hash Auth DH Lifetime Cap.",
        f"1     172.16.172.69   172.16.172.53            des  md5  psk  1  23:59:52 {letter}   ",
        "       Connection-id:Engine-id =  1:1(software)",
    ]
    bench.a.ike.clear()
    table = show.sa_table(bench.a.release, bench.a.ike.sas.values())
    assert table.splitlines()[1] == "172.16.172.53   172.16.172.69   MM_NO_STATE          1    0 (deleted)"


def test_show_sa_of_12_4() -> None:
    _, table, _ = sas("12.4")
    assert table.splitlines()[1] == "172.16.172.53   172.16.172.69   QM_IDLE              1    0 ACTIVE"


def test_show_sa_of_15() -> None:
    _, table, detail = sas("15")
    assert table == (
        "IPv4 Crypto ISAKMP SA\n"
        "dst             src             state          conn-id status\n"
        "172.16.172.53   172.16.172.69   QM_IDLE           1001 ACTIVE\n"
        "\nIPv6 Crypto ISAKMP SA\n\n"
    )
    assert "1001  172.16.172.69   172.16.172.53          ACTIVE des  md5    psk  1  23:59:52 D   \n" in detail
    assert "Engine-id:Conn-id =  SW:1\n" in detail


def test_show_sa_while_negotiating() -> None:
    bench = Bench()
    shown = []
    bench.connect()
    for _ in range(6):
        shown.append(show.sa_table(bench.a.release, bench.a.ike.sas.values()).splitlines()[1][32:43].strip())
        show.sa_detail(bench.a.release, bench.a.ike.sas.values(), bench.kernel.now)
        bench.run(0.0015)
    assert list(dict.fromkeys(shown)) == ["MM_NO_STATE", "MM_SA_SETUP", "MM_KEY_EXCH", "QM_IDLE"]


def test_show_policy_and_key_of_later_releases() -> None:
    config = IsakmpConfig(policies={10: Policy("3des", authentication="pre-share", group=14)})
    config.keys[IPv4(0), IPv4(0)] = PresharedKey("secret", IPv4(0), IPv4(0))
    config.keys[A, HOST] = PresharedKey("gibberish", A, encrypted=True)
    later = show.policies(RELEASES["12.4"], config)
    assert later.startswith("\nGlobal IKE policy\nProtection suite of priority 10\n")
    assert "Three key triple DES" in later and "#14 (2048 bit)" in later and "Default protection suite" in later
    assert "Default protection suite" not in show.policies(RELEASES["15"], config)
    assert "0.0.0.0        [0.0.0.0        ]" in show.keys(RELEASES["15"], config)
    assert "gibberish" not in show.keys(RELEASES["12.2"], config)


# -- debug ---------------------------------------------------------------------------------------------------


def said(release: str) -> tuple[list[str], list[str]]:
    bench = Bench(releases=(release, release))
    bench.a.debugging = bench.b.debugging = True
    bench.connect()
    bench.run(1)
    return bench.a.debugs, bench.b.debugs


def machine_lines(debugs: list[str]) -> list[str]:
    return [text.split("Old State = ")[1].strip() for text in debugs if "Old State" in text]


def test_debug_of_12_2_is_silent_about_the_machine() -> None:
    a, b = said("12.2")
    assert not machine_lines(a) and not machine_lines(b)
    assert "ISAKMP (0:1): sending packet to 172.16.172.53 (I) MM_NO_STATE" in a
    assert "ISAKMP (0:0): received packet from 172.16.172.69 (N) NEW SA" in b
    assert "ISAKMP (0:1): SA has been authenticated with 172.16.172.53" in a


def test_debug_of_12_3t_tells_every_transition() -> None:
    a, b = said("12.3")
    assert machine_lines(a) == [
        "IKE_READY  New State = IKE_I_MM1",
        "IKE_I_MM1  New State = IKE_I_MM2",
        "IKE_I_MM2  New State = IKE_I_MM2",
        "IKE_I_MM2  New State = IKE_I_MM3",
        "IKE_I_MM3  New State = IKE_I_MM4",
        "IKE_I_MM4  New State = IKE_I_MM4",
        "IKE_I_MM4  New State = IKE_I_MM5",
        "IKE_I_MM5  New State = IKE_I_MM6",
        "IKE_I_MM6  New State = IKE_I_MM6",
        "IKE_I_MM6  New State = IKE_P1_COMPLETE",
        "IKE_QM_READY  New State = IKE_QM_I_QM1",
        "IKE_P1_COMPLETE  New State = IKE_P1_COMPLETE",
        "IKE_QM_I_QM1  New State = IKE_QM_PHASE2_COMPLETE",
    ]
    assert machine_lines(b)[:4] == [
        "IKE_READY  New State = IKE_R_MM1",
        "IKE_R_MM1  New State = IKE_R_MM1",
        "IKE_R_MM1  New State = IKE_R_MM2",
        "IKE_R_MM2  New State = IKE_R_MM3",
    ]
    sending = "sending packet to 172.16.172.53 my_port 500 peer_port 500 (I)"
    assert [text.split(": ", 1)[1] for text in a if "sending packet" in text] == [
        f"{sending} MM_NO_STATE",
        f"{sending} MM_SA_SETUP",
        f"{sending} MM_KEY_EXCH",
        f"{sending} QM_IDLE      ",
        f"{sending} QM_IDLE      ",
    ]
    assert "ISAKMP:      life duration (VPI) of  0x0 0x1 0x51 0x80 " in b
    assert "ISAKMP (0:1): atts are acceptable. Next payload is 0" in b
    assert any(text.startswith("ISAKMP (0:1): ID payload \n\tnext-payload : 8\n\ttype         : 1 ") for text in a)
    assert any(re.fullmatch(r"ISAKMP \(0:1\): beginning Quick Mode exchange, M-ID of -?\d+", text) for text in a)


def test_a_silent_router_formats_nothing() -> None:
    bench = Bench()
    bench.connect()
    bench.run(1)
    assert not bench.a.debugs and not bench.b.debugs
    assert bench.a.ike.established((A, B)) is not None

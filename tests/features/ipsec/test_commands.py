"""The commands, typed at a console and read from a startup-config, in whatever order."""

from __future__ import annotations

import itertools

import pytest
from support.ipsec_pair import CATALOG

from ios_emu.features.ipsec import Ipsec, show
from ios_emu.kernel import Kernel
from ios_emu.router.key_engine import Transform
from ios_emu.router.router import Router
from ios_emu.wire import IPv4

SECTIONS = [
    "crypto ipsec transform-set myset esp-des esp-md5-hmac \n",
    "crypto map vpn 10 ipsec-isakmp \n set peer 172.16.172.69\n set transform-set myset \n match address 101\n"
    " reverse-route\n",
    "interface Loopback1\n ip address 172.16.172.52 255.255.255.240\n crypto map vpn\n",
    "access-list 101 permit ip 10.1.1.0 0.0.0.255 20.1.1.0 0.0.0.255\n",
]
EVERYTHING = """crypto ipsec security-association lifetime kilobytes 9000
crypto ipsec security-association lifetime seconds 900
!
crypto ipsec transform-set strong esp-aes 256 esp-sha256-hmac\x20
 mode transport
!
crypto map vpn local-address Loopback0
!
crypto map vpn 10 ipsec-isakmp\x20
 description to the branch
 set peer 172.16.172.69
 set peer 172.16.172.70
 set security-association lifetime kilobytes 10000
 set security-association lifetime seconds 1000
 set transform-set strong myset\x20
 set pfs group2
 match address 101
 reverse-route static
!
interface Loopback1
 ip address 10.0.0.1 255.255.255.255
 crypto map vpn redundancy VPNHA
"""


def boot(config: str) -> Router:
    router = Router("r", Kernel(), CATALOG, "version 12.3\n" + config + "end\n")
    router.power_on()
    router.kernel.run_until(5_000_000_000)
    return router


def configure(router: Router, *lines: str) -> str:
    return "".join(router.execute(line) for line in ("configure terminal", *lines, "end"))


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_the_order_of_the_configuration_does_not_matter(order: tuple[int, ...]) -> None:
    router = boot("".join(SECTIONS[n] for n in order))
    usual = boot("".join(SECTIONS))
    assert show.crypto_maps(router.feature(Ipsec)) == show.crypto_maps(usual.feature(Ipsec))
    assert show.ipsec_sa(router.feature(Ipsec)) == show.ipsec_sa(usual.feature(Ipsec))
    assert router.rib.candidates("static") == usual.rib.candidates("static") != []


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 1, 0, 3)])
def test_nor_does_the_order_of_typing(order: tuple[int, ...]) -> None:
    router = boot("")
    for n in order:
        configure(router, *SECTIONS[n].splitlines())
    usual = boot("".join(SECTIONS))
    assert show.crypto_maps(router.feature(Ipsec)) == show.crypto_maps(usual.feature(Ipsec))
    assert len(router.rib.candidates("static")) == 1


def test_the_running_config_says_what_was_configured() -> None:
    router = boot(EVERYTHING)
    shown = router.execute("show running-config")
    for section in EVERYTHING.split("!\n"):
        assert section in shown
    entry = router.feature(Ipsec).policy.maps["vpn"].entries[10]
    assert entry.peers == [IPv4.parse("172.16.172.69"), IPv4.parse("172.16.172.70")]
    assert (entry.transform_sets, entry.pfs_group) == (("strong", "myset"), 2)
    assert (entry.lifetime_seconds, entry.lifetime_kilobytes) == (1000, 10_000)
    assert router.feature(Ipsec).policy.lifetime_seconds == 900
    strong = router.feature(Ipsec).policy.transform_sets["strong"].transform
    assert strong == Transform("aes", 256, "sha256", "transport")


def test_no_undoes_everything() -> None:
    router = boot(EVERYTHING)
    empty = boot("interface Loopback1\n ip address 10.0.0.1 255.255.255.255\n")
    configure(
        router,
        "crypto map vpn 10",
        "no description",
        "no set peer 172.16.172.69",
        "no set security-association lifetime kilobytes",
        "no set security-association lifetime seconds",
        "no set transform-set",
        "no set pfs",
        "no match address",
        "no reverse-route",
    )
    entry = router.feature(Ipsec).policy.maps["vpn"].entries[10]
    assert entry.peers == [IPv4.parse("172.16.172.70")]
    assert (entry.description, entry.transform_sets, entry.pfs_group, entry.access_list) == ("", (), 0, "")
    assert not (
        entry.lifetime_seconds or entry.lifetime_kilobytes or entry.reverse_route or entry.reverse_route_static
    )
    configure(
        router,
        "interface Loopback1",
        "no crypto map vpn",
        "exit",
        "no crypto map vpn 10",
        "no crypto map vpn local-address",
        "no crypto ipsec transform-set strong",
        "no crypto ipsec security-association lifetime kilobytes",
        "no crypto ipsec security-association lifetime seconds",
    )
    assert router.execute("show running-config") == empty.execute("show running-config")
    assert router.feature(Ipsec).policy == empty.feature(Ipsec).policy
    assert router.interfaces["Loopback1"].crypto is None


def test_a_whole_map_can_be_removed() -> None:
    router = boot(EVERYTHING)
    configure(router, "no crypto map vpn")
    assert not router.feature(Ipsec).policy.maps
    assert "crypto map vpn 10" not in router.execute("show running-config")


def test_a_new_map_entry_says_that_it_is_not_complete_and_an_old_one_does_not() -> None:
    router = boot("")
    note = (
        "% NOTE: This new crypto map will remain disabled until a peer\n"
        "\tand a valid access list have been configured.\n"
    )
    assert note in configure(router, "crypto map vpn 10 ipsec-isakmp")
    assert note not in configure(router, "crypto map vpn 10 ipsec-isakmp")
    assert note not in configure(router, "crypto map vpn 10")
    assert "% Incomplete command." in configure(router, "crypto map vpn 20")


@pytest.mark.parametrize("transforms", ["esp-des esp-3des", "esp-md5-hmac esp-sha-hmac esp-des", "esp-null"])
def test_impossible_transform_sets_are_refused(transforms: str) -> None:
    router = boot("")
    assert "not allowed" in configure(router, f"crypto ipsec transform-set bad {transforms}")
    assert "bad" not in router.execute("show running-config")
    assert not router.feature(Ipsec).policy.transform_sets


@pytest.mark.parametrize(
    ("words", "transform"),
    [
        ("esp-3des esp-sha-hmac", Transform("3des", 0, "sha")),
        ("esp-sha-hmac esp-3des", Transform("3des", 0, "sha")),
        ("esp-aes esp-md5-hmac", Transform("aes", 128, "md5")),
        ("esp-aes 192", Transform("aes", 192, "")),
        ("esp-null esp-md5-hmac", Transform("null", 0, "md5")),
    ],
)
def test_transform_sets(words: str, transform: Transform) -> None:
    router = boot(f"crypto ipsec transform-set x {words}\n")
    assert router.feature(Ipsec).policy.transform_sets["x"].transform == transform


def test_exec_commands_answer() -> None:
    router = boot("".join(SECTIONS))
    assert "local  ident (addr/mask/prot/port): (10.1.1.0/255.255.255.0/0/0)" in router.execute(
        "show crypto ipsec sa"
    )
    assert router.execute("show crypto ipsec sa peer 1.2.3.4") == "\nNo SAs found\n"
    assert 'Crypto Map "vpn" 10' in router.execute("show crypto map")
    assert "No crypto maps" in router.execute("show crypto map tag other")
    assert "Transform set myset" in router.execute("show crypto ipsec transform-set")
    lifetime = "Security association lifetime: 4608000 kilobytes/3600 seconds\n"
    assert router.execute("show crypto ipsec security-association lifetime") == lifetime
    for command in ("clear crypto sa", "clear crypto sa peer 1.1.1.1", "clear crypto sa map vpn"):
        assert router.execute(command) == ""
    assert router.execute("debug crypto ipsec") == "Crypto IPSEC debugging is on\n"


def test_clearing_counters_leaves_the_sas() -> None:
    router = boot("".join(SECTIONS))
    ipsec = router.feature(Ipsec)
    binding = ipsec.bindings["Loopback1"]
    access_list = router.acls.lists["101"]
    ident = binding.ident(ipsec.policy.maps["vpn"].entries[10], access_list.entries[0])
    ident.counters.encaps = 9
    assert "#pkts encaps: 9," in router.execute("show crypto ipsec sa")
    router.execute("clear crypto sa counters")
    assert "#pkts encaps: 0," in router.execute("show crypto ipsec sa")

"""The commands, typed at a console and read from a startup-config, in whatever order."""

from __future__ import annotations

import itertools

import pytest
from support.ipsec_pair import CATALOG

from ios_emu.features.ipsec import Ipsec
from ios_emu.features.ipsec.policy import ReverseRoute, Terms
from ios_emu.features.ipsec.show_map import crypto_maps
from ios_emu.features.ipsec.show_sa import ipsec_sa
from ios_emu.kernel import Kernel, digest
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
crypto ipsec security-association idle-time 600
crypto ipsec security-association replay window-size 128
!
crypto ipsec transform-set strong ah-sha-hmac esp-aes 256 esp-sha256-hmac\x20
 mode transport require
crypto ipsec fragmentation after-encryption
crypto ipsec df-bit clear
!
crypto dynamic-map roaming 10\x20
 description whoever comes
 set transform-set strong\x20
 set pfs group2
 match address 102
 reverse-route
!
crypto map vpn local-address Loopback0
!
crypto map vpn 10 ipsec-isakmp\x20
 description to the branch
 set peer 172.16.172.69 default
 set peer 172.16.172.70
 set security-association lifetime kilobytes 10000
 set security-association lifetime seconds 1000
 set security-association idle-time 60
 set security-association replay disable
 set security-association dfbit set
 set transform-set strong myset\x20
 set pfs group2
 set reverse-route distance 5
 set reverse-route tag 6
 match address 101
 reverse-route tag 7 remote-peer 172.16.172.60 static
crypto map vpn 65535 ipsec-isakmp dynamic roaming\x20
!
interface Loopback1
 ip address 10.0.0.1 255.255.255.255
 crypto map vpn redundancy VPNHA
 crypto ipsec fragmentation before-encryption
 crypto ipsec df-bit copy
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
    assert crypto_maps(router.feature(Ipsec)) == crypto_maps(usual.feature(Ipsec))
    assert ipsec_sa(router.feature(Ipsec)) == ipsec_sa(usual.feature(Ipsec))
    assert router.rib.candidates("static") == usual.rib.candidates("static") != []


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 0, 2, 1), (2, 0, 1, 3)])
def test_nor_does_the_order_of_typing(order: tuple[int, ...]) -> None:
    router = boot("")
    for n in order:
        configure(router, *SECTIONS[n].splitlines())
    usual = boot("".join(SECTIONS))
    assert crypto_maps(router.feature(Ipsec)) == crypto_maps(usual.feature(Ipsec))
    assert len(router.rib.candidates("static")) == 1


def test_a_typed_map_names_only_transform_sets_that_exist() -> None:
    router = boot(BASE)
    said = configure(router, ENTRY, "set transform-set myset other")
    assert 'ERROR: transform set with tag "other" does not exist.' in said
    assert not router.feature(Ipsec).policy.maps["vpn"].entries[10].transform_sets
    assert "set transform-set" not in router.execute("show running-config")


@pytest.mark.parametrize("line", ["no crypto map vpn", "no crypto map vpn 10"])
def test_15_keeps_a_map_that_an_interface_has(line: str) -> None:
    router = Router("r", Kernel(), CATALOG, "version 15.2\n" + "".join(SECTIONS) + "end\n")
    router.power_on()
    assert (
        "% Crypto-map vpn is in use by interface(s): Lo1. "
        "Please remove the crypto map from the above interface(s) first\n" in configure(router, line)
    )
    assert "crypto map vpn 10 ipsec-isakmp" in router.execute("show running-config")
    configure(router, "interface Loopback1", "no crypto map", "exit", line)
    assert not router.feature(Ipsec).policy.maps
    assert "crypto map" not in router.execute("show running-config")


def test_the_running_config_says_what_was_configured() -> None:
    router = boot(EVERYTHING)
    shown = router.execute("show running-config")
    for section in EVERYTHING.split("!\n"):
        assert section in shown
    entry = router.feature(Ipsec).policy.maps["vpn"].entries[10]
    assert entry.peers == [IPv4.parse("172.16.172.69"), IPv4.parse("172.16.172.70")]
    assert entry.default_peer == entry.peers[0]
    assert entry.terms == Terms(1000, 10_000, 60, 0, "set")
    assert entry.reverse_route == ReverseRoute(True, True, IPv4.parse("172.16.172.60"), 7)
    assert (entry.route_tag, entry.route_distance) == (6, 5)
    ipsec = router.feature(Ipsec)
    assert ipsec.policy.terms == Terms(900, 9000, 600, 128, "clear") and ipsec.policy.prefragment is False
    assert (ipsec.df_bit, ipsec.prefragment) == ({"Loopback1": "copy"}, {"Loopback1": True})
    assert ipsec.policy.maps["vpn"].entries[65535].dynamic == "roaming"
    template = ipsec.policy.dynamic_maps["roaming"].entries[10]
    assert (template.transform_sets, template.pfs_group, template.access_list) == (("strong",), 2, "102")
    assert (entry.transform_sets, entry.pfs_group) == (("strong", "myset"), 2)
    strong = router.feature(Ipsec).policy.transform_sets["strong"].transform
    assert strong == Transform("aes", 256, "sha256", "transport", "sha")


ENTRY = "crypto map vpn 10 ipsec-isakmp"
TEMPLATE = "crypto dynamic-map dyn 10"
INTERFACE = "interface Loopback1"
GLOBAL = "crypto ipsec security-association"
INSIDE = [
    "description to the branch",
    "set peer 172.16.172.69",
    "set peer 172.16.172.69 default",
    "set security-association lifetime kilobytes 10000",
    "set security-association lifetime kilobytes disable",
    "set security-association lifetime seconds 1000",
    "set security-association idle-time 60",
    "set security-association replay disable",
    "set security-association replay window-size 256",
    "set security-association dfbit clear",
    "set transform-set myset strong",
    "set pfs",
    "set pfs group5",
    "set reverse-route distance 5",
    "set reverse-route tag 6",
    "match address 101",
    "reverse-route",
    "reverse-route static",
    "reverse-route tag 7 remote-peer",
]
LINES = [
    ("", "crypto ipsec security-association lifetime kilobytes 9000"),
    ("", "crypto ipsec security-association lifetime kilobytes disable"),
    ("", "crypto ipsec security-association lifetime seconds 900"),
    ("", "crypto ipsec security-association idle-time 600"),
    ("", "crypto ipsec security-association replay disable"),
    ("", "crypto ipsec security-association replay window-size 1024"),
    ("", "crypto ipsec transform-set set esp-des"),
    ("crypto ipsec transform-set set esp-des", "mode transport"),
    ("crypto ipsec transform-set set esp-des", "mode transport require"),
    ("", "crypto ipsec fragmentation after-encryption"),
    ("", "crypto ipsec fragmentation before-encryption"),
    ("", "crypto ipsec df-bit clear"),
    ("", TEMPLATE),
    ("", ENTRY),
    ("", "crypto map vpn local-address Loopback0"),
    ("", "crypto map vpn 20 ipsec-isakmp dynamic dyn"),
    (INTERFACE, "crypto map vpn"),
    (INTERFACE, "crypto map vpn redundancy VPNHA"),
    (INTERFACE, "crypto ipsec fragmentation after-encryption"),
    (INTERFACE, "crypto ipsec df-bit set"),
    *((section, line) for section in (ENTRY, TEMPLATE) for line in INSIDE),
]


def state(router: Router) -> tuple[object, ...]:
    """All of the configuration that IPsec holds, and what shows of it."""
    ipsec = router.feature(Ipsec)
    config = router.execute("show running-config").partition("!\n")[2]
    crypto = router.interface("Loopback1").crypto
    routes = [(route.prefix, route.next_hops) for route in router.rib.candidates("static")]
    bound = sorted(ipsec.bindings)
    return config, digest(ipsec.policy), ipsec.df_bit, ipsec.prefragment, bound, crypto is None, routes


BASE = (
    "crypto ipsec transform-set myset esp-des esp-md5-hmac\n"
    "crypto ipsec transform-set strong esp-3des esp-sha-hmac\n"
    "interface Loopback1\n ip address 10.0.0.1 255.255.255.255\n"
    "access-list 101 permit ip 10.1.1.0 0.0.0.255 20.1.1.0 0.0.0.255\n"
)


SECTION_LINES = ("crypto ipsec transform-set set esp-des", TEMPLATE, ENTRY)
"""Of a section `default` makes an empty one; of any other line it is what `no` is."""


@pytest.mark.parametrize(
    ("section", "line", "word"),
    [
        (*line, word)
        for line in LINES
        for word in ("no", "default")
        if word == "no" or line[1] not in SECTION_LINES
    ],
)
def test_no_leaves_nothing_behind(section: str, line: str, word: str) -> None:
    router = boot(BASE)
    if section:
        configure(router, section)
    before = state(router)
    typed = (section, line) if section else (line,)
    configure(router, *typed)
    assert state(router) != before, "the line has an effect"
    configure(router, *typed[:-1], f"{word} {line}")
    assert state(router) == before


@pytest.mark.parametrize(("section", "line"), LINES)
def test_typing_a_line_twice_is_typing_it_once(section: str, line: str) -> None:
    once, twice = boot(BASE), boot(BASE)
    typed = (section, line) if section else (line,)
    configure(once, *typed)
    configure(twice, *typed)
    configure(twice, *typed)
    assert state(once) == state(twice)


@pytest.mark.parametrize(
    ("section", "first", "second"),
    [
        ("", f"{GLOBAL} replay disable", f"{GLOBAL} replay window-size 512"),
        ("", f"{GLOBAL} lifetime kilobytes disable", f"{GLOBAL} lifetime kilobytes 5000"),
        ("", "crypto ipsec df-bit clear", "crypto ipsec df-bit set"),
        ("", "crypto ipsec fragmentation after-encryption", "crypto ipsec fragmentation before-encryption"),
        (ENTRY, "set peer 1.1.1.1 default", "set peer 1.1.1.1"),
        (ENTRY, "reverse-route static", "reverse-route"),
        (ENTRY, "set pfs group5", "set pfs group2"),
        (INTERFACE, "crypto map vpn redundancy VPNHA", "crypto map vpn"),
    ],
)
def test_a_second_line_takes_the_place_of_the_first(section: str, first: str, second: str) -> None:
    changed, direct = boot(BASE), boot(BASE)
    configure(changed, *([section] if section else []), first, second)
    configure(direct, *([section] if section else []), second)
    assert state(changed) == state(direct)


@pytest.mark.parametrize(
    "line",
    [
        "crypto ipsec security-association lifetime kilobytes 4608000",
        "crypto ipsec security-association lifetime seconds 3600",
        "crypto ipsec security-association replay window-size 64",
        "crypto ipsec df-bit copy",
    ],
)
def test_what_is_the_default_anyway_is_not_kept(line: str) -> None:
    router = boot(BASE)
    before = state(router)
    configure(router, line)
    assert state(router) == before


def test_no_undoes_everything() -> None:
    router = boot(EVERYTHING)
    empty = boot("interface Loopback1\n ip address 10.0.0.1 255.255.255.255\n")
    configure(
        router,
        "interface Loopback1",
        "no crypto map",
        "no crypto ipsec fragmentation",
        "no crypto ipsec df-bit",
        "exit",
        "no crypto map vpn 10",
        "no crypto map vpn 65535",
        "no crypto map vpn local-address",
        "no crypto dynamic-map roaming 10",
        "no crypto ipsec transform-set strong",
        "no crypto ipsec security-association lifetime kilobytes",
        "no crypto ipsec security-association lifetime seconds",
        "no crypto ipsec security-association idle-time",
        "no crypto ipsec security-association replay",
        "no crypto ipsec fragmentation",
        "no crypto ipsec df-bit",
    )
    assert state(router) == state(empty)


def test_static_and_dynamic_entries_do_not_take_each_others_place() -> None:
    router = boot(EVERYTHING)
    refusal = "% Attempt to change dynamic map tag for existing crypto map is not allowed."
    assert refusal in configure(router, "crypto map vpn 10 ipsec-isakmp dynamic roaming")
    assert refusal in configure(router, "crypto map vpn 65535 ipsec-isakmp")
    assert refusal in configure(router, "crypto map vpn 65535 ipsec-isakmp dynamic other")
    configure(router, "no crypto map vpn 65535 ipsec-isakmp")
    assert "65535" not in router.execute("show running-config")


def test_a_whole_dynamic_map_can_be_removed() -> None:
    router = boot(EVERYTHING)
    configure(router, "no crypto dynamic-map roaming")
    assert not router.feature(Ipsec).policy.dynamic_maps
    assert "crypto dynamic-map" not in router.execute("show running-config")


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


@pytest.mark.parametrize(
    "transforms",
    [
        "esp-des esp-3des",
        "esp-md5-hmac esp-sha-hmac esp-des",
        "esp-null",
        "esp-md5-hmac",
        "ah-md5-hmac ah-sha-hmac",
        "ah-md5-hmac esp-sha-hmac",
    ],
)
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
        ("ah-md5-hmac", Transform("", 0, "", ah="md5")),
        ("esp-des ah-sha-hmac", Transform("des", 0, "", ah="sha")),
        ("ah-sha256-hmac esp-3des esp-sha-hmac", Transform("3des", 0, "sha", ah="sha256")),
        ("esp-aes 256 esp-sha512-hmac", Transform("aes", 256, "sha512")),
        ("esp-des comp-lzs", Transform("des", 0, "")),
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
    (ident,) = binding.idents(ipsec.policy.maps["vpn"].entries[10], access_list.entries[0])
    ident.counters.encaps = 9
    assert "#pkts encaps: 9," in router.execute("show crypto ipsec sa")
    router.execute("clear crypto sa counters")
    assert "#pkts encaps: 0," in router.execute("show crypto ipsec sa")

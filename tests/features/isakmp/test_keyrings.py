"""Keyrings, profiles and the rest of the language of keys: what stays in the running-config, which key counts."""

from __future__ import annotations

import pytest

from ios_emu.features.isakmp import Isakmp
from ios_emu.features.isakmp.config import IdentityMatch, IsakmpConfig, Keepalive
from ios_emu.features.isakmp.packet import ID_FQDN, ID_IPV4_ADDR, ID_USER_FQDN, Identity
from ios_emu.kernel import SECOND, Kernel
from ios_emu.lab.catalog import CATALOG
from ios_emu.router.router import Router
from ios_emu.wire import ANY, IPv4

LANGUAGE = """\
crypto keyring branches
  local-address 192.0.2.1
  pre-shared-key address 10.9.0.0 255.255.0.0 key bulk
  pre-shared-key address 10.9.9.9 key special
  pre-shared-key hostname b1.example.com key named
crypto keyring others vrf red
  pre-shared-key address 0.0.0.0 0.0.0.0 key anybody
!
crypto isakmp policy 5
 encr 3des
crypto isakmp policy 10
 encr aes 256
 hash sha256
 group 14
crypto isakmp policy 200
crypto isakmp key direct address 10.7.7.7
crypto isakmp key byname hostname b2.example.com
crypto isakmp identity hostname
crypto isakmp invalid-spi-recovery
crypto isakmp keepalive 30 5 periodic
crypto isakmp nat keepalive 20
crypto isakmp aggressive-mode disable
crypto isakmp profile BRANCH
   description branches
   keyring branches
   self-identity user-fqdn hub@example.com
   match identity address 10.9.0.0 255.255.0.0
   match identity host domain example.com
   match identity user admin@example.com
   keepalive 20 retry 3
"""


def router_with(config: str = "") -> Router:
    router = Router("r1", Kernel(1), CATALOG, f"version 12.3\nhostname hub\n{config}")
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


def config_of(router: Router) -> IsakmpConfig:
    return router.feature(Isakmp).config


def crypto_part(router: Router) -> list[str]:
    lines = router.execute("show running-config").splitlines()
    inside, kept = False, []
    for line in lines:
        inside = line.startswith("crypto ") or (inside and line.startswith(" "))
        if inside:
            kept.append(line)
    return kept


def test_the_language_comes_back_line_for_line() -> None:
    router = router_with(LANGUAGE)
    assert crypto_part(router) == [line for line in LANGUAGE.splitlines() if line != "!"]
    again = router_with("\n".join(crypto_part(router)))
    assert crypto_part(again) == crypto_part(router)
    assert config_of(again) == config_of(router)


def test_policies_stand_in_the_order_of_their_numbers() -> None:
    router = router_with()
    configure(router, "crypto isakmp policy 30", "crypto isakmp policy 4", "crypto isakmp policy 100")
    assert crypto_part(router) == [f"crypto isakmp policy {number}" for number in (4, 30, 100)]


@pytest.mark.parametrize("typed", ["enc", "encr", "encry", "encryption"])
def test_encryption_in_every_abbreviation(typed: str) -> None:
    router = router_with()
    assert configure(router, "crypto isakmp policy 1", f"{typed} 3des").count("%") == 0
    assert crypto_part(router) == ["crypto isakmp policy 1", " encr 3des"]
    assert config_of(router).policies[1].cipher == "3des"
    configure(router, "crypto isakmp policy 1", f"no {typed}")
    assert crypto_part(router) == ["crypto isakmp policy 1"]
    assert config_of(router).policies[1].cipher == "des"


def test_help_offers_the_word_in_full() -> None:
    router = router_with()
    session = router.console
    assert session is not None
    router.execute("configure terminal")
    router.execute("crypto isakmp policy 1")
    assert session.help("enc").split()[0] == "encryption"
    assert session.complete("enc") == "encryption "


@pytest.mark.parametrize("group", [1, 2, 5, 14, 15, 16])
@pytest.mark.parametrize("hash_name", ["md5", "sha", "sha256", "sha384", "sha512"])
def test_every_group_and_hash(group: int, hash_name: str) -> None:
    router = router_with()
    configure(router, "crypto isakmp policy 1", f"group {group}", f"hash {hash_name}")
    policy = config_of(router).policies[1]
    assert (policy.group, policy.hash) == (group, hash_name)
    shown = router.execute("show crypto isakmp policy")
    bits = {1: 768, 2: 1024, 5: 1536, 14: 2048, 15: 3072, 16: 4096}[group]
    assert f"#{group} ({bits} bit)" in shown


# -- which key ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("local", "peer", "hostname", "keyring", "key"),
    [
        ("192.0.2.1", "10.7.7.7", "", "default", "direct"),
        ("192.0.2.1", "10.9.1.1", "", "branches", "bulk"),
        ("192.0.2.1", "10.9.9.9", "", "branches", "special"),
        ("192.0.2.2", "10.9.9.9", "", "others", "anybody"),
        ("192.0.2.1", "10.8.8.8", "", "others", "anybody"),
        ("192.0.2.1", "10.2.2.2", "", "default", "byname"),
        ("192.0.2.1", "10.8.8.8", "B1.Example.com", "branches", "named"),
        ("192.0.2.2", "10.8.8.8", "b1.example.com", "others", "anybody"),
    ],
)
def test_which_key_counts(local: str, peer: str, hostname: str, keyring: str, key: str) -> None:
    router = router_with(LANGUAGE + "ip host b2.example.com 10.2.2.2\n")
    looked = config_of(router).search(IPv4.parse(local), IPv4.parse(peer), router.hosts, hostname)
    name, found = looked[-1]
    assert found is not None and (name, found.text) == (keyring, key)


def test_without_any_key_every_keyring_has_been_looked_into() -> None:
    router = router_with("crypto keyring a\n  pre-shared-key address 1.1.1.1 key x\n")
    looked = config_of(router).search(ANY, IPv4.parse("2.2.2.2"), {})
    assert looked == [("default", None), ("a", None)]


def test_no_undoes_each_line() -> None:
    router = router_with(LANGUAGE)
    lines = LANGUAGE.splitlines()
    section = ""
    for line in lines:
        if line == "!":
            continue
        if not line.startswith(" "):
            section = line
        elif not line.strip().startswith(("encr", "hash", "group")):
            configure(router, section, f"no {line.strip()}")
    config = config_of(router)
    assert not config.keyrings["branches"].addresses and not config.keyrings["branches"].hostnames
    assert config.keyrings["branches"].local is None
    profile = config.profiles["BRANCH"]
    assert not profile.matches and not profile.keyrings
    assert (profile.self_identity, profile.keepalive) == ("", None)
    for line in lines:
        if not line.startswith(" ") and line != "!":
            configure(router, f"no {line}")
    assert crypto_part(router) == []
    assert config_of(router) == IsakmpConfig()


def test_the_keyring_default_cannot_be_had() -> None:
    router = router_with()
    assert "reserved" in configure(router, "crypto keyring default")
    assert crypto_part(router) == []


def test_show_key_lists_every_keyring() -> None:
    router = router_with(LANGUAGE)
    shown = router.execute("show crypto isakmp key").splitlines()
    assert shown[0] == "Keyring               Hostname/Address                   Preshared Key"
    assert "default               10.7.7.7                           direct" in shown
    assert "default               b2.example.com                     byname" in shown
    assert "branches              10.9.0.0 255.255.0.0               bulk" in shown
    assert "others                0.0.0.0 0.0.0.0                    anybody" in shown


def test_show_profile() -> None:
    router = router_with(LANGUAGE)
    shown = router.execute("show crypto isakmp profile")
    assert "ISAKMP PROFILE BRANCH\n" in shown and "    ip-address 10.9.0.0 255.255.0.0 \n" in shown
    assert "   keyring(s): branches\n" in shown


# -- which profile --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("match", "identity", "holds"),
    [
        (IdentityMatch("address", "", IPv4.parse("10.1.0.0"), IPv4.parse("255.255.0.0")), "10.1.2.3", True),
        (IdentityMatch("address", "", IPv4.parse("10.1.0.0"), IPv4.parse("255.255.0.0")), "10.2.2.3", False),
        (IdentityMatch("host", "a.b.c"), "A.b.c", True),
        (IdentityMatch("host", "a.b.c"), "x.a.b.c", False),
        (IdentityMatch("host domain", "b.c"), "a.b.c", True),
        (IdentityMatch("host domain", "b.c"), "ab.c", False),
        (IdentityMatch("user", "me@b.c"), "me@b.c", True),
        (IdentityMatch("user domain", "b.c"), "me@b.c", True),
        (IdentityMatch("user domain", "b.c"), "me@a.b.c", False),
        (IdentityMatch("host", "me@b.c"), "me@b.c", False),
        (IdentityMatch("group", "a"), "a", False),
    ],
)
def test_which_identities_a_profile_means(match: IdentityMatch, identity: str, holds: bool) -> None:
    if identity[0].isdigit():
        told = Identity(ID_IPV4_ADDR, 17, 500, IPv4.parse(identity).packed)
    else:
        told = Identity(ID_USER_FQDN if "@" in identity else ID_FQDN, 17, 500, identity.encode())
    assert match.holds(told) is holds


def test_what_a_profile_says_is_kept() -> None:
    profile = config_of(router_with(LANGUAGE)).profiles["BRANCH"]
    assert profile.keepalive == Keepalive(20, 3)
    assert profile.self_identity == "hub@example.com"
    assert [match.kind for match in profile.matches] == ["address", "host domain", "user"]


def test_the_name_a_router_tells_has_its_domain() -> None:
    router = router_with()
    assert router.feature(Isakmp).hostname == "hub"
    configure(router, "ip domain-name example.com")
    assert router.feature(Isakmp).hostname == "hub.example.com"

"""strongSwan and an emulated router agree on keys, carry each other's pings, refuse each other and notice when the
other is gone. strongSwan's userland ESP (kernel-libipsec) pretends that there is a NAT, so everything here goes
through NAT traversal too: UDP port 4500, ESP in UDP."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.outside import World, device, seed_lab, world
from support.strongswan import Swan, missing

from ios_emu.lab.lab import Lab
from ios_emu.wire import ethernet, ipv4, udp

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "-")

ROUTER = """\
version {version}
hostname R1
crypto isakmp policy 10
{policy}
 authentication pre-share
crypto isakmp key {key} address 192.0.2.2
{more}
crypto ipsec transform-set myset {transforms}
crypto map vpn 10 ipsec-isakmp
 set peer 192.0.2.2
 set transform-set myset
 match address 101
interface Loopback0
 ip address 10.1.0.1 255.255.255.0
interface FastEthernet0/0
 ip address 192.0.2.1 255.255.255.0
 crypto map vpn
ip route 10.2.0.0 255.255.255.0 192.0.2.2
access-list 101 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255
end
"""
LAB = """\
name: interop
topology:
  nodes:
    R1: {{kind: ios_emu, startup-config: r1.cfg}}
    lan: {{kind: bridge}}
    linux: {{kind: tap}}
  links:
    - endpoints: ["R1:FastEthernet0/0", "lan:1"]
    - endpoints: ["linux:{tap}", "lan:2"]
"""
SWAN = """\
connections {{
  t {{
    version = 1
    local_addrs = {local}
    remote_addrs = {remote}
    proposals = {ike}
    {connection}
    local {{
      auth = psk
      id = {local}
    }}
    remote {{
      auth = psk
      id = {remote}
    }}
    children {{
      c {{
        local_ts = {local_ts}
        remote_ts = {remote_ts}
        esp_proposals = {esp}
        mode = tunnel
        {child}
      }}
    }}
  }}
}}
secrets {{
  ike-1 {{
    secret = "cisco123"
  }}
}}
"""
SUITES = {
    "des-md5-modp768": (" hash md5", "esp-des esp-md5-hmac", "des-md5", "12.3"),
    "3des-sha1-modp1024": (" encr 3des\n group 2", "esp-3des esp-sha-hmac", "3des-sha1", "12.4"),
    "aes128-sha256-modp2048": (
        " encr aes\n hash sha256\n group 14",
        "esp-aes esp-sha256-hmac",
        "aes128-sha256",
        "15.2",
    ),
}
SEED = "des-md5-modp768"


def router_config(suite: str = SEED, key: str = "cisco123", more: str = "") -> str:
    policy, transforms, _, version = SUITES[suite]
    return ROUTER.format(version=version, policy=policy, transforms=transforms, key=key, more=more)


def swan_config(suite: str = SEED, *, esp: str = "", connection: str = "", child: str = "") -> str:
    return SWAN.format(
        local="192.0.2.2",
        remote="192.0.2.1",
        local_ts="10.2.0.0/24",
        remote_ts="10.1.0.0/24",
        ike=suite,
        esp=esp or SUITES[suite][2],
        connection=connection,
        child=child,
    )


class Pair:
    """An emulated router R1 and a strongSwan on one LAN."""

    def __init__(self, world: World, folder: Path, swan: str) -> None:
        self.world = world
        self.lab = world.lab
        self.router = self.lab["R1"]
        self.heard = self.lab.capture("lan")
        (door,) = self.lab.doors
        self.place = world.place(door, "192.0.2.2/24", "10.2.0.1/32")
        self.swan = Swan(world, self.place, folder, swan)
        self.place.meet("192.0.2.1")  # so that ARP costs IKE nothing

    def show(self, command: str) -> str:
        return self.router.execute(command)

    def swan_ping(self, count: int = 3) -> int:
        """How many of strongSwan's pings through the tunnel are answered."""
        return self.place.ping("10.1.0.1", "-I10.2.0.1", count=count)

    def router_ping(self, options: str = "timeout 10") -> str:
        """The marks of the router's ping through the tunnel."""
        console = self.router.console
        assert console is not None
        self.lab.console("R1")
        console.feed(f"ping 10.2.0.1 source Loopback0 {options}")
        self.says("Success rate")
        return "".join(re.findall(r"^[!.U]+$", self.said, re.MULTILINE))

    def says(self, text: str) -> None:
        """Wait until the router has printed this; `said` is everything since the last time."""
        self.said = ""

        def heard() -> bool:
            self.said += self.lab.console("R1")
            return text in self.said

        assert self.world.wait(heard), self.said

    def shows(self, command: str, holds: Callable[[str], object]) -> None:
        """Wait until what a command shows is so."""
        assert self.world.wait(lambda: holds(self.show(command))), self.show(command)

    def logs(self, pattern: str, times: int = 1) -> None:
        """Wait until strongSwan has logged this so many times."""
        assert self.world.wait(lambda: len(re.findall(pattern, self.swan.log())) >= times), self.swan.log()[-3000:]

    def udp_from_swan(self) -> list[udp.Datagram]:
        """Every datagram that came from strongSwan."""
        found = []
        for seen in self.heard.frames:
            frame = ethernet.decode(seen.frame)
            if seen.sender.startswith("linux:") and frame.ethertype == ethernet.ETHERTYPE_IPV4:
                header, payload = ipv4.decode(frame.payload)
                assert header.protocol != ipv4.ESP
                if header.protocol == ipv4.UDP:
                    found.append(udp.decode(header.source, header.destination, payload))
        return found


MakePair = Callable[[str, str], Pair]


@pytest.fixture
def pair_of(tmp_path: Path) -> Iterator[MakePair]:
    """Makes a pair, of a router's configuration and of a strongSwan's."""
    with ExitStack() as undo:

        def make(router: str, swan: str) -> Pair:
            (tmp_path / "r1.cfg").write_text(router)
            (tmp_path / "lab.clab.yml").write_text(LAB.format(tap=device()))
            lab = Lab.load(tmp_path / "lab.clab.yml")
            lab.run(seconds=8)
            lab.console("R1")
            return Pair(undo.enter_context(world(lab)), tmp_path, swan)

        yield make


def established(text: str) -> bool:
    return "ESTABLISHED" in text and "INSTALLED" in text


def inbound_spis(text: str) -> list[str]:
    """Those that `show crypto ipsec sa` shows."""
    return re.findall(r"spi: 0x([0-9A-F]+)", text.partition("inbound esp sas:")[2].partition("inbound ah sas:")[0])


# -- agreeing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", SUITES)
def test_either_may_begin_pings_pass_and_deletes_are_honoured(suite: str, pair_of: MakePair) -> None:
    pair = pair_of(router_config(suite, more="crypto isakmp keepalive 10"), swan_config(suite))
    # strongSwan begins.
    assert pair.swan.initiate() == ""
    assert pair.swan_ping() == 3
    assert pair.router_ping() == "!!!!!"
    assert "QM_IDLE" in pair.show("show crypto isakmp sa")
    assert re.search(r" \d\d:\d\d:\d\d DN", pair.show("show crypto isakmp sa detail"))
    ipsec = pair.show("show crypto ipsec sa")
    assert "in use settings ={Tunnel UDP-Encaps, }" in ipsec
    assert "#pkts encaps: 8, " in ipsec and "#pkts decaps: 8, " in ipsec
    assert re.search(r"current_peer:? 192\.0\.2\.2(:| port )4500", ipsec)
    spi = re.search(r"in  ([0-9a-f]{8})", pair.swan.sas())
    assert spi is not None and spi[1].upper() in ipsec
    # strongSwan ends it: nothing is left here.
    pair.swan.control("--terminate", "--ike", "t")
    pair.shows("show crypto ipsec sa", lambda text: not inbound_spis(text))
    pair.shows("show crypto isakmp sa", lambda text: "(deleted)" in text)
    # The router begins.
    assert pair.router_ping().endswith("!!!!")
    pair.world.patiently(lambda: established(pair.swan.sas()), True)
    assert pair.swan_ping() == 3
    # The router ends it: nothing is left there.
    pair.show("clear crypto sa")
    pair.show("clear crypto isakmp")
    pair.world.patiently(lambda: "ESTABLISHED" in pair.swan.sas(), False)
    ports = {(datagram.source_port, datagram.destination_port) for datagram in pair.udp_from_swan()}
    assert ports == {(500, 500), (4500, 4500)}


# -- refusing ------------------------------------------------------------------------------------------------


def test_the_wrong_key(pair_of: MakePair) -> None:
    pair = pair_of(router_config(key="cisco124"), swan_config())
    assert pair.swan.initiate(timeout=3) != ""
    pair.says("%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from 192.0.2.2 ")
    pair.shows("show crypto isakmp sa", lambda text: "MM_KEY_EXCH" in text)
    assert "!" not in pair.router_ping("timeout 1 repeat 3")
    pair.logs(r"invalid HASH_V1 payload length, decryption failed\?|could not decrypt payloads")
    assert "INSTALLED" not in pair.swan.sas()
    assert "QM_IDLE" not in pair.show("show crypto isakmp sa")


def test_phase_1_proposals_that_do_not_match(pair_of: MakePair) -> None:
    pair = pair_of(router_config(), swan_config("3des-sha1-modp1024"))
    assert "NO_PROPOSAL_CHOSEN" in pair.swan.initiate()
    pair.says("%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Main mode failed with peer at 192.0.2.2")
    assert "!" not in pair.router_ping("timeout 1 repeat 2")
    pair.logs("no proposal found")
    assert "QM_IDLE" not in pair.show("show crypto isakmp sa")


def test_phase_2_proposals_that_do_not_match(pair_of: MakePair) -> None:
    pair = pair_of(router_config(), swan_config(esp="aes128-sha1"))
    assert "NO_PROPOSAL_CHOSEN" in pair.swan.initiate()
    pair.says("%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Quick mode failed with peer at 192.0.2.2")
    assert "!" not in pair.router_ping("timeout 1 repeat 2")
    pair.logs("no matching proposal found, sending NO_PROPOSAL_CHOSEN")
    assert "INSTALLED" not in pair.swan.sas()


# -- staying and going ---------------------------------------------------------------------------------------


def test_dead_peers_are_detected_and_the_living_are_not(pair_of: MakePair) -> None:
    pair = pair_of(
        router_config(more="crypto isakmp keepalive 10 2 periodic"), swan_config(connection="dpd_delay = 1s")
    )
    world, swan = pair.world, pair.swan
    assert swan.initiate() == ""
    # Faster than strongSwan asks, so that the router has to; then slower.
    world.speed = 20
    pair.logs(r"parsed INFORMATIONAL_V1 request \d+ \[ HASH N\(DPD\) \]", times=3)
    world.speed = 3
    pair.logs(r"parsed INFORMATIONAL_V1 request \d+ \[ HASH N\(DPD_ACK\) \]", times=3)
    assert established(swan.sas())
    assert "QM_IDLE" in pair.show("show crypto isakmp sa")
    # The router dies: strongSwan finds out.
    pair.lab.link_down("R1:FastEthernet0/0")
    world.patiently(lambda: "ESTABLISHED" in swan.sas(), False)
    # strongSwan stops answering: the router finds out.
    pair.lab.link_up("R1:FastEthernet0/0")
    pair.place.meet("192.0.2.1")
    assert swan.initiate() == ""
    assert "QM_IDLE" in pair.show("show crypto isakmp sa").replace("(deleted)", "")
    swan.process.send_signal(signal.SIGSTOP)
    world.speed = 20
    pair.shows("show crypto isakmp sa", lambda text: not re.search(r"QM_IDLE(?!.*\(deleted\))", text))
    pair.shows("show crypto ipsec sa", lambda text: not inbound_spis(text))


def test_strongswan_renews_both_phases(pair_of: MakePair) -> None:
    swan = swan_config(
        connection="rekey_time = 5s\n    rand_time = 0\n    over_time = 300s",
        child="rekey_time = 2s\n        life_time = 300s\n        rand_time = 0",
    )
    pair = pair_of(router_config(), swan)
    assert pair.swan.initiate() == ""
    spis, conns, lost = set(inbound_spis(pair.show("show crypto ipsec sa"))), set(), 0

    def renewed() -> bool:
        nonlocal lost
        lost += 3 - pair.swan_ping()
        spis.update(inbound_spis(pair.show("show crypto ipsec sa")))
        conns.update(re.findall(r"#\d+, ESTABLISHED", pair.swan.sas()))
        return len(spis) >= 4 and len(conns) >= 2

    pair.world.patiently(renewed, True)
    assert lost == 0


def test_the_router_renews_phase_2(pair_of: MakePair) -> None:
    pair = pair_of(router_config(more="crypto ipsec security-association lifetime seconds 120"), swan_config())
    assert pair.router_ping().endswith("!!!!")
    before = inbound_spis(pair.show("show crypto ipsec sa"))
    pair.world.speed = 40
    pair.shows("show crypto ipsec sa", lambda text: set(inbound_spis(text)) - set(before))
    pair.world.speed = 1
    after = inbound_spis(pair.show("show crypto ipsec sa"))
    assert pair.swan_ping() == 3
    assert pair.router_ping() == "!!!!!"
    # The old pair ends, and strongSwan is told.
    pair.world.speed = 40
    pair.shows("show crypto ipsec sa", lambda text: inbound_spis(text) == after[-1:])
    pair.world.speed = 1
    pair.world.patiently(lambda: pair.swan.sas().count("INSTALLED"), 1)


# -- an emulated pair, and strongSwan as the remote site --------------------------------------------------------


def test_the_tunnel_survives_a_failover_of_the_emulated_gateways(tmp_path: Path) -> None:
    lab, door = seed_lab(tmp_path, "remote")
    lab.power_off("vpn7200")
    config = SWAN.format(
        local="172.16.172.69",
        remote="172.16.172.53",
        local_ts="20.1.1.0/24",
        remote_ts="99.99.99.99/32",
        ike=SEED,
        esp="des-md5",
        connection="dpd_delay = 2s",
        child="dpd_action = restart",
    )
    with world(lab) as here:
        place = here.place(door, "172.16.172.69/28", "20.1.1.1/32", gateway="172.16.172.65")
        swan = Swan(here, place, tmp_path, config)
        place.meet("172.16.172.53")
        assert swan.initiate() == ""
        assert place.ping("99.99.99.99", "-I20.1.1.1") == 3
        assert "QM_IDLE" in lab["7204VXR-1"].execute("show crypto isakmp sa")
        lab.power_off("7204VXR-1")
        here.speed = 5
        assert here.wait(lambda: "QM_IDLE" in lab["7204VXR-2"].execute("show crypto isakmp sa")), swan.log()[
            -2000:
        ]
        # The inside follows when OSPF has noticed.
        place.meet("99.99.99.99", "-I20.1.1.1")
        assert "Active" in lab["7204VXR-2"].execute("show standby brief")
        assert re.search(r"#pkts decaps: [1-9]", lab["7204VXR-2"].execute("show crypto ipsec sa"))


# -- aggressive mode -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("disabled", [False, True])
def test_strongswan_may_begin_with_aggressive_mode(disabled: bool, pair_of: MakePair) -> None:
    """A peer known by its name alone: the key is found before its address means anything."""
    more = "crypto isakmp key cisco123 hostname swan.example.com\ncrypto isakmp identity hostname"
    more += "\ncrypto isakmp aggressive-mode disable" if disabled else ""
    swan = swan_config(connection="aggressive = yes").replace("id = 192.0.2.2", "id = swan.example.com")
    swan = swan.replace("id = 192.0.2.1", "id = R1")
    router = router_config(key="other", more=more)
    pair = pair_of(router.replace("key other address 192.0.2.2", "key other address 192.0.2.77"), swan)
    if disabled:
        assert pair.swan.initiate(timeout=3) != ""
        pair.says("%CRYPTO-5-IKMP_AG_MODE_DISABLED")
        return
    assert pair.swan.initiate() == ""
    assert pair.swan_ping() == 3
    assert "QM_IDLE" in pair.show("show crypto isakmp sa")
    pair.logs("AGGRESSIVE response 0")

"""strongSwan and an emulated router agree on keys, carry each other's pings, refuse each other and notice when the
other is gone. strongSwan's userland ESP (kernel-libipsec) pretends that there is a NAT, so everything here goes
through NAT traversal too: UDP port 4500, ESP in UDP."""

from __future__ import annotations

import re
import signal
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.strongswan import Outside, missing

from ios_emu.lab.lab import Lab
from ios_emu.wire import ethernet, ipv4, udp

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "-")
if missing():
    warnings.warn(f"nothing is tried with strongSwan: {missing()}", stacklevel=1)

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
    R1: {kind: ios_emu, startup-config: r1.cfg}
    lan: {kind: bridge}
  links:
    - endpoints: ["R1:FastEthernet0/0", "lan:1"]
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

    def __init__(self, folder: Path, router: str, swan: str) -> None:
        (folder / "r1.cfg").write_text(router)
        (folder / "lab.clab.yml").write_text(LAB)
        self.lab = Lab.load(folder / "lab.clab.yml")
        self.lab.run(seconds=8)
        self.lab.console("R1")
        self.router = self.lab["R1"]
        self.outside = Outside(self.lab, "lan", folder, ["192.0.2.2/24", "10.2.0.1/32"])
        self.outside.start_charon(swan)
        self.outside.call("ping", "-c1", "-W1", "192.0.2.1")  # so that ARP costs IKE nothing

    def show(self, command: str) -> str:
        return self.router.execute(command)

    def swan_ping(self, count: int = 3) -> int:
        """How many of strongSwan's pings through the tunnel are answered."""
        said = self.outside.call("ping", f"-c{count}", "-i0.2", "-W1", "-I10.2.0.1", "10.1.0.1")[1]
        return int(re.search(r"(\d+) received", said)[1])  # type: ignore[index]

    def router_ping(self, *, wait: float = 12, options: str = "timeout 1") -> str:
        """The marks of the router's ping through the tunnel."""
        console = self.router.console
        assert console is not None
        self.lab.console("R1")
        console.feed(f"ping 10.2.0.1 source Loopback0 {options}")
        heard: list[str] = []

        def over() -> bool:
            heard.append(self.lab.console("R1"))
            return "Success rate" in "".join(heard)

        assert self.outside.pump(wait, over)
        return "".join(re.findall(r"^[!.U]+$", "".join(heard), re.MULTILINE))

    def udp_from_swan(self) -> list[udp.Datagram]:
        """Every datagram that came from strongSwan."""
        found = []
        for frame in self.outside.frames:
            if ethernet.decode(frame).ethertype == ethernet.ETHERTYPE_IPV4:
                header, payload = ipv4.decode(ethernet.decode(frame).payload)
                assert header.protocol != ipv4.ESP
                if header.protocol == ipv4.UDP:
                    found.append(udp.decode(header.source, header.destination, payload))
        return found


@pytest.fixture
def pairs() -> Iterator[list[Pair]]:
    made: list[Pair] = []
    yield made
    for pair in made:
        pair.outside.close()


def established(text: str) -> bool:
    return "ESTABLISHED" in text and "INSTALLED" in text


# -- agreeing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", SUITES)
def test_either_may_begin_pings_pass_and_deletes_are_honoured(
    suite: str, tmp_path: Path, pairs: list[Pair]
) -> None:
    pair = Pair(tmp_path, router_config(suite, more="crypto isakmp keepalive 10"), swan_config(suite))
    pairs.append(pair)
    outside = pair.outside
    # strongSwan begins.
    status, said = outside.initiate()
    assert status == 0, said
    assert pair.swan_ping() == 3
    assert "!!!!!" in pair.router_ping()
    assert "QM_IDLE" in pair.show("show crypto isakmp sa")
    assert re.search(r" \d\d:\d\d:\d\d DN", pair.show("show crypto isakmp sa detail"))
    ipsec = pair.show("show crypto ipsec sa")
    assert "in use settings ={Tunnel UDP-Encaps, }" in ipsec
    assert "#pkts encaps: 8, " in ipsec and "#pkts decaps: 8, " in ipsec
    assert re.search(r"current_peer:? 192\.0\.2\.2(:| port )4500", ipsec)
    spi = re.search(r"in  ([0-9a-f]{8})", outside.sas())
    assert spi is not None and spi[1].upper() in ipsec
    # strongSwan ends it: nothing is left here.
    outside.swanctl("--terminate", "--ike", "t")
    outside.pump(0.5)
    assert " spi: 0x" not in pair.show("show crypto ipsec sa").replace("outbound spi", "")
    assert "(deleted)" in pair.show("show crypto isakmp sa")
    # The router begins.
    assert pair.router_ping().endswith("!!!!")
    assert established(outside.sas())
    assert pair.swan_ping() == 3
    # The router ends it: nothing is left there.
    pair.show("clear crypto sa")
    pair.show("clear crypto isakmp")
    outside.pump(0.5)
    assert "ESTABLISHED" not in outside.sas()
    ports = {(datagram.source_port, datagram.destination_port) for datagram in pair.udp_from_swan()}
    assert ports == {(500, 500), (4500, 4500)}


# -- refusing ------------------------------------------------------------------------------------------------


def test_the_wrong_key(tmp_path: Path, pairs: list[Pair]) -> None:
    pair = Pair(tmp_path, router_config(key="cisco124"), swan_config())
    pairs.append(pair)
    status, _ = pair.outside.initiate(timeout=6)
    assert status != 0
    said = pair.lab.console("R1")
    assert "%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from 192.0.2.2 " in said
    assert "MM_KEY_EXCH" in pair.show("show crypto isakmp sa")
    assert "!" not in pair.router_ping(options="timeout 1 repeat 3")
    log = pair.outside.log()
    assert "invalid HASH_V1 payload length, decryption failed?" in log or "could not decrypt payloads" in log
    assert "INSTALLED" not in pair.outside.sas()
    assert "QM_IDLE" not in pair.show("show crypto isakmp sa")


def test_phase_1_proposals_that_do_not_match(tmp_path: Path, pairs: list[Pair]) -> None:
    pair = Pair(tmp_path, router_config(), swan_config("3des-sha1-modp1024"))
    pairs.append(pair)
    status, said = pair.outside.initiate(timeout=6)
    assert status != 0 and "NO_PROPOSAL_CHOSEN" in said
    logged = pair.lab.console("R1")
    assert "%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Main mode failed with peer at 192.0.2.2" in logged
    pair.show("debug crypto isakmp")
    assert "!" not in pair.router_ping(options="timeout 1 repeat 2")
    assert "no proposal found" in pair.outside.log()
    logged = pair.lab.console("R1")
    assert "QM_IDLE" not in pair.show("show crypto isakmp sa")


def test_phase_2_proposals_that_do_not_match(tmp_path: Path, pairs: list[Pair]) -> None:
    pair = Pair(tmp_path, router_config(), swan_config(esp="aes128-sha1"))
    pairs.append(pair)
    status, said = pair.outside.initiate(timeout=6)
    assert status != 0 and "NO_PROPOSAL_CHOSEN" in said
    logged = pair.lab.console("R1")
    assert "%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Quick mode failed with peer at 192.0.2.2" in logged
    assert "!" not in pair.router_ping(options="timeout 1 repeat 2")
    assert "no matching proposal found, sending NO_PROPOSAL_CHOSEN" in pair.outside.log()
    assert "INSTALLED" not in pair.outside.sas()


# -- staying and going ---------------------------------------------------------------------------------------


def test_dead_peers_are_detected_and_the_living_are_not(tmp_path: Path, pairs: list[Pair]) -> None:
    router = router_config(more="crypto isakmp keepalive 10 2 periodic")
    pair = Pair(tmp_path, router, swan_config(connection="dpd_delay = 1s"))
    pairs.append(pair)
    outside = pair.outside
    assert outside.initiate()[0] == 0
    # Faster than strongSwan asks, so that the router has to.
    outside.speed = 25
    outside.pump(2)
    outside.speed = 8
    outside.pump(2)
    assert established(outside.sas())
    assert "QM_IDLE" in pair.show("show crypto isakmp sa")
    log = outside.log()
    assert len(re.findall(r"parsed INFORMATIONAL_V1 request \d+ \[ HASH N\(DPD_ACK\) \]", log)) >= 2
    assert len(re.findall(r"parsed INFORMATIONAL_V1 request \d+ \[ HASH N\(DPD\) \]", log)) >= 2
    # The router dies: strongSwan finds out.
    pair.lab.link_down("R1:FastEthernet0/0")
    assert pump_until(outside, lambda: "ESTABLISHED" not in outside.sas(), 15)
    # strongSwan stops answering: the router finds out.
    pair.lab.link_up("R1:FastEthernet0/0")
    outside.pump(1)
    assert outside.initiate()[0] == 0
    charon = outside.processes[0]
    charon.send_signal(signal.SIGSTOP)
    try:
        outside.pump(5)
        assert "QM_IDLE" not in pair.show("show crypto isakmp sa").replace("(deleted)", "")
        assert " spi: 0x" not in pair.show("show crypto ipsec sa").replace("outbound spi", "")
    finally:
        charon.send_signal(signal.SIGCONT)


def pump_until(outside: Outside, holds: object, seconds: float) -> bool:
    assert callable(holds)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        outside.pump(0.2)
    return False


def inbound_spis(pair: Pair) -> list[str]:
    text = pair.show("show crypto ipsec sa").partition("inbound esp sas:")[2].partition("inbound ah sas:")[0]
    return re.findall(r"spi: 0x([0-9A-F]+)", text)


def test_strongswan_renews_both_phases(tmp_path: Path, pairs: list[Pair]) -> None:
    swan = swan_config(
        connection="rekey_time = 5s\n    rand_time = 0\n    over_time = 30s",
        child="rekey_time = 2s\n        life_time = 30s\n        rand_time = 0",
    )
    pair = Pair(tmp_path, router_config(), swan)
    pairs.append(pair)
    outside = pair.outside
    assert outside.initiate()[0] == 0
    seen, conns = set(inbound_spis(pair)), set()
    lost = 0
    for _ in range(8):
        lost += 3 - pair.swan_ping()
        seen.update(inbound_spis(pair))
        conns.update(re.findall(r"#\d+, ESTABLISHED", outside.sas()))
        outside.pump(0.3)
    assert len(seen) >= 3, "new IPsec SAs"
    assert len(conns) >= 2, "new IKE SAs"
    assert lost == 0


def test_the_router_renews_phase_2(tmp_path: Path, pairs: list[Pair]) -> None:
    more = "crypto ipsec security-association lifetime seconds 120"
    pair = Pair(tmp_path, router_config(more=more), swan_config())
    pairs.append(pair)
    outside = pair.outside
    assert "!!!!" in pair.router_ping()
    before = inbound_spis(pair)
    outside.speed = 40
    outside.pump(2.5)
    outside.speed = 1
    after = inbound_spis(pair)
    assert after and after[-1] not in before
    assert pair.swan_ping() == 3
    assert pair.router_ping() == "!!!!!"
    # The old pair ends, and strongSwan is told.
    outside.speed = 40
    outside.pump(1)
    outside.speed = 1
    assert inbound_spis(pair) == after[-1:]
    assert outside.sas().count("INSTALLED") == 1


# -- an emulated pair, and strongSwan as the remote site --------------------------------------------------------


def test_the_tunnel_survives_a_failover_of_the_emulated_gateways(tmp_path: Path) -> None:
    lab = Lab.load(Path(__file__).parents[2] / "configs/ha-vpn.clab.yml")
    lab.power_off("vpn7200")
    lab.run(seconds=60)
    outside = Outside(lab, "remote", tmp_path, ["172.16.172.69/28", "20.1.1.1/32"])
    try:
        outside.inside("ip", "route", "add", "default", "via", "172.16.172.65")
        outside.start_charon(
            SWAN.format(
                local="172.16.172.69",
                remote="172.16.172.53",
                local_ts="20.1.1.0/24",
                remote_ts="99.99.99.99/32",
                ike=SEED,
                esp="des-md5",
                connection="dpd_delay = 2s",
                child="dpd_action = restart",
            )
        )
        ping = ("ping", "-c3", "-i0.2", "-W1", "-I20.1.1.1", "99.99.99.99")
        outside.call("ping", "-c3", "-i0.2", "-W1", "172.16.172.53")
        status, said = outside.initiate()
        assert status == 0, said
        assert "3 received" in outside.call(*ping)[1]
        assert "QM_IDLE" in lab["7204VXR-1"].execute("show crypto isakmp sa")
        lab.power_off("7204VXR-1")
        outside.speed = 5
        assert pump_until(outside, lambda: "QM_IDLE" in lab["7204VXR-2"].execute("show crypto isakmp sa"), 30), (
            outside.log()[-2000:]
        )
        # The inside follows when OSPF has noticed.
        assert pump_until(outside, lambda: "3 received" in outside.call(*ping)[1], 20)
        assert "Active" in lab["7204VXR-2"].execute("show standby brief")
        assert re.search(r"#pkts decaps: [1-9]", lab["7204VXR-2"].execute("show crypto ipsec sa"))
    finally:
        outside.close()


# -- aggressive mode -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("disabled", [False, True])
def test_strongswan_may_begin_with_aggressive_mode(disabled: bool, tmp_path: Path, pairs: list[Pair]) -> None:
    """A peer known by its name alone: the key is found before its address means anything."""
    more = "crypto isakmp key cisco123 hostname swan.example.com\ncrypto isakmp identity hostname"
    more += "\ncrypto isakmp aggressive-mode disable" if disabled else ""
    swan = swan_config(connection="aggressive = yes").replace("id = 192.0.2.2", "id = swan.example.com")
    swan = swan.replace("id = 192.0.2.1", "id = R1")
    pair = Pair(
        tmp_path,
        router_config(key="other", more=more).replace(
            "key other address 192.0.2.2", "key other address 192.0.2.77"
        ),
        swan,
    )
    pairs.append(pair)
    status, said = pair.outside.initiate(timeout=6)
    if disabled:
        assert status != 0
        assert "%CRYPTO-5-IKMP_AG_MODE_DISABLED" in pair.lab.console("R1")
        return
    assert status == 0, said
    assert pair.swan_ping() == 3
    assert "QM_IDLE" in pair.show("show crypto isakmp sa")
    assert "AGGRESSIVE response 0" in pair.outside.log()

"""Both phases together: sessions, the crypto engine, and who says that a tunnel is down."""

from __future__ import annotations

import pytest
from support.ipsec_pair import (
    HUB,
    INSIDE_HOST,
    LOOPBACK,
    REMOTE_HOST,
    SPOKE,
    Side,
    established,
    make_pair,
    negotiate,
)

from ios_emu.features.ipsec.show_session import crypto_session, engine_connections
from ios_emu.kernel import SECOND
from ios_emu.router.key_engine import IkeAssociation, Transform

RELEASES = ["12.2", "12.3", "12.4", "15"]


def ike(*, active: bool = True, deleted: bool = False, connection: int = 1) -> IkeAssociation:
    """The hub's IKE SA with the spoke."""
    return IkeAssociation(
        connection,
        HUB,
        SPOKE,
        active,
        deleted,
        remaining_seconds=85792,
        capabilities="K",
        identity="172.16.172.69",
        cipher="des",
        hash="md5",
    )


def busy(release: str = "12.3", transform: Transform | None = None) -> Side:
    """A hub with an IKE SA and one pair of IPsec SAs that has carried three packets out and two in."""
    options = {} if transform is None else {"transform": transform}
    hub, spoke = established(releases=(release, release), **options)
    hub.ike.shown = (ike(connection=1001 if release == "15" else 1),)
    for _ in range(3):
        hub.send(INSIDE_HOST, REMOTE_HOST)
    for _ in range(2):
        hub.receive(spoke.send(REMOTE_HOST, INSIDE_HOST) or b"")
    hub.kernel.run_until(hub.kernel.now + 61 * SECOND)
    return hub


FLOWS = (
    "  IPSEC FLOW: permit ip 10.1.1.0/255.255.255.0 20.1.1.0/255.255.255.0 \n"
    "        Active SAs: {count}, origin: crypto map\n"
    "  IPSEC FLOW: permit ip host 99.99.99.99 20.1.1.0/255.255.255.0 \n"
    "        Active SAs: 0, origin: crypto map\n"
)


@pytest.mark.parametrize(
    ("release", "sa"),
    [
        ("12.3", "  IKE SA: local 172.16.172.53/500 remote 172.16.172.69/500 Active \n"),
        ("12.4", "  IKE SA: local 172.16.172.53/500 remote 172.16.172.69/500 Active \n"),
        ("15", "  Session ID: 0  \n  IKEv1 SA: local 172.16.172.53/500 remote 172.16.172.69/500 Active \n"),
    ],
)
def test_a_session_that_is_up(release: str, sa: str) -> None:
    assert crypto_session(busy(release).ipsec) == (
        "Crypto session current status\n"
        "\n"
        "Interface: FastEthernet0/0\n"
        "Session status: UP-ACTIVE     \n"
        "Peer: 172.16.172.69 port 500 \n" + sa + FLOWS.format(count=2) + "\n"
    )


@pytest.mark.parametrize(
    ("sas", "pairs", "status"),
    [
        ((ike(),), True, "UP-ACTIVE     "),
        ((ike(),), False, "UP-IDLE"),
        ((), True, "UP-NO-IKE"),
        ((ike(active=False, deleted=True),), True, "UP-NO-IKE"),
        ((ike(active=False),), False, "DOWN-NEGOTIATING"),
        ((ike(active=False, deleted=True),), False, "DOWN"),
        ((), False, "DOWN"),
    ],
)
def test_the_status(sas: tuple[IkeAssociation, ...], pairs: bool, status: str) -> None:
    hub, _ = established() if pairs else make_pair()
    hub.ike.shown = sas
    text = crypto_session(hub.ipsec)
    assert f"Session status: {status}\n" in text
    assert text.count(" Inactive \n") == sum(not sa.active for sa in sas)
    assert FLOWS.format(count=2 if pairs else 0) in text


@pytest.mark.parametrize(
    ("release", "legend", "before", "identity"),
    [
        (
            "12.3",
            "K - Keepalives, N - NAT-traversal, X - IKE Extended Authentication\n",
            "",
            "      Desc: (none)\n      Phase1_id: 172.16.172.69\n",
        ),
        (
            "12.4",
            "K - Keepalives, N - NAT-traversal, X - IKE Extended Authentication\n",
            "",
            "      Phase1_id: 172.16.172.69\n      Desc: (none)\n",
        ),
        (
            "15",
            "K - Keepalives, N - NAT-traversal, T - cTCP encapsulation     \n"
            "X - IKE Extended Authentication, F - IKE Fragmentation\n",
            "Uptime: 00:01:01\n",
            "      Phase1_id: 172.16.172.69\n      Desc: (none)\n",
        ),
    ],
)
def test_the_detail(release: str, legend: str, before: str, identity: str) -> None:
    hub = busy(release)
    (pair,) = hub.ipsec.database.pairs.values()
    counters = pair.ident.counters
    counters.replay_failed, counters.no_sa = 4, 6
    text = crypto_session(hub.ipsec, detail=True)
    left = [pair.remaining_kilobytes(count) for count in (pair.bytes_in, pair.bytes_out)]
    assert text.startswith(
        "Crypto session current status\n"
        "\n"
        "Code: C - IKE Configuration mode, D - Dead Peer Detection     \n" + legend + "\n"
        "Interface: FastEthernet0/0\n" + before + "Session status: UP-ACTIVE     \n"
        "Peer: 172.16.172.69 port 500 fvrf: (none) ivrf: (none)\n" + identity
    )
    assert f"          Capabilities:K connid:{1001 if release == '15' else 1} lifetime:23:49:52\n" in text
    assert (
        f"        Inbound:  #pkts dec'ed 2 drop 4 life (KB/Sec) {left[0]}/3539\n"
        f"        Outbound: #pkts enc'ed 3 drop 6 life (KB/Sec) {left[1]}/3539\n"
    ) in text
    assert "#pkts enc'ed 0 drop 0 life (KB/Sec) 0/0\n" in text, "the other flow"


def test_each_peer_is_a_session_and_one_can_be_asked_for() -> None:
    hub = busy()
    entries = hub.ipsec.policy.maps["vpn"].entries
    acl = hub.router.acls.define("102", extended=True)
    acl.entries = [hub.router.acls.lists["101"].entries[1]]
    other = type(HUB).parse("172.16.172.70")
    entries[20] = type(entries[10])(20, [other], transform_sets=("myset",), access_list="102")
    assert crypto_session(hub.ipsec).count("Session status") == 2
    text = crypto_session(hub.ipsec, peer=other)
    assert text.count("Session status: DOWN\n") == 1 and "Peer: 172.16.172.70 port 500 \n" in text


def test_no_map_no_session() -> None:
    hub, _ = make_pair()
    hub.ipsec.remove(hub.interface)
    assert crypto_session(hub.ipsec) == "Crypto session current status\n\n"


def test_typed() -> None:
    hub, _ = make_pair()
    hub.router.logging.debugs.clear()
    grammar = hub.router.catalog.grammar
    for line in (
        "show crypto session",
        "sh cry sess det",
        "show crypto session remote 1.1.1.1 detail",
        "show crypto engine connections active",
        "sh cry eng conn act",
        "debug crypto engine",
    ):
        assert grammar.match("privileged", line).command.run is not None, line  # type: ignore[union-attr]


# -- the crypto engine -------------------------------------------------------------------------------


@pytest.mark.parametrize(("release", "first"), [("12.2", 2000), ("12.3", 2000), ("12.4", 2001)])
def test_connections_up_to_12_4(release: str, first: int) -> None:
    assert engine_connections(busy(release).ipsec) == (
        "\n"
        "  ID Interface            IP-Address      State  Algorithm           Encrypt  Decrypt\n"
        "   1 FastEthernet0/0      172.16.172.53   set    HMAC_MD5+DES_56_CB        0        0\n"
        f"{first} FastEthernet0/0      172.16.172.53   set    HMAC_MD5+DES_56_CB        0        2\n"
        f"{first + 1} FastEthernet0/0      172.16.172.53   set    HMAC_MD5+DES_56_CB        3        0\n"
        "\n"
    )


def test_connections_of_15() -> None:
    assert engine_connections(busy("15", Transform("aes", 256, "sha")).ipsec) == (
        "Crypto Engine Connections\n"
        "\n"
        "   ID  Type    Algorithm           Encrypt  Decrypt LastSeqN IP-Address\n"
        " 1001  IKE     MD5+DES                   0        0        0 172.16.172.53\n"
        " 2001  IPsec   AES256+SHA                0        2        2 172.16.172.53\n"
        " 2002  IPsec   AES256+SHA                3        0        0 172.16.172.53\n"
        "\n"
    )


@pytest.mark.parametrize(
    ("transform", "old", "new"),
    [
        (Transform("3des", 0, "sha"), ["HMAC_SHA+3DES_56_C"] * 2, ["3DES+SHA"] * 2),
        (Transform("aes", 128, ""), ["AES_CBC"] * 2, ["AES"] * 2),
        (Transform("", 0, "", ah="md5"), ["HMAC_MD5"] * 2, ["MD5"] * 2),
        (Transform("des", 0, "", ah="sha"), ["HMAC_SHA"] * 2 + ["DES_56_CBC"] * 2, ["SHA"] * 2 + ["DES"] * 2),
    ],
)
def test_algorithms(transform: Transform, old: list[str], new: list[str]) -> None:
    for release, words, column in (("12.3", old, 4), ("15", new, 2)):
        hub, _ = established(transform=transform, releases=(release, release))
        rows = [row.split() for row in engine_connections(hub.ipsec).splitlines() if " 172.16" in row]
        assert [row[column] for row in rows] == words


@pytest.mark.parametrize(
    ("release", "of_responder", "of_initiator"),
    [
        ("12.3", "validate proposal 0\nvalidate proposal request 0\n", ""),
        ("15", "", "crypto engine: deleting IPSec SA SW:1\ncrypto engine: deleting IPSec SA SW:2"),
    ],
)
def test_debug(release: str, of_responder: str, of_initiator: str) -> None:
    hub, spoke = make_pair(releases=(release, release))
    for side in (hub, spoke):
        side.router.logging.debugs["crypto engine"] = None
    hub.send(INSIDE_HOST, REMOTE_HOST)
    negotiate(hub, spoke)
    made = "ipsec allocate flow 0" if release == "12.3" else "crypto_engine: Create IPSec SA (by keys)"
    assert hub.log == f"{made}\n{made}"
    assert spoke.log == f"{of_responder}{made}\n{made}"
    hub.ipsec.drop(list(hub.ipsec.database.pairs.values()), tell=True)
    assert hub.log == f"{made}\n{made}" + ("\n" + of_initiator if of_initiator else "")


# -- a tunnel is down --------------------------------------------------------------------------------


@pytest.mark.parametrize("ike_logs", [False, True])
def test_a_lost_group_takes_the_tunnel_down_and_that_is_said_once(ike_logs: bool) -> None:
    hub, spoke = established(group="VPNHA")
    hub.send(LOOPBACK.network, REMOTE_HOST)
    negotiate(hub, spoke)
    hub.ike.logging = ike_logs
    hub.redundancy(False)
    assert hub.log.count("%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 172.16.172.69:500") == (
        0 if ike_logs else 1
    )


def test_other_ends_of_a_tunnel_are_ikes_to_tell() -> None:
    hub, _ = established()
    hub.ipsec.drop(list(hub.ipsec.database.pairs.values()), tell=True)
    assert "SESSION_STATUS" not in hub.log

"""Aggressive mode answered, put to the test by an initiator written here from RFC 2409, and by forgeries of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from support.isakmp_bench import A, B, Bench, Station

from ios_emu.features.isakmp import crypto, doi, groups, nat, packet, vendor
from ios_emu.features.isakmp.config import IdentityMatch, Keyring, Policy, PresharedKey, Profile
from ios_emu.features.isakmp.packet import Identity, Payload
from ios_emu.features.isakmp.sa import IkeSa
from ios_emu.wire import IPv4

POLICY = Policy(hash="md5", authentication="pre-share", group=2)
STRANGER = IPv4.parse("198.51.100.7")
COOKIE = b"initiatr"
PRIVATE = 0x1234567 << 200


@dataclass
class Initiator:
    """One aggressive mode with pre-shared key, as an initiator at `address` does it."""

    key: bytes = b"cisco123"
    address: IPv4 = A
    identity: Identity = field(default_factory=lambda: Identity(packet.ID_IPV4_ADDR, 17, 500, A.packed))
    policy: Policy = POLICY
    vendors: tuple[bytes, ...] = ()
    nonce: bytes = b"n" * 16

    def __post_init__(self) -> None:
        proposal = packet.Proposal(1, packet.PROTOCOL_ISAKMP, b"", (doi.policy_transform(1, self.policy),))
        self.sa_body = packet.encode_sa((proposal,))
        self.public = groups.public_value(self.policy.group, PRIVATE)
        self.id_body = packet.encode_identity(self.identity)

    def first(self) -> bytes:
        payloads = [
            Payload(packet.SA, self.sa_body),
            Payload(packet.KE, self.public),
            Payload(packet.NONCE, self.nonce),
            Payload(packet.ID, self.id_body),
            *(Payload(packet.VENDOR_ID, body) for body in self.vendors),
        ]
        body = packet.encode_payloads(payloads)
        return packet.encode_message(COOKIE, bytes(8), packet.SA, packet.AGGRESSIVE_MODE, 0, 0, body)

    def read(self, answer: bytes) -> dict[int, list[bytes]]:
        """Check the responder's answer and its proof, and derive the keys."""
        header = packet.decode_header(answer)
        assert (header.exchange, header.flags, header.initiator_cookie) == (packet.AGGRESSIVE_MODE, 0, COOKIE)
        chain, _ = packet.decode_payloads(header.next_payload, answer[packet.HEADER_LENGTH :])
        assert [payload.kind for payload in chain[:5]] == [
            packet.SA,
            packet.KE,
            packet.NONCE,
            packet.ID,
            packet.HASH,
        ]
        found: dict[int, list[bytes]] = {}
        for payload in chain:
            found.setdefault(payload.kind, []).append(payload.body)
        self.his_cookie = header.responder_cookie
        self.his_public, his_nonce = found[packet.KE][0], found[packet.NONCE][0]
        shared = groups.shared_secret(self.policy.group, PRIVATE, self.his_public)
        assert shared is not None
        self.keys = crypto.derive_keys(
            self.policy.hash, self.key, self.nonce + his_nonce, shared, COOKIE, self.his_cookie
        )
        seed = self.his_public + self.public + self.his_cookie + COOKIE + self.sa_body
        proof = crypto.prf(self.policy.hash, self.keys.skeyid, seed + found[packet.ID][0])
        self.proven = proof == found[packet.HASH][0]
        return found

    def last(self, *, encrypted: bool = True, extra: tuple[Payload, ...] = ()) -> bytes:
        seed = self.public + self.his_public + COOKIE + self.his_cookie + self.sa_body + self.id_body
        proof = crypto.prf(self.policy.hash, self.keys.skeyid, seed)
        payloads = [Payload(packet.HASH, proof), *extra]
        body, flags = packet.encode_payloads(payloads), 0
        if encrypted:
            key = crypto.cipher_key(self.policy.hash, self.keys.skeyid_e, self.policy.key_length)
            iv = crypto.first_iv(self.policy.hash, self.public, self.his_public, self.policy.block)
            body, flags = crypto.encrypt(self.policy.cipher, key, iv, body), packet.FLAG_ENCRYPTED
        cookies = (COOKIE, self.his_cookie)
        return packet.encode_message(*cookies, packet.HASH, packet.AGGRESSIVE_MODE, flags, 0, body)


def responder(release: str = "12.3") -> tuple[Bench, Station]:
    bench = Bench(POLICY, releases=(release, release))
    return bench, bench.b


def talk(bench: Bench, initiator: Initiator) -> IkeSa | None:
    """The exchange up to the initiator's proof; the SA if one was made."""
    ike = bench.b.ike
    ike.receive(B, initiator.address, initiator.first())
    if packet.decode_header(bench.wire.sent[-1][3]).exchange == packet.INFORMATIONAL:
        return None
    initiator.read(bench.wire.sent[-1][3])
    ike.receive(B, initiator.address, initiator.last())
    return ike.established((B, initiator.address))


@pytest.mark.parametrize("cipher", ["des", "3des", "aes"])
def test_it_is_answered(cipher: str) -> None:
    policy = replace(POLICY, cipher=cipher)
    bench, station = responder()
    station.config.policies[1] = policy
    initiator = Initiator(policy=policy)
    sa = talk(bench, initiator)
    assert initiator.proven and sa is not None and sa.keys == initiator.keys
    assert sa.shown == "QM_IDLE" and not sa.initiator


def test_the_last_message_may_come_in_the_clear() -> None:
    bench, station = responder()
    initiator = Initiator()
    station.ike.receive(B, A, initiator.first())
    initiator.read(bench.wire.sent[-1][3])
    station.ike.receive(B, A, initiator.last(encrypted=False))
    assert station.ike.established((B, A)) is not None


def test_a_quick_mode_follows() -> None:
    bench, station = responder()
    sa = talk(bench, Initiator())
    assert sa is not None
    bench.connect(station)
    header = packet.decode_header(bench.wire.sent[-1][3])
    assert header.exchange == packet.QUICK_MODE and header.initiator_cookie == COOKIE


def test_the_wrong_key_proves_nothing() -> None:
    bench, station = responder()
    initiator = Initiator(key=b"wrong")
    sa = talk(bench, initiator)
    assert sa is None and not initiator.proven
    assert any("IKMP_BAD_MESSAGE" in line for line in station.logs)
    (halfway,) = station.ike.sas.values()
    assert halfway.shown == "AG_INIT_EXCH"
    bench.run(61)
    assert halfway.deleted


def test_a_peer_without_a_fixed_address_is_known_by_its_name() -> None:
    bench, station = responder()
    name = Identity(packet.ID_FQDN, 17, 500, b"branch.example.com")
    initiator = Initiator(key=b"branchkey", address=STRANGER, identity=name)
    assert talk(bench, initiator) is None, "no key for the address, none for the name"
    keys = station.config.keyrings["default"].hostnames
    keys["branch.example.com"] = PresharedKey("branchkey", hostname="branch.example.com")
    bench.wire.sent.clear()
    sa = talk(bench, Initiator(key=b"branchkey", address=STRANGER, identity=name))
    assert sa is not None and sa.peer_identity == "branch.example.com"


def test_a_profile_says_which_keyring_counts() -> None:
    bench, station = responder()
    config = station.config
    config.keyrings["branches"] = Keyring("branches", hostnames={"b1": PresharedKey("k1", hostname="b1")})
    config.keyrings["others"] = Keyring("others", hostnames={"b2": PresharedKey("k2", hostname="b2")})
    config.profiles["P"] = Profile("P", {IdentityMatch("host", "b1"): None}, {"branches": None}, "fqdn")
    station.debugging = True
    good = Initiator(b"k1", STRANGER, Identity(packet.ID_FQDN, 17, 500, b"b1"))
    station.ike.receive(B, STRANGER, good.first())
    found = good.read(bench.wire.sent[-1][3])
    assert packet.decode_identity(found[packet.ID][0]) == (packet.ID_FQDN, 17, 500, b"b")
    station.ike.receive(B, STRANGER, good.last())
    sa = station.ike.established((B, STRANGER))
    assert sa is not None and sa.profile == "P"
    assert any("peer matches P profile" in line for line in station.debugs)
    # Who is in another keyring than the profile's is refused though the key is right.
    config.profiles["P"].keyrings = {"others": None}
    station.ike.clear()
    bench.wire.sent.clear()
    assert (
        talk(bench, Initiator(b"k1", STRANGER, Identity(packet.ID_FQDN, 17, 500, b"b1"), nonce=b"m" * 16)) is None
    )


def test_it_can_be_disabled() -> None:
    bench, station = responder()
    station.config.aggressive = False
    station.logs.clear()
    for _ in range(100):
        station.ike.receive(B, A, Initiator().first())
    assert not bench.wire.sent and not station.ike.sas
    disabled = "Unable to initiate or respond to Aggressive Mode while disabled"
    assert station.logs == [f"%CRYPTO-5-IKMP_AG_MODE_DISABLED: {disabled}"] * 10


def test_a_policy_that_does_not_match_is_refused() -> None:
    bench, station = responder()
    other = replace(POLICY, cipher="3des")
    station.ike.receive(B, A, Initiator(policy=other).first())
    header = packet.decode_header(bench.wire.sent[-1][3])
    assert header.exchange == packet.INFORMATIONAL
    assert (
        "%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Aggressive mode failed with peer at 172.16.172.69"
        in station.logs
    )


def test_a_nat_is_found_in_aggressive_mode_too() -> None:
    bench, station = responder("15")
    initiator = Initiator(vendors=(nat.METHODS["rfc3947"].vendor_ids[0], vendor.DPD))
    station.ike.receive(B, A, initiator.first(), 500, 61000)
    found = initiator.read(bench.wire.sent[-1][3])
    assert nat.METHODS["rfc3947"].vendor_ids[0] in found[packet.VENDOR_ID]
    assert len(found[packet.NAT_D]) == 2
    cookies = COOKIE + initiator.his_cookie

    def discovered(address: IPv4, port: int) -> Payload:
        body = crypto.digest("md5", cookies + address.packed + port.to_bytes(2, "big"))
        return Payload(packet.NAT_D, body)

    # The initiator says that it is at port 500 of an address of its own.
    extra = (discovered(B, 500), discovered(IPv4.parse("10.0.0.1"), 500))
    station.ike.receive(B, A, initiator.last(extra=extra), 4500, 61001)
    sa = station.ike.established((B, A))
    assert sa is not None and sa.nat.peer_behind and not sa.nat.local_behind
    assert (sa.local_port, sa.peer_port) == (4500, 61001)


def test_replays_and_damaged_messages_make_no_sa() -> None:
    bench, station = responder()
    initiator = Initiator()
    first = initiator.first()
    for at in range(packet.HEADER_LENGTH, len(first), 7):
        station.ike.receive(B, A, first[:at] + bytes([first[at] ^ 0x55]) + first[at + 1 :])
        station.ike.receive(B, A, first[:at])
    assert station.ike.established((B, A)) is None
    bench.run(200)
    assert not station.ike.sas
    # The first message again, and the whole exchange replayed to a new SA: only the first proof counts.
    bench.wire.sent.clear()
    sa = talk(bench, initiator)
    assert sa is not None
    last = initiator.last()
    station.ike.clear()
    bench.run(1)
    station.ike.receive(B, A, initiator.first())
    station.ike.receive(B, A, last)
    assert station.ike.established((B, A)) is None

"""The key engine: where IKE and IPsec meet without knowing each other.

IPsec decides that traffic needs a security association and asks for one (`request`); IKE negotiates and hands
the result back (`install`). Both sides register here. IOS's debug calls this the `key_engine` too.

The vocabulary is RFC 2401's: a *proxy identity* is one side of the traffic a pair of SAs protects; a
*transform* is one protocol with its algorithms; a *transform set* is what IOS offers as one proposal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ios_emu.wire import IPv4


@dataclass(frozen=True, slots=True)
class ProxyIdentity:
    """One side of the protected traffic: an address range by mask, an IP protocol and a port (0: any)."""

    network: IPv4
    mask: IPv4
    protocol: int = 0
    port: int = 0


@dataclass(frozen=True, slots=True)
class Transform:
    """The algorithms of one ESP proposal. `cipher`: des, 3des, aes, null; `key_bits` only for aes;
    `hash`: md5, sha, sha256 or "" for none; `mode`: tunnel or transport."""

    cipher: str
    key_bits: int
    hash: str
    mode: str = "tunnel"

    @property
    def cipher_key_length(self) -> int:
        """Bytes of key material for the cipher."""
        return {"des": 8, "3des": 24, "aes": self.key_bits // 8, "null": 0}[self.cipher]

    @property
    def hash_key_length(self) -> int:
        """Bytes of key material for the HMAC (RFC 2403, 2404, 4868)."""
        return {"": 0, "md5": 16, "sha": 20, "sha256": 32}[self.hash]


@dataclass(frozen=True, slots=True)
class SaRequest:
    """IPsec's wish for a pair of SAs, or IKE's question whether IPsec would accept such a pair.

    `transforms` are in order of preference. Lifetimes in seconds and kilobytes; `pfs_group` 0 for none.
    """

    local: IPv4
    peer: IPv4
    local_proxy: ProxyIdentity
    remote_proxy: ProxyIdentity
    transforms: tuple[Transform, ...]
    lifetime_seconds: int
    lifetime_kilobytes: int
    pfs_group: int = 0


@dataclass(frozen=True, slots=True)
class Accepted:
    """IPsec accepts the `index`-th offered transform, with these lifetimes (the smaller of both wishes)."""

    index: int
    lifetime_seconds: int
    lifetime_kilobytes: int


@dataclass(frozen=True, slots=True)
class Refused:
    """IPsec refuses; `reason` in IOS's words, e.g. `proxy identities not supported`."""

    reason: str


@dataclass(frozen=True, slots=True)
class SaPair:
    """A negotiated pair of SAs, ready to install. Key material is cipher key followed by HMAC key."""

    request: SaRequest
    transform: Transform
    inbound_spi: int
    outbound_spi: int
    inbound_keys: bytes
    outbound_keys: bytes
    initiator: bool
    ike_cookies: bytes
    """My cookie and the peer's, 16 bytes."""


class IkeSide(Protocol):
    """What IKE offers to IPsec."""

    def request(self, request: SaRequest) -> None:
        """Negotiate a pair of SAs; `install` or `failed` of the IPsec side answers some time later."""

    def deleted(self, local: IPv4, peer: IPv4, inbound_spis: tuple[int, ...]) -> None:
        """IPsec has deleted SAs of its own accord: tell the peer (RFC 2408 section 3.15)."""

    def local_gone(self, local: IPv4) -> None:
        """This router no longer owns the endpoint `local`: forget every IKE SA that uses it."""

    def in_use(self, in_use: bool) -> None:
        """Whether a crypto map is applied to any interface: IKE is on, and answers, only then."""


class IpsecSide(Protocol):
    """What IPsec offers to IKE."""

    def validate(self, request: SaRequest) -> Accepted | Refused:
        """Would the policy accept this? Identities are as seen from here; transforms as the peer offers them."""

    def allocate_spi(self, peer: IPv4) -> int:
        """A fresh inbound SPI, reserved until `install` or `failed`."""

    def install(self, pair: SaPair) -> None:
        """Put a negotiated pair to use."""

    def failed(self, request: SaRequest) -> None:
        """The negotiation that was asked for came to nothing."""

    def next_conn_ids(self) -> tuple[int, int]:
        """The conn-ids, inbound and outbound, that the pair installed next will get (IKE's debug names them)."""

    def traffic(self, local: IPv4, peer: IPv4) -> tuple[int, int]:
        """Packets so far encrypted to and decrypted from the peer; only changes matter. On-demand DPD (RFC 3706
        section 5.5) asks this whether the peer owes a sign of life."""

    def delete_peer(self, local: IPv4, peer: IPv4) -> None:
        """IKE has lost the peer: delete all SAs shared with it, without telling the peer."""

    def delete_spis(self, local: IPv4, peer: IPv4, spis: tuple[int, ...]) -> None:
        """The peer deleted its inbound SAs `spis` (ours outbound): delete those pairs."""


class KeyEngine:
    """The meeting place on one router; either side is None while its feature is not there."""

    def __init__(self) -> None:
        self.ike: IkeSide | None = None
        self.ipsec: IpsecSide | None = None

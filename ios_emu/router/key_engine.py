"""The key engine: where IKE and IPsec meet without knowing each other.

IPsec decides that traffic needs a security association and asks for one (`request`); IKE negotiates and hands
the result back (`install`). Both sides register here. IOS's debug calls this the `key_engine` too.

The vocabulary is RFC 2401's: a *proxy identity* is one side of the traffic a pair of SAs protects; a
*transform* is what a transform set asks for and IOS offers as one proposal: ESP, AH, or AH around ESP.

`debug crypto engine` is switched by whoever owns crypto maps; both sides say under it what they have done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ios_emu.wire import IPv4
from ios_emu.wire.ipv4 import AH, ESP, Header

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface

ENGINE_FLAG = "crypto engine"
"""The debug switch of the work of the crypto engine: keys derived, messages encrypted, SAs made."""
UNLIMITED_KILOBYTES = 0xFFFFFFFF
"""The lifetime in kilobytes of SAs that no volume ends."""


@dataclass(frozen=True, slots=True)
class ProxyIdentity:
    """One side of the protected traffic: an address range by mask, an IP protocol and a port (0: any)."""

    network: IPv4
    mask: IPv4
    protocol: int = 0
    port: int = 0


HASH_KEY_LENGTH = {"": 0, "md5": 16, "sha": 20, "sha256": 32, "sha384": 48, "sha512": 64}
"""Bytes of key material for an HMAC (RFC 2403, 2404, 4868)."""


@dataclass(frozen=True, slots=True)
class Transform:
    """The algorithms of one proposal. `cipher`: ESP's des, 3des, aes, null, or "" when there is no ESP;
    `key_bits` only for aes; `hash`: ESP's md5, sha, sha256, sha384, sha512 or "" for none; `mode`: tunnel or
    transport; `ah`: AH's md5, sha, sha256 or "" when there is no AH."""

    cipher: str
    key_bits: int
    hash: str
    mode: str = "tunnel"
    ah: str = ""

    @property
    def protocols(self) -> tuple[int, ...]:
        """The IP protocol numbers of the SAs that it takes, the outermost first."""
        return (AH,) * bool(self.ah) + (ESP,) * bool(self.cipher)

    @property
    def cipher_key_length(self) -> int:
        """Bytes of key material for ESP's cipher."""
        return {"": 0, "des": 8, "3des": 24, "aes": self.key_bits // 8, "null": 0}[self.cipher]

    @property
    def hash_key_length(self) -> int:
        """Bytes of key material for ESP's HMAC."""
        return HASH_KEY_LENGTH[self.hash]

    @property
    def ah_key_length(self) -> int:
        """Bytes of key material for AH's HMAC."""
        return HASH_KEY_LENGTH[self.ah]


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
    udp: bool = False
    """ESP is to travel in UDP, to get through a NAT."""


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
class AhKeys:
    """The AH SAs of a negotiated pair: their SPIs and HMAC keys."""

    inbound_spi: int
    outbound_spi: int
    inbound_key: bytes
    outbound_key: bytes


@dataclass(frozen=True, slots=True)
class UdpPorts:
    """The UDP ports, this side's and the peer's, between which ESP travels to get through a NAT (RFC 3948)."""

    local: int
    peer: int


@dataclass(frozen=True, slots=True)
class SaPair:
    """A negotiated pair of SAs, ready to install. SPIs and keys are ESP's (cipher key followed by HMAC key), zero
    and empty when the transform has none; `ah` has those of AH."""

    request: SaRequest
    transform: Transform
    inbound_spi: int
    outbound_spi: int
    inbound_keys: bytes
    outbound_keys: bytes
    initiator: bool
    ike_cookies: bytes
    """My cookie and the peer's, 16 bytes."""
    ah: AhKeys | None = None
    udp: UdpPorts | None = None
    """None: ESP and AH are IP protocols of their own."""


@dataclass(frozen=True, slots=True)
class IkeAssociation:
    """One IKE SA as others may show it. `active`: phase 1 is complete; `deleted`: it is gone, but remembered.

    `capabilities` as IOS abbreviates them (`K` keepalives, `D` dead peer detection); `identity` is what the peer
    called itself; `cipher` (des, 3des, aes), `key_bits` and `hash` are empty or 0 before they are agreed; the UDP
    ports are not 500 when there is a NAT.
    """

    connection: int
    local: IPv4
    peer: IPv4
    active: bool
    deleted: bool
    remaining_seconds: int
    capabilities: str = ""
    identity: str = ""
    cipher: str = ""
    key_bits: int = 0
    hash: str = ""
    local_port: int = 500
    peer_port: int = 500


class IkeSide(Protocol):
    """What IKE offers to IPsec."""

    def request(self, request: SaRequest) -> None:
        """Negotiate a pair of SAs; `install` or `failed` of the IPsec side answers some time later."""

    def deleted(self, local: IPv4, peer: IPv4, inbound_spis: tuple[int, ...]) -> None:
        """IPsec has deleted SAs of its own accord: tell the peer (RFC 2408 section 3.15)."""

    def clear_peer(self, local: IPv4, peer: IPv4) -> None:
        """Take down every IKE SA with `peer`, as `clear crypto session` asks for, and tell it."""

    def local_gone(self, local: IPv4) -> None:
        """This router no longer owns the endpoint `local`: forget every IKE SA that uses it."""

    def invalid_spi(self, local: IPv4, peer: IPv4, protocol: int, spi: int) -> None:
        """A packet of an SA that is not there came from `peer`: it may be told (`crypto isakmp
        invalid-spi-recovery`). `protocol` is ESP's or AH's IP protocol number."""

    def in_use(self, in_use: bool) -> None:
        """Whether a crypto map is applied to any interface: IKE is on, and answers, only then."""


class IkeView(Protocol):
    """What IKE lets others see of itself."""

    def associations(self) -> tuple[IkeAssociation, ...]:
        """Every IKE SA there is, oldest first."""

    def logs_sessions(self) -> bool:
        """Whether IKE itself logs tunnels that come up and go down (`crypto logging session`)."""


class IpsecSide(Protocol):
    """What IPsec offers to IKE."""

    def validate(self, request: SaRequest) -> Accepted | Refused:
        """Would the policy accept this? Identities are as seen from here; transforms as the peer offers them."""

    def allocate_spi(self, local: IPv4, peer: IPv4, protocol: int = ESP) -> int:
        """A fresh inbound SPI, reserved until `install` or `failed`. Each IP protocol of a transform takes one."""

    def install(self, pair: SaPair) -> None:
        """Put a negotiated pair to use."""

    def failed(self, request: SaRequest) -> None:
        """The negotiation that was asked for came to nothing."""

    def next_conn_ids(self, index: int = 0) -> tuple[int, int]:
        """The conn-ids, inbound and outbound, that the `index`-th protocol of the pair installed next will get
        (IKE's debug names them)."""

    def traffic(self, local: IPv4, peer: IPv4) -> tuple[int, int]:
        """Packets so far encrypted to and decrypted from the peer; only changes matter. On-demand DPD (RFC 3706
        section 5.5) asks this whether the peer owes a sign of life."""

    def receive_udp(self, interface: Interface, header: Header, source_port: int, esp: bytes) -> None:
        """An ESP packet came in UDP, from `source_port`. `header` is the IP header, as if ESP had followed it."""

    def turn_from(self, local: IPv4, peer: IPv4) -> None:
        """The peer has fallen silent: what was shared with it is asked of another of its entry's peers next."""

    def delete_peer(self, local: IPv4, peer: IPv4) -> None:
        """IKE has lost the peer: delete all SAs shared with it, without telling the peer."""

    def delete_spis(self, local: IPv4, peer: IPv4, spis: tuple[int, ...]) -> None:
        """The peer deleted its inbound SAs `spis` (ours outbound): delete those pairs."""


class KeyEngine:
    """The meeting place on one router; either side is None while its feature is not there."""

    def __init__(self) -> None:
        self.ike: IkeSide | None = None
        self.ike_view: IkeView | None = None
        self.ipsec: IpsecSide | None = None

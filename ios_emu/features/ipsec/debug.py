"""What `debug crypto ipsec` says, one function a message.

The releases differ in the flags of a key engine message, in how an SPI is written, and in some words: `Words`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ios_emu.features.ipsec.sad import Pair
from ios_emu.router.key_engine import ProxyIdentity, SaRequest, Transform
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import IPv4, Prefix
from ios_emu.wire.ipv4 import ESP

FLAG = "crypto ipsec"

_CIPHER_WORDS = {"des": "esp-des", "3des": "esp-3des", "aes": "esp-aes", "null": "esp-null"}
_HASH_WORDS = {"": "", "md5": "esp-md5-hmac", "sha": "esp-sha-hmac", "sha256": "esp-sha256-hmac"}


@dataclass(frozen=True)
class Words:
    """What differs between releases. The flags are of a request, of a peer's proposal and of an installed SA."""

    request_flags: str
    proposal_flags: str
    installed_flags: str
    mode: bool
    request_spi: bool
    queue_event: str = "IPSEC(key_engine): got a queue event..."
    delete_spi: str = "delete SA with spi {spi}/50 for {peer}"
    shared: str = "delete all SAs shared with {peer}"
    aging: str = "IPSEC(sa_aging): lifetime expiring,"
    route_tail: str = ""


_12_4 = Words(
    "0x0",
    "0x0",
    "0x0",
    mode=True,
    request_spi=False,
    queue_event="IPSEC(key_engine): got a queue event with 1 KMI message(s)",
    delete_spi="delete SA with spi 0x{spi:X} proto 50 for {peer}",
    shared="delete all SAs shared with peer {peer}",
)
WORDS = ByRelease(
    {
        Train.R12_2: Words("0x4004", "0x4", "0x4", mode=False, request_spi=True),
        Train.R12_3T: Words("0x400B", "0x2", "0x13", mode=True, request_spi=True),
        Train.R12_4: _12_4,
        Train.R15: replace(
            _12_4,
            aging="IPSEC(lifetime_expiry): SA lifetime threshold reached, expiring in 30 seconds",
            route_tail=" with tag 0 distance 1",
        ),
    }
)


def transform_words(transform: Transform) -> str:
    """`esp-des esp-md5-hmac`, as configured; AES with its key length unless that is 128."""
    cipher = _CIPHER_WORDS[transform.cipher]
    if transform.cipher == "aes" and transform.key_bits != 128:
        cipher += f" {transform.key_bits}"
    return f"{cipher} {_HASH_WORDS[transform.hash]}" if transform.hash else cipher


def proxy_text(proxy: ProxyIdentity) -> str:
    """`20.1.1.0/255.255.255.0/0/0`."""
    return f"{proxy.network}/{proxy.mask}/{proxy.protocol}/{proxy.port}"


def _typed(proxy: ProxyIdentity) -> str:
    # ID_IPV4_ADDR or ID_IPV4_ADDR_SUBNET (RFC 2407 section 4.6.2.1).
    return f"{proxy_text(proxy)} (type={1 if proxy.mask == 0xFFFFFFFF else 4})"


def key_engine_message(
    words: Words,
    direction: str,
    request: SaRequest,
    transform: Transform,
    *,
    spi: int = 0,
    conn_id: int = 0,
    flags: str,
    lifetimes: bool = True,
) -> str:
    """The block that `sa_request`, `validate_proposal_request` and `initialize_sas` have in common."""
    mode = f" ({transform.mode.capitalize()})" if words.mode else ""
    seconds, kilobytes = (request.lifetime_seconds, request.lifetime_kilobytes) if lifetimes else (0, 0)
    return (
        f"  (key eng. msg.) {direction} local= {request.local}, remote= {request.peer}, \n"
        f"    local_proxy= {_typed(request.local_proxy)}, \n"
        f"    remote_proxy= {_typed(request.remote_proxy)}, \n"
        f"    protocol= ESP, transform= {transform_words(transform)} {mode}, \n"
        f"    lifedur= {seconds}s and {kilobytes}kb, \n"
        f"    spi= 0x{spi:X}({spi}), conn_id= {conn_id}, keysize= {transform.key_bits}, flags= {flags}"
    )


def sa_request(words: Words, request: SaRequest, spi: int) -> str:
    """A pair of SAs is asked for; the transform shown is the first choice."""
    block = key_engine_message(
        words, "OUTBOUND", request, request.transforms[0], spi=spi, flags=words.request_flags
    )
    return f"IPSEC(sa_request): ,\n{block}"


def validate_proposal(words: Words, request: SaRequest, transform: Transform) -> str:
    """A peer's proposal is looked at."""
    block = key_engine_message(words, "INBOUND", request, transform, flags=words.proposal_flags, lifetimes=False)
    return f"IPSEC(validate_proposal_request): proposal part #1,\n{block}"


def initialize_sas(words: Words, request: SaRequest, pair: Pair, conn_id: int) -> tuple[str, str]:
    """The two SAs of `pair` are set up: inbound, outbound."""
    blocks = [
        key_engine_message(
            words, direction, request, pair.transform, spi=spi, conn_id=number, flags=words.installed_flags
        )
        for direction, spi, number in (
            ("INBOUND", pair.receiver.spi, conn_id),
            ("OUTBOUND", pair.sender.spi, conn_id + 1),
        )
    ]
    return f"IPSEC(initialize_sas): ,\n{blocks[0]}", f"IPSEC(initialize_sas): ,\n{blocks[1]}"


def _sa(destination: IPv4, spi: int, transform: Transform, conn_id: int) -> str:
    return (
        f"  (sa) sa_dest= {destination}, sa_prot= {ESP}, \n"
        f"    sa_spi= 0x{spi:X}({spi}), \n"
        f"    sa_trans= {transform_words(transform)} , sa_conn_id= {conn_id}"
    )


def each_sa(heading: str, pair: Pair, conn_id: int) -> tuple[str, str]:
    """`heading` over the inbound and over the outbound SA of `pair`."""
    return (
        f"{heading}\n{_sa(pair.local, pair.receiver.spi, pair.transform, conn_id)}",
        f"{heading}\n{_sa(pair.peer, pair.sender.spi, pair.transform, conn_id + 1)}",
    )


def spi_response(spi: int, local: IPv4, peer: IPv4) -> str:
    """IKE is given an inbound SPI."""
    return f"IPSEC(spi_response): getting spi {spi} for SA \n\tfrom {local} to {peer} for prot 3"


def route(words: Words, event: str, prefix: Prefix, peer: IPv4) -> str:
    """RRI has `Added` or `Removed` a route."""
    return (
        f"IPSEC(rte_mgr): VPN Route {event} {prefix.network} {prefix.mask} via {peer} in IP DEFAULT TABLE"
        f"{words.route_tail}"
    )

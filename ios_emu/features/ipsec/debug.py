"""What `debug crypto ipsec` says, one function a message, and IPsec's share of `debug crypto engine`.

The releases differ in the flags of a key engine message, in how an SPI is written, and in some words: `Words`.
Of a bundle, AH and ESP are each said as if they were alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ios_emu.features.ipsec.sad import Pair
from ios_emu.router.key_engine import ProxyIdentity, SaRequest, Transform
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import IPv4, Prefix
from ios_emu.wire.ipv4 import AH

FLAG = "crypto ipsec"

_CIPHER_WORDS = {"des": "esp-des", "3des": "esp-3des", "aes": "esp-aes", "null": "esp-null"}


@dataclass(frozen=True)
class Words:
    """What differs between releases. The flags are of a request, of a peer's proposal, and of an inbound and an
    outbound SA installed; more of them come on top with perfect forward secrecy.

    `head`, `ident` and `tree` are said of the way to an ident: the map that is looked into, proxies that are known
    from there, and what is put into the tree of proxies.

    The last three are of `debug crypto engine`: a proposal is looked at, an SA is made, the SAs of a flow go.
    """

    request_flags: int
    proposal_flags: int
    installed_flags: tuple[int, int]
    mode: bool
    request_spi: bool
    request_pfs: int = 0
    proposal_pfs: int = 0
    installed_pfs: int = 0
    head: str = ""
    ident: str = ""
    tree: str = ""
    queue_event: str = "IPSEC(key_engine): got a queue event..."
    delete_spi: str = "delete SA with spi {spi}/{protocol} for {peer}"
    shared: str = "delete all SAs shared with {peer}"
    aging: str = "IPSEC(sa_aging): lifetime expiring,"
    route_tail: str = ""
    validate: tuple[str, ...] = ("validate proposal 0", "validate proposal request 0")
    allocate: tuple[str, ...] = ("ipsec allocate flow 0",)
    delete_flow: str = ""

    def deleting(self, slot: int) -> tuple[str, ...]:
        """The inbound and the outbound SA of a slot are taken out of the engine."""
        numbers = (2 * slot + 1, 2 * slot + 2)
        return tuple(self.delete_flow.format(number=number) for number in numbers) if self.delete_flow else ()


_12_4 = Words(
    0x0,
    0x0,
    (0x0, 0x0),
    mode=True,
    request_spi=False,
    queue_event="IPSEC(key_engine): got a queue event with 1 KMI message(s)",
    delete_spi="delete SA with spi 0x{spi:X} proto {protocol} for {peer}",
    shared="delete all SAs shared with peer {peer}",
    validate=(),
    allocate=("crypto_engine: Create IPSec SA (by keys)",),
    delete_flow="crypto engine: deleting IPSec SA SW:{number}",
)
WORDS = ByRelease(
    {
        Train.R12_2: Words(0x4004, 0x4, (0x4, 0x4), mode=False, request_spi=True),
        Train.R12_3T: Words(
            0x400A,
            0x2,
            (0x2, 0xA),
            mode=True,
            request_spi=True,
            request_pfs=0x1,
            proposal_pfs=0x10,
            installed_pfs=0x11,
            head="IPSEC(kei_proxy): head = {map}, map->ivrf = , kei->ivrf = ",
            ident="IPSEC(crypto_ipsec_sa_find_ident_head): reconnecting with the same proxies and {peer}",
            tree="IPSEC(add mtree): src {source}, dest {destination}, dest_port {port}",
        ),
        Train.R12_4: _12_4,
        Train.R15: replace(
            _12_4,
            aging="IPSEC(lifetime_expiry): SA lifetime threshold reached, expiring in 30 seconds",
            route_tail=" with tag {tag} distance {distance}",
        ),
    }
)


def esp_words(transform: Transform, aes: str = "esp-aes {bits}") -> str:
    """ESP's half: `esp-des esp-md5-hmac`, as configured; AES with its key length unless that is 128."""
    if not transform.cipher:
        return ""
    cipher = _CIPHER_WORDS[transform.cipher]
    if transform.cipher == "aes" and transform.key_bits != 128:
        cipher = aes.format(bits=transform.key_bits)
    return f"{cipher} esp-{transform.hash}-hmac" if transform.hash else cipher


def ah_words(transform: Transform) -> str:
    """AH's half: `ah-md5-hmac`."""
    return f"ah-{transform.ah}-hmac" if transform.ah else ""


def transform_words(transform: Transform) -> str:
    """The whole: `ah-md5-hmac esp-des`."""
    return " ".join(words for words in (ah_words(transform), esp_words(transform)) if words)


def proxy_text(proxy: ProxyIdentity) -> str:
    """`20.1.1.0/255.255.255.0/0/0`."""
    return f"{proxy.network}/{proxy.mask}/{proxy.protocol}/{proxy.port}"


def _typed(proxy: ProxyIdentity) -> str:
    # ID_IPV4_ADDR or ID_IPV4_ADDR_SUBNET (RFC 2407 section 4.6.2.1).
    return f"{proxy_text(proxy)} (type={1 if proxy.mask == 0xFFFFFFFF else 4})"


def _key_engine_message(
    words: Words,
    direction: str,
    request: SaRequest,
    transform: Transform,
    protocol: int,
    *,
    spi: int = 0,
    conn_id: int = 0,
    flags: int,
    lifetimes: bool = True,
    udp: bool = False,
) -> str:
    """The block that `sa_request`, `validate_proposal_request` and `initialize_sas` have in common."""
    mode = f" ({transform.mode.capitalize()}{'-UDP' if udp else ''})" if words.mode else ""
    seconds, kilobytes = (request.lifetime_seconds, request.lifetime_kilobytes) if lifetimes else (0, 0)
    name, text = ("AH", ah_words(transform)) if protocol == AH else ("ESP", esp_words(transform))
    keysize = 0 if protocol == AH else transform.key_bits
    return (
        f"  (key eng. msg.) {direction} local= {request.local}, remote= {request.peer}, \n"
        f"    local_proxy= {_typed(request.local_proxy)}, \n"
        f"    remote_proxy= {_typed(request.remote_proxy)}, \n"
        f"    protocol= {name}, transform= {text} {mode}, \n"
        f"    lifedur= {seconds}s and {kilobytes}kb, \n"
        f"    spi= 0x{spi:X}({spi}), conn_id= {conn_id}, keysize= {keysize}, flags= 0x{flags:X}"
    )


def sa_request(words: Words, request: SaRequest, spis: tuple[int, ...]) -> list[str]:
    """A pair of SAs is asked for; the transform shown is the first choice."""
    transform = request.transforms[0]
    promised = spis or (0,) * len(transform.protocols)
    flags = words.request_flags | (words.request_pfs if request.pfs_group else 0)
    return [
        "IPSEC(sa_request): ,\n"
        + _key_engine_message(words, "OUTBOUND", request, transform, protocol, spi=spi, flags=flags)
        for protocol, spi in zip(transform.protocols, promised, strict=True)
    ]


def validate_proposal(words: Words, request: SaRequest, transform: Transform) -> list[str]:
    """A peer's proposal is looked at."""
    flags = words.proposal_flags | (words.proposal_pfs if request.pfs_group else 0)
    return [
        f"IPSEC(validate_proposal_request): proposal part #{number},\n"
        + _key_engine_message(
            words, "INBOUND", request, transform, protocol, flags=flags, lifetimes=False, udp=request.udp
        )
        for number, protocol in enumerate(transform.protocols, 1)
    ]


def initialize_sas(words: Words, request: SaRequest, pair: Pair, conn_id: Callable[[int], int]) -> list[str]:
    """The SAs of `pair` are set up, of each protocol the inbound one first."""
    inbound, outbound = words.installed_flags
    extra = words.installed_pfs if request.pfs_group else 0
    return [
        "IPSEC(initialize_sas): ,\n"
        + _key_engine_message(
            words,
            direction,
            request,
            pair.transform,
            part.protocol,
            spi=spi,
            conn_id=number,
            flags=flags | extra,
            udp=pair.udp is not None,
        )
        for part in pair.parts
        for direction, spi, number, flags in (
            ("INBOUND", part.receiver.spi, conn_id(part.slot), inbound),
            ("OUTBOUND", part.sender.spi, conn_id(part.slot) + 1, outbound),
        )
    ]


def found_ident(words: Words, request: SaRequest, map_name: str, known: bool) -> list[str]:
    """The ident of new SAs has been found through the map; `known`: it was there before."""
    local, remote = request.local_proxy, request.remote_proxy
    tree = words.tree.format(source=local.network, destination=remote.network, port=remote.port)
    said = (words.head.format(map=map_name), words.ident.format(peer=request.peer) if known else "", tree)
    return [text for text in said if text]


def each_sa(heading: str, pair: Pair, conn_id: Callable[[int], int]) -> list[str]:
    """`heading` over every SA of `pair`, of each protocol the inbound one first."""
    texts = []
    for part in pair.parts:
        words = ah_words(pair.transform) if part.protocol == AH else esp_words(pair.transform)
        first = conn_id(part.slot)
        for destination, spi, number in (
            (pair.local, part.receiver.spi, first),
            (pair.peer, part.sender.spi, first + 1),
        ):
            texts.append(
                f"{heading}\n"
                f"  (sa) sa_dest= {destination}, sa_prot= {part.protocol}, \n"
                f"    sa_spi= 0x{spi:X}({spi}), \n"
                f"    sa_trans= {words} , sa_conn_id= {number}"
            )
    return texts


def spi_response(spi: int, local: IPv4, peer: IPv4, protocol: int) -> str:
    """IKE is given an inbound SPI, for the protocol as IKE numbers it (RFC 2407 section 4.4.1)."""
    number = 2 if protocol == AH else 3
    return f"IPSEC(spi_response): getting spi {spi} for SA \n\tfrom {local} to {peer} for prot {number}"


def route(words: Words, event: str, prefix: Prefix, via: IPv4 | str, tag: int, distance: int) -> str:
    """RRI has `Added` or `Removed` a route through a peer, or out of an interface."""
    tail = words.route_tail.format(tag=tag, distance=distance)
    return f"IPSEC(rte_mgr): VPN Route {event} {prefix.network} {prefix.mask} via {via} in IP DEFAULT TABLE{tail}"

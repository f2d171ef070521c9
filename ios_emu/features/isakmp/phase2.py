"""Quick mode (RFC 2409 section 5.5), both roles, with or without perfect forward secrecy.

    initiator                                                        responder
    QM1  HDR*, HASH(1), SA, Ni [, KE], IDci, IDcr          -->
                                  <--  QM2  HDR*, HASH(2), SA, Nr [, KE], IDci, IDcr
    QM3  HDR*, HASH(3)                                     -->

Each transform that IPsec wants is a proposal of its own, all with the same SPIs. What the peer offers is shown to
IPsec one transform at a time, in the peer's order; the first that it accepts is chosen. The initiator installs
the SAs when it has QM2, the responder when it has QM3. Retransmission is as in main mode; a peer that does not
answer is taken for dead, and its phase 1 goes too.

Gaps: no commit bit, one SA payload per exchange.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ios_emu.features.isakmp import (
    alive,
    children,
    crypto,
    doi,
    groups,
    informational,
    nat,
    offers,
    packet,
    protect,
)
from ios_emu.features.isakmp.debug import signed
from ios_emu.features.isakmp.engine_words import Work
from ios_emu.features.isakmp.offers import Payloads, Refused
from ios_emu.features.isakmp.packet import Header, Payload, Proposal
from ios_emu.features.isakmp.sa import IkeSa, QuickMode, QuickState
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.router.key_engine import AhKeys, ProxyIdentity, SaPair, SaRequest, UdpPorts
from ios_emu.wire import DecodeError

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike

RETRANSMIT = 10 * SECOND
RETRANSMISSIONS = 5
SKEW = 500 * MILLISECOND
NONCE_LENGTH = 20


# -- events -----------------------------------------------------------------------------------------------------


def initiate(ike: Ike, sa: IkeSa, request: SaRequest) -> None:
    """Begin a quick mode under `sa`: send QM1. A request under way already is not repeated."""
    ipsec = ike.host.ipsec
    if ipsec is None or any(node and not node.over and node.request == request for node in sa.nodes.values()):
        return
    node = QuickMode(ike.new_message_id(sa), True, request)
    ike.remember(sa, node.message_id, node)
    protocols = max((transform.protocols for transform in request.transforms), key=len, default=())
    node.inbound_spis = tuple(ipsec.allocate_spi(sa.local, sa.peer, protocol) for protocol in protocols)
    node.nonce_i = ike.random.randbytes(NONCE_LENGTH)
    payloads = [Payload(packet.SA, packet.encode_sa(offers.offer(sa, node)))]
    payloads.append(Payload(packet.NONCE, node.nonce_i))
    payloads += _make_key(ike, node)
    payloads += _identities(request.local_proxy, request.remote_proxy)
    if ike.voice.on:
        ike.voice.say(sa, f"beginning Quick Mode exchange, M-ID of {signed(node.message_id)}")
        if not ike.voice.style.key_engine:
            ike.voice.say(sa, "QM Initiator gets spi")
    node.iv = protect.exchange_iv(sa, node.message_id)
    _transmit(ike, sa, node, payloads, protect.message_id_seed(node.message_id))
    node.state = QuickState.I_QM1
    ike.voice.node_moved(sa, node.message_id, "IKE_MESG_INTERNAL, IKE_INIT_QM", QuickState.READY, QuickState.I_QM1)


def receive(ike: Ike, sa: IkeSa, ports: tuple[int, int], header: Header, data: bytes) -> None:
    """A quick mode message under `sa`. Raises DecodeError."""
    if not sa.established:
        return
    if not header.message_id or not header.flags & packet.FLAG_ENCRYPTED:
        raise DecodeError("quick mode without a message ID or encryption")
    node = sa.nodes.get(header.message_id)
    if header.message_id not in sa.nodes and header.message_id not in sa.used:
        _first(ike, sa, header, data)
    elif node is not None and data == node.last_received:
        _duplicate(ike, sa, node)
        return
    elif node is not None and node.state is QuickState.I_QM1:
        _second(ike, sa, node, header, data)
    elif node is not None and node.state is QuickState.R_QM2:
        _third(ike, sa, node, header, data)
    else:
        return
    nat.follow(ike, sa, *ports)


def on_timeout(ike: Ike, sa: IkeSa, node: QuickMode) -> None:
    """No answer for 10 seconds: once more, or never again."""
    if node.over or not sa.established:
        return
    ike.voice.say(sa, f" retransmitting phase 2 QM_IDLE       {signed(node.message_id)} ...")
    if node.retransmissions == RETRANSMISSIONS:
        abandon(ike, sa, node, "death by retransmission P2")
        ike.delete(sa, "death by retransmission P2")
        return
    node.retransmissions += 1
    ike.voice.counted(sa, node.retransmissions, "retransmit phase 2")
    _repeat(ike, sa, node)
    ike.host.timers.start(("quick", sa.handle, node.message_id), RETRANSMIT)


def abandon(ike: Ike, sa: IkeSa, node: QuickMode, reason: str, *, error: bool = True) -> None:
    """The exchange comes to nothing: IPsec gets its SPIs back."""
    if node.message_id in sa.nodes:
        ike.finish_node(sa, node.message_id, error, reason)
    node.over = True
    ike.host.timers.stop(("quick", sa.handle, node.message_id))
    if ike.host.ipsec is not None:
        ike.host.ipsec.failed(node.request)


def refused_by_peer(ike: Ike, sa: IkeSa, spi: bytes) -> None:
    """The peer refuses the quick mode in which we offered `spi`."""
    for node in list(sa.nodes.values()):
        if node is None or node.state is not QuickState.I_QM1 or node.over:
            continue
        if not spi or spi in map(_packed, node.inbound_spis):
            if ike.voice.on:
                text = f" deleting spi {node.inbound_spis[-1]} message ID = {signed(node.message_id)}"
                ike.voice.say(sa, text)
            abandon(ike, sa, node, "delete_larval")


# -- the three messages -----------------------------------------------------------------------------------------


def _first(ike: Ike, sa: IkeSa, header: Header, data: bytes) -> None:
    """The responder has QM1: ask IPsec, answer with QM2."""
    message_id = header.message_id
    seed = protect.message_id_seed(message_id)
    payloads = _unseal(ike, sa, header, data, seed, protect.exchange_iv(sa, message_id))
    alive.sign(ike, sa, False)
    voice = ike.voice
    voice.new_node(message_id)
    voice.processing(sa, "HASH", message_id)
    voice.processing(sa, "SA", message_id)
    nonce, his_public = offers.nonce(payloads), offers.optional(payloads, packet.KE)
    remote_proxy, local_proxy = offers.proxies(sa, payloads)
    proposals = packet.decode_sa(offers.one(payloads, packet.SA))
    request = SaRequest(sa.local, sa.peer, local_proxy, remote_proxy, (), 0, 0)
    try:
        choice = offers.choose(ike, sa, proposals, request, his_public)
    except Refused as refused:
        _refuse(ike, sa, message_id, proposals, str(refused))
        return
    node = QuickMode(message_id, False, choice.request)
    node.iv = protect.last_block(sa, header, data)
    node.last_received = data
    node.nonce_i = nonce
    node.transform = choice.request.transforms[0]
    node.outbound_spis = tuple(offers.spi_of(proposal) for proposal in choice.proposals)
    ike.remember(sa, message_id, node)
    _say_contents(ike, sa, message_id, his_public)
    if voice.style.key_engine:
        voice.say(sa, f" asking for {len(choice.proposals)} spis from ipsec")
    else:
        voice.say(sa, "QM Responder gets spi")
    node.state = QuickState.SPI_STARVE
    event = "IKE_MESG_FROM_PEER, IKE_QM_EXCH"
    voice.node_moved(sa, message_id, event, QuickState.READY, QuickState.SPI_STARVE)
    _answer(ike, sa, node, choice, his_public)


def _answer(ike: Ike, sa: IkeSa, node: QuickMode, choice: offers.Choice, his_public: bytes | None) -> None:
    """IPsec has given SPIs: send QM2."""
    ipsec, voice, message_id = ike.host.ipsec, ike.voice, node.message_id
    assert ipsec is not None
    protocols = choice.request.transforms[0].protocols
    node.inbound_spis = tuple(ipsec.allocate_spi(sa.local, sa.peer, protocol) for protocol in protocols)
    if voice.style.machine:
        voice.key_engine(2)
    node.nonce_r = ike.random.randbytes(NONCE_LENGTH)
    spis = zip(choice.proposals, node.inbound_spis, strict=True)
    chosen = tuple(proposal._replace(spi=_packed(spi)) for proposal, spi in spis)
    reply = [Payload(packet.SA, packet.encode_sa(chosen)), Payload(packet.NONCE, node.nonce_r)]
    reply += _make_key(ike, node)
    _share(node, his_public)
    reply += _identities(choice.request.remote_proxy, choice.request.local_proxy)
    state, event = QuickState.SPI_STARVE, "IKE_MESG_FROM_IPSEC, IKE_SPI_REPLY"
    if voice.style.install_state:
        event, node.state = "IKE_MESG_INTERNAL, IKE_GOT_SPI", QuickState.INSTALL_AWAIT
        voice.node_moved(sa, message_id, event, state, node.state)
        state, event = node.state, "IKE_MESG_FROM_IPSEC, IPSEC_INSTALL_DONE"
    _transmit(ike, sa, node, reply, protect.message_id_seed(message_id) + node.nonce_i)
    node.state = QuickState.R_QM2
    voice.node_moved(sa, message_id, event, state, node.state)


def _say_contents(ike: Ike, sa: IkeSa, message_id: int, public: bytes | None) -> None:
    ike.voice.processing(sa, "NONCE", message_id)
    if public is not None:
        ike.voice.processing(sa, "KE", message_id)
    for _ in range(2):
        ike.voice.processing(sa, "ID", message_id)


def _second(ike: Ike, sa: IkeSa, node: QuickMode, header: Header, data: bytes) -> None:
    """The initiator has QM2: answer with QM3 and install."""
    seed = protect.message_id_seed(node.message_id)
    payloads = _unseal(ike, sa, header, data, seed + node.nonce_i, node.iv)
    alive.sign(ike, sa, node.initiator)
    voice = ike.voice
    voice.processing(sa, "HASH", node.message_id)
    voice.processing(sa, "SA", node.message_id)
    nonce, his_public = offers.nonce(payloads), offers.optional(payloads, packet.KE)
    if offers.proxies(sa, payloads) != (node.request.local_proxy, node.request.remote_proxy):
        raise DecodeError("the responder has changed the proxy identities")
    proposals = packet.decode_sa(offers.one(payloads, packet.SA))
    chosen = offers.chosen(ike, sa, node, proposals)
    _share(node, his_public)
    node.transform = chosen.request.transforms[0]
    node.outbound_spis = tuple(offers.spi_of(proposal) for proposal in chosen.proposals)
    node.inbound_spis = node.inbound_spis[: len(chosen.proposals)]
    node.request = replace(
        node.request,
        lifetime_seconds=min(node.request.lifetime_seconds, chosen.request.lifetime_seconds),
        lifetime_kilobytes=min(node.request.lifetime_kilobytes, chosen.request.lifetime_kilobytes),
    )
    node.iv = protect.last_block(sa, header, data)
    node.last_received = data
    node.nonce_r = nonce
    _say_contents(ike, sa, node.message_id, his_public)
    _describe(ike, sa, node)
    _transmit(ike, sa, node, [], b"\0" + seed + node.nonce_i + node.nonce_r)
    _complete(ike, sa, node, QuickState.I_QM1, "")


def _third(ike: Ike, sa: IkeSa, node: QuickMode, header: Header, data: bytes) -> None:
    """The responder has QM3: the initiator is alive and has our nonce; install."""
    seed = b"\0" + protect.message_id_seed(node.message_id) + node.nonce_i + node.nonce_r
    _unseal(ike, sa, header, data, seed, node.iv)
    alive.sign(ike, sa, node.initiator)
    if not ike.voice.style.install_state:
        ike.voice.processing(sa, "HASH", node.message_id)
    node.last_received = data
    _describe(ike, sa, node)
    _complete(ike, sa, node, QuickState.R_QM2, "quick mode done (await)")


def _complete(ike: Ike, sa: IkeSa, node: QuickMode, old: QuickState, reason: str) -> None:
    node.state = QuickState.COMPLETE
    ike.finish_node(sa, node.message_id, False, reason)
    event = "IKE_MESG_FROM_PEER, IKE_QM_EXCH"
    ike.voice.node_moved(sa, node.message_id, event, old, QuickState.COMPLETE)
    _install(ike, sa, node)


def _refuse(ike: Ike, sa: IkeSa, message_id: int, proposals: tuple[Proposal, ...], reason: str) -> None:
    voice = ike.voice
    voice.say(sa, voice.style.unacceptable.format(phase=2, local=sa.local, remote=sa.peer))
    known = doi.PROTOCOLS.values()
    refused = next((proposal for proposal in proposals if proposal.protocol in known), None)
    protocol, spi = (refused.protocol, refused.spi) if refused else (packet.PROTOCOL_ESP, b"")
    ike.remember(sa, message_id, None)
    informational.send_refusal(ike, sa, protocol, spi)
    ike.finish_node(sa, message_id, True, reason)
    event = "IKE_MESG_FROM_PEER, IKE_QM_EXCH"
    voice.node_moved(sa, message_id, event, QuickState.READY, QuickState.READY)
    ike.complaints.mode_failure("Quick", sa.peer)


# -- sending ----------------------------------------------------------------------------------------------------


def _transmit(ike: Ike, sa: IkeSa, node: QuickMode, payloads: list[Payload], seed: bytes) -> None:
    assert sa.policy is not None
    node.last_sent = protect.seal(sa, packet.QUICK_MODE, node.message_id, seed, payloads, node.iv)
    ike.voice.engine(sa, Work.HASH, Work.ENCRYPT)
    node.iv = node.last_sent[-sa.policy.block :]
    node.last_sent_at = ike.host.kernel.now
    node.retransmissions = 0
    ike.send(sa, node.last_sent)
    ike.host.timers.start(("quick", sa.handle, node.message_id), RETRANSMIT)


def _repeat(ike: Ike, sa: IkeSa, node: QuickMode) -> None:
    ike.voice.say(sa, f" retransmitting phase 2 {signed(node.message_id)} QM_IDLE      ")
    node.last_sent_at = ike.host.kernel.now
    ike.send(sa, node.last_sent)


# The last message of all, QM3, has no answer: a duplicate of it changes nothing.
def _duplicate(ike: Ike, sa: IkeSa, node: QuickMode) -> None:
    ike.voice.say(sa, " phase 2 packet is a duplicate of a previous packet.")
    done = node.state is QuickState.COMPLETE and not node.initiator
    if done or ike.host.kernel.now - node.last_sent_at < SKEW:
        return
    ike.voice.say(sa, " retransmitting due to retransmit phase 2")
    _repeat(ike, sa, node)


def _identities(of_initiator: ProxyIdentity, of_responder: ProxyIdentity) -> list[Payload]:
    return [Payload(packet.ID, doi.proxy_payload(proxy)) for proxy in (of_initiator, of_responder)]


def _make_key(ike: Ike, node: QuickMode) -> list[Payload]:
    group = node.request.pfs_group
    if not group:
        return []
    node.dh_private = groups.private_value(ike.random)
    return [Payload(packet.KE, groups.public_value(group, node.dh_private))]


def _share(node: QuickMode, his_public: bytes | None) -> None:
    group = node.request.pfs_group
    if not group:
        return
    shared = groups.shared_secret(group, node.dh_private, his_public or b"")
    if shared is None:
        raise DecodeError("public value of quick mode does not belong to the group")
    node.shared = shared


def _unseal(ike: Ike, sa: IkeSa, header: Header, data: bytes, seed: bytes, iv: bytes) -> Payloads:
    payloads = protect.unseal(sa, header, data, seed, iv)
    ike.voice.engine(sa, Work.DECRYPT, Work.HASH)
    if payloads is None:
        raise DecodeError("hash of a quick mode message is wrong")
    found: Payloads = {}
    for payload in payloads:
        found.setdefault(payload.kind, []).append(payload.body)
    return found


def _packed(spi: int) -> bytes:
    return spi.to_bytes(4, "big")


# -- installing -------------------------------------------------------------------------------------------------


def _describe(ike: Ike, sa: IkeSa, node: QuickMode) -> None:
    ipsec = ike.host.ipsec
    if ike.voice.on and ipsec is not None:
        conn_ids = [ipsec.next_conn_ids(index) for index in range(len(node.inbound_spis))]
        ike.voice.creating(sa, node, conn_ids)


def _install(ike: Ike, sa: IkeSa, node: QuickMode) -> None:
    ipsec, transform, request = ike.host.ipsec, node.transform, node.request
    assert ipsec is not None and transform is not None
    ike.voice.engine(sa, Work.CHILD_KEYS)
    spis: dict[int, tuple[int, int]] = {}
    keys: dict[int, tuple[bytes, bytes]] = {}
    both = zip(node.inbound_spis, node.outbound_spis, strict=True)
    for number, (inbound_spi, outbound_spi) in zip(transform.protocols, both, strict=True):
        protocol = doi.PROTOCOLS[number]
        spis[protocol] = (inbound_spi, outbound_spi)
        keys[protocol] = (
            _keys(sa, node, protocol, inbound_spi),
            _keys(sa, node, protocol, outbound_spi),
        )
    ah = packet.PROTOCOL_AH
    pair = SaPair(
        request,
        transform,
        *spis.get(packet.PROTOCOL_ESP, (0, 0)),
        *keys.get(packet.PROTOCOL_ESP, (b"", b"")),
        node.initiator,
        sa.my_cookie + sa.his_cookie,
        AhKeys(*spis[ah], *keys[ah]) if ah in spis else None,
        UdpPorts(sa.local_port, sa.peer_port) if sa.nat.found else None,
    )
    ike.host.keylog.add_pair(pair)
    for protocol, (inbound_spi, outbound_spi) in spis.items():
        children.installed(ike, sa, protocol, inbound_spi, outbound_spi)
    ipsec.install(pair)


def _keys(sa: IkeSa, node: QuickMode, protocol: int, spi: int) -> bytes:
    """KEYMAT of one direction of one protocol (RFC 2409 section 5.5)."""
    transform = node.transform
    assert transform is not None and sa.policy is not None and sa.keys is not None
    if protocol == packet.PROTOCOL_AH:
        length = transform.ah_key_length
    else:
        length = transform.cipher_key_length + transform.hash_key_length
    seed = node.shared + bytes([protocol]) + _packed(spi) + node.nonce_i + node.nonce_r
    return crypto.key_material(sa.policy.hash, sa.keys.skeyid_d, seed, length)

"""`show crypto ipsec sa`: one block for each pair of proxy identities of an applied map, whether it has seen
traffic or not, and one for each pair that a peer has asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ios_emu.features.ipsec import debug, policy
from ios_emu.features.ipsec.debug import proxy_text
from ios_emu.features.ipsec.esp import IV_LENGTH
from ios_emu.features.ipsec.outbound import longest_clear
from ios_emu.features.ipsec.rri import peer_of
from ios_emu.features.ipsec.sad import AhSas, Counters, EspSas, Ident, Pair
from ios_emu.router.key_engine import UNLIMITED_KILOBYTES, Transform
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import ANY, IPv4
from ios_emu.wire.ipv4 import AH, ESP

if TYPE_CHECKING:
    from ios_emu.features.ipsec.binding import Binding
    from ios_emu.features.ipsec.instance import Ipsec
    from ios_emu.features.ipsec.policy import MapEntry

NO_SAS = "\nNo SAs found\n"


@dataclass(frozen=True)
class SaFormat:
    """`show crypto ipsec sa` of a release, as templates."""

    tag: str
    vrf: str
    peer: str
    digest: str
    verify: str
    failures: str
    endpoints: str
    mtu: str
    outbound_spi: str
    connection: str
    ike_cookies: str = ""
    window: str = ""
    status: str = ""


_12_2 = SaFormat(
    tag="    Crypto map tag: {map}, local addr. {local}\n",
    vrf="",
    peer="   current_peer: {peer}\n",
    digest="#pkts digest {encaps}",
    verify="#pkts verify {decaps}",
    failures="    #pkts not compressed: 0, #pkts compr. failed: 0, #pkts decompress failed: 0\n",
    endpoints="     local crypto endpt.: {local}, remote crypto endpt.: {peer}\n",
    mtu="     path mtu {mtu}, ip mtu {mtu}\n",
    outbound_spi="     current outbound spi: {spi:X}\n",
    connection="        slot: 0, conn id: {conn_id}, flow_id: {flow_id}, crypto map: {map}\n",
)
_12_3T = replace(
    _12_2,
    vrf="   protected vrf: \n",
    peer="   current_peer: {peer}:{port}\n",
    digest="#pkts digest: {encaps}",
    verify="#pkts verify: {decaps}",
    failures=(
        "    #pkts not compressed: 0, #pkts compr. failed: 0\n"
        "    #pkts not decompressed: 0, #pkts decompress failed: 0\n"
    ),
    mtu="     path mtu {mtu}, media mtu {mtu}\n",
    connection=_12_2.connection + "        crypto engine type: Software, engine_id: 1\n",
    ike_cookies="        ike_cookies: {cookies}\n",
)
_12_4 = replace(
    _12_3T,
    tag="    Crypto map tag: {map}, local addr {local}\n",
    vrf="   protected vrf: (none)\n",
    peer="   current_peer {peer} port {port}\n",
    mtu=_12_2.mtu,
    outbound_spi="     current outbound spi: 0x{spi:X}({spi})\n",
    connection="        conn id: {conn_id}, flow_id: {flow_id}, crypto map: {map}\n",
    ike_cookies="",
    status="        Status: ACTIVE\n",
)
_15 = replace(
    _12_4,
    mtu="     plaintext mtu {plain_mtu}, path mtu {mtu}, ip mtu {mtu}, ip mtu idb {interface}\n",
    outbound_spi=_12_4.outbound_spi + "     PFS (Y/N): {pfs}, DH group: {group}\n",
    connection="        conn id: {conn_id}, flow_id: SW:{flow_id}, sibling_flags {flags:X}, crypto map: {map}\n",
    window="  replay window size: {size}",
    status="        Status: ACTIVE(ACTIVE)\n",
)
SA_FORMATS = ByRelease({Train.R12_2: _12_2, Train.R12_3T: _12_3T, Train.R12_4: _12_4, Train.R15: _15})


def sa_words(transform: Transform, protocol: int) -> str:
    """The transform of an SA as the SA lists write it: AES with the key length in the middle."""
    return debug.ah_words(transform) if protocol == AH else debug.esp_words(transform, "esp-{bits}-aes")


def idents(feature: Ipsec, binding: Binding) -> Iterator[tuple[MapEntry, Ident]]:
    """Every pair of proxy identities of an applied map, in order."""
    crypto_map = binding.crypto_map
    if crypto_map is None:
        return
    known = feature.database.idents
    for entry in crypto_map.in_order():
        access_list = policy.usable(entry, feature.router.acls) if entry.peers else None
        lines = policy.permits(access_list) if access_list is not None else []
        keys = dict.fromkeys(binding.ident_key(entry, line) for line in lines)
        for key in keys:
            yield entry, known.get(key) or Ident(key)
        for key, ident in known.items():
            if key.interface == binding.interface.name and key not in keys:
                other = crypto_map.entry(key.sequence)
                made_here = other is not None and (other.template or ("",))[0] == entry.dynamic != ""
                if other is not None and (other is entry or made_here):
                    yield other, ident


def in_order(feature: Ipsec) -> list[Binding]:
    """The bindings in the order of their interfaces."""
    names = [interface.name for interface in feature.router.local_interfaces()]
    return [feature.bindings[name] for name in names if name in feature.bindings]


def ipsec_sa(
    feature: Ipsec,
    *,
    peer: IPv4 | None = None,
    map_name: str = "",
    interface: str = "",
    detail: bool = False,
) -> str:
    """`show crypto ipsec sa [detail]`, all of it or what concerns a peer, a map or an interface."""
    form = SA_FORMATS[feature.router.release]
    text = ""
    for binding in in_order(feature):
        if (map_name and binding.map_name != map_name) or (interface and binding.interface.name != interface):
            continue
        local = binding.address() or ANY
        blocks = [
            _ident_block(feature, form, binding, ident, local, peer_of(entry, ident), detail)
            for entry, ident in idents(feature, binding)
            if peer is None or peer_of(entry, ident) == peer
        ]
        if blocks:
            tag = form.tag.format(map=binding.map_name, local=local)
            text += f"\ninterface: {binding.interface.name}\n{tag}\n" + "".join(blocks)
    return text or NO_SAS


def _ident_block(
    feature: Ipsec, form: SaFormat, binding: Binding, ident: Ident, local: IPv4, peer: IPv4, detail: bool
) -> str:
    counters = ident.counters
    encaps, decaps = counters.encaps, counters.decaps
    newest = ident.pairs[-1] if ident.pairs else None
    flags = "origin_is_acl," if ident.of_acl else ""
    flags += "ipsec_sa_request_sent" if ident.pending is not None else ""
    mtu = binding.interface.mtu
    group = newest.terms.pfs_group if newest is not None else 0
    head = (
        form.vrf + f"   local  ident (addr/mask/prot/port): ({proxy_text(ident.key.local)})\n"
        f"   remote ident (addr/mask/prot/port): ({proxy_text(ident.key.remote)})\n"
        + form.peer.format(peer=peer, port=newest.udp.peer if newest is not None and newest.udp else 500)
        + f"     PERMIT, flags={{{flags}}}\n"
        f"    #pkts encaps: {encaps}, #pkts encrypt: {encaps}, {form.digest.format(encaps=encaps)}\n"
        f"    #pkts decaps: {decaps}, #pkts decrypt: {decaps}, {form.verify.format(decaps=decaps)}\n"
        "    #pkts compressed: 0, #pkts decompressed: 0\n"
        + form.failures
        + (_details(counters) if detail else _errors(counters))
        + "\n"
    )
    fields = form.endpoints + form.mtu + form.outbound_spi
    head += fields.format(
        local=local,
        peer=peer,
        mtu=mtu,
        plain_mtu=longest_clear(newest, mtu) if newest is not None else mtu,
        interface=binding.interface.name,
        spi=newest.outbound_spis[-1] if newest is not None else 0,
        pfs="Y" if group else "N",
        group=f"group{group}" if group else "none",
    )
    return head + "\n" + _sa_lists(feature, form, ident, detail)


def _errors(counters: Counters) -> str:
    return f"    #send errors {counters.send_errors}, #recv errors {counters.recv_errors}\n"


def _details(counters: Counters) -> str:
    return (
        f"    #pkts no sa (send) {counters.no_sa}, #pkts invalid sa (rcv) 0\n"
        f"    #pkts encaps failed (send) {counters.encaps_failed}, "
        f"#pkts decaps failed (rcv) {counters.decaps_failed}\n"
        f"    #pkts invalid prot (recv) {counters.invalid_protocol}, "
        f"#pkts verify failed: {counters.verify_failed}\n"
        f"    #pkts invalid identity (recv) {counters.invalid_identity}, #pkts invalid len (rcv) 0\n"
        "    #pkts replay rollover (send): 0, #pkts replay rollover (rcv) 0\n"
        f"    ##pkts replay failed (rcv): {counters.replay_failed}\n"
        "    #pkts internal err (send): 0, #pkts internal err (recv) 0\n"
    )


def _sa_lists(feature: Ipsec, form: SaFormat, ident: Ident, detail: bool) -> str:
    text = ""
    for direction in ("inbound", "outbound"):
        for name, protocol in (("esp", ESP), ("ah", AH)):
            sas = (
                _sa(feature, form, pair, part, direction == "inbound", detail)
                for pair in ident.pairs
                for part in pair.parts
                if part.protocol == protocol
            )
            text += f"     {direction} {name} sas:\n{''.join(sas)}\n"
        text += f"     {direction} pcp sas:\n\n"
    return text


def _sa(feature: Ipsec, form: SaFormat, pair: Pair, part: AhSas | EspSas, inbound: bool, detail: bool) -> str:
    spi = part.receiver.spi if inbound else part.sender.spi
    offset = 0 if inbound else 1
    terms = pair.terms
    connection = form.connection.format(
        conn_id=feature.conn_id(part.slot) + offset,
        flow_id=2 * part.slot + 1 + offset,
        flags=0x80000000 | (0x40 if pair.tunnel else 0) | (1 if part.protocol == AH else 6),
        map=pair.ident.key.map_name,
    )
    seconds = pair.remaining_seconds(feature.router.kernel.now)
    if terms.lifetime_kilobytes == UNLIMITED_KILOBYTES:
        timing = f"        sa timing: remaining key lifetime (sec): {seconds}\n"
        timing += "        Kilobyte Volume Rekey has been disabled\n"
    else:
        left = pair.remaining_kilobytes(pair.bytes_in if inbound else pair.bytes_out)
        timing = f"        sa timing: remaining key lifetime (k/sec): ({left}/{seconds})\n"
    cookies = terms.ike_cookies.hex().upper()
    iv = f"        IV size: {IV_LENGTH[terms.transform.cipher]} bytes\n" if part.protocol == ESP else ""
    size = part.receiver.window.size if part.protocol == AH or terms.transform.hash else 0
    replay = "Y" + (form.window.format(size=size) if detail else "") if size else "N"
    return (
        f"      spi: 0x{spi:X}({spi})\n"
        f"        transform: {sa_words(terms.transform, part.protocol)} ,\n"
        f"        in use settings ={{{terms.transform.mode.capitalize()}{' UDP-Encaps' if pair.udp else ''}, }}\n"
        + connection
        + timing
        + form.ike_cookies.format(cookies=" ".join(cookies[n : n + 8] for n in range(0, 32, 8)))
        + iv
        + f"        replay detection support: {replay}\n"
        + form.status
    )

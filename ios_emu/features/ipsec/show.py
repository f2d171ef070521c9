"""What `show crypto ipsec ...`, `show crypto map` and their like print: state -> text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ios_emu.features.ipsec import policy
from ios_emu.features.ipsec.debug import proxy_text, transform_words
from ios_emu.features.ipsec.esp import IV_LENGTH, largest_payload
from ios_emu.features.ipsec.sad import Ident, IdentKey, Pair
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import ANY, IPv4

if TYPE_CHECKING:
    from ios_emu.features.ipsec.binding import Binding
    from ios_emu.features.ipsec.instance import Ipsec
    from ios_emu.features.ipsec.policy import MapEntry
    from ios_emu.router.acl import Entry

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
    peer="   current_peer: {peer}:500\n",
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
    peer="   current_peer {peer} port 500\n",
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
    connection=("        conn id: {conn_id}, flow_id: SW:{flow_id}, sibling_flags 80000046, crypto map: {map}\n"),
    status="        Status: ACTIVE(ACTIVE)\n",
)
SA_FORMATS = ByRelease({Train.R12_2: _12_2, Train.R12_3T: _12_3T, Train.R12_4: _12_4, Train.R15: _15})


def _idents(feature: Ipsec, binding: Binding) -> Iterator[tuple[MapEntry, Entry, Ident]]:
    """Every pair of proxy identities of an applied map, in order, whether it has seen traffic or not."""
    crypto_map = binding.crypto_map
    if crypto_map is None:
        return
    shown: dict[IdentKey, None] = {}
    for entry, access_list in policy.enabled(crypto_map, feature.router.acls):
        for line in policy.permits(access_list):
            key = binding.ident_key(entry, line)
            if key not in shown:
                shown[key] = None
                yield entry, line, feature.database.idents.get(key) or Ident(key)


def _peer_of(entry: MapEntry, ident: Ident) -> IPv4:
    if ident.pairs:
        return ident.pairs[-1].peer
    return entry.peers[ident.peer_index % len(entry.peers)]


def _in_order(feature: Ipsec) -> list[Binding]:
    names = [interface.name for interface in feature.router.local_interfaces()]
    return [feature.bindings[name] for name in names if name in feature.bindings]


def ipsec_sa(feature: Ipsec, *, peer: IPv4 | None = None, map_name: str = "", interface: str = "") -> str:
    """`show crypto ipsec sa`, all of it or what concerns a peer, a map or an interface."""
    form = SA_FORMATS[feature.router.release]
    text = ""
    for binding in _in_order(feature):
        if (map_name and binding.map_name != map_name) or (interface and binding.interface.name != interface):
            continue
        local = binding.address() or ANY
        blocks = [
            _ident_block(feature, form, binding, ident, local, _peer_of(entry, ident))
            for entry, _, ident in _idents(feature, binding)
            if peer is None or _peer_of(entry, ident) == peer
        ]
        if blocks:
            tag = form.tag.format(map=binding.map_name, local=local)
            text += f"\ninterface: {binding.interface.name}\n{tag}\n" + "".join(blocks)
    return text or NO_SAS


def _ident_block(feature: Ipsec, form: SaFormat, binding: Binding, ident: Ident, local: IPv4, peer: IPv4) -> str:
    counters = ident.counters
    encaps, decaps = counters.encaps, counters.decaps
    newest = ident.pairs[-1] if ident.pairs else None
    flags = "origin_is_acl," + ("ipsec_sa_request_sent" if ident.pending is not None else "")
    mtu = binding.interface.mtu
    group = newest.pfs_group if newest is not None else 0
    head = (
        form.vrf + f"   local  ident (addr/mask/prot/port): ({proxy_text(ident.key.local)})\n"
        f"   remote ident (addr/mask/prot/port): ({proxy_text(ident.key.remote)})\n"
        + form.peer.format(peer=peer)
        + f"     PERMIT, flags={{{flags}}}\n"
        f"    #pkts encaps: {encaps}, #pkts encrypt: {encaps}, {form.digest.format(encaps=encaps)}\n"
        f"    #pkts decaps: {decaps}, #pkts decrypt: {decaps}, {form.verify.format(decaps=decaps)}\n"
        "    #pkts compressed: 0, #pkts decompressed: 0\n"
        + form.failures
        + f"    #send errors {counters.send_errors}, #recv errors {counters.recv_errors}\n"
        "\n"
    )
    fields = form.endpoints + form.mtu + form.outbound_spi
    head += fields.format(
        local=local,
        peer=peer,
        mtu=mtu,
        plain_mtu=largest_payload(newest.transform, mtu - 20) if newest is not None else mtu,
        interface=binding.interface.name,
        spi=newest.sender.spi if newest is not None else 0,
        pfs="Y" if group else "N",
        group=f"group{group}" if group else "none",
    )
    return head + "\n" + _sa_lists(feature, form, ident)


def _sa_lists(feature: Ipsec, form: SaFormat, ident: Ident) -> str:
    text = ""
    for direction in ("inbound", "outbound"):
        inbound = direction == "inbound"
        sas = "".join(_sa(feature, form, pair, inbound) for pair in ident.pairs)
        text += f"     {direction} esp sas:\n{sas}\n"
        text += f"     {direction} ah sas:\n\n     {direction} pcp sas:\n\n"
    return text


def _sa(feature: Ipsec, form: SaFormat, pair: Pair, inbound: bool) -> str:
    spi = pair.receiver.spi if inbound else pair.sender.spi
    offset = 0 if inbound else 1
    kilobytes = pair.remaining_kilobytes(pair.bytes_in if inbound else pair.bytes_out)
    seconds = pair.remaining_seconds(feature.router.kernel.now)
    transform = pair.transform
    cookies = pair.ike_cookies.hex().upper()
    connection = form.connection.format(
        conn_id=feature.conn_id(pair) + offset, flow_id=pair.flow_id + offset, map=pair.ident.key.map_name
    )
    return (
        f"      spi: 0x{spi:X}({spi})\n"
        f"        transform: {transform_words(transform)} ,\n"
        f"        in use settings ={{{transform.mode.capitalize()}, }}\n"
        + connection
        + f"        sa timing: remaining key lifetime (k/sec): ({kilobytes}/{seconds})\n"
        + form.ike_cookies.format(cookies=" ".join(cookies[n : n + 8] for n in range(0, 32, 8)))
        + f"        IV size: {IV_LENGTH[transform.cipher]} bytes\n"
        f"        replay detection support: {'Y' if transform.hash else 'N'}\n" + form.status
    )


# -- configuration -----------------------------------------------------------------------------------


def transform_sets(feature: Ipsec) -> str:
    """`show crypto ipsec transform-set`."""
    return "".join(
        f"Transform set {each.name}: {{ {transform_words(each.transform)}  }} \n"
        f"   will negotiate = {{ {each.transform.mode.capitalize()},  }}, \n"
        "   \n"
        for each in feature.policy.transform_sets.values()
    )


@dataclass(frozen=True)
class MapFormat:
    """`show crypto map` of a release, as templates."""

    heading: str = 'Crypto Map "{map}" {sequence} ipsec-isakmp\n'
    before_pfs: str = ""
    transform_set: str = "\t\t{name}, \n"


MAP_FORMATS = ByRelease(
    {
        Train.R12_2: MapFormat(),
        Train.R15: MapFormat(
            heading='Crypto Map IPv4 "{map}" {sequence} ipsec-isakmp\n',
            before_pfs="\tResponder-Only (Y/N): N\n",
            transform_set="\t\t{name}:  {{ {words}  }} , \n",
        ),
    }
)


def crypto_maps(feature: Ipsec, only: str = "") -> str:
    """`show crypto map [tag NAME]`."""
    text = ""
    for crypto_map in feature.policy.maps.values():
        if only and crypto_map.name != only:
            continue
        entries = crypto_map.in_order()
        text += "".join(_map_entry(feature, crypto_map.name, entry, entry is entries[-1]) for entry in entries)
    return text or "No crypto maps found.\n"


def _map_entry(feature: Ipsec, name: str, entry: MapEntry, last: bool) -> str:
    form = MAP_FORMATS[feature.router.release]
    text = form.heading.format(map=name, sequence=entry.sequence)
    if entry.description:
        text += f"\tDescription: {entry.description}\n"
    text += "".join(f"\tPeer = {peer}\n" for peer in entry.peers)
    access_list = feature.router.acls.get(entry.access_list)
    if access_list is not None:
        text += f"\tExtended IP access list {access_list.name}\n"
        text += "".join(f"\t    access-list {access_list.name} {line.text}\n" for line in access_list.entries)
    elif entry.access_list:
        text += f"\tNo matching address list set: access list {entry.access_list} is not defined\n"
    else:
        text += "\tNo matching address list set.\n"
    if entry.peers:
        text += f"\tCurrent peer: {_current_peer(feature, name, entry)}\n"
    seconds, kilobytes = feature.policy.lifetimes(entry)
    text += f"\tSecurity association lifetime: {kilobytes} kilobytes/{seconds} seconds\n" + form.before_pfs
    if entry.pfs_group:
        text += f"\tPFS (Y/N): Y\n\tDH group:  group{entry.pfs_group}\n"
    else:
        text += "\tPFS (Y/N): N\n"
    text += "\tTransform sets={ \n"
    for set_name in entry.transform_sets:
        known = feature.policy.transform_sets.get(set_name)
        words = transform_words(known.transform) if known is not None else ""
        text += form.transform_set.format(name=set_name, words=words)
    text += "\t}\n"
    if entry.reverse_route:
        text += "\tReverse Route Injection Enabled\n"
    return text + (_users(feature, name) if last else "")


def _current_peer(feature: Ipsec, name: str, entry: MapEntry) -> IPv4:
    for key, ident in feature.database.idents.items():
        if (key.map_name, key.sequence) == (name, entry.sequence):
            return _peer_of(entry, ident)
    return entry.peers[0]


def _users(feature: Ipsec, name: str) -> str:
    text = f"\tInterfaces using crypto map {name}:\n"
    for binding in _in_order(feature):
        if binding.map_name == name:
            text += f"\t\t{binding.interface.name}\n"
            if binding.group:
                text += f"\t\tusing crypto map {name} redundancy {binding.group}\n"
    return text + "\n"

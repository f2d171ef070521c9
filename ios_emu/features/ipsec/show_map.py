"""What is configured: `show crypto map`, `show crypto dynamic-map`, `show crypto ipsec transform-set`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.features.ipsec import debug, policy
from ios_emu.features.ipsec.rri import peer_of
from ios_emu.features.ipsec.show_sa import in_order
from ios_emu.router.key_engine import UNLIMITED_KILOBYTES, Transform
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import IPv4

if TYPE_CHECKING:
    from ios_emu.features.ipsec.instance import Ipsec
    from ios_emu.features.ipsec.policy import CryptoMap, MapEntry


def _words(transform: Transform) -> str:
    parts = (debug.ah_words(transform), debug.esp_words(transform, "esp-{bits}-aes"))
    return " ".join(words for words in parts if words)


def transform_sets(feature: Ipsec, only: str = "") -> str:
    """`show crypto ipsec transform-set [tag NAME]`."""
    return "".join(
        f"Transform set {each.name}: {{ {_words(each.transform)}  }} \n"
        f"   will negotiate = {{ {each.transform.mode.capitalize()},  }}, \n"
        "   \n"
        for each in feature.policy.transform_sets.values()
        if only in ("", each.name)
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


_INCOMPLETE = (
    "\tWARNING: This crypto map is in an incomplete state!\n\t\t(missing peer or access-list definitions)\n"
)


def crypto_maps(feature: Ipsec, *, tag: str = "", interface: str = "") -> str:
    """`show crypto map [tag NAME | interface NAME]`."""
    binding = feature.bindings.get(interface)
    if interface:
        tag = binding.map_name if binding is not None else ""
    text = ""
    for crypto_map in feature.policy.maps.values():
        if (tag and crypto_map.name == tag) or not (tag or interface):
            text += _map(feature, crypto_map)
    return text or "No crypto maps found.\n"


def _map(feature: Ipsec, crypto_map: CryptoMap) -> str:
    form = MAP_FORMATS[feature.router.release]
    texts = []
    for entry in (*crypto_map.in_order(), *sorted(crypto_map.temporary.values(), key=lambda e: e.sequence)):
        heading = form.heading.format(map=crypto_map.name, sequence=entry.sequence)
        if entry.dynamic:
            texts.append(f"{heading}\tDynamic map template tag: {entry.dynamic}\n")
        else:
            complete = entry.line is not None or (entry.peers and policy.usable(entry, feature.router.acls))
            note = "" if complete else _INCOMPLETE
            texts.append(heading + note + _entry(feature, form, crypto_map.name, entry))
    return "\n".join(texts) + _users(feature, crypto_map.name) if texts else ""


def dynamic_maps(feature: Ipsec, tag: str = "") -> str:
    """`show crypto dynamic-map [tag NAME]`."""
    form = MAP_FORMATS[feature.router.release]
    texts = [
        f'Crypto Map Template"{dynamic.name}" {entry.sequence}\n' + _entry(feature, form, "", entry)
        for dynamic in feature.policy.dynamic_maps.values()
        for entry in dynamic.in_order()
        if tag in ("", dynamic.name)
    ]
    return "\n".join(texts) or "No crypto maps found.\n"


def _entry(feature: Ipsec, form: MapFormat, map_name: str, entry: MapEntry) -> str:
    text = f"\tDescription: {entry.description}\n" if entry.description else ""
    text += "".join(f"\tPeer = {peer}\n" for peer in entry.peers)
    text += _access_list(feature, entry)
    if entry.peers and map_name:
        text += f"\tCurrent peer: {_current_peer(feature, map_name, entry)}\n"
    seconds, kilobytes = feature.policy.lifetimes(entry)
    volume = "disabled" if kilobytes == UNLIMITED_KILOBYTES else f"{kilobytes} kilobytes"
    text += f"\tSecurity association lifetime: {volume}/{seconds} seconds\n"
    idle = feature.policy.idle_seconds(entry)
    if idle:
        text += f"\tSecurity association idletime: {idle} seconds\n"
    text += form.before_pfs
    if entry.pfs_group:
        text += f"\tPFS (Y/N): Y\n\tDH group:  group{entry.pfs_group}\n"
    else:
        text += "\tPFS (Y/N): N\n"
    text += "\tTransform sets={ \n"
    for set_name in entry.transform_sets:
        known = feature.policy.transform_sets.get(set_name)
        words = _words(known.transform) if known is not None else ""
        text += form.transform_set.format(name=set_name, words=words)
    text += "\t}\n"
    if entry.reverse_route is not None:
        text += "\tReverse Route Injection Enabled\n"
    return text


def _access_list(feature: Ipsec, entry: MapEntry) -> str:
    if entry.line is not None and entry.template is not None:
        name, sequence = entry.template
        return (
            "\tExtended IP access list \n"
            f"\t    access-list  {entry.line.text}\n"
            f"\t    dynamic (created from dynamic map {name}/{sequence})\n"
        )
    access_list = feature.router.acls.get(entry.access_list)
    if access_list is not None:
        lines = "".join(f"\t    access-list {access_list.name} {line.text}\n" for line in access_list.entries)
        return f"\tExtended IP access list {access_list.name}\n{lines}"
    return "\tNo matching address list set.\n"


def _current_peer(feature: Ipsec, name: str, entry: MapEntry) -> IPv4:
    for key, ident in feature.database.idents.items():
        if (key.map_name, key.sequence) == (name, entry.sequence):
            return peer_of(entry, ident)
    return entry.peer(0)


def _users(feature: Ipsec, name: str) -> str:
    text = f"\tInterfaces using crypto map {name}:\n"
    for binding in in_order(feature):
        if binding.map_name == name:
            text += f"\t\t{binding.interface.name}\n"
            if binding.group:
                text += f"\t\tusing crypto map {name} redundancy {binding.group}\n"
    return text + "\n"

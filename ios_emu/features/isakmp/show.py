"""What `show crypto isakmp ...` prints: pure functions from state to text, worded by release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ios_emu.features.isakmp import groups
from ios_emu.features.isakmp.config import HOST_MASK, IsakmpConfig, Policy, PresharedKey, Profile
from ios_emu.features.isakmp.sa import IkeSa
from ios_emu.kernel import SECOND
from ios_emu.router.key_engine import IkeAssociation
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.show.durations import clock_time
from ios_emu.wire import IPv4

# -- show crypto isakmp sa ------------------------------------------------------------------------------


def _ends(sa: IkeSa) -> tuple[IPv4, IPv4]:
    """Destination and source: the responder and the initiator."""
    return (sa.peer, sa.local) if sa.initiator else (sa.local, sa.peer)


def _row(sa: IkeSa, tail: str) -> str:
    destination, source = _ends(sa)
    deleted = " (deleted)" if sa.deleted else ""
    return f"{destination:<15} {source:<15} {sa.shown:<14} {sa.conn_id:>7}{tail}{deleted}\n"


def _sa_12_2(sas: Iterable[IkeSa]) -> str:
    head = "dst             src             state          conn-id slot\n"
    return head + "".join(_row(sa, "    0") for sa in sas)


def _sa_12_4(sas: Iterable[IkeSa]) -> str:
    head = "dst             src             state          conn-id slot status\n"
    return head + "".join(_row(sa, "    0 ACTIVE") for sa in sas)


def _sa_15(sas: Iterable[IkeSa]) -> str:
    head = "IPv4 Crypto ISAKMP SA\ndst             src             state          conn-id status\n"
    return head + "".join(_row(sa, " ACTIVE") for sa in sas) + "\nIPv6 Crypto ISAKMP SA\n\n"


_SA: ByRelease[Callable[[Iterable[IkeSa]], str]] = ByRelease(
    {Train.R12_2: _sa_12_2, Train.R12_4: _sa_12_4, Train.R15: _sa_15}
)


def sa_table(release: Release, sas: Iterable[IkeSa]) -> str:
    """`show crypto isakmp sa`."""
    return _SA[release](sas)


def association(sa: IkeSa, now: int) -> IkeAssociation:
    """The SA as others may show it."""
    left = sa.established_at + sa.lifetime * SECOND - now if sa.established else 0
    policy = sa.policy
    return IkeAssociation(
        sa.conn_id,
        sa.local,
        sa.peer,
        sa.established,
        sa.deleted,
        max(left, 0) // SECOND,
        sa.capabilities,
        sa.peer_identity,
        policy.cipher if policy else "",
        policy.key_bits if policy and policy.cipher == "aes" else 0,
        policy.hash if policy else "",
    )


# -- show crypto isakmp sa detail -----------------------------------------------------------------------

_LEGEND = (
    "Codes: C - IKE configuration mode, D - Dead Peer Detection\n"
    "       K - Keepalives, N - NAT-traversal\n"
    "{more}"
    "       psk - Preshared key, rsig - RSA signature\n"
    "       renc - RSA encryption\n"
)


def _lifetime(sa: IkeSa, now: int) -> str:
    if not sa.established:
        return "0"
    return clock_time(max(sa.established_at + sa.lifetime * SECOND - now, 0))


def _algorithms(sa: IkeSa, hash_width: int) -> str:
    policy = sa.policy
    if policy is None:
        return f"{'':4} {'':{hash_width}} {'':4} {'':2}"
    return f"{policy.cipher:<4} {policy.hash:<{hash_width}} {'psk':<4} {policy.group:<2}"


def _detail_12(sas: Iterable[IkeSa], now: int) -> str:
    text = _LEGEND.format(more="       X - IKE Extended Authentication\n")
    text += "\nC-id  Local           Remote          I-VRF    Encr Hash Auth DH Lifetime Cap.\n"
    for sa in sas:
        text += f"{sa.conn_id:<5} {sa.local:<15} {sa.peer:<15} {'':8} {_algorithms(sa, 4)} "
        text += f"{_lifetime(sa, now):<8} {sa.capabilities:<4}\n"
        text += f"       Connection-id:Engine-id =  {sa.conn_id}:1(software)\n"
    return text


def _detail_15(sas: Iterable[IkeSa], now: int) -> str:
    text = _LEGEND.format(more="       T - cTCP encapsulation, X - IKE Extended Authentication\n")
    text += "IPv4 Crypto ISAKMP SA\n\n"
    text += "C-id  Local           Remote          I-VRF  Status Encr Hash   Auth DH Lifetime Cap.\n\n"
    for sa in sas:
        text += f"{sa.conn_id:<5} {sa.local:<15} {sa.peer:<15} {'':6} ACTIVE {_algorithms(sa, 6)} "
        text += f"{_lifetime(sa, now):<8} {sa.capabilities:<4}\n"
        engine = f"SW:{sa.conn_id - 1000}" if sa.conn_id else "???"
        text += f"       Engine-id:Conn-id =  {engine}\n"
    return text + "\nIPv6 Crypto ISAKMP SA\n\n"


_DETAIL: ByRelease[Callable[[Iterable[IkeSa], int], str]] = ByRelease(
    {Train.R12_2: _detail_12, Train.R15: _detail_15}
)


def sa_detail(release: Release, sas: Iterable[IkeSa], now: int) -> str:
    """`show crypto isakmp sa detail`."""
    return _DETAIL[release](sas, now)


# -- show crypto isakmp policy --------------------------------------------------------------------------

_HEADING = ByRelease({Train.R12_2: "", Train.R12_4: "\nGlobal IKE policy\n"})
_SHOWS_DEFAULT = ByRelease({Train.R12_2: True, Train.R15: False})
_CIPHERS = {
    "des": "DES - Data Encryption Standard (56 bit keys).",
    "3des": "Three key triple DES",
    "aes": "AES - Advanced Encryption Standard ({bits} bit keys).",
}
_HASHES = {
    "md5": "Message Digest 5",
    "sha": "Secure Hash Standard",
    "sha256": "Secure Hash Standard 2 (256 bit)",
    "sha384": "Secure Hash Standard 2 (384 bit)",
    "sha512": "Secure Hash Standard 2 (512 bit)",
}
_AUTHENTICATIONS = {
    "pre-share": "Pre-Shared Key",
    "rsa-sig": "Rivest-Shamir-Adleman Signature",
    "rsa-encr": "Rivest-Shamir-Adleman Encryption",
}


def _suite(policy: Policy) -> str:
    return (
        f"\tencryption algorithm:\t{_CIPHERS[policy.cipher].format(bits=policy.key_bits)}\n"
        f"\thash algorithm:\t\t{_HASHES[policy.hash]}\n"
        f"\tauthentication method:\t{_AUTHENTICATIONS[policy.authentication]}\n"
        f"\tDiffie-Hellman group:\t#{policy.group} ({groups.BITS[policy.group]} bit)\n"
        f"\tlifetime:\t\t{policy.lifetime} seconds, no volume limit\n"
    )


def policies(release: Release, config: IsakmpConfig) -> str:
    """`show crypto isakmp policy`."""
    text = _HEADING[release]
    *configured, (_, default) = config.suites()
    for priority, policy in configured:
        text += f"Protection suite of priority {priority}\n" + _suite(policy)
    if not configured or _SHOWS_DEFAULT[release]:
        text += "Default protection suite\n" + _suite(default)
    return text


# -- show crypto isakmp key -----------------------------------------------------------------------------


def _rows(config: IsakmpConfig) -> Iterator[tuple[str, PresharedKey]]:
    for keyring in config.keyrings.values():
        for key in (*keyring.addresses.values(), *keyring.hostnames.values()):
            yield keyring.name, key


def _keys_12(config: IsakmpConfig) -> str:
    text = f"{'Keyring':<22}{'Hostname/Address':<35}Preshared Key\n\n"
    for keyring, key in _rows(config):
        mask = "" if key.mask == HOST_MASK else f" {key.mask}"
        text += f"{keyring:<22}{key.hostname or f'{key.address}{mask}':<35}{_secret(key)}\n"
    return text


def _keys_15(config: IsakmpConfig) -> str:
    text = f"{'Keyring':<12} {'Hostname/Address':<43} Preshared Key\n\n"
    for keyring, key in _rows(config):
        mask = "" if key.mask == HOST_MASK else f"[{key.mask:<15}]"
        text += f"{keyring:<12} {key.hostname or f'{key.address:<15}{mask}':<43} {_secret(key)}\n"
    return text


def _secret(key: PresharedKey) -> str:
    return "(encrypted)" if key.encrypted else key.text


_KEYS: ByRelease[Callable[[IsakmpConfig], str]] = ByRelease({Train.R12_2: _keys_12, Train.R15: _keys_15})


def keys(release: Release, config: IsakmpConfig) -> str:
    """`show crypto isakmp key`."""
    return _KEYS[release](config)


# -- show crypto isakmp profile -------------------------------------------------------------------------


def profiles(config: IsakmpConfig) -> str:
    """`show crypto isakmp profile`."""
    return "\n".join(_profile(profile) for profile in config.profiles.values())


def _profile(profile: Profile) -> str:
    text = f"ISAKMP PROFILE {profile.name}\n   Identities matched are:\n"
    for match in profile.matches:
        shown = f"{match.address} {match.mask}" if match.kind == "address" else match.text
        kind = "ip-address" if match.kind == "address" else match.kind
        text += f"    {kind} {shown} \n"
    way = {"address": "ip-address", "": "ip-address"}.get(profile.self_identity, profile.self_identity)
    text += "   Certificate maps matched are:\n"
    text += f"   Identity presented is: {way}\n"
    text += f"   keyring(s): {' '.join(profile.keyrings) or '<none>'}\n"
    return text + "   trustpoint(s): <all>\n"

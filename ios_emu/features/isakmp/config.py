"""What the configuration says, with IOS's defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ios_emu.features.isakmp.packet import ID_FQDN, ID_IPV4_ADDR, ID_USER_FQDN, Identity
from ios_emu.wire import ANY, IPv4

DEFAULT_PRIORITY = 65535
"""Where debug says the default suite stands among the policies."""
HOST_MASK = IPv4(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Policy:
    """A protection suite: `crypto isakmp policy N`. `cipher`: des, 3des, aes; `key_bits` only for aes; `hash`:
    md5, sha, sha256, sha384, sha512; `authentication`: pre-share, rsa-sig, rsa-encr; `lifetime` in seconds."""

    cipher: str = "des"
    key_bits: int = 128
    hash: str = "sha"
    authentication: str = "rsa-sig"
    group: int = 1
    lifetime: int = 86400

    @property
    def block(self) -> int:
        """Bytes of a cipher block."""
        return 16 if self.cipher == "aes" else 8

    @property
    def key_length(self) -> int:
        """Bytes of the cipher's key."""
        return {"des": 8, "3des": 24, "aes": self.key_bits // 8}[self.cipher]


DEFAULT_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class PresharedKey:
    """A key for the peers at `address` under `mask`, or for the peer called `hostname`. A key typed in its
    encrypted form (type 6) cannot be used: it needs a master key that no configuration shows."""

    text: str
    address: IPv4 = ANY
    mask: IPv4 = HOST_MASK
    encrypted: bool = False
    hostname: str = ""


@dataclass(slots=True)
class Keyring:
    """`crypto keyring NAME`. The keys of `crypto isakmp key` make the keyring `default`. `local`: the only local
    address it is for."""

    name: str
    addresses: dict[tuple[IPv4, IPv4], PresharedKey] = field(default_factory=dict)
    hostnames: dict[str, PresharedKey] = field(default_factory=dict)
    local: IPv4 | None = None

    def for_address(self, peer: IPv4, hosts: Mapping[str, IPv4]) -> PresharedKey | None:
        """The key for a peer at this address: that of the longest mask that covers it, or of a hostname that
        `hosts` (lower case) says is there."""
        found: PresharedKey | None = None
        for key in self.addresses.values():
            covers = peer & key.mask == key.address & key.mask and not key.encrypted
            if covers and (found is None or key.mask > found.mask):
                found = key
        if found is None:
            named = (key for key in self.hostnames.values() if hosts.get(key.hostname.lower()) == peer)
            found = next((key for key in named if not key.encrypted), None)
        return found

    def for_hostname(self, name: str) -> PresharedKey | None:
        """The key for a peer that calls itself so."""
        named = (key for key in self.hostnames.values() if key.hostname.lower() == name.lower())
        return next((key for key in named if not key.encrypted), None)


class IdentityMatch(NamedTuple):
    """`match identity ...` of a profile. `kind`: address, host, host domain, user, user domain, group."""

    kind: str
    text: str
    address: IPv4 = ANY
    mask: IPv4 = HOST_MASK

    def holds(self, identity: Identity) -> bool:
        """Whether this is the identity of a peer it means."""
        if self.kind == "address":
            is_address = identity.kind == ID_IPV4_ADDR and len(identity.data) == 4
            return is_address and IPv4.unpack(identity.data) & self.mask == self.address & self.mask
        wanted = ID_FQDN if self.kind.startswith("host") else ID_USER_FQDN
        if identity.kind != wanted or self.kind == "group":
            return False
        name, text = identity.data.decode("ascii", "replace").lower(), self.text.lower()
        if self.kind.endswith("domain"):
            return name.endswith(("." if wanted == ID_FQDN else "@") + text)
        return name == text


@dataclass(frozen=True, slots=True)
class Keepalive:
    """`crypto isakmp keepalive SECONDS [RETRY] [periodic|on-demand]`."""

    period: int
    retry: int = 2
    periodic: bool = False


@dataclass(slots=True)
class Profile:
    """`crypto isakmp profile NAME`: what holds for peers of some identities. `self_identity` is how we call
    ourselves: `address`, `fqdn`, or a user's name with an @; empty: as configured for the router."""

    name: str
    matches: dict[IdentityMatch, None] = field(default_factory=dict)
    keyrings: dict[str, None] = field(default_factory=dict)
    self_identity: str = ""
    keepalive: Keepalive | None = None


DEFAULT_KEYRING = "default"


@dataclass(slots=True)
class IsakmpConfig:
    """The ISAKMP part of one router's configuration. `nat_keepalive` in seconds, 0 for none."""

    enabled: bool = True
    policies: dict[int, Policy] = field(default_factory=dict)
    keyrings: dict[str, Keyring] = field(default_factory=lambda: {DEFAULT_KEYRING: Keyring(DEFAULT_KEYRING)})
    profiles: dict[str, Profile] = field(default_factory=dict)
    keepalive: Keepalive | None = None
    identity: str = "address"
    log_sessions: bool = False
    aggressive: bool = True
    nat_traversal: bool = True
    nat_keepalive: int = 0
    invalid_spi_recovery: bool = False

    def suites(self) -> list[tuple[int, Policy]]:
        """The policies in order of priority, the default suite last."""
        return [*sorted(self.policies.items()), (DEFAULT_PRIORITY, DEFAULT_POLICY)]

    @property
    def keys(self) -> dict[tuple[IPv4, IPv4], PresharedKey]:
        """The keys by address outside of any keyring."""
        return self.keyrings[DEFAULT_KEYRING].addresses

    def search(
        self, local: IPv4, peer: IPv4, hosts: Mapping[str, IPv4], hostname: str = ""
    ) -> list[tuple[str, PresharedKey | None]]:
        """The keyrings looked into for the key of a peer, and what was found: the last entry, if any was. A name
        that the peer has already told (`hostname`) counts where its address does not."""
        looked: list[tuple[str, PresharedKey | None]] = []
        for keyring in self.keyrings.values():
            if keyring.local in (None, local):
                found = keyring.for_address(peer, hosts) or (keyring.for_hostname(hostname) if hostname else None)
                looked.append((keyring.name, found))
                if found is not None:
                    break
        return looked

    def key_for(self, peer: IPv4) -> bytes | None:
        """The pre-shared key for the peer at this address."""
        found = self.search(ANY, peer, {})[-1][1]
        return None if found is None else found.text.encode()

    def profile_of(self, identity: Identity) -> Profile | None:
        """The profile that the peer's identity matches."""
        matching = (one for one in self.profiles.values() if any(match.holds(identity) for match in one.matches))
        return next(matching, None)

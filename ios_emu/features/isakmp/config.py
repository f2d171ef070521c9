"""What the configuration says, with IOS's defaults."""

from __future__ import annotations

from dataclasses import dataclass, field

from ios_emu.wire import IPv4

DEFAULT_PRIORITY = 65535
"""Where debug says the default suite stands among the policies."""
HOST_MASK = IPv4(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Policy:
    """A protection suite: `crypto isakmp policy N`. `cipher`: des, 3des, aes; `key_bits` only for aes;
    `hash`: md5, sha, sha256; `authentication`: pre-share, rsa-sig, rsa-encr; `lifetime` in seconds."""

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
    """`crypto isakmp key KEY address A [MASK]`. A key typed in its encrypted form (type 6) cannot be used: it
    needs a master key that no configuration shows."""

    text: str
    address: IPv4
    mask: IPv4 = HOST_MASK
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Keepalive:
    """`crypto isakmp keepalive SECONDS [RETRY] [periodic|on-demand]`."""

    period: int
    retry: int = 2
    periodic: bool = False


@dataclass(slots=True)
class IsakmpConfig:
    """The ISAKMP part of one router's configuration."""

    enabled: bool = True
    policies: dict[int, Policy] = field(default_factory=dict)
    keys: dict[tuple[IPv4, IPv4], PresharedKey] = field(default_factory=dict)
    keepalive: Keepalive | None = None
    identity: str = "address"
    log_sessions: bool = False

    def suites(self) -> list[tuple[int, Policy]]:
        """The policies in order of priority, the default suite last."""
        return [*sorted(self.policies.items()), (DEFAULT_PRIORITY, DEFAULT_POLICY)]

    def key_for(self, peer: IPv4) -> bytes | None:
        """The pre-shared key for `peer`: that of the longest mask that covers it."""
        found: PresharedKey | None = None
        for key in self.keys.values():
            covers = peer & key.mask == key.address & key.mask and not key.encrypted
            if covers and (found is None or key.mask > found.mask):
                found = key
        return None if found is None else found.text.encode()

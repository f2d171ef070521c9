"""How a group proves its messages, and judges those of others: plain text, or MD5 with a key or a key chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.hsrp import md5, packet, packet2
from ios_emu.features.hsrp.config import GroupConfig, Md5Chain, Md5Key
from ios_emu.features.hsrp.packet import NO_AUTHENTICATION, Message
from ios_emu.kernel import SECOND
from ios_emu.wire import IPv4

if TYPE_CHECKING:
    from ios_emu.features.hsrp.instance import Hsrp

KeyChains = dict[str, dict[int, bytes]]
"""Key chains by name, each with its keys by number."""

TEXT_FAILED = "Text auth failed"
MD5_FAILED = "MD5 confirmation failed"


class Authentication:
    """The authentication of one group, with the key before the present one while `timeout` lasts."""

    def __init__(self, feature: Hsrp) -> None:
        self._feature = feature
        self._former = b""
        self._former_until = 0

    def configured(self, old: GroupConfig, new: GroupConfig) -> None:
        """The configuration is another one. A key-string leaves the one it replaces in force for its timeout."""
        if isinstance(old.md5, Md5Key) and isinstance(new.md5, Md5Key) and old.md5.key != new.md5.key:
            self._former = old.md5.key
            self._former_until = self._feature.router.kernel.now + new.md5.timeout * SECOND
        elif not isinstance(new.md5, Md5Key):
            self._former = b""

    def seal(self, config: GroupConfig, message: Message, source: IPv4) -> bytes:
        """The message as bytes, with what proves it. A key chain without a key proves nothing."""
        encode = packet2.encode if message.version == packet2.VERSION else packet.encode
        if config.md5 is None:
            return encode(message._replace(authentication=config.authentication))
        data = encode(message._replace(authentication=NO_AUTHENTICATION))
        keys = self._keys(config)
        if not keys:
            return data
        key_id, key = next(iter(keys.items()))
        return md5.sign(data, source, key_id, key)

    def failure(self, config: GroupConfig, message: Message) -> str:
        """Why the message is not to be trusted; empty when it is."""
        if config.md5 is None:
            trusted = message.proof is None and message.authentication == config.authentication
            return "" if trusted else TEXT_FAILED
        proof = message.proof
        if proof is None:
            return MD5_FAILED
        key = self._keys(config).get(proof.key_id)
        if key is not None and proof.shows(key):
            return ""
        former = self._former if self._feature.router.kernel.now < self._former_until else b""
        return "" if former and proof.key_id == 0 and proof.shows(former) else MD5_FAILED

    def _keys(self, config: GroupConfig) -> dict[int, bytes]:
        """The keys in force, the one to send with first."""
        if isinstance(config.md5, Md5Key):
            return {0: config.md5.key}
        if isinstance(config.md5, Md5Chain):
            return dict(sorted(self._feature.chains.get(config.md5.name, {}).items()))
        return {}

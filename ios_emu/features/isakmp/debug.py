"""`debug crypto isakmp`: one method per message, in the wording of each release.

Every method asks first whether anybody listens, so that a silent router pays next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from ios_emu.features.isakmp import packet
from ios_emu.features.isakmp.doi import (
    AUTHENTICATIONS,
    ESP_CIPHERS,
    ESP_HASHES,
    MODES,
    EspOffer,
    Phase1Offer,
    cipher_name,
    hash_name,
)
from ios_emu.features.isakmp.host import Host
from ios_emu.features.isakmp.sa import IkeSa, QuickMode, QuickState, State
from ios_emu.router.feature import DebugFlag
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import IPv4

FLAG = DebugFlag("crypto isakmp", "Cryptographic Subsystem", "Crypto ISAKMP debugging")


@dataclass(frozen=True)
class Style:
    """How one release words its messages. `conn` is the conn-id; `fast` the number fast paths print for it."""

    prefix: str
    packet_prefix: str
    received: str
    sending: str
    error_counter: str
    deleting: str
    machine: bool
    """Whether the state machine reports its transitions."""
    dpd: bool
    """Whether the release knows dead peer detection."""


_PORTS = " my_port 500 peer_port 500"
_STYLES = ByRelease(
    {
        Train.R12_2: Style(
            prefix="ISAKMP (0:{conn}): ",
            packet_prefix="ISAKMP (0:{conn}): ",
            received="received packet from {peer} ({role}) {state}",
            sending="sending packet to {peer} ({role}) {state}",
            error_counter="incrementing error counter on sa: {why}",
            deleting='deleting SA reason "{reason}" state ({role}) {state} (peer {peer}) input queue 0',
            machine=False,
            dpd=False,
        ),
        Train.R12_3T: Style(
            prefix="ISAKMP (0:{conn}): ",
            packet_prefix="ISAKMP (0:{conn}): ",
            received="received packet from {peer} dport 500 sport 500 Global ({role}) {state}",
            sending="sending packet to {peer}" + _PORTS + " ({role}) {state}",
            error_counter="incrementing error counter on sa: {why}",
            deleting='deleting SA reason "{reason}" state ({role}) {state} (peer {peer}) input queue 0',
            machine=True,
            dpd=True,
        ),
        Train.R12_4: Style(
            prefix="ISAKMP:(0:{conn}:SW:1):",
            packet_prefix="ISAKMP (0:{fast}): ",
            received="received packet from {peer} dport 500 sport 500 Global ({role}) {state}",
            sending="sending packet to {peer}" + _PORTS + " ({role}) {state}",
            error_counter="incrementing error counter on sa, attempt {count} of 5: {why}",
            deleting='deleting SA reason "{reason}" state ({role}) {state} (peer {peer}) ',
            machine=True,
            dpd=True,
        ),
        Train.R15: Style(
            prefix="ISAKMP:({conn}):",
            packet_prefix="ISAKMP ({conn}): ",
            received="received packet from {peer} dport 500 sport 500 Global ({role}) {state}",
            sending="sending packet to {peer}" + _PORTS + " ({role}) {state}",
            error_counter="incrementing error counter on sa, attempt {count} of 5: {why}",
            deleting='deleting SA reason "{reason}" state ({role}) {state} (peer {peer}) ',
            machine=True,
            dpd=True,
        ),
    }
)
_FAST_ENGINE = 1 << 27

_NOTIFY_NAMES = {
    packet.NO_PROPOSAL_CHOSEN: "PROPOSAL_NOT_CHOSEN",
    packet.PAYLOAD_MALFORMED: "PAYLOAD_MALFORMED",
    packet.INVALID_ID_INFORMATION: "INVALID_ID_INFO",
    packet.INITIAL_CONTACT: "INITIAL_CONTACT",
    packet.ITS_ALIVE: "ITS_ALIVE",
    packet.ITS_ALIVE_ACK: "ITS_ALIVE_ACK",
    packet.R_U_THERE: "DPD/R_U_THERE",
    packet.R_U_THERE_ACK: "DPD/R_U_THERE_ACK",
}
_CIPHER_WORDS = {"des": "DES-CBC", "3des": "3DES-CBC", "aes": "AES-CBC"}
_HASH_WORDS = {"md5": "MD5", "sha": "SHA", "sha256": "SHA256"}
_AUTHENTICATION_WORDS = {
    AUTHENTICATIONS["pre-share"]: "pre-share",
    AUTHENTICATIONS["rsa-sig"]: "RSA sig",
    AUTHENTICATIONS["rsa-encr"]: "RSA encr",
}
_ESP_WORDS = {number: f"ESP_{name.upper()}" for name, number in ESP_CIPHERS.items()}
_ESP_HASH_WORDS = {
    ESP_HASHES["md5"]: "HMAC-MD5",
    ESP_HASHES["sha"]: "HMAC-SHA",
    ESP_HASHES["sha256"]: "HMAC-SHA256",
}
_MODE_WORDS = {number: name.capitalize() for name, number in MODES.items()}
_INDENT = "ISAKMP:      "


def signed(message_id: int) -> int:
    """A message ID as IOS prints it: a signed 32-bit number."""
    return message_id - (message_id >> 31 << 32)


def shown(state: str) -> str:
    """The state's name as packets are logged with it: QM_IDLE has a fixed width, the others have not."""
    return f"{state:<13}" if state == "QM_IDLE" else state


def notify_name(kind: int) -> str:
    """What IOS calls a notify type."""
    return _NOTIFY_NAMES.get(kind, str(kind))


class Voice:
    """What IKE on one router says under debug."""

    def __init__(self, host: Host) -> None:
        self._host = host

    @property
    def style(self) -> Style:
        """The wording of this router's release."""
        return _STYLES[self._host.release]

    @property
    def on(self) -> bool:
        """Whether anybody listens. Ask before building an expensive message."""
        return self._host.debugging

    def plain(self, text: str) -> None:
        """A message that is of no SA."""
        if self._host.debugging:
            self._host.debug(text)

    def say(self, sa: IkeSa | None, text: str) -> None:
        """A message about an SA; None for one that does not exist yet."""
        if self._host.debugging:
            self._host.debug(self.style.prefix.format(conn=sa.conn_id if sa else 0) + text)

    # -- packets -------------------------------------------------------------------------------------

    def received(self, sa: IkeSa | None, peer: IPv4) -> None:
        """A message came in."""
        if self._host.debugging:
            role, state = (sa.role, shown(sa.shown)) if sa else ("N", "NEW SA")
            self._packet(sa, self.style.received.format(peer=peer, role=role, state=state))

    def sending(self, sa: IkeSa, state: str) -> None:
        """A message goes out."""
        if self._host.debugging:
            self.say(sa, self.style.sending.format(peer=sa.peer, role=sa.role, state=shown(state)))

    def _packet(self, sa: IkeSa | None, text: str) -> None:
        conn = sa.conn_id if sa else 0
        fast = _FAST_ENGINE | conn if sa else 0
        self._host.debug(self.style.packet_prefix.format(conn=conn, fast=fast) + text)

    def processing(self, sa: IkeSa, payload: str, message_id: int) -> None:
        """A payload is looked at."""
        if self._host.debugging:
            self.say(sa, f"processing {payload} payload. message ID = {signed(message_id)}")

    def notify(self, sa: IkeSa, notify: packet.Notify, message_id: int) -> None:
        """A notification is looked at."""
        if self._host.debugging:
            spi = int.from_bytes(notify.spi, "big") if len(notify.spi) == 4 else 0
            self.say(
                sa,
                f"processing NOTIFY {notify_name(notify.kind)} protocol {notify.protocol}\n"
                f"\tspi {spi}, message ID = {signed(message_id)}, sa = {sa.pointer:X}",
            )

    # -- the machines --------------------------------------------------------------------------------

    def moved(self, sa: IkeSa, event: str, old: State, new: State) -> None:
        """The phase 1 machine took an event; IOS leaves an empty line after it."""
        if self._host.debugging and self.style.machine:
            self.say(sa, f"Input = {event}")
            self.say(sa, f"Old State = {old.value}  New State = {new.value} \n")

    def node_moved(self, sa: IkeSa, node: QuickMode, event: str, old: QuickState) -> None:
        """The phase 2 machine took an event."""
        if self._host.debugging and self.style.machine:
            self.say(sa, f"Node {signed(node.message_id)}, Input = {event}")
            self.say(sa, f"Old State = {old.value}  New State = {node.state.value}")

    # -- proposals -----------------------------------------------------------------------------------

    def offer(self, offer: Phase1Offer) -> None:
        """The attributes of a phase 1 transform."""
        if not self._host.debugging:
            return
        say = self._host.debug
        cipher, hash_algorithm = cipher_name(offer.encryption), hash_name(offer.hash)
        say(f"{_INDENT}encryption {_CIPHER_WORDS[cipher] if cipher else f'{offer.encryption}?'}")
        if offer.key_bits:
            say(f"{_INDENT}keylength of {offer.key_bits}")
        say(f"{_INDENT}hash {_HASH_WORDS[hash_algorithm] if hash_algorithm else f'{offer.hash}?'}")
        say(f"{_INDENT}default group {offer.group}")
        say(f"{_INDENT}auth {_AUTHENTICATION_WORDS.get(offer.authentication, f'{offer.authentication}?')}")
        if offer.lifetime:
            say(f"{_INDENT}life type in seconds")
            say(f"{_INDENT}life duration {_duration(offer.lifetime)}")

    def esp_offer(self, number: int, offer: EspOffer) -> None:
        """The attributes of an ESP transform."""
        if not self._host.debugging:
            return
        say = self._host.debug
        say(f"ISAKMP: transform {number}, {_ESP_WORDS.get(offer.cipher_id, f'{offer.cipher_id}?')}")
        say("ISAKMP:   attributes in transform:")
        mode = f" ({_MODE_WORDS.get(offer.mode, 'unknown')})" if self.style.machine else ""
        say(f"{_INDENT}encaps is {offer.mode}{mode}")
        say(f"{_INDENT}SA life type in seconds")
        say(f"{_INDENT}SA life duration {_duration(offer.seconds)}")
        say(f"{_INDENT}SA life type in kilobytes")
        say(f"{_INDENT}SA life duration {_duration(offer.kilobytes)}")
        if offer.authentication:
            say(f"{_INDENT}authenticator is {_ESP_HASH_WORDS.get(offer.authentication, 'unknown')}")
        if offer.key_bits:
            say(f"{_INDENT}key length is {offer.key_bits}")
        if offer.group:
            say(f"{_INDENT}group is {offer.group}")

    def identity(self, sa: IkeSa, body: bytes, ours: bool) -> None:
        """An ID payload of phase 1."""
        if not self._host.debugging:
            return
        identity = packet.decode_identity(body)
        if ours:
            name = "ID_IPV4_ADDR" if identity.kind == packet.ID_IPV4_ADDR else "ID_FQDN"
            self.say(sa, f"SA is doing pre-shared key authentication using id type {name}")
        if self.style.machine:
            value = (
                f"address      : {IPv4.unpack(identity.data)}"
                if identity.kind == packet.ID_IPV4_ADDR
                else f"FQDN name    : {identity.data.decode('ascii', 'replace')}"
            )
            lines: tuple[str, ...] = ("next-payload : 8", f"type         : {identity.kind} ", value + " ")
            lines += (f"protocol     : {identity.protocol} ", f"port         : {identity.port} ")
            lines += (f"length       : {len(body) + 4}",)
            self.say(sa, "ID payload \n\t" + "\n\t".join(lines))
        if ours:
            self._host.debug(f"ISAKMP ({sa.conn_id}): Total payload length: {len(body) + 4}")

    # -- errors and endings --------------------------------------------------------------------------

    def counted(self, sa: IkeSa, count: int, why: str) -> None:
        """The error counter of an SA went up."""
        if self._host.debugging:
            self._packet(sa, self.style.error_counter.format(why=why, count=count))

    def paranoid(self, sa: IkeSa) -> None:
        """Whether the peer sends keepalives: said whenever an SA is taken down; an empty line follows."""
        if self._host.debugging:
            self.say(sa, f"peer {'does' if sa.keepalive else 'does not do'} paranoid keepalives.\n")

    def going_away(self, sa: IkeSa, last: bool) -> None:
        """An SA with a peer that sends keepalives is taken down; `last`: it takes its phase 2 SAs with it."""
        self.say(sa, "phase 1 going away; let's be paranoid.")
        self.say(sa, "Bring down phase 2's")
        if last:
            self.say(sa, "That phase 1 was the last one of its kind. Taking phase 2's with us.")
        self.paranoid(sa)

    def deleting(self, sa: IkeSa, reason: str) -> None:
        """An SA is being deleted."""
        if self._host.debugging:
            text = self.style.deleting.format(reason=reason, role=sa.role, state=shown(sa.shown), peer=sa.peer)
            self.say(sa, text)

    def deleting_node(self, sa: IkeSa, message_id: int, error: bool, reason: str) -> None:
        """A phase 2 exchange is over."""
        if self._host.debugging:
            self.say(sa, f'deleting node {signed(message_id)} error {str(error).upper()} reason "{reason}"')

    def purging_node(self, sa: IkeSa, message_id: int) -> None:
        """A phase 2 exchange is forgotten."""
        if self._host.debugging:
            self.say(sa, f"purging node {signed(message_id)}")


def _duration(value: int) -> str:
    if value <= 0xFFFF:
        return f"(basic) of {value}"
    return "(VPI) of  " + "".join(f"0x{byte:X} " for byte in value.to_bytes(4, "big"))

"""The state of IKE: one `IkeSa` per phase 1, one `QuickMode` per phase 2 exchange under it. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ios_emu.features.isakmp.config import Policy
from ios_emu.features.isakmp.crypto import Keys
from ios_emu.features.isakmp.packet import MAIN_MODE, NO_COOKIE
from ios_emu.router.key_engine import SaRequest, Transform
from ios_emu.wire import IPv4

Pair = tuple[IPv4, IPv4]
"""The local and the remote endpoint of IKE SAs."""


class State(Enum):
    """The states of phase 1, named as IOS's debug names them.

    An odd message of ours leaves the initiator of a main mode waiting in MM1, MM3, MM5; the responder waits in
    MM2, MM4, in aggressive mode in AM2. The states between last only while a message is being processed.
    """

    READY = "IKE_READY"
    I_MM1 = "IKE_I_MM1"
    I_MM2 = "IKE_I_MM2"
    I_MM3 = "IKE_I_MM3"
    I_MM4 = "IKE_I_MM4"
    I_MM5 = "IKE_I_MM5"
    I_MM6 = "IKE_I_MM6"
    R_MM1 = "IKE_R_MM1"
    R_MM2 = "IKE_R_MM2"
    R_MM3 = "IKE_R_MM3"
    R_MM4 = "IKE_R_MM4"
    R_MM5 = "IKE_R_MM5"
    R_AM2 = "IKE_R_AM2"
    P1_COMPLETE = "IKE_P1_COMPLETE"
    DEST_SA = "IKE_DEST_SA"


SHOWN = {
    State.READY: "MM_NO_STATE",
    State.I_MM1: "MM_NO_STATE",
    State.I_MM2: "MM_NO_STATE",
    State.I_MM3: "MM_SA_SETUP",
    State.I_MM4: "MM_SA_SETUP",
    State.I_MM5: "MM_KEY_EXCH",
    State.I_MM6: "MM_KEY_AUTH",
    State.R_MM1: "MM_NO_STATE",
    State.R_MM2: "MM_SA_SETUP",
    State.R_MM3: "MM_SA_SETUP",
    State.R_MM4: "MM_KEY_EXCH",
    State.R_MM5: "MM_KEY_EXCH",
    State.R_AM2: "AG_INIT_EXCH",
    State.P1_COMPLETE: "QM_IDLE",
    State.DEST_SA: "MM_NO_STATE",
}
"""What `show crypto isakmp sa` calls each state."""

NEGOTIATING = frozenset(State) - {State.P1_COMPLETE, State.DEST_SA}


class QuickState(Enum):
    """The states of quick mode, as debug names them."""

    READY = "IKE_QM_READY"
    I_QM1 = "IKE_QM_I_QM1"
    SPI_STARVE = "IKE_QM_SPI_STARVE"
    INSTALL_AWAIT = "IKE_QM_IPSEC_INSTALL_AWAIT"
    R_QM2 = "IKE_QM_R_QM2"
    COMPLETE = "IKE_QM_PHASE2_COMPLETE"


@dataclass(slots=True)
class QuickMode:
    """One phase 2 exchange. It outlives its negotiation for a while, to recognise duplicates.

    SPIs are those of the transform's protocols, the outermost first.
    """

    message_id: int
    initiator: bool
    request: SaRequest
    state: QuickState = QuickState.READY
    iv: bytes = b""
    nonce_i: bytes = b""
    nonce_r: bytes = b""
    inbound_spis: tuple[int, ...] = ()
    outbound_spis: tuple[int, ...] = ()
    transform: Transform | None = None
    dh_private: int = 0
    shared: bytes = b""
    """The secret of perfect forward secrecy; empty without it."""
    last_sent: bytes = b""
    last_sent_at: int = 0
    last_received: bytes = b""
    retransmissions: int = 0
    over: bool = False


@dataclass(slots=True)
class NatState:
    """What is known of a NAT between the peers. `method` is the kind of NAT traversal both can do; empty: none."""

    method: str = ""
    local_behind: bool = False
    peer_behind: bool = False
    packets_sent: int = 0
    """IPsec's packet count when we last looked."""

    @property
    def found(self) -> bool:
        """Whether there is one."""
        return self.local_behind or self.peer_behind


@dataclass(slots=True)
class IkeSa:
    """One phase 1 security association, from its first message until it is purged.

    `handle` is ours alone; `conn_id` is what IOS shows, before 15 free for reuse once the SA is deleted, from 12.4 on
    0 until there are keys;
    `pointer` is the address that debug prints, `peer_pointer` that of what it knows of the peer. Instants in
    kernel time (ns).
    """

    handle: int
    conn_id: int
    pointer: int
    peer_pointer: int
    local: IPv4
    peer: IPv4
    initiator: bool
    my_cookie: bytes
    state: State = State.READY
    his_cookie: bytes = NO_COOKIE
    exchange: int = MAIN_MODE
    local_port: int = 500
    peer_port: int = 500

    # What has been negotiated
    policy: Policy | None = None
    lifetime: int = 0
    """Seconds."""
    sa_body: bytes = b""
    """The initiator's SA payload as sent: the hashes cover it."""
    chosen: bytes = b""
    """The responder's answer to it."""
    identity_body: bytes = b""
    """The initiator's identity payload in aggressive mode: its proof comes later."""
    dh_private: int = 0
    public_i: bytes = b""
    public_r: bytes = b""
    shared: bytes = b""
    nonce_i: bytes = b""
    nonce_r: bytes = b""
    keys: Keys | None = None
    cipher_key: bytes = b""
    iv: bytes = b""
    """The next IV of phase 1; when that is complete, its last ciphertext block."""
    key: bytes = b""
    """The pre-shared key in use."""
    peer_identity: str = ""
    profile: str = ""
    """The ISAKMP profile that the peer's identity matches; empty for none."""
    nat: NatState = field(default_factory=NatState)
    peer_is_ios: bool = False
    peer_keepalive: bool = False
    peer_dpd: bool = False
    established_at: int = 0

    # Retransmission of phase 1
    last_sent: bytes = b""
    last_sent_at: int = 0
    last_received: bytes = b""
    retransmissions: int = 0

    # Signs of life
    keepalive: str = ""
    """`K`: Cisco's keepalives; `D`: dead peer detection; empty: neither."""
    awaiting: bool = False
    errors: int = 0
    dpd_sent: int = 0
    """The sequence number of our last R_U_THERE; 0 before the first."""
    dpd_received: int = 0
    packets_sent: int = 0
    packets_received: int = 0
    """What IPsec's packet counts were when we last looked."""

    nodes: dict[int, QuickMode | None] = field(default_factory=dict)
    """Phase 2 exchanges by message ID; None for an informational one."""
    used: dict[int, None] = field(default_factory=dict)
    """Message IDs, ours and the peer's, that nobody may use again."""

    @property
    def pair(self) -> Pair:
        """Its endpoints."""
        return self.local, self.peer

    @property
    def capabilities(self) -> str:
        """What `show crypto isakmp sa detail` abbreviates: K, D, N."""
        return self.keepalive + "N" * self.nat.found

    @property
    def initiator_cookie(self) -> bytes:
        """CKY-I."""
        return self.my_cookie if self.initiator else self.his_cookie

    @property
    def responder_cookie(self) -> bytes:
        """CKY-R."""
        return self.his_cookie if self.initiator else self.my_cookie

    @property
    def role(self) -> str:
        """`I` or `R`."""
        return "I" if self.initiator else "R"

    @property
    def shown(self) -> str:
        """The state as `show crypto isakmp sa` prints it."""
        return SHOWN[self.state]

    @property
    def established(self) -> bool:
        """Phase 1 is complete and the SA not deleted."""
        return self.state is State.P1_COMPLETE

    @property
    def deleted(self) -> bool:
        """Deleted, and waiting to be purged."""
        return self.state is State.DEST_SA

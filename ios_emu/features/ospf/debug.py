"""Every debug line of OSPF, as 12.x and as 15.x write it, and the switches that turn them on.

12.x writes `OSPF: ... on FastEthernet0/0`; 15.x has process, kind and interface in front: `OSPF-1 ADJ   Fa0/0:`.
A message is made from a template by `str.format`; `{interface}` is the interface's full name, `{pid}` the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ios_emu.router.feature import DebugFlag
from ios_emu.router.release import ByRelease, Release, Train

ADJ, EVENTS, HELLO, PACKET = "adj", "events", "hello", "packet"
SPF, FLOOD, GENERATION = "spf", "flood", "lsa-generation"
"""The kinds of line; `debug ip ospf KIND` turns them on."""

_HEADING = ByRelease({Train.R12_2: "IP routing", Train.R15: "OSPF"})


def _flag(kind: str, old: str, new: str, *includes: str) -> DebugFlag:
    title = ByRelease({Train.R12_2: f"OSPF {old} debugging", Train.R15: f"OSPF {new} debugging"})
    return DebugFlag(f"ip ospf {kind}", _HEADING, title, tuple(f"ip ospf {other}" for other in includes))


DEBUGS = (
    _flag(ADJ, "adjacency events", "adjacency"),
    _flag(EVENTS, "events", "events", ADJ, HELLO),
    _flag(FLOOD, "flooding", "flooding"),
    _flag(HELLO, "hello events", "hello"),
    _flag(GENERATION, "summary lsa generation", "LSA generation"),
    _flag(PACKET, "packet", "packet"),
    _flag(SPF, "spf events", "SPF"),
)


@dataclass(frozen=True)
class Message:
    """A line: the kinds it belongs to, its text in 12.x (all of it) and in 15.x (what follows the prefix); one that
    is empty is not printed there. `word` is the kind as 15.x writes it."""

    kinds: tuple[str, ...]
    old: str
    new: str
    word: str


def _make(kind: str, old: str, new: str, word: str = "") -> Message:
    return Message((kind,), old, new, word or kind.upper())


def _same(kind: str, text: str, word: str = "") -> Message:
    """The same words in both: `text` goes on with ` on {interface}` or the like only in 12.x."""
    new = text
    for gone in (" on interface {interface}", " on {interface}", ", {interface}", " from {interface}"):
        new = new.replace(gone, "")
    return _make(kind, f"OSPF: {text}", new, word)


_NAMED = "Type {type} LSA ID {id} Adv rtr {router} Seq {sequence:08X}"
_DESCRIBED = "Type {type}, LSID {id}, Adv rtr {router}, age {age}, seq 0x{sequence:08X}"
_DBD = "seq 0x{sequence:X} opt 0x{options:X} flag 0x{flags:X} len {length}"

# -- adjacencies -----------------------------------------------------------------------------------------

GOING_UP = _make(ADJ, "OSPF: Interface {interface} going Up", "Interface going Up")
STATE_CHANGE = _make(ADJ, "", "Interface state change to {state}, new ospf state {status}")
TWO_WAY = _same(ADJ, "2 Way Communication to {neighbor} on {interface}, state 2WAY")
NOT_SEEN = _make(ADJ, "", "Cannot see ourself in hello from {neighbor}, state INIT")
BACKUP_SEEN = _make(
    ADJ, "OSPF: Backup seen Event before WAIT timer on {interface}", "Backup seen event before WAIT timer"
)
END_OF_WAIT = _make(ADJ, "OSPF: end of Wait on interface {interface}", "end of Wait on interface")
NEIGHBOR_CHANGE = _make(ADJ, "OSPF: Neighbor change Event on interface {interface}", "Neighbor change event")
ELECTION = _make(ADJ, "OSPF: DR/BDR election on {interface} ", "DR/BDR election")
ELECT_BDR = _same(ADJ, "Elect BDR {router}")
ELECT_DR = _same(ADJ, "Elect DR {router}")
ELECTED = _make(ADJ, "       DR: {designated}   BDR: {backup}", "DR: {designated}   BDR: {backup}")
PREPARE = _make(ADJ, "", "Nbr {neighbor}: Prepare dbase exchange")
SUMMARISED = _make(ADJ, "", "Nbr {neighbor}: Summary list built, size {count}")
SEND_DESCRIPTION = _same(ADJ, f"Send DBD to {{neighbor}} on {{interface}} {_DBD}")
RECEIVE_DESCRIPTION = _same(ADJ, f"Rcv DBD from {{neighbor}} on {{interface}} {_DBD}  mtu {{mtu}} state {{state}}")
NOT_SLAVE = _same(ADJ, "First DBD and we are not SLAVE")
NEGOTIATED = _same(ADJ, "NBR Negotiation Done. We are the {role}")
REPEAT_DESCRIPTION = _same(ADJ, "Retransmitting DBD to {neighbor} on {interface} [{tries}]")
KILLING = _same(ADJ, "Killing nbr {neighbor} on {interface} due to excessive ({tries}) retransmissions")
IGNORED = _same(ADJ, "Nbr {neighbor} is currently ignored")
SMALLER_MTU = _same(ADJ, "Nbr {neighbor} has smaller interface MTU")
LARGER_MTU = _same(ADJ, "Nbr {neighbor} has larger interface MTU")
SEND_REQUEST = _make(
    ADJ,
    "OSPF: Send LS REQ to {neighbor} length {length} LSA count {count}",
    "Send LS REQ to {neighbor} length {length}",
)
RECEIVE_REQUEST = _same(ADJ, "Rcv LS REQ from {neighbor} on {interface} length {length} LSA count {count}")
SEND_UPDATE = _make(
    ADJ,
    "OSPF: Send UPD to {address} on {interface} length {length} LSA count {count}",
    "Send LS UPD to {address} length {length} LSA count {count}",
)
RECEIVE_UPDATE = _make(
    ADJ,
    "OSPF: Rcv LS UPD from {neighbor} on {interface} length {length} LSA count {count}",
    "Rcv LS UPD from Nbr ID {neighbor} length {length} LSA count {count}",
)
EXCHANGE_DONE = _same(ADJ, "Exchange Done with {neighbor} on {interface}")
SYNCHRONIZED = _same(ADJ, "Synchronized with {neighbor} on {interface}, state FULL")
DEAD = _same(ADJ, "{neighbor} address {address} on {interface} is dead, state DOWN")
BUILD_ROUTER_LSA = _make(
    ADJ, "OSPF: Build router LSA for area {area}, router ID {router}, seq 0x{sequence:08X}, process {pid}", ""
)
UNBELIEVED = _same(ADJ, "Rcv pkt from {source}, {interface} : {reason}")
AREA_MISMATCH = _same(ADJ, "Rcv pkt from {source}, {interface}, area {area} mismatch area {theirs} in the header")
REFUSED = _same(ADJ, "Rcv pkt from {source}, {interface}, area {area} : {reason}")

_PACKET = "rcv. v:2 t:{type} l:{length} rid:{router}"
_PROOF = "aid:{area} chk:{checksum:X} aut:{authentication} {proof}"
RECEIVED = _make(
    PACKET, f"OSPF: {_PACKET}\n      {_PROOF} from {{interface}}", f"{_PACKET} {_PROOF} from {{interface}}", "PAK"
)

# -- hellos ----------------------------------------------------------------------------------------------

SEND_HELLO = _same(HELLO, "Send hello to {destination} area {area} on {interface} from {address}")
RECEIVE_HELLO = _same(HELLO, "Rcv hello from {neighbor} area {area} from {interface} {source}")
END_OF_HELLO = _make(HELLO, "OSPF: End of hello processing", "")


def _either(text: str) -> Message:
    return Message((HELLO, ADJ), f"OSPF: {text}", text, "HELLO")


MISMATCHED = _either("Mismatched hello parameters from {source}")
PARAMETERS = _either("Dead R {their_dead} C {dead}, Hello R {their_hello} C {hello}  Mask R {their_mask} C {mask}")
STUB_MISMATCH = _either("Hello from {source} with mismatched Stub/Transit area option bit")
NSSA_MISMATCH = _either("Hello from {source} with mismatched NSSA option bit")

# -- flooding --------------------------------------------------------------------------------------------

UPDATE_RECEIVED = _make(
    FLOOD, "OSPF: received update from {neighbor}, {interface}", "Received update from {neighbor}"
)
LSA_RECEIVED = _same(FLOOD, f"Rcv Update {_DESCRIBED}")
LSA_MASK = _make(FLOOD, "      Mask /{length}", "   Mask /{length}")
SAME_LSA = _make(FLOOD, "OSPF: Received same lsa", "Received same LSA")
TO_FLOOD = _make(FLOOD, f"OSPF: Add {_NAMED} to {{interface}} flood list", f"Add {_NAMED} to flood list")
START_PACING = _make(FLOOD, "OSPF: Start {interface} pacing timer", "Start pacing timer")
FLOODING = _same(FLOOD, "Flooding update on {interface} to {address} Area {area}")
SENDING = _same(FLOOD, "Sending update on {interface} to {address} Area {area}")
LSA_SENT = _make(FLOOD, f"OSPF: Send {_DESCRIBED}  ({{place}})", f"Send {_DESCRIBED}")
FLOODED = _make(FLOOD, f"OSPF: Remove {_NAMED} from {{interface}} flood list", f"Remove {_NAMED} flood list")
STOP_FLOOD = _make(FLOOD, "OSPF: Stop {interface} flood timer", "Stop flood timer")
TO_RETRANSMIT = _make(
    FLOOD,
    f"OSPF: Add {_NAMED} to {{interface}} {{neighbor}} retransmission list",
    f"Add {_NAMED} to Nbr {{neighbor}} retransmission list",
)
START_RETRANSMIT = _make(
    FLOOD, "OSPF: Start {interface} {neighbor} retrans timer", "Start Nbr {neighbor} retrans timer"
)
RETRANSMITTING = _same(FLOOD, "Retransmitting update to {neighbor} on {interface}, {count} LSAs")
ACKNOWLEDGED = _make(FLOOD, "Remove LSA from retransmission list", "Remove LSA from retransmission list")
ACK_RECEIVED = _same(FLOOD, "Received ACK from {neighbor}")
ACK_OF = _same(FLOOD, f"Rcv Ack {_DESCRIBED}")
SEND_DELAYED_ACK = _same(FLOOD, "Sending delayed ACK on {interface}")
SEND_DIRECT_ACK = _same(FLOOD, "Sending direct ACK on {interface}")
ACK_FOR = _same(FLOOD, f"Ack {_DESCRIBED}")

# -- shortest paths --------------------------------------------------------------------------------------

_EXTERNAL = "{id}, mask {mask}, adv {router}, age {age}, seq 0x{sequence:08X}, metric {metric}, metric-type {kind}"
_SUMMARY = "{id}, mask {mask}, adv {router}, age {age}, seq 0x{sequence:08X} (Area {area}) type {type}"


def _intra(old: str, new: str) -> Message:
    return _make(SPF, old, new, "INTRA")


CHANGE = _same(SPF, "Detect change in LSA type {type}, LSID {id}, from {router} area {area}")
SCHEDULE = _make(
    SPF,
    "OSPF: schedule SPF: spf_time {time}ms wait_interval {wait}ms",
    "Schedule Full SPF in area {area}, wait_interval {wait}ms",
)
SCHEDULE_PARTIAL = _make(
    SPF,
    "OSPF: Schedule partial SPF - type {type} id {id} adv rtr {router}",
    "Schedule partial SPF - type {type} id {id} adv rtr {router}",
)
BEGIN = _make(SPF, "OSPF: begin SPF at {time}ms, process time 0ms", "Begin SPF at {time}ms, process time 0ms")
END = _make(
    SPF, "OSPF: end SPF at {time}ms, Total elapsed time 0ms", "End SPF at {time}ms, Total elapsed time 0ms"
)
RUNNING = _intra("OSPF: running SPF for area {area}", "Running SPF for area {area}, SPF-type Full")
INITIALIZING = _intra("OSPF: Initializing to run spf", "Initializing to run spf")
ROUTER_LSA = _intra(" It is a router LSA {id}. Link Count {count}", "It is a router LSA {id}. Link Count {count}")
LINK = _intra(
    "  Processing link {place}, id {id}, link data {data}, type {type}",
    " Processing link {place}, id {id}, link data {data}, type {type}",
)
NETWORK_LSA = _intra(
    " It is a network LSA {id}. Router Count {count}", "It is a network LSA {id}. Router Count {count}"
)
ATTACHED = _intra("  Processing router id {id}", " Processing router id {id}")
OLD_DISTANCE = _intra("   New newdist {new} olddist {old}", "  New newdist {new} olddist {old}")
BETTER_PATH = _intra(
    "   Add better path to LSA ID {id}, gateway {gateway}, dist {cost}",
    "  Add better path to LSA ID {id}, gateway {gateway}, dist {cost}",
)
ADD_PATH = _intra(
    "   Add path: next-hop {hop}, interface {through}", "  Add path: next-hop {hop}, interface {through}"
)
STUB_NETS = _intra("OSPF: Adding Stub nets", "Adding Stub nets")
ADD_NETWORK = _intra(
    "OSPF: Add Network Route to {id} Mask /{length}. Metric: {cost}, Next Hop: {hop}",
    "Add Network Route to {id} Mask /{length}. Metric: {cost}, Next Hop: {hop}",
)
INTER_AREA = _make(
    SPF, "OSPF: running spf for summaries area {area}", "Running spf for summaries area {area}", "INTER"
)
SUMMARY_LSA = _make(
    SPF, f"OSPF: Start processing Summary LSA {_SUMMARY}", f"Start processing: Summary LSA {_SUMMARY}", "INTER"
)
ADD_SUMMARY = _make(
    SPF,
    "OSPF: Add Summary Route to {id}/{mask}. Metric: {cost}, Next Hop: {hop}",
    "Add Summary Route to {id}/{mask}. Metric: {cost}, Next Hop: {hop}",
    "INTER",
)
EXTERNAL_ROUTES = _make(
    SPF,
    "OSPF: Started Building Type {type} External Routes",
    "Started Building Type {type} External Routes",
    "EXTER",
)
EXTERNAL_LSA = _make(
    SPF,
    f"OSPF: Start processing Type {{type}} External LSA {_EXTERNAL}",
    f"Start processing: Type {{type}} External LSA {_EXTERNAL}",
    "EXTER",
)
NO_ASBR = _make(SPF, "   Did not find route to ASBR {router}", "  Did not find route to ASBR {router}", "EXTER")
ADD_EXTERNAL = _make(
    SPF,
    "   Add External Route to {id}. Metric: {cost}, Next Hop: {hop}",
    "  Add External Route to {id}. Metric: {cost}, Next Hop: {hop}",
    "EXTER",
)

# -- origination -----------------------------------------------------------------------------------------

GENERATE_ROUTER = _make(
    GENERATION,
    "",
    "Build router LSA for area {area}, router ID {router}, seq 0x{sequence:08X}",
    "LSGEN",
)
GENERATE_SUMMARY = _make(
    GENERATION,
    "OSPF: Generate sum from {source} route {id}, mask {mask}, type {type}, age {age}, metric {metric}, "
    "seq 0x{sequence:08X} to area {area}",
    "Generate sum from {source} route {id}, mask {mask}, type {type}, age {age}, metric {metric}, "
    "seq 0x{sequence:08X} to area {area}",
    "LSGEN",
)
GENERATE_EXTERNAL = _make(
    GENERATION,
    "OSPF: Generate external LSA {id}, mask {mask}, type {type}, age {age}, metric {metric}, tag {tag}, "
    "metric-type {kind}, seq 0x{sequence:08X}",
    "Generate external LSA {id}, mask {mask}, type {type}, age {age}, metric {metric}, tag {tag}, "
    "metric-type {kind}, seq 0x{sequence:08X}",
    "LSGEN",
)


def _line_12(message: Message, values: Mapping[str, object]) -> str:
    return message.old.format(**values)


def _line_15(message: Message, values: Mapping[str, object]) -> str:
    if not message.new:
        return ""
    where = f" {values['short']}" if values["short"] else ""
    return f"OSPF-{values['pid']} {message.word:<5}{where}: {message.new.format(**values)}"


_LINE = ByRelease({Train.R12_2: _line_12, Train.R15: _line_15})


def line(release: Release, message: Message, values: Mapping[str, object]) -> str:
    """A debug line as `release` writes it, empty when it does not. Besides what the message names, `values` has
    `pid`, `interface` and `short`, the two names of the interface, both empty when it is about none."""
    return _LINE[release](message, values)

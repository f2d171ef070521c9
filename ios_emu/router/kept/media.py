"""On interfaces, below IP: encapsulation, clocks, queues, PPP, dialers, frame relay, ISDN, radio, xconnects."""

TEXT = r"""
% service-instance (config-if-srv)# interface
% interface-xconnect (config-if-xconn)# interface
@ interface
106 physical-layer {async|sync}
107 encapsulation // dot1Q <vlan:1-4094> [native | second-dot1q {any|<inner:WORD>}] // isl <vlan:1-1000>
 // hdlc // ppp // smds // lapb [<rest:LINE>] // x25 [<rest:LINE>] // slip // frame-relay [ietf|cisco]
 // dot1ah isid <isid:0-16777215> // mpls // sdlc [<role:WORD>] // untagged // vxlan // atm-ces // mgcp // mfr
121 backup // interface $if // delay <up:WORD> <down:WORD> // load <up:WORD> <down:WORD>
302 stp <rest:LINE> (many)
carrier-delay [up|down] {msec <ms:0-1000>|<seconds:0-60>} (many)
load-interval <seconds:30-600>
load-balancing <rest:LINE>
dampening [<half-life:1-30>] [<reuse:1-20000>] [<suppress:1-20000>] [<max:1-255>] [restart [<penalty:1-20000>]]
hold-queue <packets:0-240000> {in|out}
input-queue <packets:0-240000>
tx-ring-limit <packets:1-32767>
rx-ring-limit <packets:1-32767>
tx-queue-limit <packets:0-65535>
tx-limit <packets:1-65535>
transmit-interface $if
peer default ip address {<address:A.B.C.D>|dhcp|dhcp-pool|pool [<pools:WORD>...]} (key=dhcp)
peer neighbor-route (on)
410 half-duplex
full-duplex
duplex {full|half|auto} (both)
speed {2500|5000|10000|25000|40000|100000|nonegotiate}
media-type // {rj45|mii|auto-select|sfp|gbic|100basex|10baset|dual-rj45|coax} // {rj45|sfp} auto-failover
 // auto-select
negotiation auto [<rest:LINE>] (both)
flowcontrol {send|receive} {off|on|desired}
mdix auto (on)
fec <rest:LINE>
crc {16|32|4}
clock // rate <bps:300-128000000> // source {internal|line|loop-timed|free-running|network}
 // rate network-clock line <rate:WORD> // rate line <rate:WORD>
clockrate <bps:300-8000000>
nrzi-encoding [mark]
invert {data|txclock|rxclock} (many)
invert txclock auto
dce-terminal-timing-enable
serial restart-delay <seconds:0-900>
transmitter-delay <delay:0-131071>
ignore {dcd|crc|hw} (many)
ignore-dcd
pulse-time <seconds:0-64>
framing <kind:WORD>
linecode <kind:WORD>
cablelength <length:LINE>
scramble
dsu <rest:LINE> (many)
fdl <rest:LINE>
fair-queue [<threshold:1-4096>] [<queues:16-4096>] [<reservable:0-1000>] (both)
fair-queue {aggregate-limit|individual-limit|limit|qos-group|tos|weight} <rest:LINE> (many)
random-detect [<rest:LINE>] (many)
max-reserved-bandwidth <percent:1-100>
custom-queue-list <list:1-16>
priority-group <list:1-16>
rate-limit {input|output} <rest:LINE> (many)
traffic-shape {adaptive|fecn-adapt|group|rate} <rest:LINE> (many)
priority-queue {out|cos-map <rest:LINE>}
wrr-queue <rest:LINE> (many)
rcv-queue <rest:LINE> (many)
srr-queue bandwidth {share|shape} <weights:0-65535>...
srr-queue bandwidth limit <percent:10-90>
queue-set <set:1-2>
mls qos // trust [cos|dscp|ip-precedence|device cisco-phone|extend|ext <rest:LINE>] // cos {<cos:0-7>|override}
 // vlan-based // dscp-mutation <map:WORD> // bridged // ipe <rest:LINE>
mls qos trust // device {cisco-phone|cts|ip-camera|media-player} // cos [pass-through dscp]
 // dscp [pass-through cos]
mls // rp <rest:LINE> // netflow sampling // ip <rest:LINE> // switching unicast // rate-limit <rest:LINE>
 // ipv6 <rest:LINE> // l2tpv3 <rest:LINE>
auto qos // voip [trust|cisco-phone|cisco-softphone] [fr-atm] // trust [cos|dscp]
 // video {cts|ip-camera|media-player} // classify [police] // discovery [trust]
trust device {cisco-phone|cts|ip-camera|media-player}
pppoe // enable [group <group:WORD>] // max-sessions <sessions:1-65535> // session-limit <rest:LINE>
pppoe-client // dial-pool-number <pool!:1-255> [dial-on-demand | restart <seconds:1-3600>
 | mac-address <mac:H.H.H>]* // ppp-max-payload <bytes:1-65535> // control-packets vlan cos <cos:0-7>
vpdn group <group:WORD>
protocol <rest:LINE> (many)
433 udld // port [aggressive] // enable // aggressive // port disable
l2protocol-tunnel // [<kind!:WORD>] // cos <cos:0-7> // drop-threshold <rate:1-4096>
 // drop-threshold <kind!:WORD> <rate:1-4096> // shutdown-threshold <rate:1-4096>
 // shutdown-threshold <kind!:WORD> <rate:1-4096> // point-to-point <kind!:WORD>
atm // pvp <vpi!:0-255> [<rest:LINE>] // {ds3-scramble|scrambling {cell-payload|sts-stream}}
 // ilmi-keepalive [<seconds:1-65535>] // framing <kind:WORD> // clock internal // sonet stm-1
 // vc-per-vp <count:1-65535> // address-registration // nsap-address <address:WORD>
 // esi-address <address:WORD> // route-bridged {ip|ipv6} // enable-ilmi-trap // ilmi-enable
 // maxvc <count:1-65535> // uni-version <version:WORD> // pppatm <rest:LINE> // sync // lbo <rest:LINE>
 // cablelength <length:WORD> // oversubscribe <rest:LINE> // service-policy <rest:LINE> // class <name:WORD>
atm // ilmi-keepalive // enable-ilmi-trap // auto-configuration // address-registration // ilmi-enable
 // oversubscribe // scrambling cell-payload (both)
xconnect <peer:A.B.C.D> <vc:1-4294967295> {encapsulation <encapsulation:WORD> [manual]
 | pw-class <class:WORD>} [pw-class <class:WORD>] [sequencing {both|receive|transmit}] => interface-xconnect (flat)
xconnect vfi <vfi:WORD>
service instance <number!:1-8000> ethernet [<evc:WORD>] => service-instance (flat sort)
service instance trunk <number!:1-8000> ethernet => service-instance (flat)
bridge-group <group!:1-255>
 [spanning-disabled|block-unknown-source|source-learning|unicast-flooding|subscriber-loop-control|port-protected
 |path-cost <cost:0-65535>|priority <priority:0-255>|input-address-list <acl:WORD>|output-address-list <acl:WORD>
 |input-type-list <acl:WORD>|output-type-list <acl:WORD>|circuit-group <circuit:1-9>|spanning-disabled] (many)
bridge-domain <rest:LINE> (many)
ima-group <group:0-3>
plim <rest:LINE> (many)
hw-module <rest:LINE> (many)
fabric <rest:LINE> (many)
service-module <rest:LINE> (many)
service-module enable
service-module t1 clock source {internal|line}
ucse <rest:LINE> (many)
imc <rest:LINE> (many)
wlan <rest:LINE> (many)
antenna {receive|transmit|gain|a-antenna} [<rest:LINE>] (many)
channel [<rest:LINE>]
station-role <role:LINE>
ssid <name!:WORD> => service-instance (flat)
power {client|local} <rest:LINE> (many)
world-mode <rest:LINE>
dot11 <rest:LINE> (many)
broadcast-key <rest:LINE>
infrastructure-client
payload-encapsulation {rfc1042|dot1h}
packet {retries|timeout|max-retries} <rest:LINE>
rts {threshold|retries} <count:0-65535>
basic-1.0 <rest:LINE>
gsm <rest:LINE> (many)
lte <rest:LINE> (many)
cellular <rest:LINE> (many)
880 ethernet // cfm <rest:LINE> // oam [<rest:LINE>] // uni <rest:LINE> // lmi <rest:LINE>
 // dot1ad <kind:WORD> // ring <rest:LINE> // loopback <rest:LINE>
rep <rest:LINE> (many)
cfm <rest:LINE> (many)
synchronous mode
esmc <rest:LINE> (many)
ppp // authentication {chap|pap|ms-chap|ms-chap-v2|eap} [<more:WORD>...] // chap hostname <name:WORD>
 // chap password $password // chap refuse [callin] // chap wait
 // pap sent-username <name:WORD> password $secret // pap refuse [callin] // multilink [<rest:LINE>]
 // ipcp <rest:LINE> // ipcp dns request [accept] // ipcp address accept // ipcp route default
 // ipcp mask request // ipcp header-compression ack // lcp <rest:LINE> // mtu adaptive
 // quality <percent:0-100> // reliable-link // timeout <rest:LINE> // callback <rest:LINE>
 // accounting <list:LINE> // authorization <list:WORD> // bap <rest:LINE> // bridge <rest:LINE>
 // direction <rest:LINE> // encrypt <rest:LINE> // link <rest:LINE> // max-bad-auth <count:1-255>
 // ms-chap refuse // mppe <rest:LINE> // eap <rest:LINE> // ncp <rest:LINE> // loopback ignore
 // acfc <rest:LINE> // pfc <rest:LINE> // caller <rest:LINE> // dnis <rest:LINE> // ipv6cp <rest:LINE>
 // iphc <rest:LINE>
multilink // max-links <links:1-255> // min-links <links:1-255>
multilink-group <group:1-2147483647>
compress {stac|predictor|mppc|lzs} [<rest:LINE>]
dialer // pool <pool:1-255> // pool-member <pool!:1-255> [<rest:LINE>]
 // string <string!:WORD> [class <class:WORD>] // remote-name <name:WORD>
 // idle-timeout <seconds:0-2147483> [either|inbound] // fast-idle <seconds:1-2147483>
 // map <protocol!:WORD> <address!:WORD> [<rest:LINE>] // in-band [no-parity|odd-parity] // dtr
 // caller <number!:WORD> [callback] // persistent [<rest:LINE>] // rotary-group <group:0-255>
 // rotor {best|priority} // hold-queue <packets:0-200> [timeout <timeout:0-1000>]
 // enable-timeout <seconds:1-2147483> // wait-for-carrier-time <seconds:1-2147483>
 // load-threshold <load:1-255> [either|inbound|outbound] // vpdn // watch-group <group:1-255>
 // watch-disable <seconds:1-2147483> // max-link <links:1-255> // priority <priority:1-255>
 // order <order:WORD> // redial <rest:LINE> // callback-secure // called <number!:WORD>
 // reserved-links <in:0-255> <out:0-255> // string <string!:WORD> // down-with-vInterface
dialer-group <group:1-128>
async {mode {interactive|dedicated}|dynamic {address|routing}|default routing} (many)
group-range <first:0-65535> <last:0-65535>
frame-relay // map {ip|ipv6|bridge|clns|llc2} <address!:WORD> <dlci:16-1022> [broadcast | cisco | ietf
 | nocompress | active | tcp header-compression [passive] | rtp header-compression [passive]
 | payload-compression <payload:WORD>]* // map bridge <dlci!:16-1022> [broadcast]
 // interface-dlci <dlci!:16-1022> [<rest:LINE>] // lmi-type {ansi|cisco|q933a} // intf-type {dce|dte|nni}
 // inverse-arp [<protocol!:WORD> <dlci!:16-1022>] [interval <interval:15-600>] // inverse-arp
 // route <in!:16-1022> interface <port!:INTERFACE> <out!:16-1022> // traffic-shaping // class <name:WORD>
 // broadcast-queue <size:0-65535> <bytes:0-4294967295> <packets:0-4294967295> // lmi-n391dte <n:1-255>
 // lmi-n392dte <n:1-10> // lmi-n393dte <n:1-10> // lmi-n392dce <n:1-10> // lmi-n393dce <n:1-10>
 // lmi-t392dce <n:5-30> // switching // priority-dlci-group <rest:LINE> // payload-compression <rest:LINE>
 // ip <rest:LINE> // multilink <rest:LINE> // ifmib-counter64 [subif] // local-dlci <dlci:16-1007>
 // tc <rest:LINE> // de-group <rest:LINE> => fr-dlci (flat)
frame-relay // inverse-arp // lmi-keepalive (both)
pvc [<name!:WORD>] {<circuit!:WORD>} [<rest:LINE>] => atm-vc (flat)
svc <name!:WORD> [<rest:LINE>] => atm-vc (flat)
pvc-in-range <rest:LINE> => atm-vc (flat many)
range [<name!:WORD>] pvc <first!:WORD> <last!:WORD> => atm-vc (flat)
bundle <name!:WORD> => atm-vc (flat)
class-int <name:WORD>
map-group <name!:WORD>
dsl // operating-mode <mode:LINE> // bitswap <rest:LINE> // enable-training-log // noise-margin <rest:LINE>
 // lom <rest:LINE> // linerate <rest:LINE> // equipment-type {co|cpe} // dsl-mode <mode:LINE>
dsl enable-training-log (both)
isdn // switch-type <type:WORD> // incoming-voice {voice|data|modem} [<rate:WORD>] // spid1 <spid:LINE>
 // spid2 <spid:LINE> // calling-number <number:WORD> // answer1 <rest:LINE> // answer2 <rest:LINE>
 // caller <number!:WORD> // bchan-number-order {ascending|descending} [round-robin] // point-to-point-setup
 // overlap-receiving [<rest:LINE>] // timer <rest:LINE> // tei-negotiation <rest:LINE> // send-alerting
 // sending-complete // protocol-emulate {network|user} // layer1-emulate <role:WORD> // bind-l3 <rest:LINE>
 // T306 <ms:LINE> // T310 <ms:LINE> // outgoing <rest:LINE> // map <rest:LINE> // supp-service <rest:LINE>
 // static-tei <tei:0-126> // disconnect-cause <rest:LINE> // rlm-group <rest:LINE> // busy <rest:LINE>
 // not-end-to-end <rest:LINE> // x25 <rest:LINE> // x31 <rest:LINE> // autodetect // bchan <rest:LINE>
 // ie <rest:LINE> // network-failure-cause <cause:0-127>
x25 // address <address:WORD> // map <rest:LINE> // win <packets:1-127> // wout <packets:1-127>
 // ips <bytes:16-4096> // ops <bytes:16-4096> // htc <circuit:1-4095> // ltc <circuit:0-4095>
 // modulo {8|128} // route <rest:LINE> // nvc <count:1-255> // <rest:LINE>
lapb <rest:LINE> (many)
sdlc <rest:LINE> (many)
bridge-group // <group!:1-255>
appletalk <rest:LINE> (many)
ipx <rest:LINE> (many)
decnet <rest:LINE> (many)
netbios <rest:LINE> (many)
llc2 <rest:LINE> (many)
ring-speed {4|16}
early-token-release
loopback [<how:LINE>]
pos {scramble-atm|ais-shut|flag <flag:LINE>|framing <framing:WORD>|report <report:LINE>|threshold
 <threshold:LINE>|delay <delay:LINE>} (many)
aps <rest:LINE> (many)
stm1 <rest:LINE> (many)
optical <rest:LINE> (many)
transceiver <rest:LINE> (many)
410 encryption [vlan <vlan!:1-4094>] mode {ciphers <ciphers:WORD>...|wep {mandatory|optional} [<features:WORD>...]}
encryption [vlan <vlan!:1-4094>] key <number!:1-4> size {40bit|128bit} [0|7] <key:WORD> [transmit-key]
speed {throughput [ofdm] | range | default | ofdm <ofdm:LINE>}
speed {basic-1.0|1.0|basic-2.0|2.0|basic-5.5|5.5|basic-6.0|6.0|basic-9.0|9.0|basic-11.0|11.0|basic-12.0|12.0}
 [<more:WORD>...]
speed {auto <rates:10-100000>...}
beacon {period <period:20-4000>|dtim-period <beacons:1-100>|privacy <rest:LINE>} (many)
fragment-threshold <bytes:256-2346>
mbssid
preamble-short
concatenation [<bytes:1600-4000>]
l2-filter <rest:LINE> (many)
dfs <rest:LINE> (many)
stbc
guard-interval {any|long}
countermeasure tkip hold-time <seconds:0-65535>
parent {<number!:1-4> <mac:H.H.H>|timeout <seconds:0-65535>} (key=number)
dot1x {reauth-period {<seconds:1-65535>|server}|client-timeout <timeout:1-65535>}
squelch {normal|reduced}
transmit-delay <delay:0-131071>
down-when-looped
bsc <rest:LINE> (many)
monitor traffic
port monitor [<port!:INTERFACE>|vlan <vlan!:1-4094>] (key=port,vlan)
port {group|block|protected|security|storm-control|network} [<rest:LINE>] (many)
rmon collection {stats|history|rmon1|host} <number!:1-65535> [owner <owner:WORD> | buckets <buckets:1-65535> |
 interval <seconds:1-3600>]*
datalink flow monitor <name:WORD> [sampler <sampler:WORD>] input
switch virtual link <link:1-2>
stackwise-virtual {link <link:1-2>|dual-active-detection} (many)
dual-active <rest:LINE> (many)
platform qos <rest:LINE> (many)
mls ip
priority-queue queue-limit <limit:1-100>
group-range <first:WORD> [<last:WORD>]
routing dynamic
ipv6 {source-guard|destination-guard|dhcp guard|snooping} [attach-policy [<policy:WORD>]] (many)
peer default ip address dhcp-pool <pools:WORD>...
peer match aaa-pools
vtp (on)
@ interface-xconnect service-instance
500 backup // peer <peer:A.B.C.D> <vc:1-4294967295> [pw-class <class:WORD>] // delay <rest:LINE>
mtu <bytes:64-18000>
monitor peer bfd <rest:LINE>
remote circuit id <text:WORD>
mpls label <local:16-1048575> <remote:16-1048575>
mpls control-word
l2tp id <local:0-4294967295> <remote:0-4294967295>
ip tos value <tos:0-255>
@ service-instance
500 description <text:LINE>
encapsulation {untagged|default|priority-tagged|dot1q <vlans:LINE>|dot1ad <outer:LINE>}
rewrite {ingress|egress} tag <how:LINE>
bridge-domain <domain:WORD> [split-horizon [group <group:0-13>]]
xconnect <peer:A.B.C.D> <vc:1-4294967295> {encapsulation <encapsulation:WORD>|pw-class <class:WORD>} [pw-class
 <class:WORD>] => interface-xconnect (flat)
service-policy {input|output} <policy:WORD>
l2protocol {peer|forward|tunnel|drop} [<kinds:LINE>] (many)
mac {access-group <acl:WORD> in|limit maximum addresses <max:1-65535>|security [<rest:LINE>]|static address
 <address:LINE>} (many)
ip {access-group <acl:WORD> in|source binding <binding:LINE>} (many)
cfm <rest:LINE> (many)
ethernet {lmi|loopback} <rest:LINE> (many)
storm-control <rest:LINE> (many)
errdisable recovery cause mac-security <seconds:30-86400>
snmp ifindex persist
shutdown
authentication <rest:LINE> (many)
guest-mode
mbssid guest-mode [<rest:LINE>]
vlan <vlan:WORD>
wpa-psk {ascii|hex} $password
infrastructure-ssid [optional]
"""

"""WAN: controllers, PVCs, frame relay, dialers, PPPoE, VPDN, pseudowires; lines beyond the model; old protocols."""

TEXT = r"""
% controller (config-controller)# config
% atm-vc (config-if-atm-vc)# interface
% fr-dlci (config-fr-dlci)# interface
% map-class (config-map-class)# config
% vc-class (config-vc-class)# config
% bba-group (config-bba-group)# config
% vpdn-group (config-vpdn)# config
% vpdn-sub (config-vpdn-acc-in)# vpdn-group
% pseudowire-class (config-pw-class)# config
% l2tp-class (config-l2tp-class)# config
% controller-sonet (config-ctrlr-au4)# controller
% gw-accounting (config-gw-acct)# config
% map-list (config-map-list)# config
% ipx-router (config-ipx-router)# config
% slb (config-slb)# config
% slb-real (config-slb-real)# slb
% cfm-domain (config-ecfm)# config
% cfm-service (config-ecfm-srv)# cfm-domain
@ config
700 controller {T1|E1|T3|E3|SONET|VDSL|DSL|SHDSL|BITS|MODEM|SONET-ACR|J1|wanphy|Cellular} <unit!:WORD> =>
 controller
 (key=T1)
375 isdn switch-type <type:WORD>
isdn {leased-line <line:LINE>|tei-negotiation <tei:LINE>|gateway-max-interworking|logging|snmp busyout b-channel}
 (key=logging)
frame-relay switching
frame-relay {fragmentation <fragment:LINE>|de-list <list:LINE>|pipq|address registration <address:LINE>} (many)
vpdn // enable // logging [<rest:LINE>] // session-limit <limit:1-32767> // search-order <order:LINE>
 // source-ip <address:A.B.C.D> // softshut // multihop // history failure [<rest:LINE>]
 // ip udp ignore checksum // domain-delimiter <rest:LINE> // aaa <rest:LINE> // authen-before-forward
 // redirect <rest:LINE> // group <name!:WORD>
vpdn-group <name!:LINE> => vpdn-group
vpdn-template [<name!:WORD>] => vpdn-group
bba-group pppoe <name!:WORD> => bba-group
l2tp-class <name!:WORD> => l2tp-class
pseudowire-class [encapsulation <kind:WORD>] <name!:WORD> => pseudowire-class
vc-class atm <name!:WORD> => vc-class
virtual-profile <rest:LINE> (many)
virtual-template <number!:1-200> pre-clone <count:1-65535>
chat-script <name!:WORD> <script:LINE>
modemcap <rest:LINE> (many)
async-bootp <rest:LINE> (many)
dialer-list <list!:1-255> protocol <protocol!:WORD> {permit|deny|list <acl:WORD>}
dialer-list <list!:1-255> list <acl:WORD>
1065 dialer {watch-list <list:LINE>|dnis <dnis:LINE>|redial <redial:LINE>|persistent <persistent:LINE>} (many)
x25 // routing [<rest:LINE>] // route <rest:LINE> // host <rest:LINE> // profile <rest:LINE> // <rest:LINE>
xot <rest:LINE> (many)
x29 <rest:LINE> (many)
translate <rest:LINE> (many)
dlsw <rest:LINE> (many)
source-bridge <rest:LINE> (many)
appletalk <rest:LINE> (many)
ipx <rest:LINE> (many)
decnet <rest:LINE> (many)
clns <rest:LINE> (many)
apollo <rest:LINE> (many)
vines <rest:LINE> (many)
stun <rest:LINE> (many)
bstun <rest:LINE> (many)
lane <rest:LINE> (many)
cable <rest:LINE> (many)
atm <rest:LINE> (many)
ppp <rest:LINE> (many)
gw-accounting {aaa|file|syslog} => gw-accounting (key=aaa)
ip mobile <rest:LINE> (many)
sgbp <rest:LINE> (many)
resource-pool <rest:LINE> (many)
tn3270 <rest:LINE> (many)
frame-relay route <dlci!:16-1007> interface $if <out:16-1007>
map-list <name!:WORD> => map-list
ipx router {eigrp <as!:1-65535>|rip|nlsp [<tag!:WORD>]} => ipx-router (key=rip)
ip slb {serverfarm|vserver} <name!:WORD> => slb (key=serverfarm)
ip slb probe <name!:WORD> <kind:WORD> => slb
netbios {name-cache|access-list|input-access-filter} <rest:LINE> (many)
lnm <rest:LINE> (many)
rsrb <rest:LINE> (many)
xns <rest:LINE> (many)
ethernet cfm domain <name!:WORD> level <level:0-7> => cfm-domain
@ controller
500 framing <kind:WORD>
linecode {ami|b8zs|hdb3}
clock source {free-running|internal|line [primary|secondary <order:1-255>|independent]|loop-timed|network} [bits
 [primary]]
cablelength <length:LINE>
line-termination {75-ohm|120-ohm}
channel-group <group!:0-31> [timeslots <slots:WORD>] [speed <speed:WORD>] [unframed]
channel-group <group!:0-31> unframed
pri-group [timeslots <slots:WORD>] [nfas_d <role:WORD>] [<more:LINE>]
ds0-group <group!:0-31> timeslots <slots:WORD> type <type:LINE>
tdm-group <group!:0-31> <rest:LINE>
cem-group <group!:0-2047> {unframed|timeslots <slots:WORD>}
cas-custom <group!:0-31> => controller-sonet (flat)
description <text:LINE>
shutdown
mode <mode:LINE>
operating mode <mode:LINE>
fdl {ansi|att|both|none} (many)
loopback [<how:LINE>]
national <rest:LINE>
crc-threshold <count:0-65535>
yellow {detection|generation} (many)
alarm-report <rest:LINE> (many)
threshold <rest:LINE> (many)
overhead <rest:LINE> (many)
au-4 <au!:1-16> tug-3 <tug!:1-3> => controller-sonet (flat)
sts-1 <sts!:WORD> [<rest:LINE>] => controller-sonet (flat)
t1 <number!:1-28> <rest:LINE> (many)
e1 <number!:1-28> <rest:LINE> (many)
modem <rest:LINE>
sync mode <mode:WORD>
firmware filename <file:WORD>
{dsl-group|ignore|idle|bert|customer-id|tunnel|aps|aug|guard-timer|invert|subframe|hwic|lte|rlm-timer|annex
 |cellular|snr|equipment-type|dsl-mode|training|noise-margin} [<rest:LINE>] (many)
dsu mode <mode:0-4>
line-term {co|cpe}
termination {co|cpe}
trunk-group <rest:LINE>
profile id <id!:1-16> <what:LINE>
@ controller-sonet
500 {mode|t1|e1|tug-2|vtg|framing|class|country|dnis|answer-signal|au-3|dialtone|proceed-to-send|ka|kd|unused-abcd
 |metering|trunk-group|seizure-ack-time|caller-digits|category|description|ds3|loopback|clock} [<rest:LINE>] (many)
@ atm-vc
500 encapsulation {aal5snap|aal5mux <mux:LINE>|aal5ciscoppp virtual-template <template:1-200>|aal5autoppp
 <auto:LINE>|aal2|aal0|aal5|aal1|aal5nlpid}
encapsulation {aal5snap|aal5mux <mux:LINE>}
pppoe-client // dial-pool-number <pool!:1-255> [dial-on-demand | restart <seconds:1-3600>
 | mac-address <mac:H.H.H>]* // ppp-max-payload <bytes:1-65535> // control-packets vlan cos <cos:0-7>
protocol <protocol!:WORD> [<rest:LINE>] (many)
dialer pool-member <pool:1-255>
ubr [<kbps:WORD>] [<input:WORD>]
ubr+ <rest:LINE>
vbr-nrt <pcr:WORD> <scr:WORD> [<mbs:1-65535>] [<more:LINE>]
vbr-rt <pcr:WORD> <scr:WORD> [<mbs:1-65535>] [<more:LINE>]
cbr <kbps:WORD>
abr <rest:LINE>
class-vc <name:WORD>
class-range <name:WORD>
broadcast
inarp <minutes:1-60>
ilmi {manage|pvc-discovery [<rest:LINE>]} (many)
oam-pvc [manage] [<rest:LINE>]
oam-pvc manage <rest:LINE>
oam retry <up:1-600> <down:1-600> <interval:1-1000>
oam-range <rest:LINE>
tx-ring-limit <packets:1-32767>
service-policy {input|output} <policy:WORD>
create on-demand
bridge-dot1q encap <vlan:1-4095>
random-detect attach <name:WORD>
bump <rest:LINE>
precedence <rest:LINE>
protect {group|vc}
pvc-bundle <name!:WORD> {<circuit!:WORD>} => atm-vc (flat)
pvc-in-range <rest:LINE> => atm-vc (flat many)
pppoe <rest:LINE>
max vc <count:1-65535>
xconnect <peer:A.B.C.D> <vc:1-4294967295> <rest:LINE>
cell-packing <rest:LINE>
shutdown
vpn service <name:WORD>
fair-queue [<rest:LINE>]
ip <rest:LINE> (many)
ppp <rest:LINE> (many)
@ fr-dlci
500 class <name:WORD>
fragment <bytes:LINE>
ip rtp header-compression [<rest:LINE>]
vofr [<rest:LINE>]
@ map-class
500 frame-relay {cir [in|out] <cir:1-1000000000>|mincir [in|out] <mincir:1-1000000000>|bc [in|out]
 <bc:0-1000000000>|be [in|out] <be:0-1000000000>|fragment <fragment:LINE>|fair-queue
 [<fair:LINE>]|adaptive-shaping <adaptive:LINE>|traffic-rate <rate:LINE>|ip rtp <rtp:LINE>|voice bandwidth
 <voice:LINE>|end-to-end keepalive <keepalive:LINE>|holdq <holdq:1-512>|idle-timer <idle:LINE>|interface-queue
 <queue:LINE>|custom-queue-list <custom:1-16>|priority-group <priority:1-16>|congestion
 <congestion:LINE>|congestion-management <management:LINE>|tc <tc:10-10000>|becn-response-enable} (many)
service-policy {input|output} <policy:WORD>
dialer {isdn [<isdn:LINE>]|idle-timeout <idle:1-2147483>|fast-idle <fast:1-2147483>|wait-for-carrier-time
 <wait:1-2147483>|enable-timeout <enable:1-2147483>|callback-server [<callback:LINE>]|voice-call|outgoing
 <outgoing:LINE>} (many)
atm aal5mux
@ vc-class
500 {encapsulation|protocol|vbr-nrt|vbr-rt|cbr|ubr|ubr+|abr|oam-pvc|oam|broadcast|inarp|ilmi|create|dialer
 |idle-timeout|bump|precedence|protect|random-detect|service-policy|pppoe|class-vc|ppp} [<rest:LINE>] (many)
@ bba-group
500 virtual-template <number:1-4095>
ac name <name:WORD>
sessions {per-mac|per-vc|per-vlan|max|auto|threshold} <rest:LINE> (many)
service profile <name:LINE>
vendor-tag <rest:LINE> (many)
tag <rest:LINE> (many)
pado delay <rest:LINE>
control-packets vlan cos <cos:0-7>
mac-address autoselect
nas-port-id <rest:LINE>
@ vpdn-group
500 description <text:LINE>
accept-dialin => vpdn-sub (flat)
accept-dialout => vpdn-sub (flat)
request-dialin => vpdn-sub (flat)
request-dialout => vpdn-sub (flat)
terminate-from hostname <name:WORD>
initiate-to ip <address!:A.B.C.D> [limit <limit:0-32767> | priority <priority:1-32767>]*
source-ip <address:A.B.C.D>
source vpdn-template <name:WORD>
local name <name:WORD>
lcp renegotiation {always|on-mismatch}
force-local-chap
session-limit <limit:1-32767>
authen-before-forward
l2tp {tunnel <tunnel:LINE>|sequencing|ip <ip:LINE>|security <security:LINE>|drop out-of-order|attribute
 <attribute:LINE>|rx-speed <rx:LINE>|tx-speed <tx:LINE>|hidden|avoid-session <avoid:LINE>|multilink <multi:LINE>}
 (many)
l2tp tunnel authentication (on)
pptp <rest:LINE> (many)
l2f <rest:LINE> (many)
group session-limit <limit:1-32767>
vpn {id <id:WORD>|vrf <vrf:WORD>} (key=vrf)
ip {precedence|tos|pmtu|mtu} [<rest:LINE>] (many)
redirect <rest:LINE> (many)
dsl-line-info-forwarding
relay pppoe bba-group <group:WORD>
backup ip <rest:LINE> (many)
@ vpdn-sub
500 protocol {any|l2f|l2tp|pptp|pppoe}
virtual-template <number:1-200>
domain <name!:WORD>
dnis <number!:WORD>
pool-member <pool!:1-255>
rotary-group <group!:0-255>
dialer <number:1-255>
pppoe <rest:LINE> (many)
@ pseudowire-class
500 encapsulation {mpls|l2tpv2|l2tpv3 [manual]|udp}
protocol {l2tpv2|l2tpv3|none|ldp} [<class:WORD>]
ip {local interface <interface:INTERFACE>|dfbit set|pmtu [max <max:68-65535>]|tos {reflect|value <tos:0-255>}|ttl
 <ttl:1-255>|protocol <protocol:WORD>} (many)
sequencing {both|receive|transmit|resync <packets:5-65535>} (many)
interworking {ethernet|ip|vlan}
preferred-path {interface $if|peer <peer:WORD>} [disable-fallback]
control-word [include|exclude] (both)
status [<rest:LINE>] (both)
switching tlv
vccv <rest:LINE>
mtu <bytes:64-9216>
monitor peer bfd <rest:LINE>
load-balance <rest:LINE> (many)
description <text:LINE>
@ l2tp-class
500 authentication
digest [secret <secret:LINE>]
hello <seconds:0-1000>
hostname <name:WORD>
password $password
receive-window <packets:1-16384>
retransmit {initial {retries <retries:1-1000>|timeout {max|min} <initial:1-8>}|retries <count:5-1000>|timeout
 {max|min} <timeout:1-8>} (many)
timeout setup <seconds:60-6000>
hidden
cookie size {4|8}
security <rest:LINE>
@ gw-accounting
500 method <name:WORD>
acct-template <rest:LINE>
attribute <rest:LINE> (many)
suppress <rest:LINE>
overwrite <rest:LINE>
maximum <rest:LINE> (many)
primary <rest:LINE>
secondary <rest:LINE>
@ map-list
500 {ip|ipv6|ipx|appletalk|clns|bridge} <address:WORD> {atm-vc|atm-nsap|class} <what:LINE> (many)
@ ipx-router
500 network {all|<network:WORD>} (many both)
redistribute <rest:LINE> (many)
@ slb
500 real <address!:A.B.C.D> [<port:0-65535>] => slb-real (flat)
nat {client <pool:WORD>|server}
predictor <rest:LINE>
probe <name!:WORD>
virtual <address:A.B.C.D> [<mask:MASK>] [{tcp|udp|esp|gre|any|<protocol:0-255>} [<port:WORD>]] [service
 <service:WORD>]
serverfarm <farm:WORD> [backup <backup:WORD>]
inservice [standby <group:WORD>]
{sticky|idle|delay|advertise|client|replicate|synguard|bindid|failaction|interval|faildetect|expect|request|address
 |header|credentials|url|port|timeout} [<rest:LINE>] (many)
@ slb-real
500 inservice
{weight|maxconns|reassign|faildetect|retry|backup|max-conns} <value:LINE>
@ cfm-domain
500 service <name!:LINE> => cfm-service (flat)
mep {archive-hold-time <minutes:1-65535>|hostname <name:WORD>|mpid <id:1-8191>} (many)
{mip|id|alarm|interface|continuity-check} [<rest:LINE>] (many)
@ cfm-service
500 {continuity-check|mep|mip|maximum|remote-mep|alarm|ais|sender-id|efd|server} [<rest:LINE>] (many)
@ config
1203 line <first!:0-4294967295> [<last:0-4294967295>] => line (flat sort)
line <first!:WORD> [<last:WORD>] => line (flat)
line tty <first!:0-2000> [<last:1-2000>] => line (flat)
@ line
500 modem // InOut // Dialin // Printer // answer-timeout <seconds:0-65535>
 // autoconfigure {discovery|type <type:WORD>} // callin // callout // cts-required // dtr-active // dialin
 // host // enable
exec-timeout <minutes:0-35791> [<seconds:0-2147483>]
absolute-timeout <minutes:0-10000>
absolute-timeout
logout-warning [<seconds:0-4294967295>]
activation-character <character:WORD> (both)
authorization {commands <level!:0-15>|exec|arap|reverse-access|configuration} {default|<list:WORD>} (many)
accounting {commands <level!:0-15>|connection|exec|resource} {default|<list:WORD>} (many)
autocommand <command:LINE>
autocommand-options <options:LINE>
autohangup [session-timeout]
autoselect {arap|during-login|ppp|slip|timeout <timeout:1-120>} (many)
buffer-length <bytes:16-16384>
callback {forced-wait <seconds:3-30>|nodsr-wait <ms:0-100000>} (many)
data-character-bits {7|8}
databits {5|6|7|8}
dispatch-character <characters:LINE>
dispatch-machine <name:WORD>
dispatch-timeout <ms:0-4294967294>
domain-lookup (on)
editing (on)
escape-character {<character:WORD>|BREAK|DEFAULT|NONE|soft <soft:WORD>}
exec-banner (on)
exec-character-bits {7|8}
flowcontrol [software|hardware] {in|out}
full-help
history [size <size:0-256>] (both)
hold-character <character:WORD>
insecure
international
ip {netmask-format <format:WORD>|tcp input-coalesce-threshold <threshold:WORD>|access-group <acl:LINE>} (many)
ipv6 access-class <acl:WORD> {in|out}
access-class <acl:WORD> {in|out} [vrf-also|vrfname <vrf:WORD>]
length <lines:0-512>
location <text:LINE>
lockable
logging synchronous [level {<level:0-7>|all} | limit <limit:0-2147483647>]*
login {local|authentication {default|<list:WORD>}|tacacs} (both)
media-type {rj45|usb}
menu <name:WORD>
monitor
motd-banner (on)
notify
padding <character:WORD> <count:0-255>
parity {even|mark|none|odd|space}
password $password
prc <rest:LINE>
private
privilege level <level:0-15>
refuse-message <text:LINE>
rotary <group:0-127> [<how:LINE>]
rxspeed <bps:0-4294967295>
txspeed <bps:0-4294967295>
speed <bps:0-4294967295>
script {activation|arap-callback|callback|connection|dialer|modem-off-hook|reset|startup} <name:WORD> (many)
session-disconnect-warning <seconds:0-4294967295>
session-limit <limit:0-4294967295>
session-timeout <minutes:0-35791> [output]
special-character-bits {7|8}
start-character <character:WORD>
stop-character <character:WORD>
stopbits {1|1.5|2}
telnet {break-on-ip|faster-refresh|ip-on-break|speed
 <speed:LINE>|sync-on-break|transparent|refuse-negotiations|notify-message <text:LINE>} (many)
terminal-queue entry-retry-interval <seconds:1-255>
terminal-type <type:WORD>
timeout login response <seconds:0-300>
transport {input|output} {all|none|[lat|pad|telnet|rlogin|nasi|lapb-ta|mop|udptn|v120|ssh|acercon|onep|sercon]*}
 (both)
transport preferred {none|telnet|ssh|lat|pad|udptn|v120|mop|nasi|rlogin|lapb-ta|acercon} (both)
usb-inactivity-timeout <minutes:1-240>
vacant-message [<text:LINE>]
width <columns:0-512>
x25 <rest:LINE>
exec prompt <rest:LINE>
exec (on)
cli whitespace completion
default-value exec-character-bits <bits:LINE>
async-bootp <rest:LINE>
ip access-class <acl:WORD> {in|out}
disconnect-character <character:WORD>
state-machine <name:WORD>
group-range <first:WORD> [<last:WORD>]
"""

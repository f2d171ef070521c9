"""What OSPF has beyond the model, and OSPF in a VRF; OSPFv3 and its kin; LISP; segment routing."""

TEXT = r"""
% router-ospfv3 (config-router)# config
% ospfv3-af (config-router-af)# router-ospfv3
% router-lisp (config-router-lisp)# config
% lisp-sub (config-router-lisp-sub)# router-lisp
% ospf-vrf (config-router)# config
% segment-routing (config-srmpls)# config
% segment-sub (config-srmpls-sub)# segment-routing
@ config
430 segment-routing mpls => segment-routing
segment-routing {traffic-eng|srv6|oam} => segment-routing
800 router ospf <process!:1-65535> vrf <vrf:WORD> => ospf-vrf
router ospfv3 [<process!:1-65535>] => router-ospfv3
810 router lisp [<instance!:0-15>] => router-lisp
ip ospf name-lookup
ip ospf cost <rest:LINE>
1060 ipv6 router {ospf|eigrp} <process!:1-65535> [vrf <vrf:WORD>] => ipv6-router (key=process)
ipv6 router rip <name!:WORD> => ipv6-router
@ router-ospf
90 max-metric router-lsa [on-startup {<seconds:5-86400>|wait-for-bgp} | include-stub
 | summary-lsa [<summary:1-16777215>] | external-lsa [<external:1-16777215>]]*
process-min-time percent <percent:0-100>
segment-routing // mpls // area <rest:LINE> // global-block <rest:LINE> // prefix-sid-map <rest:LINE>
microloop avoidance [<rest:LINE>]
distribute link-state [<rest:LINE>]
interface-id {ios-if-index|snmp-if-index}
local-rib-criteria [<rest:LINE>]
shutdown
105 ispf
114 nsf [cisco [helper [disable]|enforce global]|ietf [helper [disable|strict-lsa-checking]
 |restart-interval <seconds:1-1800>]]
nsf {cisco|ietf} helper [disable|strict-lsa-checking] (many)
nsr
116 max-lsa <number:1-4294967294> [<threshold:1-100>] [warning-only | ignore-time <minutes:1-1073741>
 | ignore-count <count:1-65535> | reset-time <reset:1-1073741>]*
117 prefix-suppression
118 ttl-security all-interfaces [hops <hops:1-254>]
adjacency stagger {<initial:1-1000>|none} [<simultaneous:1-1000>]
119 domain-id {<id:A.B.C.D>|type <type:LINE>|Null} [secondary]
domain-tag <tag:1-4294967295>
125 capability // transit // lls // opaque // vrf-lite (both)
131 area <area!:WORD> // stub no-ext-capability // nssa no-ext-capability // nssa translate type7 suppress-fa
 // nssa translate type7 always suppress-fa // sham-link <source!:A.B.C.D> <destination!:A.B.C.D> [<rest:LINE>]
 // capability default-exclusion
140 summary-address <prefix!:A.B.C.D> <mask!:MASK> nssa-only [tag <tag:0-4294967295>]
143 timers // pacing lsa-group <seconds:10-1800> // lsa-group-pacing <seconds:10-1800>
 // nsf wait interval <seconds:1-3600>
149 redistribute // maximum-prefix <max:1-4294967295> [<threshold:1-100>] [warning-only]
 // {lisp|mobile|nhrp|application} $redist // ospfv3 <process!:1-65535> $redist // vrf <vrf!:WORD> $proto $redist
171 table-map <map:WORD> [filter]
176 limit retransmissions {dc|non-dc} {<number:1-255>|disable} (many)
177 ignore lsa mospf
178 queue-depth {hello|update} {<packets:1-2147483647>|unlimited} (many)
event-log [one-shot | pause | size <entries:1-65534>]*
181 traffic-share min across-interfaces
190 statistics <rest:LINE>
195 distribute-list gateway <rest:LINE> (many)
distribute-list prefix <list:WORD> gateway <rest:LINE> (many)
197 mpls traffic-eng // area <area!:WORD> // router-id $if // interface <rest:LINE> // mesh-group <rest:LINE>
 // multicast-intact // autoroute-exclude <rest:LINE>
mpls ldp // sync // autoconfig [area <area:WORD>]
198 bfd all-interfaces [strict-mode]
199 fast-reroute <rest:LINE> (many)
snmp <rest:LINE> (many)
@ ospf-vrf
100 router-id <id:A.B.C.D>
140 timers spf <delay:0-4294967> <hold:0-4294967>
191 default-metric <metric:1-16777214>
192 distance <distance:1-255>
90 ispf
max-metric router-lsa [on-startup {<seconds:5-86400>|wait-for-bgp} | include-stub
 | summary-lsa [<summary:1-16777215>] | external-lsa [<external:1-16777215>]]*
prefix-suppression
log-adjacency-changes [detail] (both)
compatible rfc1583 (on)
capability {vrf-lite|transit|opaque|lls} (many)
nsr
nsf [cisco|ietf] [<rest:LINE>]
nsf {cisco|ietf} helper [disable|strict-lsa-checking] (many)
bfd all-interfaces [strict-mode]
ignore lsa mospf
limit retransmissions <rest:LINE>
process-min-time percent <percent:0-100>
queue-depth {hello|update} <packets:LINE> (many)
ttl-security all-interfaces [hops <hops:1-254>]
domain-id {<id:A.B.C.D>|type <type:LINE>|Null} [secondary]
domain-tag <tag:1-4294967295>
max-lsa <max:1-4294967294> [<rest:LINE>]
mpls traffic-eng area <area!:WORD>
mpls traffic-eng router-id $if
mpls traffic-eng {interface <interface:LINE>|mesh-group <group:LINE>|multicast-intact|autoroute-exclude
 <list:LINE>} (many)
mpls ldp {sync|autoconfig [area <area:WORD>]} (many)
segment-routing {mpls|area <area:LINE>|global-block <block:LINE>|prefix-sid-map <map:LINE>} (many)
fast-reroute <rest:LINE> (many)
microloop avoidance [<rest:LINE>]
distribute link-state [<rest:LINE>]
traffic-share <rest:LINE>
auto-cost [reference-bandwidth <mbps:1-4294967>]
interface-id {ios-if-index|snmp-if-index}
local-rib-criteria [<rest:LINE>]
discard-route {internal|external} [<distance:1-254>] (both)
snmp context <context:WORD>
shutdown
130 area <area!:WORD> // authentication [message-digest] // stub [no-summary] [no-ext-capability]
 // nssa [no-redistribution | no-summary | default-information-originate [metric <metric:0-16777214>
 | metric-type <type:1-2>]* | no-ext-capability | translate type7 [always] [suppress-fa]]*
 // default-cost <cost:0-16777215>
 // range <prefix!:A.B.C.D> <mask!:MASK> [advertise|not-advertise] [cost <cost:0-16777215>]
 // virtual-link <router!:A.B.C.D> [<rest:LINE>]
 // sham-link <source!:A.B.C.D> <destination!:A.B.C.D> [<rest:LINE>] // filter-list prefix <list:WORD> {in|out}
 // capability default-exclusion // lsa-group <rest:LINE>
140 summary-address <prefix!:A.B.C.D> <mask!:MASK> [not-advertise | tag <tag:0-4294967295> | nssa-only]*
timers // throttle spf <start:1-600000> <hold:1-600000> <max:1-600000>
 // throttle lsa [all] <start:0-600000> <hold:1-600000> <max:1-600000> // lsa arrival <ms:0-600000>
 // pacing {flood|lsa-group|retransmission} <value:1-1800> // lsa-group-pacing <seconds:1-1800>
 // nsf wait interval <seconds:1-3600>
150 redistribute $proto $redist
redistribute maximum-prefix <max:1-4294967295> [<rest:LINE>]
160 passive-interface {default|<interface!:INTERFACE>} (both)
165 neighbor <neighbor!:A.B.C.D> [priority <priority:0-255> | poll-interval <poll:0-4294967295>
 | cost <cost:1-65535> | database-filter all out]*
170 network <address!:A.B.C.D> <wildcard!:WILDCARD> area <area:WORD>
190 default-information originate [always | metric <metric:0-16777214> | metric-type <type:1-2>
 | route-map <map:WORD>]*
distribute-list {<acl!:WORD>|prefix <list!:WORD>|route-map <map!:WORD>|gateway <gateway!:WORD>} {in|out}
 [<rest:LINE>]
distribute-list prefix <list!:WORD> gateway <gateway!:WORD> in
distance // ospf [external <external:1-255> | inter-area <inter:1-255> | intra-area <intra:1-255>]*
 // <distance!:1-255> <address!:A.B.C.D> <wildcard!:WILDCARD> [<acl:WORD>]
maximum-paths <paths:1-32>
bgp router-id <id:A.B.C.D>
table-map <map:WORD> [filter]
adjacency stagger {<initial:1-1000>|none} <max:1-1000>
statistics <rest:LINE>
@ ipv6-router router-ospfv3 ospfv3-af
500 router-id <id:A.B.C.D>
log-adjacency-changes [detail] (both)
auto-cost reference-bandwidth <mbps:1-4294967>
passive-interface {default|<interface!:INTERFACE>} (both)
redistribute $proto $redist
redistribute connected
default-information originate [always | metric <metric:0-16777214> | metric-type <type:1-2>
 | route-map <map:WORD>]*
default-metric <metric:1-4294967295>
distance <distance:1-254>
distance ospf [external <external:1-254> | inter-area <inter:1-254> | intra-area <intra:1-254>]*
distribute-list prefix-list <list!:WORD> {in|out} [<rest:LINE>]
maximum-paths <paths:1-64>
summary-prefix <prefix!:X:X:X:X::X/LEN> [not-advertise | tag <tag:0-4294967295>]*
summary-prefix <prefix!:A.B.C.D> <mask!:MASK> [not-advertise]
area <area!:WORD> // stub [no-summary] // nssa [<rest:LINE>] // default-cost <cost:0-16777215>
 // range <prefix!:WORD> [<rest:LINE>] // virtual-link <router!:A.B.C.D> [<rest:LINE>]
 // authentication ipsec <rest:LINE> // encryption ipsec <rest:LINE> // authentication key-chain <chain:WORD>
timers {spf <delay:0-65535> <hold:0-65535>|throttle {spf|lsa} <throttle:LINE>|lsa arrival
 <arrival:0-600000>|pacing <pacing:LINE>} (many)
bfd all-interfaces
graceful-restart [helper {disable|strict-lsa-checking}]
max-metric router-lsa [<rest:LINE>]
event-log [<rest:LINE>]
limit retransmissions <rest:LINE>
max-lsa <max:1-4294967294> [<rest:LINE>]
prefix-suppression
queue-depth {hello|update} <depth:LINE> (many)
split-horizon
poison-reverse
port <port:1-65535> multicast-group <group:X:X:X:X::X>
eigrp {router-id <id:A.B.C.D>|stub [<stub:LINE>]|log-neighbor-changes|log-neighbor-warnings} (many)
neighbor <address!:X:X:X:X::X> $if
shutdown (both)
table-map <map:WORD> [filter]
@ ospfv3-af
exit-address-family (leave)
@ router-ospfv3
600 address-family {ipv4|ipv6} unicast [vrf <vrf!:WORD>] => ospfv3-af (close=exit-address-family key=vrf)
@ router-lisp lisp-sub
500 locator-table {default|vrf <vrf:WORD>}
locator-set <name!:WORD> => lisp-sub (close=exit-locator-set)
eid-table {default|vrf <vrf!:WORD>} [instance-id <instance!:0-16777215>] => lisp-sub (key=vrf)
instance-id <instance!:0-16777215> => lisp-sub (close=exit-instance-id)
site <name!:WORD> => lisp-sub
service {ipv4|ipv6|ethernet} => lisp-sub (key=ipv4)
dynamic-eid <name!:WORD> => lisp-sub
database-mapping <mapping:LINE> (many)
map-cache <mapping:LINE> (many)
map-request <rest:LINE> (many)
ipv4 <rest:LINE> (many)
ipv6 <rest:LINE> (many)
ipv4-interface <port!:INTERFACE> <rest:LINE>
itr {map-resolver <resolver!:WORD> [<rest:LINE>]} (many)
itr
etr {map-server <server!:WORD> <rest:LINE>} (many)
etr
use-petr <rest:LINE> (many)
proxy-etr
proxy-itr <rest:LINE>
map-server
map-resolver
encapsulation {lisp|vxlan}
authentication-key $password
eid-prefix <prefix:LINE> (many)
eid-record-provider <rest:LINE> (many)
eid-record-subscriber <rest:LINE> (many)
allow-locator-update [<rest:LINE>]
broadcast-underlay <group:A.B.C.D>
loc-reach-algorithm <name:WORD>
locator-table vrf <vrf:WORD>
database-mapping limit dynamic <limit:LINE>
map-notify-group <group:A.B.C.D>
description <text:LINE>
decapsulation <rest:LINE>
remote-rloc-probe <rest:LINE> (many)
security <rest:LINE>
ddt <rest:LINE> (many)
exit-locator-set (leave)
exit-instance-id (leave)
exit-service-ipv4 (leave)
exit-service-ipv6 (leave)
exit-service-ethernet (leave)
exit-site (leave)
exit-router-lisp (leave)
exit-dynamic-eid (leave)
<locator:A.B.C.D> priority <priority:0-255> weight <weight:0-100> (key=locator)
<locator6:X:X:X:X::X> priority <priority:0-255> weight <weight:0-100> (key=locator6)
@ segment-routing segment-sub
500 set-attributes => segment-sub (flat)
address-family ipv4 => segment-sub (close=exit-address-family)
connected-prefix-sid-map => segment-sub (flat)
mapping-server => segment-sub (flat)
prefix-sid-map => segment-sub (flat)
global-block <low:16-1048575> <high:16-1048575>
local-block <low:16-1048575> <high:16-1048575>
<prefix!:A.B.C.D/LEN> [index|absolute] <index:0-1048575> range <range:0-65535> [<rest:LINE>]
{explicit-null|sr-label-preferred} (many)
policy <name!:WORD> => segment-sub
color <color:0-4294967295> end-point <address:WORD>
candidate-paths => segment-sub (flat)
preference <preference!:1-65535> => segment-sub (flat)
{dynamic|explicit segment-list <list:WORD>|constraints} [<rest:LINE>] => segment-sub (flat many)
segment-list name <name!:WORD> => segment-sub
index <index!:1-65535> <segment:LINE>
{pcc|pcep|metric|affinity|segments|binding-sid|bandwidth|autoroute|on-demand} [<rest:LINE>] => segment-sub (flat
 many)
interface <port!:INTERFACE> => segment-sub
logging <rest:LINE> (many)
locators => segment-sub
locator <name!:WORD> => segment-sub
prefix <prefix:X:X:X:X::X/LEN>
encapsulation source-address <address:X:X:X:X::X>
exit-address-family (leave)
"""

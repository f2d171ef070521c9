"""Interior routing kept only as configuration: EIGRP, RIP, IS-IS, ODR; BFD."""

TEXT = r"""
% router-eigrp (config-router)# config
% eigrp-af (config-router-af)# router-eigrp
% eigrp-af-interface (config-router-af-interface)# eigrp-af
% eigrp-topology (config-router-af-topology)# eigrp-af
% eigrp-sf (config-router-sf)# router-eigrp
% eigrp-sf-topology (config-router-sf-topology)# eigrp-sf
% eigrp-sf-interface (config-router-sf-interface)# eigrp-sf
% router-rip (config-router)# config
% rip-af (config-router-af)# router-rip
% router-isis (config-router)# config
% isis-af (config-router-af)# router-isis
% router-odr (config-router)# config
% ipv6-router (config-rtr)# config
% bfd-template (config-bfd)# config
@ config
420 bfd {map <map:LINE>|slow-timers <ms:1000-30000>|fast-timers-on-slow-interface} (many)
bfd-template {single-hop|multi-hop} <name!:WORD> => bfd-template (key=name)
800 router eigrp <name!:WORD> => router-eigrp
810 router odr => router-odr
router rip => router-rip
router isis [<tag!:WORD>] => router-isis
router iso-igrp [<tag!:WORD>] => router-odr
router {egp|igrp|mobile} [<tag!:WORD>] => router-odr (key=tag)
@ router-eigrp
90 address-family ipv4 [unicast|multicast] [vrf <vrf!:WORD>] [autonomous-system <asn!:1-65535>] => eigrp-af
 (close=exit-address-family key=unicast)
address-family ipv6 [unicast] [vrf <vrf!:WORD>] [autonomous-system <asn!:1-65535>] => eigrp-af
 (close=exit-address-family key=unicast)
service-family {ipv4|ipv6} [vrf <vrf!:WORD>] autonomous-system <asn!:1-65535> => eigrp-sf
 (close=exit-service-family)
@ eigrp-sf
500 topology base => eigrp-sf-topology (close=exit-sf-topology)
sf-interface {default|<interface!:INTERFACE>} => eigrp-sf-interface (close=exit-sf-interface)
neighbor <address!:WORD> [$if] [remote <hops:1-100>]
eigrp // router-id <id:A.B.C.D> // stub [<rest:LINE>]
metric weights <rest:LINE>
shutdown (both)
exit-service-family (leave)
@ eigrp-sf-topology
500 default-metric <rest:LINE>
exit-sf-topology (leave)
@ eigrp-sf-interface
500 shutdown (both)
exit-sf-interface (leave)
hello-interval <seconds:1-65535>
hold-time <seconds:1-65535>
@ router-eigrp eigrp-af eigrp-topology ipv6-router
500 network <address!:A.B.C.D> [<wildcard!:WILDCARD>]
redistribute $proto $redist
redistribute eigrp <process!:WORD> [metric <bandwidth:1-4294967295> <delay:0-4294967295> <reliability:0-255>
 <load:1-255> <mtu:1-65535>] [route-map <map:WORD>]
default-metric <bandwidth:1-4294967295> <delay:0-4294967295> <reliability:0-255> <load:1-255> <mtu:1-65535>
default-metric <metric:1-4294967295>
default-information {in|out|originate|allowed <allowed:LINE>} [<rest:LINE>] (many)
default-information {in|out} (both)
distance // eigrp <internal:1-255> <external:1-255>
 // <distance!:1-255> <address!:A.B.C.D> <wildcard!:WILDCARD> [<acl:WORD>]
distribute-list {<acl!:WORD>|prefix <list!:WORD>|route-map <map!:WORD>|gateway <gateway!:WORD>|prefix-list
 <list6!:WORD>} {in|out} [<rest:LINE>]
distribute-list prefix <list!:WORD> gateway <gateway!:WORD> in
passive-interface {default|<interface!:INTERFACE>} (both)
offset-list {<acl!:WORD>} {in|out} <offset:0-2147483647> [<interface!:INTERFACE>]
maximum-paths <paths:1-32>
variance <multiplier:1-128>
traffic-share {balanced|min across-interfaces}
auto-summary (both)
neighbor <address!:WORD> {<interface!:INTERFACE>} [remote <hops:1-100>|static] [lisp-encap]
neighbor <address!:WORD> // description <text:LINE> // maximum-prefix <max:1-4294967295> [<rest:LINE>]
neighbor maximum-prefix <max:1-4294967295> [<rest:LINE>]
remote-neighbors source $if <rest:LINE>
maximum-prefix <max:1-4294967295> [<rest:LINE>]
metric // weights <tos:0-8> <k1:0-255> <k2:0-255> <k3:0-255> <k4:0-255> <k5:0-255> [<k6:0-255>]
 // maximum-hops <hops:1-255> // rib-scale <scale:1-255> // holddown
eigrp // router-id <id:A.B.C.D>
 // stub [receive-only | connected | summary | static | redistributed | leak-map <map:WORD>]*
 // log-neighbor-changes // log-neighbor-warnings [<seconds:1-65535>] // event-log-size <size:0-4294967295>
 // event-logging // default-route-tag <tag:WORD> // upgrade-cli
eigrp // log-neighbor-changes // log-neighbor-warnings (both)
eigrp stub-site <site:WORD>
timers // active-time {<minutes:1-65535>|disabled} // nsf {converge|route-hold|signal} <seconds:1-300>
 // graceful-restart purge-time <seconds:20-300> // nsf <rest:LINE> // <rest:LINE>
nsf
soft-sia {disable|<percent:1-90>}
bfd {all-interfaces|interface <port!:INTERFACE>} (many)
autonomous-system <asn:1-65535>
shutdown (both)
snmp context <context:WORD>
output-delay <ms:8-50>
topology {base|<name!:WORD> tid <tid:0-65535>} => eigrp-topology (close=exit-af-topology key=name)
af-interface {default|<interface!:INTERFACE>} => eigrp-af-interface (close=exit-af-interface)
summary-metric <prefix!:WORD> [<mask!:MASK>] [<rest:LINE>]
summary-address <prefix!:WORD> [<mask!:MASK>] [<rest:LINE>]
fast-reroute <rest:LINE> (many)
snmp <rest:LINE>
table-map <map:WORD> [filter]
stub [receive-only | connected | summary | static | redistributed | leak-map <map:WORD>]*
@ eigrp-af
exit-address-family (leave)
@ eigrp-topology
exit-af-topology (leave)
@ eigrp-af-interface
500 authentication mode {md5|hmac-sha-256 [<type:0-7>] <key:WORD>}
authentication key-chain <chain:WORD>
bandwidth-percent <percent:1-999999>
dampening-change [<percent:1-100>]
dampening-interval [<seconds:1-65535>]
hello-interval <seconds:1-65535>
hold-time <seconds:1-65535>
next-hop-self [no-ecmp-mode] (both)
split-horizon (both)
passive-interface (both)
summary-address <prefix!:WORD> [<mask!:MASK>] [<distance:1-255>] [leak-map <map:WORD>]
add-paths <paths:1-32>
bfd
stub-site wan-interface
shutdown
exit-af-interface (leave)
@ router-rip rip-af
500 version <version:1-2>
timers basic <update:1-4294967295> <invalid:1-4294967295> <holddown:0-4294967295> <flush:1-4294967295>
 [<sleep:1-4294967295>]
network <network!:A.B.C.D>
redistribute $proto $redist
passive-interface {default|<interface!:INTERFACE>} (both)
neighbor <address!:A.B.C.D> [bfd]
default-information originate [on-passive|route-map <map:WORD>]
default-metric <metric:1-4294967295>
distance <distance!:1-255> [<address!:A.B.C.D> <wildcard!:WILDCARD>] [<acl:WORD>]
distribute-list {<acl!:WORD>|prefix <list!:WORD>|gateway <gateway!:WORD>} {in|out} [<rest:LINE>]
offset-list <acl!:WORD> {in|out} <offset:0-16> [<interface!:INTERFACE>]
maximum-paths <paths:1-32>
validate-update-source (on)
auto-summary (both)
flash-update-threshold <seconds:0-30>
input-queue <packets:0-1024>
output-delay <ms:8-50>
traffic-share min across-interfaces
bfd all-interfaces
shutdown
@ rip-af
exit-address-family (leave)
@ router-rip
600 address-family ipv4 vrf <vrf!:WORD> => rip-af (close=exit-address-family)
@ router-isis isis-af
500 vrf <vrf:WORD>
net <net!:WORD>
is-type {level-1|level-1-2|level-2-only}
metric-style {narrow [transition]|transition|wide [transition]} [level-1|level-2|level-1-2]
metric <metric:1-16777214> [level-1|level-2]
log-adjacency-changes [all]
authentication mode {md5|text} [level-1|level-2]
authentication key-chain <chain:WORD> [level-1|level-2]
authentication send-only [level-1|level-2]
{area-password|domain-password} <password:WORD> [authenticate snp {validate|send-only}]
hello padding [multi-point|point-to-point] (both)
advertise passive-only
passive-interface {default|<interface!:INTERFACE>} (both)
redistribute $proto $redist
redistribute isis ip level-2 into level-1 [<rest:LINE>]
redistribute isis ip level-1 into level-2 [<rest:LINE>]
redistribute <source:LINE> (many)
default-information originate [route-map <map:WORD>]
summary-address <prefix!:A.B.C.D> <mask!:MASK> [level-1|level-1-2|level-2] [<rest:LINE>]
summary-prefix <prefix!:X:X:X:X::X/LEN> [<rest:LINE>]
distribute-list {<acl!:WORD>|prefix <list!:WORD>|route-map <map!:WORD>} {in|out} [<rest:LINE>]
distance <distance:1-255> [<rest:LINE>]
maximum-paths <paths:1-32>
set-overload-bit [on-startup {<seconds:5-86400>|wait-for-bgp} | suppress [external | interlevel]]*
set-attached-bit route-map <map:WORD>
ignore-attached-bit
ispf {level-1|level-2|level-1-2} [<seconds:1-600>]
spf-interval [level-1|level-2] <seconds:1-120> [<initial:1-120000>] [<second:1-120000>]
prc-interval <seconds:1-120> [<initial:1-120000>] [<second:1-120000>]
lsp-gen-interval [level-1|level-2] <seconds:1-120> [<initial:1-120000>] [<second:1-120000>]
lsp-refresh-interval <seconds:1-65535>
max-lsp-lifetime <seconds:1-65535>
lsp-mtu <bytes:128-4352>
lsp-full suppress <rest:LINE>
max-area-addresses <count:3-254>
nsf {cisco|ietf|advertise holdtime <hold:LINE>|interface wait <wait:LINE>|interval <interval:0-1440>|t3 <t3:LINE>}
 (many)
nsr
bfd all-interfaces
protocol shutdown
fast-flood [<count:1-15>]
fast-reroute <rest:LINE> (many)
microloop <rest:LINE> (many)
adjacency-check
dynamic hostname (on)
hostname dynamic (on)
external overload signalling
partition avoidance <area:WORD>
mpls traffic-eng // level-1 // level-2 // router-id $if // multicast-intact // scanner <rest:LINE>
 // interface <rest:LINE>
mpls traffic-eng {level-1|level-2} (many)
mpls ldp {sync|autoconfig [level-1|level-2]} (many)
segment-routing {mpls|prefix-sid-map <map:LINE>|global-block <block:LINE>} (many)
segment-routing mpls
distribute link-state [<rest:LINE>]
multi-topology [transition]
topology <name!:WORD> [<rest:LINE>]
address-family ipv6 [unicast|multicast] => isis-af (close=exit-address-family)
address-family ipv4 [unicast|multicast] => isis-af (close=exit-address-family)
snmp context <rest:LINE>
traffic-share min across-interfaces
update-queue-depth <depth:LINE>
use external-metric
advertise-passive-only
tiebreaker <rest:LINE> (many)
affinity-map <name!:WORD> bit-position <bit:0-255>
flex-algo <number!:128-255> => isis-af
ignore-lsp-errors (both)
skeptical interval <seconds:0-1440>
dynamic-hostname (on)
router-id {<interface:INTERFACE>|<id:A.B.C.D>}
@ isis-af
exit-address-family (leave)
@ router-odr
500 network <network!:A.B.C.D>
net <net!:WORD>
timers basic <rest:LINE>
redistribute $proto $redist
default-metric <metric:LINE>
distance <rest:LINE>
distribute-list <acl!:WORD> {in|out} [<rest:LINE>]
passive-interface {default|<interface!:INTERFACE>} (both)
neighbor <address!:A.B.C.D>
maximum-paths <paths:1-32>
@ bfd-template
500 interval [microseconds] {both <both:1-9999999>|min-tx <tx:1-9999999> min-rx <rx:1-9999999>} multiplier
 <multiplier:3-50>
interval <ms:1-9999999> min_rx <rx:1-9999999> multiplier <multiplier:3-50>
authentication {md5|meticulous-md5|meticulous-sha-1|sha-1} keychain <chain:WORD>
dampening [<rest:LINE>]
echo
"""

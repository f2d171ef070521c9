"""Switching: VLANs, switch ports, spanning tree, port security, snooping, private VLANs, bridging."""

TEXT = r"""
% vlan (config-vlan)# config
% mst (config-mst)# config
% mac-acl (config-ext-macl)# config
% arp-acl (config-arp-nacl)# config
% vlan-access-map (config-access-map)# config
% bridge-domain (config-bdomain)# config
% vfi (config-vfi)# config
% l2vpn (config-l2vpn)# config
% l2vpn-xconnect (config-xconnect)# config
% monitor-session (config-mon-erspan-src)# config
% evc (config-evc)# config
% switch-profile (config-mac-pol)# config
% nd-policy (config-nd-raguard)# config
% stack-power (config-stackpower)# config
% stack-switch (config-switch-stackpower)# config
% network-policy (config-network-policy)# config
@ config
341 vtp // domain <name:WORD> // mode {server|client|transparent|off} [vlan|mst|unknown]
 // version <version:1-3> // password <password:WORD> [hidden|secret] // pruning // file <file:WORD>
 // interface <interface:WORD> [only]
vtp // pruning
342 mls qos (both)
mls qos // map <name!:WORD> <rest:LINE> // srr-queue {input|output} <rest:LINE>
 // queue-set output <set!:1-2> <kind!:WORD> <rest:LINE> // rewrite ip dscp
 // aggregate-policer <name!:WORD> <rest:LINE> // trust <rest:LINE> // marking <rest:LINE>
 // protocol <rest:LINE> // statistics-export <rest:LINE>
mls {aclmerge|switching|verify|mpls|ip multicast|cef maximum-routes|ip slb|ip cef} <rest:LINE> (many)
qos <rest:LINE> (many)
ip routing protocol purge interface
370 spanning-tree // mode {pvst|rapid-pvst|mst} // extend system-id // logging // loopguard default
 // backbonefast // uplinkfast [max-update-rate <rate:0-32000>] // pathcost method {long|short}
 // etherchannel guard misconfig // transmit hold-count <count:1-20> // sso block-tcn // bridge assurance
 // vlan <vlans!:WORD> // vlan <vlans!:WORD> priority <priority:0-61440>
 // vlan <vlans!:WORD> root {primary|secondary} [diameter <diameter:2-7>] [hello-time <hello:1-10>]
 // vlan <vlans!:WORD> forward-time <seconds:4-30> // vlan <vlans!:WORD> hello-time <seconds:1-10>
 // vlan <vlans!:WORD> max-age <seconds:6-40> // mst <instances!:WORD> priority <priority:0-61440>
 // mst <instances!:WORD> root {primary|secondary} [diameter <diameter:2-7>]
 // mst {forward-time|hello-time|max-age|max-hops|simulate} <rest:LINE> // mst simulate pvst global // dispute
spanning-tree // portfast default // portfast bpduguard default // portfast bpdufilter default
 // portfast edge default // portfast edge bpduguard default // portfast edge bpdufilter default
 // portfast network default // portfast trunk
spanning-tree // extend system-id // etherchannel guard misconfig // vlan <vlans!:WORD> // bridge assurance
 // optimize bpdu transmission (both)
spanning-tree mst configuration => mst
port-channel // load-balance <how:LINE> // min-links <links:1-16> // auto // standalone-disable
 // load-defer <seconds:1-1800> // load-balance-hash-algo <how:LINE> // per-module <rest:LINE>
lacp {system-priority <priority:0-65535>|fast-switchover [dampening <seconds:30-180>]|max-bundle <max:1-16>}
 (key=system-priority)
pagp rate {fast|normal}
375 vlan // internal allocation policy {ascending|descending} // dot1q tag native // access-log <rest:LINE>
 // accounting <rest:LINE> // access-map <name!:WORD> [<sequence!:0-65535>]
 // filter <map!:WORD> vlan-list <vlans:LINE> // group <name!:WORD> vlan-list <vlans:WORD> // ifdescr detail
vlan access-map <name!:WORD> [<sequence!:0-65535>] => vlan-access-map
376 vlan <vlans!:WORD> => vlan
vlan configuration <vlans!:WORD> => vlan
udld // enable // aggressive // message time <seconds:1-90> // recovery [interval <seconds:30-86400>]
 // fast-hello error-reporting
mac // address-table aging-time <seconds:0-1000000> [vlan <vlan!:1-4094>] [routed-mac]
 // address-table static <mac!:H.H.H> vlan <vlan!:1-4094> {interface <ports:LINE>|drop}
 // address-table notification {change [interval <seconds:0-2147483647>]|mac-move|threshold <rest:LINE>|change
 history-size <size:0-500>} // address-table learning vlan <vlans!:WORD>
 // address-table synchronize [<rest:LINE>] // address-table move update {receive|transmit}
 // address-table limit <rest:LINE>
mac access-list extended <name!:WORD> => mac-acl
mac-address-table // aging-time <seconds:0-1000000> [vlan <vlan!:1-4094>] // static <mac!:H.H.H> <rest:LINE>
 // secure <rest:LINE> // notification [<rest:LINE>] // dynamic <rest:LINE> // learning <rest:LINE>
arp access-list <name!:WORD> => arp-acl
sdm prefer <template:LINE>
lldp // run
ip igmp snooping // vlan <vlans!:WORD> [immediate-leave|explicit-tracking|querier]
 // vlan <vlans!:WORD> mrouter interface <port!:INTERFACE> // vlan <vlans!:WORD> mrouter learn {cgmp|pim-dvmrp}
 // vlan <vlans!:WORD> static <group!:A.B.C.D> interface <port!:INTERFACE> // querier [<rest:LINE>]
 // tcn flood query count <count:1-10> // tcn query solicit // report-suppression
 // robustness-variable <robustness:1-3> // last-member-query-interval <ms:100-32767>
 // last-member-query-count <queries:1-7> // vlan <vlans!:WORD> <rest:LINE> (both)
ip igmp snooping (both)
ip igmp // profile <name!:WORD> // filter // vlan <rest:LINE>
ip igmp profile <name!:WORD> => switch-profile
mvr [<rest:LINE>] (many)
353 ip dhcp snooping
ip dhcp snooping // vlan <vlans:WORD> // vlan number <vlans:LINE>
 // information option [allow-untrusted|format <rest:LINE>] // verify mac-address
 // verify no-relay-agent-address // database <url:WORD> // database timeout <timeout:0-86400>
 // database write-delay <delay:15-86400> // glean // track server <rest:LINE>
 // wireless bootp-broadcast enable // detect spurious [<rest:LINE>] (both)
ip arp // inspection vlan <vlans:WORD> [logging <rest:LINE>]
 // inspection validate {src-mac|dst-mac|ip} [src-mac|dst-mac|ip] [src-mac|dst-mac|ip]
 // inspection filter <name!:WORD> vlan <vlans!:WORD> [static]
 // inspection log-buffer entries <entries:0-1024> // inspection log-buffer logs <logs:LINE>
 // gratuitous {local|none} // proxy disable // poll <rest:LINE> // incomplete <rest:LINE>
 // inspection smartlog // entry learn <entries:1-512000> // queue <packets:512-2147483647>
ip source // binding <mac!:H.H.H> vlan <vlan!:1-4094> <address!:A.B.C.D> interface <port:INTERFACE> // track
ip device tracking [probe {count <count:1-255>|interval <seconds:30-4294967295>|delay
 <delay:1-120>|use-svi|auto-source <auto:LINE>}] (many)
ip verify <rest:LINE> (many)
ip admission <name:WORD>
port-security <rest:LINE> (many)
storm-control <rest:LINE> (many)
monitor session <session!:1-66> // source {interface <ports:LINE>|vlan <vlans:LINE>|remote vlan <vlan:1-4094>}
 // destination {interface <ports:LINE>|remote vlan <vlan:1-4094> [<rest:LINE>]}
 // filter {vlan <vlans:LINE>|ip <acl:LINE>|packet-type <types:LINE>}
 // type {erspan-source|erspan-destination|local|rspan-source|rspan-destination|capture} (many)
monitor session <session!:1-66> type
 {erspan-source|erspan-destination|local|rspan-source|rspan-destination|capture} => monitor-session
monitor // capture <rest:LINE> // permit-list <rest:LINE> // event-trace <rest:LINE> // drop-count <rest:LINE>
 // session <rest:LINE>
link state {group [<group!:1-10>] [upstream|downstream]|track <track!:1-10>} (many)
l2protocol-tunnel {cos <cos:0-7>|mac-address <mac:LINE>|global <global:LINE>} (key=cos)
bridge // <group!:1-255> protocol {dec|ieee|ibm|vlan-bridge} // <group!:1-255> route <protocol!:WORD>
 // <group!:1-255> priority <priority:0-65535> // <group!:1-255> address <mac!:H.H.H> <rest:LINE> // irb // crb
 // cmf // <group!:1-255> {aging-time|forward-time|hello-time|max-age} <seconds:1-1000000>
 // <group!:1-255> bridge ip // <group!:1-255> acquire // <group!:1-255> lat-service-filtering
 // <group!:1-255> <rest:LINE>
bridge-domain <domain!:1-32768> => bridge-domain
l2 // vfi <name!:WORD> [manual|autodiscovery|point-to-point] // router-id <address:A.B.C.D>
 // pseudowire <rest:LINE> => vfi
l2vpn => l2vpn
l2vpn // evpn [instance <instance!:WORD>] [<rest:LINE>] // vfi context <name!:WORD>
 // evpn ethernet-segment <segment!:1-65535> // subscriber-switching <rest:LINE> => vfi
l2vpn xconnect context <name!:WORD> => l2vpn-xconnect
connect <name!:WORD> <first:INTERFACE> {<from:WORD>} <second:INTERFACE> [<to:WORD>] [<rest:LINE>] => l2vpn-xconnect
connect <name!:WORD> <rest:LINE> => l2vpn-xconnect
ethernet // lmi {ce|global} // cfm <rest:LINE> // evc <name!:WORD> // ring <rest:LINE> // oam <rest:LINE>
 // subinterface <rest:LINE>
ethernet lmi ce
ethernet lmi global
ethernet evc <name!:WORD> => evc
rep <rest:LINE> (many)
resilient ethernet <rest:LINE> (many)
auto-template <rest:LINE>
access-list hardware <rest:LINE>
ipv6 // nd raguard policy <name!:WORD> // snooping policy <name!:WORD> // dhcp guard policy <name!:WORD>
 // nd inspection policy <name!:WORD> // source-guard policy <name!:WORD>
 // destination-guard policy <name!:WORD> => nd-policy
ipv6 // snooping <rest:LINE> // neighbor binding <rest:LINE> // neighbor tracking <rest:LINE>
57 stack-power stack <name!:WORD> => stack-power
stack-power switch <number!:1-9> => stack-switch
port-channel hash-distribution {adaptive|fixed}
network-policy profile <number!:1-4294967295> => network-policy
qos
energywise {domain|level|importance|keywords|name|role|management|neighbor|endpoint|query|allow} <rest:LINE> (many)
energywise domain <domain:WORD> {secret|security {port|shared-secret}} <rest:LINE>
dot1q tunneling ethertype {0x88A8|0x9100|0x9200}
macro name <name!:WORD> [<body:LINE>]
400 ethernet ring g8032 <name!:WORD> => evc
@ interface
106 switchport (both)
switchport // access vlan {<vlan:1-4094>|dynamic|name <name:WORD>}
 // mode {access|trunk|dynamic {auto|desirable}|dot1q-tunnel|private-vlan {host|promiscuous|trunk
 [promiscuous|secondary]}} // trunk encapsulation {dot1q|isl|negotiate}
 // trunk native vlan {<vlan:1-4094>|tag} // trunk allowed vlan {none|all|<vlans:WORD>}
 // trunk pruning vlan <vlans:WORD> // nonegotiate
 // voice vlan {<vlan:1-4094>|dot1p|none|untagged|name <name:WORD>} // protected
 // backup interface $if [<rest:LINE>] // priority default <priority:0-7>
 // priority extend {cos <cos:0-7>|trust|none} // host // block {unicast|multicast}
 // trunk dot1q ethertype <type:WORD> // vlan mapping <mapping:LINE> // port-security
 // voice detect <rest:LINE> // autostate exclude
 // private-vlan host-association <primary:1-4094> <secondary:1-4094>
 // private-vlan mapping [trunk] <primary:1-4094> <secondaries:LINE>
 // private-vlan association trunk <primary:1-4094> <secondary:1-4094>
 // private-vlan trunk {native|allowed} vlan <vlans:LINE> // trunk <rest:LINE> // dot1q ethertype <type:WORD>
 // capture [allowed vlan <vlans:WORD>]
switchport trunk allowed vlan {add|except|remove} <vlans:WORD> (many)
switchport block {unicast|multicast} (many)
switchport mode trunk (both)
switchport port-security // maximum <max!:1-4097> [vlan {access|voice|<vlans:WORD>}]
 // violation {protect|restrict|shutdown [vlan]} // mac-address <mac!:H.H.H> [vlan <vlan:LINE>]
 // mac-address sticky // mac-address sticky <mac!:H.H.H> [vlan <vlan:LINE>] // aging time <minutes:0-1440>
 // aging type {absolute|inactivity} // aging static // limit rate <rest:LINE>
107 channel-group <group!:1-512> mode {active|passive|on|auto [non-silent]|desirable [non-silent]}
channel-group <group!:1-512>
channel-group auto
channel-protocol {lacp|pagp}
lacp {port-priority <priority:0-65535>|rate {fast|normal}|max-bundle <max:1-16>|fast-switchover
 [<rest:LINE>]|min-bundle <min:1-16>|failover <failover:LINE>} (key=port-priority)
pagp {port-priority <priority:0-255>|learn-method {aggregation-port|physical-port}|timer <seconds:15-45>}
 (key=port-priority)
port-channel {min-links <links:1-16>|port hash-distribution <hash:WORD>|standalone-disable} (key=min-links)
330 spanning-tree // portfast [disable|trunk|edge [trunk]|network] // bpduguard {enable|disable}
 // bpdufilter {enable|disable} // guard {root|loop|none} // cost <cost:1-200000000>
 // port-priority <priority:0-240> // link-type {point-to-point|shared}
 // vlan <vlans!:WORD> cost <cost:1-200000000> // vlan <vlans!:WORD> port-priority <priority:0-240>
 // mst <instances!:WORD> cost <cost:1-200000000> // mst <instances!:WORD> port-priority <priority:0-240>
 // stack-port // mst pre-standard // mst simulate pvst [disable] // <rest:LINE>
spanning-tree portfast (both)
storm-control // {broadcast|multicast|unicast} level {<rise:WORD>|bps <bps:WORD>|pps <pps:WORD>} [<fall:WORD>]
 // action {shutdown|trap} // <rest:LINE>
storm-control action {shutdown|trap} (many)
power inline {auto [max <max:4000-90000>]|never|static [max <static:4000-90000>]|consumption
 <watts:4000-90000>|port <port:LINE>|police [<police:LINE>]} (many)
power // efficient-ethernet <rest:LINE>
authentication // port-control {auto|force-authorized|force-unauthorized}
 // host-mode {multi-auth|multi-domain|multi-host|single-host}
 // order {dot1x|mab|webauth} [dot1x|mab|webauth] [dot1x|mab|webauth]
 // priority {dot1x|mab|webauth} [dot1x|mab|webauth] [dot1x|mab|webauth] // periodic // open
 // violation {protect|replace|restrict|shutdown}
 // event fail [retry <retries:0-5>] action {authorize vlan <vlan:1-4094>|next-method}
 // event server dead action {authorize [vlan <vlan:1-4094>|voice]|reinitialize vlan <reinit:1-4094>}
 // event server alive action reinitialize // event no-response action authorize vlan <vlan:1-4094>
 // event linksec <rest:LINE> // timer <kind!:WORD> {server|<seconds:1-65535>} [<rest:LINE>]
 // control-direction {both|in} // fallback <profile:WORD> // linksec policy <policy:WORD>
 // command bounce-port ignore // event server dead action authorize voice
access-session <rest:LINE> (many)
mab [eap]
dot1x // pae {authenticator|supplicant|both} // port-control {auto|force-authorized|force-unauthorized}
 // timeout <kind!:WORD> <seconds:1-65535> // max-req <count:1-10> // max-reauth-req <count:1-10>
 // reauthentication // host-mode <mode:WORD> // guest-vlan <vlan:1-4094> // auth-fail vlan <vlan:1-4094>
 // auth-fail max-attempts <tries:1-3> // mac-auth-bypass [<rest:LINE>] // critical [<rest:LINE>]
 // control-direction {both|in} // violation-mode <mode:WORD> // credentials <name:WORD>
 // supplicant <rest:LINE> // authenticator <rest:LINE> // max-start <count:1-65535> // system-auth-control
 // default
device-tracking [attach-policy <policy:WORD>] [<rest:LINE>] (many)
ip arp inspection // trust // limit [rate <pps:0-2048> [burst interval <seconds:1-15>]|none]
mac access-group <acl:WORD> {in|out}
vlan // range <first:1-4094> - <last:1-4094> // mapping <rest:LINE>
vlan-range dot1q <first:1-4094> <last:1-4094>
mvr {immediate|type {source|receiver}|vlan <vlan:LINE>} (key=immediate)
link state group <group!:1-10> {upstream|downstream}
ip verify source [port-security]
macro // apply <rest:LINE> // auto <rest:LINE> // trace <rest:LINE>
network-policy <profile:1-4294967295>
energywise <rest:LINE> (many)
location <rest:LINE> (many)
small-frame violation-rate <pps:1-10000>
nmsp attachment suppress
l2vpn <rest:LINE> (many)
local-proxy-arp
@ vlan
500 name <name:LINE>
state {active|suspend}
shutdown
mtu <bytes:576-18190>
remote-span
private-vlan {primary|isolated|community|twoway-community}
private-vlan association [add|remove] <vlans:WORD>
said <said:1-4294967294>
bridge <number:0-15>
media {ethernet|fddi|fd-net|tokenring|trn-net|trbrf|trcrf}
are <hops:0-13>
ste <hops:0-13>
backupcrf {enable|disable}
parent <vlan:0-1005>
ring <ring:HEX>
stp type {auto|ibm|ieee}
tb-vlan1 <vlan:0-1005>
tb-vlan2 <vlan:0-1005>
uni-vlan {community|isolated}
ip flow monitor <name!:WORD> {input|output}
ipv6 flow monitor <name!:WORD> {input|output}
device-tracking attach-policy <policy:WORD>
service-policy {input|output} <policy:WORD>
member {vni <vni:4096-16777215>|evpn-instance <instance:1-65535> [vni <evpn:4096-16777215>]}
ipv6 {snooping|nd|dhcp|source-guard|destination-guard} <rest:LINE> (many)
vn-segment <vni:4096-16777215>
@ mst
500 name <name:WORD>
revision <revision:0-65535>
instance <instance!:0-4094> vlan <vlans:LINE>
private-vlan synchronize
@ mac-acl
500 {permit|deny} {any|host <source:H.H.H>|<source:H.H.H> <mask:H.H.H>} {any|host
 <destination:H.H.H>|<destination:H.H.H> <dmask:H.H.H>} [<rest:LINE>] (many)
remark <text:LINE> (many)
@ arp-acl
500 {permit|deny} <rest:LINE> (many)
@ vlan-access-map
500 match {ip|ipv6|mac|ipx} address <acls:WORD>... (many)
action {forward [capture] [vlan <vlans:LINE>]|drop [log]|redirect <ports:LINE>}
@ bridge-domain
500 member <port!:INTERFACE> [service-instance <instance!:1-8000>]
member {vni <vni!:4096-16777215>|vfi <vfi!:WORD>|evpn-instance <evpn!:1-65535> [vni <vni!:4096-16777215>]} (many)
mac <rest:LINE> (many)
shutdown
description <text:LINE>
xconnect vfi <vfi:WORD>
@ vfi
500 vpn id <id:1-4294967295>
bridge-domain <domain:1-32768> [<rest:LINE>]
neighbor <peer!:A.B.C.D> [<vc!:1-4294967295>] [encapsulation {mpls|l2tpv3}] [pw-class <class:WORD>]
 [no-split-horizon]
member <rest:LINE> (many)
mtu <bytes:64-9216>
l2 router-id <address:A.B.C.D>
rd <rd:WORD>
route-target {import|export|both} <target!:WORD> [stitching]
ve <rest:LINE> (many)
autodiscovery {bgp|ldp} signaling {bgp|ldp} [template <template:WORD>]
vpls-id <id:WORD>
auto-route-target
replication-type {ingress|static|p2mp|mp2mp} [<address:A.B.C.D>]
router-id <address:WORD>
encapsulation {vxlan|mpls}
identifier type <type:0-3> <identifier:LINE>
redundancy {all-active|single-active}
shutdown
logging {peer state|vc-state} (many)
default-gateway advertise [enable|disable]
mac duplication <rest:LINE>
ip <rest:LINE> (many)
forward permit l2protocol all
@ l2vpn
500 logging {pseudowire status|redundancy|vc-state} (many)
redundancy predictive enabled
router-id <address:A.B.C.D>
shutdown
@ l2vpn-xconnect
500 member <port!:INTERFACE> [service-instance <instance!:1-8000>] [group <group:WORD>] [priority <priority:0-16>]
member <peer!:A.B.C.D> <vc!:1-4294967295> {encapsulation mpls|template <template:WORD>} [group <group:WORD>]
 [priority <priority:0-16>]
interworking {ethernet|ip|vlan}
xconnect <peer:A.B.C.D> <vc:1-4294967295> {encapsulation <encapsulation:WORD>|pw-class <class:WORD>} [pw-class
 <class:WORD>]
redundancy <rest:LINE> (many)
@ monitor-session
500 description <text:LINE>
shutdown
source {interface <ports:LINE>|vlan <vlans:LINE>} (many)
destination {interface <ports:LINE>} (many)
destination => monitor-session (flat)
filter <rest:LINE> (many)
erspan-id <id:1-1023>
ip {address <address:A.B.C.D> [force]|ttl <ttl:1-255>|prec <precedence:0-7>|dscp <dscp:0-63>} (key=address)
origin ip address <address:A.B.C.D> [force]
vrf <vrf:WORD>
mtu <bytes:64-9180>
@ evc
500 oam protocol cfm <rest:LINE>
uni count <count:2-1024> [multipoint]
{port0|port1} [interface $if] (key=port0)
{profile|rpl|inst|inst-mapping|aps-channel|level|monitor|inclusion-list|exclusion-list|open-ring} [<rest:LINE>]
 (many)
@ switch-profile
500 {permit|deny}
range <first!:A.B.C.D> [<last!:A.B.C.D>]
@ nd-policy
500 device-role {host|monitor|router|switch|client|server|node}
trusted-port
limit address-count <count:1-10000>
security-level {glean|guard|inspect}
tracking [<rest:LINE>]
managed-config-flag {on|off}
other-config-flag {on|off}
match {ra|server|reply|ipv6} <rest:LINE> (many)
hop-limit {maximum|minimum} <hops:1-255> (many)
router-preference maximum {high|medium|low}
preference {max|min} <preference:0-255> (many)
validate source-mac
drop-unsecure
sec-level minimum <level:0-7>
permit link-local
protocol {dhcp|ndp|udp|arp|dhcp4|dhcp6} (many)
deny global-autoconf
enforcement {always|stressed}
@ stack-power
500 mode {power-shared|redundant} [strict]
default mode
@ stack-switch
500 stack [<name:WORD>]
power-priority {high|low|switch} <value:1-27>
standalone
@ network-policy
500 {voice|voice-signaling} vlan {<vlan:1-4094> [cos <cos:0-7> | dscp <dscp:0-63>]*|dot1p [cos <pcos:0-7> | dscp
 <pdscp:0-63>]*|none|untagged}
"""

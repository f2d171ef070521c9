"""Routing policy: prefix lists, route maps, community and AS-path lists; VRFs, MPLS, multicast, IPv6."""

TEXT = r"""
% ip-vrf (config-vrf)# config
% vrf (config-vrf)# config
% vrf-af (config-vrf-af)# vrf
% ipv6-acl (config-ipv6-acl)# config
% explicit-path (cfg-ip-expl-path)# config
% ipv6-dhcp (config-dhcpv6)# config
% mpls-ldp-label (config-ldp-lbl)# config
% community-list (config-comm-list)# config
% role-acl (config-rb-acl)# config
% te-attribute (config-lsp-attr)# config
% ipv6-dhcp-vendor (config-dhcpv6-vs)# ipv6-dhcp
@ config
210 vrf definition <name!:WORD> => vrf
vrf upgrade-cli <rest:LINE>
402 ip vrf <name!:WORD> => ip-vrf
400 ip cef // distributed
 // load-sharing algorithm {original|tunnel|universal|include-ports <ports:LINE>} [<id:HEX>]
 // accounting {per-prefix|non-recursive|prefix-length|load-balance-hash} [<rest:LINE>] // table <rest:LINE>
 // linecard <rest:LINE> // traffic-statistics <rest:LINE> // optimize neighbor resolution
ip cef optimize neighbor resolution (on)
401 ipv6 // unicast-routing // multicast-routing [vrf <vrf!:WORD>] // cef distributed
 // cef accounting <rest:LINE> // general-prefix <name!:WORD> {<prefix!:X:X:X:X::X/LEN>|6to4 <port:INTERFACE>}
 // host <name!:WORD> [<port:0-65535>] <addresses:X:X:X:X::X>... // hop-limit <hops:1-255>
 // icmp error-interval <ms:0-2147483647> [<bucket:1-200>] // source-route
 // neighbor <address!:X:X:X:X::X> <port!:INTERFACE> <mac:H.H.H> // nd <rest:LINE> // mfib [<rest:LINE>]
 // spd <rest:LINE> // cef // verify <rest:LINE> // flowset // reassembly <rest:LINE> // options <rest:LINE>
 // mobile <rest:LINE> // port-map <rest:LINE> // inspect <rest:LINE> // mld <rest:LINE> // pim <rest:LINE>
 // local <rest:LINE> // rip <rest:LINE> // ospf name-lookup
ipv6 // source-route // unicast-routing // cef (both)
ipv6 dhcp pool <name!:WORD> => ipv6-dhcp
ipv6 dhcp {database <url:LINE>|relay <relay:LINE>|server vrf enable|ping packets <packets:0-10>|binding track
 ppp|use vrf connected} (many)
410 ip multicast-routing [vrf <vrf!:WORD>] [distributed]
ip multicast // vrf <vrf!:WORD> <rest:LINE> // limit <rest:LINE> // route-limit <limit:LINE>
 // cache-headers [<rest:LINE>] // rpf <rest:LINE> // redundancy <rest:LINE> // multipath [<rest:LINE>]
 // mrinfo-filter <acl:WORD> // oif-per-mvrf-limit <limit:1-65535> // auto-enable // topology <rest:LINE>
420 mpls // label range <low:16-1048575> <high:16-1048575> [static <first:16-1048575> <last:16-1048575>]
 // label protocol {ldp|tdp} // label mode <rest:LINE> // ip propagate-ttl [forwarded|local]
 // ip default-route // ip ttl-expiration pop <labels:1-6> // ip // ldp // ipv6 source-interface $if
 // export interval <rest:LINE> // static binding <rest:LINE> // l2transport <rest:LINE> // oam
 // traffic-eng tunnels // traffic-eng reoptimize <rest:LINE>
 // traffic-eng {auto-bw|auto-tunnel|link-management|logging|lsp|multicast-intact|nsr|path-selection|pcc
 |signalling|topology|fast-reroute|ds-te} [<rest:LINE>] // nsr // mldp [<rest:LINE>] // tp
 // netflow <rest:LINE> // prefix-map <rest:LINE> // cos-map <rest:LINE> // <rest:LINE>
mpls // ip // ip propagate-ttl // mldp (both)
mpls ldp // router-id $if [force] // router-id vrf <vrf!:WORD> $if [force]
 // graceful-restart [timers <rest:LINE>] // explicit-null [for <acl:LINE>] // session protection [<rest:LINE>]
 // autoconfig // advertise-labels [<rest:LINE>] // neighbor [vrf <vrf!:WORD>] <peer!:A.B.C.D> <rest:LINE>
 // discovery {hello|targeted-hello} <rest:LINE> // holdtime <seconds:15-65535>
 // backoff <initial:5-2147483> <max:5-2147483> // igp sync holddown <ms:1-2147483647>
 // logging {neighbor-changes|password <password:LINE>} // loop-detection // password <rest:LINE>
 // maxhops <hops:1-255> // tcp <rest:LINE> // path-vector maximum-length <hops:0-254>
 // request-labels for <acl:WORD> // nsr // atm <rest:LINE> // entropy-label
mpls ldp logging neighbor-changes (on)
mpls ldp label => mpls-ldp-label
mpls traffic-eng lsp attributes <name!:WORD> => te-attribute
tag-switching // tdp router-id $if [force] // ip // advertise-tags [<rest:LINE>]
560 ip explicit-path // name <name!:WORD> [enable|disable]
 // identifier <id!:1-65535> [enable|disable] => explicit-path
905 ip // default-network <network!:A.B.C.D>
 // forward-protocol udp [<port!:WORD>] // forward-protocol {spanning-tree|turbo-flood|sdns} [<rest:LINE>]
 // local pool <name!:WORD> <first!:A.B.C.D> [<last:A.B.C.D>] [<rest:LINE>]
 // local pool default <first!:A.B.C.D> [<last:A.B.C.D>] // address-pool {dhcp-pool|dhcp-proxy-client|local}
 // dhcp-server <server!:WORD> // icmp redirect {host|subnet} // options {drop|ignore} // mobile <rest:LINE>
 // load-sharing per-packet // spd <rest:LINE> // sticky-arp // slb <rest:LINE> // icmp <rest:LINE>
 // gdp <rest:LINE> // multicast mrinfo-filter <acl:WORD> // as-path <rest:LINE> // source-route
 // rtcp report interval <ms:1-4294967295> // rtcp <rest:LINE>
 // traffic-export profile <name!:WORD> [<rest:LINE>] // rsvp <rest:LINE> // radius <rest:LINE> // classless
 // drp <rest:LINE> // director <rest:LINE> // netmask-format <format:WORD> // telnet <rest:LINE>
347 ip // gratuitous-arps // arp gratuitous local (on)
ip icmp rate-limit unreachable [DF] [<ms:1-4294967295>] (on)
910 ip route <prefix!:A.B.C.D> <mask!:MASK> {<next_hop!:A.B.C.D>|<interface!:INTERFACE> [<next_hop!:A.B.C.D>]}
 [<distance:1-255>] [permanent | tag <tag:1-4294967295> | name <name:WORD>]* multicast
ip route <prefix!:A.B.C.D> <mask!:MASK> // dhcp [<distance:1-255>]
 // <interface!:INTERFACE> dhcp [<distance:1-255>]
ip route vrf <vrf!:WORD> <prefix!:A.B.C.D> <mask!:MASK> {<next_hop!:A.B.C.D>|<interface!:INTERFACE>
 [<next_hop!:A.B.C.D>|dhcp]|dhcp} [<distance:1-255>] [permanent | tag <tag:1-4294967295> | name <name:WORD>
 | track <object:1-1000> | global]*
ip route // profile // static {bfd <rest:LINE>|install-routes-recurse-via-nexthop [<more:LINE>]|adjust-time
 <seconds:1-60>} // topology <rest:LINE> // static inter-vrf
 // static bfd <port!:INTERFACE> <peer!:A.B.C.D> [<rest:LINE>]
ip route static inter-vrf (on)
912 ip mroute [vrf <vrf!:WORD>] <prefix!:A.B.C.D> <mask!:MASK> {<neighbor!:A.B.C.D>|<interface!:INTERFACE>}
 [<distance:0-255>] [<rest:LINE>]
ip pim // rp-address <rp!:A.B.C.D> [<acl!:WORD>] [override] [bidir] // ssm {default|range <acl:WORD>}
 // bsr-candidate $if [<hash:0-32>] [<priority:0-255>]
 // rp-candidate <interface!:INTERFACE> [group-list <acl:WORD> | interval <interval:1-16383>
 | priority <priority:0-255> | bidir]*
 // send-rp-announce <interface!:INTERFACE> scope <ttl:1-255> [group-list <acl:WORD>] [interval
 <interval:1-16383>] [bidir]
 // send-rp-discovery [<interface:INTERFACE>] scope <ttl:1-255> [interval <interval:1-16383>]
 // accept-register {list <acl:WORD>|route-map <map:WORD>} // accept-rp {auto-rp|<rp!:A.B.C.D>} [<acl:WORD>]
 // autorp listener // spt-threshold {<kbps:0-4294967>|infinity} [group-list <acl:WORD>] // register-source $if
 // register-rate-limit <rate:1-65535> // rp-announce-filter <filter:LINE> // bidir-enable // dm-fallback
 // state-refresh disable // log-neighbor-changes // maximum group-mappings <max:LINE> // mpls source $if
 // sparse sg-expiry-timer <timer:LINE> // snooping [<rest:LINE>] // v1-rp-reachability
 // message-interval <seconds:1-65535> // fast-register-stop // register-range <rest:LINE>
 // vrf <vrf!:WORD> <rest:LINE> // cache-sa-state // allow-rp [<rest:LINE>] // redundancy <rest:LINE> // bfd
 // passive
ip msdp // peer <peer!:A.B.C.D> [connect-source <source:INTERFACE> | remote-as <asn:WORD>]*
 // originator-id $if // mesh-group <name!:WORD> <peer!:A.B.C.D>
 // default-peer <peer!:A.B.C.D> [prefix-list <list:WORD>] // sa-filter {in|out} <peer!:A.B.C.D> [<rest:LINE>]
 // description <peer!:A.B.C.D> <text:LINE> // password peer <peer!:A.B.C.D> [<type:0-7>] <key:WORD>
 // cache-sa-state [<rest:LINE>] // keepalive <peer!:A.B.C.D> <keepalive:1-60> <hold:1-75>
 // redistribute [<rest:LINE>] // sa-limit <peer!:A.B.C.D> <limit:0-2147483646> // shutdown <peer!:A.B.C.D>
 // ttl-threshold <peer!:A.B.C.D> <ttl:0-255> // timer <seconds:1-60> // border sa-address $if
 // sa-request <peer!:A.B.C.D> // filter-sa-request <peer!:A.B.C.D> [list <acl:WORD>]
 // vrf <vrf!:WORD> <rest:LINE>
ip igmp {ssm-map <map:LINE>|limit <limit:LINE>|vrf <vrf:LINE>|ssm-map} (many)
ip sap cache-timeout <minutes:1-4294967295>
ip sdr <rest:LINE>
ip mfib [<rest:LINE>] (many)
ip mrm manager <name!:WORD> => community-list
1000 ip as-path access-list <list!:WORD> {permit|deny} <regexp:LINE> (many sort)
1002 ip community-list <list!:1-99> {permit|deny} [<communities:WORD>...] (many)
ip community-list <list!:100-500> {permit|deny} <regexp:LINE> (many)
ip community-list <list!:WORD> {permit|deny} <communities:LINE> (many)
ip community-list standard <name!:WORD> {permit|deny} [<communities:WORD>...] (many)
ip community-list expanded <name!:WORD> {permit|deny} <regexp:LINE> (many)
ip extcommunity-list <list!:1-99> {permit|deny} <communities:LINE> (many)
ip extcommunity-list <list!:100-500> {permit|deny} <regexp:LINE> (many)
ip extcommunity-list {standard|expanded} <name!:WORD> {permit|deny} <communities:LINE> (many)
ip extcommunity-list {standard|expanded} <name!:WORD> => community-list
ip large-community-list {standard|expanded} <name!:WORD> {permit|deny} <communities:LINE> (many)
ip large-community-list <list!:1-199> {permit|deny} <communities:LINE> (many)
ip policy-list <name!:WORD> {permit|deny} => route-map
1009 ip access-list // role-based <name!:WORD> // fqdn <name!:WORD> => role-acl
ip access-list // logging <rest:LINE>
 // match-local-traffic // persistent // helper <rest:LINE>
 // logging hash-generation
1011 access-list // <number!:200-299> {permit|deny} <rest:LINE> // <number!:300-999> {permit|deny} <rest:LINE>
 // <number!:1000-1299> {permit|deny} <rest:LINE> // <number!:1100-1199> remark <text:LINE>
 // rate-limit <rest:LINE> // dynamic-extended // compiled
 // <number!:2700-2799> {permit|deny} <rest:LINE> (many)
access-list <number!:100-199> dynamic <name!:WORD> [timeout <minutes:1-9999>] {permit|deny} <rest:LINE> (many)
access-list // <number!:1-99> // <number!:1300-1999> {permit|deny} <name!:WORD> [log] (many)
1010 access-list <number!:100-199> {permit|deny}
 // {<protocol:0-255>|$protocol|sctp|object-group <service:WORD>} $source $destination $marks
 // {tcp|udp|sctp} $source $sports $destination $dports $marks
 // icmp $source $destination [<type:0-255> [<code:0-255>] | <message:WORD> | $message] $marks
 // igmp $source $destination [<message:WORD>] $marks (many sort)
access-list <number!:2000-2699> {permit|deny}
 // {<protocol:0-255>|$protocol|sctp|object-group <service:WORD>} $source $destination $marks
 // {tcp|udp|sctp} $source $sports $destination $dports $marks
 // icmp $source $destination [<type:0-255> [<code:0-255>] | <message:WORD> | $message] $marks (many sort)
1014 ipv6 prefix-list <name!:WORD> seq <sequence!:1-4294967294> {permit|deny} <prefix:X:X:X:X::X/LEN> [ge
 <ge:1-128>] [le <le:1-128>]
ipv6 prefix-list <name!:WORD> {permit|deny} <prefix:X:X:X:X::X/LEN> [ge <ge:1-128>] [le <le:1-128>] (many)
ipv6 prefix-list {<name!:WORD> description <text:LINE>|sequence-number} (key=name)
1013 ipv6 route [vrf <vrf!:WORD>] <prefix!:X:X:X:X::X/LEN> {<next_hop!:X:X:X:X::X>|<interface!:INTERFACE>
 [<next_hop!:X:X:X:X::X>]} [nexthop-vrf <other:WORD>] [<distance:1-254>] [multicast|unicast] [tag
 <tag:1-4294967295> | name <name:WORD> | track <object:1-1000>]*
ipv6 route static {bfd|resolve} <rest:LINE> (many)
1061 ipv6 access-list <name!:WORD> => ipv6-acl
ipv6 access-list log-update threshold <packets:0-2147483647>
1035 route-tag {notation dotted-decimal|list <name:LINE>} (many)
1016 arp <address!:A.B.C.D> <mac:H.H.H> {ARPA|SNAP|SAP|SRP-A|SRP-B|SMDS} [<interface:INTERFACE>|alias]
arp vrf <vrf!:WORD> <address!:A.B.C.D> <mac:H.H.H> {ARPA|SNAP|SAP} [<interface:INTERFACE>|alias]
1003 ip reflexive-list timeout <seconds:1-2147483>
390 ipv6 nat // v6v4 <rest:LINE> // v4v6 <rest:LINE> // prefix <prefix:X:X:X:X::X/LEN> [v4-mapped <map:WORD>]
 // translation <rest:LINE> // max-entries <entries:1-2147483647>
ipv6 flow-export <rest:LINE> (many)
nat66 <rest:LINE> (many)
ip gre df set
ip source-track <rest:LINE> (many)
ip kerberos source-interface $if
ip sctp <rest:LINE> (many)
ip policy-list <name!:WORD> {permit|deny} => route-map
@ route-map
510 match // ip route-source prefix-list <lists:WORD>... // ip route-source [<acls:WORD>...]
 // ip {flowspec|redistribution-source|source} <rest:LINE>
 // ipv6 {address|next-hop|route-source} prefix-list <lists:WORD>...
 // ipv6 {address|next-hop|route-source} <acls:WORD>... // as-path <lists:WORD>... // community <lists:WORD>...
 // community <lists:WORD>... exact-match // extcommunity <lists:WORD>... // large-community <lists:WORD>...
 // metric {external <external:LINE>|<metrics:WORD>...} // tag {list <list:WORD>|<tags:WORD>...}
 // local-preference [<preferences:0-4294967295>...] // mpls-label // policy-list <lists:WORD>...
 // rpki {invalid|not-found|valid} // track <object:1-1000> // clns <rest:LINE> // mdt-group <acls:WORD>...
 // additional-paths advertise-set <rest:LINE> // nlri <kinds:LINE> // security-group <rest:LINE>
 // rib-color <rest:LINE> // <rest:LINE> (many clause)
520 set // as-path prepend <asns:WORD>... // as-path tag // as-path replace <replace:LINE>
 // as-path prepend last-as <count:1-10> // automatic-tag // atomic-aggregate
 // aggregator as <asn:WORD> <address:A.B.C.D> // comm-list <list:WORD> delete
 // community <communities:WORD>... // community none // extcomm-list <list:WORD> delete
 // large-community <rest:LINE> // extcommunity rt <targets:WORD>...
 // extcommunity rt <targets:WORD>... additive // extcommunity soo <soo:WORD> // extcommunity cost <rest:LINE>
 // extcommunity vpn-distinguisher <vpn:LINE> // extcommunity color <color:LINE>
 // dampening <half-life:1-45> <reuse:1-20000> <suppress:1-20000> <max:1-255>
 // global // vrf <vrf:WORD>
 // ip default next-hop verify-availability [<verify:LINE>]
 // ip next-hop verify-availability
 // ip next-hop {peer-address|self|dynamic dhcp|recursive [vrf <rvrf:WORD>|global] <recursive:A.B.C.D>|encapsulate
 <encapsulate:LINE>|unchanged} // ip vrf <vrf:WORD> next-hop <rest:LINE> // ip global next-hop <rest:LINE>
 // ip df <df:0-1> // ip qos-group <group:0-99>
 // ip dscp <dscp:WORD> // ip {address|default vrf|default global} <rest:LINE>
 // ipv6 {next-hop|default|precedence|global|vrf|address} <rest:LINE>
 // level {level-1|level-1-2|level-2|stub-area|backbone} // local-preference <preference:0-4294967295>
 // metric <metric:WORD> [<delay:0-4294967295> <reliability:0-255> <load:0-255> <mtu:1-4294967295>]
 // metric-type {external|internal} // mpls-label // origin {igp|incomplete|egp <asn:WORD>}
 // tag <tag:WORD> // traffic-index <index:1-64> // weight <weight:0-65535> // qos-group <group:0-99>
 // nlri <kinds:LINE> // aigp-metric <rest:LINE> // clns <rest:LINE> // distance <distance:1-255>
 // path-selection <rest:LINE> // overflow <rest:LINE> // attribute-set <name:WORD> // <rest:LINE> (clause)
@ ip-vrf
500 rd <rd:WORD>
description <text:LINE>
export map <map:WORD>
import map <map:WORD>
export ipv4 <rest:LINE>
import ipv4 <rest:LINE>
route-target {import|export|both} <target!:WORD> (key=target)
maximum routes <max:1-4294967295> [<threshold:1-100>|warning-only] [reinstall <reinstall:1-100>]
vpn id <id:WORD>
snmp context <context:LINE>
context <context:WORD>
bgp next-hop $if
mdt {default <default:A.B.C.D>|data <data:LINE>|log-reuse|mtu <mtu:LINE>|auto-discovery <auto:LINE>|overlay
 <overlay:LINE>} (many)
route-replicate <rest:LINE> (many)
inter-as-hybrid [<rest:LINE>]
qos <rest:LINE>
protection local-prefixes
@ vrf vrf-af
500 rd <rd:WORD>
vnet tag <tag:2-4094>
description <text:LINE>
vpn id <id:WORD>
snmp context <context:LINE>
context <context:WORD>
export map <map:WORD>
import map <map:WORD>
export {ipv4|ipv6} <rest:LINE>
import {ipv4|ipv6} <rest:LINE>
import path <rest:LINE>
route-target {import|export|both} <target!:WORD> [stitching] (key=target)
route-target replace <rest:LINE>
maximum routes <max:1-4294967295> [<threshold:1-100>|warning-only] [reinstall <reinstall:1-100>]
bgp next-hop $if
mdt {default <default:LINE>|data <data:LINE>|log-reuse|mtu <mtu:LINE>|auto-discovery <auto:LINE>|overlay
 <overlay:LINE>|preference <preference:LINE>|partitioned <partitioned:LINE>|strict-rpf <strict:LINE>} (many)
inter-as-hybrid [<rest:LINE>]
protection local-prefixes
route-replicate from <source:LINE> (many)
topology <rest:LINE>
id <rest:LINE>
vnid <vnid:LINE>
evpn <rest:LINE> (many)
@ vrf
600 address-family {ipv4|ipv6} [unicast|multicast] => vrf-af (close=exit-address-family key=ipv4,unicast)
@ vrf-af
exit-address-family (leave)
@ ipv6-acl
500 {permit|deny} <rest:LINE> (many)
sequence <sequence!:1-4294967294> {permit|deny|remark} <rest:LINE> (sort)
remark <text:LINE> (many)
evaluate <name:WORD> [sequence <sequence:1-4294967294>] (many)
role-based
@ role-acl
500 {permit|deny} <rest:LINE> (many)
<sequence!:1-2147483647> {permit|deny} <rest:LINE> (sort)
remark <text:LINE> (many)
@ explicit-path
500 next-address [loose|strict] <address:A.B.C.D> (many)
exclude-address <address:A.B.C.D> (many)
index <index!:0-65535> <hop:LINE> (sort)
append-after <index!:0-65535> <hop:LINE>
@ ipv6-dhcp
500 prefix-delegation pool <pool:WORD> [lifetime <lifetime:LINE>]
prefix-delegation <prefix!:X:X:X:X::X/LEN> <duid:LINE>
prefix-delegation aaa <rest:LINE>
address prefix <prefix!:X:X:X:X::X/LEN> [lifetime <valid:WORD> [<preferred:WORD>]]
dns-server <server!:X:X:X:X::X>
domain-name <name!:WORD>
import {dns-server|domain-name|information refresh|nis address|nis domain-name|nisp address|nisp domain-name|sip
 address|sip domain-name|sntp address} (many)
information refresh {<days:0-24855> [<hours:0-23>] [<minutes:0-59>]|infinity}
link-address <prefix!:X:X:X:X::X/LEN>
sip {address|domain-name} <server!:WORD> (key=address)
{sntp|nis|nisp} {address|domain-name} <server!:WORD>
vendor-specific <id:1-4294967295>
option <rest:LINE> (many)
vrf <vrf:WORD>
bootfile-url <url:WORD>
capwap-ac address <address:X:X:X:X::X>
vendor-specific <enterprise!:1-4294967295> => ipv6-dhcp-vendor (flat)
@ ipv6-dhcp-vendor
500 suboption <number!:1-65535> {address <address:X:X:X:X::X>|ascii <text:LINE>|hex <value:WORD>}
@ mpls-ldp-label
500 allocate global {host-routes|prefix-list <list:WORD>}
@ community-list
500 [<sequence!:1-2147483647>] {permit|deny} <rest:LINE> (many)
manager <rest:LINE> (many)
senders <rest:LINE> (many)
receivers <rest:LINE> (many)
udp-port <rest:LINE> (many)
beacon <rest:LINE>
@ te-attribute
500 {bandwidth|affinity|priority|protection|record-route|auto-bw|lockdown} [<rest:LINE>] (many)
"""

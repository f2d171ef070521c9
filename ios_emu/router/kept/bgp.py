"""BGP and its address families."""

_NEIGHBOR = r"""neighbor <peer!:WORD> // remote-as <asn:WORD> [alternate-as <others:WORD>...]
 // peer-group [<group:WORD>] // inherit {peer-session|peer-policy} <template!:WORD> [<sequence:1-65535>]
 // activate // local-as <asn:WORD> [no-prepend] [replace-as] [dual-as] // description <text:LINE>
 // password $password // update-source $if // ebgp-multihop [<hops:1-255>] // ttl-security hops <hops:1-254>
 // disable-connected-check // next-hop-self [all] // next-hop-unchanged [allpaths] // next-hop-unchanged
 // timers <keepalive:0-65535> <hold:0-65535> [<minimum:0-65535>] // route-map <map:WORD> {in|out}
 // prefix-list <list:WORD> {in|out} // distribute-list <acl:WORD> {in|out} // filter-list <list:WORD> {in|out}
 // filter-list <list:WORD> weight <weight:0-65535> // send-community [both|standard|extended|large]
 // send-label [explicit-null] // soft-reconfiguration inbound // route-reflector-client
 // route-server-client [context <context:WORD>] // allowas-in [<count:1-10>] // allowpolicy
 // as-override [split-horizon] // advertisement-interval <seconds:0-600>
 // default-originate [route-map <map:WORD>]
 // maximum-prefix <max:1-2147483647> [<threshold:1-100>] [restart <restart:1-65535> | warning-only
 | discard-extra]* // weight <weight:0-65535> // remove-private-as [all [replace-as]]
 // shutdown [graceful <rest:LINE>] // capability orf prefix-list {both|receive|send}
 // unsuppress-map <map:WORD> // version 4 // version {4|4+} // transport connection-mode {active|passive}
 // transport path-mtu-discovery [disable] // transport multi-session [<rest:LINE>] // dmzlink-bw
 // fall-over [route-map <map:WORD> | bfd [single-hop|multi-hop|check-control-plane-failure|strict-mode]]
 // ha-mode graceful-restart [disable] // ha-mode sso [prefer]
 // advertise-map <map:WORD> {exist-map|non-exist-map} <condition:WORD>
 // additional-paths {receive|send|send receive|disable}
 // advertise {additional-paths|diverse-path|best-external} <rest:LINE> // advertise best-external
 // soo <community:WORD> // aigp [send <rest:LINE>] // slow-peer <rest:LINE> // suppress-signaling-protocol ldp
 // translate-topology <topology:LINE> // inter-as-hybrid // cluster-id <cluster:WORD>
 // log-neighbor-changes [disable] // path-attribute {discard|treat-as-withdraw} <rest:LINE>
 // maximum-prefix <max:1-2147483647> <rest:LINE> // accept-route-legacy-rt // accept-route-policy-rt
 // import {vpn <vpn:LINE>|l2vpn <l2vpn:LINE>} // rr-group <group:LINE>
 // bmp-activate {all|server <server:LINE>} // prefix-length-size 2 // encapsulation {mpls|vxlan}
 // default-metric <metric:WORD> // enforce-first-as // ao <chain:WORD> [<rest:LINE>] // origin-as <rest:LINE>
 // unconfig-check // dont-capability-negotiate // internal-vpn-client
 // translate-update {ipv4|nlri} <rest:LINE> // accept-route-legacy-afi-safi // announce rpki state // allow-policy
 // timers connect <seconds:1-65535>"""

_FAMILY = r"""network <prefix!:A.B.C.D> [mask <mask!:MASK>] [route-map <map:WORD> | backdoor | evpn
 | nlri {unicast [multicast] | multicast}]*
network <prefix!:X:X:X:X::X/LEN> [route-map <map:WORD> | backdoor | evpn]*
redistribute $proto $redist
redistribute {connected|static|ospf <process!:WORD>|rip|isis [<tag!:WORD>]} vrf <vrf:WORD> (many)
aggregate-address <prefix!:A.B.C.D> <mask!:MASK> [as-set | summary-only | suppress-map <suppress:WORD>
 | attribute-map <attribute:WORD> | advertise-map <advertise:WORD> | route-map <map:WORD>]*
aggregate-address <prefix!:X:X:X:X::X/LEN> [as-set | summary-only | suppress-map <suppress:WORD>
 | attribute-map <attribute:WORD> | advertise-map <advertise:WORD>]*
distance // bgp <external:1-255> <internal:1-255> <local:1-255>
 // mbgp <external:1-255> <internal:1-255> <local:1-255>
 // <distance!:1-255> <address!:A.B.C.D> <wildcard!:WILDCARD> [<acl:WORD>]
distribute-list {<acl!:WORD>|prefix <list!:WORD>|route-map <map!:WORD>|gateway <gateway!:WORD>} {in|out}
 [<rest:LINE>]
default-metric <metric:1-4294967295>
default-information originate
maximum-paths <paths:1-32> [import <import:1-32>]
maximum-paths // ibgp <paths:1-32> [import <import:1-32>] // eibgp <paths:1-32> [import <import:1-32>]
 // import <paths:1-32> // ibgp unequal-cost <paths:1-32>
table-map <map:WORD> [filter]
auto-summary (both)
synchronization (both)
import {path {limit <limit:1-32>|selection {all|bestpath|multipaths}}|map <map:WORD>} (many)
export {map <map:WORD>|all} (many)
advertise l2vpn evpn
auto-route-target
export-map <map:WORD>
snmp context <rest:LINE>
topology <name!:WORD> => bgp-topology (flat)
rd <rd:WORD>
"""

_BGP = r"""bgp // router-id {<id:A.B.C.D>|interface <interface:INTERFACE>|vrf auto-assign|auto-assign}
 // cluster-id <id:WORD> // confederation identifier <asn:WORD> // confederation peers <peers:WORD>...
 // default local-preference <preference:0-4294967295> // always-compare-med // deterministic-med
 // bestpath as-path {ignore|multipath-relax} // bestpath compare-routerid
 // bestpath med {confed [missing-as-worst]|missing-as-worst [confed]} // bestpath cost-community ignore
 // bestpath igp-metric ignore // bestpath med missing-as-worst
 // bestpath prefix-validate {allow-invalid|disable} // bestpath aigp ignore // dampening [<rest:LINE>]
 // asnotation dot // listen range <range!:WORD> peer-group <group:WORD> [remote-as <asn:WORD>]
 // listen limit <limit:1-5000> // maxas-limit <limit:1-2000> // max-path-length <limit:1-254>
 // scan-time [import] <seconds:5-60> // graceful-restart [all|extended]
 // graceful-restart restart-time <seconds:1-3600> // graceful-restart stalepath-time <seconds:1-3600>
 // graceful-shutdown <rest:LINE> // nexthop trigger delay <delay:0-100> // nexthop trigger enable
 // nexthop route-map <map:WORD> // dmzlink-bw // redistribute-internal
 // inject-map <map:WORD> exist-map <exist:WORD> [copy-attributes] // rpki server <rest:LINE>
 // slow-peer <rest:LINE> // soft-reconfig-backup // suppress-inactive // update-delay <seconds:1-3600>
 // update-group split as-override // upgrade-cli [af-mode] // client-to-client reflection [<rest:LINE>]
 // aggregate-timer <seconds:0-60> // sourced-paths <rest:LINE> // additional-paths install
 // additional-paths select {all [<more:WORD>...]|best <best:1-3> [<also:WORD>...]|best-external|group-best
 [<others:WORD>...]|backup} // additional-paths {send [receive]|receive} // advertise-best-external
 // regexp deterministic // refresh max-eor-time <max:0-3600> // refresh stalepath-time <stale:0-3600>
 // sso route-refresh-enable // consistency-checker <rest:LINE> // mpls-local-label
 // next-hop {loopback <loopback:LINE>|<hop:LINE>} // bmp <rest:LINE> // clear <rest:LINE>
 // listen <rest:LINE> // route-map priority // path-attribute <rest:LINE> // color-policy <rest:LINE>
 // rr-group <group:LINE>
 // dynamic-med-interval <seconds:0-600> // labeled-unicast <rest:LINE>
 // nopeerup-delay {cold-boot|nsf-switchover|post-boot|user-initiated} <seconds:1-3600>
bgp // default ipv4-unicast // default route-target filter // fast-external-fallover // log-neighbor-changes
 // client-to-client reflection // transport path-mtu-discovery // enforce-first-as // default ipv6-nexthop
 // nexthop trigger enable // client-to-client reflection all // recursion host // route-map-cache
 // consistency-checker (both)
"""

TEXT = (
    r"""
% router-bgp (config-router)# config
% bgp-af (config-router-af)# router-bgp
% bgp-topology (config-router-af-topology)# bgp-af
% bgp-template (config-router-ptmp)# router-bgp
% bgp-scope (config-router-scope)# router-bgp
% bgp-route-server (config-rs-ctx)# router-bgp
% bmp-server (config-router-bmpsrvr)# router-bgp
@ config
830 router bgp <asn!:WORD> => router-bgp
1004 ip bgp-community new-format
bgp-community new-format
bgp // ipv4 <rest:LINE> // asnotation dot
bmp <rest:LINE> (many)
@ router-bgp
100 """
    + _BGP
    + r"""bmp server <number!:1-8> => bmp-server (flat close=exit-bmp-server-mode)
template peer-policy <name!:WORD> => bgp-template (close=exit-peer-policy)
template peer-session <name!:WORD> => bgp-template (close=exit-peer-session)
route-server-context <name!:WORD> => bgp-route-server (close=exit-route-server-context)
scope {global|vrf <vrf!:WORD>} => bgp-scope (key=vrf)
200 """
    + _FAMILY
    + "timers bgp <keepalive:0-65535> <hold:0-65535> [<minimum:0-65535>]\n"
    + _NEIGHBOR
    + r"""
neighbor <peer!:WORD> activate (both)
300 address-family ipv4 [unicast|multicast|mdt|tunnel|mvpn|flowspec|labeled-unicast] => bgp-af
 (close=exit-address-family key=unicast)
address-family ipv4 [unicast|multicast] vrf <vrf!:WORD> => bgp-af (close=exit-address-family key=unicast)
address-family ipv6 [unicast|multicast|mvpn|flowspec] => bgp-af (close=exit-address-family key=unicast)
address-family ipv6 [unicast|multicast] vrf <vrf!:WORD> => bgp-af (close=exit-address-family key=unicast)
address-family {vpnv4|vpnv6} [unicast|multicast|flowspec] => bgp-af (close=exit-address-family key=unicast)
address-family l2vpn [vpls|evpn] => bgp-af (close=exit-address-family key=vpls)
address-family {link-state link-state|rtfilter unicast|nsap [unicast]} => bgp-af (close=exit-address-family
 key=unicast)
@ bgp-af bgp-topology bgp-scope
100 """
    + _BGP
    + "200 "
    + _FAMILY
    + _NEIGHBOR
    + r"""
neighbor <peer!:WORD> activate (both)
exit-address-family (leave)
address-family ipv4 [unicast|multicast] => bgp-af (close=exit-address-family key=unicast)
rewrite-evpn-rt-asn
@ bgp-template
500 remote-as <asn:WORD>
local-as <asn:WORD> [no-prepend] [replace-as] [dual-as]
description <text:LINE>
password $password
update-source $if
ebgp-multihop [<hops:1-255>]
ttl-security hops <hops:1-254>
timers <keepalive:0-65535> <hold:0-65535> [<minimum:0-65535>]
inherit {peer-session|peer-policy} <template!:WORD> [<sequence:1-65535>]
fall-over [bfd]
disable-connected-check
version 4
transport // connection-mode {active|passive} // path-mtu-discovery [disable]
shutdown
log-neighbor-changes [disable]
route-map <map:WORD> {in|out}
prefix-list <list:WORD> {in|out}
distribute-list <acl:WORD> {in|out}
filter-list <list:WORD> {in|out}
send-community [both|standard|extended]
next-hop-self [all]
next-hop-unchanged [allpaths]
route-reflector-client
allowas-in [<count:1-10>]
as-override
advertisement-interval <seconds:0-600>
default-originate [route-map <map:WORD>]
maximum-prefix <max:1-2147483647> [<rest:LINE>]
remove-private-as [all [replace-as]]
soft-reconfiguration inbound
weight <weight:0-65535>
send-label [explicit-null]
soo <community:WORD>
dmzlink-bw
unsuppress-map <map:WORD>
capability orf prefix-list {both|receive|send}
translate-update <rest:LINE>
exit-peer-session (leave)
exit-peer-policy (leave)
@ bgp-route-server
500 description <text:LINE>
address-family ipv4 unicast => bgp-route-server (close=exit-address-family)
import-map <map:WORD>
exit-route-server-context (leave)
@ bmp-server
500 activate
address <address:A.B.C.D> port-number <port:1-65535>
description <text:LINE>
initial-delay <seconds:1-3600>
failure-retry-delay <seconds:1-720>
flapping-delay <seconds:1-720>
set ip dscp <dscp:0-63>
stats-reporting-period <seconds:1-720>
update-source $if
exit-bmp-server-mode (leave)
"""
)

"""What is set on interfaces: addresses, IP and IPv6, tunnels, MPLS, first-hop redundancy, discovery."""

TEXT = r"""
% vrrp-group (config-if-vrrp)# interface
% vlan-range (config-if-vlan-range)# interface
% cts-manual (config-if-cts-manual)# interface
% cts-dot1x (config-if-cts-dot1x)# interface
@ interface
100 description <text:LINE>
105 macro description <text:LINE>
template <name:WORD>
source template <name:WORD>
107 ip unnumbered $if [poll]
121 bandwidth // receive <kilobits:1-10000000> // inherit [<kilobits:1-10000000>]
 // qos-reference <kilobits:1-10000000>
bandwidth <kilobits:1-100000000> [receive]
130 ip vrf forwarding <vrf:WORD> [downstream <down:WORD>]
vrf forwarding <vrf:WORD> [downstream <down:WORD>]
ip vrf // autoclassify source // receive <vrf!:WORD> // select source // sitemap <map:WORD>
vrf // receive <vrf!:WORD> // select source
192 ip wccp // vrf <vrf!:WORD> <service!:WORD> <direction:LINE> // web-cache redirect {in|out}
 // redirect exclude in // <service!:0-254> redirect {in|out} // web-cache group-listen
ip flow // monitor <name!:WORD> {input|output} // monitor <name!:WORD> {multicast|unicast} {input|output}
 // monitor <name!:WORD> sampler <sampler!:WORD> {input|output}
 // monitor <name!:WORD> sampler <sampler!:WORD> {multicast|unicast} {input|output}
 // ingress [layer2-switched] // egress
ip flow // {ingress|egress} // ingress
200 ip address // dhcp [client-id <client:INTERFACE> | hostname <hostname:WORD>]* // negotiated [previous]
 // pool <pool:WORD>
ip address <host:A.B.C.D> <mask:MASK> [secondary] vrf <vrf:WORD>
201 ip dhcp // client <rest:LINE> // relay information trusted // relay information check-reply [none]
 // relay information option-insert [none] // relay information policy-action <action:WORD>
 // relay information option server-id-override // relay information option vpn-id [none]
 // relay source-interface $if // relay prefer known-good-server // smart-relay // snooping trust
 // snooping limit rate <rate:1-4294967295> // snooping information option allow-untrusted
 // snooping vlan <vlans:WORD> information option format-type <rest:LINE> // server use subscriber-id client-id
 // class <rest:LINE> // server <rest:LINE> // relay gateway <gateway:A.B.C.D>
203 ip ddns update // hostname <name:WORD> // <method!:WORD> [host <host:WORD>]
210 ip helper-address [global] [vrf <vrf!:WORD>] <address!:A.B.C.D> [redundancy <group:WORD>]
211 ip // irdp [<rest:LINE>] // probe proxy // mask-reply // gratuitous-arps // information-reply
 // mobile <rest:LINE> // tcp header-compression [<rest:LINE>] // rtp header-compression [<rest:LINE>]
 // security <rest:LINE> // accounting <rest:LINE> // accounting precedence {input|output}
 // header-compression <rest:LINE> // broadcast-address [<address:A.B.C.D>] // cef accounting <rest:LINE>
 // load-sharing {per-packet|per-destination} // arp <rest:LINE>
 // mrm {test-sender|test-receiver|test-sender-receiver} // split-horizon [eigrp <as!:1-65535>]
 // next-hop-self eigrp <as!:1-65535> // bandwidth-percent eigrp <as!:1-65535> <percent:1-999999>
 // hello-interval eigrp <as!:1-65535> <seconds:1-65535> // hold-time eigrp <as!:1-65535> <seconds:1-65535>
 // dampening-change eigrp <as!:1-65535> [<percent:1-100>]
 // dampening-interval eigrp <as!:1-65535> [<seconds:1-65535>] // proxy-mobile <rest:LINE>
 // route-cache distributed // local-proxy-arp // casa <rest:LINE>
 // authentication mode eigrp <as!:1-65535> md5 // authentication key-chain eigrp <as!:1-65535> <chain:WORD>
 // summary-address eigrp <as!:1-65535> <prefix!:A.B.C.D> <mask!:MASK> [<distance:1-255>] [leak-map <map:WORD>]
 // summary-address eigrp <as!:1-65535> <prefix!:A.B.C.D/LEN> [<distance:1-255>] [leak-map <map:WORD>]
 // summary-address rip <prefix!:A.B.C.D> <mask!:MASK> // rsvp <rest:LINE>
 // rsvp bandwidth [<kbps:1-10000000>] [<rest:LINE>] // rip authentication mode {md5|text}
 // rip authentication key-chain <chain:WORD> // rip {send|receive} version <versions:LINE> // rip triggered
 // rip v2-broadcast // rip advertise <seconds:5-4294967295> // rip initial-delay <ms:0-100>
 // unicast-reverse-path // verify unicast <rest:LINE>
 // verify source [port-security|tracking|vlan dhcp-snooping] [<rest:LINE>] // sticky-arp [ignore]
 // mtu <bytes:68-18000> // nat <rest:LINE> // flowspec // lisp <rest:LINE> // lisp source-locator $if
 // pgm <rest:LINE> // device tracking <rest:LINE> // device tracking // source binding <rest:LINE>
 // clear-dont-fragment // dvmrp <rest:LINE> // urd // sdr listen // multicast <rest:LINE>
 // cgmp [<rest:LINE>] // mroute-cache distributed // trigger-authentication [<rest:LINE>] // peer <rest:LINE>
 // cef <rest:LINE> // http <rest:LINE> // idle-group <rest:LINE> // mfib {forwarding|cef} {input|output}
ip // split-horizon // load-sharing {per-packet|per-destination} // gratuitous-arps // local-proxy-arp
 // flowspec // mfib {forwarding|cef} {input|output} // information-reply (both)
228 ip nhrp // authentication <key:WORD> // map <address!:A.B.C.D> <nbma:WORD>
 // map multicast {dynamic|<nbma!:WORD>} // map group <group!:WORD> service-policy output <policy:WORD>
 // network-id <id:1-4294967295> // holdtime <seconds:1-65535> // group <group:WORD>
 // nhs <server!:A.B.C.D> [nbma <nbma:WORD> | multicast | priority <priority:0-255> | cluster <cluster:0-10>]*
 // nhs dynamic nbma <nbma:WORD> [multicast | priority <priority:0-255> | cluster <cluster:0-10>]*
 // nhs cluster <cluster!:0-10> max-connections <max:0-255> // nhs fallback <seconds:0-60>
 // registration {no-unique|timeout <seconds:1-65535>|no-registration} // redirect [timeout <seconds:2-30>]
 // shortcut // cache non-authoritative // max-send <packets:1-65535> every <seconds:1-65535>
 // use <count:1-65535> // record // responder $if // summary-map <rest:LINE> // server-only [non-caching]
 // trigger-svc <rest:LINE> // interest {none|<acl:WORD>} // path preference <preference:1-255>
 // attribute <rest:LINE> // connect <rest:LINE> // multicast <rest:LINE> // send-routed // reject
 // timeout <seconds:1-65535> // resolution timeout <rest:LINE>
ip nhrp // record // shortcut // cache non-authoritative (both)
229 ip nat // inside // outside // enable // allow-static-host // create flow-entries // stick
230 ip pim // sparse-mode // dense-mode // sparse-dense-mode // passive // bidir-neighbor-filter <acl:WORD>
 // dr-priority <priority:0-4294967294> // query-interval <interval:0-65535> [msec]
 // neighbor-filter <acl:WORD> // nbma-mode // bsr-border // version {1|2}
 // join-prune-interval <seconds:10-600> // state-refresh origination-interval [<seconds:1-100>]
 // redundancy <group:WORD> hsrp dr-priority <priority:0-4294967294> // snooping dr-flood
 // sparse-mode proxy-register <rest:LINE> // minimum-vc-rate <rate:0-4294967295> // border // bfd
 // mib <rest:LINE>
ip igmp // version {1|2|3} // query-interval <seconds:1-18000> // query-max-response-time <seconds:1-25>
 // query-timeout <seconds:60-300> // querier-timeout <seconds:60-300>
 // join-group <group!:A.B.C.D> [source <source!:A.B.C.D>]
 // static-group {*|<group!:A.B.C.D>} [source <source!:WORD>] // access-group <acl:WORD>
 // helper-address [<rest:LINE>] // limit <limit:1-64000> [except <acl:WORD>]
 // last-member-query-count <count:1-7> // last-member-query-interval <ms:100-65535>
 // immediate-leave group-list <acl:WORD> // explicit-tracking // mroute-proxy $if // proxy-service
 // unidirectional-link // tcn query count <count:1-10> // tcn query interval <seconds:1-255> // v3lite
 // v3-query-max-response-time <seconds:1-25> // snooping <rest:LINE> // filter <name:WORD>
 // max-groups <max:0-4294967294> // max-groups action {deny|replace} // static-group class-map <map:WORD>
 // mroute-state <rest:LINE>
ip multicast // boundary {<acl!:WORD>|block} [filter-autorp | in | out]* // boundary scope <acl:WORD>
 // ttl-threshold <ttl:0-255> // helper-map <rest:LINE> // rate-limit {in|out} <rest:LINE> // limit <rest:LINE>
 // tagged // routing <rest:LINE>
240 zone-member security <zone:WORD>
ip inspect <name!:WORD> {in|out}
ip ips <name!:WORD> {in|out}
ip auth-proxy <name:WORD>
ip admission <name:WORD>
ip urlfilter <rest:LINE>
ip virtual-reassembly [in|out|drop-fragments] [max-reassemblies <max:1-1024> | max-fragments <fragments:1-64>
 | timeout <seconds:1-60> | drop-fragments | percentage <percent:1-100>]* (many)
ip access-group <acl:WORD> {in|out} [common <common:WORD>]
ip access-group common <common:WORD> {in|out}
ip tcp // compression-connections <count:1-1000>
 // header-compression [<rest:LINE>] // intercept <rest:LINE>
ip tcp adjust-mss <bytes:1-65535>
ip nbar protocol-discovery [ipv4|ipv6] (many)
248 ip router isis [<tag:WORD>]
262 ip ospf // demand-circuit [ignore] // flood-reduction [disable]
 // resync-timeout <seconds:1-65535> // lls [disable]
 // <process:1-65535> // bfd [disable|strict-mode] // ttl-security [disable|hops <hops:1-254>]
 // multi-area <area!:WORD> [cost <cost:1-65535>] // prefix-suppression [disable] // shutdown
 // fast-reroute <rest:LINE> // cost dynamic [<rest:LINE>] // topology <rest:LINE>
 // authentication key-chain <chain:WORD> // lsa retransmission <rest:LINE> // ti-lfa <rest:LINE>
 // affinity <rest:LINE>
302 logging event // link-status [default] // subif-link-status // bundle-status // trunk-status
 // spanning-tree [status] // dlci-status-change // nfas-status // power-inline-status // status // link-status
 // pvc-status
logging event link-status (both)
logging event power-inline-status (both)
bgp-policy // accounting {input|output} [source] // destination {ip-prec-map|ip-qos-map}
 // source {ip-prec-map|ip-qos-map} (many)
410 service-policy {input|output} <policy!:WORD>
service-policy // type performance-monitor [inline] {input|output} [<name:WORD>] // type control <policy:WORD>
 // type tag <policy:WORD> // history // type access-control {input|output} <policy:WORD>
 // type nwpp-monitor <rest:LINE> // type control subscriber <policy:WORD> // type ssl-offload <rest:LINE>
service policy <rest:LINE> (many)
433 cdp // tlv app // tlv server-location // tlv location // enable // log mismatch duplex (on)
lldp // transmit // receive // med-tlv-select <tlv!:WORD> // tlv-select <tlv!:WORD> (on)
lldp // enable // port-description // run
snmp trap // link-status [permit duplicates] // mac-notification [change|added|removed] // ip verify drop-rate
 // link-status permit duplicates (both)
snmp // ifindex persist // ifindex clear // ifalias long // trap mac-notification <rest:LINE>
snmp trap mac-notification change {added|removed} (many)
ntp // disable [ip|ipv6] // broadcast [client|<rest:LINE>] // multicast [<rest:LINE>]
 // multicast client [<group:WORD>]
mop // enabled // sysid (both)
keepalive [<seconds:0-32767>] [<retries:1-255>] (both)
bfd // interval <ms:50-9999> min_rx <rx:50-9999> multiplier <multiplier:3-50> // echo [<rest:LINE>]
 // template <name:WORD> // neighbor <rest:LINE> // jitter
bfd // echo (both)
tunnel // source {<address:A.B.C.D>|<interface:INTERFACE>|dynamic|<address6:X:X:X:X::X>}
 // destination {<address:A.B.C.D>|dynamic|list mpls <list:LINE>|access-list
 <acl:WORD>|<address6:X:X:X:X::X>|<name:WORD>} // mode gre {ip|multipoint|ipv6|multipoint ipv6|ip-traceroute}
 // mode {aurp|cayman|dvmrp|eon|iptalk|ipip|nos|rbscp|udlr|gre|esg} // mode ipip decapsulate-any
 // mode ipsec {ipv4|ipv6|dual-overlay} [v6-overlay|v4-overlay]
 // mode mpls traffic-eng [point-to-multipoint|exclude <rest:LINE>]
 // mode {ipv6|ipv6ip [6to4|auto-tunnel|isatap|6rd]} // mode mpls {ldp|auto-tunnel}
 // mode ethernet <rest:LINE> // mode udp <rest:LINE> // mode auto <rest:LINE> // key <key:0-4294967295>
 // checksum // sequence-datagrams // ttl <ttl:1-255> // tos <tos:0-255>
 // bandwidth {receive|transmit} <kbps:0-10000000>
 // path-mtu-discovery [age-timer {<minutes:10-30>|infinite} | min-mtu <mtu:92-65535>]*
 // vrf <vrf:WORD> [egress-only]
 // protection ipsec profile <profile!:WORD> [shared | isakmp-profile <isakmp:WORD>
 | ikev2-profile <ikev2:WORD>]* // protection ipsec policy <acl:LINE> // raw-sequencing // rbscp <rest:LINE>
 // flow egress-records // mpls traffic-eng autoroute {announce|destination|metric <rest:LINE>}
 // mpls traffic-eng priority <setup:0-7> [<hold:0-7>]
 // mpls traffic-eng bandwidth [sub-pool|global] <kbps:0-4294967295> [class-type <class:0-7>]
 // mpls traffic-eng path-option [protect] <number!:1-1000> <how:LINE> // mpls traffic-eng record-route
 // mpls traffic-eng fast-reroute [<rest:LINE>] // mpls traffic-eng affinity <affinity:HEX> [mask <mask:HEX>]
 // mpls traffic-eng load-share <share:0-1000000> // mpls traffic-eng auto-bw [<rest:LINE>]
 // mpls traffic-eng forwarding-adjacency [<rest:LINE>] // mpls traffic-eng backup-bw <rest:LINE>
 // mpls traffic-eng path-selection metric {igp|te} // mpls traffic-eng interface down delay <delay:0-300>
 // mpls traffic-eng bidirectional <rest:LINE> // mpls traffic-eng exp <exp:LINE>
 // mpls traffic-eng exp-bundle <rest:LINE> // mpls traffic-eng name <name:WORD> // 6rd <rest:LINE>
 // endpoint service-policy <rest:LINE> // udlr <rest:LINE> // mpls-ip-only // entropy // keepalive <rest:LINE>
 // route-via $if {mandatory|preferred}
tunnel mpls traffic-eng autoroute {announce|destination} (many)
if-state nhrp (both)
delay <tens:1-16777215> [receive]
autostate (on)
shutdown
no-autostate
private-vlan mapping <vlans:WORD>
arp // arpa // probe // snap // frame-relay // access-group <acl:WORD> // log threshold <rest:LINE>
 // packet-priority enable
arp arpa (on)
arp frame-relay (on)
crypto // map <name:WORD> [redundancy <group:WORD> [stateful]]
 // ipsec client ezvpn <name:WORD> [inside|outside] // ipsec df-bit {clear|set|copy}
 // ipsec fragmentation {before-encryption|after-encryption} // engine <rest:LINE>
 // gdoi fail-close <rest:LINE> // ipsec <rest:LINE>
macsec [network-link|dot1q-in-clear <tags:1-2>|replay-protection window-size <size:0-4294967295>|access-control
 <how:WORD>] (many)
mka // policy <name:WORD> // pre-shared-key key-chain <chain:WORD> // default-policy
cts manual => cts-manual (flat)
cts dot1x => cts-dot1x (flat)
cts // role-based <rest:LINE> // layer3 <rest:LINE> // role-based enforcement
 // role-based sgt-map sgt <sgt:2-65519>
h323-gateway voip // interface // h323-id <id:WORD> // bind srcaddr <address:A.B.C.D> // id <rest:LINE>
 // tech-prefix <prefix:WORD> (both)
member <rest:LINE> (many)
source-interface $if
host-reachability protocol {bgp|mp-bgp|static}
500 standby // mac-refresh <seconds:0-255> // bfd // arp gratuitous [<rest:LINE>]
standby <group!:0-4095> // ipv6 {autoconfig|<address!:X:X:X:X::X>|<prefix!:X:X:X:X::X/LEN>}
 // follow <name:WORD> // arp gratuitous [<rest:LINE>]
vrrp <group!:1-255> // ip <address:A.B.C.D> // ip <address!:A.B.C.D> secondary // description <text:LINE>
 // priority <priority:1-254> // preempt [delay minimum <seconds:0-3600>]
 // timers advertise [msec] <interval:1-999> // timers learn
 // track <object!:1-1000> [decrement <amount:1-254> | shutdown]
 // authentication {text <text:WORD>|md5 key-string [0|7] <key:WORD> [timeout <seconds:0-32767>]|md5 key-chain
 <chain:WORD>|<plain:WORD>} // shutdown // name <name:WORD> // ipv6 <address:WORD> // sso
vrrp <group!:1-255> preempt (on)
vrrp <group!:1-255> address-family {ipv4|ipv6} => vrrp-group (flat)
vrrp delay [minimum <minimum:0-10000> | reload <reload:0-10000>]*
glbp <group!:0-1023> // ip [<address:A.B.C.D>] // ip <address!:A.B.C.D> secondary // ipv6 <address:WORD>
 // priority <priority:1-255> // preempt [delay minimum <seconds:0-3600>]
 // timers [msec] <hello:1-60000> [msec] <hold:1-180000>
 // timers redirect <redirect:0-3600> <timeout:610-64800> // name <name:WORD>
 // load-balancing [host-dependent|round-robin|weighted]
 // weighting <weight:1-254> [lower <lower:1-253>] [upper <upper:1-254>]
 // weighting track <object!:1-1000> [decrement <amount:1-254>]
 // authentication {text <text:WORD>|md5 key-string [0|7] <key:WORD>|md5 key-chain <chain:WORD>}
 // forwarder preempt [delay minimum <seconds:0-3600>]
 // client-cache maximum <clients:8-2000> [timeout <timeout:1-1440>]
glbp <group!:0-1023> forwarder preempt (on)
600 ipv6 // address <prefix!:X:X:X:X::X/LEN> [eui-64|anycast] // address <address!:X:X:X:X::X> link-local
 // address {autoconfig [default]|dhcp [rapid-commit]}
 // address <general!:WORD> <suffix!:X:X:X:X::X/LEN> [eui-64] // enable // unnumbered $if
 // mtu <bytes:1280-18000> // traffic-filter <acl:WORD> {in|out}
 // dhcp client pd {hint <hint:X:X:X:X::X/LEN>|<name!:WORD> [rapid-commit]} // dhcp client <rest:LINE>
 // dhcp server [<pool:WORD>] [rapid-commit | preference <preference:0-255> | allow-hint | automatic]*
 // dhcp relay destination <address!:WORD> [$if] // dhcp relay <rest:LINE> // dhcp guard <rest:LINE>
 // destination-guard <rest:LINE> // nd ra suppress [all] // nd suppress-ra
 // nd ra interval [msec] <interval:3-2000000> [<min:3-2000000>] // nd ra lifetime <seconds:0-9000>
 // nd managed-config-flag // nd other-config-flag // nd reachable-time <ms:0-3600000>
 // nd ns-interval <ms:0-4294967295> // nd dad attempts <count:0-600>
 // nd prefix {default|<prefix!:X:X:X:X::X/LEN>|framed-ipv6-prefix} [<rest:LINE>]
 // nd router-preference {high|low|medium} // nd ra dns server <server!:X:X:X:X::X> [<lifetime:0-200000>]
 // nd ra hop-limit unspecified // nd ra mtu suppress // nd advertisement-interval
 // nd raguard [attach-policy <policy:WORD>] // nd inspection <rest:LINE> // nd cache <rest:LINE>
 // nd dad loopback detect // nd dad time <ms:0-4294967295> // nd nud <rest:LINE> // nd na glean
 // nd ra solicited unicast // nd options <rest:LINE> // nd secured <rest:LINE>
 // nd autoconfig {prefix|default-route} // nd ra dns-search-list <rest:LINE> // nd proxy
 // nd packet-protection // nd snooping <rest:LINE>
 // ospf <process!:1-65535> area <area:WORD> [instance <instance:0-255>] // ospf cost <cost:LINE>
 // ospf priority <priority:0-255>
 // ospf network {broadcast|non-broadcast|point-to-point|point-to-multipoint [non-broadcast]}
 // ospf hello-interval <seconds:1-65535> // ospf dead-interval <seconds:1-65535>
 // ospf retransmit-interval <seconds:1-65535> // ospf transmit-delay <seconds:1-65535> // ospf mtu-ignore
 // ospf authentication <rest:LINE> // ospf encryption <rest:LINE> // ospf demand-circuit
 // ospf flood-reduction // ospf bfd [disable] // ospf database-filter all out
 // ospf neighbor <address!:X:X:X:X::X> [<rest:LINE>] // rip <name!:WORD> enable
 // rip <name!:WORD> default-information {originate|only} [metric <metric:1-15>]
 // rip <name!:WORD> metric-offset <offset:1-16> // rip <name!:WORD> summary-address <summary!:X:X:X:X::X/LEN>
 // eigrp <as!:1-65535> // hello-interval eigrp <as!:1-65535> <seconds:1-65535>
 // hold-time eigrp <as!:1-65535> <seconds:1-65535> // split-horizon eigrp <as!:1-65535>
 // next-hop-self eigrp <as!:1-65535> // bandwidth-percent eigrp <as!:1-65535> <percent:1-999999>
 // summary-address eigrp <as!:1-65535> <prefix!:X:X:X:X::X/LEN> [<distance:1-255>]
 // authentication mode eigrp <as!:1-65535> md5 // authentication key-chain eigrp <as!:1-65535> <chain:WORD>
 // router isis [<tag:WORD>] // policy route-map <map:WORD> // verify unicast <rest:LINE> // redirects
 // unreachables // flow {ingress|egress|monitor <monitor:WORD> {input|output}}
 // inspect <name!:WORD> {in|out} // tcp adjust-mss <bytes:40-65535> // virtual-reassembly [in|out]
 // nat [prefix <prefix:LINE>] // nhrp <rest:LINE> // mfib {forwarding|cef} {input|output}
 // mld access-group <acl:WORD> // mld join-group <rest:LINE> // mld static-group <rest:LINE>
 // mld query-interval <seconds:1-65535> // mld query-max-response-time <seconds:1-65535>
 // mld query-timeout <seconds:1-65535> // mld explicit-tracking <list:WORD> // mld limit <rest:LINE>
 // pim [<rest:LINE>] // multicast boundary <rest:LINE> // mode host unicast // snooping <rest:LINE>
 // source-guard [attach-policy <policy:WORD>] // access-group <acl:LINE> // flowspec // cef <rest:LINE>
 // general-prefix <rest:LINE> // crypto <rest:LINE> // summary-address <rest:LINE>
 // bandwidth-percent <rest:LINE> // lisp <rest:LINE> // accounting <rest:LINE> // icmp <rest:LINE>
ipv6 // redirects // unreachables // nd ra solicited unicast // flowspec // mfib forwarding {input|output}
 // mfib cef {input|output} // pim // mld router // nd na glean (both)
ipv6 // mtu <bytes:1280-18000> // unnumbered $if // ospf priority <priority:0-255> // ospf cost <cost:1-65535>
 // ospf hello-interval <seconds:1-65535> // ospf dead-interval <seconds:1-65535>
 // nd ra interval <seconds:3-1800> // nd ra lifetime <seconds:0-9000> // nd reachable-time <ms:0-3600000>
 // nd ns-interval <ms:0-4294967295> // enable
 // ospf network {broadcast|non-broadcast|point-to-point|point-to-multipoint} // nd dad attempts <count:0-600>
 // policy route-map <map:WORD> // tcp adjust-mss <bytes:40-65535> // nd router-preference {high|low|medium}
ospfv3 <rest:LINE> (many)
isis // circuit-type {level-1|level-1-2|level-2-only}
 // metric <metric:1-16777214> [delay-metric <delay:0-63>] [level-1|level-2] // metric <metric:1-16777214>
 // network point-to-point // priority <priority:0-127> [level-1|level-2]
 // hello-interval {<seconds:1-65535>|minimal} [level-1|level-2]
 // hello-multiplier <count:3-1000> [level-1|level-2] // hello padding [always]
 // password <password:WORD> [level-1|level-2] // authentication mode {md5|text} [level-1|level-2]
 // authentication key-chain <chain:WORD> [level-1|level-2] // authentication send-only
 // csnp-interval <seconds:0-65535> [level-1|level-2] // lsp-interval <ms:1-4294967295>
 // retransmit-interval <seconds:0-65535> // retransmit-throttle-interval <ms:0-65535>
 // mesh-group {<group:1-4294967295>|blocked} // tag <tag:1-4294967295> // bfd [disable] // ipv6 <rest:LINE>
 // three-way-handshake <rest:LINE> // protocol shutdown // mtu <mtu:LINE>
 // fast-reroute <rest:LINE> // wait-reflect // adjacency-filter <filter:LINE> // database-filter all
 // tiebreaker <rest:LINE>
isis hello padding (both)
isis ipv6 // metric <metric:1-16777214> [level-1|level-2] // bfd [disable] // tag <tag:1-4294967295>
clns // router {isis|iso-igrp} [<tag:WORD>] // mtu <bytes:LINE> // enable // <rest:LINE>
lisp mobility <name!:WORD>
700 mpls // ip // bgp forwarding // label protocol {ldp|tdp|both} // mtu [override] <bytes:64-65535>
 // ldp igp sync [delay <seconds:5-60>] // ldp igp autoconfig
 // ldp discovery transport-address {interface|<address:A.B.C.D>} // traffic-eng tunnels
 // traffic-eng administrative-weight <weight:0-4294967295> // traffic-eng attribute-flags <flags:HEX>
 // traffic-eng backup-path $if // traffic-eng flooding thresholds {up|down} <levels:0-100>...
 // traffic-eng srlg <srlg!:0-4294967295> // traffic-eng <rest:LINE> // netflow egress // mldp
 // label <rest:LINE> // l2transport route <peer:A.B.C.D> <vc:1-4294967295> // oam <rest:LINE>
 // accounting <rest:LINE> // experimental <rest:LINE> // tp <rest:LINE>
mpls // ip // mldp // ldp igp sync // ldp igp autoconfig // traffic-eng tunnels (both)
tag-switching // ip // mtu <bytes:64-65535>
880 ip sap listen
source-bridge <rest:LINE> (many)
nhrp {group <group:WORD>|map <map:LINE>|event-publisher <rest:LINE>|attribute <attribute:LINE>} (many)
bgp fast-external-fallover {permit|deny}
ip bgp fast-external-fallover {permit|deny}
neighbor <peer:A.B.C.D> <vc:1-4294967295>
vlan-id dot1q <vlan!:1-4094> => vlan-range
vlan-range dot1q <first!:1-4094> <last!:1-4094> [native] => vlan-range
isis advertise prefix (on)
@ vrrp-group
500 address <address!:WORD> {primary|secondary}
description <text:LINE>
priority <priority:1-254>
preempt [delay minimum <seconds:0-3600>] (both)
timers advertise <ms:100-40950>
track <object!:1-1000> [decrement <amount:1-254> | shutdown]
vrrpv2
vrrs leader <name:WORD>
match-address (on)
shutdown
exit-vrrp (leave)
@ vlan-range
500 description <text:LINE>
shutdown
service-policy {input|output} <policy:WORD>
ip {access-group|address|helper-address} <rest:LINE> (many)
@ cts-manual cts-dot1x
500 policy {static sgt <sgt:2-65519> [trusted]|dynamic identity <identity:WORD>}
propagate sgt (on)
sap pmk <key:WORD> [mode-list <modes:WORD>...]
sap mode-list <modes:WORD>...
timer reauthentication <seconds:0-2147483>
"""

"""NAT and DHCP."""

TEXT = r"""
% nat-pool (config-ipnat-pool)# config
% dhcp-pool (dhcp-config)# config
% dhcp-pool-class (config-dhcp-pool-class)# dhcp-pool
% dhcp-subnet (config-dhcp-subnet-secondary)# dhcp-pool
% dhcp-class (config-dhcp-class)# config
@ config
990 ip nat // log translations {syslog|flow-export <flow:LINE>} // settings mode {cgn|default}
 // settings support mapping outside // settings pap [<rest:LINE>] // settings gatekeeper-size <rest:LINE>
 // settings scale bind // settings interface-overload port reuse // settings central-policy <rest:LINE>
 // settings log-destination <rest:LINE> // service <service:LINE> // create flow-entries
 // portmap <name!:WORD> [<rest:LINE>] // sip-sbc // piggyback-support <kinds:LINE> // switchover <rest:LINE>
 // stateful <rest:LINE> // route-dia
ip nat // create flow-entries // service all-algs // settings nonpatdrop (both)
ip nat translation //
 {timeout|tcp-timeout|udp-timeout|finrst-timeout|syn-timeout|dns-timeout|icmp-timeout|pptp-timeout
 |routemap-entry-timeout|arp-ping-timeout} {<seconds:0-536870>|never}
 // port-timeout {tcp|udp} <port!:1-65535> {<seconds:0-536870>|never} // max-entries <max:1-2147483647>
 // max-entries {all-host|all-vrf} <max:1-2147483647> // max-entries host <host!:A.B.C.D> <max:1-2147483647>
 // max-entries list <acl!:WORD> <max:1-2147483647> // max-entries vrf <vrf!:WORD> <max:1-2147483647>
991 ip nat pool <name!:WORD> <first:A.B.C.D> <last:A.B.C.D> {netmask <mask:MASK>|prefix-length <length:1-32>}
 [type {match-host|rotary} | accounting <list:WORD> | arp-ping | add-route]*
ip nat pool <name!:WORD> {netmask <mask:MASK>|prefix-length <length:1-32>} [type {match-host|rotary}] => nat-pool
992 ip nat {inside|outside} source route-map <map!:WORD> {pool <pool:WORD>|interface <port:INTERFACE>} [mapping-id
 <mapping:1-2147483647> | vrf <vrf!:WORD> | overload | add-route | reversible | redundancy <group:1-2>
 | match-in-vrf | oer | egress-interface <egress:INTERFACE> | portmap <portmap:WORD>]*
ip nat {inside|outside} source list <acl!:WORD> {pool <pool:WORD>|interface <port:INTERFACE>} [mapping-id
 <mapping:1-2147483647> | vrf <vrf!:WORD> | overload | add-route | redundancy <group:1-2> | match-in-vrf | oer
 | egress-interface <egress:INTERFACE> | portmap <portmap:WORD> | reversible]*
ip nat inside destination list <acl!:WORD> pool <pool:WORD> [redundancy <group:1-2>
 | mapping-id <mapping:1-2147483647>]*
ip nat {inside|outside} source static {<from!:A.B.C.D> {<to!:A.B.C.D>|interface <port!:INTERFACE>}|{tcp|udp|esp}
 <from!:A.B.C.D> {<first!:0-65535> {<to!:A.B.C.D>|interface <port!:INTERFACE>} <second!:0-65535>|interface
 <port!:INTERFACE>}|network <from!:A.B.C.D> <to!:A.B.C.D> {<mask!:MASK>|<length!:WORD>}} [vrf <vrf!:WORD>
 | extendable | no-alias | no-payload | add-route | route-map <map!:WORD> | redundancy <group:WORD>
 | mapping-id <mapping:1-2147483647> | match-in-vrf | reversible | overload | forced | global
 | egress-interface <egress:INTERFACE>]*
ip nat // source <rest:LINE> // inside source <rest:LINE> // outside source <rest:LINE> (many)
352 ip dhcp // excluded-address [vrf <vrf!:WORD>] <first!:A.B.C.D> [<last!:A.B.C.D>]
 // ping packets <packets:0-10> // ping timeout <timeout:100-10000>
 // database <url!:WORD> [write-delay <delay:60-86400> | timeout <timeout:0-86400>]*
 // conflict {logging|resolution [interval <minutes:5-1440>]} // bootp ignore // smart-relay [global]
 // use subscriber-id client-id // update dns [both|override] // auto-broadcast
 // relay {information {check|option [vpn|subscriber-id <id:WORD>]|policy
 {drop|encapsulate|keep|replace}|trust-all|option-insert|check-reply|option server-override|policy-removal pad}
 [<rest:LINE>]|bootp ignore|use-link-addr|prefer <prefer:WORD>|source-interface <port:LINE>}
 // compatibility <rest:LINE> // limit {lease <limit:LINE>} // limited-broadcast-address
 // subscriber-id interface-name // aaa <rest:LINE> // binding cleanup interval <seconds:10-600>
 // support <rest:LINE> // route connected // drop-inform // force <rest:LINE> // autoconfig <rest:LINE>
 // update <rest:LINE> // bulkmode
ip dhcp // use vrf connected // use vrf remote // conflict logging // snooping // smart-relay
 // use class [aaa] // aaa // auto-broadcast (both)
ip dhcp-client // network-discovery <rest:LINE> // default-router distance <distance:1-255> // broadcast-flag
 // forcerenew // update dns <rest:LINE>
ip dhcp class <name!:WORD> => dhcp-class
352 ip dhcp pool <name!:LINE> => dhcp-pool
ip nat redundancy <id!:1-32>
@ nat-pool
500 address <first!:A.B.C.D> <last!:A.B.C.D>
@ dhcp-pool
500 vrf <vrf:WORD>
network <network:A.B.C.D> [<mask:MASK>|<length:WORD>]
network <network!:A.B.C.D> {<mask:MASK>|<length:WORD>} secondary => dhcp-subnet (key=secondary)
host <host:A.B.C.D> [<mask:MASK>|<length:WORD>]
hardware-address <address:WORD> [<type:WORD>]
client-identifier <id:WORD>
client-name <name:WORD>
bootfile <file:WORD>
next-server <servers:A.B.C.D>... (blank)
domain-name <name:WORD>
default-router <routers:A.B.C.D>... (blank)
dns-server <servers:A.B.C.D>... (blank)
netbios-name-server <servers:A.B.C.D>... (blank)
netbios-node-type {b-node|h-node|m-node|p-node|<type:HEX>}
option <option!:0-254> instance <instance!:0-255> [ascii <text:LINE>|hex <bytes:LINE>|ip <addresses:A.B.C.D>...]
option <option!:0-254> [ascii <text:LINE>|hex <bytes:LINE>|ip <addresses:A.B.C.D>...]
lease {<days:0-365> [<hours:0-23>] [<minutes:0-59>]|infinite}
import {all|interface $if}
update {arp|dns [both] [override] [before]} (many)
utilization mark {high|low} <percent:1-100> [log] (many)
class <name!:WORD> => dhcp-pool-class
origin {dhcp|aaa|ipcp|file <url:LINE>} [<rest:LINE>]
subnet prefix-length <length:1-31>
subnet prefix-length <length:LINE>
override {default-router <routers:LINE>|utilization <utilization:LINE>} (many)
relay {source <network:LINE>|destination <destination:LINE>|target <target:LINE>} (many)
address <address!:A.B.C.D> {client-id <id:WORD> [ascii]|hardware-address <mac:WORD> [<type:WORD>]}
reserved-only
accounting <list:WORD>
aaa <rest:LINE>
renew deny unknown
remember
server <rest:LINE>
forward-renew
arp unique
use-class
@ dhcp-pool-class
500 address range <first!:A.B.C.D> <last!:A.B.C.D>
@ dhcp-subnet
500 override default-router <routers:A.B.C.D>...
@ dhcp-class
500 relay agent information
relay-information hex <pattern:WORD> [<rest:LINE>] (many)
option <option!:1-254> hex <pattern:WORD> [<rest:LINE>]
remark <text:LINE>
"""

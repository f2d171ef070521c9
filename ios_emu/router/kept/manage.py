"""Management: logging, SNMP, NTP, discovery, HTTP and SSH, names, IP SLA and tracking, flow export."""

TEXT = r"""
% ip-sla (config-ip-sla)# config
% ip-sla-echo (config-ip-sla-echo)# config
% ssh-certificate (ssh-server-cert-profile)# config
% ssh-pubkey (conf-ssh-pubkey)# config
% ssh-pubkey-user (conf-ssh-pubkey-user)# ssh-pubkey
% ssh-pubkey-data (conf-ssh-pubkey-data)# ssh-pubkey-user
% track-kept (config-track)# config
% flow-exporter (config-flow-exporter)# config
% flow-record (config-flow-record)# config
% flow-monitor (config-flow-monitor)# config
% flow-sampler (config-sampler)# config
% flow-cache (config-flow-cache)# config
% ddns (DDNS-update-method)# config
% ddns-http (DDNS-HTTP)# ddns
% performance-monitor (config-perf-mon)# config
% bulkstat (config-bulk)# config
% dns-view (cfg-dns-view)# config
% dns-view-list (cfg-dns-view-list)# config
% dns-view-member (cfg-dns-view-list-member)# dns-view-list
@ config
300 logging // message-counter {log|debug|syslog} // snmp-authfail // userinfo
 // exception <bytes:4096-2147483647> // queue-limit [<rest:LINE>] // count // cns-events [$level]
 // persistent [<rest:LINE>] // on // esm config // filter <rest:LINE> // linecard <rest:LINE>
 // dmvpn [rate-limit <rate:0-10000>] // buginf // discriminator <name!:WORD> <rest:LINE>
 // reload [<rest:LINE>] // purge-log <rest:LINE> // smartlog <rest:LINE> // server-arp // hostname <name:WORD>
 // delimiter tcp // event <rest:LINE> // cli <rest:LINE> // file <file:WORD> [<rest:LINE>]
 // rate-limit [console] [all] <rate:1-10000> [except $level] // ip access-list <rest:LINE>
 // alarm <alarm:LINE> // monitor discriminator <name:WORD> [$level]
 // console discriminator <name:WORD> [$level]
 // buffered discriminator <name:WORD> [<size:4096-2147483647>] [$level]
 // buffered {xml|filtered} [<bytes:4096-2147483647>] // esm <rest:LINE>
logging // message-counter {log|debug|syslog} // console guaranteed (both)
logging facility {auth|cron|daemon|kern|local0|local1|local2|local3|local4|local5|local6|local7|lpr|mail|news
 |sys10|sys11|sys12 |sys13|sys14|sys9|syslog|user|uucp}
1020 logging host <host!:WORD> [vrf <vrf:WORD> | transport {tcp|udp} [port <port:1-65535>]
 | sequence-num-session | filtered [stream <stream:10-65535>] | xml | discriminator <name:WORD>
 | session-id {hostname|ipv4|ipv6|string <text:WORD>}]*
logging host ipv6 <host!:X:X:X:X::X> [<rest:LINE>]
logging host vrf <vrf:WORD> <host!:WORD> [<rest:LINE>]
logging origin-id {hostname|ip|ipv6|string <text:LINE>}
logging source-interface $if [vrf <vrf!:WORD>]
logging // history [$level] // history size <size:0-500>
1024 snmp // ifmib ifindex persist // mib <rest:LINE> // ifmib trap throttle // ifmib ifalias long
 // ifindex persist
1025 snmp-server // engineID local <id:WORD>
 // engineID remote <host!:WORD> [udp-port <port:1-65535>] [vrf <vrf:WORD>] <id:WORD>
 // user <name!:WORD> <group!:WORD> [remote <host:WORD> [udp-port <port:1-65535>]] {v1|v2c|v3} [<rest:LINE>]
 // group <name!:WORD> {v1|v2c|v3 {auth|noauth|priv}} [context <context:WORD> | match {exact|prefix}
 | read <read:WORD> | write <write:WORD> | notify <notify:WORD> | access [ipv6 <acl6:WORD>] [<acl:WORD>]]*
 // view <name!:WORD> <tree!:WORD> {included|excluded}
 // community <name!:WORD> [view <view:WORD> | RO | RW | ipv6 <acl6:WORD> | SDROwner
 | SystemOwner]* [<acl:WORD>] // packetsize <bytes:484-17940> // queue-length <length:1-5000>
 // queue-limit <rest:LINE> // trap-source $if // source-interface {traps|informs} $if
 // trap-timeout <seconds:1-1000> // trap link {ietf|cisco} // trap link-state <rest:LINE>
 // trap authentication [<rest:LINE>] // location <text:LINE> // contact <text:LINE> // chassis-id <text:LINE>
 // system-shutdown // tftp-server-list <acl:WORD> // manager
 // manager session-timeout <seconds:10-4294967295> // ifindex persist // ip dscp <dscp:0-63>
 // ip precedence <precedence:0-7> // file-transfer access-group <acl:WORD> [protocol <protocol:WORD>]
 // inform [retries <retries:0-100> | timeout <seconds:0-42949671> | pending <pending:1-4294967295>]*
 // drop {report access|unknown-user|vrf-traffic} // usm cisco // context <name!:WORD>
 // cache interval <seconds:0-86400> // accounting commands <list:WORD> // authentication failure
 // session-timeout <seconds:10-4294967295>
 // host <host!:WORD> [vrf <vrf:WORD>] [informs|traps] [version {1|2c|3 {auth|noauth|priv}}] <community!:WORD>
 [udp-port <port:0-65535>] [<types:WORD>...] // sparse-tables // priority {low|normal|high}
 // password-policy <policy!:WORD> <rest:LINE> // access-policy <policy!:WORD> <rest:LINE> // dscp <dscp:0-63>
 // subagent <rest:LINE> // ifmib <rest:LINE> // mib <rest:LINE>
snmp-server enable // informs // logging [<kind:WORD>] [<what:WORD>] // traps // traps <kind!:WORD> [<rest:LINE>]
snmp-server trap link ietf (on)
snmp-server mib community-map <community!:WORD> <rest:LINE>
snmp mib community-map <community!:WORD> <rest:LINE>
snmp mib // bulkstat <rest:LINE> // expression <rest:LINE> // event <rest:LINE> // persist <what:WORD>
 // notification-log <rest:LINE> // flash cache // nat // target list <rest:LINE>
snmp context <name!:WORD>
1400 ntp // logging // authenticate
 // authentication-key <key!:1-4294967295> {md5|cmac-aes-128|hmac-sha1|hmac-sha2-256|sha1|sha2} <secret:WORD>
 [<type:0-7>] // trusted-key <key!:1-4294967295> [- <last:1-4294967295>] // clock-period <period:0-4294967295>
 // source $if // access-group [ipv4|ipv6] {peer|query-only|serve|serve-only} <acl:WORD> [kod]
 // max-associations <count:0-4294967295> // master [<stratum:1-15>] // update-calendar // passive
 // allow mode {control <delay:0-15>|passive|private} // mindistance <distance:0-2147483647>
 // maxdistance <distance:1-16> // orphan <stratum:1-16> // panic update
 // broadcastdelay <microseconds:1-999999> // refclock <rest:LINE>
 // server [vrf <vrf!:WORD>] [ip|ipv6] <host!:WORD> [burst | iburst | prefer | version <version:1-4>
 | key <key:1-4294967295> | source <interface:INTERFACE> | minpoll <min:4-17> | maxpoll <max:4-17> | normal-sync
 | passive]* // peer [vrf <vrf!:WORD>] [ip|ipv6] <host!:WORD> [burst | iburst | prefer | version <version:1-4>
 | key <key:1-4294967295> | source <interface:INTERFACE> | minpoll <min:4-17> | maxpoll <max:4-17> | normal-sync]*
sntp // server <host!:WORD> [version <version:1-3>] [key <key:1-4294967295>] // broadcast client // logging
 // authenticate // source-interface $if // trusted-key <key!:1-4294967295>
 // authentication-key <key!:1-4294967295> md5 <secret:WORD>
ptp <rest:LINE> (many)
1050 cdp // advertise-v2 // run // log mismatch duplex // tlv-list <name!:WORD> (on)
cdp // run (both)
cdp // timer <seconds:5-254> // holdtime <seconds:10-255> // source-interface $if // tlv <rest:LINE>
lldp // run // timer <seconds:5-65534> // holdtime <seconds:0-65535> // reinit <seconds:2-5>
 // management-vlan <vlan:1-4094>
 // tlv-select {mac-phy-cfg|management-address|port-description|port-vlan|power-management|system-capabilities
 |system-description|system-name|4-wire-power-management}
lldp // run // tlv-select mac-phy-cfg // tlv-select management-address // tlv-select port-description
 // tlv-select port-vlan // tlv-select power-management // tlv-select system-capabilities
 // tlv-select system-description // tlv-select system-name (both)
340 vstack [basic|director <director:A.B.C.D>] (both)
cns <rest:LINE> (many)
ip wccp // version {1|2} // <service!:0-254> [<rest:LINE>] // web-cache [<rest:LINE>]
 // vrf <vrf!:WORD> <service!:WORD> [<rest:LINE>] // outbound-acl-check // check acl outbound
 // check services all // source-interface $if
355 ip domain // list <name!:WORD> // round-robin // retry <count:0-100>
 // timeout <seconds:1-3600> // lookup source-interface $if // lookup vrf <vrf!:WORD> // recursive-lookup
 // lookup recursive
ip domain-lookup source-interface $if
ip domain // lookup (on)
ip domain-list <name!:WORD>
ip domain list vrf <vrf!:WORD> <name!:WORD>
ip domain // name vrf <vrf!:WORD> <name:WORD> // name-server <server:WORD>
357 ip host <name!:WORD> <addresses:A.B.C.D>...
ip host <name!:WORD> <port:0-65535> <addresses:A.B.C.D>...
ip host vrf <vrf!:WORD> <name!:WORD> <addresses:A.B.C.D>...
ip host // view <view!:WORD> <name!:WORD> <rest:LINE> // <name!:WORD> // <name!:WORD> additional <more:LINE>
 // <name!:WORD> ns <server:WORD> // <name!:WORD> mx <mail:LINE> // <name!:WORD> srv <srv:LINE>
358 ip name-server <servers:WORD>... (many)
ip name-server vrf <vrf!:WORD> <servers:WORD>... (many)
359 ip dns // server // view-group <group:WORD>
 // spoofing [<address:A.B.C.D>] // primary <zone:LINE> // server view-group <group:WORD>
 // server queue limit <rest:LINE>
360 ip tcp // selective-ack // timestamp // window-size <bytes:0-1073741823>
 // path-mtu-discovery [age-timer {<minutes:10-30>|infinite}] // synwait-time <seconds:5-300>
 // queuemax <packets:1-500> // chunk-size <bytes:1-2147483647> // mss <bytes:68-10000>
 // async-mobility server // finwait-time <seconds:5-300> // keepalive <rest:LINE> // ecn
 // intercept <rest:LINE> // RST-count <rest:LINE>
ip udp <rest:LINE> (many)
361 ip ssh // version {1|2} // time-out <seconds:1-120> // authentication-retries <count:0-5>
 // port <port:2000-10000> rotary <first:1-127> [<last:1-127>] // source-interface $if // logging events
 // dh min size {1024|2048|4096} // maxstartups <count:2-128> // break-string <text:WORD>
 // precedence <value:0-7> // dscp <dscp:0-63> // rsa keypair-name <name:WORD>
 // client algorithm <kind!:WORD> <names:WORD>... // server algorithm <kind!:WORD> <names:WORD>...
 // rekey time <minutes:10-1440> // rekey volume <kilobytes:100-4194303> // stricthostkeycheck
 // bulk-mode [<window:131072-1073741823>] // server authenticate user <method:WORD>
 // server certificate profile => ssh-certificate
ip ssh pubkey-chain => ssh-pubkey
ip scp // server enable // username <user:WORD> // password $password
980 ip http // authentication {aaa [login-authentication <list:WORD>] [exec-authorization
 <exec:WORD>]|enable|local|tacacs} // access-class {ipv4|ipv6} <acl!:WORD> // access-class <acl:WORD>
 // port <port:0-65535> // path <path:WORD> // max-connections <count:1-50> // secure-port <port:0-65535>
 // secure-ciphersuite <suites:WORD>... // secure-trustpoint <name:WORD> // secure-client-auth
 // secure-active-session-modules <modules:WORD> // active-session-modules <modules:WORD>
 // session-module-list <name!:WORD> <modules:WORD> // client source-interface $if // client <rest:LINE>
 // digest algorithm <algorithm:WORD> // secure-peer-verify-trustpoint <name:WORD>
 // tls-version <versions:WORD>... // session-idle-timeout <seconds:1-1200> // banner [<banner:WORD>]
 // banner-path <path:WORD> // help-path <help:WORD> // accounting commands <level:0-15> <list:WORD>
ip http authentication aaa command-authorization <level!:0-15> <list:WORD>
ip http // tls-version <versions:WORD>
450 track <number!:1-1000> // interface $if {line-protocol|ip routing|ipv6 routing}
 // ip sla <entry:0-2147483647> [state|reachability] // rtr <entry:0-2147483647> [state|reachability]
 // ip route <prefix:A.B.C.D> <mask:MASK> {reachability|metric threshold}
 // ip route <prefix:A.B.C.D/LEN> {reachability|metric threshold}
 // ipv6 route <prefix:X:X:X:X::X/LEN> {reachability|metric threshold} // list boolean {and|or}
 // list threshold {percentage|weight} // stub-object // application home-agent // fhrp <rest:LINE>
 // stub => track-kept
track // timer {application|interface|ip route|ip sla|ipv6 route|list|stub-object} {msec
 <ms:500-5000>|<seconds:1-3000>} // resolution ip route {bgp|eigrp|isis|ospf|static} <value:1-65535>
 // logging [<rest:LINE>]
452 ip sla <number!:1-2147483647> => ip-sla
ip sla // monitor <number!:1-2147483647> // <number!:1-2147483647> => ip-sla
ip sla // responder [<rest:LINE>] // enable reaction-alerts // logging traps // low-memory <bytes:0-4294967295>
 // server twamp // restart <entry:1-2147483647> // key-chain <name:WORD> // reset // auto <rest:LINE>
 // ethernet-monitor <rest:LINE>
 // schedule <number!:1-2147483647> [ageout <ageout:0-2073600> | life {forever|<life:1-2147483647>} | recurring
 | start-time {after <after:TIME>|now|pending|random <random:500-10000>|<time:TIME> [<month:WORD> <day:WORD>]}]*
 // group schedule <group!:1-65535> <rest:LINE>
 // reaction-configuration <number!:1-2147483647> [react <kind!:WORD>] [<rest:LINE>]
 // reaction-trigger <number!:1-2147483647> <target!:1-2147483647> // endpoint-list <rest:LINE>
 // group <rest:LINE>
ip sla monitor // schedule <number!:1-2147483647> <rest:LINE> // responder [<rest:LINE>]
 // reaction-configuration <number!:1-2147483647> [<rest:LINE>] // logging traps
 // low-memory <bytes:0-4294967295> // key-chain <name:WORD> // reset // group schedule <rest:LINE>
rtr // <number!:1-2147483647> => ip-sla
rtr // schedule <number!:1-2147483647> <rest:LINE> // responder [<rest:LINE>]
 // reaction-configuration <number!:1-2147483647> [<rest:LINE>] // low-memory <bytes:0-4294967295>
440 flow exporter <name!:WORD> => flow-exporter
flow record <name!:WORD> => flow-record
flow record type <kind:WORD> <name!:WORD> => flow-record
flow monitor <name!:WORD> => flow-monitor
flow monitor type <kind:WORD> <name!:WORD> => flow-monitor
flow-sampler-map <name!:WORD> => flow-sampler
flow hardware <rest:LINE> (many)
flow platform <rest:LINE> (many)
sampler <name!:WORD> => flow-sampler
performance monitor context <name!:WORD> profile <profile:WORD> => performance-monitor
915 ip flow-export // source $if // version {1|5|9} [origin-as|peer-as] [bgp-nexthop]
 // destination <host!:WORD> <port!:1-65535> [vrf <vrf:WORD>] [udp|sctp] // template <rest:LINE>
 // interface-names // layer2-switched vlan <vlans:WORD> // hardware <rest:LINE>
ip flow-cache // timeout active <minutes:1-60> // timeout inactive <seconds:10-600>
 // entries <entries:1024-2000000> // feature-accelerate // mpls label-positions <rest:LINE>
ip flow-capture {fragment-offset|icmp|ip-id|mac-addresses|nbar|packet-length|ttl|vlan-id} (many)
ip flow-top-talkers => flow-cache
ip flow-aggregation cache <kind!:WORD> => flow-cache
mls // netflow [interface] // flow {ip|ipv6} <mask:WORD> // nde sender [version {5|7|9}] // nde interface
 // nde <rest:LINE> // sampling <rest:LINE> // aging <rest:LINE> // ip <rest:LINE> // cef <rest:LINE>
 // rate-limit <rest:LINE> // acl <rest:LINE> // ipv6 <rest:LINE> // mpls <rest:LINE>
mls nde sender [version {5|7|9}] (both)
mls netflow interface (both)
ip accounting-threshold <count:0-4294967295>
ip accounting-list <address!:A.B.C.D> <wildcard:WILDCARD>
ip accounting-transits <count:0-4294967295>
362 ip ddns update method <name!:WORD> => ddns
rmon // event <number!:1-65535> [<rest:LINE>] // alarm <number!:1-65535> <rest:LINE>
 // hc-alarms <number!:1-65535> <rest:LINE> // queuesize <size:0-65535>
nmsp <rest:LINE> (many)
ip nbar // protocol-pack <file:LINE> // protocol-discovery <rest:LINE> // custom <rest:LINE>
 // port-map <protocol!:WORD> <rest:LINE> // pdlm <file:LINE> // resources <rest:LINE>
 // attribute-map <rest:LINE> // classification <rest:LINE> // http-services // attribute-set <rest:LINE>
ipv6 ioam timestamp
800 snmp-server trap {timeout <seconds:1-1000>|retry <tries:1-10>|link switchover|authentication <rest:LINE>}
 (many)
snmp mib bulkstat {object-list|schema|transfer} <name!:WORD> => bulkstat
352 ip dns view [vrf <vrf!:WORD>] {default|<name!:WORD>} => dns-view (key=default)
ip dns view-list <name!:WORD> => dns-view-list
ip dns name-list <list!:1-500> {permit|deny} <pattern!:WORD>
350 ip ssh // timeout <seconds:1-120> // window-size <bytes:4096-131072>
ip dhcp server
ip flow-egress input-interface
308 logging btrace (on)
bsd-client // server url <url:WORD> // reset
@ ip-sla
500 icmp-echo <target:WORD> [source-ip <source:WORD>
 | source-interface <interface:INTERFACE>]* => ip-sla-echo (flat)
icmp-jitter <target:WORD> [source-ip <source:WORD> | num-packets <packets:1-60000>
 | interval <ms:4-60000>]* => ip-sla-echo (flat)
udp-echo <target:WORD> <port:1-65535> [source-ip <source:WORD> | source-port <sport:1-65535>
 | control {enable|disable}]* => ip-sla-echo (flat)
udp-jitter <target:WORD> <port:1-65535> [source-ip <source:WORD> | source-port <sport:1-65535>
 | num-packets <packets:1-60000> | interval <ms:4-60000> | control {enable|disable} | codec <codec:WORD>
 | codec-numpackets <frames:1-60000> | codec-size <size:16-1500> | codec-interval <gap:4-60000>
 | advantage-factor <factor:0-20>]* => ip-sla-echo (flat)
tcp-connect <target:WORD> <port:1-65535> [source-ip <source:WORD> | source-port <sport:1-65535>
 | control {enable|disable}]* => ip-sla-echo (flat)
path-echo <target:WORD> [source-ip <source:WORD>] => ip-sla-echo (flat)
path-jitter <target:WORD> [<rest:LINE>] => ip-sla-echo (flat)
http {get|raw} <url:WORD> [name-server <server:A.B.C.D> | version <version:WORD> | source-ip <source:WORD>
 | source-port <sport:1-65535> | cache {enable|disable} | proxy <proxy:WORD>]* => ip-sla-echo (flat)
http {secure get|secure head} <url:WORD> [<rest:LINE>] => ip-sla-echo (flat)
ftp get <url:WORD> [<rest:LINE>] => ip-sla-echo (flat)
dns <name:WORD> name-server <server:WORD> [source-ip <source:WORD>
 | source-port <sport:1-65535>]* => ip-sla-echo (flat)
dhcp [<server:WORD>] [<rest:LINE>] => ip-sla-echo (flat)
ethernet <rest:LINE> => ip-sla-echo (flat)
mpls lsp <rest:LINE> => ip-sla-echo (flat)
frame-relay <rest:LINE> => ip-sla-echo (flat)
voip <rest:LINE> => ip-sla-echo (flat)
type <kind:WORD> [<rest:LINE>] => ip-sla-echo (flat)
dlsw peer-ipaddr <peer:A.B.C.D> => ip-sla-echo (flat)
@ ip-sla-echo
500 timeout <ms:0-604800000>
threshold <ms:0-60000>
tos <tos:0-255>
traffic-class <class:0-255>
tag <text:LINE>
owner <text:LINE>
vrf <vrf:WORD>
request-data-size <bytes:0-65535>
response-data-size <bytes:0-65535>
data-pattern <pattern:WORD>
verify-data
frequency <seconds:1-604800>
history // buckets-kept <count:1-60> // lives-kept <count:0-25> // filter {all|failures|none|overThreshold}
 // enhanced <rest:LINE> // hours-of-statistics-kept <count:0-25>
 // distributions-of-statistics-kept <count:1-20> // statistics-distribution-interval <ms:1-100>
 // interval <seconds:1-3600>
buckets-of-history-kept <count:1-60>
lives-of-history-kept <count:0-25>
filter-for-history {all|failures|none|overThreshold}
hours-of-statistics-kept <count:0-25>
distributions-of-statistics-kept <count:1-20>
statistics-distribution-interval <ms:1-100>
samples-of-history-kept <count:1-30>
enhanced-history <rest:LINE>
secondary-frequency // timeout <seconds:0-604800> // connection-loss <seconds:0-604800> // both <seconds:0-604800>
percentile <rest:LINE>
precision {milliseconds|microseconds}
operation-packet priority {high|normal}
optimize timestamp
clock-tolerance ntp oneway {absolute <microseconds:0-100000>|percent <percent:0-100>}
flow-label <label:0-1048575>
http-raw-request
cache {enable|disable}
number-of-probes <count:1-65535>
paths-of-statistics-kept <count:1-128>
hops-of-statistics-kept <count:1-30>
lsr-path <hops:A.B.C.D>...
path-discover
type <kind:WORD> [<rest:LINE>]
dscp <dscp:0-63>
cos <cos:0-7>
aggregate interval <seconds:1-65535>
@ ssh-certificate
500 trustpoint <rest:LINE> (many)
user => ssh-certificate (flat)
server => ssh-certificate (flat)
@ ssh-pubkey
500 username <name!:WORD> => ssh-pubkey-user (flat)
server <name!:WORD> => ssh-pubkey-user (flat)
@ ssh-pubkey-user
500 key-hash <algorithm!:WORD> <hash!:WORD> [<comment:LINE>]
key-string [<key:LINE>] => ssh-pubkey-data (flat)
@ ssh-pubkey-data
500 <key:WORD> (many)
@ track-kept track
500 delay [up <up:0-180> | down <down:0-180>]*
delay {up|down} msec <ms:0-180000> (many)
object <object!:1-1000> [not | weight <weight:1-255>]
threshold // percentage [up <up:0-100> | down <down:0-100>]* // weight [up <up:0-255> | down <down:0-255>]*
 // metric [up <up:0-255> | down <down:0-255>]*
ip vrf <vrf:WORD>
ipv6 vrf <vrf:WORD>
default-state {up|down}
carrier-delay
@ flow-exporter
500 description <text:LINE>
destination <host:WORD> [vrf <vrf:WORD>]
source $if
dscp <dscp:0-63>
ttl <ttl:1-255>
transport udp <port:1-65535>
export-protocol {netflow-v5|netflow-v9|ipfix}
template data timeout <seconds:1-86400>
option <table!:WORD> [timeout <seconds:1-86400>]
output-features
mtu <bytes:64-9216>
@ flow-record
500 description <text:LINE>
match <field:LINE> (many)
collect <field:LINE> (many)
@ flow-monitor
500 description <text:LINE>
exporter <name!:WORD>
record {netflow|netflow-original|<record:WORD>} [<rest:LINE>]
cache // timeout {active|inactive|update} <seconds:1-604800> // timeout event transaction-end
 // entries <entries:16-2000000> // type {immediate|normal|permanent}
statistics packet {protocol|size} (many)
granularity connection
@ flow-sampler
500 description <text:LINE>
mode {deterministic|random} [1|one-out-of|one] [out-of] [<rest:LINE>]
granularity {connection|packet}
@ flow-cache
500 cache {entries <entries:1-2000000>|timeout {active|inactive} <seconds:1-3600>} (key=timeout)
enabled
export // destination <host!:WORD> <port!:1-65535> // version <version:8-9> // template <rest:LINE>
mask {source|destination} minimum <bits:1-32> (many)
top <count:1-200>
sort-by {bytes|packets}
cache-timeout <ms:1-3600000>
match <rest:LINE> (many)
@ ddns
500 HTTP => ddns-http (flat)
DDNS [both]
interval // maximum <days:0-365> <hours:0-23> <minutes:0-59> <seconds:0-59>
 // minimum <days:0-365> <hours:0-23> <minutes:0-59> <seconds:0-59>
internal
@ ddns-http
500 add <url:LINE>
remove <url:LINE>
@ performance-monitor
500 exporter destination <rest:LINE> (many)
traffic-monitor <rest:LINE> (many)
@ bulkstat
500
 {add|object-list|poll-interval|instance|schema|url|format|buffer-size|retry|retain|transfer-interval|enable|context}
 [<rest:LINE>] (many)
@ dns-view
500 domain // name <name:WORD> // list <names!:WORD> // round-robin // timeout <seconds:1-3600>
 // retry <retries:0-100> // resolver source-interface $if // multicast <name:WORD> // name-server <servers:LINE>
 // name-server interface $if
domain lookup (on)
dns // forwarder <server!:WORD> // forwarding [retry <retries:0-100> | timeout <seconds:1-3600>]
 // forwarding source-interface $if
dns forwarding (both)
logging
@ dns-view-list
500 view [vrf <vrf!:WORD>] {default|<name!:WORD>} <order!:1-65535> => dns-view-member (flat key=default)
@ dns-view-member
500 restrict // name-group <group:1-500> // source access-group <acl:WORD> // authenticated
"""

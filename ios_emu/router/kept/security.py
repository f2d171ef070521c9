"""Firewalls and lists: zones, inspection, IPS, object groups, time ranges, TrustSec; more of access lists."""

TEXT = r"""
% zone (config-sec-zone)# config
% zone-pair (config-sec-zone-pair)# config
% parameter-map (config-profile)# config
% object-group-network (config-network-group)# config
% object-group-service (config-service-group)# config
% time-range (config-time-range)# config
% ips-category (config-ips-category)# config
% ips-category-action (config-ips-category-action)# ips-category
% ips-signature (config-ips-sigdef)# config
% content-scan (config-profile)# config
% service-template (config-service-template)# config
% utd (config-utd)# config
@ config
365 ip inspect // name <name!:WORD> <protocol!:WORD> [<rest:LINE>] // audit-trail // alert-off
 // dns-timeout <seconds:1-2147483> // max-incomplete {high|low} <sessions:1-4294967295>
 // one-minute {high|low} <sessions:1-4294967295>
 // tcp {idle-time|finwait-time|synwait-time} <seconds:1-2147483>
 // tcp max-incomplete host <sessions:1-4294967295> [block-time <minutes:0-35791>]
 // tcp {block-non-session|reassembly|window-scale-enforcement} [<rest:LINE>]
 // udp idle-time <seconds:1-2147483> // log drop-pkt // L2-transparent dhcp-passthrough
 // hashtable-size <size:WORD> // waas enable // WAAS <rest:LINE> // redundancy <rest:LINE>
ip inspect // dns-timeout <seconds:1-2147483> // udp idle-time <seconds:1-2147483>
ip port-map <protocol!:WORD> port {tcp|udp} [from] <rest:LINE> (many)
ip port-map <protocol!:WORD> port <ports!:WORD> [list <acl!:WORD>] [<rest:LINE>] (many)
ip audit {notify {log|nr-director}|po <po:LINE>|name <name:LINE>|smtp <smtp:LINE>|attack <attack:LINE>|info
 <info:LINE>|signature <signature:LINE>|peer <peer:LINE>} (many)
ip ips // name <name!:WORD> [list <acl:WORD>] // config location <url!:WORD> [<rest:LINE>]
 // notify {log|SDEE|sdee} // sdf <rest:LINE> // fail closed // deny-action <rest:LINE>
 // signature <signature!:LINE> // memory <rest:LINE> // enable-clidelta
 // event-action-rules target-value <rest:LINE> // inherit-obsolete-tunings // auto-update
ip ips signature-category => ips-category
ip ips signature-definition => ips-signature
ip urlfilter <rest:LINE> (many)
ip trm <rest:LINE> (many)
ip sdee <rest:LINE> (many)
ip tcp intercept <rest:LINE> (many)
ip security <rest:LINE> (many)
587 zone security <name!:WORD> => zone (flat)
588 zone-pair security <name!:WORD> source <source:WORD> destination <destination:WORD> => zone-pair (flat)
zone-pair security <name!:WORD> => zone-pair (flat)
579 parameter-map type <type!:WORD> [<sub!:WORD>] <name!:WORD> => parameter-map
parameter-map type <type!:WORD> global => parameter-map
1012 object-group network <name!:WORD> => object-group-network
object-group service <name!:WORD> => object-group-service
object-group {security|geo|v6-network|v6-service|fqdn} <name!:WORD> => object-group-network
1080 time-range <name!:WORD> => time-range
content-scan whitelisting => content-scan
cts // sxp <rest:LINE> // role-based <rest:LINE> // credentials <rest:LINE> // authorization list <list:WORD>
 // manual // sgt <sgt:2-65519> // logging verbose // server <rest:LINE> // keystore <rest:LINE>
 // cache <rest:LINE> // reconciliation-period <seconds:0-64000> // critical-authentication <rest:LINE>
 // refresh <rest:LINE> // policy <rest:LINE> // authorization <rest:LINE>
identity // profile <kind!:WORD> [<name!:WORD>] // policy <name!:WORD> => ips-category-action
eou <rest:LINE> (many)
fallback profile <name!:WORD> => ips-category-action
service-template <name!:WORD> => service-template
utd <rest:LINE> => utd (many)
umbrella <rest:LINE> (many)
355 ip {admission|auth-proxy} max-nodata-conns <connections:1-1000>
ip admission watch-list <rest:LINE> (many)
@ zone
500 description <text:LINE>
protection parameter-map <name:WORD>
vpn <vpn:0-65530>
@ zone-pair
500 description <text:LINE>
service-policy type inspect <policy:WORD>
@ parameter-map
500 audit-trail {off|on}
alert {off|on}
max-incomplete {high|low} <sessions:1-4294967295> (many)
max-incomplete {low|high} <sessions:1-4294967295> (many)
one-minute {high|low} <sessions:1-4294967295> (many)
sessions {maximum <max:1-2147483647>|rate {high|low} <rate:LINE>|packet rate <packet:LINE>|half-open <half:LINE>}
 (many)
tcp {idle-time|finwait-time|synwait-time|max-incomplete|window-scale-enforcement|rst-count|syn-flood|half-open
 |half-close} <rest:LINE> (many)
udp {idle-time|half-open} <rest:LINE> (many)
icmp idle-time <rest:LINE>
dns-timeout <seconds:1-2147483>
gtp <rest:LINE> (many)
log {dropped-packets|summary|flow|flow-export} [<rest:LINE>] (many)
log dropped-packets
server {ip|name|fail|timeout|port|cache|block|allow|retry|retransmit|scansafe} <rest:LINE> (many)
server <rest:LINE> (many)
pattern <pattern:LINE> (many)
cache {size <size:0-200000>|timeout <timeout:0-35791>|time-to-live <ttl:0-35791>|max-size <max:LINE>|lifetime
 <lifetime:LINE>} (many)
allow-mode {on|off}
exclusive-domain {permit|deny} <name!:WORD> (many)
source-interface $if
urlf-server-log on
max-request <count:0-2147483647>
max-resp-pak <count:0-20000>
truncate <what:LINE>
block-page <page:LINE>
lisp inner-packet-inspection
application-inspect <rest:LINE> (many)
match <rest:LINE> (many)
set <rest:LINE> (many)
timeout <rest:LINE> (many)
banner <rest:LINE> (many)
type {consent|webauth|authbypass|webconsent|custom} (key=consent)
custom-page <rest:LINE> (many)
virtual-ip ipv4 <address:A.B.C.D> [virtual-host <host:WORD>]
virtual-ip ipv6 <address:X:X:X:X::X>
redirect <rest:LINE> (many)
max-http-conns <count:1-2000>
init-state time <seconds:1-65535>
max-login-attempts <count:1-65535>
fin-wait <rest:LINE>
watch-list <rest:LINE> (many)
intercept-https-enable
trustpoint <name:WORD>
consent email
secure-webauth-disable
webauth-http-enable
captive-bypass-portal
token <token:WORD>
local-domain <name:WORD>
dnscrypt
resolver {ipv4|ipv6} <address:WORD> (many)
public-key <key:LINE>
orgid <id:LINE>
api-key <key:LINE>
secret <secret:LINE>
license <rest:LINE>
user-group <rest:LINE> (many)
logging
filter <rest:LINE> (many)
sender <rest:LINE> (many)
timer <rest:LINE> (many)
vpn <rest:LINE>
per-box <rest:LINE> (many)
inspect <rest:LINE>
zone-mismatch drop
multi-tenancy
aggressive-aging <rest:LINE> (many)
syn-flood-limit <rest:LINE> (many)
category-update <rest:LINE>
port-map <rest:LINE> (many)
@ object-group-network
500 description <text:LINE>
host <host!:WORD>
group-object <name!:WORD>
range <first!:A.B.C.D> <last!:A.B.C.D>
<network!:A.B.C.D> {<mask!:MASK>|<length!:WORD>}
<prefix!:A.B.C.D/LEN>
<prefix!:X:X:X:X::X/LEN>
any
security-group tag <tag!:0-65535>
pattern <pattern:LINE> (many)
country <country!:WORD>
@ object-group-service
500 description <text:LINE>
group-object <name!:WORD>
tcp [<ports:LINE>] (many)
udp [<ports:LINE>] (many)
tcp-udp [<ports:LINE>] (many)
icmp [<message:LINE>] (many)
{ahp|eigrp|esp|gre|igmp|ip|ipinip|nos|ospf|pcp|pim|<protocol!:0-255>|<name!:WORD>} (many)
@ time-range
500 absolute [start <start:TIME> <day:1-31> <month:WORD> <year:1993-2035>] [end <end:TIME> <last-day:1-31>
 <last-month:WORD> <last-year:1993-2035>]
periodic <days:WORD>... <first:TIME> to [<end-days:WORD>...] <last:TIME> (many)
periodic <when:LINE> (many)
@ ips-category
500 category {all|<name!:WORD> [<sub!:WORD>]} => ips-category-action (flat key=all)
@ ips-category-action
500 retired {true|false}
enabled {true|false}
event-action <actions:LINE> (many)
alert-severity {high|informational|low|medium}
fidelity-rating <rating:0-100>
device {authorize|not-authorize} <rest:LINE> (many)
access-group <acl:WORD>
redirect url <url:LINE>
description <text:LINE>
user-policy <name:WORD>
ip access-group <acl:WORD> in
template <name:WORD>
@ ips-signature
500 signature <id!:1-65535> <sub!:0-255> => ips-signature (flat)
status => ips-category-action (flat)
engine => ips-category-action (flat)
@ content-scan
500 header host regex <name:WORD>
whitelist <rest:LINE> (many)
user-group <rest:LINE> (many)
@ utd
500 <rest:LINE> (many)
@ service-template
500 access-group <acl:WORD>
vlan <vlan:WORD>
voice vlan
description <text:LINE>
linksec policy {must-secure|must-not-secure|should-secure}
sgt <sgt:2-65519>
inactivity-timer <seconds:1-65535> [probe]
absolute-timer <seconds:1-1073741823>
redirect url <url:LINE>
interface-template <name:WORD>
tunnel type capwap name <name:WORD>
@ ext-nacl
500 {permit|deny} // {<protocol:0-255>|$protocol|sctp|hbh|object-group <service:WORD>} $source $destination $marks
 // {tcp|udp|sctp} $source $sports $destination $dports $marks
 // icmp $source $destination [<type:0-255> [<code:0-255>] | <message:WORD> | $message] $marks
 // igmp $source $destination [<message:WORD>] $marks (many)
dynamic <name:WORD> [timeout <minutes:1-9999>] {permit|deny} <rest:LINE> (many)
evaluate <name:WORD> (many)
<sequence:1-2147483647> {permit|deny}
 // {<protocol:0-255>|$protocol|sctp|object-group <service:WORD>} $source $destination $marks
 // {tcp|udp|sctp} $source $sports $destination $dports $marks
 // icmp $source $destination [<type:0-255> [<code:0-255>] | <message:WORD> | $message] $marks (many)
<sequence:1-2147483647> // evaluate <name:WORD> // dynamic <rest:LINE> (many)
@ std-nacl
500 {permit|deny} <name:WORD> [log] (many)
"""

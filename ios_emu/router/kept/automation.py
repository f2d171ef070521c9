"""What a box does by itself or for others: archive, EEM, kron, call-home, telemetry, hosted applications, templates."""

TEXT = r"""
% archive (config-archive)# config
% archive-log (config-archive-log-cfg)# archive
% applet (config-applet)# config
% kron-occurrence (config-kron-occurrence)# config
% kron-policy (config-kron-policy)# config
% call-home (cfg-call-home)# config
% call-home-profile (cfg-call-home-profile)# call-home
% virtual-service (config-virt-serv)# config
% app-hosting (config-app-hosting)# config
% app-hosting-sub (config-app-hosting-sub)# app-hosting
% application (config-app)# config
% application-param (config-app-param)# application
% domain (config-domain)# config
% telemetry (config-mdt-subs)# config
% template (config-template)# config
% device-classifier (config-dc)# config
% pnp-profile (config-pnp-init)# config
% wsma-profile (config-wsma-listen)# config
@ config
381 archive => archive
383 alias <mode!:WORD> <name!:WORD> <command:LINE>
subscriber templating => subscriber-templating
subscriber // authorization enable // feature <rest:LINE> // redundancy <rest:LINE> // policy <rest:LINE>
 // profile <name!:WORD>
domain <name!:WORD> => domain
wsma // agent {exec|config|filesys|notify} // profile listener <name:WORD> (many)
shell // processing full // init // trigger <name!:WORD> [<text:LINE>]
macro // name <name!:WORD> [<text:LINE>] // global description <text:LINE> // global apply <name:LINE>
 // auto global processing // auto device <device!:WORD> <rest:LINE> // auto execute <name!:WORD> <rest:LINE>
 // auto sticky // auto trigger <trigger!:WORD> // auto global control {detection|device|trigger} <rest:LINE>
 // auto monitor
device classifier
device-tracking // policy <name!:WORD> // tracking [<rest:LINE>] // binding <rest:LINE>
 // logging <rest:LINE> => device-classifier
call-home => call-home
397 template <name!:WORD> => template
940 virtual-service <name!:WORD> => virtual-service
iox
app-hosting appid <name!:WORD> => app-hosting
guestshell <rest:LINE>
netconf-yang [<rest:LINE>] (many)
restconf [<rest:LINE>] (many)
netconf // ssh [acl <acl:WORD>] // lock-time <seconds:1-300> // max-sessions <sessions:4-16>
 // max-message <kilobytes:1-2147483>
gnxi [<rest:LINE>] (many)
gnmi-yang [<rest:LINE>] (many)
telemetry // ietf subscription <number!:0-4294967295> // receiver protocol <name!:WORD>
 // transform <name!:WORD> => telemetry
yang-interfaces <rest:LINE> (many)
kron occurrence <name!:WORD> [user <user:WORD>] {at|in} <time:WORD> [<day:WORD>] [<date:WORD>]
 {oneshot|recurring|system-startup} => kron-occurrence
kron occurrence <name!:WORD> => kron-occurrence
kron policy-list <name!:WORD> [conditional] => kron-policy
1100 menu <name!:WORD> // title <text:LINE> // text <item!:WORD> <text:LINE>
 // command <item!:WORD> <command:LINE> // clear-screen // line-mode // single-space // status-line
 // prompt <prompt:LINE> // default <item:WORD> // options <item!:WORD> [pause | login]*
1190 call application <rest:LINE> (many)
application => application
1302 event // manager applet <name!:WORD> [authorization bypass] [class <class:WORD>] [trap] => applet
event manager // environment <name!:WORD> <value:LINE> // directory user {policy|library} <path:WORD>
 // session cli username <user:WORD> // policy <file!:WORD> [type {system|user}] [<rest:LINE>]
 // history size {events|traps} <size:1-50> // scheduler <rest:LINE> // detector <rest:LINE>
pnp profile <name!:WORD> => pnp-profile
pnp // startup-vlan <vlan:1-4094> // sudi {trustpoint <trustpoint:WORD>|disable}
wsma profile {listener|initiator} <name!:WORD> => wsma-profile (key=listener)
software // install <rest:LINE> // commit <rest:LINE> // auto-upgrade <rest:LINE>
@ archive
500 log config => archive-log (flat)
path <url:LINE>
maximum <count:1-14>
write-memory
time-period <minutes:1-525600>
rollback // filter adaptive // retry timeout <seconds:0-65535>
@ archive-log
500 logging // enable // size <entries:1-1000> // persistent [auto|reload]
notify syslog [contenttype {plaintext|xml}]
hidekeys
record rc
@ applet
500 description <text:LINE>
event // none [sync {yes|no}] [maxrun <seconds:WORD>] [default <wait:WORD>] // syslog <rest:LINE>
 // timer {absolute|countdown|cron|watchdog} <rest:LINE> // cli <rest:LINE> // snmp <rest:LINE>
 // track <object:1-1000> [state {up|down|any}] [<rest:LINE>] // interface <rest:LINE> // counter <rest:LINE>
 // env <rest:LINE> // config <rest:LINE> // ipsla <rest:LINE> // routing <rest:LINE>
 // neighbor-discovery <rest:LINE> // mat <rest:LINE> // identity <rest:LINE> // oir [<rest:LINE>]
 // rf <rest:LINE> // nf <rest:LINE> // gold <rest:LINE> // resource <rest:LINE> // process <rest:LINE>
 // wdsysmon <rest:LINE> // application <rest:LINE> // ioswdsysmon <rest:LINE> // rpc
 // snmp-notification <rest:LINE> // snmp-object <rest:LINE> // ssh <rest:LINE> // tag <tag!:WORD> <rest:LINE>
trigger [<rest:LINE>]
correlate <rest:LINE>
attribute <rest:LINE>
set <label!:WORD> {_exit_status|_cli_result} <value:LINE>
action <label!:WORD> // cli <rest:LINE> // syslog <rest:LINE> // mail <rest:LINE> // wait <seconds:WORD>
 // puts <rest:LINE> // set <variable:WORD> <value:LINE> // if <rest:LINE> // elseif <rest:LINE> // else // end
 // while <rest:LINE> // foreach <rest:LINE> // regexp <rest:LINE> // string <rest:LINE>
 // increment <variable:WORD> [<by:LINE>] // decrement <variable:WORD> [<by:LINE>] // add <rest:LINE>
 // subtract <rest:LINE> // multiply <rest:LINE> // divide <rest:LINE> // append <variable:WORD> [<value:LINE>]
 // snmp-trap [<rest:LINE>] // reload // exit [<code:WORD>] // break // continue // comment <text:LINE>
 // counter <rest:LINE> // info <rest:LINE> // publish-event <rest:LINE> // policy <name:WORD>
 // force-switchover // file <rest:LINE> // gets <variable:WORD> // context <rest:LINE> // help <rest:LINE>
 // track <rest:LINE> // cns-event <rest:LINE>
@ kron-occurrence
500 policy-list <name!:WORD>
@ kron-policy
500 cli <command:LINE> (many)
@ call-home
500 contact-email-addr <address:WORD>
contract-id <id:WORD>
customer-id <id:WORD>
site-id <id:WORD>
phone-number <number:WORD>
street-address <address:LINE>
mail-server <server!:WORD> priority <priority:1-100> [secure <how:WORD>]
sender // from <address:WORD> // reply-to <address:WORD>
http-proxy <server:WORD> port <port:1-65535>
http // secure server-identity-check // resolve-hostname ipv4-first
source-interface $if
source-ip-address <address:A.B.C.D>
vrf <vrf:WORD>
rate-limit <messages:1-60>
aaa-authorization [username <user:WORD>]
data-privacy {level {high|normal}|hostname|configuration}
copy profile <from:WORD> <to:WORD>
rename profile <from:WORD> <to:WORD>
alert-group <group!:WORD>
alert-group-config snapshot
syslog-throttling
profile <name!:WORD> => call-home-profile (flat)
contact-name <name:LINE>
service active [alert-group-config <group:LINE>]
@ call-home-profile
500 active (on)
destination // address {email|http|msg-format} <address!:WORD> [msg-format {long-text|short-text|xml}]
 // transport-method {email|http} (many)
destination // message-size-limit <bytes:50-3145728> // preferred-msg-format {long-text|short-text|xml}
reporting // smart-licensing-data // smart-call-home-data // all
subscribe-to-alert-group <group!:WORD> [<rest:LINE>]
anonymous-reporting-only
@ virtual-service
500 activate
ip shared host-interface $if
vnic <rest:LINE> => virtual-service (flat)
guest ip address <address:A.B.C.D>
shutdown
@ app-hosting
500 app-vnic <vnic!:WORD> [<rest:LINE>] => app-hosting-sub (flat)
app-default-gateway <gateway:A.B.C.D> guest-interface <guest:0-63>
app-resource {docker|profile <profile:WORD>|package-profile <package:WORD>} => app-hosting-sub (flat)
name-server0 <address:A.B.C.D>
name-server1 <address:A.B.C.D>
name-server2 <address:A.B.C.D>
start
@ app-hosting-sub
500 guest-ipaddress <address:A.B.C.D> netmask <mask:MASK>
guest-interface <number:0-63>
vlan <vlan!:1-4094> guest-interface <guest:0-63> => app-hosting-sub (flat)
{cpu|memory|vcpu|persist-disk} <amount:0-4294967295>
cpu-percent <percent:1-100>
run-opts <number!:1-30> <text:LINE>
prepend-pkg-opts
@ application
500 global => application-param (flat)
service <name!:WORD> [<url:WORD>] => application-param (flat)
@ application-param
500 service <name!:WORD> <rest:LINE>
param <name!:WORD> <value:LINE>
paramspace <rest:LINE> (many)
@ domain
500 address-family <rest:LINE>
border
master [hub|branch|transit|redundant|controller] [<rest:LINE>]
vrf <vrf!:WORD> => domain (flat)
border => domain (flat)
source-interface $if
site-prefixes prefix-list <list:WORD>
enterprise-prefix prefix-list <list:WORD>
hub <address:A.B.C.D>
password $password
load-balance [advanced]
class <name!:WORD> sequence <number!:1-65535> => domain (flat)
match dscp <value!:WORD> policy <policy:WORD>
path-preference <rest:LINE>
monitor-interval <seconds:1-300> dscp <dscp!:WORD>
collector <address:A.B.C.D> port <port:1-65535>
mitigation-mode aggressive
smart-probes <rest:LINE> (many)
channel-unreachable-timer <seconds:1-10>
advanced => domain (flat)
@ telemetry
500 encoding {encode-kvgpb|encode-tdl|encode-cbor} (key=encode-kvgpb)
filter // xpath <path:LINE> // tdl-uri <uri:LINE> // nested-uri <uri:LINE> // tdl-transform <name:WORD>
stream {yang-push|yang-notif-native|native}
source-address <address:WORD>
source-vrf <vrf:WORD>
update-policy {periodic <centiseconds:1-4294967295>|on-change}
receiver // ip address <address!:WORD> <port:0-65535> protocol <protocol:WORD> [<rest:LINE>]
 // name <name:WORD> // <receiver:LINE>
receiver-type protocol
host // name <name:WORD> <port:0-65535> // ip-address <address:WORD> <port:0-65535>
protocol <protocol:WORD> [<rest:LINE>]
@ template
500 dot1x <rest:LINE> (many)
access-session <rest:LINE> (many)
authentication <rest:LINE> (many)
mab [eap]
service-policy // {input|output} <policy:WORD> // type control subscriber <policy:WORD>
spanning-tree <rest:LINE> (many)
switchport <rest:LINE> (many)
ip <rest:LINE> (many)
device-tracking <rest:LINE> (many)
vlan <vlan:WORD>
voice vlan
description <text:LINE>
source template <name:WORD>
storm-control <rest:LINE> (many)
load-interval <seconds:30-600>
subscriber aging inactivity-timer <seconds:1-65535> [probe]
tunnel type capwap <rest:LINE>
inactivity-timer <seconds:1-65535> [probe]
linksec policy {must-secure|must-not-secure|should-secure}
absolute-timer <seconds:1-1073741823>
service-template <rest:LINE>
@ device-classifier
500 tracking [<rest:LINE>]
security-level {glean|guard|inspect}
limit address-count <rest:LINE>
protocol <protocol!:WORD> [prefix-list <list:WORD>]
trusted-port
device-role {node|switch}
medium-type-wireless
destination-glean <rest:LINE>
data-glean <rest:LINE>
@ pnp-profile
500 transport {http|https|xmpp|smtp} <rest:LINE> (many)
{backup|reconnect|device|initiator} <rest:LINE> (many)
@ wsma-profile
500 transport {http|https|ssh|beep|tls} <rest:LINE> (many)
transport ssh
{wsse|max-message|keepalive|idle-timeout|source|acl|reconnect|backup|stealth} [<rest:LINE>] (many)
"""

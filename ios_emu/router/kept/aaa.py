"""AAA, RADIUS, TACACS+, users and views, login policy, 802.1X."""

TEXT = r"""
% aaa-group (config-sg)# config
% aaa-accounting (cfg-acct-mlist)# config
% aaa-attribute (config-attr-list)# config
% aaa-dynamic-author (config-locsvr-da-radius)# config
% radius-server (config-radius-server)# config
% tacacs-server (config-server-tacacs)# config
% ldap-server (config-ldap-server)# config
% view (config-view)# config
% macsec-chain (config-keychain-macsec)# config
% macsec-key (config-keychain-macsec-key)# macsec-chain
% dot1x-credentials (config-dot1x-creden)# config
% radius-local (config-radsrv)# config
% radius-local-group (config-radsrv-group)# radius-local
@ config
305 security authentication failure rate <rate:2-1024> [log]
security passwords min-length <length:0-16>
312 password encryption aes (both)
key config-key password-encrypt [<key:WORD>]
310 enable secret {4|8|9} <secret:WORD>
enable password 6 <secret:WORD>
enable algorithm-type {md5|scrypt|sha256} secret <secret:LINE>
315 username <name!:WORD> [privilege <level:0-15>] password 6 <password:WORD>
username <name!:WORD> [privilege <level:0-15>] view <view:WORD> [secret [0|4|5|8|9] <secret:WORD>|password [0|6|7]
 <password:WORD>]
username <name!:WORD> // aaa attribute list <list:WORD> // access-class <acl:WORD>
 // algorithm-type {md5|scrypt|sha256} secret <secret:LINE> // autocommand <command:LINE>
 // callback-dialstring <string:WORD> // common-criteria-policy <policy:WORD> [password <secret:LINE>] // dnis
 // mac // noescape // nohangup // one-time [<proof:LINE>] // serial-number // user-maxlinks <links:1-255>
320 aaa group server {radius|tacacs+|ldap|diameter} <name!:WORD> => aaa-group
aaa local authentication attempts max-fail <attempts:1-65535>
aaa local authentication {default|<list!:WORD>} authorization {default|<other:WORD>}
aaa authentication attempts // login <attempts:1-25> // max-fail <failures:1-65535>
aaa authentication {login|enable|ppp|dot1x|arap|nasi|sgbp|onep|rejected|suppress|eou|xauth} {default|<list!:WORD>}
 <methods:WORD>...
aaa authentication // username-prompt <prompt:LINE> // password-prompt <prompt:LINE>
aaa authentication banner <text:LINE>
aaa authentication fail-message <text:LINE>
aaa authentication local-override
aaa authentication suppress null-username
aaa authorization config-commands (both)
aaa authorization console
aaa authorization {ipmobile|network|exec|reverse-access|configuration|auth-proxy|credential-download|onep
 |subscriber-service |policy-if|prepaid|cache|radius-proxy|multicast} {default|<list!:WORD>} <methods:WORD>...
aaa authorization commands <level!:0-15> {default|<list!:WORD>} <methods:WORD>...
aaa accounting update [newinfo] [periodic <minutes:1-2147483647>] [jitter maximum <jitter:0-2147483>]
aaa accounting // nested // suppress null-username // delay-start [all]
 // send stop-record authentication failure // send stop-record always // gigawords
 // include auth-profile framed-ip-address // redundancy best-effort-reuse // session-duration ntp-adjusted
 // jitter maximum <jitter:0-2147483>
aaa accounting {auth-proxy|connection|dot1x|exec|network|resource|system|identity|multicast|onep}
 {default|<list!:WORD>} [guarantee-first] [start-stop|stop-only|wait-start|none] [broadcast] [group]
 [<methods:WORD>...] => aaa-accounting (flat)
aaa accounting commands <level!:0-15> {default|<list!:WORD>} [start-stop|stop-only|wait-start|none] [broadcast]
 [group] [<methods:WORD>...] => aaa-accounting (flat)
aaa accounting system guarantee-first (on)
aaa nas port extended
aaa nas redirected-station
aaa server radius dynamic-author => aaa-dynamic-author
aaa server radius proxy
aaa attribute list <name!:WORD> => aaa-attribute
aaa configuration route {default|<list:WORD>} [group] <methods:WORD>...
aaa common-criteria policy <name!:WORD> => aaa-attribute
aaa max-sessions <sessions:1-2147483647>
aaa memory threshold authentication reject <percent:1-100>
aaa pod server [<options:LINE>]
aaa processes <processes:1-2147483647>
aaa route download [<minutes:1-1440>]
aaa user profile <name!:WORD>
aaa intercept
aaa password restriction
aaa session-mib [disconnect | population]
aaa dnis map enable
aaa policy interface-config allow-subinterface
321 aaa session-id {common|unique}
aaa cache profile <name!:WORD>
322 parser view <name!:WORD> [superview] => view (flat)
parser cache (on)
parser config cache interface
parser config partition
parser command serializer
parser command serializer-mode
354 login block-for <seconds:1-65535> attempts <tries:1-65535> within <window:1-65535>
login delay <seconds:1-10>
login quiet-mode access-class <acl:WORD>
login {on-failure|on-success} [trap | log | every <count:1-65535>]*
login string <name!:WORD> <text:LINE>
login-string <text:LINE>
460 dot1x system-auth-control
dot1x logging verbose
dot1x guest-vlan supplicant
dot1x critical {eapol|recovery delay <ms:1-10000>}
dot1x credentials <name!:WORD> => dot1x-credentials
dot1x test timeout <seconds:1-65535>
authentication mac-move {permit|deny-uncontrolled} (both)
authentication critical recovery delay <ms:1-10000>
authentication convert-to {new-style [yes] | legacy}
authentication display {legacy|new-style}
authentication logging verbose
mab logging verbose
mab request format attribute <attribute!:1-65535> <text:LINE>
eap profile <name!:WORD> => dot1x-credentials
access-session mac-move deny
access-session attributes filter-list list <name!:WORD> => dot1x-credentials
access-session accounting attributes filter-spec include list <name:WORD>
access-session authentication attributes filter-spec include list <name:WORD>
access-session acl default passthrough
access-session template monitor
device-sensor {accounting|notify {all-changes|new-tlvs}} [<options:LINE>]
device-sensor filter-list {dhcp|lldp|cdp} list <name!:WORD> => dot1x-credentials
device-sensor filter-spec {dhcp|lldp|cdp} // include list <name:WORD> // exclude {all|list <list:WORD>}
1030 tacacs-server host <host!:WORD> [single-connection | nat | port <port:1-65535> | timeout <seconds:1-1000>
 | key <type:0-7> <secret:WORD> | key <key:WORD>]*
tacacs-server key $password
tacacs-server timeout <seconds:1-1000>
tacacs-server directed-request [restricted] [no-truncate] (both)
tacacs-server // administration // packet maxsize <size:10240-65535> // attempts <count:1-1000>
 // dns-alias-lookup // cache expiry <hours:1-24> // domain-stripping // retransmit <count:0-100>
 // last-resort {password|succeed}
tacacs server <name!:WORD> => tacacs-server
1031 radius-server attribute <attribute!:1-255> <text!:LINE>
radius-server attribute list <name!:WORD>
radius-server attribute nas-port format <format:LINE>
radius-server host <host!:WORD> [alias <names:WORD>...] [auth-port <auth:0-65535> | acct-port <acct:0-65535>
 | timeout <seconds:1-1000> | retransmit <retries:0-100> | key <type:0-7> <secret:WORD> | key <key:WORD>
 | test username <user:WORD> | non-standard | ignore-acct-port | ignore-auth-port | idle-time <idle:1-35791>
 | backoff exponential | pac]*
radius-server key $password
radius-server // timeout <seconds:1-1000> // retransmit <retries:0-100> // deadtime <minutes:1-1440>
 // directed-request [restricted] // unique-ident <id:0-255> // source-ports extended
 // source-ports <ports:WORD> // optional-passwords // load-balance method least-outstanding [<options:LINE>]
 // extended-portnames // authorization permit missing Service-Type // domain-stripping [<delimiters:LINE>]
 // challenge-noecho // dead-criteria [time <time:1-120>] [tries <tries:1-100>] // retry method reorder
 // configure-nas // local // transaction max-tries <tries:1-2147483647> // accounting system host-config
 // cache expiry <hours:1-24> // throttle accounting <rate:0-65536> // throttle access <access:0-65536>
 // vsa send [cisco-nas-port] // vsa send accounting [3gpp2] // vsa send authentication [3gpp2]
 // vsa disallow unknown // backoff exponential max-delay <max:1-1440>
radius server <name!:WORD> => radius-server
ldap server <name!:WORD> => ldap-server
ldap attribute-map <name!:WORD> => ldap-server
ip {radius|tacacs} source-interface $if [vrf <vrf!:WORD>]
ip auth-proxy // name <name!:WORD> {ftp|http|telnet} [inactivity-time <minutes:1-2147483647>] [list <acl:WORD>]
 // auth-cache-time <minutes:1-2147483647> // inactivity-timer <idle:1-2147483647> // auth-proxy-audit
 // absolute-timer <minutes:0-2147483647> // init-state-timer <minutes:1-15>
 // max-login-attempts <tries:1-2147483647> // auth-proxy-banner {ftp|http|telnet} [<banner:LINE>]
 // watch-list enable // watch-list expiry-time <expiry:0-35791>
ip admission // name <name!:WORD> <rest:LINE> // absolute-timer <absolute:0-2147483647> // auth-proxy-audit
 // init-state-timer <initial:1-15> // inactivity-timer <idle:1-2147483647>
 // max-login-attempts <tries:1-2147483647> // auth-proxy-banner <kind:WORD> [<banner:LINE>]
 // watch-list enable // service-policy type tag <policy:WORD>
420 key chain <name!:WORD> {macsec|tcp} => macsec-chain (key=name)
330 aaa authorization template
aaa memory threshold {accounting|authentication} <rest:LINE> (many)
radius-server local => radius-local
radius-proxy
kerberos // clients mandatory // credentials forward // instance map <instance!:WORD> <level:0-15>
 // local-realm <realm:WORD> // preauth <method:WORD> // processes <count:1-10> // realm <name!:WORD> <realm:WORD>
 // retry <count:1-5> // server <realm!:WORD> <host!:WORD> [<port:0-65535>] // srvtab entry <entry:LINE>
 // srvtab remote <rest:LINE> // timeout <seconds:1-10>
@ aaa-group
500 server <host!:WORD> [auth-port <auth:0-65535> | acct-port <acct:0-65535>]*
server name <name!:WORD>
server-private <host!:WORD> [auth-port <auth:0-65535> | acct-port <acct:0-65535> | timeout <seconds:1-1000>
 | retransmit <retries:0-100> | non-standard | single-connection | nat | port <port:1-65535> | pac
 | test username <user:WORD> | ignore-acct-port | key <type:0-7> <secret:WORD> | key <key:WORD>]*
{ip|ipv6} vrf forwarding <vrf:WORD>
vrf <vrf:WORD>
{ip|ipv6} {radius|tacacs} source-interface $if
deadtime <minutes:1-1440>
load-balance method least-outstanding [<options:LINE>]
accounting {accept|reject|request|reply} <list:WORD>
authorization {accept|reject|request|reply} <list:WORD>
attribute nas-port format <format:LINE>
directed-request
domain-stripping
{authentication|authorization|accounting} profile <name:WORD>
key-wrap enable
mac-delimiter {colon|hyphen|none|single-hyphen}
retransmit <retries:0-100>
subscriber mac-filtering security-mode {mac|none|shared-secret}
throttle // accounting <rate:0-65536> // access <access:0-65536>
vrf forwarding <vrf:WORD>
@ aaa-accounting
500 action-type {none|start-stop [periodic {enable|disable}]|stop-only}
broadcast
group <group:WORD>
method // none // group <group:WORD>
@ aaa-attribute
500 attribute type <attribute!:WORD> <rest:LINE>
{min-length|max-length|lower-case|upper-case|numeric-count|special-case|char-changes} <count:0-127>
lifetime [year <years:0-99> | month <months:0-11> | day <days:0-30> | hour <hours:0-23> | minute <minutes:0-59>]*
@ aaa-dynamic-author
500 client <host!:WORD> [vrf <vrf:WORD>] [server-key $secret]
server-key $password
port <port:0-65535>
auth-type {any|all|session-key}
ignore {session-key|server-key}
domain // delimiter <character:WORD> // stripping [right-to-left]
@ radius-server
500 address {ipv4|ipv6} <host:WORD> [auth-port <auth:0-65535> | acct-port <acct:0-65535> | alias <other:WORD>]*
timeout <seconds:1-1000>
retransmit <retries:0-100>
key $password
pac key $password
non-standard
backoff exponential [<options:LINE>]
automate-tester username <user:WORD> [<options:LINE>]
idle-time <minutes:1-35791>
dscp {acct|auth} <dscp:1-63>
stats <options:LINE>
dtls [<options:LINE>]
tls [<options:LINE>]
key-wrap encryption-key [0|6|7] <encryption:WORD> message-auth-code-key [0|6|7] <authentication:WORD> [format
 {ascii|hex}]
@ tacacs-server
500 address {ipv4|ipv6} <host:WORD>
key $password
port <port:1-65535>
timeout <seconds:1-1000>
single-connection
send-nat-address
tls [<options:LINE>]
@ ldap-server
500 ipv4 <host:WORD>
ipv6 <host:WORD>
transport port <port:1-65535>
timeout retransmit <seconds:1-65535>
bind authenticate root-dn <dn:WORD> password $password
base-dn <dn:LINE>
search-filter user-object-type <type:WORD>
authentication {bind-first|compare} [no-authorization]
attribute map <name:WORD>
mode secure [no-negotiation]
secure trustpoint <name:WORD>
map type <attribute!:WORD> <radius:WORD> [format dn-to-string]
@ view
500 secret $secret
view <name!:WORD>
commands <mode:WORD> {include|include-exclusive|exclude} [all] <command:LINE> (many)
@ macsec-chain
500 key <number!:WORD> => macsec-key (flat)
description <text:LINE>
@ keychain
500 description <text:LINE>
@ macsec-key
500 key-string $password
{accept-lifetime|send-lifetime} <when:LINE>
@ keychain-key macsec-key
500 cryptographic-algorithm {md5|hmac-sha-1|hmac-sha-256|hmac-sha-384|hmac-sha-512|aes-128-cmac|aes-256-cmac}
lifetime <when:LINE>
send-id <id:0-255>
recv-id <id:0-255>
include-tcp-options
accept-ao-mismatch
@ dot1x-credentials
500 username <name:WORD>
password $password
anonymous-id <name:WORD>
pki-trustpoint <name:WORD>
description <text:LINE>
method {fast|gtc|leap|md5|mschapv2|peap|tls|ttls} (many)
fast [<options:LINE>]
attribute <name!:WORD> [<rest:LINE>]
option // name <name!:WORD> // number <option!:0-255>
tlv // name <name!:WORD> // number <tlv!:0-255>
@ radius-local
500 nas <address!:A.B.C.D> key $secret
group <name!:WORD> => radius-local-group (flat)
user <name!:WORD> {password|nthash} [0|7] <password:WORD> [group <group:WORD>] [mac-auth-only]
authentication {eapfast|leap|mac}
eapfast <rest:LINE> (many)
block count <count:1-4294967295> time {<seconds:1-4294967295>|infinite}
@ radius-local-group
500 vlan <vlan:1-4094>
ssid <name!:WORD>
reauthentication time <seconds:1-4294967295>
block count <count:1-4294967295> time {<seconds:1-4294967295>|infinite}
"""

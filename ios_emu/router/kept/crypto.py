"""Cryptography beyond the model: keyrings, profiles, client groups, IKEv2, GDOI, dynamic maps, PKI, EzVPN, WebVPN."""

TEXT = r"""
% isakmp-group (config-isakmp-group)# config
% isakmp-peer (config-isakmp-peer)# config
% ipsec-profile (ipsec-profile)# config
% crypto-map-kept (config-crypto-map)# config
% transform-kept (cfg-crypto-trans)# config
% ikev2-proposal (config-ikev2-proposal)# config
% ikev2-policy (config-ikev2-policy)# config
% ikev2-keyring (config-ikev2-keyring)# config
% ikev2-keyring-peer (config-ikev2-keyring-peer)# ikev2-keyring
% ikev2-profile (config-ikev2-profile)# config
% ikev2-author (config-ikev2-author-policy)# config
% ikev2-mangler (config-ikev2-name-mangler)# config
% ikev2-client (config-ikev2-flexvpn)# config
% gdoi-group (config-gdoi-group)# config
% gdoi-server (gdoi-local-server)# gdoi-group
% gdoi-sa (gdoi-sa-ipsec)# gdoi-server
% gdoi-client (config-client)# config
% trustpoint (ca-trustpoint)# config
% cert-chain (config-cert-chain)# config
% cert-map (ca-certificate-map)# config
% cert-server (cs-server)# config
% pki-profile (ca-profile-enroll)# config
% pubkey-chain (config-pubkey-chain)# config
% pubkey-key (config-pubkey-key)# pubkey-chain
% pubkey-data (config-pubkey)# pubkey-key
% ezvpn (config-crypto-ezvpn)# config
% webvpn (config-webvpn-context)# config
% webvpn-sub (config-webvpn-group)# webvpn
% ssl (config-crypto-ssl)# config
% mka-policy (config-mka-policy)# config
% identity-kept (config-crypto-identity)# config
@ config
470 crypto pki trustpoint <name!:WORD> => trustpoint
crypto ca trustpoint <name!:WORD> => trustpoint
crypto {ca|pki} {profile enrollment|trustpool policy} [<name!:WORD>] => pki-profile (key=name)
crypto {ca|pki} server [<name!:WORD>] => cert-server
crypto pki {certificate {query|storage <storage:LINE>|validate <validate:LINE>}|crl <crl:LINE>|cs
 <cs:LINE>|authorization <authorization:LINE>|token <token:LINE>|self-signed-certificate|trustpool
 <pool:LINE>|http <http:LINE>|nvgen-override|timer <timer:LINE>} (many)
crypto pki certificate map <name!:WORD> <sequence!:0-65535> => cert-map
crypto ca certificate map <name!:WORD> <sequence!:0-65535> => cert-map
crypto {ca|pki} certificate chain <name!:WORD> => cert-chain
crypto ca {identity <identity:LINE>|certificate query} (many)
crypto key pubkey-chain rsa => pubkey-chain
crypto key {generate|zeroize|import|export|move|lock|encrypt|decrypt} <rest:LINE> (never)
500 crypto isakmp // key [0|6] <key:WORD> hostname <host!:WORD> [no-xauth]
 // key [0|6] <key:WORD> address ipv6 <prefix!:X:X:X:X::X/LEN> [no-xauth] // xauth timeout <seconds:5-90>
 // nat keepalive <seconds:5-3600> // invalid-spi-recovery // aggressive-mode disable
 // disconnect-revoked-peers // fragmentation
 // keepalive <seconds:10-3600> [<retry:2-60>] [periodic|on-demand] // identity dn // default policy // enable
 // default <what:WORD> // performance <rest:LINE> // suppress <rest:LINE>
 // peer {address <address!:WORD> [vrf <vrf!:WORD>]|hostname <host!:WORD>} // diagnose error [<count:1-50>]
 // key <rest:LINE>
crypto isakmp client configuration // address-pool local <pool:WORD> // browser-proxy <name!:WORD>
 // group <name!:WORD> => isakmp-group
crypto isakmp client {firewall|configuration} <rest:LINE> (many)
crypto isakmp peer {address <address!:WORD> [vrf <vrf!:WORD>]|hostname <host!:WORD>} => isakmp-peer
 (key=address,hostname)
525 crypto isakmp profile <name!:WORD> accounting <list:WORD> => isakmp-profile
crypto logging // session // ezvpn [group <group:WORD>] // ikev2 // ipsec // isakmp (many)
490 crypto ikev2 // diagnose error [<count:1-65535>] // dpd <seconds:10-3600> <retry:2-60> {periodic|on-demand}
 // nat keepalive <seconds:5-3600> // cookie-challenge <sessions:1-1000> // limit <rest:LINE>
 // window <size:1-20> // certificate-cache <count:1-2000> // http-url cert
 // fragmentation [mtu <mtu:96-1500>] // redirect <rest:LINE> // cluster // reconnect <rest:LINE>
 // cts <rest:LINE> // disconnect-revoked-peers // fragmentation
crypto ikev2 // http-url cert
crypto ikev2 proposal {default|<name!:WORD>} => ikev2-proposal (key=name)
crypto ikev2 policy {default|<name!:WORD>} => ikev2-policy (key=name)
crypto ikev2 keyring <name!:WORD> => ikev2-keyring
crypto ikev2 profile {default|<name!:WORD>} => ikev2-profile (key=name)
crypto ikev2 authorization policy {default|<name!:WORD>} => ikev2-author (key=name)
crypto ikev2 name-mangler <name!:WORD> => ikev2-mangler
crypto ikev2 client flexvpn <name!:WORD> => ikev2-client
550 crypto ipsec // security-association replay {window-size {64|128|256|512|1024}|disable}
 // security-association multi-sn // security-association ecn <ecn:LINE>
 // security-association dummy <dummy:LINE> // security-association idle-time <idle:60-86400> default
 // df-bit {clear|set|copy} // fragmentation {before-encryption|after-encryption}
 // nat-transparency {udp-encapsulation|spi-matching} // optional [retry <seconds:30-86400>]
 // default transform-set // client ezvpn <name!:WORD> // ipv4-deny {clear|drop|jump}
 // profile {default|<name!:WORD>} // server {<name!:WORD>}
crypto ipsec nat-transparency // udp-encapsulation // spi-matching (on)
crypto ipsec security-association lifetime // seconds <seconds:120-2592000>
 // kilobytes {disable|<kilobytes:2560-4294967295>} // days <days:1-30>
555 crypto ipsec transform-set <name!:WORD> {ah-sha384-hmac|ah-sha512-hmac|esp-seal|esp-gcm [128|192|256]|esp-gmac
 [128|192|256]} [comp-lzs|esp-sha-hmac|esp-sha256-hmac|esp-sha384-hmac|esp-sha512-hmac] => transform-kept (blank
 flat key=name)
558 crypto ipsec profile {default|<name!:WORD>} => ipsec-profile (key=name)
crypto ipsec client ezvpn <name!:WORD> => ezvpn
545 crypto engine {accelerator [<slot:LINE>]|onboard <onboard:LINE>|nm|slot <slots:LINE>|software
 <software:LINE>|compliance <compliance:LINE>|aim <aim:LINE>|<rest:LINE>} (many)
crypto engine accelerator (both)
crypto call admission limit {ike {sa <sas:0-99999>|in-negotiation-sa <negotiating:10-99999>}|all in-negotiation-sa
 <all:10-99999>} (many)
crypto gdoi group [ipv6] <name!:WORD> => gdoi-group
crypto gkm group [ipv6] <name!:WORD> => gdoi-group
crypto identity <name!:WORD> => identity-kept
crypto mib <rest:LINE> (many)
crypto xauth <rest:LINE> (many)
crypto vpn <rest:LINE> (many)
crypto ssl {proposal|policy|profile|authorization policy} <name!:WORD> => ssl (key=proposal)
600 crypto map <name!:WORD> // client authentication list <list:WORD> // client accounting list <list:WORD>
 // client configuration address {initiate|respond} // isakmp authorization list <list:WORD>
 // isakmp-profile <profile:WORD> // redundancy replay-interval <rest:LINE> // gdoi fail-close
 // ipv6 <rest:LINE> // local-address <interface:INTERFACE> // dhcp <rest:LINE>
crypto map [ipv6] <name!:WORD> <sequence!:1-65535> ipsec-isakmp dynamic <dynamic:WORD> [discover] =>
 crypto-map-kept (blank flat)
crypto map [ipv6] <name!:WORD> <sequence!:1-65535> ipsec-isakmp profile <profile:WORD> => crypto-map-kept (blank
 flat)
crypto map [ipv6] <name!:WORD> <sequence!:1-65535> {gdoi|ipsec-manual|cisco} => crypto-map-kept (blank flat)
crypto map ipv6 <name!:WORD> <sequence!:1-65535> ipsec-isakmp => crypto-map-kept (blank flat)
crypto map <name!:WORD> gdoi fail-close => crypto-map-kept
mka {policy <name!:WORD>|defaults policy send-secure-announcements} => mka-policy (key=name)
webvpn {gateway|context|install|enable|cef|sslvpn-vif|import|create|aaa-authentication|mobile} [<name!:LINE>] =>
 webvpn
450 crypto ca lookup local
crypto gdoi ks rekey replay window-size <window:WORD>
crypto {wui tti|provisioning} petitioner => cert-server
crypto {wui tti|provisioning} {registrar|introducer} => cert-server
600 crypto map <name!:WORD> client username <user:WORD> password $secret
@ isakmp-policy
500 group {7|19|20|21|24}
authentication {ecdsa-sig|ecdsa-encr}
@ keyring
500 local-address {<address:A.B.C.D>|<interface:INTERFACE>} [<vrf:WORD>]
pre-shared-key address <address!:A.B.C.D> [<mask!:MASK>] key [0|6] <key:WORD>
pre-shared-key address ipv6 <prefix!:X:X:X:X::X/LEN> key [0|6] <key:WORD>
pre-shared-key hostname <host!:WORD> key [0|6] <key:WORD>
rsa-pubkey {address|name} <name!:WORD> [encryption|signature] => pubkey-key (key=name)
@ isakmp-profile
500 self-identity {address [ipv6]|fqdn|user-fqdn <user:WORD>|<identity:LINE>}
match identity address ipv6 <prefix!:X:X:X:X::X/LEN> [<vrf!:WORD>]
match identity {group <group!:WORD>|host <host!:LINE>|user <user!:LINE>} (many)
match certificate <map!:WORD>
client authentication list <list:WORD>
client configuration {address {initiate|respond}|group <group:WORD>} (many)
client {accounting list <list:WORD>|pki authorization list <pki:WORD>} (many)
isakmp authorization list <list:WORD>
accounting <list:WORD>
initiate mode aggressive
local-address {<address:A.B.C.D>|<interface:INTERFACE>} [<vrf:WORD>]
keepalive <seconds:10-3600> [retry <retry:2-60>]
virtual-template <number:1-4095>
qos-group <group:0-1023>
send-notification
@ isakmp-group
500 key $password
dns <primary:A.B.C.D> [<secondary:A.B.C.D>]
wins <primary:A.B.C.D> [<secondary:A.B.C.D>]
domain <name:WORD>
pool <pool:WORD>
acl <acl:WORD>
netmask <mask:MASK>
split-dns <name!:WORD>
include-local-lan
save-password
group-lock
max-users <users:1-5000>
max-logins <logins:1-10>
pfs
backup-gateway <host!:WORD>
banner <text:LINE>
access-restrict $if
firewall {are-u-there|policy <policy:LINE>} (many)
{auto-update|configuration|browser-proxy|crypto|smartcard-removal-disconnect|dhcp|subscriber} [<rest:LINE>] (many)
proxy <rest:LINE> (many)
{initiate|description|set|local-address} <rest:LINE> (many)
@ isakmp-peer
500 set aggressive-mode {client-endpoint <endpoint:LINE>|password <password:LINE>} (key=password)
description <text:LINE>
@ crypto-transform transform-kept
500 mode {tunnel|transport [require]}
esn
@ ipsec-profile
500 description <text:LINE>
set transform-set <sets:WORD>... (blank)
set pfs [group1|group2|group5|group14|group15|group16|group19|group20|group21|group24]
set security-association {lifetime {seconds <seconds:120-2592000>|kilobytes
 {disable|<kilobytes:2560-4294967295>}|days <days:1-30>}|idle-time <idle:60-86400> [default]|replay {window-size
 <window:64-1024>|disable}|dummy <dummy:LINE>|level per-host|ecn <ecn:LINE>|dfbit <dfbit:WORD>} (many)
set {isakmp-profile|ikev2-profile} <name:WORD>
set identity <name:WORD>
set {mixed-mode|reverse-route {distance <distance:1-255>|tag <tag:1-4294967295>|gateway <gateway:A.B.C.D>}} (many)
set {dialer|df-bit|ip} <rest:LINE> (many)
reverse-route
redundancy <group:LINE>
responder-only
reverse-route distance <distance:1-255>
dialer pre-classify
@ crypto-map crypto-map-kept
500 description <text:LINE>
set transform-set <sets:WORD>... (blank)
set pfs [group1|group2|group5|group14|group15|group16|group19|group20|group21|group24]
set peer {<peer!:WORD>} [dynamic] [default] (key=peer)
set security-association {lifetime {seconds <seconds:120-2592000>|kilobytes
 {disable|<kilobytes:2560-4294967295>}|days <days:1-30>}|idle-time <idle:60-86400> [default]|replay {window-size
 <window:64-1024>|disable}|dummy <dummy:LINE>|level per-host|ecn <ecn:LINE>|dfbit <dfbit:WORD>} (many)
set {isakmp-profile|ikev2-profile} <name:WORD>
set identity <name:WORD>
set reverse-route {distance <distance:1-255>|tag <tag:1-4294967295>|remote-peer <peer:LINE>} (many)
set ip access-group <acl:WORD> {in|out}
set df-bit {clear|set|copy}
set {nat|session-key|group|dialer|mixed-mode|tunnel} [<rest:LINE>] (many)
match address [ipv6] <acl:WORD>
match certificate <map:WORD>
reverse-route [remote-peer [<peer:A.B.C.D>] [gateway|static]|tag <tag:1-4294967295>|static]
qos pre-classify
client <rest:LINE> (many)
activate
fail-close revert
set crypto fail-close
@ interface
500 qos pre-classify
@ ikev2-proposal
500 encryption <algorithms:WORD>...
integrity <algorithms:WORD>...
prf <algorithms:WORD>...
group <groups:WORD>...
pqc <algorithms:WORD>... [required]
@ ikev2-policy
500 proposal <name!:WORD>
match fvrf {any|<vrf:WORD>}
match address local {<address!:A.B.C.D>|<address6!:X:X:X:X::X>}
match {vrf|local} <rest:LINE> (many)
@ ikev2-keyring
500 peer <name!:WORD> => ikev2-keyring-peer (flat)
@ ikev2-keyring-peer
500 description <text:LINE>
address {<address:A.B.C.D> [<mask:MASK>|<length:WORD>]|<prefix6:X:X:X:X::X/LEN>|<address6:X:X:X:X::X>}
hostname <name:WORD>
identity {address <address!:WORD>|email [domain] <email!:WORD>|fqdn [domain] <name!:WORD>|key-id <id!:WORD>}
 (key=address)
pre-shared-key [0|6|hex] <key:LINE>
pre-shared-key local [0|6|hex] <key:LINE>
pre-shared-key remote [0|6|hex] <key:LINE>
ppk <rest:LINE> (many)
@ ikev2-profile
500 description <text:LINE>
match fvrf {any|<vrf:WORD>}
match vrf {any|<vrf:WORD>}
match address local {interface <interface!:INTERFACE>|<address!:WORD>} (key=interface)
match certificate <map!:WORD>
match identity remote {address <address!:WORD> [<mask!:MASK>]|email [domain] <email!:WORD>|fqdn [domain]
 <name!:WORD>|key-id <id!:WORD>|any} (key=address)
identity local {address <address:WORD>|dn|email <email:WORD>|fqdn <name:WORD>|key-id <id:WORD>}
authentication local {pre-share [key <key:LINE>]|rsa-sig|ecdsa-sig|eap [<eap:LINE>]}
authentication remote {pre-share [key <key:LINE>]|rsa-sig|ecdsa-sig|eap [<eap:LINE>]|anyconnect-eap [<any:LINE>]}
 (many)
keyring {local <name:WORD>|aaa <list:LINE>|ppk <ppk:WORD>|<plain:WORD>} [<more:LINE>]
pki trustpoint <name!:WORD> [sign|verify]
lifetime <seconds:120-86400>
lifetime certificate
dpd <seconds:10-3600> <retry:2-60> {periodic|on-demand}
nat {keepalive <seconds:5-3600>|force-encap} (key=keepalive)
ivrf <vrf:WORD>
virtual-template <number:1-4095> [mode auto]
aaa {accounting|authentication|authorization|attribute} <rest:LINE> (many)
config-exchange {request|set accept|set send|set {accept|send}} (many)
initial-contact force
redirect gateway auth
reconnect [timeout <seconds:600-86400>]
shutdown
anyconnect profile <name:WORD>
config-mode set
ppk <rest:LINE> (many)
pqc <rest:LINE> (many)
@ ikev2-author
500 {aaa|banner|configuration|def-domain|dhcp|dns|include-local-lan|ipsec|ipv6|netmask|pool|route|session-lifetime
 |smartcard-removal-disconnect|split-dns|subnet-acl|wins|backup-gateway|browser-proxy|pfs|interface|cts}
 [<rest:LINE>] (many)
@ ikev2-mangler
500 {dn|eap|email|fqdn} <rest:LINE> (many)
@ ikev2-client
500 {peer|connect|client|source|backup} <rest:LINE> (many)
{port|standby-group|max-session|slave|holdtime} <rest:LINE> (many)
shutdown (both)
@ gdoi-group
500 identity {number <number:0-2147483647>|address ipv4 <address:A.B.C.D>}
server local => gdoi-server (flat)
server address ipv4 <address!:A.B.C.D>
server hostname <host!:WORD>
{client|passive|ip} [<rest:LINE>] (many)
@ gdoi-server
500 rekey {algorithm|address|authentication|lifetime|retransmit|transport|acknowledgement|sig-hash} <rest:LINE>
 (many)
sa ipsec <number!:0-65535> => gdoi-sa (flat)
sa receive-only
address ipv4 <address:A.B.C.D>
registration interface $if
authorization {address|identity} <rest:LINE> (many)
redundancy => gdoi-client (flat)
gdoi authorization <rest:LINE>
gikev2 <rest:LINE>
pfs
resync <rest:LINE>
sa d3p window-size {sec <seconds:1-100>|msec <ms:100-100000>}
@ gdoi-sa
500 profile <name:WORD>
match address ipv4 <acl:WORD>
match address ipv6 <acl:WORD>
replay // counter window-size [<window:64-1024>] // time window-size <time:1-100>
tag <rest:LINE>
@ gdoi-client
500 local priority <priority:1-100>
peer address ipv4 <address!:A.B.C.D>
protocol <rest:LINE> (many)
@ trustpoint
500 enrollment {selfsigned|terminal [pem]|pkcs12|mode ra|url <url:LINE>|retry {count <count:1-100>|period
 <period:1-60>}|profile <profile:WORD>|credential <credential:WORD>|http-proxy <proxy:LINE>|command} (many)
usage {ike|ssl-client|ssl-server} [<more:LINE>]
serial-number [none]
fqdn {none|<name:WORD>}
ip-address {none|<address:WORD>}
subject-name <name:LINE>
subject-alt-name <name:LINE>
password [<type:0-7>] <password:LINE>
revocation-check {crl|none|ocsp} [crl|none|ocsp] [crl|none|ocsp]
rsakeypair <name:WORD> [<bits:360-4096>] [<encryption:360-4096>]
eckeypair <name:WORD>
auto-enroll [<percent:1-100>] [regenerate|trustpool]
regenerate
crl {query <query:LINE>|optional|best-effort|cache <cache:LINE>|<rest:LINE>} (many)
ocsp {url <url:LINE>|disable-nonce} (many)
source interface $if
vrf <vrf:WORD>
chain-validation [continue [<parent:WORD>]|stop]
fingerprint <hash:WORD>
match certificate <map!:WORD> [<rest:LINE>]
storage <where:LINE>
hash {md5|sha1|sha256|sha384|sha512}
default <what:WORD>
primary
root {tftp|proxy|<url:WORD>} [<rest:LINE>]
query url <url:WORD>
on <device:WORD>
authorization {list <list:WORD>|username <user:LINE>} (many)
eku request <uses:WORD>...
validation-usage {ike|ssl-client|ssl-server}
grant auto
@ cert-chain
500 certificate <serial:LINE> (many)
certificate {ca|self-signed|rollup|rollover} <serial:LINE> (many)
crl <rest:LINE> (many)
key <rest:LINE> (many)
quit (leave)
@ cert-map
500 {subject-name|issuer-name|alt-subject-name|unstructured-subject-name|name|serial-number|valid-start
 |expires-on} {co|nc|eq|ne|lt|ge} <value:LINE> (many)
@ cert-server
500 {issuer-name|grant|lifetime|database|hash|cdp-url|mode|auto-rollover|redundancy|ip-dhcp|eku|serial-number}
 <rest:LINE> (many)
auto-rollover
shutdown (both)
@ pki-profile
500 {authentication|enrollment|parameter|cabundle|crl|revocation-check|source|storage|chain-validation|default
 |match|vrf|ocsp} <rest:LINE> (many)
@ pubkey-chain
500 named-key <name!:WORD> [encryption|signature] => pubkey-key (flat)
addressed-key <address!:WORD> [encryption|signature] => pubkey-key (flat)
@ pubkey-key
500 address <address:A.B.C.D>
key-string <key:LINE>
key-string => pubkey-data (flat)
@ pubkey-data
500 <data:LINE> (many)
quit (leave)
@ ezvpn
500 connect {auto|manual|acl <acl:WORD>}
group <name:WORD> key <key:LINE>
mode {client|network-extension|network-plus}
peer <peer!:WORD> [default]
username <user:WORD> password $password
xauth userid mode {interactive|http-intercept|local}
local-address $if
acl <acl:WORD>
virtual-interface [<number:1-4095>]
idletime <seconds:60-86400>
{backup|flow|nat|reactivate|default|local-lan|tracking|inside|outside|ssid} <rest:LINE> (many)
@ webvpn
500 {hostname|ip|http-redirect|ssl|inservice|logging|title|login-message|secondary-color|title-color|text-color
 |color|logo|max-users|aaa|gateway|default-group-policy|vrf-name|user-profile|csd|virtual-template|cifs-url-list
 |authentication|virtual-host|self-service|nbns-list} [<rest:LINE>] (many)
{policy|url-list|port-forward|acl} <rest:LINE> => webvpn-sub (flat many)
@ webvpn-sub
500 {functions|svc|banner|timeout|filter|url-list|port-forward|hide-url-bar|heading|url-text|local-port|permit
 |deny|mask-urls|nbns-list|citrix|acl|cifs-url-list|default} [<rest:LINE>] (many)
@ ssl
500 {protection|ssl|pki|ip|match|aaa|authentication|netmask|pool|rekey|timeout|dns|client|def-domain|module|route
 |include-local-lan|keepalive|mtu|dpd-interval|banner|acl|hostname|description|shutdown|user} [<rest:LINE>] (many)
@ identity-kept
500 {dn|fqdn} <value:LINE>
@ mka-policy
500 {macsec-cipher-suite|key-server|confidentiality-offset|sak-rekey|replay-protection|include-icv-indicator
 |use-updated-eth-header|send-secure-announcements|delay-protection|ssci-based-on-sci} [<rest:LINE>] (many)
"""

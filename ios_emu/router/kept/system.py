"""The box itself: services, platform, boot, clock, memory, licence, redundancy, banners."""

TEXT = r"""
% redundancy (config-red)# config
% redundancy-main (config-r-mc)# redundancy
% redundancy-app (config-red-app)# redundancy
% redundancy-app-group (config-red-app-grp)# redundancy-app
% redundancy-app-protocol (config-red-app-prtcl)# redundancy-app
% memory-policy (config-mem)# config
% control-plane (config-cp)# config
% control-plane-host (config-cp-host)# control-plane
@ config
5 upgrade fpd auto (both)
15 service // counters max age <minutes:0-60> // decimal-tty // exec-wait // hide-telnet-addresses
 // old-slip-prompts // pt-vty-logging // slave-log // telnet-zeroidle // unsupported-transceiver
 // prompt config // alignment logging // disable-ip-fast-frag // scripting // 802.11 module // heartbeat
 // tcp-keepalive-in // tcp-keepalives // nat port-map // log backtrace // exec-callback
service slave-log (on)
service prompt config (on)
service call-home (both)
service compress-config (both)
service internal (both)
service pad // cmns // from-xot // to-xot
service tcp-keepalives-in (both)
service tcp-keepalives-out (both)
service password-recovery (on)
40 platform // punt-keepalive disable-kernel-core // console {auto|serial|virtual}
 // qfp utilization monitor load <percent:1-100> // hardware throughput level MB <mbps:WORD>
 // hardware throughput level <bps:0-4294967295> [kbps|mbps] // hardware throughput crypto <crypto:WORD>
 // hardware crypto-throughput level <level:WORD> // ipsec {control-plane|fips-mode|reassemble transit}
 // sslvpn use-pd // ip features sequential // loadbalance max-paths <paths:WORD> // multicast <rest:LINE>
 // shell // trace <rest:LINE> // software <rest:LINE> // usb disable // umbrella // wdavc <wdavc:LINE>
 // rep syslog // ipv4 <rest:LINE> // bfd-debug-trace <trace:0-1>
 // resource {app-heavy|control-plane-heavy|data-plane-heavy|data-plane-normal|service-plane-heavy
 |service-plane-medium} // acl <rest:LINE> // conditional-drop // cwan <rest:LINE> // tcam <rest:LINE>
 // vfi dot1q-transparency // xconnect load-balance-hash-algo mac-ip-instanceid // smart-sfp enable (both)
hw-switch <rest:LINE> (many)
220 card type {t1|e1|t3|e3|command} <slot!:0-16> [<bay!:0-3>] [<rest:LINE>]
network-clock-participate // slot <slot!:0-15> // wic <wic!:0-15> // aim <aim!:0-3> // T1 <slot!:WORD>
 // E1 <slot!:WORD> (both)
network-clock-select <priority!:1-8> <source:LINE>
network-clock {synchronization|input-source|revertive|wait-to-restore|hold-off|quality-level|eec|log
 |output-source} <rest:LINE> (many)
network-clock synchronization automatic
esm config level <level:0-15>
hw-module <rest:LINE> (many)
206 boot // host <url:LINE> // network <url:LINE> // config <url:LINE> // bootldr <url:LINE>
 // buffersize <bytes:512-524288> // helper <url:LINE> // helper-config-file <url:LINE> // enable-break
 // manual // auto-copy-sw // private-config-file <url:WORD> // auto-download-sw // path-list <path:LINE>
boot diagnostic <image:LINE>
diagnostic // bootup level {minimal|complete} // event-log size <size:1-10000> // monitor <rest:LINE>
 // schedule <rest:LINE> // ondemand <rest:LINE> // fpga soft-error <rest:LINE>
207 license // udi pid <pid:WORD> sn <sn:WORD> // boot level <level:LINE>
 // boot module <module!:WORD> <what:LINE> // accept end user agreement // feature <feature:WORD>
 // agent <rest:LINE>
license boot suite <suite:WORD>
license smart // enable // transport {smart|cslu|callhome|off|automatic} // url <url:WORD> // url default
 // url cslu <cslu:WORD> // url smart <smart:WORD> // utility [<rest:LINE>] // usage interval <days:0-3650>
 // reservation // privacy {all|hostname|version} // proxy <rest:LINE> // throughput <rest:LINE>
 // conversion automatic // custom_id <id:LINE> // vrf <vrf:WORD> (both)
330 memory // free low-watermark {processor|io|iomem} <kbytes:1-4294967295>
 // reserve critical <kbytes:1-4294967295> // reserve console <kbytes:1-4294967295> // lite
 // statistics history table <hours:1-36> // sanity [all|buffer|queue] // check-interval <seconds:1-86400>
 // record events // chunk <rest:LINE>
memory-size iomem <percent:1-50>
buffers <pool!:WORD> {permanent|max-free|min-free|initial} <count:0-65535>
buffers // tune automatic // element <rest:LINE> // particle-clone <rest:LINE> // header <rest:LINE>
331 clock summer-time <zone:WORD> recurring [<rule:LINE>]
clock summer-time <zone:WORD> date <rule:LINE>
clock // calendar-valid // save interval <hours:8-24> // initialize nvram
calendar set <rest:LINE>
332 mmi // polling-interval <seconds:0-600> // auto-configure // pvc // snmp-timeout <seconds:1-3600> (both)
333 resource policy => memory-policy
334 system mtu // <bytes:64-9978> // routing <bytes:64-9978> // jumbo <bytes:64-9978> // alternate <bytes:64-9978>
system // env temperature threshold yellow <degrees:1-50>
 // environment temperature threshold yellow <degrees:1-50> // disable password recovery switch all
 // ignore startupconfig switch all // flowcontrol bus {auto|off|on} // watermark disable
 // jumbomtu <bytes:1500-9216>
dying-gasp primary <first:LINE>
380 redundancy => redundancy
383 xdr [<rest:LINE>]
spd // headroom <packets:0-65535> // extended-headroom <packets:0-65535>
warm-reboot [count <count:1-50> | uptime <minutes:0-120>]*
exception // core-file <file:LINE> // dump <host:A.B.C.D> // flash <rest:LINE> // crashinfo <rest:LINE>
 // memory <rest:LINE> // protocol {ftp|rcp|tftp} // region-size <bytes:1024-65536> // switch kernel
 // data-corruption <rest:LINE>
errdisable // recovery cause <cause!:WORD> // recovery interval <seconds:30-86400>
 // detect cause <cause!:WORD> [shutdown vlan|action shutdown]
 // flap-setting cause <cause!:WORD> max-flaps <flaps:1-100> time <time:1-120>
dot11 ssid <ssid!:LINE> => service-instance
dot11 // syslog // association mac-list <acl:WORD> // aaa <rest:LINE> // arp-cache [<rest:LINE>]
 // location <rest:LINE> // vlan-name <name!:WORD> vlan <vlan:1-4094> // activity-timeout <rest:LINE>
 // network-map [<seconds:1-65535>] // wpa <rest:LINE> // guest // mbssid // phone [dot11e]
 // priority-map <rest:LINE> // qos <rest:LINE> // carrier <rest:LINE> // holdoff-time <rest:LINE>
 // igmp <rest:LINE> // ids <rest:LINE>
wlccp <rest:LINE> (many)
bundle-enable
threat-visibility => memory-policy
ignition off-timer <seconds:1-7200>
ignition undervoltage threshold <volts:1-32> [<more:WORD>]
ignition // enable // sense (on)
ignition // sense-voltage threshold <volts:0-36> // battery-type {12v|24v}
service-module <rest:LINE> (many)
multilink // bundle-name {authenticated|endpoint|both|username} // virtual-template <number:1-200>
 // mode <mode:WORD>
auto qos srnd4
auto secure-mode
stackwise-virtual
switch <member!:1-16> provision <type:WORD>
switch <member!:1-16> priority <priority:1-15>
switch stack-ring speed <speed:WORD>
switch virtual domain <domain!:1-255> => redundancy
stack-mac {persistent timer <minutes:0-60>|update force}
software auto-upgrade enable
transceiver type all => memory-policy
facility-alarm <rest:LINE> (many)
alarm <rest:LINE> (many)
fan <rest:LINE> (many)
power <rest:LINE> (many)
upgrade // auto-upgrade <rest:LINE> // fpd path <path:WORD>
390 nat64 <rest:LINE> (many)
397 process cpu // threshold type {total|process|interrupt} rising <rise:1-100> interval <rise-interval:5-86400>
 [falling <fall:1-100> interval <fall-interval:5-86400>]
 // statistics limit entry-percentage <percent:1-100> [size <seconds:5-86400>] // extended [<rest:LINE>]
 // autoprofile hog
process-max-time <ms:20-200>
cpu <rest:LINE> (many)
1090 privilege <mode!:WORD> [all] {level <level:0-15>|reset} <command!:LINE>
1095 control-plane [host|transit|cef-exception] => control-plane (key=host)
1100 banner {config-save|slip-ppp|prompt-timeout|motd|login|exec|incoming} <text:LINE>
aaa authentication banner <text:LINE>
1190 prompt <prompt:LINE>
1304 scheduler // allocate <interrupt:400-60000> <process:100-4000> // interval <ms:500-65535>
 // heapcheck <rest:LINE> // runtime <rest:LINE> // process-watchdog {hang|normal|reload|terminate}
 // max-sched-time <ms:1-65535>
1306 file // prompt {alert|noisy|quiet} // verify auto
secure {boot-image|boot-config} (many)
ip finger [rfc-compliant]
ip identd
ip // rcmd <rest:LINE> // bootp server // ftp username <user:WORD> // ftp password $password
 // ftp source-interface $if // ftp passive // tftp source-interface $if // tftp boot-interface $if
 // tftp blocksize <bytes:512-8192> // tftp min-timeout <rest:LINE> // sftp username <user:WORD>
 // sftp password $password // rcmd source-interface $if // telnet source-interface $if
 // telnet tos <tos:WORD> // telnet hidden {addresses|hostnames} // telnet comport <rest:LINE> // telnet quiet
 // alias <alias!:A.B.C.D> <port:0-65535>
tftp-server <file!:LINE>
rlogin trusted-localuser-source <source:WORD> (many)
15 service {udp-small-servers|tcp-small-servers} max-servers {<servers:1-2147483647>|no-limit}
service nat enable
206 boot startup-test (on)
318 enable last-resort {password|succeed}
enable use-tacacs
300 logging listen {udp|tcp} <port:1-65535> [vrf <vrf:WORD>]
1306 oam-ac emulation-enable <seconds:0-60>
1090 password logging
@ redundancy
500 mode {none|sso|rpr|rpr-plus|stateful}
main-cpu => redundancy-main (flat)
scheme standby <group:WORD>
protocol <number:1-8>
inter-device
keepalive-enable
linecard-group <number!:0-65535> feature-card
notification-timer <ms:0-300000>
application redundancy => redundancy-app (flat)
group <rest:LINE>
maintenance-mode
config-sync <rest:LINE>
cloud provider azure <number:WORD>
cloud-ha bfd peer <peer:A.B.C.D>
mac-address use-virtual
switch <number!:1-2> priority <priority:1-255>
switch mode virtual
dual-active <rest:LINE> (many)
@ redundancy-main
500 auto-sync {standard|running-config|startup-config|config-register|bootvar}
@ redundancy-app
500 group <number!:1-2> => redundancy-app-group (flat)
protocol <number!:1-8> => redundancy-app-protocol (flat)
@ redundancy-app-group
500 name <name:WORD>
priority <priority:1-255> [failover threshold <threshold:1-255>]
preempt
data $if
control $if protocol <protocol:1-8>
asymmetric-routing // interface $if // always-divert enable
timers delay <seconds:0-10000> [reload <reload:0-10000>]
track <object!:1-1000> [decrement <amount:1-255> | shutdown]
shutdown
@ redundancy-app-protocol
500 name <name:WORD>
timers hellotime [msec] <hello:1-999> holdtime [msec] <hold:1-3000>
authentication // text <text:WORD> // md5 key-string <key:LINE> // md5 key-chain <chain:WORD>
bfd
@ memory-policy
500 policy <rest:LINE> (many)
user <rest:LINE> (many)
monitoring [interval <seconds:300-65535>]
category <name!:WORD>
@ control-plane control-plane-host
500 service-policy {input|output} <policy:WORD>
service-policy type {logging|port-filter|queue-threshold} {input|output} <policy:WORD>
management-interface $if allow <protocols:WORD>... => control-plane-host (flat)
"""

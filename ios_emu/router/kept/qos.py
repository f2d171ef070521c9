"""QoS: class maps, policy maps, map classes, tables; compression and queueing lists."""

TEXT = r"""
% class-map (config-cmap)# config
% policy-map (config-pmap)# config
% policy-class (config-pmap-c)# policy-map
% policy-police (config-pmap-c-police)# policy-class
% policy-control (config-event-control-policymap)# config
% policy-control-event (config-class-control-policymap)# policy-control
% policy-control-class (config-action-control-policymap)# policy-control-event
% table-map (config-tablemap)# config
% random-detect-group (cfg-red-grp)# config
@ config
580 class-map [match-all|match-any] <name!:WORD> => class-map (flat)
class-map type {access-control|control
 subscriber|inspect|logging|multicast-flows|ngsw-qos|port-filter|queue-threshold|site-manager|stack|traffic
 |urlfilter|nwpp|appnav|waas|performance-monitor} [<protocol!:WORD>] [match-all|match-any|match-none] <name!:WORD>
 => class-map (flat key=inspect)
class-map type inspect [<protocol!:WORD>] [match-all|match-any] <name!:WORD> => class-map (flat)
class-map type urlfilter [trend|websense|n2h2] [match-any] <name!:WORD> => class-map (flat)
585 policy-map <name!:WORD> => policy-map (flat)
policy-map type {inspect|access-control|logging|multicast-flows|performance-monitor|port-filter|queue-threshold
 |tag|appnav|waas|urlfilter|service} [<protocol!:WORD>] <name!:WORD> => policy-map (flat key=inspect)
policy-map type control subscriber <name!:WORD> => policy-control (flat)
policy-map type inspect {http|imap|pop3|smtp|sunrpc|im|p2p|sip|h323|gtpv0|gtpv1|urlfilter|overlay} <name!:WORD> =>
 policy-map (flat)
table-map <name!:WORD> => table-map
random-detect-group <name!:WORD> => random-detect-group
870 map-class {frame-relay|atm|dialer} <name!:WORD> => map-class
1067 queue-list <list!:1-16> <rest:LINE> (many)
priority-list <list!:1-16> <rest:LINE> (many)
access-list rate-limit <list:1-299> <rest:LINE> (many)
auto qos <rest:LINE>
queue-monitor <rest:LINE> (many)
ip rsvp <rest:LINE> (many)
ip rtp <rest:LINE> (many)
@ class-map
500 description <text:LINE>
match // access-group {<acl:1-2799>|name <name:WORD>} // any // not <criterion:LINE>
 // protocol <protocol:WORD> [<rest:LINE>] // [ip] dscp <values:WORD>... // [ip] precedence <values:WORD>...
 // ip rtp <first:2000-65535> <range:0-16383> // cos [inner] <values:0-7>... // class-map <name:WORD>
 // input-interface <port:INTERFACE> // qos-group <group:0-1024> // mpls experimental topmost <values:0-7>...
 // vlan inner <inner:LINE> // vlan <vlans:LINE> // mpls experimental <values:0-7>...
  // fr-de // atm-clp // traffic-category <category:WORD> // access-group {input|output} <direction:LINE> //
 source-address mac <mac:H.H.H> // destination-address mac <mac:H.H.H>
 // packet length {max <max:1-4294967295> | min <min:1-4294967295>} [max <upper:1-4294967295>]
 // discard-class <class:0-7> // fr-dlci <dlci:16-1007> // atm {clp|oam|vci <vci:LINE>} // field <rest:LINE>
 // start <rest:LINE> // flow <rest:LINE> // user-group <group:WORD>
 // security-group {source|destination} tag <tag:0-65533> // application <rest:LINE> // tag <tag:WORD>
 // traffic-class <class:0-63> // input vlan <vlans:LINE> // non-client-nrt // interface <rest:LINE>
 // metadata <rest:LINE> // url <rest:LINE> // server-domain <rest:LINE> // req-resp <rest:LINE>
 // request <rest:LINE> // response <rest:LINE> // service <rest:LINE> // data-length <rest:LINE>
 // ip <rest:LINE> // group-object <rest:LINE> // role <rest:LINE>
 // {authorization-status|result-type|method|authorizing-method-priority} <rest:LINE> // peer <rest:LINE>
 // {closed-ports|port|device-type|username|timer|client-type|activated-service-template|service-template|domain
 |current-method-priority} [<rest:LINE>] // server-response any // text-chat // login clear-text
 // invalid-command // cmd <rest:LINE> // ehlo-reply <rest:LINE> // body <rest:LINE> // header <rest:LINE>
 // mime <rest:LINE> // sender <rest:LINE> // recipient <rest:LINE> // access-list <rest:LINE>
 // program-number <rest:LINE> // file-transfer [<rest:LINE>] // search-file-name [<rest:LINE>] (many)
@ policy-map
500 description <text:LINE>
class <name!:WORD> [insert-before <other:WORD>] => policy-class (flat)
class class-default [fragment <fragment!:WORD>] => policy-class (flat)
class type {inspect|access-control|control|port-filter|queue-threshold|logging|tag|traffic|urlfilter
 |performance-monitor|appnav|waas|ngsw-qos} [<protocol!:WORD>] <name!:WORD> => policy-class (flat key=inspect)
parameter <rest:LINE> (many)
parameter type urlfpolicy <rest:LINE>
sequence-interval <interval:1-65535>
service <name:WORD>
@ policy-class
500 priority [<kbps:8-2000000>|percent <percent:1-100>|level <level:1-2>] [<burst:32-2000000>|percent
 <of:1-100>|<kbps:1-2000000>] [<more:LINE>]
priority
bandwidth [<kbps:1-100000000>|percent <percent:1-100>|remaining percent <share:1-100>|remaining ratio
 <ratio:1-1000>] [account <account:LINE>]
bandwidth qos-reference <rest:LINE>
shape {average|peak} {<bps:8000-100000000000>|percent <percent:1-100>} [<burst:LINE>]
shape {adaptive <adaptive:8000-1000000000>|fecn-adapt|max-buffers <buffers:1-4096>|fr-voice-adapt [<rest:LINE>]}
 (key=adaptive)
police <bps:8000-100000000000> [<burst:512-2147483647>] [<extended:512-2147483647>] [pir <peak:8000-100000000000>]
 [bc <bc:512-2147483647>] [be <be:512-2147483647>] [conform-action <conform:WORD> [<conform-value:WORD>]
 | exceed-action <exceed:WORD> [<exceed-value:WORD>]
 | violate-action <violate:WORD> [<violate-value:WORD>]]* => policy-police (flat indent=2)
police {cir|rate|aggregate|flow} <rest:LINE> => policy-police (flat key=cir indent=2)
police [<rest:LINE>] => policy-police (flat indent=2)
queue-limit {<packets:1-8192000>|percent <percent:0-100>} [packets|bytes|ms|us]
queue-limit {dscp|cos|precedence|qos-group|exp|atm|discard-class} <rest:LINE> (many)
queue-buffers ratio <ratio:0-100>
fair-queue [<queues:16-4096>] [queue-limit <limit:1-32768>]
fair-queue individual-limit <limit:1-32768>
random-detect [dscp-based|prec-based|cos-based|discard-class-based|ecn|aggregate|precedence-based|exp-based
 |clp-based] (key=dscp-based)
random-detect {dscp|precedence|cos|exponential-weighting-constant|exp|discard-class|atm-clp-based|qos-group}
 <rest:LINE> (many)
random-detect ecn
set // ip {dscp|precedence} {tunnel <tunnel:LINE>|<value:WORD>}
 // dscp {tunnel <tunnel:LINE>|cos [table <table:WORD>]|qos-group [table <table:WORD>]|<value:WORD>}
 // precedence {tunnel <tunnel:LINE>|<value:WORD>} [table <table:WORD>]
 // cos {<cos:0-7>|cos-inner [table <table:WORD>]|dscp [table <table:WORD>]|precedence [table <table:WORD>]}
 // cos cos [table <table:WORD>] // dscp dscp [table <table:WORD>]
 // qos-group {<group:0-1024>|dscp|precedence|mpls <mpls:LINE>} [table <table:WORD>]
 // mpls experimental {imposition|topmost} <value:0-7> // mpls experimental <value:0-7>
 // discard-class <class:0-7> // atm-clp // fr-de // fr-fecn-becn <percent:0-100> // cos-inner <cos:0-7>
 // table-map <rest:LINE> // traffic-class <class:0-63> // wlan <rest:LINE> // fr-vc-queue <rest:LINE>
 // interface <rest:LINE>
trust [cos|dscp|ip-precedence|precedence]
service-policy [input|output] <policy:WORD>
service-policy {type {inspect|access-control}|urlfilter|inspect|fragment} [<rest:LINE>] (many)
netflow-sampler <name:WORD>
compression [header ip [rtp|tcp]]
drop [log]
pass [log]
inspect [<parameter:WORD>]
allow [log]
log [flow [<rest:LINE>]]
reset [log]
content-scan out
urlfilter <parameter:WORD>
redirect <rest:LINE>
action <rest:LINE> (many)
admit cac <rest:LINE>
estimate <rest:LINE>
account [drop]
distribute <rest:LINE> (many)
pass-through
monitor <rest:LINE> (many)
optimize <rest:LINE> (many)
flow {monitor <monitor:WORD>} (many)
react <number!:0-4294967295> <what:LINE> => policy-police (flat)
ip access-group <acl:WORD>
netdp <rest:LINE>
set cos inner <inner:0-7>
fabric-queue
dbl
service-policy {http|im|imap|p2p|pop3|sip|smtp|sunrpc|h323|gtpv1|urlfilter} <policy:WORD>
rate <rest:LINE>
interval duration <seconds:1-4294967295>
@ policy-police
500 conform-action <action:WORD> [<value:WORD>] [<more:LINE>]
exceed-action <action:WORD> [<value:WORD>] [<more:LINE>]
violate-action <action:WORD> [<value:WORD>] [<more:LINE>]
conform-color <class:WORD> [exceed-color <exceed:WORD>]
threshold <rest:LINE>
alarm <rest:LINE>
action <rest:LINE> (many)
@ policy-control
500 event <event!:WORD> [match-all|match-first] => policy-control-event (flat)
class <rest:LINE> => policy-control-event (flat many)
@ policy-control-event
500 <number!:1-254> class {always|<class:WORD>} [do-all|do-until-failure|do-until-success] => policy-control-class
 (flat sort)
<number!:1-254> <action:LINE> (sort)
@ policy-control-class
500 <number!:1-254> <action:LINE> (sort)
@ table-map
500 map from <from!:0-99> to <to:0-99>
default {<value:0-99>|copy|ignore}
@ random-detect-group
500 {dscp|precedence|exp|exponential-weighting-constant|cos} <rest:LINE> (many)
"""

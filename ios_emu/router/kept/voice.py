"""Voice: dial peers, ports, services, CallManager Express, gateways."""

TEXT = r"""
% voice-service (conf-voi-serv)# config
% voice-service-sub (conf-serv-sip)# voice-service
% voice-class (config-class)# config
% voice-port (config-voiceport)# config
% voice-register (config-register-global)# config
% translation-rule (cfg-translation-rule)# config
% translation-profile (cfg-translation-profile)# config
% dial-peer (config-dial-peer)# config
% dial-peer-cor (config-dp-cor)# config
% sip-ua (config-sip-ua)# config
% telephony (config-telephony)# config
% ephone (config-ephone)# config
% gatekeeper (config-gk)# config
% mgcp-profile (config-mgcp-profile)# config
% dspfarm (config-dspfarm-profile)# config
% ccm-manager-fallback (config-cm-fallback)# config
@ config
378 voice-card <slot!:WORD> => mgcp-profile
voice service {voip|pots|saf} => voice-service
voice class <kind!:WORD> <tag!:LINE> => voice-class
voice register {global|dn <number!:1-10000>|pool <number!:1-10000>|template <number!:1-10000>|dialplan
 <number!:1-24>|session-server <server!:1-1000>} => voice-register (key=global)
voice translation-rule <number!:1-2147483647> => translation-rule
voice translation-profile <name!:WORD> => translation-profile
voice {hunt-group|user-profile|logout-profile|moh-group|source-group|call|rtp|iec|hpi|mlpp|emergency
 |enum-match-table|local-bypass|dsp|cause-code|echo-canceller|vad-time|pcm|vpa|confirmation-tone|vrf}
 [<rest:LINE>] => mgcp-profile (many)
1102 voice-port <port!:LINE> => voice-port
mgcp [<rest:LINE>] (many)
1104 mgcp profile <name!:WORD> => mgcp-profile
ccm-manager <rest:LINE> (many)
ccm-manager {mgcp|music-on-hold|fallback-mgcp|redundant-host <hosts:LINE>} (many)
sccp [<rest:LINE>] (many)
sccp ccm group <group!:1-50> => dspfarm
1106 dspfarm profile <number!:1-65535> <kind:LINE> => dspfarm
dspfarm [<rest:LINE>] (many)
1108 dial-peer voice <tag!:1-2147483647> {pots|voip|mmoip|vofr|voatm} [<rest:LINE>] => dial-peer
dial-peer cor custom => dial-peer-cor
dial-peer cor list <name!:WORD> => dial-peer-cor
dial-peer {terminator <character:WORD>|hunt <order:0-7>|outbound <outbound:LINE>|search <search:LINE>|no-match
 <match:LINE>|data <data:LINE>|inbound <inbound:LINE>|default-rejection} (many)
num-exp <pattern!:WORD> <expansion:WORD>
1110 gateway => mgcp-profile
1112 sip-ua => sip-ua
1114 gatekeeper => gatekeeper
1116 telephony-service => telephony
call-manager-fallback => ccm-manager-fallback
1118 ephone-dn <number!:1-10000> [dual-line|octo-line] => ephone
ephone <number!:1-10000> => ephone
ephone-template <number!:1-20> => ephone
ephone-dn-template <number!:1-20> => ephone
ephone-hunt <number!:1-100> <kind:LINE> => ephone
ephone-type <name!:WORD> [<rest:LINE>] => ephone
call {threshold|treatment|rsvp-sync|fallback|spike|history-mib|accounting-template|denial|leg|monitor|filter
 |service|route} [<rest:LINE>] (many)
call rsvp-sync (both)
credentials => mgcp-profile
media <rest:LINE> (many)
trunk group <name!:LINE> => mgcp-profile
translation-rule <number!:1-2147483647> => translation-rule
1040 ss7 {mtp2-variant|mtp3|session|set|dt-controller|retransmit} <rest:LINE> (many)
spe <rest:LINE> (many)
@ voice-service
500 {allow-connections|fax|modem|dtmf-interworking|address-hiding|mode|media|supplementary-service|redirect
 |callmonitor|signaling|clid|rtcp|shutdown|no-digest|notify|redundancy-group|trace|ip|rtp-port|stats|codec
 |voice-class|media-address|nat|qos|srtp|sdp|vxml|cpa} [<rest:LINE>] (many)
{h323|sip|stun|fmd|ptt} => voice-service-sub (flat)
ip address trusted list => voice-service-sub (flat)
gcid
@ voice-service-sub voice-class voice-register translation-profile sip-ua telephony ephone
500 <setting:LINE> (many)
@ gatekeeper mgcp-profile dspfarm ccm-manager-fallback dial-peer-cor
500 <setting:LINE> (many)
@ voice-port
500 description <text:LINE>
shutdown
{signal|cptone|timing|timeouts|connection|caller-id|echo-cancel|input|output|station-id|translation-profile
 |trunk-group|ring|operation|type|impedance|dial-type|bearer-cap|compand-type|non-linear|comfort-noise
 |battery-reversal|disconnect-ack|supervisory|music-threshold|playout-delay|idle-voltage|auto-cut-through|mwi
 |pre-dial-delay|busyout|threshold|vad|voice-class|alt-battery-feed|loss-plan|local-alerting|lmr|dtmf|define
 |condition|detect|calling-number|secondary|group-range|stcapp|ntt|port|bootup|rewrite|snmp|media|privacy
 |groupname} [<rest:LINE>] (many)
@ translation-rule
500 rule <number!:1-100> <rule:LINE>
@ dial-peer
500 description <text:LINE>
destination-pattern <pattern:LINE>
port <port:LINE>
session {protocol|target|transport|server-group} <rest:LINE> (many)
incoming {called-number|calling|uri|alerting|dialpeer|port} <rest:LINE> (many)
shutdown
{codec|dtmf-relay|vad|preference|forward-digits|prefix|direct-inward-dial|translation-profile|huntstop|max-conn
 |no-digit-strip|digit-strip|fax|modem|voice-class|corlist|service|answer-address|answer|ip|tech-prefix|trunkgroup
 |supplementary-service|media|progress_ind|clid|permission|destination|req-qos|acc-qos|numbering-type|register
 |application|authentication|icpif|playout-delay|expect-factor|rtp|signaling|snmp|sip|srtp|outbound-proxy
 |called-number|carrier-id|num-exp|session-target|tone|max-redirects|modem-relay|dtmf-interworking|connection
 |gw-accounting|image|information-type|max-bandwidth|redirect|security|settle-call|signal-type|translate-outgoing
 |weight|trunk-group-label|call-block|block|disc_pi_off|calling-number|callmonitor|paramspace|video|text}
 [<rest:LINE>] (many)
sip-register (on)
"""

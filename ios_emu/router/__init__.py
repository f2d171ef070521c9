"""One box: its services, in which the features meet, and everything that belongs to no feature.

The whole
- `router`     the box: its parts, its power switch, its interfaces by name
- `feature`, `catalog`, `facts`   what a feature is to a router; which there are; what parts tell each other
- `release`, `hardware`   which IOS it speaks, and the one way to choose a format by that; kinds of interface
- `kept`, `commands`, `show`   configuration without effect; the commands of this room, and what they print

Interfaces and links
- `interface`, `trunk`, `counters`   carrier and line protocol; subinterfaces with VLAN tags; what was counted
- `arp`        who has which address on a link

IPv4
- `ip`, `reassembly`, `icmp`, `udp`, `mss`   the fast path and the slow path; fragments; errors, echoes; datagrams
- `tcp`, `telnet`   packages of their own: connections; the virtual lines and what calls from here
- `rib`, `route`, `static`, `fib`   the routing table and who offers to it; what it comes to for a packet
- `acl`, `acl_log`, `prefix_list`, `route_map`, `policy_routing`   who may pass, and which way
- `packet_debug`   `debug ip packet` and its kind

Services that features meet in
- `tracking`, `tracked`   tracked objects
- `redundancy`            groups of routers of which one is active
- `key_engine`, `keylog`  who negotiates keys, and who uses them; every key, for those who teach

Configuration and sessions
- `boot`, `changes`, `config_diff`, `encryption`   reading a configuration; its history; differences; passwords in it
- `session`, `context`, `terminal`, `line`, `output`   who is at the prompt, what commands get, what becomes of output
- `login`, `privileges`, `secrets`, `aliases`, `name_lookup`   who may do what; names of commands and of hosts
- `logging`, `files`, `reloading`   syslog and debug; the file systems; `reload`
"""

"""The protocols of a router, a folder each; none of them imports another (`ios_emu.router` says where they meet).

- `hsrp`    first-hop redundancy (RFC 2281)
- `ospf`    OSPFv2 (RFC 2328)
- `isakmp`  IKEv1: keys are agreed on (RFC 2408, 2409)
- `ipsec`   ESP and AH, crypto maps, reverse routes (RFC 2401, 2402, 2406)
- `track`   the commands of tracked objects
"""

"""TCP (RFC 9293): virtual, and enough for telnet between routers and from anybody on their networks.

- `machine`   one connection: a pure state machine, segments and wishes in, `effects` out
- `ports`     the TCP layer of a router: who listens, connections, resets for what is for nobody

The window is 4128 octets and the segment size 536, as on IOS. What comes out of order is dropped and sent again by
the other side; no round trip is measured, and there is no congestion control: a window of seven segments needs none.
Nagle's algorithm, keepalives, urgent data, SACK, window scaling and path MTU discovery are left out.
"""

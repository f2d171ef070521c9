"""Many boxes: what is cabled to what, and what a transcript does with it.

- `document`, `topology`  lab files (containerlab's schema) as plain values, mistakes with file and line
- `link`, `switch`        cables with latency, carrier and taps; LANs that learn MAC addresses
- `impair`, `outside`     what bad lines do to frames; doors to the world outside
- `capture`, `recording`  what somebody hears who listens; captures, as `pcapng` files
- `wireshark`             the keys of IKE and ESP as Wireshark reads them
- `lab`, `state`          the lab itself, and the lab as bytes
- `transcript`, `replay`  transcripts: read, and run against a lab
- `catalog`               which features the routers have
"""

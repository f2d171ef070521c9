"""Many boxes: what is cabled to what, and what a transcript does with it.

- `document`, `topology`  lab files (containerlab's schema) as plain values, mistakes with file and line
- `link`, `switch`        cables with latency, carrier and taps; LANs that learn MAC addresses
- `impair`, `outside`     what bad lines do to frames; doors to the world outside
- `capture`, `recording`  what somebody hears who listens; captures, as `pcapng` files
- `wireshark`             the keys of IKE and ESP as Wireshark reads them
- `lab`, `state`          the lab itself, and the lab as bytes
- `transcript`, `replay`  transcripts: read, and run against a lab; `scribe` writes what happens
- `journal`               a session, recorded as a transcript
- `verdict`               a transcript as it was recorded, compared with how it went
- `catalog`               which features the routers have
- `duration`, `error`     spans of time as people write them; what a user is told of a mistake
"""

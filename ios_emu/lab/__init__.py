"""Many boxes: what is cabled to what, and what a transcript does with it.

- `document`, `topology`  lab files (containerlab's schema) as plain values, mistakes with file and line
- `link`, `switch`        cables with latency, carrier and taps; LANs that learn MAC addresses
- `lab`, `state`          the lab itself, and the lab as bytes
- `transcript`, `replay`  transcripts: read, and run against a lab
- `catalog`               which features the routers have
"""

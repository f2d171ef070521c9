"""Telnet between routers, over `ios_emu.router.tcp`.

- `protocol.py`     the NVT: commands, options (RFC 854, 855, 857, 858), line endings
- `line_editor.py`  a line as it is typed from far away, character by character, and its echo
- `vty.py`          the server: the virtual lines, who may come in, and the sessions on them
- `client.py`       `telnet`: a job that hands what is typed to the other side, and the connections of a session

The keys of a person at the console go out one by one and come back as the other side's echo, as on a real terminal.
"""

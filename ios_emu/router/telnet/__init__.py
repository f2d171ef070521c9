"""Telnet between routers, over `ios_emu.router.tcp`.

- `protocol`     the NVT: commands, options (RFC 854, 855, 857, 858), line endings
- `line_editor`  a line as it is typed from far away, character by character, and its echo
- `vty`          the server: the virtual lines, who may come in, and the sessions on them
- `client`       `telnet`: a job that hands what is typed to the other side, and the connections of a session
- `dial`         which call a line of exec mode asks for

The keys of a person at the console go out one by one and come back as the other side's echo, as on a real terminal.
"""

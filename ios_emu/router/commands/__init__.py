"""The commands of the router room: everything that belongs to no feature.

- `config_global`, `config_interface`, `config_route`, `config_acl`, `config_line`   configuration
- `exec_session`, `exec_files`, `exec_show`, `exec_clear`, `exec_ping`, `debug`       what is typed at a prompt
- `ping`, `traceroute`, `questions`   jobs: commands that take time or ask
- `acl_entry`, `ports`, `secrets`     the language of access lists; the hash of `enable secret`

Features bring their own; `ios_emu.router.catalog` puts all of them into one table.
"""

from __future__ import annotations

from ios_emu.grammar.grammar import Mode
from ios_emu.router.commands.config_acl import ACL_COMMANDS, ACL_MODES
from ios_emu.router.commands.config_global import GLOBAL_COMMANDS
from ios_emu.router.commands.config_interface import INTERFACE_COMMANDS
from ios_emu.router.commands.config_line import LINE_COMMANDS
from ios_emu.router.commands.config_route import ROUTE_COMMANDS
from ios_emu.router.commands.exec_clear import CLEAR_COMMANDS
from ios_emu.router.commands.exec_files import FILE_COMMANDS
from ios_emu.router.commands.exec_ping import PING_COMMANDS
from ios_emu.router.commands.exec_session import SESSION_COMMANDS
from ios_emu.router.commands.exec_show import SHOW_COMMANDS

MODES = (
    Mode("exec", ">"),
    Mode("privileged", "#", "exec"),
    Mode("config", "(config)#"),
    Mode("interface", "(config-if)#", "config"),
    Mode("line", "(config-line)#", "config"),
    *ACL_MODES,
)

COMMANDS = (
    *GLOBAL_COMMANDS,
    *INTERFACE_COMMANDS,
    *ROUTE_COMMANDS,
    *ACL_COMMANDS,
    *LINE_COMMANDS,
    *SESSION_COMMANDS,
    *FILE_COMMANDS,
    *PING_COMMANDS,
    *SHOW_COMMANDS,
    *CLEAR_COMMANDS,
)

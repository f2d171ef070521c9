"""The commands of the router room: everything that belongs to no feature.

- `config_global`, `config_interface`, `config_mac`, `config_route`, `config_acl`, `config_line`   configuration
- `config_prefix_list`, `config_route_map`, `exec_policy`   routing policy
- `config_access`   who may do what and how he is greeted: enable secrets, usernames, banners, aliases
- `exec_session`, `exec_terminal`, `exec_telnet`, `exec_running`, `exec_config`, `exec_files`, `exec_reload`,
  `exec_show`, `exec_tech`, `exec_clear`, `exec_ping`, `debug`   what is typed at a prompt
- `ping`, `traceroute`, `questions`   jobs: commands that take time or ask
- `acl_entry`, `ports`, `service_types`   the language of access lists

Features bring their own; `ios_emu.router.catalog` puts all of them into one table.
"""

from __future__ import annotations

from ios_emu.grammar.grammar import Mode
from ios_emu.router.commands.config_access import ACCESS_COMMANDS
from ios_emu.router.commands.config_acl import ACL_COMMANDS, ACL_MODES
from ios_emu.router.commands.config_global import GLOBAL_COMMANDS
from ios_emu.router.commands.config_interface import INTERFACE_COMMANDS
from ios_emu.router.commands.config_line import LINE_COMMANDS
from ios_emu.router.commands.config_mac import MAC_COMMANDS
from ios_emu.router.commands.config_prefix_list import PREFIX_LIST_COMMANDS
from ios_emu.router.commands.config_route import ROUTE_COMMANDS
from ios_emu.router.commands.config_route_map import ROUTE_MAP_COMMANDS, ROUTE_MAP_MODES
from ios_emu.router.commands.exec_clear import CLEAR_COMMANDS
from ios_emu.router.commands.exec_config import CONFIG_COMMANDS
from ios_emu.router.commands.exec_files import FILE_COMMANDS
from ios_emu.router.commands.exec_ping import PING_COMMANDS
from ios_emu.router.commands.exec_policy import POLICY_COMMANDS
from ios_emu.router.commands.exec_reload import RELOAD_COMMANDS
from ios_emu.router.commands.exec_running import RUNNING_COMMANDS
from ios_emu.router.commands.exec_session import SESSION_COMMANDS
from ios_emu.router.commands.exec_show import SHOW_COMMANDS
from ios_emu.router.commands.exec_tech import TECH_COMMANDS
from ios_emu.router.commands.exec_telnet import TELNET_COMMANDS
from ios_emu.router.commands.exec_terminal import TERMINAL_COMMANDS

MODES = (
    Mode("exec", ">"),
    Mode("privileged", "#", "exec"),
    Mode("config", "(config)#"),
    Mode("interface", "(config-if)#", "config"),
    Mode("interface-range", "(config-if-range)#", "interface"),
    Mode("line", "(config-line)#", "config"),
    *ACL_MODES,
    *ROUTE_MAP_MODES,
)

COMMANDS = (
    *GLOBAL_COMMANDS,
    *ACCESS_COMMANDS,
    *INTERFACE_COMMANDS,
    *MAC_COMMANDS,
    *ROUTE_COMMANDS,
    *ACL_COMMANDS,
    *PREFIX_LIST_COMMANDS,
    *ROUTE_MAP_COMMANDS,
    *LINE_COMMANDS,
    *SESSION_COMMANDS,
    *TERMINAL_COMMANDS,
    *TELNET_COMMANDS,
    *RUNNING_COMMANDS,
    *CONFIG_COMMANDS,
    *FILE_COMMANDS,
    *RELOAD_COMMANDS,
    *PING_COMMANDS,
    *SHOW_COMMANDS,
    *TECH_COMMANDS,
    *CLEAR_COMMANDS,
    *POLICY_COMMANDS,
)

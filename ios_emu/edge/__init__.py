"""The outside world: the wall clock, the terminal, files. Only this floor may use asyncio, sockets and signals.

- `pace`     lets a lab's virtual time follow the wall clock, faster, or as fast as the machine can
- `console`  the prompt_toolkit console, one router at a time; `keys` what its keys do, `editing` how lines are edited
- `hand`     what a user does there, as it is recorded; `screen` what may go to a terminal
- `escape`   the commands of the lab itself; `status` how the lab's own messages and the toolbar look
- `links`    what is attached to links: captures, what passed lately, the world outside; and the commands about them
- `dissect`  frames as people read them
- `tap`      TAP devices and interfaces of Linux behind the doors of a lab; `live` transcripts in such a lab
- `replay`, `play`, `check`, `listing`   what `ios-emu` draws for these commands
- `nvram`    startup-configs that outlive the process
"""

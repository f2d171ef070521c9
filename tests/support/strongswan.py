"""strongSwan as a neighbour of emulated routers: a charon at a place of its own. Needs root and Debian's
strongswan-charon, strongswan-swanctl and libcharon-extra-plugins."""

from __future__ import annotations

from pathlib import Path

from support import outside
from support.outside import LIMIT, Place, World

CHARON = Path("/usr/lib/ipsec/charon")
LIBIPSEC = Path("/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so")
PROGRAMS = (CHARON, LIBIPSEC, "swanctl", "ping")


def missing() -> str:
    """Why this machine cannot do it; empty when it can."""
    return outside.missing(*PROGRAMS)


class Swan:
    """A charon at a place. `config`: its swanctl.conf."""

    def __init__(self, world: World, place: Place, folder: Path, config: str) -> None:
        self._world = world
        self._place = place
        self._folder = folder
        (folder / "swanctl.conf").write_text(config)
        (folder / "strongswan.conf").write_text(_STRONGSWAN.format(folder=folder, plugins=_PLUGINS))
        shell = f"mount -t tmpfs tmpfs /run; exec {CHARON} > {folder}/charon.out 2>&1"
        self.process = place.start(
            *("unshare", "-m", "bash", "-c", shell),
            environment={"STRONGSWAN_CONF": str(folder / "strongswan.conf")},
        )
        assert world.wait((folder / "vici").exists), "charon does not start"
        load = ("--load-all", "--file", f"{folder}/swanctl.conf")
        world.patiently(lambda: "successfully loaded" in self.control(*load), True)

    def control(self, *arguments: str) -> str:
        """What swanctl says."""
        return self._place.call("swanctl", *arguments, "--uri", f"unix://{self._folder}/vici")

    def initiate(self, child: str = "c", timeout: float = LIMIT / 2) -> str:
        """Have it bring a tunnel up; "" if it is, otherwise why it is not."""
        said = self.control("--initiate", "--child", child, "--timeout", f"{timeout:.0f}")
        return "" if "initiate completed successfully" in said else said

    def sas(self) -> str:
        """`swanctl --list-sas`."""
        return self.control("--list-sas")

    def log(self) -> str:
        """What charon has logged."""
        return (self._folder / "charon.log").read_text()


_PLUGINS = (
    "random nonce aes sha1 sha2 md5 hmac kdf gmp openssl kernel-libipsec kernel-netlink socket-default updown vici"
)
_STRONGSWAN = """\
charon {{
  load = {plugins}
  retransmit_timeout = 2.0
  retransmit_base = 1.4
  retransmit_tries = 3
  install_virtual_ip = no
  filelog {{
    f {{
      path = {folder}/charon.log
      default = 1
      ike = 2
      enc = 1
      cfg = 2
      flush_line = yes
    }}
  }}
  plugins {{
    openssl {{
      load_legacy = yes
    }}
    vici {{
      socket = unix://{folder}/vici
    }}
    kernel-libipsec {{
      load = yes
      allow_peer_ts = yes
    }}
  }}
}}
"""

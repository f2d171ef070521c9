"""What the emulator costs. Each line gives the measured value, a bare one measured in the same run, and their
ratio, so that numbers from different machines can be compared. Run by `scripts/bench`."""

from __future__ import annotations

import asyncio
import contextlib
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prompt_toolkit.input import PipeInput

    from ios_emu.kernel import Kernel

ROOT = Path(__file__).parents[1]
LAB = ROOT / "configs" / "ha-vpn.clab.yml"
BARE = (
    "import cryptography.hazmat.primitives.ciphers, cryptography.hazmat.primitives.hmac, "
    "cryptography.hazmat.primitives.asymmetric.dh"
)
PING = "!@ wait 60s\n7206-1#ping 20.1.1.1 source Loopback0\n"
TRANSFORMS = (
    "esp-null esp-md5-hmac",
    "esp-des esp-md5-hmac",
    "esp-3des esp-sha-hmac",
    "esp-aes esp-sha-hmac",
    "esp-aes 256 esp-sha-hmac",
)
SIZES = (100, 1400)


def show(what: str, value: float, unit: str, bare: float, beside: str) -> None:
    """One line of the report."""
    print(f"{what:<44}{value:>10.2f} {unit:<4}{bare:>10.2f} {unit:<4}{value / bare:>8.1f}x  {beside}", flush=True)


def best(run: Callable[[], float], times: int = 3) -> float:
    """The least of several measurements: the one least disturbed."""
    return min(run() for _ in range(times))


def python(*arguments: str) -> list[str]:
    """A command line of this Python."""
    return [sys.executable, *arguments]


# -- a key pressed at the console until the line shows it -----------------------------------------------------------
PRESSES = 40


def keys() -> None:
    """A letter, Tab and `?` at the console of the seed lab, which runs as fast as it can meanwhile."""
    from prompt_toolkit import PromptSession

    def bare(pipe: PipeInput) -> tuple[Coroutine[None, None, object], Callable[[], str]]:
        prompt: PromptSession[str] = PromptSession()
        return prompt.prompt_async(), lambda: prompt.default_buffer.text

    beside = 1e3 * asyncio.run(_presses(bare, "x"))
    for what, key in (("letter", "x"), ("Tab", "\t"), ("?", "?")):
        measured = 1e3 * asyncio.run(_presses(_console, key))
        show(f"key press, {what}, lab at full speed", measured, "ms", beside, "prompt_toolkit, a letter")


def _console(pipe: PipeInput) -> tuple[Coroutine[None, None, object], Callable[[], str]]:
    """The console of the seed lab, and what shows that a key has been taken: the line, or what was printed."""
    from ios_emu.edge.console import LabConsole
    from ios_emu.edge.nvram import Nvram
    from ios_emu.edge.pace import SPEEDS
    from ios_emu.lab.lab import Lab
    from ios_emu.lab.recording import Recorder

    lab = Lab.load(LAB)
    console = LabConsole(lab, SPEEDS["max"], Nvram(lab.name, Path(tempfile.gettempdir())), Recorder(lab))

    def seen() -> str:
        prompt = console._prompts.get(console.current)
        typed = prompt.default_buffer.text if prompt is not None else ""
        printed = sys.stdout.getvalue() if isinstance(sys.stdout, io.StringIO) else ""
        return f"{typed} {printed.count('Exec commands')} {printed.count('% Unrecognized')}"

    return console.run(), seen


async def _presses(
    make: Callable[[PipeInput], tuple[Coroutine[None, None, object], Callable[[], str]]], key: str
) -> float:
    """Seconds from a key to its effect: the mean of many presses."""
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    total = 0.0
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=DummyOutput()),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        console, seen = make(pipe)
        running = asyncio.create_task(console)
        await asyncio.sleep(1)
        for _ in range(PRESSES):
            pipe.send_text("\x05\x15" + ("sh" if key == "\t" else ""))
            await asyncio.sleep(0.05)
            before, since = seen(), time.perf_counter()
            pipe.send_text(key)
            while seen() == before:
                await asyncio.sleep(0)
            total += time.perf_counter() - since
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return total / PRESSES


# -- process start to the first ping answered through the tunnel --------------------------------------------------
def start() -> None:
    """From nothing to the first `!`: a lab booted, HSRP and OSPF converged, IKE and IPsec negotiated."""

    def emulator() -> float:
        begin = time.perf_counter()
        with subprocess.Popen(
            python("-m", "ios_emu", "run", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        ) as process:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(PING.encode())
            process.stdin.close()
            for line in process.stdout:
                if line.strip() and not line.strip().strip(b"!.") and b"!" in line:
                    return time.perf_counter() - begin
        raise SystemExit("bench: the ping through the tunnel was not answered")

    def bare() -> float:
        begin = time.perf_counter()
        subprocess.run(python("-c", BARE), check=True)
        return time.perf_counter() - begin

    show(
        "process start to first tunnel ping",
        best(emulator),
        "s",
        best(bare),
        "python with cryptography, nothing done",
    )


# -- the idle lab -------------------------------------------------------------------------------------------------
class Ticker:
    """Does nothing but come again: the least an event can cost."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel

    def on_event(self, what: object) -> None:
        """Once more."""
        self.kernel.after(1, self, what)


def idle() -> None:
    """One virtual hour of the seed lab with nobody typing."""
    from ios_emu import Lab
    from ios_emu.kernel import Kernel

    lab = Lab.load(LAB)
    lab.run(seconds=120)
    before = lab.kernel.trace.count
    begin = time.perf_counter()
    lab.run(minutes=60)
    took = time.perf_counter() - begin
    frames = lab.kernel.trace.count - before

    kernel = Kernel()
    kernel.after(1, Ticker(kernel), None)
    begin = time.perf_counter()
    kernel.run_until(frames)
    bare = time.perf_counter() - begin
    print(f"{'idle lab, one virtual hour':<44}{3600 / took:>10.0f} virtual seconds in a real one")
    show("idle lab, per frame on a cable", took / frames * 1e6, "us", bare / frames * 1e6, "an empty event")


# -- forwarding ---------------------------------------------------------------------------------------------------
def hop() -> None:
    """A transit packet through the provider: received, looked up, TTL and checksum, new MAC addresses, sent."""
    from ios_emu import Lab
    from ios_emu.wire import ethernet, ipv4

    lab = Lab.load(LAB)
    lab.run(seconds=60)
    lab["7206-1"].execute("ping 20.1.1.1 source Loopback0")
    provider = lab["provider"]
    inward = provider.interfaces["FastEthernet0/0"]
    source, destination = (
        lab[name].interfaces[port].ip
        for name, port in (("7204VXR-1", "FastEthernet0/0"), ("vpn7200", "FastEthernet0/1"))
    )
    assert source is not None and destination is not None
    for size in SIZES:
        packet = ipv4.build(source, destination, 253, bytes(size - 20))
        frame = ethernet.build(inward.mac, inward.mac, ethernet.ETHERTYPE_IPV4, packet)
        count = 5000

        def forward(frame: bytes = frame, count: int = count) -> float:
            begin = time.perf_counter()
            for _ in range(count):
                inward.receive(frame)
            took = time.perf_counter() - begin
            lab.run(seconds=1)
            return took / count * 1e6

        def bare(packet: bytes = packet, count: int = count) -> float:
            begin = time.perf_counter()
            for _ in range(count):
                ipv4.decrement_ttl(packet)
            return (time.perf_counter() - begin) / count * 1e6

        sent = provider.interfaces["FastEthernet0/1"].counters.packets_out
        value = best(forward)
        if provider.interfaces["FastEthernet0/1"].counters.packets_out - sent < 3 * count:
            raise SystemExit("bench: the provider did not forward")
        show(f"forwarded hop, {size} bytes", value, "us", best(bare), "TTL and checksum alone")


# -- ESP ----------------------------------------------------------------------------------------------------------
GATEWAY = """\
version 12.3
hostname r{me}
crypto isakmp policy 1
 authentication pre-share
crypto isakmp key bench address 192.0.2.{peer}
crypto ipsec transform-set t {transform}
crypto map m 10 ipsec-isakmp
 set peer 192.0.2.{peer}
 set transform-set t
 match address 101
interface Loopback0
 ip address 10.0.{me}.1 255.255.255.0
interface FastEthernet0/0
 ip address 192.0.2.{me} 255.255.255.0
 crypto map m
ip route 10.0.{peer}.0 255.255.255.0 192.0.2.{peer}
access-list 101 permit ip 10.0.{me}.0 0.0.0.255 10.0.{peer}.0 0.0.0.255
end
"""
TWO = """\
name: bench
topology:
  nodes:
    r1: {kind: ios_emu, startup-config: r1.cfg}
    r2: {kind: ios_emu, startup-config: r2.cfg}
  links:
    - endpoints: ["r1:FastEthernet0/0", "r2:FastEthernet0/0"]
"""


def esp() -> None:
    """A packet into the tunnel and out of it, for each transform, beside one call each of its cipher and HMAC."""
    for transform in TRANSFORMS:
        with tempfile.TemporaryDirectory() as directory:
            for me, peer in ((1, 2), (2, 1)):
                text = GATEWAY.format(me=me, peer=peer, transform=transform)
                (Path(directory) / f"r{me}.cfg").write_text(text)
            (Path(directory) / "lab.clab.yml").write_text(TWO)
            _esp(Path(directory) / "lab.clab.yml", transform)


def _esp(path: Path, transform: str) -> None:
    from ios_emu import Lab
    from ios_emu.wire import IPv4, ethernet, ipv4

    lab = Lab.load(path)
    lab.run(seconds=10)
    lab["r1"].execute("ping 10.0.2.1 source Loopback0")
    out, into = (lab[name].interfaces["FastEthernet0/0"] for name in ("r1", "r2"))
    count = 2000
    for size in SIZES:
        packet = ipv4.build(IPv4.parse("10.0.1.1"), IPv4.parse("10.0.2.1"), 253, bytes(size - 20))
        assert out.crypto is not None
        begin = time.perf_counter()
        protected = [out.crypto.outbound(packet) for _ in range(count)]
        encrypting = (time.perf_counter() - begin) / count * 1e6
        frames = [
            ethernet.build(into.mac, out.mac, ethernet.ETHERTYPE_IPV4, each)
            for each in protected
            if each is not None and each[9] == ipv4.ESP
        ]
        if len(frames) != count:
            raise SystemExit(f"bench: {transform}: the tunnel is not up")
        begin = time.perf_counter()
        for frame in frames:
            into.receive(frame)
        decrypting = (time.perf_counter() - begin) / count * 1e6
        lab.run(seconds=1)
        bare = best(lambda size=size: _bare(transform, size))  # type: ignore[misc]
        show(f"{transform}, {size} bytes, out", encrypting, "us", bare, "its cipher and HMAC alone")
        show(f"{transform}, {size} bytes, in", decrypting, "us", bare, "(the packet's delivery included)")


def _bare(transform: str, size: int) -> float:
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    from cryptography.hazmat.primitives import hashes, hmac
    from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher, algorithms, modes

    words = transform.split()
    algorithm: BlockCipherAlgorithm | None = None
    if words[0] == "esp-aes":
        algorithm = algorithms.AES(bytes(32 if "256" in words else 16))
    elif words[0] != "esp-null":
        algorithm = TripleDES(bytes(range(24)))
    keyed = hmac.HMAC(bytes(20), hashes.MD5() if "md5" in words[-1] else hashes.SHA1())
    block = 16 if words[0] == "esp-aes" else 8
    data = bytes((size + 2 + block - 1) // block * block)
    cipher = Cipher(algorithm, modes.CBC(bytes(block))) if algorithm is not None else None
    count = 2000
    begin = time.perf_counter()
    for _ in range(count):
        if cipher is not None:
            encryptor = cipher.encryptor()
            encryptor.update(data)
            encryptor.finalize()
        mac = keyed.copy()
        mac.update(data)
        mac.finalize()
    return (time.perf_counter() - begin) / count * 1e6


# -- loading a configuration --------------------------------------------------------------------------------------
INTERFACE = """\
interface GigabitEthernet1/0/{n}
 description access port {n}
 ip address 10.{high}.{low}.1 255.255.255.0
 ip access-group 101 in
 switchport mode access
 service-policy output WAN
!
"""
ROUTE = "ip route 172.16.{low}.0 255.255.255.0 10.0.{low}.2 {n}\n"
ENTRY = "access-list 101 permit tcp host 10.{high}.{low}.1 any eq {n}\n"
NEIGHBOR = " neighbor 192.0.2.{low} description peer {n}\n"


def load() -> None:
    """A configuration of 10,000 lines: half of them interfaces, and routes, access lists and BGP neighbours."""
    from ios_emu.kernel import Kernel
    from ios_emu.lab.catalog import CATALOG
    from ios_emu.router.router import Router

    def lines(form: str, count: int) -> str:
        return "".join(form.format(n=n, high=n // 200, low=n % 200) for n in range(1, count + 1))

    text = (
        "version 12.4\n"
        + lines(INTERFACE, 834)
        + f"router bgp 65000\n{lines(NEIGHBOR, 199)}!\n"
        + lines(ROUTE, 250)
        + lines(ENTRY, 4547)
        + "end\n"
    )
    count = sum(not line.startswith(("!", "end")) for line in text.splitlines())

    def loading() -> float:
        router = Router("bench", Kernel(), CATALOG, text)
        begin = time.perf_counter()
        router.power_on()
        took = time.perf_counter() - begin
        if router.boot_complaints or len(router.boot_modelled) + len(router.boot_kept) != count:
            raise SystemExit("bench: the configuration is not understood")
        return took * 10_000 / count

    def splitting() -> float:
        begin = time.perf_counter()
        _ = [line.split() for line in text.splitlines()]
        return (time.perf_counter() - begin) * 10_000 / count

    show("load, per 10,000 lines", best(loading), "s", best(splitting), "its words taken apart")


# -- memory -------------------------------------------------------------------------------------------------------
_PEAK = "\nprint(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
"""Of this process image alone, in kB; getrusage would count what was there before the exec."""
_TEN_MINUTES = f"from ios_emu import Lab; lab = Lab.load({str(LAB)!r}); lab.run(minutes=10)"


def memory() -> None:
    """The peak of the seed lab's process over ten virtual minutes."""

    def peak(code: str) -> float:
        return int(subprocess.run(python("-c", code + _PEAK), check=True, capture_output=True).stdout) / 1024

    show("peak memory, ten virtual minutes", peak(_TEN_MINUTES), "MB", peak(BARE), "python with cryptography")


MEASUREMENTS = {"keys": keys, "start": start, "idle": idle, "hop": hop, "esp": esp, "load": load, "memory": memory}


def main() -> None:
    """Run the measurements named on the command line, or all."""
    wanted = sys.argv[1:] or list(MEASUREMENTS)
    for name in wanted:
        if name not in MEASUREMENTS:
            sys.exit(f"bench: {name!r} is none of {', '.join(MEASUREMENTS)}")
    print(f"{'':<44}{'measured':>10}{'':<5}{'bare':>10}{'':<5}{'ratio':>9}")
    for name in wanted:
        MEASUREMENTS[name]()


if __name__ == "__main__":
    main()

"""Two routers on a cable, and telnet between them."""

from __future__ import annotations

import copy
from random import Random

import pytest
from support.dialog import dialog
from support.wiring import End, box, pair

from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.router import Router
from ios_emu.router.tcp.ports import CONNECTIONS, HALF_OPEN
from ios_emu.wire import IPv4, ipv4, tcp
from ios_emu.wire.ethernet import ETHERTYPE_IPV4, build
from ios_emu.wire.tcp import ACK, PSH, RST, SYN, Segment

VTY = "line vty 0 4\n password foo\n login\n"


def _config(name: str, number: int, more: str) -> str:
    interface = f"interface FastEthernet0/0\n ip address 10.1.1.{number} 255.255.255.0\n no shutdown\n"
    return f"hostname {name}\n{interface}{more}"


def two(server: str = VTY, client: str = "") -> tuple[Kernel, Router, Router, End]:
    """R1, 10.1.1.1, and R2, 10.1.1.2, whose lines are as `server` says; the end of the cable at R1."""
    kernel = Kernel(1)
    a, b = pair(kernel)
    r1 = box(kernel, "r1", _config("R1", 1, client), {"FastEthernet0/0": a})
    r2 = box(kernel, "r2", _config("R2", 2, server), {"FastEthernet0/0": b})
    kernel.run_until(10 * SECOND)
    for router in (r1, r2):
        assert router.console is not None
        router.console.drain()
    return kernel, r1, r2, a


OPEN = """
R1#telnet 10.1.1.2
Trying 10.1.1.2 ... Open


User Access Verification

Password: foo
"""


def test_a_session_from_login_to_exit() -> None:
    kernel, r1, r2, _ = two(VTY + "enable secret bar\n")
    dialog(
        r1,
        OPEN
        + """
R2>show privilege
Current privilege level is 1
R2>enable
Password: bar
R2#configure terminal
Enter configuration commands, one per line.  End with CNTL/Z.
R2(config)#interface Loopback9
R2(config-if)#^Z
R2#show users
    Line       User       Host(s)              Idle       Location
*  2 vty 0                idle                 00:00:00   10.1.1.1

  Interface  User        Mode                     Idle     Peer Address

R2#ping 10.1.1.1

Type escape sequence to abort.
Sending 5, 100-byte ICMP Echos to 10.1.1.1, timeout is 2 seconds:
!!!!!
Success rate is 100 percent (5/5), round-trip min/avg/max = 1/1/1 ms
R2#exit

[Connection to 10.1.1.2 closed by foreign host]
R1#show sessions
% No connections open
""".strip("\n"),
    )
    assert "Loopback9" in r2.interfaces and r2.console is not None
    assert "Configured from console by vty0 (10.1.1.1)" in r2.console.drain()
    kernel.run_until(kernel.now + 61 * SECOND)
    assert not r1.tcp.connections and not r2.tcp.connections and not r2.vtys.used


def test_suspend_show_resume_disconnect() -> None:
    kernel, r1, r2, _ = two("line vty 0 4\n no login\n", "ip host other 10.1.1.2\n")
    assert r1.console is not None
    dialog(r1, "R1#other\nTrying other (10.1.1.2)... Open\n\nR2>")
    r1.console.interrupt()
    dialog(
        r1,
        """
        R1#show sessions
        Conn Host                Address             Byte  Idle Conn Name
        *  1 other               10.1.1.2               0     0 other

        R1#show users
            Line       User       Host(s)              Idle       Location
        *  0 con 0                other                00:00:00

          Interface  User        Mode                     Idle     Peer Address

        R1#resume 2
        % 2 is not an open connection
        R1#
        [Resuming connection 1 to other ... ]
        R2>
        R2>
        """,
    )
    r1.console.interrupt()
    assert "ESTAB" in r2.execute("show tcp brief") and "10.1.1.1" in r2.execute("show users")
    dialog(r1, "R1#disconnect\nClosing connection to other [confirm]\nR1#where\n% No connections open")
    kernel.run_until(kernel.now + SECOND)
    assert not r2.vtys.used


def test_keys_and_the_escape() -> None:
    kernel, r1, _, _ = two("line vty 0 4\n no login\n")
    console = r1.console
    assert console is not None
    console.execute("10.1.1.2")
    for key in "show clo\t":
        console.feed(key)
        kernel.run_until(kernel.now + SECOND)
    assert console.prompt == "R2>show clock "
    for key in ("\x15", *"show pri?"):
        console.feed(key)
        kernel.run_until(kernel.now + SECOND)
    assert console.drain() == "R2>show pri?\nprivilege\n\n" and console.prompt == "R2>show pri"
    console.feed("\x1e")
    console.feed("x")
    assert console.prompt == "R1#" and len(console.calls) == 1


def test_what_is_typed_before_the_connection_is_open_is_kept() -> None:
    kernel, r1, _, _ = two("line vty 0 4\n no login\n")
    assert r1.console is not None
    r1.console.feed("telnet 10.1.1.2")
    for key in ("s", "h"):
        r1.console.feed(key)
    kernel.run_until(kernel.now + 5 * SECOND)
    assert r1.console.prompt == "R2>sh"


def test_an_attempt_is_given_up_with_the_escape() -> None:
    _, r1, _, _ = two()
    assert r1.console is not None
    r1.console.feed("telnet 10.1.1.3")
    r1.console.feed("\x1e")
    assert r1.console.prompt == "R1#" and not r1.tcp.connections


def test_long_output_stops_and_goes_on() -> None:
    kernel, r1, r2, _ = two("line vty 0 4\n no login\n length 5\n")
    console = r1.console
    assert console is not None
    console.execute("10.1.1.2")
    whole = r2.execute("show version")
    first = console.execute("show version")
    assert whole.startswith(first) and 2 < first.count("\n") < 5 and console.prompt == " --More-- "
    console.feed(" ")
    kernel.run_until(kernel.now + SECOND)
    second = console.drain()
    assert second and whole.startswith(first + second) and console.prompt == " --More-- "
    console.feed("q")
    kernel.run_until(kernel.now + SECOND)
    assert console.prompt == "R2>"


def test_messages_reach_a_line_that_monitors_only() -> None:
    kernel, r1, r2, _ = two("line vty 0 4\n no login\n privilege level 15\n")
    console = r1.console
    assert console is not None
    console.execute("10.1.1.2")
    r2.log("TEST", 5, "ONE", "first")
    kernel.run_until(kernel.now + SECOND)
    assert console.drain() == ""
    console.execute("terminal monitor")
    r2.log("TEST", 5, "TWO", "second")
    kernel.run_until(kernel.now + SECOND)
    assert console.drain() == "R2#\n%TEST-5-TWO: second\n" and console.prompt == "R2#"
    console.execute("terminal no monitor")
    r2.log("TEST", 5, "ONE", "third")
    kernel.run_until(kernel.now + SECOND)
    assert console.drain() == ""


@pytest.mark.parametrize(
    ("server", "answer"),
    [
        ("line vty 0 4\n login\n", "Open\n\n\nPassword required, but none set\n"
         "\n[Connection to 10.1.1.2 closed by foreign host]\n"),
        ("line vty 0 4\n no login\n transport input none\n", "\n% Connection refused by remote host\n"),
        ("line vty 0 4\n no login\n transport input ssh\n", "\n% Connection refused by remote host\n"),
        ("line vty 0 4\n no login\n transport input telnet ssh\n", "Open\n\n"),
        ("line vty 0 4\n no login\n access-class 7 in\naccess-list 7 deny 10.1.1.1\n",
         "\n% Connection refused by remote host\n"),
        ("line vty 0 4\n no login\n access-class 7 in\naccess-list 7 permit 10.1.1.1\n", "Open\n\n"),
        ("banner motd ^Hello^\nline vty 0 4\n no login\n", "Open\n\n\nHello\n"),
    ],
)  # fmt: skip
def test_who_may_come_in(server: str, answer: str) -> None:
    _, r1, _, _ = two(server)
    assert r1.execute("telnet 10.1.1.2") == f"Trying 10.1.1.2 ... {answer}"


def test_three_wrong_passwords() -> None:
    _, r1, _, _ = two()
    dialog(
        r1,
        OPEN.replace("foo", "x")
        + """
Password: y
Password: z
% Bad passwords

[Connection to 10.1.1.2 closed by foreign host]
R1#
""".strip("\n"),
    )


def test_a_username_is_echoed_a_password_is_not() -> None:
    kernel, r1, r2, _ = two("username bob password foo\nline vty 0 4\n login local\n")
    console = r1.console
    assert console is not None
    console.execute("telnet 10.1.1.2")
    for key in ("b", "o", "b", "", "f", "o", "o"):
        console.feed(key)
        kernel.run_until(kernel.now + SECOND)
    assert console.drain() == "Username: bob\n" and console.prompt == "Password: "
    console.feed("")
    kernel.run_until(kernel.now + SECOND)
    assert console.prompt == "R2>" and [session.user for session in r2.vtys.sessions] == ["bob"]


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("telnet 10.1.1.2 80", "Trying 10.1.1.2, 80 ... \n% Connection refused by remote host\n"),
        ("telnet 10.9.9.9", "Trying 10.9.9.9 ... \n% Destination unreachable; gateway or host down\n"),
        ("telnet 10.1.1.3", "Trying 10.1.1.3 ... \n% Connection timed out; remote host not responding\n"),
        ("telnet 10.1.1.2 /source-interface Loopback0",
         "% Invalid source interface - IP not enabled or interface is down\n"),
    ],
)  # fmt: skip
def test_connections_that_do_not_come_about(command: str, answer: str) -> None:
    _, r1, _, _ = two()
    assert r1.execute(command) == answer
    assert r1.console is not None and r1.console.prompt == "R1#" and not r1.tcp.connections


def test_an_unreachable_ends_the_attempt() -> None:
    _, r1, _, _ = two("ip route 10.7.7.0 255.255.255.0 Null0\n", "ip route 10.7.0.0 255.255.0.0 10.1.1.2\n")
    assert "% Destination unreachable" in r1.execute("telnet 10.7.7.7")


def test_the_source_is_that_of_the_interface() -> None:
    more = "interface Loopback0\n ip address 10.5.5.5 255.255.255.255\n"
    _, r1, r2, _ = two("line vty 0 4\n no login\nip route 10.5.5.5 255.255.255.255 10.1.1.1\n", more)
    r1.execute("telnet 10.1.1.2 /source-interface Loopback0")
    assert [session.location for session in r2.vtys.sessions] == ["10.5.5.5"]


def test_idle_for_too_long() -> None:
    kernel, r1, r2, _ = two("line vty 0 4\n no login\n exec-timeout 1 0\n")
    r1.execute("telnet 10.1.1.2")
    kernel.run_until(kernel.now + 50 * SECOND)
    r1.execute("show clock")
    kernel.run_until(kernel.now + 50 * SECOND)
    assert r2.vtys.used
    kernel.run_until(kernel.now + 15 * SECOND)
    assert not r2.vtys.used and r1.console is not None
    assert r1.console.drain().endswith("\n[Connection to 10.1.1.2 closed by foreign host]\n")


def test_nobody_is_idle_while_a_command_runs() -> None:
    _, r1, r2, _ = two("line vty 0 4\n no login\n exec-timeout 1 0\n")
    r1.execute("telnet 10.1.1.2")
    assert "0 percent (0/100)" in r1.execute("ping 10.1.1.9 repeat 100") + r1.execute("") + r1.execute("")
    assert r2.vtys.used


def test_clear_line_throws_out() -> None:
    kernel, r1, r2, _ = two("line vty 0 4\n no login\n")
    r1.execute("telnet 10.1.1.2")
    r2.execute("clear line vty 0")
    assert " [OK]" in r2.execute("")
    kernel.run_until(kernel.now + SECOND)
    assert not r2.vtys.used and r1.console is not None and r1.console.prompt == "R1#"


def test_send_reaches_the_lines() -> None:
    kernel, r1, r2, _ = two("line vty 0 4\n no login\n")
    r1.execute("telnet 10.1.1.2")
    for line in ("send vty 0", "hello\x1a", ""):
        r2.execute(line)
    kernel.run_until(kernel.now + SECOND)
    assert r1.console is not None and "*** Message from tty0 to tty2:\n***\nhello\n" in r1.console.drain()


def test_lines_are_few() -> None:
    _, r1, r2, _ = two("line vty 0 4\n no login\n")
    assert r1.console is not None
    for _ in range(5):
        assert r1.execute("telnet 10.1.1.2").endswith("Open\n\n")
        r1.console.interrupt()
    assert r1.execute("telnet 10.1.1.2").endswith("% Connection refused by remote host\n")
    assert [session.line_name for session in r2.vtys.sessions] == [f"vty {n}" for n in range(5)]


def test_through_one_router_to_itself() -> None:
    _, r1, r2, _ = two("line vty 0 4\n no login\n")
    r1.execute("telnet 10.1.1.2")
    assert r1.execute("telnet 10.1.1.2").endswith("Open\n\n")
    assert "vty 1" in r1.execute("show users") and len(r2.vtys.used) == 2
    r1.execute("exit")
    assert "vty 1" not in r1.execute("show users") and len(r2.vtys.used) == 1


def test_a_cable_that_loses_everything_for_a_while() -> None:
    kernel, r1, _, end = two("line vty 0 4\n no login\n")
    assert r1.console is not None
    r1.execute("telnet 10.1.1.2")
    end.lossy = True
    r1.console.feed("show privilege\r")
    kernel.run_until(kernel.now + 5 * SECOND)
    assert r1.console.drain() == ""
    end.lossy = False
    kernel.run_until(kernel.now + 20 * SECOND)
    assert r1.console.drain() == "Current privilege level is 1\n"


def test_the_other_end_has_forgotten_everything() -> None:
    _, r1, r2, _ = two("line vty 0 4\n no login\n")
    r1.execute("telnet 10.1.1.2")
    r2.vtys.stop()
    r2.tcp.stop()
    assert "[Connection to 10.1.1.2 closed by foreign host]" in r1.execute("show clock")


def test_a_copy_goes_its_own_way() -> None:
    kernel, r1, r2, _ = two("line vty 0 4\n no login\n")
    r1.execute("telnet 10.1.1.2")
    _, copied = copy.deepcopy((kernel, r1))
    assert copied.execute("show privilege") == r1.execute("show privilege") == "Current privilege level is 1\n"
    copied.execute("exit")
    assert r2.vtys.used


# -- hostile ---------------------------------------------------------------------------------------------


class Stranger:
    """Somebody on R1's end of the cable who makes his own segments to R2's port 23."""

    def __init__(self, kernel: Kernel, r1: Router, r2: Router, end: End) -> None:
        self.kernel, self.r1, self.r2, self.end = kernel, r1, r2, end

    def send(self, segment: Segment, source: str = "10.1.1.99", raw: bytes | None = None) -> None:
        here, there = IPv4.parse(source), IPv4.parse("10.1.1.2")
        data = tcp.build(here, there, segment) if raw is None else raw
        packet = ipv4.build(here, there, ipv4.TCP, data, ttl=64, identification=1)
        mac = self.r2.interfaces["FastEthernet0/0"].mac
        self.end.transmit(build(mac, self.r1.interfaces["FastEthernet0/0"].mac, ETHERTYPE_IPV4, packet))
        self.kernel.run_until(self.kernel.now + SECOND // 1000)


def stranger() -> Stranger:
    kernel, r1, r2, end = two("line vty 0 4\n no login\n")
    r1.execute("ping 10.1.1.2")
    return Stranger(kernel, r1, r2, end)


def test_a_flood_of_syns_is_bounded() -> None:
    one = stranger()
    for port in range(1000):
        one.send(Segment(2000 + port, 23, port, 0, SYN, 100), source=f"10.1.1.{3 + port % 200}")
        assert len(one.r2.tcp.connections) <= HALF_OPEN
    one.kernel.run_until(one.kernel.now + 40 * SECOND)
    assert not one.r2.tcp.connections
    assert one.r1.execute("telnet 10.1.1.2").endswith("Open\n\n")


def test_connections_that_wait_make_room() -> None:
    one = stranger()
    for _ in range(CONNECTIONS + 5):
        one.r1.execute("telnet 10.1.1.2")
        assert one.r1.execute("exit").endswith("closed by foreign host]\n")
    assert len(one.r2.tcp.connections) <= CONNECTIONS and len(one.r1.tcp.connections) <= CONNECTIONS


def test_whatever_comes_to_port_23_the_router_stands() -> None:
    one = stranger()
    draw = Random(5)
    for round_ in range(30):
        one.send(Segment(3000 + round_, 23, 0, 0, SYN, 4128))
        key = next(key for key in one.r2.tcp.connections if key.remote_port == 3000 + round_)
        mine = one.r2.tcp.connections[key]
        one.send(Segment(3000 + round_, 23, 1, mine.highest, ACK, 4128))
        at = 1
        for _ in range(15):
            noise = bytes(
                draw.choice((255, 251, 253, 250, 13, 0, 63, 9, 27, draw.randrange(256))) for _ in range(300)
            )
            one.send(Segment(3000 + round_, 23, at, mine.highest, ACK | PSH, draw.choice((0, 10, 4128)), noise))
            at += len(noise)
            assert len(mine.queue) <= 65536
        one.send(Segment(3000 + round_, 23, mine.receive_next, 0, RST, 0))
        one.send(Segment(1, 23, 0, 0, 0, 0), raw=draw.randbytes(draw.randrange(60)))
    assert not one.r2.vtys.used
    assert one.r1.execute("telnet 10.1.1.2").endswith("Open\n\n")


def test_who_never_reads_stops_being_read() -> None:
    one = stranger()
    one.send(Segment(3000, 23, 0, 0, SYN, 4128))
    (mine,) = one.r2.tcp.connections.values()
    at = 1
    for line in (b"terminal length 0\r", *[b"show version\r\x00"] * 60):
        one.send(Segment(3000, 23, at, mine.highest if at == 1 else mine.una, ACK, 0, line))
        at += len(line)
    assert 30_000 < len(mine.queue) < 40_000
    one.kernel.run_until(one.kernel.now + 900 * SECOND)
    assert not one.r2.tcp.connections and not one.r2.vtys.used

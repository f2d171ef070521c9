"""Exec commands: files, reload, clear, debug, clock, and what `show` says in more than one state."""

from __future__ import annotations

from support.wiring import BARE, line

from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.router import Router
from ios_emu.router.secrets import md5_crypt, secret_matches

ONE = """\
hostname one
interface FastEthernet0/1
 ip address 10.0.1.1 255.255.255.0
ip route 20.0.0.0 255.0.0.0 10.0.1.2
"""
PLAIN = ONE.partition("ip route")[0]
OTHER = "hostname other\ninterface FastEthernet0/0\n ip address 10.0.1.2 255.255.255.0\n"


def router(config: str = "hostname R1\n") -> Router:
    made = Router("r1", Kernel(0), BARE, config)
    made.power_on()
    return made


def prompt(made: Router) -> str:
    assert made.console is not None
    return made.console.prompt


def printed(made: Router) -> str:
    assert made.console is not None
    return made.console.drain()


# -- files -------------------------------------------------------------------------------------------


def test_show_running_config_tells_its_true_size() -> None:
    text = router(ONE).execute("show running-config")
    head, _, body = text.partition(" bytes\n")
    assert head.startswith("Building configuration...\n\nCurrent configuration : ")
    assert int(head.split()[-1]) == len(body) - 1
    assert body.startswith("!\nhostname one\n") and body.endswith("!\nend\n\n")


def test_show_running_config_of_one_interface() -> None:
    assert router(ONE).execute("show run int fa0/1") == (
        "Building configuration...\n\nCurrent configuration : 67 bytes\n!\n"
        "interface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\nend\n\n"
    )


def test_copy_and_startup_config() -> None:
    made = router("")
    assert made.execute("show startup-config") == "startup-config is not present\n"
    made.execute("copy running-config startup-config")
    assert prompt(made) == "Destination filename [startup-config]? "
    assert made.execute("") == "Building configuration...\n[OK]\n"
    assert made.execute("show startup-config").startswith("Using 8 out of 129016 bytes\n!\n!\nend\n")
    made.execute("write erase")
    made.execute("")
    assert made.startup_config == ""


def test_reload_keeps_only_what_was_saved() -> None:
    made = router("hostname R1\n")
    for each in ("configure terminal", "hostname R2", "end", "reload"):
        made.execute(each)
    assert prompt(made) == "System configuration has been modified. Save? [yes/no]: "
    assert made.execute("perhaps") == "% Please answer 'yes' or 'no'.\n"
    made.execute("no")
    assert prompt(made) == "Proceed with reload? [confirm]"
    assert made.execute("") == "%SYS-5-RELOAD: Reload requested by console.\n"
    assert not made.powered
    made.kernel.run_until(made.kernel.now + 120 * SECOND)
    assert made.powered and prompt(made) == "R1#"
    assert "System returned to ROM by reload\n" in made.execute("show version")


def test_power_off_during_a_reload_stays_off() -> None:
    made = router("hostname R1\n")
    made.reload()
    made.power_off()
    made.kernel.run_until(made.kernel.now + 120 * SECOND)
    assert not made.powered


def test_a_confirmation_can_be_declined() -> None:
    made = router("hostname R1\n")
    made.execute("reload")
    assert made.execute("n") == "" and made.powered and prompt(made) == "R1#"


# -- show --------------------------------------------------------------------------------------------


def test_arp_table_in_three_states() -> None:
    kernel, (one, other), _ = line(PLAIN, OTHER)
    one.arp.clear()
    header = "Protocol  Address          Age (min)  Hardware Addr   Type   Interface\n"
    mine, his = one.interfaces["FastEthernet0/1"].mac, str(other.interfaces["FastEthernet0/0"].mac)
    assert (
        one.execute("show arp")
        == f"{header}Internet  10.0.1.1                -   {mine}  ARPA   FastEthernet0/1\n"
    )
    one.execute("ping 10.0.1.2 repeat 2")
    one.execute("ping 10.0.1.9 repeat 1")
    kernel.run_until(kernel.now + 200 * SECOND)
    one.execute("ping 10.0.1.9 repeat 1")
    assert one.execute("show ip arp") == (
        f"{header}Internet  10.0.1.1                -   {mine}  ARPA   FastEthernet0/1\n"
        f"Internet  10.0.1.2                3   {his}  ARPA   FastEthernet0/1\n"
        "Internet  10.0.1.9                0   Incomplete      ARPA   \n"
    )
    one.arp.clear()
    assert his not in one.execute("show arp")


def test_ip_interface_brief() -> None:
    _, (one, _), _ = line(ONE + "interface FastEthernet2/0\n shutdown\ninterface Loopback3\n", OTHER)
    assert one.execute("show ip interface brief") == (
        "Interface                  IP-Address      OK? Method Status                Protocol\n"
        "Loopback3                  unassigned      YES unset  up                    up      \n"
        "FastEthernet0/1            10.0.1.1        YES NVRAM  up                    up      \n"
        "FastEthernet2/0            unassigned      YES unset  administratively down down    \n"
    )


def test_show_interfaces_counts() -> None:
    _, (one, _), _ = line(ONE, OTHER)
    one.execute("ping 10.0.1.2")
    text = one.execute("show interfaces FastEthernet0/1")
    counters = one.interfaces["FastEthernet0/1"].counters
    assert text.startswith("FastEthernet0/1 is up, line protocol is up \n  Hardware is ")
    assert f"     {counters.packets_in} packets input, {counters.bytes_in} bytes\n" in text
    assert counters.packets_in >= 5
    assert 'Last clearing of "show interface" counters never\n' in text
    one.execute("clear counters")
    assert prompt(one) == 'Clear "show interface" counters on all interfaces [confirm]'
    assert "%CLEAR-5-COUNTERS: Clear counter on all interfaces by console" in one.execute("")
    assert "     0 packets input, 0 bytes\n" in one.execute("show interfaces FastEthernet0/1")


def test_show_interfaces_by_release() -> None:
    assert "BW 100000 Kbit," in router("version 12.3\n" + ONE).execute("show interfaces")
    new = router("version 15.2\n" + ONE).execute("show interfaces")
    assert "BW 100000 Kbit/sec," in new and "0 unknown protocol drops\n" in new


def test_show_ip_interface() -> None:
    _, (one, _), _ = line(ONE, OTHER)
    text = one.execute("show ip interface fa0/1")
    assert text.startswith(
        "FastEthernet0/1 is up, line protocol is up\n  Internet address is 10.0.1.1/24\n"
        "  Broadcast address is 255.255.255.255\n  Address determined by non-volatile memory\n"
        "  MTU is 1500 bytes\n"
    )
    for each in ("conf t", "int fa0/1", "no ip proxy-arp", "ip access-group 7 in", "end"):
        one.execute(each)
    text = one.execute("show ip interface fa0/1")
    assert "  Proxy ARP is disabled\n" in text and "  Inbound  access list is 7\n" in text
    bare = router("interface Loopback0\n").execute("show ip interface Loopback0")
    assert bare == "Loopback0 is up, line protocol is up\n  Internet protocol processing disabled\n"
    assert "% Invalid input" in one.execute("show ip interface fa7/7")


def test_show_ip_route_prefix() -> None:
    _, (one, _), _ = line(ONE, OTHER)
    assert one.execute("show ip route 20.0.0.0").startswith(
        'Routing entry for 20.0.0.0/8\n  Known via "static", distance 1, metric 0\n'
    )
    assert "* directly connected, via FastEthernet0/1\n" in one.execute("show ip route 10.0.1.9")
    assert one.execute("show ip route 10.0.2.1") == "% Subnet not in table\n"
    assert one.execute("show ip route 30.0.0.1") == "% Network not in table\n"
    assert one.execute("show ip route 20.0.0.0 255.0.0.0").startswith("Routing entry for 20.0.0.0/8\n")
    assert one.execute("show ip route static") == "S    20.0.0.0/8 [1/0] via 10.0.1.2\n"
    assert "Route Source" in one.execute("show ip route summary")


def test_show_ip_cef() -> None:
    _, (one, _), _ = line(ONE, OTHER)
    one.arp.clear()
    assert one.execute("show ip cef 20.0.0.0").endswith(
        "  via 10.0.1.2, 0 dependencies, recursive\n"
        "    next hop 10.0.1.2, FastEthernet0/1 via 10.0.1.0/24\n"
        "    invalid adjacency\n"
    )
    one.execute("ping 10.0.1.2")
    assert ", epoch 0, cached adjacency 10.0.1.2\n0 packets, 0 bytes\n" in one.execute(
        "show ip cef 20.1.1.1 detail"
    )
    table = one.execute("show ip cef").splitlines()
    assert table[0] == "Prefix              Next Hop             Interface"
    assert "10.0.1.0/24         attached             FastEthernet0/1" in table
    assert "10.0.1.2/32         10.0.1.2             FastEthernet0/1" in table
    assert "10.0.1.1/32         receive" in table
    assert "20.0.0.0/8          10.0.1.2             FastEthernet0/1" in table
    for each in ("conf t", "no ip cef", "end"):
        one.execute(each)
    assert one.execute("show ip cef") == "%CEF not running\n"


def test_show_ip_cef_of_15() -> None:
    _, (one, _), _ = line("version 15.2\n" + ONE, OTHER)
    one.execute("ping 10.0.1.2")
    assert one.execute("show ip cef 20.0.0.0") == "20.0.0.0/8\n  nexthop 10.0.1.2 FastEthernet0/1\n"
    assert one.execute("show ip cef 20.0.0.0 detail").startswith("20.0.0.0/8, epoch 0\n  recursive via 10.0.1.2\n")


def test_show_version_by_release() -> None:
    old = router("version 12.2\nhostname R1\n").execute("show version")
    assert old.startswith(
        "Cisco Internetwork Operating System Software \nIOS (tm) 7200 Software (C7200-JK9S-M), Version 12.2"
    )
    assert "TAC Support: http://www.cisco.com/tac\n" in old and "R1 uptime is 0 minutes\n" in old
    new = router("version 15.2\nboot system flash disk1:image.bin\n").execute("show version")
    assert new.startswith("Cisco IOS Software, 7200 Software (")
    assert 'System image file is "disk1:image.bin"\n' in new


def test_show_ip_traffic_counts() -> None:
    _, (one, _), _ = line(PLAIN, OTHER)
    one.arp.clear()
    one.execute("ping 10.0.1.2")
    text = one.execute("show ip traffic")
    assert "4 echo reply" in text and "1 encapsulation failed" in text


def test_clock() -> None:
    made = router()
    assert made.execute("show clock") == "*00:00:00.000 UTC Mon Mar 1 1993\n"
    assert made.execute("show clock detail").endswith("No time source\n")
    assert "System clock has been updated from 00:00:00 UTC Mon Mar 1 1993 to 18:57:38 UTC Mon Oct 19 2015" in (
        made.execute("clock set 18:57:38 19 oct 2015")
    )
    made.kernel.run_until(made.kernel.now + 90 * SECOND)
    assert made.execute("show clock") == "18:59:08.000 UTC Mon Oct 19 2015\n"
    assert "% Invalid input" in made.execute("clock set 10:00:00 31 feb 2015")


def test_small_shows() -> None:
    made = router()
    assert made.execute("show privilege") == "Current privilege level is 15\n"
    assert made.execute("show protocols").startswith("Global values:\n  Internet Protocol routing is enabled\n")
    assert made.execute("show users").splitlines()[1].startswith("*  0 con 0 ")
    assert made.execute("terminal monitor") == "% Console already monitors\n"


# -- debug -------------------------------------------------------------------------------------------


def test_debug_switches() -> None:
    made = router()
    assert made.execute("debug arp") == "ARP packet debugging is on\n"
    assert made.execute("debug ip packet detail") == "IP packet debugging is on (detailed)\n"
    assert made.debugging("ip packet") and made.debugging("arp")
    assert made.execute("show debugging") == (
        "ARP:\n  ARP packet debugging is on\nGeneric IP:\n  IP packet debugging is on (detailed)\n"
    )
    assert made.execute("undebug arp") == "ARP packet debugging is off\n"
    assert made.execute("no debug ip packet detail") == "IP packet debugging is off (detailed)\n"
    assert not made.debugging("ip packet")
    made.execute("debug ip icmp")
    assert made.execute("undebug all") == "All possible debugging has been turned off\n"
    assert made.execute("show debugging") == ""
    made.execute("debug all")
    assert made.execute("y") == "All possible debugging has been turned on\n"
    assert all(made.debugging(name) for name in BARE.debugs)


def test_debug_output_stands_where_it_happened() -> None:
    _, (one, _), _ = line(ONE, OTHER)
    one.execute("ping 10.0.1.2")
    one.execute("debug ip icmp")
    text = one.execute("ping 10.0.1.2 repeat 2")
    assert "ICMP: echo reply rcvd, src 10.0.1.2, dst 10.0.1.1\n!" in text


# -- secrets -----------------------------------------------------------------------------------------


def test_md5_crypt_against_known_hashes() -> None:
    # From `openssl passwd -1 -salt SALT PASSWORD`.
    assert md5_crypt("cisco", "abcd") == KNOWN_CISCO
    assert md5_crypt("a much longer password than sixteen", "mERr") == KNOWN_LONG
    assert secret_matches("cisco", f"5 {KNOWN_CISCO}") and not secret_matches("Cisco", f"5 {KNOWN_CISCO}")
    assert secret_matches("x", "x") and not secret_matches("x", "5 nonsense")


KNOWN_CISCO = "$1$abcd$2hDGYdE0UrwK2pqoiF6BB1"
KNOWN_LONG = "$1$mERr$T2StrOZ0vVxnrIJayhi4L/"


def test_parts_of_the_running_config() -> None:
    made = router("hostname R1\ninterface Loopback0\n description x\naccess-list 1 permit 10.0.0.1\nline con 0\n")
    text = made.execute("show running-config partition access-list")
    assert text.endswith(
        "!\nConfiguration of Partition access-list\n!\n!\naccess-list 1 permit 10.0.0.1\n!\n!\nend\n\n"
    )
    assert "!\ninterface Loopback0\n description x\n" in made.execute("show run partition interface lo0")
    whole = made.execute("show running-config").splitlines()
    numbered = made.execute("show running-config linenum").splitlines()
    assert [line.partition(" : ")[2] for line in numbered[3:-1]] == whole[3:-1]
    assert numbered[3].split() == ["1", ":", "!"]

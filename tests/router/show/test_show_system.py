"""`show version`, `logging`, `processes cpu`, `interfaces summary|description`, `ip cef summary|detail`, tech-support:
in several states and releases."""

from __future__ import annotations

import pytest
from support.dialog import booted, dialog
from support.wiring import line

from ios_emu.kernel import SECOND
from ios_emu.router.commands.exec_tech import OFF

ONE = "hostname one\ninterface FastEthernet0/1\n description to the other\n ip address 10.0.1.1 255.255.255.0\n"
OTHER = "hostname other\ninterface FastEthernet0/0\n ip address 10.0.1.2 255.255.255.0\n"


@pytest.mark.parametrize(
    ("version", "lines"),
    [
        ("12.2", ["IOS (tm) 7200 Software (C7200-JK9S-M), Version 12.2(23), RELEASE SOFTWARE (fc1)",
                  "TAC Support: http://www.cisco.com/tac", "Image text-base: 0x60008AF4, data-base: 0x6219E000"]),
        ("12.3", ["IOS (tm) 7200 Software (C7200-A3JK9S-M), Version 12.3(7)T1, RELEASE SOFTWARE (fc1)",
                  "Technical Support: http://www.cisco.com/techsupport"]),
        ("15.2", ["Cisco IOS Software, 7200 Software (C7200-ADVENTERPRISEK9-M), Version 15.2(4)M7, "
                  "RELEASE SOFTWARE (fc2)", "Last reload type: Normal Reload"]),
    ],
)  # fmt: skip
def test_show_version_by_release(version: str, lines: list[str]) -> None:
    text = booted(f"version {version}\nhostname R1\n").execute("show version")
    assert set(lines) <= set(text.splitlines())
    assert "\nR1 uptime is 0 minutes\nSystem returned to ROM by power-on\n" in text
    assert ("Last reload type" in text) == (version == "15.2")


def test_show_version_tells_the_register_and_when_it_started() -> None:
    made = booted("hostname R1\nconfig-register 0x2142\ninterface FastEthernet0/0\ninterface Serial1/0\n")
    made.kernel.run_until(made.kernel.now + 3700 * SECOND)
    made.execute("clock set 12:00:00 1 May 2004")
    text = made.execute("show version")
    assert "Configuration register is 0x2102 (will be 0x2142 at next reload)\n" in text
    assert "R1 uptime is 1 hour, 1 minute\n" in text
    assert "System restarted at 10:58:20 UTC Sat May 1 2004\n" in text
    assert "1 FastEthernet/IEEE 802.3 interface(s)\n1 Serial network interface(s)\n" in text


def test_show_logging_in_12_3() -> None:
    made = booted("version 12.3\nhostname R1\nlogging buffered 4096 errors\nno logging monitor\nlogging trap 4\n")
    for severity in (3, 5):
        made.log("TEST", severity, "WORD", "text")
    assert made.execute("show logging") == (
        "Syslog logging: enabled (0 messages dropped, 0 messages rate-limited,\n"
        "                0 flushes, 0 overruns, xml disabled, filtering disabled)\n"
        "    Console logging: level debugging, 2 messages logged, xml disabled,\n"
        "                     filtering disabled\n"
        "    Monitor logging: disabled\n"
        "    Buffer logging: level errors, 1 messages logged, xml disabled,\n"
        "                    filtering disabled\n"
        "    Logging Exception size (4096 bytes)\n"
        "    Count and timestamp logging messages: disabled\n"
        "    Trap logging: level warnings, 1 message lines logged\n"
        "\nLog Buffer (4096 bytes):\n\n%TEST-3-WORD: text\n"
    )
    assert "logging trap warnings\n" in made.execute("show running-config")


def test_show_logging_in_12_2_and_15() -> None:
    assert booted("version 12.2\n").execute("show logging") == (
        "Syslog logging: enabled (0 messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns)\n"
        "    Console logging: level debugging, 0 messages logged\n"
        "    Monitor logging: level debugging, 0 messages logged\n"
        "    Buffer logging: disabled\n"
        "    Logging Exception size (4096 bytes)\n"
        "    Trap logging: level informational, 0 message lines logged\n"
    )
    new = booted("version 15.2\nlogging buffered\nno logging trap\n").execute("show logging")
    assert "\nNo Active Message Discriminator.\n" in new and "    Buffer logging:  level debugging, 0 " in new
    assert "    Trap logging: disabled\n" in new


def test_interfaces_in_one_line_each() -> None:
    _, (one, _), _ = line(ONE + "interface FastEthernet2/0\n shutdown\ninterface FastEthernet2/0.5\n", OTHER)
    assert one.execute("show interfaces description") == (
        "Interface                      Status         Protocol Description\n"
        "Fa0/1                          up             up       to the other\n"
        "Fa2/0                          admin down     down     \n"
        "Fa2/0.5                        admin down     down     \n"
    )
    rows = one.execute("show interfaces summary").splitlines()
    assert rows[8] == "  Interface              IHQ   IQD  OHQ   OQD  RXBS RXPS  TXBS TXPS TRTL"
    assert rows[9] == "-" * 72
    assert rows[10].startswith("* FastEthernet0/1          0     0    0     0 ") and len(rows[10]) == 72
    assert rows[11].startswith("  FastEthernet2/0 ") and "2/0.5" not in "".join(rows[11:])
    assert rows[-1] == "     Hence Details of subinterface are not shown"
    new = booted("version 15.2\ninterface FastEthernet0/0\n").execute("show interfaces summary").splitlines()
    assert new[9] == "-" * 115 and "NOTE" not in new[-1]


def test_processes_count_what_they_were_called_upon() -> None:
    _, (one, _), _ = line(ONE, OTHER)
    one.execute("ping 10.0.1.2 repeat 1")
    before = invoked(one.execute("show processes cpu"))
    one.execute("ping 10.0.1.2")
    after = invoked(one.execute("show processes cpu"))
    assert (
        after["IP Input"] - before["IP Input"] == 5 == after["ICMP event handler"] - before["ICMP event handler"]
    )
    assert after["Exec"] > before["Exec"]
    old = one.execute("show processes cpu").splitlines()
    assert old[0] == "CPU utilization for five seconds: 0%/0%; one minute: 0%; five minutes: 0%"
    assert old[1] == " PID Runtime(ms)   Invoked      uSecs   5Sec   1Min   5Min TTY Process "


def invoked(text: str) -> dict[str, int]:
    return {" ".join(row.split()[8:]): int(row.split()[2]) for row in text.splitlines()[2:]}


def test_ip_cef_summary_and_detail() -> None:
    _, (one, _), _ = line(ONE + "ip route 20.0.0.0 255.0.0.0 10.0.1.2\n", OTHER)
    one.execute("ping 10.0.1.2")
    entries = len(one.execute("show ip cef").splitlines()) - 1
    text = one.execute("show ip cef summary")
    assert f"\n  {entries} routes, 0 reresolve, 0 unresolved (0 old, 0 new), peak 0\n" in text
    assert text.endswith("\n\nAdjacency Table has 1 adjacencies\n")
    detail = one.execute("show ip cef detail")
    assert detail.startswith(text) and detail.count(", epoch 0") == entries
    for each in ("configure terminal", "no ip cef", "end"):
        one.execute(each)
    assert one.execute("show ip cef detail") == "%CEF not running\n"
    new = booted("version 15.2\nno ip cef\n")
    assert new.execute("show ip cef summary") == "%IPv4 CEF not running\n"
    new.execute("configure terminal")
    assert new.execute("do show ip cef summary") == "%IPv4 CEF not running\n"
    new.execute("ip cef")
    assert new.execute("do show ip cef summary").startswith(
        "IPv4 CEF is enabled and running\nVRF Default\n 8 prefixes"
    )


def test_tech_support_hides_secrets_unless_asked() -> None:
    made = booted("hostname R1\nusername a password 0 hush\nline vty 0 4\n password hush\n")
    text = made.execute("show tech-support")
    assert "\n------------------ show version ------------------\n\n" in text
    assert "hush" not in text and "username a password 0 <removed>\n" in text and " password <removed>\n" in text
    assert made.execute("show tech-support password").count("hush") == 2


def test_what_is_not_modelled_is_off() -> None:
    dialog(
        booted(),
        """
        R1#show cdp neighbors
        % CDP is not enabled
        R1#show ntp status
        %NTP is not enabled.
        R1#show ip nat translations
        R1#show ip bgp summary
        % BGP not active
        R1#
        """,
    )
    for command, said in OFF.items():
        words = command.split("[")[0].replace("{associations|status}", "associations")
        assert booted().execute(f"show {words}") == said


def test_route_tables_of_one_source() -> None:
    config = ONE + "ip route 20.0.0.0 255.0.0.0 10.0.1.2\n"
    _, (old, _), _ = line("version 12.3\n" + config, OTHER)
    assert old.execute("show ip route static") == "S    20.0.0.0/8 [1/0] via 10.0.1.2\n"
    _, (new, _), _ = line("version 15.2\n" + config, OTHER)
    text = new.execute("show ip route static")
    assert text.startswith("Codes: L - local") and text.endswith("\n\nS     20.0.0.0/8 [1/0] via 10.0.1.2\n")


def test_switching_of_an_interface() -> None:
    _, (one, _), _ = line(ONE, OTHER)
    assert "  IP route-cache flags are Fast, CEF\n" in one.execute("show ip interface fa0/1")
    for each in ("configure terminal", "interface fa0/1", "no ip route-cache cef"):
        one.execute(each)
    assert "  IP route-cache flags are Fast\n" in one.execute("do show ip interface fa0/1")
    one.execute("no ip route-cache")
    text = one.execute("do show ip interface fa0/1")
    assert "  IP fast switching is disabled\n" in text and "  IP CEF switching is disabled\n" in text
    assert "  IP route-cache flags are None\n" in text


def test_the_zone_of_the_clock() -> None:
    made = booted(
        "version 12.4\nservice timestamps log datetime localtime show-timezone\nclock timezone EST -3 30\n"
    )
    made.execute("clock set 12:00:00 1 May 2004")
    assert made.execute("show clock") == "12:00:00.000 EST Sat May 1 2004\n"
    assert made.logging.clock.now().hour == 15 and made.logging.clock.now().minute == 30
    said = "".join(made.execute(each) for each in ("configure terminal", "clock timezone CET 1", "end"))
    assert (
        "May  1 16:30:00 CET: %SYS-6-CLOCKUPDATE: System clock has been updated from 12:00:00 EST Sat May 1 2004 "
        "to 16:30:00 CET Sat May 1 2004, configured from console by console.\n"
    ) in said
    assert "! Last configuration change at 16:30:00 CET Sat May 1 2004\n" in made.execute("show run")
    assert "System restarted at 16:30:00 CET Sat May 1 2004\n" in made.execute("show version")
    for each in ("configure terminal", "service timestamps log datetime show-timezone"):
        made.execute(each)
    assert "May  1 15:30:00 UTC: %SYS-5-CONFIG_I" in made.execute("end")
    refused = [made.execute(each) for each in ("configure terminal", "clock timezone X 24", "no clock timezone")]
    assert refused[1].startswith("% Invalid input") and made.logging.clock.zone == "UTC"

"""Files: copying, listing, comparing, replacing, saving; and reloading later."""

from __future__ import annotations

import pytest
from support.dialog import booted, dialog

from ios_emu.kernel import SECOND
from ios_emu.router.config_diff import contextual, same_config
from ios_emu.router.context import CommandError
from ios_emu.router.files import DISK_SIZE, Files, canonical

CONFIG = "hostname R1\ninterface FastEthernet0/0\n ip address 10.0.0.1 255.255.255.0\n"


def test_copy_to_flash_and_back() -> None:
    dialog(
        booted(CONFIG),
        """
        R1#copy running-config flash:
        Destination filename [running-config]? base
        83 bytes copied in 0.210 secs (394 bytes/sec)

        R1#dir
        Directory of disk0:/

            1  -rw-          83  Mar  1 1993 00:00:00 +00:00  base

        48168960 bytes total (48164864 bytes free)
        R1#show flash:
        -#- --length-- -----date/time------ path
        1           83 Mar 1 1993 00:00:00 +00:00 base

        48164864 bytes available (4096 bytes used)

        R1#more flash:base | include hostname
        hostname R1
        R1#copy flash:base startup-config
        Destination filename [startup-config]?
        [OK]
        83 bytes copied in 0.210 secs (394 bytes/sec)

        R1#dir nvram:
        Directory of nvram:/

            1  -rw-          83                    <no date>  startup-config

        129016 bytes total (128933 bytes free)
        R1#show startup-config | include hostname|Using
        Using 83 out of 129016 bytes
        hostname R1
        R1#copy running-config flash:base
        Destination filename [base]?
        %Warning:There is a file already existing with this name
        Do you want to over write? [confirm]n
        R1#rename base old
        R1#delete flash:old
        Delete filename [old]?
        Delete disk0:old? [confirm]
        R1#dir flash:old
        %Error opening disk0:/old (File not found)
        R1#delete flash:old
        Delete filename [old]?
        Delete disk0:old? [confirm]
        %Error deleting disk0:old (No such file or directory)
        R1#dir
        Directory of disk0:/

        No files in directory

        48168960 bytes total (48168960 bytes free)
        R1#copy tftp://10.0.0.9/x running-config
        %Error opening tftp://10.0.0.9/x (Timed out)
        R1#more flash:nothing
        %Error opening flash:nothing (No such file or directory)
        R1#
        """,
    )


def test_copy_to_running_merges_and_says_what_it_does_not_understand() -> None:
    made = booted(CONFIG)
    made.files.write("disk0:more", "interface FastEthernet0/0\n description added\nfrobnicate\nhostname R2\n")
    dialog(
        made,
        """
        R1#copy disk0:more running-config
        Destination filename [running-config]?
        %SYS-5-CONFIG_I: Configured from memory by console
        frobnicate
          ^
        % Invalid input detected at '^' marker.

        68 bytes copied in 0.208 secs (326 bytes/sec)

        R2#show running-config | section interface
        interface FastEthernet0/0
         description added
         ip address 10.0.0.1 255.255.255.0
        R2#
        """,
    )


def test_files_outlive_power() -> None:
    made = booted(CONFIG)
    made.execute("show privilege | redirect flash:kept")
    made.power_off()
    made.power_on()
    assert made.execute("more flash:kept") == "Current privilege level is 15\n"


def test_the_disk_is_finite() -> None:
    files = Files(booted())
    files.write("a", "x" * 100)
    with pytest.raises(CommandError, match="No space left on device"):
        files.write("b", "x" * DISK_SIZE)
    with pytest.raises(CommandError):
        files.write("a", "x" * DISK_SIZE, append=True)
    assert files.read("disk0:a") == "x" * 100 and list(files.disk) == ["a"]
    with pytest.raises(CommandError, match="Is a directory"):
        files.write("disk0:", "x")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("running-config", "system:running-config"),
        ("flash:/a", "disk0:a"),
        ("a", "disk0:a"),
        ("nvram:startup-config", "nvram:startup-config"),
    ],
)
def test_names_of_files(url: str, place: str) -> None:
    assert canonical(url) == place


def test_differences_in_context() -> None:
    dialog(
        booted(CONFIG),
        """
        R1#write memory
        Building configuration...
        [OK]
        R1#show archive config differences
        Contextual Config Diffs:
        !No changes were found
        R1#configure terminal
        Enter configuration commands, one per line.  End with CNTL/Z.
        R1(config)#ip cef
        R1(config)#interface FastEthernet0/0
        R1(config-if)#no ip address
        R1(config-if)#description x
        R1(config-if)#interface Loopback0
        R1(config-if)#shutdown
        R1(config-if)#hostname R2
        R2(config)#end
        %SYS-5-CONFIG_I: Configured from console by console
        R2#show archive config differences
        Contextual Config Diffs:
        +hostname R2
        +ip cef
        +interface Loopback0
         +shutdown
        interface FastEthernet0/0
         +description x
         +no ip address
         -ip address 10.0.0.1 255.255.255.0
        -hostname R1
        R2#
        """,
    )


def test_order_does_not_make_a_difference() -> None:
    assert contextual("a\nb\n c\n d\n", "b\n d\n c\na\n") == ""
    assert same_config("!\na\n\nb\nend\n", "a\nb\n") and not same_config("a\n", "b\n")


def test_configure_replace_goes_all_the_way_back() -> None:
    made = booted(CONFIG)
    before = made.execute("show running-config")
    made.execute("copy running-config flash:base")
    made.execute("")
    for line in (
        "configure terminal",
        "hostname R2",
        "ip route 20.0.0.0 255.0.0.0 Null0",
        "access-list 7 permit any",
        "interface FastEthernet0/0",
        "no ip address",
        "shutdown",
        "interface Loopback7",
        "ip address 7.7.7.7 255.255.255.255",
        "end",
    ):
        made.execute(line)
    assert made.execute("configure replace flash:base").startswith("This will apply all necessary additions")
    assert made.execute("y").endswith("Rollback Done\n\n")
    assert made.execute("show running-config") == before
    assert "Loopback7" not in made.interfaces and not made.interfaces["FastEthernet0/0"].shutdown
    listed = made.execute("configure replace flash:base list force")
    assert "Total number of passes: 1\n" in listed


def test_only_a_whole_config_replaces() -> None:
    made = booted(CONFIG)
    made.files.write("part", "hostname R9\n")
    assert made.execute("configure replace flash:part") == "%The input file is not a valid config file.\n"


def test_comments_say_who_changed_the_configuration_and_when() -> None:
    made = booted("version 12.3\nhostname R1\n")
    assert "Last configuration change" not in made.execute("show running-config")
    made.execute("clock set 10:00:00 9 July 2017")
    assert "\n!\n! No configuration change since last restart\n!\nversion 12.3\n" in made.execute(
        "show running-config"
    )
    for line in ("configure terminal", "end"):
        made.execute(line)
    made.kernel.run_until(made.kernel.now + 3 * SECOND)
    made.execute("write memory")
    shown = made.execute("show running-config")
    assert (
        "\n!\n! Last configuration change at 10:00:00 UTC Sun Jul 9 2017\n"
        "! NVRAM config last updated at 10:00:03 UTC Sun Jul 9 2017\n!\nversion 12.3\n"
    ) in shown
    assert "! Last configuration change" in made.startup_config


def test_15_says_it_by_any_clock_and_whose_it_was() -> None:
    made = booted("version 15.2\nhostname R1\nusername bob privilege 15 password b\nline con 0\n login local\n")
    assert made.console is not None
    made.console.attach()
    for line in ("bob", "b", "configure terminal", "end"):
        made.execute(line)
    assert "! Last configuration change at 00:00:00 UTC Mon Mar 1 1993 by bob\n" in made.execute(
        "show running-config"
    )


def test_compressed_configuration() -> None:
    made = booted(CONFIG + "service compress-config\n")
    said = made.execute("write memory")
    size = len(made.startup_config)
    assert said.startswith(f"Building configuration...\n  Compressed configuration from {size} bytes to ")


# -- reload ------------------------------------------------------------------------------------------


def test_reload_in_five_minutes_can_be_cancelled() -> None:
    made = booted(CONFIG)
    made.execute("write memory")
    dialog(
        made,
        """
        R1#show reload
        No reload is scheduled.
        R1#reload in 0:05 maintenance
        Reload scheduled in 5 minutes by console
        Reload reason: maintenance
        Proceed with reload? [confirm]


        ***
        *** --- SHUTDOWN in 0:05:00 ---
        ***

        R1#show reload
        Reload scheduled in 5 minutes by console
        Reload reason: maintenance
        R1#reload cancel


        ***
        *** --- SHUTDOWN ABORTED ---
        ***

        R1#reload cancel
        %No reload is scheduled.
        R1#reload in soon
        % Invalid input detected at '^' marker.

        R1#
        """,
    )
    made.kernel.run_until(made.kernel.now + 600 * SECOND)
    assert made.powered


def test_a_scheduled_reload_warns_and_comes() -> None:
    made = booted(CONFIG)
    made.execute("clock set 10:00:00 9 July 2017")
    made.execute("write memory")
    assert made.execute("reload in 2").startswith(
        "Reload scheduled for 10:02:00 UTC Sun Jul 9 2017 (in 2 minutes)"
    )
    made.execute("")
    made.kernel.run_until(made.kernel.now + 30 * SECOND)
    assert "(in 1 minute and 30 seconds)" in made.execute("show reload")
    assert made.console is not None
    made.console.drain()
    made.kernel.run_until(made.kernel.now + 95 * SECOND)
    assert not made.powered
    said = made.console.drain()
    assert "SHUTDOWN in 0:01:00" in said and "%SYS-5-RELOAD: Reload requested by console.\n" in said
    made.kernel.run_until(made.kernel.now + 60 * SECOND)
    assert made.powered
    assert made.console is not None and "%SYS-5-RESTART: System restarted --\nCisco " in made.console.drain()


def test_a_power_cut_forgets_a_scheduled_reload() -> None:
    made = booted(CONFIG)
    for line in ("write memory", "reload in 1", ""):
        made.execute(line)
    made.power_off()
    made.power_on()
    made.kernel.run_until(made.kernel.now + 120 * SECOND)
    assert made.uptime() == 120 * SECOND


def test_reload_by_release() -> None:
    made = booted("version 15.2\nhostname R1\n")
    made.execute("write memory")
    made.execute("reload")
    assert "%SYS-5-RELOAD: Reload requested by console. Reload Reason: Reload Command." in made.execute("")

import copy
import pickle

import pytest
from grammar.table import GRAMMAR, load, matched

from ios_emu.grammar.config import ConfigStore
from ios_emu.kernel import digest

INTERFACE = "interface FastEthernet0/0"


def config(*lines, header=""):
    """A store after `lines`, typed in the section `header`, or globally."""
    store = ConfigStore()
    path = ()
    mode = "config"
    if header:
        found = matched("config", header)
        mode = found.command.enters
        path = (store.apply((), found).text,)
    for line in lines:
        store.apply(path, matched(mode, line))
    return store


def kept(*lines, header=""):
    """What is kept of `lines`."""
    store = config(*lines, header=header)
    nodes = (
        store.section(" ".join(matched("config", header).args.words)).children if header else store.root.children
    )
    return [node.text for node in nodes]


def test_a_line_replaces_the_one_of_its_name_where_it_stood():
    assert kept("duplex full", "shutdown", "duplex half", header=INTERFACE) == ["duplex half", "shutdown"]
    assert kept("standby 1 priority 5", "standby 2 priority 6", "standby 1 priority 7", header=INTERFACE) == [
        "standby 1 priority 7",
        "standby 2 priority 6",
    ]
    assert kept("ip access-group 1 in", "ip access-group 2 out", "ip access-group 3 in", header=INTERFACE) == [
        "ip access-group 3 in",
        "ip access-group 2 out",
    ]


def test_abbreviated_and_odd_spellings_are_kept_in_canonical_form():
    assert kept("stand 0 tr fa 0/1 10", "desc  a  b", header=INTERFACE) == [
        "standby track FastEthernet0/1",
        "description a  b",
    ]


def test_off_lines_are_removed_by_no_and_by_default():
    assert kept("shutdown", "no shutdown", header=INTERFACE) == []
    assert kept("hostname zed", "default hostname") == []
    assert kept("no hostname zed") == []
    assert kept("ip address 1.1.1.1 255.0.0.0", "no ip address", header=INTERFACE) == []


def test_on_lines_are_kept_when_they_are_off():
    assert kept("no ip domain lookup") == ["no ip domain lookup"]
    assert kept("no ip domain lookup", "ip domain lookup") == []
    assert kept("no ip domain lookup", "default ip domain lookup") == []
    assert kept("keepalive 5", header=INTERFACE) == ["keepalive 5"]
    assert kept("no keepalive", "keepalive", header=INTERFACE) == []
    assert kept("keepalive 5", "no keepalive", header=INTERFACE) == ["no keepalive"]


def test_both_lines_show_what_was_typed_last():
    assert kept("service password-encryption") == ["service password-encryption"]
    assert kept("service password-encryption", "no service password-encryption") == [
        "no service password-encryption"
    ]
    assert kept("no service password-encryption", "default service password-encryption") == []
    assert kept("service timestamps log uptime", "no service timestamps log uptime") == [
        "no service timestamps log"
    ]


def test_lines_that_are_never_kept():
    assert kept("exit") == []


def test_of_many_each_stands_once():
    lines = ["access-list 1 permit any", "access-list 1 deny any", "access-list 2 permit any"]
    assert kept(*lines, lines[0]) == lines
    assert kept(*lines, "no access-list 1 permit any") == lines[1:]
    assert kept(*lines, "access-list 1 remark  a  b", "no access-list 1") == lines[2:]


def test_static_routes_are_named_by_their_key():
    assert kept("ip route 1.0.0.0 255.0.0.0 2.2.2.2 5", "ip route 1.0.0.0 255.0.0.0 2.2.2.2 1 name zed") == [
        "ip route 1.0.0.0 255.0.0.0 2.2.2.2 name zed"
    ]
    assert kept("ip route 1.0.0.0 255.0.0.0 2.2.2.2 5", "no ip route 1.0.0.0 255.0.0.0 2.2.2.2") == []


def test_sections_keep_their_lines_when_opened_again():
    store = config("match address 101", header="crypto map vpn 10 ipsec-isakmp")
    node = store.apply((), matched("config", "crypto map vpn 10"))
    assert node.text == "crypto map vpn 10 ipsec-isakmp"
    assert [child.text for child in node.children] == ["match address 101"]
    store.apply((), matched("config", "no crypto map vpn 10"))
    assert store.section("crypto map vpn 10 ipsec-isakmp") is None and store.root.children == []


def test_a_section_may_gain_words():
    store = config("shutdown", header="interface Serial0/0.1")
    node = store.apply((), matched("config", "interface Serial0/0.1 point-to-point"))
    assert node.text == "interface Serial0/0.1 point-to-point" and len(node.children) == 1
    assert store.section("interface Serial0/0.1") is None
    assert store.section("interface Serial0/0.1 point-to-point") is node


def test_an_unknown_section_is_an_error():
    with pytest.raises(KeyError):
        ConfigStore().apply((INTERFACE,), matched("interface", "shutdown"))


def test_lines_are_found_and_removed():
    store = config("duplex full", "ip access-group 1 in", header=INTERFACE)
    section = store.section(INTERFACE)
    assert [node.text for node in section.lines("ip", "access-group")] == ["ip access-group 1 in"]
    assert [node.args.interface("interface") for node in store.lines("interface")] == ["FastEthernet0/0"]
    assert store.section(INTERFACE, "duplex full").command == "interface: duplex {full|half|auto}"
    assert store.remove(INTERFACE, "duplex full") and not store.remove(INTERFACE, "duplex full")
    assert store.remove(INTERFACE) and not store.remove(INTERFACE) and not store.remove("nothing", "at all")
    assert store.render(GRAMMAR) == "!\nend\n"


RUNNING = """\
version 12.3
no service pad
service timestamps debug datetime msec
no service password-encryption
!
hostname R1
!
no ip domain lookup
!
crypto map vpn 10 ipsec-isakmp␠
 set peer 172.16.172.69
 set transform-set myset␠
 match address 101
!
crypto map vpn 20 ipsec-isakmp␠
!
interface FastEthernet0/0
 description to  the core
 ip address 172.16.172.52 255.255.255.240
 ip address 172.16.172.99 255.255.255.240 secondary
 standby 1 ip 172.16.172.53
 standby 1 priority 200
 standby 1 track FastEthernet0/1 150
 crypto map vpn redundancy VPNHA
!
interface FastEthernet0/1
 shutdown
!
router ospf 1
 redistribute static metric 5 subnets
 network 10.1.1.0 0.0.0.255 area 0
 !
 address-family ipv4
  maximum-paths 4
 exit-address-family
!
ip route 172.16.172.64 255.255.255.240 172.16.172.49
!
access-list 101 permit any
access-list 101 permit host 99.99.99.99
banner motd ^C
 Keep
out!
^C
!
line console 0
 exec-timeout 0 0
line vty 0 4
 login
!
end
""".replace("␠", " ")


def test_the_running_config_has_ios_order_indentation_and_marks():
    assert load(RUNNING).render(GRAMMAR) == RUNNING


def test_the_order_of_typing_does_not_matter_across_ranks():
    jumbled = (
        "line vty 0 4\n login\nhostname R1\n"
        "interface FastEthernet0/1\n duplex full\n description zed\nversion 12.3\n"
    )
    assert load(jumbled).render(GRAMMAR) == (
        "version 12.3\n!\nhostname R1\n!\ninterface FastEthernet0/1\n description zed\n duplex full\n!\n"
        "line vty 0 4\n login\n!\nend\n"
    )


def test_one_section_can_be_shown():
    store = load(RUNNING)
    assert store.render_section(GRAMMAR, "interface FastEthernet0/1") == "interface FastEthernet0/1\n shutdown\n"
    assert store.render_section(GRAMMAR, "interface FastEthernet9/9") == ""


def test_a_line_whose_command_is_gone_is_still_shown():
    store = config("hostname zed")
    store.root.children[0].command = "config: something of another release"
    assert "hostname zed" in store.render(GRAMMAR)


def test_the_store_is_a_value():
    store = load(RUNNING)
    twin = pickle.loads(pickle.dumps(store))
    other = copy.deepcopy(store)
    other.remove("hostname R1")
    assert twin.render(GRAMMAR) == store.render(GRAMMAR) == RUNNING
    assert "hostname" not in other.render(GRAMMAR)
    assert digest(twin) == digest(store) != digest(other)

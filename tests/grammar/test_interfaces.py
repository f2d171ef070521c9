import pytest
from hypothesis import given
from hypothesis import strategies as st

from ios_emu.grammar.interfaces import (
    KINDS,
    canonical_interface,
    find_interface,
    interface_order,
    kinds_of,
    short_interface,
    split_interface,
)


@pytest.mark.parametrize(
    ("typed", "canonical", "short"),
    [
        ("fa0/0", "FastEthernet0/0", "Fa0/0"),
        ("fa 0/0", "FastEthernet0/0", "Fa0/0"),
        ("f 00/01", "FastEthernet0/1", "Fa0/1"),
        ("FASTETHERNET0/0.10", "FastEthernet0/0.10", "Fa0/0.10"),
        ("g0/1", "GigabitEthernet0/1", "Gi0/1"),
        ("te1/1", "TenGigabitEthernet1/1", "Te1/1"),
        ("s0/0:15", "Serial0/0:15", "Se0/0:15"),
        ("at1/0.1", "ATM1/0.1", "AT1/0.1"),
        ("lo0", "Loopback0", "Lo0"),
        ("po1", "Port-channel1", "Po1"),
        ("POS1/0", "POS1/0", "PO1/0"),
        ("vl10", "Vlan10", "Vl10"),
        ("vt1", "Virtual-Template1", "Vt1"),
        ("tu 5", "Tunnel5", "Tu5"),
        ("nu0", "Null0", "Nu0"),
        ("bvi1", "BVI1", "BV1"),
    ],
)
def test_a_name_has_a_canonical_and_a_short_form(typed, canonical, short):
    assert canonical_interface(typed) == canonical
    assert short_interface(canonical) == short


@pytest.mark.parametrize("bad", ["", "fa", "0/0", "t0", "v1", "fa0/0/0/0/0", "fa0//1", "foo1", "fa0/0 x", "fa-0"])
def test_what_is_no_interface_is_refused(bad):
    assert find_interface(bad) is None
    with pytest.raises(ValueError, match="not an interface"):
        canonical_interface(bad)


def test_an_ambiguous_kind_is_known_as_such():
    assert {kind.name for kind in kinds_of("t")} >= {"Tunnel", "TenGigabitEthernet"}


@given(st.sampled_from(KINDS), st.integers(0, 9), st.data())
def test_every_kind_is_found_by_each_abbreviation_from_its_least(kind, unit, data):
    lengths = st.integers(len(kind.least), len(kind.name)).filter(lambda length: kind.name[length - 1].isalpha())
    length = data.draw(lengths)
    assert find_interface(f"{kind.name[:length]}{unit}") == f"{kind.name}{unit}"
    assert split_interface(f"{kind.name}{unit}") == (kind.name, str(unit))


def test_the_running_config_orders_hardware_by_slot_whatever_its_kind():
    names = ["Vlan1", "FastEthernet3/0", "ATM1/0", "FastEthernet0/1", "FastEthernet0/0.10", "Loopback0", "Tunnel1"]
    assert sorted([*names, "FastEthernet0/0", "FastEthernet0/0.2"], key=interface_order) == [
        "Loopback0",
        "Tunnel1",
        "FastEthernet0/0",
        "FastEthernet0/0.2",
        "FastEthernet0/0.10",
        "FastEthernet0/1",
        "ATM1/0",
        "FastEthernet3/0",
        "Vlan1",
    ]


@given(st.text())
def test_no_text_raises(text):
    find_interface(text)
    short_interface(text)
    interface_order(text)

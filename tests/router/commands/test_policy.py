"""Prefix lists and route maps as they are typed, kept and shown."""

from __future__ import annotations

import pytest
from support.wiring import BARE

from ios_emu.kernel import Kernel
from ios_emu.router.catalog import Catalog
from ios_emu.router.facts import Fact, PrefixListChanged, RouteMapChanged
from ios_emu.router.feature import Feature, FeatureSpec
from ios_emu.router.router import Router


def router(config: str = "", catalog: Catalog = BARE) -> Router:
    made = Router("r1", Kernel(0), catalog, f"hostname R1\n{config}")
    made.power_on()
    return made


def configured(made: Router, *lines: str) -> str:
    made.execute("configure terminal")
    said = "".join(made.execute(each) for each in lines)
    made.execute("end")
    return said


def shown(made: Router, what: str) -> list[str]:
    return made.execute(f"show running-config | section ^{what}|^no {what}").splitlines()


# -- prefix lists --------------------------------------------------------------------------------------


def test_entries_get_the_next_multiple_of_five_and_lose_their_host_bits() -> None:
    made = router()
    configured(made, "ip prefix-list Z permit 10.1.2.3/8 le 24", "ip prefix-list Z deny 0.0.0.0/0 ge 25 le 32")
    configured(made, "ip prefix-list A seq 7 permit 1.1.1.0/24", "ip prefix-list A permit 3.0.0.0/8")
    configured(made, "ip prefix-list A seq 1 deny 4.0.0.0/8", "ip prefix-list A description of A")
    assert shown(made, "ip prefix-list") == [
        "ip prefix-list A description of A",
        "ip prefix-list A seq 1 deny 4.0.0.0/8",
        "ip prefix-list A seq 7 permit 1.1.1.0/24",
        "ip prefix-list A seq 10 permit 3.0.0.0/8",
        "ip prefix-list Z seq 5 permit 10.0.0.0/8 le 24",
        "ip prefix-list Z seq 10 deny 0.0.0.0/0 ge 25",
    ]
    assert made.execute("show ip prefix-list") == (
        "ip prefix-list A: 3 entries\n"
        "   Description: of A\n"
        "   seq 1 deny 4.0.0.0/8\n"
        "   seq 7 permit 1.1.1.0/24\n"
        "   seq 10 permit 3.0.0.0/8\n"
        "ip prefix-list Z: 2 entries\n"
        "   seq 5 permit 10.0.0.0/8 le 24\n"
        "   seq 10 deny 0.0.0.0/0 ge 25\n"
    )


def test_detail_summary_and_single_entries() -> None:
    made = router("ip prefix-list A permit 10.0.0.0/8 ge 16\nip prefix-list A deny 10.1.0.0/16\n")
    assert made.execute("show ip prefix-list detail") == (
        "Prefix-list with the last deletion/insertion: A\n"
        "ip prefix-list A:\n"
        "   count: 2, range entries: 1, sequences: 5 - 10, refcount: 1\n"
        "   seq 5 permit 10.0.0.0/8 ge 16 (hit count: 0, refcount: 1)\n"
        "   seq 10 deny 10.1.0.0/16 (hit count: 0, refcount: 1)\n"
    )
    assert made.execute("show ip prefix-list summary A").splitlines()[1].endswith("sequences: 5 - 10, refcount: 1")
    assert made.execute("show ip prefix-list A seq 10").startswith("   seq 10 deny 10.1.0.0/16 (hit")
    assert made.execute("show ip prefix-list A 10.1.0.0/16") == made.execute("show ip prefix-list A seq 10")
    assert len(made.execute("show ip prefix-list A 10.0.0.0/8 longer").splitlines()) == 2
    assert made.execute("show ip prefix-list A 10.1.0.0/16 first-match").startswith("   seq 5 ")


@pytest.mark.parametrize("more", ["ge 8", "le 8", "ge 20 le 19", "ge 4"])
def test_a_range_that_holds_nothing_is_refused(more: str) -> None:
    made = router()
    said = configured(made, f"ip prefix-list A permit 10.0.0.0/8 {more}")
    assert said == "% Invalid prefix range for 10.0.0.0/8, make sure: len < ge-value <= le-value\n"
    assert shown(made, "ip prefix-list") == [] and made.prefix_lists.lists == {}


def test_what_is_there_is_not_inserted_twice() -> None:
    made = router("ip prefix-list A permit 10.0.0.0/8\n")
    exists = "%Insertion failed - prefix-list entry exists:\n   seq 5 permit 10.0.0.0/8\n"
    assert configured(made, "ip prefix-list A permit 10.0.0.0/8") == ""
    assert configured(made, "ip prefix-list A seq 8 permit 10.0.0.0/8") == exists
    assert configured(made, "ip prefix-list A seq 5 permit 11.0.0.0/8") == exists
    assert shown(made, "ip prefix-list") == ["ip prefix-list A seq 5 permit 10.0.0.0/8"]


def test_numbers_can_be_left_out_of_the_configuration() -> None:
    made = router("no ip prefix-list sequence-number\nip prefix-list A permit 2.0.0.0/8\n")
    configured(made, "ip prefix-list A seq 3 deny 1.0.0.0/8")
    without = [
        "no ip prefix-list sequence-number",
        "ip prefix-list A deny 1.0.0.0/8",
        "ip prefix-list A permit 2.0.0.0/8",
    ]
    assert shown(made, "ip prefix-list") == without
    assert made.execute("show ip prefix-list A").splitlines()[1] == "   deny 1.0.0.0/8"
    configured(made, "ip prefix-list sequence-number")
    numbered = ["ip prefix-list A seq 3 deny 1.0.0.0/8", "ip prefix-list A seq 5 permit 2.0.0.0/8"]
    assert shown(made, "ip prefix-list") == numbered


def test_entries_and_lists_are_removed() -> None:
    made = router("".join(f"ip prefix-list A permit {n}.0.0.0/8\n" for n in (1, 2, 3)))
    configured(made, "no ip prefix-list A seq 5", "no ip prefix-list A permit 3.0.0.0/8")
    assert shown(made, "ip prefix-list") == ["ip prefix-list A seq 10 permit 2.0.0.0/8"]
    configured(made, "no ip prefix-list A")
    assert shown(made, "ip prefix-list") == [] and made.prefix_lists.lists == {}


# -- route maps ----------------------------------------------------------------------------------------

MAP = """\
route-map M permit 20
 match tag 5
 match ip address 1 2
 continue
 set metric 5
route-map N deny 10
route-map M permit 10
 match ip address prefix-list A
 match route-type internal external type-1
 match community 7
 set metric-type type-1
 set tag 77
 set ip next-hop 10.0.0.1
 set community 1:1
"""


def test_entries_stand_together_and_in_order() -> None:
    made = router(MAP)
    headers = [each for each in shown(made, "route-map") if each[0] != " "]
    assert headers == ["route-map M permit 10", "route-map M permit 20", "route-map N deny 10"]


def test_a_map_is_shown_entry_by_entry() -> None:
    made = router(MAP)
    assert made.execute("show route-map M") == (
        "route-map M, permit, sequence 10\n"
        "  Match clauses:\n"
        "    ip address prefix-lists: A \n"
        "    route-type internal external type-1 \n"
        "    community 7 \n"
        "  Set clauses:\n"
        "    metric-type type-1\n"
        "    tag 77\n"
        "    ip next-hop 10.0.0.1\n"
        "    community 1:1\n"
        "  Policy routing matches: 0 packets, 0 bytes\n"
        "route-map M, permit, sequence 20\n"
        "  Match clauses:\n"
        "    tag 5 \n"
        "    ip address (access-lists): 1 2 \n"
        "  Continue: to next entry\n"
        "  Set clauses:\n"
        "    metric 5\n"
        "  Policy routing matches: 0 packets, 0 bytes\n"
    )
    assert made.execute("show route-map").endswith(
        "route-map N, deny, sequence 10\n  Match clauses:\n  Set clauses:\n"
        "  Policy routing matches: 0 packets, 0 bytes\n"
    )
    assert made.execute("show route-map X") == "route-map X not found\n"


def test_values_of_a_clause_come_and_go_one_by_one() -> None:
    made = router()
    configured(made, "route-map M", "match ip address 1", "match ip address 2 FOO", "no match ip address 1")
    configured(
        made, "route-map M", "set metric 5", "set metric 6", "set ip next-hop 1.1.1.1", "set ip next-hop 2.2.2.2"
    )
    lines = [
        "route-map M permit 10",
        " match ip address 2 FOO",
        " set metric 6",
        " set ip next-hop 1.1.1.1 2.2.2.2",
    ]
    assert shown(made, "route-map") == lines
    configured(made, "route-map M", "no match ip address", "no set metric", "no set ip next-hop 1.1.1.1 2.2.2.2")
    assert shown(made, "route-map") == lines[:1]
    entry = made.route_maps.entry("M", 10)
    assert entry is not None and not entry.matches and not entry.sets


def test_permit_turns_into_deny_and_keeps_its_clauses() -> None:
    made = router(MAP)
    configured(made, "route-map M deny 10", "no match community 7")
    text = shown(made, "route-map")
    assert text[:3] == [
        "route-map M deny 10",
        " match ip address prefix-list A",
        " match route-type internal external type-1",
    ]
    assert "route-map M permit 10" not in text and "route-map M permit 20" in text
    assert [entry.permit for entry in made.route_maps.maps["M"]] == [False, True]


def test_a_map_goes_by_entries_or_as_a_whole() -> None:
    made = router(MAP)
    assert configured(made, "route-map M") == "% Please specify the entry by its sequence\n"
    configured(made, "no route-map M permit 10")
    assert [each for each in shown(made, "route-map") if each[0] != " "] == [
        "route-map M permit 20",
        "route-map N deny 10",
    ]
    configured(made, "no route-map M", "no route-map N")
    assert shown(made, "route-map") == [] and made.route_maps.maps == {}


class Listener(Feature):
    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.heard: list[Fact] = []

    def on_fact(self, fact: Fact) -> None:
        if isinstance(fact, PrefixListChanged | RouteMapChanged):
            self.heard.append(fact)


LISTENING = Catalog("listening-to-policies", (FeatureSpec("listener", Listener),))


@pytest.mark.parametrize(
    "line",
    [
        "route-map M permit 30",
        "route-map M deny 10",
        "no route-map M",
        "ip prefix-list A permit 9.0.0.0/8",
        "no ip prefix-list A",
    ],
)
def test_every_change_is_published(line: str) -> None:
    made = router(f"ip prefix-list A permit 1.0.0.0/8\n{MAP}", LISTENING)
    listener = made.feature(Listener)
    listener.heard.clear()
    configured(made, line)
    assert listener.heard == [RouteMapChanged("M") if "route-map" in line else PrefixListChanged("A")]


@pytest.mark.parametrize(
    "line", ["match tag 9", "no match community 7", "match as-path 3", "set tag 1", "continue 40"]
)
def test_a_change_of_a_clause_is_published(line: str) -> None:
    made = router(MAP, LISTENING)
    listener = made.feature(Listener)
    listener.heard.clear()
    configured(made, "route-map M permit 10", line)
    assert set(listener.heard) == {RouteMapChanged("M")}


def test_loading_what_is_shown_changes_nothing() -> None:
    made = router(f"ip prefix-list A permit 1.0.0.0/8\n{MAP}ip local policy route-map M\n")
    text = made.execute("show running-config")
    again = router(text.partition("!\n")[2])
    assert again.execute("show running-config").partition("!\n")[2] == text.partition("!\n")[2]
    assert again.route_maps.maps == made.route_maps.maps and again.prefix_lists.lists == made.prefix_lists.lists


# -- numbers and counters of access lists --------------------------------------------------------------


def test_access_lists_are_numbered_anew() -> None:
    made = router("ip access-list extended A\n permit ip host 1.1.1.1 any\n remark why\n deny ip any any\n")
    configured(made, "ip access-list resequence A 100 20")
    assert made.execute("show ip access-lists A") == (
        "Extended IP access list A\n    100 permit ip host 1.1.1.1 any\n    120 deny ip any any\n"
    )
    said = configured(made, "ip access-list resequence A 2147483000 500")
    assert said == "Exceeded maximum sequence number.\n"
    configured(made, "ip access-list extended A", "110 permit ip host 2.2.2.2 any")
    assert "    110 permit ip host 2.2.2.2 any\n    120 deny" in made.execute("show ip access-lists A")
    assert not [each for each in made.execute("show running-config").splitlines() if "resequence" in each]


def test_an_ordering_sequence_is_kept_with_its_entry() -> None:
    made = router("route-map O permit 20 ordering-seq 7\n set tag 1\n")
    configured(made, "route-map O permit 10", "route-map O permit 10 ordering-seq 5", "route-map O deny 20")
    lines = ["route-map O permit 10 ordering-seq 5", "route-map O deny 20 ordering-seq 7", " set tag 1"]
    assert shown(made, "route-map") == lines
    configured(made, "no route-map O deny 20")
    assert shown(made, "route-map") == lines[:1]
    configured(made, "no route-map O")
    assert shown(made, "route-map") == []

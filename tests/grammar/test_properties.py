"""Properties of the whole room, over instances generated from the notations of the table."""

from grammar.table import COMMANDS, CONFIG, GRAMMAR, MODES, SECTIONS, Words, lines_of, load, matched, typed, values
from hypothesis import assume, given
from hypothesis import strategies as st

from ios_emu.grammar.command import Store
from ios_emu.grammar.config import ConfigStore
from ios_emu.grammar.grammar import Match, Mismatch, MismatchKind, render_error, render_help
from ios_emu.grammar.notation import Argument, leaves, parse_notation

MODE_NAMES = [mode.name for mode in MODES]


@given(lines_of(COMMANDS))
def test_every_instance_is_a_command_and_its_canonical_line_means_the_same(instance):
    command, words = instance
    found = matched(command.mode, typed(words))
    again = matched(command.mode, " ".join(found.args.words))
    assert again.command is found.command
    assert again.args.words == found.args.words and again.args.identity == found.args.identity
    if not command.omit:
        assert sorted(found.args.words) == sorted(word for word, _ in words)
        assert again.args == found.args


@given(lines_of(COMMANDS), st.data())
def test_every_unique_abbreviation_is_the_full_command(instance, data):
    command, words = instance
    short: Words = []
    for word, is_keyword in words:
        if is_keyword:
            offered = [line.token for line in GRAMMAR.help(command.mode, typed([*short, ("", True)]))]
            assert word in offered
            lengths = [n for n in range(1, len(word) + 1) if sum(o.startswith(word[:n]) for o in offered) == 1]
            if lengths and not word.isdigit():
                word = word[: data.draw(st.sampled_from(lengths))]
            word = data.draw(st.sampled_from([word, word.upper()]))
        short.append((word, is_keyword))
    assert matched(command.mode, typed(short)) == matched(command.mode, typed(words))


@given(lines_of(COMMANDS), st.data())
def test_everything_help_offers_is_accepted(instance, data):
    command, words = instance
    head = typed(words[: data.draw(st.integers(0, len(words)))])
    head += " " if head else ""
    for line in GRAMMAR.help(command.mode, head):
        if line.token == "|":
            continue
        samples = {"<cr>": st.just(""), "hh:mm:ss": values("TIME"), "A.B.C.D/nn": values("A.B.C.D/LEN")}
        if line.token in samples:
            sample = samples[line.token]
        elif line.token == "Hex-data":
            sample = values("HEX")
        elif line.token in ("WORD", "LINE", "A.B.C.D", "H.H.H"):
            sample = values(line.token)
        elif line.token.startswith("<"):
            sample = values(line.token.strip("<>"))
        else:
            sample = st.just(line.token)
        found = GRAMMAR.match(command.mode, head + data.draw(sample))
        if line.token == "<cr>":
            assert isinstance(found, Match)
        else:
            assert isinstance(found, Match) or found.kind is MismatchKind.INCOMPLETE


@given(lines_of(COMMANDS), st.data())
def test_completing_the_beginning_of_a_line_leads_to_the_line(instance, data):
    command, words = instance
    number = data.draw(st.integers(0, len(words) - 1))
    assume(words[number][1])
    cut = data.draw(st.integers(1, len(words[number][0])))
    head = typed([*words[:number], (words[number][0][:cut], True)])
    completed = GRAMMAR.complete(command.mode, head)
    if completed is not None and completed.split()[-1] != words[number][0]:
        assert completed == head + " "  # the beginning is a word itself
    elif completed is not None:
        rest = typed(words[number + 1 :])
        assert matched(command.mode, completed + rest) == matched(command.mode, typed(words))


def _open(store: ConfigStore, mode: str) -> tuple[str, ...]:
    headers = {
        "interface": ("interface FastEthernet0/0",),
        "router": ("router ospf 1",),
        "family": ("router ospf 1", "address-family ipv4"),
        "crypto-map": ("crypto map vpn 10 ipsec-isakmp",),
        "line": ("line vty 0 4",),
    }
    path = headers.get(mode, ())
    current = "config"
    for depth, header in enumerate(path):
        found = matched(current, header)
        store.apply(path[:depth], found)
        assert found.command.enters is not None
        current = found.command.enters
    return path


def _apply(store: ConfigStore, mode: str, line: str) -> None:
    store.apply(_open(store, mode), matched(mode, line))


@given(st.lists(lines_of(CONFIG + SECTIONS), max_size=6), lines_of(CONFIG + SECTIONS))
def test_no_undoes_what_was_typed(background, instance):
    command, words = instance
    line = typed(words)
    store = ConfigStore()
    _open(store, command.mode)
    for other, other_words in background:
        _apply(store, other.mode, typed(other_words))
    found = matched(command.mode, line)
    path = _open(store, command.mode)
    # Nothing of the same name stands beforehand.
    store.apply(path, matched(command.mode, "default " + " ".join(found.args.words)))
    before = store.render(GRAMMAR)
    first, second = ("no ", "") if found.command.store is Store.ON else ("", "no ")
    bare = " ".join(found.args.stem)
    if found.command.store is Store.BOTH:
        second = "default "
    _apply(store, command.mode, first + (bare if first else line))
    _apply(store, command.mode, second + bare)
    assert store.render(GRAMMAR) == before


# A banner has its delimiters from the document, not from its notation.
LOADED = tuple(command for command in CONFIG + SECTIONS if not command.notation.startswith("banner"))


@given(st.lists(lines_of(LOADED), max_size=12), st.lists(st.booleans(), min_size=12, max_size=12))
def test_the_running_config_is_a_fixed_point(instances, negations):
    store = ConfigStore()
    for (command, words), negated in zip(instances, negations, strict=False):
        _apply(store, command.mode, ("no " if negated else "") + typed(words))
    rendered = store.render(GRAMMAR)
    assert load(rendered).render(GRAMMAR) == rendered


PIECES = st.sampled_from(
    [
        *sorted({word for c in COMMANDS for word in c.notation.split() if word[0].isalpha()}),
        *(
            "no",
            "default",
            "undebug",
            "sh",
            "i",
            "fa",
            "0/0",
            "fa0/0",
            "t0",
            "1.1.1.1",
            "5",
            "999",
            "zed",
            "?",
            "^C\n",
        ),
    ]
)
LINES = st.one_of(
    st.text(), st.lists(PIECES, max_size=8).map(" ".join), st.lists(PIECES, max_size=8).map("  \t".join)
)


@given(st.sampled_from(MODE_NAMES), LINES, st.sampled_from([0, 1, 15]))
def test_no_line_raises(mode, line, privilege):
    found = GRAMMAR.match(mode, line, privilege)
    if isinstance(found, Mismatch):
        assert 0 <= found.position <= len(line) and found.text == line
        assert render_error(found, 3).endswith("\n")
    else:
        assert found.command.identity in GRAMMAR.commands
    completed = GRAMMAR.complete(mode, line, privilege)
    assert completed is None or completed.startswith(line.rsplit(None, 1)[0] if len(line.split()) > 1 else "")
    render_help(GRAMMAR.help(mode, line, privilege), False)


@given(st.sampled_from(MODE_NAMES), LINES)
def test_what_stands_before_the_marker_could_have_been_right(mode, line):
    found = GRAMMAR.match(mode, line)
    if isinstance(found, Mismatch) and found.kind is MismatchKind.INVALID:
        words = line[: found.position].split()
        if found.position and not line[found.position - 1].isspace():
            words.pop()
        understood = GRAMMAR.match(mode, " ".join(words)) if words else None
        assert not (isinstance(understood, Mismatch) and understood.kind is MismatchKind.INVALID)


def test_a_line_of_very_many_words_is_read():
    found = matched("config", "ip name-server " + "1.1.1.1 " * 3000)
    assert len(found.args.all("servers")) == 3000
    assert matched("interface", "description " + "z " * 30000).args.words[0] == "description"


def test_the_table_uses_every_type():
    used = {
        leaf.type.name
        for command in COMMANDS
        for leaf in leaves(parse_notation(command.notation))
        if isinstance(leaf, Argument)
    }
    assert {
        "A.B.C.D",
        "MASK",
        "WILDCARD",
        "WORD",
        "LINE",
        "INTERFACE",
        "H.H.H",
        "HEX",
        "TIME",
        "A.B.C.D/LEN",
    } <= used

"""The clerk's language, read into our own tree or refused with a hint."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import WrongUsage
from search.engine import Asking, Page
from search.errors import QueryUnreadable
from search.index import IndexFolder, OpenIndex
from search.language import parse
from search.plain import read_plain
from search.question import Question
from search.refusals import MAX_DEPTH, MAX_LENGTH, MAX_RANGES
from search.tree import (
    And,
    Boost,
    Everything,
    Fuzzy,
    Is,
    KeyField,
    Known,
    Later,
    Leaf,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Place,
    Prefer,
    TextField,
    TimeField,
    Within,
    Word,
    map_leaves,
)

ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
HERE = Place(0, 0)


def read(query: str) -> Node:
    """Read a query, without its places."""

    def anywhere(leaf: Leaf) -> Node:
        return leaf if isinstance(leaf, Everything | Later) else replace(leaf, place=HERE)

    return map_leaves(parse(query, now=NOW, zone=ZONE), anywhere)


def word(text: str, field: TextField = TextField.TEXT) -> Word:
    """Make a word."""
    return Word(field, text, HERE)


def within(since: str | None, until: str | None) -> Within:
    """Make a stretch of time from instants as written on the wire."""
    return Within(
        TimeField.POSTED,
        None if since is None else datetime.fromisoformat(since),
        None if until is None else datetime.fromisoformat(until),
        HERE,
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("snow plow", And((word("snow"), word("plow")))),
        ("snow AND plow", And((word("snow"), word("plow")))),
        ("snow OR plow", Or((word("snow"), word("plow")))),
        ("snow -plow", And((word("snow"), Not(word("plow"))))),
        ("co-op", word("co-op")),
        ("NOT NOT snow", word("snow")),
        ("NOT NOT NOT snow", Not(word("snow"))),
        ("-(snow plow)", Not(And((word("snow"), word("plow"))))),
        ("snow ANDMAYBE plow", Prefer(word("snow"), word("plow"))),
        ("snow^2", Boost(word("snow"), 2.0)),
        ("(snow OR plow)^2", Boost(Or((word("snow"), word("plow"))), 2.0)),
        ('"snow plow"', Phrase(TextField.TEXT, "snow plow", 0, HERE)),
        ('"snow plow"~3', Phrase(TextField.TEXT, "snow plow", 2, HERE)),
        ('"snow plow"~0', Phrase(TextField.TEXT, "snow plow", 0, HERE)),
        ('"snow plow"~', Phrase(TextField.TEXT, "snow plow", 0, HERE)),
        ("'snow plow'", Phrase(TextField.TEXT, "snow plow", 0, HERE)),
        ("plow*", Pattern(TextField.TEXT, "plow*", HERE)),
        ("pl?w", Pattern(TextField.TEXT, "pl?w", HERE)),
        ("s??w", Pattern(TextField.TEXT, "s??w", HERE)),
        ("sn**w", Pattern(TextField.TEXT, "sn**w", HERE)),
        ("account:*?00", Pattern(KeyField.ACCOUNT, "*?00", HERE)),
        ("plow~", Fuzzy(TextField.TEXT, "plow", 1, 0, HERE)),
        ("plow~2/2", Fuzzy(TextField.TEXT, "plow", 2, 2, HERE)),
        ("*", Everything()),
        ("series:*", Known(KeyField.SERIES, HERE)),
        ("author:jane", word("jane", TextField.AUTHOR)),
        ("-author:jane", Not(word("jane", TextField.AUTHOR))),
        ("Author:(jane OR ed)", Or((word("jane", TextField.AUTHOR), word("ed", TextField.AUTHOR)))),
        ("KIND:Post", Is(KeyField.KIND, "post", HERE)),
        ("kind:live_video", Is(KeyField.KIND, "live_video", HERE)),
        ("source:instaloader", Is(KeyField.SOURCE, "instaloader", HERE)),
        ("6:30", word("6:30")),
        ("https://x.y/z?q=1*", word("https://x.y/z?q=1*")),
        ("don't", word("don't")),
    ],
)
def test_a_query_is_read(query: str, expected: Node) -> None:
    """Every construct of the language has its place in the tree."""
    assert expected == read(query)


@pytest.mark.parametrize(
    ("query", "since", "until"),
    [
        ("posted:2026-03-15", "2026-03-15T05:00Z", "2026-03-16T05:00Z"),
        ("posted:2026-03", "2026-03-01T06:00Z", "2026-04-01T05:00Z"),
        ("year:2026", "2026-01-01T06:00Z", "2027-01-01T06:00Z"),
        ("posted:3/15/2026", "2026-03-15T05:00Z", "2026-03-16T05:00Z"),
        ("posted:march 5 2026", "2026-03-05T06:00Z", "2026-03-06T06:00Z"),
        ("posted:last month", "2026-10-01T05:00Z", "2026-11-01T05:00Z"),
        ('posted:"last month"', "2026-10-01T05:00Z", "2026-11-01T05:00Z"),
        ("posted:last 7 days", "2026-11-16T06:00Z", "2026-11-23T06:00Z"),
        ("posted:december 25", "2025-12-25T06:00Z", "2025-12-26T06:00Z"),
        ("posted:december", "2025-12-01T06:00Z", "2026-01-01T06:00Z"),
        ("posted:[2026-03-01 to 2026-03-31]", "2026-03-01T06:00Z", "2026-04-01T05:00Z"),
        ("posted:{2026-03-01 to 2026-03-31}", "2026-03-02T06:00Z", "2026-03-31T05:00Z"),
        ("posted:[2026-03-01 to]", "2026-03-01T06:00Z", None),
        ("posted:[to 2026-03-31]", None, "2026-04-01T05:00Z"),
        ("posted:>2025", "2026-01-01T06:00Z", None),
        ("posted:>=2025", "2025-01-01T06:00Z", None),
        ("posted:<2025", None, "2025-01-01T06:00Z"),
        ("posted:<=2025", None, "2026-01-01T06:00Z"),
        ("posted:[yesterday to today]", "2026-11-21T06:00Z", "2026-11-23T06:00Z"),
        ("posted:[jan 2020 to mar 2020]", "2020-01-01T06:00Z", "2020-04-01T05:00Z"),
        ("posted:-2 weeks", "2026-11-08T06:00Z", "2026-11-09T06:00Z"),
        ("posted:[2026-03-01T10:00 to 2026-03-01T11:29]", "2026-03-01T16:00Z", "2026-03-01T17:30Z"),
    ],
)
def test_a_date_is_a_stretch_of_the_city_s_days(
    query: str, since: str | None, until: str | None
) -> None:
    """Civil dates become UTC with the zone's own offset on that day; braces leave out the end."""
    assert within(since, until) == read(query)


def test_a_date_of_several_words_ends_where_the_words_do() -> None:
    """``posted:last month snow`` searches last month for snow."""
    expected = And((within("2026-10-01T05:00Z", "2026-11-01T05:00Z"), word("snow")))

    assert expected == read("posted:last month snow")


@pytest.mark.parametrize("rest", ["snow", "to town", "-2026", "-may", "14 plows", "until noon"])
def test_words_behind_a_date_are_words(rest: str) -> None:
    """Only what would be the rest of a date is refused there."""
    expected = read(f"posted:[2026-03-01 to 2026-03-31] {rest}")

    assert expected == read(f"posted:2026-03 {rest}")


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("posted:notadate", "2026-03-31"),
        ("posted:2026-02-30", "2026-03-31"),
        ("posted:2026*", "2026-03-31"),
        ("posted:0001-01-01", "2026-03-31"),
        ("posted:[foo to bar]", "2026-03-31"),
        ("posted:[2026-03-31 to 2026-03-01]", "earlier date first"),
        ("year:abc", "2026-03-31"),
        ("posted:2026-03-01 to 2026-03-31", "in quotes"),
        ("posted:march to may 2026", "in quotes"),
        ("posted:2026-03-01 \u2013 2026-03-31 snow", "in quotes"),
        ("posted:march-april", "in quotes"),
        ("(posted:2026-03-08 14:00)", "in quotes"),
        ("nosuch:field", "Fields are text, author"),
        ("author: jane", "without a space"),
        ("author:-jane", "-author:jane"),
        ("text:author:jane", "one of them"),
        ("author:posted:2026", "one of them"),
        ("plow~3", "word~1"),
        ("plow~12", "word~1"),
        ('"snow plow~"', "out of the quotes"),
        ("author:[a to b]", "posted:"),
        ("thread:>5", "posted:"),
        ("[a to b]", "posted:"),
        ("kind:photo", "post, comment, reply"),
        ("state:deleted", "present, hidden, unavailable, edited"),
        ("has:sound", "photo, video"),
        ("state:removed", "state:unavailable"),
        ("source:paper", "platform, import, facebook-download"),
        ("account:x~", "Leave out"),
        ("(snow", "Balance"),
        ("snow)", "Balance"),
        ('"snow', "Close it"),
        ("AND", '"AND"'),
        ("snow OR", '"OR"'),
        ("snow^0", "snow^2"),
        ("?", "plow*"),
        ("", "*"),
        ("()", "*"),
        ("a" * (MAX_LENGTH + 1), "telling words"),
        ("[" * (MAX_RANGES + 1), "double quotes"),
        ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), "brackets"),
        ("a ANDNOT " * 200 + "a", "brackets"),
        ("a* " * 50, "up to 20"),
        ("a?b?c?d?e?f?g?h?i?j", "each with a few"),
        ("a " * 400, "telling words"),
        ("\udcff", "UTF-8"),
    ],
)
def test_what_cannot_be_read_gets_a_hint(query: str, hint: str) -> None:
    """A query is refused with its next step, never answered with silence."""
    with pytest.raises(QueryUnreadable) as refused:
        parse(query, now=NOW, zone=ZONE)

    assert hint in refused.value.next_step
    assert 2 == refused.value.exit_code
    assert isinstance(refused.value, WrongUsage)


def test_a_hint_says_where() -> None:
    """The place is that of the part that cannot be read."""
    with pytest.raises(QueryUnreadable) as refused:
        parse("snow posted:notadate plow", now=NOW, zone=ZONE)

    assert Place(5, 20) == refused.value.place


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    """Make an index with nothing in it, to which any query can be put."""
    return IndexFolder(tmp_path_factory.mktemp("index"), "America/Chicago").create(1)


@given(
    st.lists(st.sampled_from(["snow", "to", "and", "not", "2026", "a", "r", "x2"])).map(" ".join)
)
def test_plain_words_are_read_alike_with_and_without_the_parser(query: str) -> None:
    """The short way to read a query of words alone gives what the parser gives."""
    plain = read_plain(query)

    assert plain in {None, parse(query, now=NOW, zone=ZONE) if query else None}


@pytest.mark.parametrize("query", ["Snow", "a-b", "a*", "a  b", "é", "", " a", "a:b", "-a"])
def test_anything_but_plain_words_goes_to_the_parser(query: str) -> None:
    """One capital letter could be an operator, and one mark a meaning."""
    assert read_plain(query) is None


PIECES = st.sampled_from(
    [
        *"()[]{}\"'~^*?-+:<>=/\\@#,.|& ",
        *[" AND ", " OR ", " NOT ", " ANDNOT ", " ANDMAYBE ", " REQUIRE ", " to ", "TO"],
        *["author:", "posted:", "kind:", "account:", "text:", "year:", "series:", "nosuch:"],
        *["last month", "2026-03-01", "now", "march", "12:30", "3pm", "next", "week", "-2 weeks"],
        *["snow", "plow", "r", "~3", "~2/2", "^2", "*:*", "http://", "#x", "@y", "🎉", "路", "é"],
        *["\x00", "\n", "\u202e", "\ufe0f", "\U00010000", "ß", "İ", "'s", "”", "9" * 20],
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join)))
def test_any_string_at_all_gives_an_answer_or_a_hint(index: OpenIndex, query: str) -> None:
    """No exception of the parser, the date grammar or the engine ever comes through."""
    try:
        question = Question(parse(query, now=NOW, zone=ZONE), None)
        answered = Asking.of(index, question).page(Page())
    except QueryUnreadable as refused:
        assert refused.next_step  # noqa: PT017 - either way is right, and both are checked
    else:
        assert 0 == answered.total

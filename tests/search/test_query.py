"""Answers to queries: what is found, how it divides, who may see it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from archiver.items import Author, Classification, Imported, ItemKind, ItemState, Link, Media
from search.engine import Page, Sort
from search.errors import QueryUnreadable
from search.query import find_refs
from search.question import Narrowing
from tests.search.conftest import CLERK, NOON, PARKS, PUBLIC, Town, answer, ids


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("plow", ["a", "b", "c"]),
        ("plowing", ["a", "b", "c"]),
        ('"plow"', ["a"]),
        ("snow plow", ["a", "b"]),
        ('"snow plow"', ["a"]),
        ('"snow plow*"', ["a", "b"]),
        ("snow OR café", ["a", "b", "d"]),
        ("CAFE", ["d"]),
        ("plow -snow", ["c"]),
        ("(plow -snow) OR cafe", ["c", "d"]),
        ("-snow", ["c", "d", "e"]),
        ("NOT (snow OR cafe)", ["c", "e"]),
        ("pl*", ["a", "b", "c"]),
        ("pl?ws", ["b"]),
        ("plow?", ["a", "b"]),
        ("*ows", ["b"]),
        ("plouw~1", ["a"]),
        ("plouw~2", ["a", "b"]),
        ("plouw~2/4", []),
        ("#SnowDay", ["e"]),
        ("snowday", ["e"]),
        ("#snow*", ["e"]),
        ("#plow", []),
        ("@cityhall", ["e"]),
        ("🎉", ["e"]),
        ("道路", ["e"]),
        ("路道", []),
        ("example.org", ["e"]),
        ("https://example.org/map?id=1", ["e"]),
        ("trail-map", []),
        ("author:jane", ["a", "b", "c", "e"]),
        ('author:"jane doe" plow', ["a", "b", "c"]),
        ("author:7", ["a", "b", "c", "e"]),
        ("author:Zo*", ["d"]),
        ("-author:jane", ["d"]),
        ("author:(zoë OR nobody)", ["d"]),
        ("has:link", ["e"]),
        ("*", ["a", "b", "c", "d", "e"]),
        ("text:*", ["a", "b", "c", "d", "e"]),
        ("id:a", ["a"]),
        ("id:facebook/a", ["a"]),
        ("id:instagram/a", []),
        ("thread:b", ["b"]),
        ("thread:facebook/b", ["b"]),
        ("snow !!! - plow", ["a", "b"]),
        ("“snow plow”", ["a"]),
        ("plow ANDMAYBE snow", ["a", "b", "c"]),
        ("plow ANDNOT snow", ["c"]),
        ("plow REQUIRE snow", ["a", "b"]),
        ("snow^3 plow", ["a", "b"]),
        ("it's", ["c"]),
    ],
)
def test_a_query_finds_what_it_says(town: Town, query: str, expected: list[str]) -> None:
    """Each construct of the language finds exactly the items it describes."""
    town.add("The snow plow is out.", id="a")
    town.add("Snow plows passed.", id="b")
    town.add("It’s plowing season", id="c")
    town.add("Coffee at the cafe\u0301", id="d", author=Author("8", "Zoë Ek"))
    town.add("#SnowDay 🎉 @CityHall 道路 https://example.org/map?id=1", id="e")

    found = answer(town, query)

    assert expected == ids(found)


def test_every_wording_is_searched_and_the_hit_says_which(town: Town) -> None:
    """An edited post is found by its earlier words, and shown as an earlier wording."""
    town.add("closed on Friday", "closed on Monday", id="a")

    earlier = answer(town, "friday").hits[0]
    present = answer(town, "monday").hits[0]

    assert (1, False, "closed on Friday") == (
        earlier.version,
        earlier.current,
        earlier.snippet.text,
    )
    assert (2, True) == (present.version, present.current)
    assert ["a"] == ids(answer(town, "state:edited"))


def test_words_of_two_wordings_are_no_phrase(town: Town) -> None:
    """The end of one wording and the beginning of the next never stood side by side."""
    town.add("road closed", "today only", id="a")

    assert 0 == answer(town, '"closed today"').total


def test_fields_hold_whole_values(town: Town) -> None:
    """State, kind, series, holds and media narrow a search."""
    photo = Media(0, "0" * 64, "image/png", 1, "m", None)
    lost = Media(0, None, None, None, None, "gone")
    series = Classification("COM-01", "2026", "rule", "because", NOON)
    town.add("one", id="a", state=ItemState.HIDDEN, media=(photo,), classification=series)
    town.add("two", id="b", kind=ItemKind.COMMENT, media=(lost,), holds=("H-1",))
    queries = {
        "state:hidden": ["a"],
        "kind:comment": ["b"],
        "kind:(post OR comment)": ["a", "b"],
        "has:photo": ["a"],
        "has:media": ["a", "b"],
        "series:com-01": ["a"],
        "series:COM*": ["a"],
        "series:*": ["a"],
        "series:unclassified": ["b"],
        "hold:*": ["b"],
        "hold:H-1": ["b"],
        "account:100": ["a", "b"],
        "account:facebook/100": ["a", "b"],
        "account:'City Hall'": ["a", "b"],
        "account:facebook": ["a", "b"],
        "account:City*": ["a", "b"],
        "account:?00 -account:1??": [],
        "-account:200": ["a", "b"],
    }

    found = {query: ids(answer(town, query)) for query in queries}

    assert queries == found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("has:link", ["a", "b"]),
        ("alder.example", ["a"]),
        ("https://alder.example/road?id=1", ["a"]),
        ("road", ["a"]),
        ('"path closed"', ["a"]),
        ("path closing", ["a"]),
        ("eight", ["a"]),
        ("notice diamond", ["a"]),
        ("birch.example", ["b"]),
        ("hydrant", ["c"]),
        ('"hydrants"', []),
        ("text:*", ["a", "b", "c"]),
        ("-text:*", ["d"]),
    ],
)
def test_what_stands_beside_a_wording_is_found(town: Town, query: str, expected: list[str]) -> None:
    """Links by host, address, headline and description, and files by what they are said to show."""
    road = Link("https://alder.example/road?id=1", "Diamond Path closed", "From eight to five")
    birch = Link("https://birch.example/")
    picture = Media(0, "0" * 64, "image/png", 1, "m", None, "A hydrant")
    town.add(replace(Town.version(1, "The notice", 1), links=(road,)), "The notice", id="a")
    town.add(replace(Town.version(1, "", 2), links=(birch,)), id="b")
    town.add("", id="c", media=(picture,))
    town.add("", id="d", media=(replace(picture, alt=None),))

    assert expected == ids(answer(town, query))


def test_what_came_by_file_is_found_by_its_source(town: Town) -> None:
    """An imported wording is told from a captured one; an item can have both."""
    run = Imported("imported-1", "instaloader", NOON, "Dana Ortiz")
    item = town.add("snow", "plow", id="both")
    first, second = item.versions
    town.keep(replace(item, versions=(first, replace(second, imported=run))))
    town.add("rain", id="captured")

    found = {
        query: ids(answer(town, query))
        for query in ("source:import", "source:platform", "source:instaloader", "source:screenshot")
    }

    assert {
        "source:import": ["both"],
        "source:platform": ["both", "captured"],
        "source:instaloader": ["both"],
        "source:screenshot": [],
    } == found


def test_facts_about_the_account_are_found_by_who_asks_for_them(town: Town) -> None:
    """A profile was said to nobody: it is counted beside the answer until it is asked for."""
    town.add("City of snow", id="fact", kind=ItemKind.PROFILE)
    town.add("snow", id="said", kind=ItemKind.REEL)
    queries = {
        "snow": (["said"], 1),
        "*": (["said"], 1),
        "-kind:reel": ([], 1),
        "rain": ([], 0),
        "kind:profile": (["fact"], 0),
        "snow kind:(profile OR reel)": (["fact", "said"], 0),
        "kind:*": (["fact", "said"], 0),
        "id:fact": (["fact"], 0),
    }

    found = {query: answer(town, query) for query in queries}
    narrowed = answer(town, "snow", narrowing=Narrowing(kinds=(ItemKind.PROFILE,)))

    assert queries == {query: (ids(each), each.facts) for query, each in found.items()}
    assert ["fact"] == ids(narrowed)
    assert {"reel": 1} == found["*"].facets["kind"]
    assert ["said"] == [ref.id for ref in find_refs(town, CLERK, "*")]


def test_dates_are_days_of_the_city(town: Town) -> None:
    """03:30 UTC on the first of the month is still the evening before in Minnesota."""
    town.add("late", id="a", created_at=datetime(2026, 4, 1, 3, 30, tzinfo=UTC))
    town.add("early", id="b", created_at=datetime(2026, 4, 1, 5, 0, tzinfo=UTC))
    town.add("undated", id="c", created_at=None)

    by_query = {
        query: ids(answer(town, query))
        for query in ("posted:2026-03-31", "posted:2026-04", "posted:>2026-03-31", "posted:*")
    }
    by_option = answer(town, "*", narrowing=Narrowing(last_day=date(2026, 3, 31)))
    town.add("new year", id="d", created_at=datetime(2026, 1, 1, 3, tzinfo=UTC))
    new_year = answer(town, "id:d").facets

    assert {
        "posted:2026-03-31": ["a"],
        "posted:2026-04": ["b"],
        "posted:>2026-03-31": ["b"],
        "posted:*": ["a", "b"],
    } == by_query
    assert ["a"] == ids(by_option)
    assert {"2026-03": 1} == by_option.facets["month"]
    assert ({"2025": 1}, {"2025-12": 1}) == (new_year["year"], new_year["month"])


@pytest.mark.parametrize(
    ("first", "last", "hint"),
    [
        (NOON.date(), date(2026, 3, 31), "earlier day first"),
        (None, date(9999, 12, 31), "to 2200"),
        (date(1, 1, 1), None, "from 1900"),
    ],
)
def test_days_on_which_nothing_can_have_been_posted_are_refused(
    town: Town, first: date | None, last: date | None, hint: str
) -> None:
    """No hits would say that nothing was posted in a time that there is not."""
    with pytest.raises(QueryUnreadable) as refused:
        answer(town, "*", narrowing=Narrowing(first_day=first, last_day=last))

    assert hint in refused.value.next_step


def test_facets_count_all_hits_not_only_those_shown(town: Town) -> None:
    """Totals and facets are of the whole answer, whatever the page."""
    for n in range(5):
        town.add("snow", kind=ItemKind.COMMENT if n else ItemKind.POST)
    town.add("rain")

    found = answer(town, "snow", page=Page(limit=2))

    assert (5, 2) == (found.total, len(found.hits))
    assert {"post": 1, "comment": 4} == found.facets["kind"]
    assert {"2026": 5} == found.facets["year"]
    assert {"facebook/100": 5} == found.facets["account"]
    assert {"present": 5} == found.facets["state"]
    assert {"unclassified": 5} == found.facets["series"]


@pytest.mark.parametrize(
    ("sort", "expected"), [(Sort.NEWEST, ["c", "b", "a"]), (Sort.OLDEST, ["a", "b", "c"])]
)
def test_hits_come_in_the_order_asked_for(town: Town, sort: Sort, expected: list[str]) -> None:
    """Items without a time of their own stand where they were first seen."""
    town.add("snow", id="b", created_at=None, first_seen=NOON - timedelta(days=5))
    town.add("snow", id="c", created_at=NOON - timedelta(days=1))
    town.add("snow", id="a", created_at=NOON - timedelta(days=9))

    found = answer(town, "snow", page=Page(sort))

    assert expected == [hit.item.id for hit in found.hits]
    assert [None, None, None] == [hit.score for hit in found.hits]


def test_pages_join_without_gap_or_double(town: Town) -> None:
    """Items of the same second keep one order from page to page."""
    for n in range(23):
        town.add("snow", id=f"{n:02}")

    pages = [answer(town, "snow", page=Page(Sort.NEWEST, 5, at)) for at in range(0, 25, 5)]

    assert [f"{n:02}" for n in range(23)] == sorted(hit.item.id for p in pages for hit in p.hits)


def test_all_refs_are_streamed_oldest_first(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that answers is given once, also where many share one second."""
    monkeypatch.setattr("search.engine.BATCH", 4)
    for n in range(11):
        town.add("snow", id=f"{n:02}", created_at=NOON + timedelta(seconds=n // 6))
    town.add("rain", id="rain")
    answer(town, "snow")

    found = [ref.id for ref in find_refs(town, CLERK, "snow")]

    assert [f"{n:02}" for n in range(11)] == found


def test_an_unknown_account_gets_a_hint(town: Town) -> None:
    """The hint names the accounts this viewer can search, and no other."""
    with pytest.raises(QueryUnreadable) as clerk:
        answer(town, "account:nowhere")
    with pytest.raises(QueryUnreadable) as parks:
        answer(town, "account:'City Hall'", PARKS)
    with pytest.raises(QueryUnreadable) as pattern:
        answer(town, "account:City*", PARKS)

    assert "facebook/100, facebook/200" in clerk.value.next_step
    assert "facebook/100" not in parks.value.next_step
    assert "facebook/100" not in pattern.value.next_step


def test_a_query_of_marks_alone_gets_a_hint(town: Town) -> None:
    """No words means nothing to search for, which is not the same as no hits."""
    with pytest.raises(QueryUnreadable):
        answer(town, "!!! ... -")
    with pytest.raises(QueryUnreadable):
        answer(town, "!!!", narrowing=Narrowing(accounts=("100",)))


def test_a_viewer_without_a_role_for_content_finds_nothing(town: Town) -> None:
    """The public asks, and gets a response; it does not search."""
    town.add("snow", id="a")

    found = answer(town, "snow", PUBLIC)

    assert (0, ()) == (found.total, found.hits)
    assert [] == list(find_refs(town, PUBLIC, "snow"))


def test_a_hit_the_catalogue_no_longer_shows_is_left_out(town: Town) -> None:
    """The index only says which items; what is shown comes from the catalogue."""
    item = town.add("snow", id="a")
    answer(town, "snow")
    del town.kept[item.ref]

    assert () == answer(town, "snow").hits


def test_a_changed_item_replaces_itself(town: Town) -> None:
    """An item found by its new state is not found by its old one."""
    item = town.add("snow", id="a")
    answer(town, "snow")
    town.keep(replace(item, state=ItemState.UNAVAILABLE))

    assert 0 == answer(town, "state:present").total
    assert ["a"] == ids(answer(town, "state:unavailable snow"))


@pytest.mark.parametrize("query", ["sn*", "*no*", "snow0* OR snow1*"])
def test_however_many_words_begin_alike_all_are_found(town: Town, query: str) -> None:
    """The engine's own search for a beginning stops at fifty words and says nothing."""
    for n in range(120):
        town.add(f"snow{n:03d}", id=f"{n}")

    assert 120 == answer(town, query).total

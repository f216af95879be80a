"""Invariant 10: a viewer who tries to infer what is kept from them learns nothing.

Two towns that differ in hidden items alone are asked the same, in every way
there is to ask: what one tells must be what the other tells.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.items import (
    Author,
    Classification,
    Imported,
    Item,
    ItemKind,
    ItemState,
    Media,
)
from search.engine import Page, Sort
from search.entries import results_entry, watch_entries
from search.errors import QueryUnreadable
from search.follow import follow
from search.query import count, find_refs, search
from search.question import Narrowing
from search.report import Beside, plain_lines, summary_lines, watch_lines
from search.sheet import sheet
from search.thread import threads_around
from search.watch import watches_of
from tests.search.conftest import CLERK, NOON, PARKS, Town, answer

WORDS = ("snow", "plow", "plows", "budget", "secret", "#tag", "🎉", "https://example.org/secret")
NAMES = (None, "Jane Doe", "Jane Roe", "Secret Agent")
SERIES = (None, "COM-01", "SECRET-9")


@dataclass(frozen=True, slots=True)
class Made:
    """An item that somebody may see or not, as the generator made it."""

    wordings: tuple[str, ...]
    kind: ItemKind
    state: ItemState
    name: str | None
    series: str | None
    held: bool
    imported: bool
    photo: bool
    hours: int
    thread: str
    is_hidden: bool


MADE = st.builds(
    Made,
    wordings=st.lists(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
        min_size=1,
        max_size=2,
    ).map(tuple),
    kind=st.sampled_from([*ItemKind, *[ItemKind.COMMENT] * 5]),
    state=st.sampled_from(ItemState),
    name=st.sampled_from(NAMES),
    series=st.sampled_from(SERIES),
    held=st.booleans(),
    imported=st.booleans(),
    photo=st.booleans(),
    hours=st.sampled_from([1, 1, 2, 24 * 40, 24 * 400]),
    thread=st.sampled_from(["t1", "t2"]),
    is_hidden=st.booleans(),
)

LEAVES = st.sampled_from(
    [
        *WORDS,
        *["*", "s*", "?now", "*ow*", "secrt~1", "snwo~2", '"snow plow"', '"s* plow"', '"snow b"~5'],
        *["author:jane", "author:roe", "author:S*", "author:*", "kind:post", "kind:profile"],
        *["kind:*", "state:hidden", "state:edited", "state:present", "has:link", "has:photo"],
        *["series:COM-01", "series:SECRET-9", "series:S*", "series:*", "hold:H-1", "hold:*"],
        *["source:import", "thread:t1", "thread:facebook/t2", "id:h0", "id:v0", "id:facebook/h1"],
        *[
            "account:facebook",
            "account:facebook/200",
            "account:facebook/100",
            "account:'City Hall'",
        ],
        *[
            "account:facebook/*",
            "account:City*",
            "posted:2026",
            "posted:last month",
            "posted:<2026",
            "-secret",
        ],
    ]
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(" OR ".join),
        st.tuples(inner, inner).map(" NOT ".join),
        st.tuples(inner, inner).map(" ANDMAYBE ".join),
        inner.map(lambda each: f"({each})^3"),
        inner.map(lambda each: f"NOT ({each})"),
    ),
    max_leaves=4,
)
PAGES = st.builds(Page, st.sampled_from(Sort), st.sampled_from([0, 1, 3, 50]), st.integers(0, 9))


def build(folder: Path, items: list[Made], *, with_hidden: bool) -> tuple[Town, int]:
    """Make a town; give the change number when half of what can be seen was there."""
    town = Town(folder)
    town.add_account("100", "City Hall", "Administration")
    town.add_account("200", "Parks and Trails", "Parks")
    middle, seen = 0, 0
    half = sum(not made.is_hidden for made in items) // 2
    for number, made in enumerate(items):
        if made.is_hidden and not with_hidden:
            continue
        if not made.is_hidden:
            if seen == half:
                middle = town.newest
            seen += 1
        keep(town, made, number)
    return town, middle


def keep(town: Town, made: Made, number: int) -> Item:
    """Keep an item, hidden ones in an account that the viewer may not see."""
    photo = Media(0, "0" * 64, "image/png", 1, "m", None)
    series = Classification(made.series, "2026", "rule", "because", NOON) if made.series else None
    item = town.add(
        *made.wordings,
        id=f"{'h' if made.is_hidden else 'v'}{number}",
        account="facebook/100" if made.is_hidden else "facebook/200",
        kind=made.kind,
        state=made.state,
        author=Author("7", made.name) if made.name else None,
        thread_id=made.thread,
        created_at=NOON - timedelta(hours=made.hours),
        classification=series,
        holds=("H-1",) if made.held else (),
        media=(photo,) if made.photo else (),
    )
    if not made.imported:
        return item
    run = Imported("imported-1", "screenshot", NOON, "Dana Ortiz")
    return town.keep(
        replace(item, versions=tuple(replace(each, imported=run) for each in item.versions))
    )


def told(town: Town, query: str, page: Page, since: int) -> Iterator[object]:
    """Ask in every way there is, and give everything that is told."""
    follow(town)
    results = search(town, PARKS, query, page=page)
    threads = threads_around(town, PARKS, results.hits)
    watches = watches_of(town, PARKS, query)
    yield results_entry(results, threads)
    yield watch_entries(watches)
    yield sheet(results)
    zone = town.settings.city.zone
    yield list(plain_lines(results, Beside(zone, threads, None)))
    yield list(summary_lines(results))
    yield list(watch_lines(watches, zone))
    yield [str(ref) for ref in find_refs(town, PARKS, query)]
    yield count(town, PARKS, query)
    yield count(town, PARKS, query, Narrowing(new_since=since))
    yield count(town, PARKS, query, Narrowing(gone_since=since))
    yield search(town, PARKS, query, Narrowing(accounts=("facebook",)), page).total


def everything_told(town: Town, query: str, page: Page, since: int) -> Any:  # noqa: ANN401 - whatever is told
    """Give what is told, or how the query is refused."""
    try:
        return json.loads(json.dumps(list(told(town, query, page, since)), default=str))
    except QueryUnreadable as refused:
        return [refused.what, refused.next_step, str(refused.place)]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    items=st.lists(MADE, max_size=10),
    asked=st.lists(st.tuples(QUERIES, PAGES), min_size=1, max_size=6),
)
def test_whoever_may_not_see_it_cannot_infer_it(
    tmp_path_factory: pytest.TempPathFactory, items: list[Made], asked: list[tuple[str, Page]]
) -> None:
    """An archive with hidden items tells exactly what one without them tells."""
    with_secret, since = build(tmp_path_factory.mktemp("with"), items, with_hidden=True)
    without, since_there = build(tmp_path_factory.mktemp("without"), items, with_hidden=False)

    for query, page in asked:
        expected = everything_told(without, query, page, since_there)
        assert expected == everything_told(with_secret, query, page, since)


def test_the_generator_would_notice(town: Town) -> None:
    """Who may see all is told something else, so that the comparison is not one of nothing."""
    town.add("secret", id="h0", account="facebook/100")
    town.add("snow", id="v0", account="facebook/200")

    mine, all_ = (answer(town, "*", viewer) for viewer in (PARKS, CLERK))

    assert (1, 2) == (mine.total, all_.total)
    assert {"facebook/200": 1} == mine.facets["account"]
    assert (None, None) == (mine.change, mine.hits[0].score)


def test_deep_pages_show_what_one_long_page_shows(town: Town) -> None:
    """Page by page or all at once, in every order: the same items once each."""
    for number in range(60):
        town.add("snow " * (number % 4 + 1), id=f"{number:02}", created_at=NOON)

    def pages(sort: Sort) -> Mapping[int, list[str]]:
        return {
            size: [
                hit.item.id
                for start in range(0, 60, size)
                for hit in answer(town, "snow", page=Page(sort, size, start)).hits
            ]
            for size in (7, 20, 60)
        }

    for sort in Sort:
        shown = pages(sort)
        assert shown[60] == shown[20] == shown[7]
        assert 60 == len(set(shown[60]))

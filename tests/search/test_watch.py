"""The coverage that an answer rests on."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from archiver.archive import Archive
from search.bounds import ANYWHERE, Bounds, bounds_of
from search.language import parse
from search.report import watch_lines
from search.watch import watches_of
from tests.archiver.quillback import ACCOUNT, Harvester
from tests.search.conftest import CLERK, NOON, PARKS, PUBLIC, Town
from tests.search.test_thread import READER

ZONE = ZoneInfo("America/Chicago")
MARCH = datetime(2026, 3, 1, 6, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 5, tzinfo=UTC)
MAY = datetime(2026, 5, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("snow", ANYWHERE),
        ("posted:2026-03 snow", Bounds(MARCH, APRIL)),
        ("posted:2026-03 OR posted:2026-04", Bounds(MARCH, MAY)),
        ("posted:2026-03 OR snow", ANYWHERE),
        ("posted:>=2026-03 posted:<2026-04", Bounds(MARCH, APRIL)),
        ("-posted:2026-03", ANYWHERE),
        ("(posted:2026-03)^2 ANDMAYBE account:a", Bounds(MARCH, APRIL)),
        ("account:a snow", Bounds(accounts=frozenset({"a"}))),
        ("account:(a OR b) account:b", Bounds(accounts=frozenset({"b"}))),
        ("account:a OR snow", ANYWHERE),
        ("-account:a", ANYWHERE),
    ],
)
def test_the_bounds_of_a_query_hold_every_hit(query: str, expected: Bounds) -> None:
    """Wider rather than too narrow: no gap that matters is left out."""
    assert expected == bounds_of(parse(query, now=NOON, zone=ZONE))


def test_the_gaps_of_the_period_are_shown(archive: Archive, harvest: Harvester) -> None:
    """An account that was read and then left alone has a gap from when the promise ran out."""
    harvest()
    archive.clock.now += timedelta(days=20)  # type: ignore[attr-defined] # a played clock

    (watch,) = watches_of(archive, READER, "plow")

    assert ACCOUNT == watch.account
    assert watch.until is not None
    assert watch.gaps[-1].span.end <= archive.clock()
    lines = list(watch_lines((watch,), ZONE))
    assert "gap" in lines[0]
    assert any("no capture was run" in line for line in lines)


def test_a_period_before_the_archive_is_said_to_be_one(
    archive: Archive, harvest: Harvester
) -> None:
    """What was posted before the account was added may have been removed before it was seen."""
    harvest()

    (watch,) = watches_of(archive, READER, "posted:2025")
    lines = list(watch_lines((watch,), ZONE))

    assert watch.before is not None
    assert (datetime(2026, 1, 1, 6, tzinfo=UTC), 1) == (watch.before.end, len(lines))
    assert "not watched before" in lines[0]


def test_only_the_accounts_of_the_viewer_and_of_the_query_are_told(town: Town) -> None:
    """Nobody hears of an account that is kept from them (invariant 10)."""
    asked = {
        "clerk": watches_of(town, CLERK, "snow"),
        "clerk, one": watches_of(town, CLERK, "snow account:200"),
        "clerk, by a pattern": watches_of(town, CLERK, "snow account:parks*"),
        "parks": watches_of(town, PARKS, "snow"),
        "public": watches_of(town, PUBLIC, "snow"),
    }

    assert {
        "clerk": ["facebook/100", "facebook/200"],
        "clerk, one": ["facebook/200"],
        "clerk, by a pattern": ["facebook/200"],
        "parks": ["facebook/200"],
        "public": [],
    } == {who: [watch.account for watch in found] for who, found in asked.items()}


def test_a_period_that_is_yet_to_come_has_nothing_to_show(town: Town) -> None:
    """Nothing was watched, and nothing was missed."""
    (first, _) = watches_of(town, CLERK, "posted:>2030")

    assert ((), timedelta()) == (first.gaps, first.watched.coverage.open.length)
    assert NOON == town.clock()

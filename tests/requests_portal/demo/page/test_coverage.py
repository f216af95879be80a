"""The strip that shows which stretches were watched."""

from datetime import UTC, datetime, timedelta

from archiver.captures import Verdict
from archiver.coverage.account import Coverage, Lifetime, cover
from archiver.coverage.ledger import Colour, Look, Span
from archiver.coverage.promise import FULL, every
from requests_portal.demo.page.coverage import stretches

BEGIN = datetime(2026, 4, 8, 21, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _coverage() -> Coverage:
    """Give an account that was read whole at once, not at all for two hours, and again."""
    verdicts = (Verdict.COMPLETE, Verdict.FAILED, Verdict.COMPLETE)
    looks = [
        Look(FULL, BEGIN + n * HOUR, timedelta(), verdict, ("no token",))
        for n, verdict in enumerate(verdicts)
    ]
    end = BEGIN + 4 * HOUR
    return cover(looks, Lifetime(BEGIN), every(2 * HOUR), Span(BEGIN, end), end)


def test_the_strip_shows_every_stretch_in_its_colour_and_order() -> None:
    """Two red hours, then two green ones."""
    shown = stretches(_coverage())

    assert [(Colour.RED, 50.0), (Colour.GREEN, 50.0)] == [(one.colour, one.width) for one in shown]


def test_the_strip_is_as_wide_as_the_period() -> None:
    """Nothing of the time is left out, and nothing is counted twice."""
    coverage = _coverage()

    widths = [one.width for one in stretches(coverage)]

    assert 100 == round(sum(widths))

"""Section: which stretches of time each account was watched, and every gap with its cause."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from archiver.coverage.account import AccountGap, Coverage
from archiver.coverage.gathering import Watched, gather
from archiver.coverage.kinds import LIMITS, NOT_ASKED
from archiver.coverage.ledger import Colour, Span
from archiver.coverage.words import share_in_words
from archiver.items import Platform
from archiver.surfaces import TITLES, Surface
from requests_portal.coverage.for_request import PAPER
from requests_portal.demo import city
from requests_portal.demo.page.section import Section
from requests_portal.demo.page.visits import name_of
from requests_portal.demo.tour import RESPONSE, Tour

NOT_THERE = {
    Platform.INSTAGRAM: frozenset(
        {Surface.REELS, Surface.REVIEWS, Surface.SETTINGS, Surface.BLOCKS}
    ),
    Platform.FACEBOOK: frozenset[Surface](),
}
"""What a platform has no list of; Instagram's reels stand among the posts."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the strip: its colour and how much of the width it takes, in percent."""

    colour: Colour
    span: Span
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """One account: how much of the time it was watched, and what was not captured."""

    account: str
    name: str
    share: str
    coverage: Coverage
    stretches: tuple[Stretch, ...]
    gaps: tuple[AccountGap, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Both accounts, what is true of every account, and the statement that went out."""

    rows: tuple[Row, ...]
    limits: tuple[str, ...]
    statement: str


def view(tour: Tour) -> View:
    """Show both accounts."""
    return View(watched(tour), LIMITS, f"{RESPONSE}/{PAPER}")


def watched(tour: Tour) -> tuple[Row, ...]:
    """Work out each account's coverage from its receipts, up to the search for the request."""
    until = city.SEARCHED_AT.astimezone(UTC)
    accounts = (tour.watched.page, tour.watched.instagram)
    return tuple(
        _row(gather(tour.archive, account, Span(account.opened_at, until), until))
        for account in accounts
    )


def _row(found: Watched) -> Row:
    coverage = found.coverage
    return Row(
        account=found.account.key,
        name=name_of(found.account),
        share=share_in_words(coverage.green, coverage.open.length),
        coverage=coverage,
        stretches=tuple(stretches(coverage)),
        gaps=coverage.gaps,
        missing=tuple(_missing(found)),
    )


def stretches(coverage: Coverage) -> Iterator[Stretch]:
    """Cut the period into green, amber and red."""
    parts = [(Colour.GREEN, span) for span in coverage.watched()]
    parts += [(gap.colour, gap.span) for gap in coverage.gaps]
    for colour, span in sorted(parts, key=lambda part: part[1].start):
        yield Stretch(colour, span, round(100 * (span.length / coverage.open.length), 2))


def _missing(found: Watched) -> Iterator[str]:
    """Say which kinds were not captured, and why."""
    for one in found.not_captured:
        absent = one.cause == NOT_ASKED and one.surface in NOT_THERE[found.account.platform]
        cause = "this platform has no such list" if absent else one.cause
        yield f"{TITLES[one.surface]}: {cause}"
    for other in found.differences:
        yield f"{other.what}: {other.cause}"


SECTION = Section(
    id="coverage",
    short="Watched",
    title="What was watched, and what was not",
    says="While an account is green, everything that stayed visible from one look to the next is "
    "in the archive; every other stretch is listed here with its cause.",
    commands=(
        "civickeep coverage --json",
        "civickeep coverage --from 2026-04-08 --to 2026-04-13 --statement coverage.pdf",
    ),
    view=view,
)

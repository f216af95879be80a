"""What a coverage statement says, as plain blocks of text. Pure functions.

The facts come from ``archiver.coverage``; here they get words. A statement
claims nothing beyond its receipts, and nothing in law.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from archiver.civil_time import civil_date
from archiver.coverage.account import AccountGap, Coverage
from archiver.coverage.gathering import Watched
from archiver.coverage.kinds import LIMITS
from archiver.coverage.ledger import Span
from archiver.coverage.words import length_in_words, share_in_words
from archiver.surfaces import TITLES
from requests_portal.response.letter_parts import Block, Bullets, Heading, Paragraph, Table
from requests_portal.response.wording import local_time, long_date, several

TITLE = "Coverage statement"
PROMISE = (
    "This statement says when the city's archive looked at its social media accounts, and when it "
    "did not. While an account was watched, everything that stayed visible for a poll interval "
    "plus the longest run is in the archive. Every other stretch is listed here as a gap, with "
    "its cause."
)
ESTABLISHED = (
    "Every visit to an account leaves a receipt: when it began and ended, what was asked, and what "
    "could not be read and why. A receipt is kept as a record of its own, and the SHA-256 of that "
    "record is a leaf of the archive's ledger, so that none can be changed or left out unseen. "
    "All of the above was worked out from these receipts and from nothing else:"
)
MODEST = (
    "A visit that could not read everything makes a gap from the visit before it that could to "
    "the next one that could, even where the archive kept most of what was said meanwhile. A gap "
    "does not mean that something is missing, only that nobody vouches that nothing is. This is a "
    "statement about the archive's own work and no legal opinion."
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A coverage statement, ready to be written as text or on paper."""

    city: str
    title: str
    concerns: str
    dated: date
    blocks: tuple[Block, ...]


def write_statement(  # noqa: PLR0913 - what stands at its head, and how long it may become
    accounts: Sequence[Watched],
    *,
    city: str,
    zone: ZoneInfo,
    concerns: str,
    dated: date,
    most_rows: int | None = None,
) -> Statement:
    """Write the statement about some accounts.

    ``concerns`` is the line under the title: the request or the period.
    ``most_rows`` is how many stretches of each account are listed; the most
    recent ones, where there are more.
    """
    shown = [one for one in accounts if one.coverage.open.length]
    return Statement(
        city=city,
        title=TITLE,
        concerns=concerns,
        dated=dated,
        blocks=(
            Paragraph(PROMISE),
            *_summary(shown, zone),
            *(block for one in shown for block in _account(one, zone, most_rows)),
            Heading("What may be missing all the same"),
            Bullets(LIMITS),
            *_established(shown),
        ),
    )


def period_in_words(spans: Sequence[Span], zone: ZoneInfo) -> str:
    """Write the days from the first moment of several stretches to the last."""
    there = [one for one in spans if one.length]
    if not there:
        return "no time under archive"
    first = long_date(civil_date(min(one.start for one in there), zone))
    # The end is not part of a stretch: midnight ends the day before.
    last = long_date(civil_date(max(one.end for one in there) - timedelta.resolution, zone))
    return first if first == last else f"{first} to {last}"


def _summary(accounts: Sequence[Watched], zone: ZoneInfo) -> Iterator[Block]:
    if not accounts:
        yield Paragraph("No account was under archive in this time.")
        return
    yield Table(
        header=("Account", "From", "To", "Watched", "Gaps"),
        rows=tuple(
            (
                _name(one),
                local_time(one.coverage.open.start, zone),
                local_time(one.coverage.open.end, zone),
                share_in_words(one.coverage.green, one.coverage.open.length),
                f"{len(one.coverage.gaps):,}",
            )
            for one in accounts
        ),
        numbers=(3, 4),
        narrow=(3, 4),
    )


def _name(one: Watched) -> str:
    return f"{one.account.name} ({one.account.key})" if one.account.name else one.account.key


def _account(one: Watched, zone: ZoneInfo, most_rows: int | None) -> Iterator[Block]:
    coverage = one.coverage
    yield Heading(_name(one))
    yield Paragraph(_promised(coverage))
    if coverage.gaps:
        rows = _stretches(coverage, zone)
        left_out = 0 if most_rows is None else max(len(rows) - most_rows, 0)
        if left_out:
            yield Paragraph(
                f"The latest {most_rows:,} stretches are shown; the {left_out:,} before them are "
                "in the same statement as text, and in civickeep coverage --json."
            )
        yield Table(
            header=("From", "To", "Length", "What"),
            rows=tuple(rows[left_out:]),
            narrow=(0, 1, 2),
        )
    else:
        yield Paragraph("It was watched without a gap.")
    if one.not_captured:
        yield Paragraph("These kinds were not captured, or not always:")
        yield Bullets(tuple(f"{TITLES[kind.surface]}: {kind.cause}" for kind in one.not_captured))
    if one.differences:
        yield Paragraph(
            f"In {several(len(one.differences), 'place')} the platform counted more than it "
            "listed; it does not tell what that is."
        )


def _promised(coverage: Coverage) -> str:
    """Say which interval holds, and how long captures took."""
    captures = several(coverage.captures, "capture")
    run = f"The longest complete one took {length_in_words(coverage.longest_run)}."
    lengths = dict.fromkeys(length_in_words(tier.interval) for tier in coverage.tiers)
    if len(lengths) == 1:
        return f"The poll interval is {next(iter(lengths))}. {captures} began in this time. {run}"
    tiers = ", ".join(f"{tier.tier} {length_in_words(tier.interval)}" for tier in coverage.tiers)
    return (
        "Threads are looked at by how lively they are, and the poll intervals are: "
        f"{tiers}. {captures} began in this time. {run}"
    )


def _stretches(coverage: Coverage, zone: ZoneInfo) -> list[tuple[str, ...]]:
    """Give watched stretches and gaps, in order of time."""
    green = [(span, "watched") for span in coverage.watched()]
    gaps = [(gap.span, _gap(gap)) for gap in coverage.gaps]
    return [
        (
            local_time(span.start, zone),
            local_time(span.end, zone),
            length_in_words(span.length),
            what,
        )
        for span, what in sorted([*green, *gaps])
    ]


def _gap(gap: AccountGap) -> str:
    return f"gap: {gap.cause}"


def _established(accounts: Sequence[Watched]) -> Iterator[Block]:
    yield Heading("How this is established")
    yield Paragraph(ESTABLISHED)
    if accounts:
        yield Bullets(tuple(_receipts(one) for one in accounts))
    yield Paragraph(MODEST)


def _receipts(one: Watched) -> str:
    receipts = one.receipts
    if receipts.newest is None:
        return f"{one.account.key}: there is none"
    count = several(receipts.count, "receipt")
    leaves = f"{receipts.first_leaf} to {receipts.last_leaf}"
    newest = _digest(receipts.newest)
    return f"{one.account.key}: {count}, leaves {leaves}; the newest has the SHA-256 {newest}"


def _digest(path: str) -> str:
    """Give the SHA-256 that the name of a stored record ends in."""
    return path.rpartition("-")[2].partition(".")[0]

"""Classifying the items of an archive, in one sweep, and recording what a person decides."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.catalogue.tables import item as item_table
from archiver.catalogue.tables import version as version_table
from archiver.errors import WrongUsage
from archiver.events import ItemsClassified, ItemSeries
from archiver.items import ANSWERS, ItemRef
from archiver.viewer import Viewer
from retention_schedules.classify import Proposal, Subject, classify, rule_of
from retention_schedules.in_force import rules_of, schedule_in_force
from retention_schedules.pending import Pending, pending
from retention_schedules.rules import TRANSITORY, UNSCHEDULED, Attention, RuleBook, Voice
from retention_schedules.schedule import Schedule, find_series
from retention_schedules.settings import RetentionSettings
from retention_schedules.standing import Placement
from retention_schedules.text import plain

BATCH = 5000
"""Items in one event. Bounds memory and the length of a transaction; a stop loses at most so many
proposals, and the next sweep makes them again."""


@dataclass(slots=True)
class Sweep:
    """What one sweep did. ``kept`` were classified by a person, which no rule overrules."""

    edition: str
    rules: str
    classified: int = 0
    unchanged: int = 0
    kept: int = 0
    needs_person: int = 0
    by_series: Counter[str] = field(default_factory=Counter)


def sweep(archive: Archive, viewer: Viewer, *, everything: bool) -> Sweep:
    """Let the rules propose a series for what has none, or for everything a rule classified.

    What a person classified stays. What comes out as it stood is not written
    again, so that a second sweep changes nothing.
    """
    book, schedule = rules_of(archive), schedule_in_force(archive)
    done = Sweep(schedule.edition, book.edition)
    waiting: dict[str, list[ItemSeries]] = defaultdict(list)
    for item, proposal in _proposals(archive, viewer, book, everything=everything):
        if item.placement is not None and rule_of(item.placement.by) is None:
            done.kept += 1
            continue
        settled = settle(proposal, schedule)
        done.by_series[settled.series] += 1
        done.needs_person += settled.person is Attention.ALWAYS
        if _stands(item, settled, schedule):
            done.unchanged += 1
            continue
        done.classified += 1
        waiting[settled.by].append(ItemSeries(item.ref, settled.series, settled.reason))
        if len(waiting[settled.by]) == BATCH:
            _record(archive, settled.by, schedule.edition, waiting.pop(settled.by))
    for by, items in waiting.items():
        _record(archive, by, schedule.edition, items)
    return done


def settle(proposal: Proposal, schedule: Schedule) -> Proposal:
    """Leave unscheduled what a rule gives to a series that the edition does not have."""
    known = proposal.series in {TRANSITORY, UNSCHEDULED} or schedule.get(proposal.series)
    if known:
        return proposal
    reason = (
        f"{proposal.reason} The rule names the series {proposal.series}, "
        "which this edition does not have."
    )
    return Proposal(UNSCHEDULED, proposal.by, reason, Attention.ALWAYS)


def classify_by_person(
    archive: Archive, refs: Sequence[ItemRef], series: str, *, by: str, reason: str
) -> str:
    """Record that a person gave items a series; gives the edition it was done under."""
    if not by.strip() or not reason.strip() or rule_of(by) is not None:
        raise WrongUsage(
            "A decision needs the name of the person who made it, and a reason.",
            next_step="Give both, with --by and --reason.",
        )
    edition = schedule_in_force(archive).edition
    _record(archive, by, edition, [ItemSeries(ref, series, reason) for ref in refs])
    return edition


def _record(archive: Archive, by: str, edition: str, items: Sequence[ItemSeries]) -> None:
    archive.record(ItemsClassified(at=archive.clock(), by=by, edition=edition, items=tuple(items)))


def _proposals(
    archive: Archive, viewer: Viewer, book: RuleBook, *, everything: bool
) -> Iterator[tuple[Pending, Proposal]]:
    accounts = {account.key: account for account in archive.accounts()}
    posts = _telling_posts(archive, book)
    for item in pending(archive, viewer, everything=everything):
        thread_text = posts.get((item.ref.platform, item.thread_id))
        yield item, classify(_subject(item, accounts[item.account], thread_text), book)


def _subject(item: Pending, account: Account, thread_text: str | None) -> Subject:
    """Take from an item what rules look at."""
    return Subject(
        kind=item.kind,
        voice=_voice(item.author_id, account),
        text=item.text,
        thread_text=None if item.kind.is_root else thread_text,
        department=account.department,
        has_media=item.has_media,
    )


def _voice(author_id: str | None, account: Account) -> Voice:
    if author_id is None:
        return Voice.UNKNOWN
    return Voice.CITY if author_id == account.id else Voice.PUBLIC


def _telling_posts(archive: Archive, book: RuleBook) -> dict[tuple[str, str], str]:
    """Read the posts whose text decides about their threads; the others are not kept in memory.

    Every wording counts: a call for comment that was edited away still was one.
    """
    patterns = [each.thread_phrases for each in book.rules if each.thread_phrases]
    query = (
        select(item_table.c.platform, item_table.c.id, version_table.c.text)
        .join(version_table, version_table.c.item == item_table.c.pk)
        .where(item_table.c.kind.not_in(ANSWERS))
        .execution_options(yield_per=BATCH)
    )
    found: dict[tuple[str, str], str] = {}
    with archive.reading() as connection:
        for row in connection.execute(query):
            if any(pattern.search(plain(row.text)) for pattern in patterns):
                key = (row.platform, row.id)
                found[key] = f"{found[key]}\n{row.text}" if key in found else row.text
    return found


def _stands(item: Pending, proposal: Proposal, schedule: Schedule) -> bool:
    """Say whether the item already is classified so."""
    now = Placement(proposal.series, schedule.edition, proposal.by)
    return (item.placement, item.reason) == (now, proposal.reason)


def series_named(archive: Archive, text: str) -> str:
    """Give the series a person names, the way a classification keeps it.

    The words ``transitory`` and ``unscheduled`` are kept as they are, and the
    series behind the first becomes that word. Raises ``SeriesUnknown``.
    """
    word = text.strip().casefold()
    if word in {TRANSITORY, UNSCHEDULED}:
        return word
    _, row = find_series((schedule_in_force(archive),), text)
    passing = archive.settings.section(RetentionSettings).transitory_series
    return TRANSITORY if row.key == passing else row.key

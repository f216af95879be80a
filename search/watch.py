"""How the accounts that a query is about were watched in the time it is about.

That nothing is found means little where nobody looked: a result stands beside
the coverage of its own period, with every gap.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archiver.archive import Archive
from archiver.coverage.account import AccountGap
from archiver.coverage.gathering import Watched, gather
from archiver.coverage.ledger import Span
from archiver.viewer import Viewer
from search.bounds import bounds_of
from search.query import EVERYWHERE
from search.question import Narrowing, Question, read_question
from search.tree import And


@dataclass(frozen=True, slots=True)
class Watch:
    """How one account was watched in the period of a query.

    ``before`` is the part of that period in which the account was not under
    archive yet; it is no gap of the archive's, and nothing of it was watched.
    """

    watched: Watched
    before: Span | None

    @property
    def account(self) -> str:
        """The account's key."""
        return self.watched.account.key

    @property
    def gaps(self) -> tuple[AccountGap, ...]:
        """The stretches that nobody vouches for, in order."""
        return self.watched.coverage.gaps

    @property
    def until(self) -> datetime | None:
        """The last moment that is vouched for; ``None`` where there is none."""
        spans = self.watched.coverage.watched()
        return spans[-1].end if spans else None


def watches_of(
    archive: Archive, viewer: Viewer, query: str, narrowing: Narrowing = EVERYWHERE
) -> tuple[Watch, ...]:
    """Give the coverage that a query's answer rests on; raises ``QueryUnreadable``."""
    return tuple(_watches(archive, read_question(archive, viewer, query, narrowing)))


def _watches(archive: Archive, question: Question) -> Iterator[Watch]:
    bounds, now = bounds_of(And((question.tree, *question.beside))), archive.clock()
    for account in archive.accounts():
        if question.scope is not None and account.key not in question.scope:
            continue
        if bounds.accounts is not None and account.key not in bounds.accounts:
            continue
        until = min(bounds.until or now, now)
        asked = Span(bounds.since or account.opened_at, until)
        period = Span(asked.start, max(asked.start, asked.end))
        before = period.within(Span(period.start, account.opened_at))
        unknown = before if bounds.since is not None and before.length else None
        yield Watch(gather(archive, account, period, now), unknown)

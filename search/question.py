"""A query with what narrows it and who asks it, read into one tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from archiver.archive import Archive
from archiver.items import ItemKind
from archiver.viewer import Viewer
from search.plain import read_plain
from search.scope import Scope, resolve_accounts, scope_of
from search.spans import days, to_utc
from search.tree import WORDED, And, Is, KeyField, Node, Or, Place, TimeField, Within, asked_leaves

_BESIDE = Place(0, 0)
"""Narrowing stands beside the query, not at a place in it."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What narrows a query besides its own words; days are civil and inclusive."""

    accounts: tuple[str, ...] = ()
    kinds: tuple[ItemKind, ...] = ()
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and of which accounts it may be asked."""

    tree: Node
    scope: Scope

    @property
    def of_nothing(self) -> bool:
        """Whether this viewer may search nothing at all."""
        return self.scope == ()

    @property
    def can_rank(self) -> bool:
        """Whether hits can be ordered by relevance.

        Relevance weighs a word by how many items hold it, items this viewer
        may not see among them (invariant 10); and without words there is none.
        """
        return self.scope is None and any(
            isinstance(leaf, WORDED) for leaf in asked_leaves(self.tree)
        )


def read_question(archive: Archive, viewer: Viewer, query: str, narrowing: Narrowing) -> Question:
    """Read a query; it is read alike whoever asks. Raises ``QueryUnreadable``."""
    zone = archive.settings.city.zone
    parts: list[Node] = [read_plain(query) or _parsed(query, archive.clock(), zone)]
    if narrowing.accounts:
        parts.append(_any_of(KeyField.ACCOUNT, narrowing.accounts))
    if narrowing.kinds:
        parts.append(_any_of(KeyField.KIND, narrowing.kinds))
    first, last = narrowing.first_day, narrowing.last_day
    if first or last:
        since = to_utc(days(first, first).start, zone) if first else None
        until = to_utc(days(last, last).end, zone) if last else None
        parts.append(Within(TimeField.POSTED, since, until, _BESIDE))
    scope = scope_of(archive, viewer)
    return Question(resolve_accounts(And(tuple(parts)), archive, scope), scope)


def _parsed(query: str, now: datetime, zone: ZoneInfo) -> Node:
    from search.language import parse  # noqa: PLC0415 - loaded only where there is something to parse

    return parse(query, now=now, zone=zone)


def _any_of(field: KeyField, values: Sequence[str]) -> Node:
    return Or(tuple(Is(field, value, _BESIDE) for value in values))

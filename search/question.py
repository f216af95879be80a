"""A query with what narrows it and who asks it, read into one tree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from archiver.archive import Archive
from archiver.items import ACCOUNT_FACTS, ItemKind, ItemState
from archiver.viewer import Viewer
from search.dates import EARLIEST, LATEST
from search.errors import QueryUnreadable
from search.plain import read_plain
from search.scope import Scope, resolve_accounts, scope_of
from search.spans import days, to_utc
from search.tree import (
    WORDED,
    And,
    CounterField,
    Is,
    KeyField,
    Known,
    Later,
    Leaf,
    Node,
    Not,
    Or,
    Place,
    TimeField,
    Within,
    asked_leaves,
)

_BESIDE = Place(0, 0)
"""Narrowing stands beside the query, not at a place in it."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What narrows a query besides its own words; days are civil and inclusive.

    ``new_since`` is a change number: only what got a wording after it.
    ``gone_since`` is one too: only what is hidden or unavailable, and changed
    after it without a new wording.
    """

    accounts: tuple[str, ...] = ()
    kinds: tuple[ItemKind, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    new_since: int | None = None
    gone_since: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and of which accounts it may be asked.

    ``beside`` narrows ``tree``, of which at least one condition must be one
    that can be searched for. ``leaves_out`` are the facts that are only counted
    (``leaves_out_facts``); ``None`` where nothing is left out.
    """

    tree: Node
    scope: Scope
    beside: tuple[Node, ...] = ()
    leaves_out: Node | None = None

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
    scope = scope_of(archive, viewer)
    asked = resolve_accounts(
        read_plain(query) or _parsed(query, archive.clock(), zone), archive, scope
    )
    beside = tuple(resolve_accounts(part, archive, scope) for part in _parts(narrowing, zone))
    leaves_out = _FACTS if leaves_out_facts(And((asked, *beside))) else None
    return Question(asked, scope, beside, leaves_out)


def _parts(narrowing: Narrowing, zone: ZoneInfo) -> Iterator[Node]:
    if narrowing.accounts:
        yield _any_of(KeyField.ACCOUNT, narrowing.accounts)
    if narrowing.kinds:
        yield _any_of(KeyField.KIND, narrowing.kinds)
    first, last = narrowing.first_day, narrowing.last_day
    _check_days(first, last)
    if first or last:
        since = to_utc(days(first, first).start, zone) if first else None
        until = to_utc(days(last, last).end, zone) if last else None
        yield Within(TimeField.POSTED, since, until, _BESIDE)
    if narrowing.new_since is not None:
        yield Later(CounterField.WORDING, narrowing.new_since)
    if narrowing.gone_since is not None:
        yield Later(CounterField.CHANGE, narrowing.gone_since)
        yield Not(Later(CounterField.WORDING, narrowing.gone_since))
        yield _any_of(KeyField.STATE, (ItemState.HIDDEN, ItemState.UNAVAILABLE))


def _check_days(first: date | None, last: date | None) -> None:
    """Refuse days on which nothing can have been posted."""
    for day in (first, last):
        if day and not EARLIEST <= day.year <= LATEST:
            raise QueryUnreadable(
                f"Nothing can be searched for on {day}.",
                next_step=f"Give a year from {EARLIEST} to {LATEST}, or leave the option out.",
            )
    if first and last and first > last:
        raise QueryUnreadable(
            f"There is no day from {first} to {last}.", next_step="Give the earlier day first."
        )


def leaves_out_facts(tree: Node) -> bool:
    """Whether facts about the account itself are left out of the answer.

    Its profile, settings and blocks are not said to anybody, as in the list of
    items. They are given to whoever asks for their kind, for every kind
    (``kind:*``), or for an item or a thread by its number; else they are only
    counted.
    """
    return not any(_names_facts(leaf) for leaf in asked_leaves(tree))


def _names_facts(leaf: Leaf) -> bool:
    match leaf:
        case Is(KeyField.KIND, value, _):
            return value in ACCOUNT_FACTS
        case Is(KeyField.ID | KeyField.THREAD, _, _) | Known(KeyField.KIND, _):
            return True
    return False


def _parsed(query: str, now: datetime, zone: ZoneInfo) -> Node:
    from search.language import parse  # noqa: PLC0415 - loaded only where there is something to parse

    return parse(query, now=now, zone=zone)


def _any_of(field: KeyField, values: Sequence[str]) -> Node:
    return Or(tuple(Is(field, value, _BESIDE) for value in values))


_FACTS = _any_of(KeyField.KIND, tuple(sorted(ACCOUNT_FACTS)))

"""Between which instants, and in which accounts, a hit of a query can lie at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from search.tree import And, Boost, Is, KeyField, Node, Or, Prefer, Within


@dataclass(frozen=True, slots=True)
class Bounds:
    """What every hit has in common; ``None`` leaves a side open.

    ``since`` and ``until`` bound the time of posting, the end exclusive;
    ``accounts`` are keys.
    """

    since: datetime | None = None
    until: datetime | None = None
    accounts: frozenset[str] | None = None


ANYWHERE = Bounds()


def bounds_of(node: Node) -> Bounds:
    """Give the bounds of a query, wider rather than too narrow."""
    match node:
        case And(children):
            return _meet(map(bounds_of, children))
        case Or(children):
            return _join(list(map(bounds_of, children)))
        case Boost(child, _) | Prefer(child, _):
            return bounds_of(child)
        case Within(_, since, until, _):
            return Bounds(since, until)
        case Is(KeyField.ACCOUNT, key, _):
            return Bounds(accounts=frozenset({key}))
    return ANYWHERE


def _meet(parts: Iterable[Bounds]) -> Bounds:
    met = ANYWHERE
    for part in parts:
        sinces = [each for each in (met.since, part.since) if each is not None]
        untils = [each for each in (met.until, part.until) if each is not None]
        named = [each for each in (met.accounts, part.accounts) if each is not None]
        met = Bounds(
            max(sinces, default=None),
            min(untils, default=None),
            frozenset.intersection(*named) if named else None,
        )
    return met


def _join(parts: list[Bounds]) -> Bounds:
    sinces = [each.since for each in parts if each.since is not None]
    untils = [each.until for each in parts if each.until is not None]
    named = [each.accounts for each in parts if each.accounts is not None]
    return Bounds(
        min(sinces) if len(sinces) == len(parts) else None,
        max(untils) if len(untils) == len(parts) else None,
        frozenset().union(*named) if len(named) == len(parts) else None,
    )

"""Which tier a thread belongs to, by its age and how lately anything happened in it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.coverage.promise import Tier


@dataclass(frozen=True, slots=True)
class Thread:
    """A post with its comments: when it began, and when it last gained an item or a wording."""

    id: str
    created: datetime
    active: datetime


def tier_of(thread: Thread, ages: Mapping[Tier, timedelta], now: datetime) -> Tier:
    """Give the tier of a thread; what happens in the future by its clock happens now."""
    age = now - max(thread.created, thread.active)
    return next((tier for tier in Tier if tier in ages and age < ages[tier]), Tier.COLD)


def threads_of(
    tier: Tier, threads: Iterable[Thread], ages: Mapping[Tier, timedelta], now: datetime
) -> tuple[str, ...]:
    """Give the ids of the threads of one tier, those with the newest activity first."""
    mine = [thread for thread in threads if tier_of(thread, ages, now) is tier]
    mine.sort(key=lambda thread: (thread.active, thread.id), reverse=True)
    return tuple(thread.id for thread in mine)

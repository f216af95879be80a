"""When we may say that an item is gone (invariant 3).

Absence from a list proves nothing. It takes a direct read that says gone (or
a parent so proven), a canary of the same kind and account that can be read in
the same run, and a second complete run that agrees; where an unusual number
of posts vanish at once, a third. Errors, expired tokens, lost permissions and
empty pages never count. Everything here is pure.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

AGREEING_RUNS = 2
AGREEING_RUNS_OF_MANY = 3
MANY_AT_LEAST = 10
MANY_SHARE = 0.05
"""More than ten and more than 5 % of an account's posts at once look like our mistake or the
platform's rather than like removals, so one more run has to agree (section 3 of the design)."""


STORY_LIFE = timedelta(hours=24)
"""How long the platforms show a story (facebook.md section 3, instagram.md section 2)."""

_STORY_DOUBT = timedelta(hours=1)
"""Clocks differ, and a story can expire during the visit."""


def oldest_living_story(started: datetime) -> datetime:
    """Give the time of the oldest story that a visit begun then must still be able to see."""
    return started - STORY_LIFE + _STORY_DOUBT


class Look(Enum):
    """What a direct read of a missing item said."""

    GONE = auto()
    READABLE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an item's disappearance is proven: since when, and by how many runs."""

    first_missing: datetime | None = None
    misses: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one run has to say about one missing item."""

    look: Look
    canary_readable: bool
    run_complete: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """The item's standing after a run, and whether its disappearance is now established."""

    standing: Standing
    established: bool


def runs_needed(vanished_roots: int, roots: int) -> int:
    """Tell how many agreeing runs are needed when this many of an account's posts vanished."""
    many = vanished_roots > max(MANY_AT_LEAST, MANY_SHARE * roots)
    return AGREEING_RUNS_OF_MANY if many else AGREEING_RUNS


def judge(standing: Standing, evidence: Evidence, at: datetime, needed: int) -> Judgement:
    """Weigh one run's evidence; ``at`` is when the run ended.

    A readable item starts anew. Anything short of a full proof leaves the
    standing as it was.
    """
    if evidence.look is Look.READABLE:
        return Judgement(Standing(), established=False)
    proven = evidence.look is Look.GONE and evidence.canary_readable and evidence.run_complete
    if not proven:
        return Judgement(standing, established=False)
    misses = standing.misses + 1
    return Judgement(Standing(standing.first_missing or at, misses), established=misses >= needed)

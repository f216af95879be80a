"""The section ``[schedule]`` of ``civickeep.toml``."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

import msgspec

from archiver.coverage.promise import Tier
from archiver.settings import Section

Count = Annotated[int, msgspec.Meta(ge=1)]

LONGEST_STORIES = 720
"""Minutes. A story is shown for 24 hours; half of that leaves time for a second look."""


class ScheduleSettings(Section, frozen=True):
    """How often the threads of an account are looked at, and what that may cost.

    A thread is hot for ``hot_for_hours`` after it began or something was said
    or changed in it, then warm until ``warm_for_days``, cool until
    ``cool_for_days``, and cold ever after. Hot threads and new posts are
    looked at every ``hot_minutes``, warm ones every ``warm_minutes``, cool
    ones every ``cool_hours``, and everything every ``cold_days``. Stories,
    which are gone after a day, are looked at every ``stories_minutes``.
    ``calls_per_day`` is what each account may ask of its platform in 24 hours;
    where it does not suffice, the intervals grow, and that is told.
    ``verify_days`` is in how many days the whole archive is verified once, a
    part each day.
    """

    hot_minutes: Count = 10
    warm_minutes: Count = 60
    cool_hours: Count = 24
    cold_days: Count = 7
    hot_for_hours: Count = 24
    warm_for_days: Count = 7
    cool_for_days: Count = 60
    stories_minutes: Annotated[int, msgspec.Meta(ge=1, le=LONGEST_STORIES)] = 60
    # Meta allows 4800 calls in 24 hours for each person who engaged with the Page in them;
    # on a quiet day that is one (facebook.md, section 7).
    calls_per_day: Count = 4800
    verify_days: Count = 30

    @property
    def intervals(self) -> Mapping[Tier, timedelta]:
        """The longest time from one look at a tier to the next."""
        return {
            Tier.HOT: timedelta(minutes=self.hot_minutes),
            Tier.WARM: timedelta(minutes=self.warm_minutes),
            Tier.COOL: timedelta(hours=self.cool_hours),
            Tier.COLD: timedelta(days=self.cold_days),
        }

    @property
    def ages(self) -> Mapping[Tier, timedelta]:
        """The age up to which a thread belongs to a tier; to the cold one at any."""
        return {
            Tier.HOT: timedelta(hours=self.hot_for_hours),
            Tier.WARM: timedelta(days=self.warm_for_days),
            Tier.COOL: timedelta(days=self.cool_for_days),
        }

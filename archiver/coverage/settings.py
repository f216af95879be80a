"""What the city promises about how often it looks."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Annotated

import msgspec

from archiver.coverage.promise import Promise, Tier
from archiver.settings import Section


class CoverageSettings(Section, frozen=True):
    """What is promised about how often accounts are looked at; coverage is green while it is kept.

    ``interval`` is in minutes and holds for an account that is only ever read
    whole, such as by ``civickeep harvest --all`` from a timer; the tiers of
    the schedule have its intervals. ``late`` is the share of an interval by
    which a capture may begin later than that, because no timer is exact and
    one account waits for another.
    """

    interval: Annotated[float, msgspec.Meta(gt=0, le=525_600)] = 60
    late: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.25

    def promise(self, intervals: Mapping[Tier, timedelta]) -> Promise:
        """Give what is promised, lateness included; ``intervals`` are those of the schedule."""
        share = 1 + self.late
        tiers = {tier: interval * share for tier, interval in intervals.items()}
        return Promise(timedelta(minutes=self.interval) * share, MappingProxyType(tiers))

"""What the city promises about how often it looks."""

from datetime import timedelta
from types import MappingProxyType
from typing import Annotated

import msgspec

from archiver.coverage.promise import Promise, Tier
from archiver.settings import Section

TIERS = MappingProxyType(
    {
        Tier.HOT: timedelta(minutes=10),
        Tier.WARM: timedelta(hours=1),
        Tier.COOL: timedelta(days=1),
        Tier.COLD: timedelta(days=7),
    }
)
"""How often each tier is looked at on the schedule."""


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

    def promise(self) -> Promise:
        """Give what is promised, lateness included."""
        share = 1 + self.late
        tiers = {tier: interval * share for tier, interval in TIERS.items()}
        return Promise(timedelta(minutes=self.interval) * share, MappingProxyType(tiers))

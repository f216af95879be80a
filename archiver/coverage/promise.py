"""What the city promises: how long after one complete capture the next one may begin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

FULL = "full"
"""The scope of a capture that reads everything, and so covers every tier."""


class Tier(StrEnum):
    """Threads that are looked at equally often, by their age and how lively they are."""

    HOT = "hot"
    WARM = "warm"
    COOL = "cool"
    COLD = "cold"


@dataclass(frozen=True, slots=True)
class Promise:
    """The longest time, from start to start, between two complete captures of a tier.

    Until ``tiered_from``, when the account's first capture of a single tier
    began, there were only full captures, of which ``full`` holds; from then on
    each tier has its own interval. ``tiered_from`` follows from the receipts,
    so that no stretch of the past changes its colour with a setting of today.
    """

    full: timedelta
    tiers: Mapping[Tier, timedelta]
    tiered_from: datetime | None = None

    def interval(self, tier: Tier, started: datetime) -> timedelta:
        """Say how long a complete capture that started then vouches for a tier."""
        since, own = self.tiered_from, self.tiers[tier]
        if since is None or started + self.full < since:
            return self.full
        # What the first look at single tiers found in force, it lets run out.
        return own if started >= since else max(own, self.full)


def every(interval: timedelta) -> Promise:
    """Promise one interval for everything."""
    return Promise(interval, MappingProxyType(dict.fromkeys(Tier, interval)))

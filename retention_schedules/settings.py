"""The section ``[retention]`` of ``civickeep.toml``."""

import re
from typing import Annotated, Literal

from msgspec import Meta

from archiver.settings import Section

MONTH_AND_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


class RetentionSettings(Section, frozen=True):
    """How the schedule is applied. Every key is shown by ``civickeep retention audit``.

    ``unstated_trigger``: what a bare number of the schedule counts from:
    ``ask`` (nothing under such a row is eligible) or ``creation`` (creation or
    receipt). ``year_end_cutoff``: month and day, such as ``12-31``, on which
    the city closes its files; periods then count from there; empty is off.
    ``overdue_days``: how long something may stay eligible before the audit
    says so; ours, no law. ``rules``: the city's own classification rules.
    ``transitory_series``: the series behind the word transitory.
    """

    unstated_trigger: Literal["ask", "creation"] = "ask"
    year_end_cutoff: Annotated[str, Meta(pattern=f"^({MONTH_AND_DAY.pattern})?$")] = ""
    overdue_days: Annotated[int, Meta(ge=0)] = 90
    rules: str = ""
    transitory_series: str = "administration/correspondence-messages"

    @property
    def cutoff(self) -> tuple[int, int] | None:
        """Month and day of the city's year's end, or ``None`` where the cutoff is off."""
        found = MONTH_AND_DAY.fullmatch(self.year_end_cutoff)
        return (int(found[1]), int(found[2])) if found else None

"""The request desk's sections of ``civickeep.toml``: ``[calendar]`` and ``[requests]``."""

from decimal import Decimal
from typing import Annotated

import msgspec

from archiver.settings import Section

Days = Annotated[int, msgspec.Meta(ge=0)]


class CalendarSettings(Section, frozen=True):
    """Which of the two optional legal holidays the city's council keeps (Minn. Stat. 645.44).

    Off is the safe side: the day counts, and a date comes out earlier.
    ``decided_by`` names the council action that set them.
    """

    indigenous_peoples_day: bool = False
    friday_after_thanksgiving: bool = False
    decided_by: str | None = None


class RequestSettings(Section, frozen=True):
    """How this city answers data requests.

    ``member_target_days`` is the city's own target in business days for a
    request for public data; the statute names no number, so there is none
    unless the city sets one. ``paper_rate`` is dollars a page and cut to the
    statute's ceiling, ``hourly_cost`` dollars for an hour of the employee.
    ``hold_after_days`` is how many days after a request is closed its hold
    stays on what it found; no statute names that number, so without one a
    person decides.
    ``authority_*`` is the responsible authority as letters name it.
    """

    member_target_days: Days | None = None
    paper_rate: Decimal = Decimal("0.25")
    hourly_cost: Decimal | None = None
    hold_after_days: Days | None = None
    authority_name: str | None = None
    authority_title: str = "Responsible Authority"
    authority_address: str | None = None
    authority_email: str | None = None
    authority_phone: str | None = None

    def __post_init__(self) -> None:
        """Refuse amounts below zero."""
        for name, amount in (("paper_rate", self.paper_rate), ("hourly_cost", self.hourly_cost)):
            if amount is not None and not amount >= 0:
                message = f"`{name}` must be zero or more dollars"
                raise ValueError(message)

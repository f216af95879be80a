"""The acts by which a city's attorney allows instaloader to be used live, or no longer.

The platform's terms are against collecting by programs without permission, so
a live run rests on an attorney's word and on nothing else. The attorney need
not sit at the terminal: ``by`` is who typed in what was decided.
"""

from datetime import date

from archiver.events import Event


class LiveApproved(Event, frozen=True, tag="live_approved"):
    """The city attorney approved reading one public profile of the city with instaloader.

    ``username`` is the profile's name as it stands in its address,
    ``approved_on`` the day the attorney decided, in the city's zone, and
    ``note`` where the decision can be found. It holds from that day on.
    """

    approval: str
    account: str
    username: str
    attorney: str
    approved_on: date
    note: str | None = None


class LiveWithdrawn(Event, frozen=True, tag="live_withdrawn"):
    """An approval is over; what was fetched under it stays."""

    approval: str
    reason: str

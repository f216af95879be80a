"""How much of its allowance a caller has used, and for how long it is shut out.

The platform counts in percent and shuts out at 100; whoever calls on while
shut out waits longer (facebook.md, section 7).
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

# How long a caller is shut out at first, and how much each further call adds.
BLOCK = timedelta(minutes=30)
PENALTY = timedelta(minutes=1)
FULL = 100


@dataclass(frozen=True, slots=True)
class Usage:
    """Calls counted so far, against ``allowed`` (None: never shut out)."""

    allowed: int | None = None
    calls: int = 0
    blocked_until: datetime | None = None

    def called(self, now: datetime) -> "Usage":
        """Give the usage after one more call."""
        if self.blocked_until is not None:
            if now < self.blocked_until:
                return replace(self, blocked_until=self.blocked_until + PENALTY)
            return Usage(self.allowed, calls=1)
        calls = self.calls + 1
        over = self.allowed is not None and calls > self.allowed
        return replace(self, calls=calls, blocked_until=now + BLOCK if over else None)

    @property
    def percent(self) -> int:
        """How much is used, 0 to 100; always 0 where nothing is limited."""
        if self.allowed is None:
            return 0
        return min(FULL, self.calls * FULL // max(1, self.allowed))

    def minutes_left(self, now: datetime) -> int:
        """Whole minutes until the caller is let in again; 0 where it is not shut out."""
        if self.blocked_until is None or self.blocked_until <= now:
            return 0
        return -(-(self.blocked_until - now) // timedelta(minutes=1))


def usage_headers(
    account: str, family: str, used: tuple[int, int], app_percent: int
) -> dict[str, str]:
    """Write the two usage headers.

    ``family`` is ``pages`` or ``instagram``; ``used`` the percent of the
    account's allowance and the minutes until it is let in again.
    """
    percent, minutes = used
    app = {"call_count": app_percent, "total_time": app_percent, "total_cputime": app_percent}
    business = {
        account: [
            {
                "type": family,
                "call_count": percent,
                "total_cputime": percent // 4,
                "total_time": percent // 4,
                "estimated_time_to_regain_access": minutes,
            }
        ]
    }
    return {
        "X-App-Usage": json.dumps(app, separators=(",", ":")),
        "X-Business-Use-Case-Usage": json.dumps(business, separators=(",", ":")),
    }

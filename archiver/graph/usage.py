"""How much of our allowance is used, as the platform's headers say, and how we behave then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

SLOW_FROM = 75
STOP_FROM = 95
"""Percent. Calling while throttled lengthens the block, so we stop before it comes
(Graph API, rate limiting; facebook.md section 7)."""

SLOWEST_PAUSE = 5.0
"""Seconds between calls just below the stop."""

_HEADERS = ("x-app-usage", "x-page-usage", "x-business-use-case-usage")
_PERCENTS = frozenset({"call_count", "total_time", "total_cputime", "call_volume", "cpu_time"})
_MINUTES = "estimated_time_to_regain_access"


@dataclass(frozen=True, slots=True)
class Usage:
    """The highest percentage of any limit, and the minutes the platform asks us to stay away."""

    percent: int = 0
    regain_minutes: int = 0

    @property
    def must_stop(self) -> bool:
        """Whether the next call would be one too many."""
        return self.percent >= STOP_FROM

    @property
    def pause(self) -> float:
        """Seconds to wait before the next call."""
        if self.percent < SLOW_FROM:
            return 0.0
        return SLOWEST_PAUSE * (self.percent - SLOW_FROM + 1) / (STOP_FROM - SLOW_FROM)


def read_usage(headers: Mapping[str, str], account: str | None = None) -> Usage | None:
    """Read the usage headers of an answer; None where it has none that can be read.

    Where a header tells the allowances of several ids, that of ``account`` counts.
    """
    percent = minutes = 0
    numbers = [number for name in _HEADERS for number in _numbers(headers.get(name, ""), account)]
    for key, value in numbers:
        if key in _PERCENTS:
            percent = max(percent, int(min(value, _FULL)))
        elif key == _MINUTES:
            minutes = max(minutes, int(min(value, _LONGEST)))
    return Usage(percent, minutes) if numbers else None


_FULL = 1000
_LONGEST = 7 * 24 * 60
"""Minutes; nobody is sent away for longer, whatever a header says."""


def _numbers(header: str, account: str | None) -> Iterator[tuple[str, float]]:
    if not header:
        return
    try:
        pending: list[object] = [msgspec.json.decode(header)]
    except (ValueError, msgspec.DecodeError, RecursionError):
        return
    if account is not None and isinstance(pending[0], dict):
        pending[0] = pending[0].get(account, pending[0])
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            for key, inner in value.items():
                if isinstance(inner, int | float):
                    yield str(key), inner
                else:
                    pending.append(inner)
        elif isinstance(value, list):
            pending.extend(value)

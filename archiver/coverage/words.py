"""Lengths and shares of time in words, for people."""

from datetime import timedelta

_UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))


def length_in_words(length: timedelta) -> str:
    """Write a length of time in its two largest units: ``1 day 4 hours``, ``12 minutes``."""
    left = round(length.total_seconds())
    told = []
    for unit, seconds in _UNITS:
        count, left = divmod(left, seconds)
        if count:
            told.append(f"{count:,} {unit}{'s' if count > 1 else ''}")
    return " ".join(told[:2]) or "less than a second"


def share_in_words(part: timedelta, whole: timedelta) -> str:
    """Write how much of a time another is, cut to hundredths: ``100 %`` is all of it."""
    if part == whole:
        return "100 %"
    return f"{part * 10_000 // whole / 100:.2f} %"

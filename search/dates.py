"""Dates as a clerk writes them, read as stretches of the city's own calendar.

A word that names a day, a month or a year is that whole stretch; what could
be past or to come is taken as past, because an archive holds nothing else.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from search.spans import Span, days

EARLIEST, LATEST = 1900, 2200
"""Years outside of these are misprints, and cannot be told as instants by every engine."""

DAYS_PER_WEEK = 7
MONTHS_PER_YEAR = 12
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTH_NAME = "(?:" + "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|sept)"
_UNIT = r"(?P<unit>day|week|month|quarter|year)s?"
_COUNTED = re.compile(rf"(?:last|past)\s+(?P<count>\d{{1,4}})\s+{_UNIT}", re.IGNORECASE)
_AGO = re.compile(rf"(?P<count>\d{{1,4}})\s+{_UNIT}\s+ago", re.IGNORECASE)
_WHOLE = re.compile(rf"(?P<which>this|last|past|previous)\s+{_UNIT}", re.IGNORECASE)
_WEEKDAY = re.compile(rf"(?P<last>last\s+)?(?P<day>{'|'.join(WEEKDAYS)})", re.IGNORECASE)
_MONTH = re.compile(rf"(?P<last>last\s+)?(?P<month>{MONTH_NAME})", re.IGNORECASE)
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_AMERICAN = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})")

UNQUOTED = re.compile(
    rf"""(?:last|past|this|previous)\s+(?:\d+\s+)?[a-z]+\b
       | \d+\s+(?:day|week|month|quarter|year)s?\s+ago\b
       | [+-]\s*\d+\s*[a-z]+\b
      | {MONTH_NAME}\b(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,?\s+\d{{4}}\b)?
       | \d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH_NAME}\b(?:,?\s+\d{{4}}\b)?
       | [^\s()\[\]{{}}"']+""",
    re.IGNORECASE | re.VERBOSE,
)
"""How far a date without quotes reaches: ``posted:last month snow`` ends before ``snow``."""


def read_words(text: str, today: date) -> Span | None:
    """Read the dates that need no grammar; ``None`` where it is none of them.

    Raises ``ValueError`` or ``OverflowError`` for a date that does not exist.
    """
    for pattern, read in _READERS:
        if found := pattern.fullmatch(text.strip()):
            return read(found, today)
    return None


def _today(found: re.Match[str], today: date) -> Span:
    day = today - timedelta(days=1) if found[0].lower() == "yesterday" else today
    return days(day, day)


def _counted(found: re.Match[str], today: date) -> Span:
    """``last 7 days`` are seven days of which today is the last."""
    first = _back(today, int(found["count"]), found["unit"].lower()) + timedelta(days=1)
    return days(first, today)


def _ago(found: re.Match[str], today: date) -> Span:
    day = _back(today, int(found["count"]), found["unit"].lower())
    return days(day, day)


def _whole(found: re.Match[str], today: date) -> Span:
    which, unit = found["which"].lower(), found["unit"].lower()
    if which == "past":
        return days(_back(today, 1, unit) + timedelta(days=1), today)
    first = _first_of(today, unit)
    if which == "this":
        return days(first, _back(first, -1, unit) - timedelta(days=1))
    return days(_back(first, 1, unit), first - timedelta(days=1))


def _weekday(found: re.Match[str], today: date) -> Span:
    """Give the latest such day; a bare weekday can be today, "last" cannot."""
    back = (today.weekday() - WEEKDAYS.index(found["day"].lower())) % DAYS_PER_WEEK
    if found["last"] and not back:
        back = DAYS_PER_WEEK
    day = today - timedelta(days=back)
    return days(day, day)


def _month(found: re.Match[str], today: date) -> Span:
    """Give the latest such month that has begun; "last" is not the present one."""
    number = next(n for n, name in enumerate(MONTHS, 1) if name[:3] == found["month"][:3].lower())
    begun = number < today.month if found["last"] else number <= today.month
    year = today.year if begun else today.year - 1
    return _calendar(year, number, None)


def _dated(found: re.Match[str], _: date) -> Span:
    month, day = found["month"], found["day"]
    return _calendar(int(found["year"]), int(month) if month else None, int(day) if day else None)


def _calendar(year: int, month: int | None, day: int | None) -> Span:
    if month is None:
        return days(date(year, 1, 1), date(year, MONTHS_PER_YEAR, 31))
    if day is None:
        return days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    return days(date(year, month, day), date(year, month, day))


def _first_of(day: date, unit: str) -> date:
    """Give the first day of the week, month, quarter or year a day is in; weeks start on Sunday."""
    if unit == "week":
        return day - timedelta(days=(day.weekday() + 1) % DAYS_PER_WEEK)
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _back(day: date, count: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return day - timedelta(days=count * (DAYS_PER_WEEK if unit == "week" else 1))
    months = count * {"month": 1, "quarter": 3, "year": MONTHS_PER_YEAR}[unit]
    year, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 - months, MONTHS_PER_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_READERS = (
    (re.compile("today|yesterday", re.IGNORECASE), _today),
    (_COUNTED, _counted),
    (_AGO, _ago),
    (_WHOLE, _whole),
    (_WEEKDAY, _weekday),
    (_MONTH, _month),
    (_ISO, _dated),
    (_AMERICAN, _dated),
)

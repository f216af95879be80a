"""Reading a schedule from a CSV file in the layout of the starter schedule.

The layout: ``code, section, title, summary, retention_text, trigger, years,
months, permanent, until, archival, classification, statute, source``, and
optionally ``kind`` (what gives the period its force). UTF-8, with a header.
"""

import csv
import io
import re
from collections.abc import Iterator

from retention_schedules.errors import DuplicateSeries, ScheduleUnreadable
from retention_schedules.series import Authority, Period, RecordSeries, Trigger, series_key

COLUMNS = (
    "code",
    "section",
    "title",
    "summary",
    "retention_text",
    "trigger",
    "years",
    "months",
    "permanent",
    "until",
    "archival",
    "classification",
    "statute",
    "source",
)
KIND = "kind"

FILE_LIMIT = 5_000_000
"""Bytes. The whole general schedule is 72 pages; this is room for a hundred of it."""

PERIOD_LIMIT = 999
"""Years or months. No schedule prints more; a longer number is a slip of the keyboard."""

DIGITS = 4
"""Of a whole number in the file, before it is read as one."""

DAYS_TEXT = re.compile(r"(?:minimum|at least)?\s*([0-9]{1,4}) days", re.IGNORECASE)
"""The layout has no column for days; a row counted in days says so in ``retention_text``."""


def read_series(content: bytes, name: str) -> tuple[RecordSeries, ...]:
    """Read every row of a schedule file.

    Raises ``ScheduleUnreadable`` or ``DuplicateSeries``, naming the line in
    the file ``name``; then nothing of the file is to be used.
    """
    found: list[RecordSeries] = []
    for line, row in _rows(content, name):
        try:
            found.append(_series(row, line))
        except ValueError as error:
            raise _unreadable(name, line, str(error)) from None
    if not found:
        raise _unreadable(name, 1, "there is no row below the header")
    _refuse_duplicates(found, name)
    return tuple(found)


def _rows(content: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each row with the number of the line it starts on."""
    if len(content) > FILE_LIMIT:
        raise _unreadable(name, 1, f"the file is larger than {FILE_LIMIT} bytes")
    if b"\0" in content:
        raise _unreadable(name, content.count(b"\n", 0, content.index(b"\0")) + 1, "it is not text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _unreadable(name, line, "it is not UTF-8 text") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = _header(next(reader, []), name)
        start = reader.line_num + 1
        for fields in reader:
            if any(field.strip() for field in fields):
                yield start, _named(header, fields, name, start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise _unreadable(name, max(reader.line_num, 1), f"it is not a CSV row ({error})") from None


def _header(fields: list[str], name: str) -> list[str]:
    header = [field.strip().lower() for field in fields]
    missing = [column for column in COLUMNS if column not in header]
    unknown = [column for column in header if column not in {*COLUMNS, KIND}]
    if missing:
        raise _unreadable(name, 1, f"the header lacks the column {missing[0]}")
    if unknown or len(set(header)) != len(header):
        raise _unreadable(name, 1, "the header has an unknown or doubled column")
    return header


def _named(header: list[str], fields: list[str], name: str, line: int) -> dict[str, str]:
    if len(fields) != len(header):
        raise _unreadable(
            name, line, f"it has {len(fields)} fields where the header has {len(header)}"
        )
    return {column: " ".join(field.split()) for column, field in zip(header, fields, strict=True)}


def _series(row: dict[str, str], line: int) -> RecordSeries:
    """Make a series of a row; raises ``ValueError`` with what is wrong with it."""
    if not row["title"] or series_key(row["section"], row["title"]).endswith("/"):
        message = "it has no title"
        raise ValueError(message)
    permanent = _yes_or_no(row["permanent"])
    return RecordSeries(
        key=series_key(row["section"], row["title"]),
        code=row["code"] or None,
        section=row["section"] or None,
        title=row["title"],
        summary=row["summary"],
        retention_text=row["retention_text"],
        trigger=_trigger(row["trigger"], permanent=permanent),
        period=_period(row, permanent=permanent),
        permanent=permanent,
        until=row["until"] or None,
        archival=row["archival"] or None,
        classification=row["classification"] or None,
        statute=row["statute"] or None,
        source=row["source"],
        authority=_authority(row.get(KIND, "")),
        line=line,
    )


def _yes_or_no(text: str) -> bool:
    if text.lower() not in {"yes", "no"}:
        message = "permanent has to be yes or no"
        raise ValueError(message)
    return text.lower() == "yes"


def _authority(text: str) -> Authority:
    """Read what gives a period its force; a file without that column is a schedule."""
    if not text:
        return Authority.SCHEDULE
    try:
        return Authority(text.lower())
    except ValueError:
        words = ", ".join(Authority)
        message = f"kind is not one of: {words}"
        raise ValueError(message) from None


def _trigger(text: str, *, permanent: bool) -> Trigger | None:
    if permanent and not text:
        return None
    if permanent:
        message = "a permanent row has no trigger"
        raise ValueError(message)
    try:
        return Trigger(text.lower())
    except ValueError:
        words = ", ".join(Trigger)
        message = f"trigger is not one of: {words} (unstated: the schedule prints only a number)"
        raise ValueError(message) from None


def _period(row: dict[str, str], *, permanent: bool) -> Period | None:
    """Read years and months, or days out of the text; ``None`` where no period was read."""
    stated = bool(row["years"] or row["months"])
    if permanent and stated:
        message = "a permanent row has no years and no months"
        raise ValueError(message)
    if stated:
        return Period(years=_whole(row, "years"), months=_whole(row, "months"))
    days = DAYS_TEXT.fullmatch(row["retention_text"])
    return Period(days=int(days[1])) if days and not permanent else None


def _whole(row: dict[str, str], column: str) -> int:
    text = row[column] or "0"
    if not (
        text.isascii() and text.isdigit() and len(text) <= DIGITS and int(text) <= PERIOD_LIMIT
    ):
        message = f"{column} is not a whole number from 0 to {PERIOD_LIMIT}"
        raise ValueError(message)
    return int(text)


def _refuse_duplicates(found: list[RecordSeries], name: str) -> None:
    seen: dict[str, int] = {}
    for series in found:
        for mark in filter(None, (series.key, series.code and series.code.casefold())):
            if mark in seen:
                raise DuplicateSeries(
                    f"{name}, line {series.line}: {series.name!r} is already on line {seen[mark]}.",
                    next_step="Keep one of the two, or give them titles that differ, "
                    "and import the file again.",
                )
            seen[mark] = series.line


def _unreadable(name: str, line: int, what: str) -> ScheduleUnreadable:
    return ScheduleUnreadable(
        f"{name}, line {line}: {what}.",
        next_step=f"Correct that line and import again; the columns are: {', '.join(COLUMNS)}.",
    )

"""The single conditions of a query: what may stand in which field, and what it means there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from search.dates import EARLIEST, LATEST, read_words
from search.errors import QueryUnreadable
from search.fields import FIELDS, AnyField, find_field
from search.spans import Span, days, to_utc
from search.tree import (
    Everything,
    Fuzzy,
    Is,
    KeyField,
    Known,
    Leaf,
    Pattern,
    Phrase,
    Place,
    TextField,
    TimeField,
    Within,
    Word,
)

MAX_FUZZ = 2
"""Misspelt letters the engine can allow for; more would match almost any short word."""

MAX_SLOP = 50
"""Words that may stand between those of a phrase: a long paragraph."""

MAX_PATTERNS = 20
"""Unfinished words of one query: each makes the engine walk its whole vocabulary."""

MAX_WILD = 8
"""Wildcards in one word: the automaton for them grows with each."""

DATE_HINT = (
    "Write a day as 2026-03-31, a month as 2026-03, a year as 2026, "
    "or words such as 'last month', 'last 7 days', 'march 5 2026'."
)
_WILD = re.compile(r"[*?]")
_FUZZY_END = re.compile(r"\w~\d*(?=\s|$)")
_DayReader = Callable[[str, datetime], Span | None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range as typed; an absent end is open."""

    start: str | None
    end: str | None
    without_start: bool
    without_end: bool


def field_of(name: str | None) -> AnyField:
    """Give the field of that name; conditions without one are about the text."""
    return TextField.TEXT if name is None else find_field(name) or TextField.TEXT


def too_fuzzy(place: Place) -> QueryUnreadable:
    """Make the refusal of ``word~3``: allowing for more would silently find less than asked."""
    return QueryUnreadable(
        f"A word can be searched with up to {MAX_FUZZ} misspelt letters, not more.",
        next_step="Write word~1 or word~2, or search for the beginning of it: wor*",
        place=place,
    )


class LeafReader:
    """Reads single conditions; ``now`` is the city's wall clock, without a zone."""

    def __init__(self, query: str, now: datetime, zone: ZoneInfo, grammar: _DayReader) -> None:
        self.query = query
        self.now = now
        self.zone = zone
        self.grammar = grammar
        self.patterns = 0

    def word(self, field: AnyField, text: str, place: Place) -> Leaf:
        """Read a word without marks."""
        if '"' in text:
            raise QueryUnreadable(
                "A quotation mark is opened but never closed.",
                next_step="Close it, or leave it out.",
                place=place,
            )
        if isinstance(field, TimeField):
            return self.date(text, "", place)
        if isinstance(field, KeyField):
            return self._is(field, text, place)
        if text.startswith("-") and self.query[place.start - 1 : place.start] == ":":
            raise QueryUnreadable(
                f"A minus cannot stand after {field}:.",
                next_step=f"To exclude it, write -{field}:{text[1:]}",
                place=place,
            )
        return Word(field, text, place)

    def phrase(self, field: AnyField, text: str, slop: int, place: Place) -> Leaf:
        """Read words in quotes. The parser counts positions, we count the words between."""
        if not isinstance(field, TextField):
            return self.word(field, text, place)
        if _FUZZY_END.search(text):
            raise QueryUnreadable(
                "A word within quotes cannot be searched as misspelt.",
                next_step="Take it out of the quotes: snow plow~1",
                place=place,
            )
        if slop - 1 > MAX_SLOP:
            raise QueryUnreadable(
                f"The words of a phrase can stand up to {MAX_SLOP} words apart.",
                next_step="Search for the words without quotes instead.",
                place=place,
            )
        if "*" in text:
            for piece in text.split():
                self._count_pattern(piece, place)
        return Phrase(field, text, max(0, slop - 1), place)

    def fuzzy(self, field: AnyField, text: str, distance: int, prefix: int, place: Place) -> Leaf:
        """Read a word that may be misspelt."""
        if not isinstance(field, TextField):
            raise QueryUnreadable(
                f"{field}: holds whole values and cannot be searched as misspelt.",
                next_step="Leave out the ~.",
                place=place,
            )
        if distance > MAX_FUZZ:
            raise too_fuzzy(place)
        self._count_pattern(text, place)
        return Fuzzy(field, text, distance, prefix, place) if distance else Word(field, text, place)

    def pattern(self, field: AnyField, text: str, place: Place) -> Leaf:
        """Read a word with wildcards."""
        if not text.strip("*"):
            bare = field is TextField.TEXT and not self.query[: place.start].endswith(":")
            return Everything() if bare else Known(field, place)
        if isinstance(field, TimeField):
            return self.date(text, "", place)
        if isinstance(field, KeyField) and FIELDS[field].values:
            return self._is(field, text, place)
        if not _WILD.sub("", text).strip() or re.search(r"\s", text):
            raise QueryUnreadable(
                "A wildcard needs letters beside it.",
                next_step="Write plow* or pl?w, or * alone for everything.",
                place=place,
            )
        self._count_pattern(text, place)
        return Pattern(field, text, place)

    def range(self, field: AnyField, bounds: Bounds, place: Place) -> Leaf:
        """Read a range; only dates have one."""
        if not isinstance(field, TimeField):
            raise _no_range(place)
        since = until = None
        if bounds.start and bounds.start.strip():
            span = self._span(bounds.start, place)
            since = span.end if bounds.without_start else span.start
        if bounds.end and bounds.end.strip():
            span = self._span(bounds.end, place)
            until = span.start if bounds.without_end else span.end
        return self._within(since, until, place)

    def date(self, text: str, relation: str, place: Place) -> Leaf:
        """Read a single date, with ``<`` or ``>`` before it or none."""
        quoted = text[:1] in {"'", '"'}
        stripped = text.strip("'\"").strip() if quoted else text
        if stripped == "*" and not relation:
            return Known(TimeField.POSTED, place)
        span = self._span(stripped, place)
        if not relation:
            return self._within(*self._whole_day(span), place)
        with_equal = "=" in relation
        if ">" in relation:
            return self._within(span.start if with_equal else span.end, None, place)
        return self._within(None, span.end if with_equal else span.start, place)

    def _whole_day(self, span: Span) -> tuple[datetime, datetime]:
        """Widen an instant to its day: nobody asks for what was posted at one microsecond."""
        if span.end - span.start > timedelta(microseconds=1):
            return span.start, span.end
        day = days(span.start.date(), span.start.date())
        return day.start, day.end

    def _span(self, text: str, place: Place) -> Span:
        text = text.strip()
        try:
            span = read_words(text, self.now.date()) or self.grammar(text, self.now)
            if span is not None and span.start > self.now and _names_no_year(text):
                # A date without its year is the latest there was: records are of the past.
                span = self.grammar(f"{text} {self.now.year - 1}", self.now) or span
        except (ValueError, OverflowError, AttributeError):
            span = None
        if span is None or not EARLIEST <= span.start.year <= span.end.year <= LATEST:
            raise QueryUnreadable(
                f"{text!r} cannot be read as a date.", next_step=DATE_HINT, place=place
            )
        return span

    def _within(self, since: datetime | None, until: datetime | None, place: Place) -> Within:
        if since is not None and until is not None and since >= until:
            raise QueryUnreadable(
                "This range of dates ends before it begins.",
                next_step="Put the earlier date first, and name the years.",
                place=place,
            )
        return Within(
            TimeField.POSTED,
            None if since is None else to_utc(since, self.zone),
            None if until is None else to_utc(until, self.zone),
            place,
        )

    def _is(self, field: KeyField, text: str, place: Place) -> Is:
        value, allowed = text.strip(), FIELDS[field].values
        if value[:1] in {"<", ">"}:
            raise _no_range(place)
        if hint := dict(FIELDS[field].not_yet).get(value.lower()):
            raise QueryUnreadable(
                f"{field}:{value.lower()} cannot be answered.", next_step=hint, place=place
            )
        if allowed and value.lower() not in allowed:
            raise QueryUnreadable(
                f"{value!r} is not a value of {field}:.",
                next_step=f"Use one of: {', '.join(allowed)}.",
                place=place,
            )
        return Is(field, value.lower() if allowed else value, place)

    def _count_pattern(self, text: str, place: Place) -> None:
        self.patterns += 1
        if self.patterns > MAX_PATTERNS or len(_WILD.findall(text)) > MAX_WILD:
            raise QueryUnreadable(
                "The query leaves too much open to be answered in time.",
                next_step=f"Use up to {MAX_PATTERNS} words with * ? or ~, each with a few of them.",
                place=place,
            )


def _names_no_year(text: str) -> bool:
    return bool(re.search(r"[a-z]{3}", text, re.IGNORECASE)) and not re.search(r"\d{4}", text)


def _no_range(place: Place) -> QueryUnreadable:
    return QueryUnreadable(
        "Only dates can be searched by a range.",
        next_step="Write posted:[2026-03-01 to 2026-03-31], or put the text into quotes.",
        place=place,
    )

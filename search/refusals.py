"""What no query may look like, and the hint with which it is refused.

Nothing here knows the parser: these are the text as it was typed, and the
sentences for what the parser's marks show to be wrong.
"""

import re

from search.dates import MONTH_NAME
from search.errors import QueryUnreadable
from search.fields import FIELD_NAMES, find_field
from search.tree import Place

MAX_LENGTH = 2_000
"""Characters of a query. Longer ones are pasted text; the parser takes up to 0.3 s for 4,000."""

MAX_DEPTH = 50
"""Brackets within brackets, and operators within operators: the parser recurses for each."""

MAX_RANGES = 50
"""Square and curly brackets: for each the parser looks for its end through all the rest."""

_HALF_DATE = re.compile(
    rf"""-\S | \s+\d{{1,2}}:\d\d
       | \s+(?:(?:to|until|through|thru|-)\s+|\u2013\s*)
         (?:\d{{4}}|\d{{1,2}}[/-]|(?:{MONTH_NAME}|today|now)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
"""What shows, behind a date without quotes, that more was meant than was read of it."""


def check_text(query: str) -> None:
    """Refuse a text that cannot be a query, or would keep the parser busy."""
    if len(query) > MAX_LENGTH:
        raise QueryUnreadable(
            f"The query has {len(query)} characters; {MAX_LENGTH} can be read.",
            next_step="Search for a few telling words instead.",
            place=Place(MAX_LENGTH, len(query)),
        )
    if sum(map(query.count, "[{")) > MAX_RANGES:
        raise QueryUnreadable(
            f"The query has more than {MAX_RANGES} square or curly brackets.",
            next_step="Leave them out, or put the text into double quotes.",
        )
    if not query.strip():
        raise QueryUnreadable("The query is empty.", next_step="Give a word, or * for everything.")
    if any("\ud800" <= character <= "\udfff" for character in query):
        raise QueryUnreadable(
            "The query holds bytes that are not text.", next_step="Type it anew, in UTF-8."
        )


def check_whole_date(query: str, date: Place) -> None:
    """Refuse half a date: its rest would be words that no text has beside it."""
    if found := _HALF_DATE.match(query, date.end):
        typed = query[date.start : date.end].partition(":")[2]
        raise QueryUnreadable(
            f"Only {typed!r} is read as a date here, not what follows it.",
            next_step="Write a range as posted:[2026-03-01 to 2026-03-31], and a date with "
            'blanks or a time in quotes: posted:"2026-03-08 14:00".',
            place=Place(date.start, found.end()),
        )


def check_field(name: str, place: Place) -> None:
    """Refuse a field that there is not."""
    if find_field(name) is None:
        raise QueryUnreadable(
            f"{name}: is not a field that can be searched.",
            next_step=f"Fields are {FIELD_NAMES}. For the words themselves, "
            "put them into double quotes.",
            place=place,
        )


def without_value(field: str, place: Place) -> QueryUnreadable:
    """Make the refusal of a field that nothing stands after."""
    return QueryUnreadable(
        f"Nothing stands after {field}: to look for.",
        next_step=f"Write its value right after the colon, as in {field}:x, without a space.",
        place=place,
    )


def before_another(field: str, place: Place) -> QueryUnreadable:
    """Make the refusal of a field before another one, of which the parser would make a word."""
    return QueryUnreadable(
        f"{field}: stands before another field, and a value is of one.",
        next_step="Leave one of them out, or put the words themselves into double quotes.",
        place=place,
    )


def too_deep(place: Place) -> QueryUnreadable:
    """Make the refusal of brackets or operators within too many others."""
    return QueryUnreadable(
        f"The query is nested more than {MAX_DEPTH} levels deep.",
        next_step="Leave out brackets that are not needed.",
        place=place,
    )


def unbalanced(what: str, place: Place) -> QueryUnreadable:
    """Make the refusal of a bracket without its other half."""
    return QueryUnreadable(
        f"A bracket is {what}.",
        next_step='Balance it, or put the text into double quotes: "(like this".',
        place=place,
    )

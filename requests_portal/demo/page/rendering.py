"""Writing HTML: templates with every value escaped, times as people say them, text made harmless.

Archived text is hostile (invariant 12). Jinja2 escapes every value; what this
module marks as safe is put together by ``markupsafe`` from escaped pieces.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from itertools import groupby
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from archiver.civil_time import from_wire
from archiver.items import Media
from requests_portal.demo import city
from requests_portal.demo.tour import ARCHIVE

STORE = "store"
"""The folder of stored objects in an archive founded with the usual settings."""

_MARK = Markup('<span class="mark" title="An invisible character">{}</span>')
_MEANT = frozenset("\n\u200d\ufe0e\ufe0f")
"""Line feeds, and the joiner and selectors that make up emoji: shown as they are."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of characters that show nothing, or turn the direction of what follows."""


@cache
def environment() -> Environment:
    """Make the templates ready."""
    made = Environment(
        loader=PackageLoader("requests_portal.demo.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        words=words,
        when=when,
        day=day,
        stored=stored,
        spelled=spelled,
        instant=from_wire,
        once=once,
    )
    return made


def words(text: str) -> Markup:
    """Show archived text: escaped, and every character that would not be seen as a mark."""
    pieces = [
        Markup("").join(_MARK.format(f"U+{ord(one):04X}") for one in run)
        if unseen
        else escape("".join(run))
        for unseen, run in groupby(text, key=_is_unseen)
    ]
    return Markup("").join(pieces)


def when(instant: datetime | None, zone: ZoneInfo = city.ZONE) -> str:
    """Write an instant the way a letter does: April 9, 2026, 5:00 p.m."""
    if instant is None:
        return "at a time the platform does not give"
    local = instant.astimezone(zone)
    half = "a.m." if local.hour < 12 else "p.m."  # noqa: PLR2004 - noon
    return f"{day(local.date())}, {local.hour % 12 or 12}:{local.minute:02d} {half}"


def day(on: date) -> str:
    """Write a date the way a letter does: April 9, 2026."""
    return f"{on:%B} {on.day}, {on.year}"


def stored(path: str) -> str:
    """Give the address of a stored object, from the page."""
    return quote(f"{ARCHIVE}/{STORE}/{path}")


def spelled(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: 1 comment, 12 comments."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def once(files: Iterable[Media]) -> tuple[Media, ...]:
    """Leave out a file that an item has already: the still of a film, a picture kept by an edit."""
    return tuple({media.object or media.position: media for media in reversed([*files])}.values())[
        ::-1
    ]


def _is_unseen(character: str) -> bool:
    return character not in _MEANT and unicodedata.category(character) in _UNSEEN

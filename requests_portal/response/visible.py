"""Text as it can be set: what cannot be drawn, or would mislead the eye, is shown as a mark.

Nothing is dropped silently. Archived text is hostile: control characters,
marks that turn the direction of what follows, letters no font has, thousands
of accents on one letter and words that run off the page all occur. The exact
text is always in the native file.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import groupby

from requests_portal.response.fonts import drawable, drawn_together

MOST_ACCENTS = 6
"""Combining marks shown on one letter; more would be drawn over the lines of other people."""

MOST_EMPTY_LINES = 2
LONGEST_BLANK = 100
"""Blanks in a row; more are told by their number."""

LONGEST_WORD = 60
"""Characters without a place to break a line; then one is offered (a zero-width space).

Twice as many are broken anywhere: the typesetter stops on words of 32,767
characters and fails on syllables of more than some hundred (typst 0.15.2).
"""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_EMPTY_LINES = re.compile(rf"\n(?:[^\S\n]*\n){{{MOST_EMPTY_LINES + 1},}}")
_BLANKS = re.compile(rf"[^\S\n]{{{LONGEST_BLANK + 1},}}")
_WORDS = re.compile(rf"[^\s\u200b]{{{LONGEST_WORD + 1},}}")
_BREAK = "\u200b"
_JOINERS = "\u200c\u200d"
_MARKS = frozenset({"Mn", "Mc", "Me"})

_INVISIBLE_BUT_MEANT = frozenset(
    {
        0x00AD,  # soft hyphen
        0x034F,  # combining grapheme joiner
        0x061C,  # Arabic letter mark
        *range(0x180B, 0x180F),  # Mongolian variation selectors
        *range(0x200B, 0x2010),  # zero-width space and joiners, direction marks
        *range(0x2060, 0x2065),  # word joiner, invisible operators
        *range(0xFE00, 0xFE10),  # variation selectors (emoji or text style)
        *range(0xE0020, 0xE0080),  # tags: flags of regions
    }
)
_ISOLATES = frozenset(range(0x2066, 0x206A))
"""Directional isolates, which platforms put around names. They end with their paragraph. Embeddings
and overrides (U+202A to U+202E) are shown as marks instead: they can reverse what is read."""


def visible(text: str) -> str:
    """Prepare text of several lines. Lines end in a line feed."""
    return _prepare(text, _table(isolates=True))


def visible_line(text: str) -> str:
    """Prepare text that stands in a line with ours, such as a name; it cannot reach past itself."""
    return "\u2068" + " ".join(_prepare(text, _table(isolates=False)).split("\n")) + "\u2069"


def runs_right_to_left(text: str) -> bool:
    """Say whether a line is read from the right: its first letter with a direction decides."""
    strong = (unicodedata.bidirectional(one) for one in text)
    return next((one in ("R", "AL") for one in strong if one in ("L", "R", "AL")), False)


def codepoint_mark(point: int) -> str:
    """Write a character by its number, such as ``⟦U+FE343⟧``."""
    return f"⟦U+{point:04X}⟧"


def _prepare(text: str, table: "_Table") -> str:
    text = _LINE_ENDS.sub("\n", text).translate(table)
    text = _BLANKS.sub(lambda found: f" ⟦{len(found.group()):,} blanks⟧ ", text)
    text = _EMPTY_LINES.sub(_count_lines, text)
    return _accents(_WORDS.sub(_offer_breaks, text))


def _count_lines(found: re.Match[str]) -> str:
    return f"\n⟦{found.group().count(chr(10)) - 1:,} empty lines⟧\n"


class _Table(dict[int, int | str]):
    """What becomes of each code point, worked out once."""

    def __init__(self, show: Callable[[int], int | str]) -> None:
        super().__init__()
        self._show = show

    def __missing__(self, point: int) -> int | str:
        self[point] = shown = self._show(point)
        return shown


def _table(*, isolates: bool) -> _Table:
    return _WITH_ISOLATES if isolates else _WITHOUT


def _show(point: int) -> int | str:
    if point in (0x0A, 0x20):
        return point
    if point == 0x09:  # noqa: PLR2004 - a tab
        return " "
    if point in _INVISIBLE_BUT_MEANT:
        return point
    # PDF/A forbids private use (Co) and the byte order mark, whichever font draws them.
    refused = unicodedata.category(chr(point)) in {"Cc", "Cf", "Co", "Cs", "Cn"}
    return codepoint_mark(point) if refused or point not in drawable() else point


def _show_isolates(point: int) -> int | str:
    return point if point in _ISOLATES else _show(point)


_WITH_ISOLATES = _Table(_show_isolates)
_WITHOUT = _Table(_show)


def _offer_breaks(found: re.Match[str]) -> str:
    """Offer places to break a very long word, between letters where there is such a place."""
    pieces: list[str] = []
    since = 0
    before = ""
    for one in found.group():
        combining = unicodedata.category(one) in _MARKS or one in _JOINERS
        inside = before in _JOINERS or unicodedata.category(before or "a") in _MARKS
        if not combining and since >= LONGEST_WORD and (not inside or since >= 2 * LONGEST_WORD):
            pieces.append(_BREAK)
            since = 0
        pieces.append(one)
        before = one
        since += 1
    return "".join(pieces)


def _accents(text: str) -> str:
    """Show on a letter the marks that can be drawn with it, up to a number, and tell the rest."""
    if text.isascii():
        return text
    pieces: list[str] = []
    base = ""
    for accents, run in groupby(text, _is_accent):
        shown = "".join(run)
        pieces.append(_on(base, shown) if accents else shown)
        base = shown[-1]
    return "".join(pieces)


def _is_accent(character: str) -> bool:
    return ord(character) not in _INVISIBLE_BUT_MEANT and unicodedata.category(character) in _MARKS


def _on(base: str, accents: str) -> str:
    shown, more = accents[:MOST_ACCENTS], len(accents) - MOST_ACCENTS
    if not drawn_together(base + shown):
        shown = "".join(codepoint_mark(ord(one)) for one in shown)
    return shown if more <= 0 else f"{shown}⟦{more:,} more accents⟧"

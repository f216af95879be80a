"""Where in an item's texts the words of a query stand.

The engine says which items match; what is shown of them is worked out here
from the catalogue's own text, with the tokenizer of the index. A snippet is
plain text with places to mark, so that whoever shows it escapes it as ever
and nothing in it can break out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archiver.items import Item, Version
from search import tokens
from search.beside import beside
from search.sought import Mark, Sought

WIDTH = 240
"""Characters of a snippet: about two lines of a page."""

BEFORE = 60
"""Characters shown before the first word found."""

CUT = "\u2026"
_UNSHOWABLE = "".join(
    map(chr, [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
)
_BLANK = str.maketrans(dict.fromkeys(_UNSHOWABLE, " "))
"""Control and direction-changing characters become blanks, one for one, so that places stay."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an item's text; ``marks`` are the places found, in characters, end exclusive."""

    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The version that answers a query best, and what to show of it; no version if none is left."""

    version: Version | None
    current: bool
    snippet: Snippet


def find(words: Sought, item: Item) -> Found:
    """Choose the version to show: the one that answers most, the latest among equals.

    Shown is its wording, or what stood beside it where that answers more.
    """
    if not item.versions:
        return Found(None, current=False, snippet=Snippet("", ()))
    current = best = item.current
    text, most = tokens.composed(_face(current, item)), 0
    marks: tuple[Mark, ...] = ()
    for version, said in _texts(current, item):
        if most == len(words.leaves):
            break
        shown = tokens.composed(said)
        places = words.places(shown, WIDTH)
        if places.answered > most:
            best, text, marks, most = version, shown, places.marks, places.answered
    return Found(best, best is current, cut(text, marks))


def _face(current: Version, item: Item) -> str:
    """Give what to show where no word is sought: the present wording, if it has any words."""
    return current.text if current.text.strip() else next(beside(current, item.media), "")


def _texts(current: Version, item: Item) -> Iterator[tuple[Version, str]]:
    """Give the texts of an item, the present version's first, each wording before its links."""
    for version in (current, *(each for each in reversed(item.versions) if each is not current)):
        yield version, version.text
        yield from ((version, text) for text in beside(version, item.media))


def cut(text: str, marks: Sequence[Mark]) -> Snippet:
    """Cut the piece around the first place found, at blanks where there are some."""
    first = max(0, marks[0][0] - BEFORE) if marks else 0
    first = max(0, min(first, len(text) - WIDTH))
    shown = text[first : first + WIDTH].translate(_BLANK)
    start, end = 0, len(shown)
    more = first + end < len(text)
    if first and (blank := shown.find(" ", 0, BEFORE // 2)) >= 0:
        start = blank + 1
    if more and (blank := shown.rfind(" ", end - BEFORE // 2)) > start:
        end = blank
    before, after = CUT if first else "", CUT if more else ""
    here = ((a - first, b - first) for a, b in marks)
    shift = len(before) - start
    kept = tuple((a + shift, min(b, end) + shift) for a, b in here if start <= a < end)
    return Snippet(before + shown[start:end] + after, kept)


def marked(snippet: Snippet, opening: str, closing: str) -> Iterator[tuple[str, bool]]:
    """Give the snippet's pieces in order, and whether each is a place found.

    ``opening`` and ``closing`` stand around each place found; a page passes
    nothing and sets its own elements around the escaped piece.
    """
    at = 0
    for start, end in snippet.marks:
        if start > at:
            yield snippet.text[at:start], False
        yield opening + snippet.text[start:end] + closing, True
        at = end
    if at < len(snippet.text):
        yield snippet.text[at:], False

"""Section: what was reworded, with both wordings and what changed between them."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from archiver.items import Item, Version
from requests_portal.demo.page.section import Section
from requests_portal.demo.tour import Tour

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``changed`` where the other wording does not have it."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Two wordings of one item, one after the other, in pieces."""

    item: Item
    before: Version
    after: Version
    removed: tuple[Piece, ...]
    added: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Every change that was seen."""

    changes: tuple[Change, ...]


def view(tour: Tour) -> View:
    """Find every item with more than one wording."""
    return View(
        tuple(
            _change(item, before, after)
            for item in tour.items
            for before, after in pairwise(item.versions)
        )
    )


def _change(item: Item, before: Version, after: Version) -> Change:
    removed, added = compare(before.text, after.text)
    return Change(item, before, after, removed, added)


def compare(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Cut two wordings into what both have and what only one has, word by word."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    steps = difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return (
        tuple(_pieces(old, ((step[1], step[2], step[0] != "equal") for step in steps))),
        tuple(_pieces(new, ((step[3], step[4], step[0] != "equal") for step in steps))),
    )


def _pieces(words: list[str], steps: Iterator[tuple[int, int, bool]]) -> Iterator[Piece]:
    for start, end, changed in steps:
        if end > start:
            yield Piece("".join(words[start:end]), changed)


SECTION = Section(
    id="reworded",
    short="Reworded",
    title="What was reworded",
    says="An edit never replaces what was there: both wordings are kept, each with the time "
    "it was first and last seen.",
    commands=("civickeep search state:edited", "civickeep items --json"),
    view=view,
)

"""Whether words that were taken out still stand somewhere else (rule E3). Pure functions."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from archiver.data_requests import Action, Determination
from archiver.items import Item, ItemRef, Version
from requests_portal.redaction import segments

FEWEST_CHARACTERS = 3
"""Shorter words would be found everywhere and say nothing."""


class Place(StrEnum):
    """Where in an item the words still stand."""

    TEXT = "text"
    AUTHOR = "author"
    DESCRIPTION = "description"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Standing:
    """An item that still shows words taken out of another; the words themselves are not here."""

    ref: ItemRef
    n: int
    place: Place


def same_to_a_reader(text: str) -> str:
    """Fold capitals, compatibility characters and runs of space away."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def still_standing(
    item: Item, decided: dict[int, Determination], words: Iterable[str]
) -> Iterator[Standing]:
    """Find where an item, as decided so far, would still show the words.

    An undecided wording counts as shown: it may yet be released.
    """
    wanted = [folded for one in words if len(folded := same_to_a_reader(one)) >= FEWEST_CHARACTERS]
    for version in item.versions:
        decision = decided.get(version.n)
        if decision is not None and decision.action is Action.WITHHOLD:
            continue
        for place, text in _shown(item, version, decision):
            folded = same_to_a_reader(text)
            if any(one in folded for one in wanted):
                yield Standing(item.ref, version.n, place)


def _shown(
    item: Item, version: Version, decision: Determination | None
) -> Iterator[tuple[Place, str]]:
    spans = () if decision is None else decision.spans
    # Kept pieces are joined by a character that no words contain, so that
    # nothing is found across a mark.
    yield (
        Place.TEXT,
        "\0".join(one.text for one in segments(version.text, spans) if not one.removed),
    )
    name = None if item.author is None else item.author.name
    if name and (decision is None or decision.hides_author is None):
        yield Place.AUTHOR, name
    for media in item.media:
        hidden = decision is not None and decision.hides_media(media.position) is not None
        if media.alt and not hidden:
            yield Place.DESCRIPTION, media.alt
    for position, link in enumerate(version.links):
        if decision is None or decision.hides_link(position) is None:
            yield Place.LINK, link.words

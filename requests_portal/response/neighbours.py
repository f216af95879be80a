"""Words taken out of one item that still stand in another (rule E3). Pure functions.

A name taken out of one comment may be called out in the next, or stand in the
title of a link. Whether that is the same person only a reader can say, so it
is reported and not guessed. The native data of a released item is searched
too: it holds more than its text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from requests_portal.neighbours import FEWEST_CHARACTERS, same_to_a_reader
from requests_portal.response.draft import Entry, Neighbour, plain
from requests_portal.response.drafting import Found, judged_items

_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")


@dataclass(frozen=True, slots=True)
class Watch:
    """The words that were taken out, folded, each with the numbers of the items they were in."""

    taken: Mapping[str, frozenset[str]]

    def standing(self, entry: Entry, native: Iterable[bytes]) -> Neighbour | None:
        """Say whether an item shows words taken out of another; ``native`` is what goes out."""
        if not self.taken:
            return None
        texts = (*_texts(entry), *(readable(data) for data in native))
        folded = same_to_a_reader("\0".join(texts))
        sources = sorted(
            source
            for words, numbers in self.taken.items()
            if words in folded
            for source in numbers - {entry.number}
        )
        return Neighbour(sources[0], entry.number) if sources else None


def watch_for(found: Found, entries: Iterable[Entry]) -> Watch:
    """Collect the words that were taken out of the items of a request."""
    numbers = {entry.label: entry.number for entry in entries if entry.redacted}
    taken: dict[str, set[str]] = {}
    for judged in judged_items(found):
        number = numbers.get(str(judged.item.ref))
        for words in judged.words:
            folded = same_to_a_reader(words.text)
            if number is not None and len(folded) >= FEWEST_CHARACTERS:
                taken.setdefault(folded, set()).add(number)
    return Watch({words: frozenset(some) for words, some in taken.items()})


def readable(data: bytes) -> str:
    """Undo the escapes of JSON text, whole or not, so that words can be found in it."""
    text = data.decode("utf-8", "replace").replace("\\/", "/").replace('\\"', '"')
    return _ESCAPES.sub(lambda found: _unescaped(found.group()), text).replace("\\n", "\n")


def _unescaped(escapes: str) -> str:
    units = bytes.fromhex(escapes.replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def _texts(entry: Entry) -> Iterator[str]:
    for text in (*(one.text for one in entry.wordings), entry.author or ()):
        yield from (segment.text for segment in text if not segment.removed)
    yield from (one.alt for one in entry.pictures if one.alt)
    for link in (link for one in entry.wordings for link in one.links):
        yield from (plain(part) for part in (link.title, link.description, link.url))

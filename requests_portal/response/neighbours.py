"""Words taken out of one item that still stand in another (rule E3). Pure functions.

A name taken out of one comment may be called out in the next. Whether that
is the same person only a reader can say, so it is reported and not guessed.
"""

from collections.abc import Iterator, Sequence

from requests_portal.neighbours import same_to_a_reader
from requests_portal.response.draft import Entry, Neighbour
from requests_portal.response.taking import SHORT, Judged


def find_neighbours(entries: Sequence[Entry], judged: Sequence[Judged]) -> tuple[Neighbour, ...]:
    """Report each pair of items where the second still shows words taken out of the first.

    ``entries`` and ``judged`` are the same items in whatever order. Very short
    words are left out: they would be found everywhere.
    """
    numbers = {entry.label: entry.number for entry in entries}
    taken = [
        (numbers[str(one.item.ref)], same_to_a_reader(words.text))
        for one in judged
        for words in one.words
        if len(words.text) >= SHORT
    ]
    if not taken:
        return ()
    shown = [(entry.number, same_to_a_reader("\0".join(_texts(entry)))) for entry in entries]
    return tuple(
        dict.fromkeys(
            Neighbour(taken_from=source, stands_in=number)
            for source, words in taken
            for number, text in shown
            if number != source and words in text
        )
    )


def _texts(entry: Entry) -> Iterator[str]:
    for text in (*(one.text for one in entry.wordings), entry.author or ()):
        yield from (segment.text for segment in text if not segment.removed)
    yield from (one.alt for one in entry.pictures if one.alt)

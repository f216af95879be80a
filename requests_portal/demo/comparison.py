"""Whether an archive holds exactly what a file of real threads says: item by item.

The file is read here anew, apart from the converter that the playback server
uses, so that a fault of that converter is found too. Differences name ids and
fields, never the text of a person.
"""

import gzip
import heapq
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from archiver.civil_time import from_wire, to_wire
from archiver.items import Item, ItemKind
from requests_portal.demo.errors import ThreadsUnreadable

NAMED = 10
"""How many differing items are kept to be named; all of them are counted."""

SHORTEST_WORD = 4
_WORD = re.compile(rf"(?<!\w)[^\W\d_]{{{SHORTEST_WORD},}}(?!\w)")
"""Letters alone: a piece of a name such as ``u_9f3dcab`` is no word of its own to a reader."""

FIRST_UNSPACED = 0x2E80
"""From here on Unicode has scripts that put no spaces between words (CJK and its neighbours)."""


class RealRecord(msgspec.Struct, frozen=True):
    """One line of a file of real threads, as far as it is compared."""

    id: str
    page: str
    text: str
    parent_id: str | None = None
    author: str | None = None
    created_at: str | None = None
    permalink: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What the archive must hold of one record; no ``permalink`` where none is known."""

    page: str
    kind: ItemKind
    text: str
    author: str | None
    created_at: datetime | None
    parent_id: str | None
    permalink: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that did not come back as it was, and in what."""

    item: str
    what: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing: items by kind, those that are exact, and the first that are not."""

    expected: Mapping[ItemKind, int]
    exact: Mapping[ItemKind, int]
    differing: int
    first: tuple[Difference, ...]


def read_records(path: Path) -> tuple[RealRecord, ...]:
    """Read a file of real threads, plain or gzip.

    Raises ``ThreadsUnreadable`` with the line where it is not one.
    """
    decoder = msgspec.json.Decoder(RealRecord)
    found: list[RealRecord] = []
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            for line in lines:
                if line.strip():
                    found.append(decoder.decode(line))  # noqa: PERF401 - its length is told on error
    except (msgspec.DecodeError, OSError, EOFError) as error:
        raise ThreadsUnreadable(
            f"{path.name}, line {len(found) + 1}: {error}.",
            next_step="Give a file with one post, comment or reply a line; "
            "docs/playback.md names the fields.",
        ) from None
    return tuple(found)


def expected_items(records: Iterable[RealRecord]) -> dict[str, Expected]:
    """Say of each record how it must stand in the archive.

    A reply whose parent is not in the file stands alone and is a post; an
    answer to a post is a comment, an answer to anything else a reply.
    """
    known = {record.id: record for record in records}
    return {record.id: _expected(record, known) for record in known.values()}


def compare(expected: Mapping[str, Expected], held: Iterable[Item]) -> Comparison:
    """Compare everything the archive holds with everything it must hold."""
    waiting = dict(expected)
    exact: Counter[ItemKind] = Counter()
    first: list[Difference] = []
    differing = 0
    for item in held:
        wanted = waiting.pop(item.id, None)
        wrong = ["not in the file, or there twice"] if wanted is None else _wrong(wanted, item)
        if wrong:
            differing += 1
            first += [Difference(str(item.ref), "; ".join(wrong))] * (len(first) < NAMED)
        else:
            exact[item.kind] += 1
    missing = [Difference(item, "not in the archive") for item in waiting]
    return Comparison(
        expected=Counter(each.kind for each in expected.values()),
        exact=exact,
        differing=differing + len(missing),
        first=(*first, *missing)[:NAMED],
    )


def telling_words(expected: Iterable[Expected], wishes: Iterable[int]) -> tuple[str, ...]:
    """Choose words that stand in about as many texts as wished; always the same for a file."""
    counts = Counter(
        word for each in expected for word in words_of(each.text) if ord(max(word)) < FIRST_UNSPACED
    )
    chosen = [
        heapq.nsmallest(1, counts, key=lambda word: (abs(counts[word] - wish), word))
        for wish in wishes
    ]
    return tuple(dict.fromkeys(word for one in chosen for word in one))


def words_of(text: str) -> frozenset[str]:
    """Give the words of a text in one spelling, short ones left out."""
    return frozenset(word.lower() for word in _WORD.findall(text))


def _expected(record: RealRecord, known: Mapping[str, RealRecord]) -> Expected:
    parent = known.get(record.parent_id or "")
    kind = ItemKind.POST if parent is None else ItemKind.REPLY
    if parent is not None and parent.parent_id not in known:
        kind = ItemKind.COMMENT
    return Expected(
        page=record.page,
        kind=kind,
        text=record.text,
        author=record.author,
        created_at=from_wire(record.created_at) if record.created_at else None,
        parent_id=None if parent is None else parent.id,
        permalink=record.permalink,
    )


def _wrong(wanted: Expected, item: Item) -> list[str]:
    """Say in which fields an item is not what it must be."""
    return list(_differing_fields(wanted, item))


def _differing_fields(wanted: Expected, item: Item) -> Iterator[str]:
    author = None if item.author is None else item.author.name
    if len(item.versions) != 1:
        yield f"{len(item.versions)} wordings instead of one"
    if item.text != wanted.text:
        yield f"text of {len(item.text)} instead of {len(wanted.text)} characters, or others"
    if author != wanted.author:
        yield "another author"
    if item.created_at != wanted.created_at:
        yield f"time {_wire(item.created_at)} instead of {_wire(wanted.created_at)}"
    if item.parent_id != wanted.parent_id:
        yield f"parent {item.parent_id} instead of {wanted.parent_id}"
    if item.kind is not wanted.kind:
        yield f"{item.kind} instead of {wanted.kind}"
    if wanted.permalink is not None and item.permalink != wanted.permalink:
        yield "another address"


def _wire(instant: datetime | None) -> str:
    return "none" if instant is None else to_wire(instant)

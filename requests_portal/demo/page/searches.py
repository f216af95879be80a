"""Section: searches and what they found."""

from collections.abc import Iterator
from dataclasses import dataclass

from archiver.items import Item
from requests_portal.demo.finding import SearchMade
from requests_portal.demo.page.section import Section
from requests_portal.demo.tour import Tour
from search.highlight import Snippet


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet; ``found`` where it is what was searched for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that was found, and the piece of it that is shown."""

    item: Item
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A query with what it found."""

    query: str
    asks: str
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Every search."""

    answers: tuple[Answer, ...]


def view(tour: Tour) -> View:
    """Take the answers as they came."""
    return View(tuple(map(_answer, tour.searches)))


def _answer(made: SearchMade) -> Answer:
    return Answer(
        query=made.query.text,
        asks=made.query.asks,
        total=made.results.total,
        hits=tuple(Hit(hit.item, tuple(_pieces(hit.snippet))) for hit in made.results.hits),
    )


def _pieces(snippet: Snippet) -> Iterator[Piece]:
    at = 0
    for start, end in snippet.marks:
        yield Piece(snippet.text[at:start], found=False)
        yield Piece(snippet.text[start:end], found=True)
        at = end
    yield Piece(snippet.text[at:], found=False)


SECTION = Section(
    id="searches",
    short="Search",
    title="Finding things",
    says="A clerk types words, phrases, dates and states; what was hidden, reworded or has "
    "vanished is found like everything else, in every language.",
    commands=("civickeep search 'plow OR towed'", "civickeep search '\"birch lane\" sign' --json"),
    view=view,
)

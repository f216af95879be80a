"""Answering a query: what there is, how it divides, and what of it to show.

Who asks goes into the engine's query itself (invariant 10), so that totals,
facets and snippets are computed over what that viewer may see and nothing
else. What is shown of an item is read from the catalogue, again as that
viewer; the index only says which items.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archiver.archive import Archive
from archiver.items import Item, ItemRef, Version
from archiver.selection import Selection
from archiver.viewer import Viewer
from search import engine
from search.engine import NO_FACETS, Asking, Facets, Page, stream
from search.errors import IndexBusy
from search.follow import index_folder
from search.highlight import Snippet, find
from search.index import OpenIndex
from search.notes import notes
from search.question import Narrowing, Question, read_question
from search.sought import sought


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that answers the query, and the wording in which it does.

    ``version`` counts as in ``Item.versions``; ``current`` says whether that
    is the wording seen last. ``score`` has a meaning only among hits of one
    answer ordered by relevance, and is ``None`` in any other order.
    """

    item: Item
    score: float | None
    version: int | None
    current: bool
    snippet: Snippet

    @property
    def wording(self) -> Version | None:
        """The version that answers; ``None`` where none is left."""
        return next((each for each in self.item.versions if each.n == self.version), None)

    def is_new_since(self, change: int) -> bool:
        """Whether a wording of it came after this change number."""
        return any(version.leaf > change for version in self.item.versions)


@dataclass(frozen=True, slots=True)
class Results:
    """An answer. ``facets`` counts all hits, not only those of this page.

    ``facts`` counts the facts about accounts (``kind:profile`` and so on) that
    answer as well and are not among the hits.

    ``complete`` says that every change of the archive was searched; ``change``
    is the number up to which that is so, for viewers from whom nothing is kept.

    ``notes`` are sentences about how the query was read.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Facets
    complete: bool
    change: int | None
    facts: int = 0
    notes: tuple[str, ...] = ()


EVERYWHERE = Narrowing()
FIRST_PAGE = Page()


def search(
    archive: Archive,
    viewer: Viewer,
    query: str,
    narrowing: Narrowing = EVERYWHERE,
    page: Page = FIRST_PAGE,
) -> Results:
    """Answer a query as this viewer may see it.

    Raises ``QueryUnreadable`` with a hint where the query cannot be read, and
    ``IndexBusy`` where there is no index yet.
    """
    question = read_question(archive, viewer, query, narrowing)
    if question.of_nothing:
        return Results(0, (), NO_FACETS, complete=True, change=None, notes=notes(question.tree))
    opened = _open(archive)
    change = opened.position.change
    complete = change >= archive.change_number()
    asking = Asking.of(opened, question)
    answer = asking.page(page)
    hits = tuple(_hits(archive, viewer, question, answer.refs))
    return Results(
        total=answer.total,
        hits=hits,
        facets=asking.facets(),
        complete=complete,
        change=change if question.scope is None else None,
        facts=asking.aside,
        notes=notes(question.tree),
    )


def count(archive: Archive, viewer: Viewer, query: str, narrowing: Narrowing = EVERYWHERE) -> int:
    """Count what answers a query; raises the same as ``search``."""
    question = read_question(archive, viewer, query, narrowing)
    return 0 if question.of_nothing else engine.count(_open(archive), question)


def find_refs(
    archive: Archive, viewer: Viewer, query: str, narrowing: Narrowing = EVERYWHERE
) -> Iterator[ItemRef]:
    """Stream every item that answers a query, oldest first, over one view of the index.

    Bring the index up to date first (``search.follow.follow``). Raises the
    same as ``search``, before the first item.
    """
    question = read_question(archive, viewer, query, narrowing)
    return iter(()) if question.of_nothing else stream(_open(archive), question)


def _open(archive: Archive) -> OpenIndex:
    opened = index_folder(archive).open()
    if opened is None:
        raise IndexBusy(
            "There is no search index yet; another process may be building it.",
            next_step="Search again in a moment.",
        )
    return opened


def _hits(
    archive: Archive, viewer: Viewer, question: Question, scores: Mapping[ItemRef, float | None]
) -> Iterator[Hit]:
    """Read the hits from the catalogue in one go, as this viewer, and keep their order."""
    chosen = Selection(refs=tuple(scores))
    items: dict[ItemRef, Item] = {item.ref: item for item in archive.items(viewer, chosen)}
    words = sought(question.tree)
    for ref, score in scores.items():
        if (item := items.get(ref)) is not None:
            found = find(words, item)
            number = found.version.n if found.version else None
            yield Hit(item, score, number, found.current, found.snippet)

"""Asking the engine: which items answer, how many, how they divide."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, cast

from tantivy import DocAddress, FieldType, Occur, Order, Query, Searcher, SearchResult

from archiver.items import ItemRef
from search.document import FACETS
from search.errors import IndexDamaged, QueryUnreadable
from search.index import OpenIndex
from search.lowering import Lowering
from search.question import Question

MAX_FACET_VALUES = 2_000
"""Values counted per facet: more accounts or months than a city will ever have."""

COUNTED = tuple(name for name in FACETS if name != "year")
"""Facets that the engine counts; years are the sums of their months, a quarter of the work."""

BATCH = 1_000
"""Items taken at a time when all are wanted."""


class Sort(StrEnum):
    """In which order hits come."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Page:
    """Which of the hits to show, and in which order.

    By time, what is indexed between two pages moves only the hits behind its
    own place; by relevance, which weighs every item, it can move any of them.
    Who walks through all pages takes them by time, the oldest first.
    """

    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine says: ``refs`` in order, each with its score where there is one."""

    total: int
    refs: Mapping[ItemRef, float | None]


Facets: TypeAlias = Mapping[str, Mapping[str, int]]
"""How many hits have which value, by the name of the facet."""

NO_FACETS: Facets = {name: {} for name in FACETS}


@dataclass(frozen=True, slots=True)
class Asking:
    """A question put to one view of the index, so that all its answers fit together.

    ``aside`` counts the facts about accounts that answer as well and are left out.
    """

    searcher: Searcher
    query: Query
    can_rank: bool
    aside: int

    @classmethod
    def of(cls, opened: OpenIndex, question: Question) -> "Asking":
        """Put a question to the index as it is now; raises ``QueryUnreadable``."""
        searcher, parts = opened.searcher(), _parts(opened, question)
        facts, aside = _left_out(opened, question), 0
        if facts is not None:
            with _engine_errors():
                aside = _count(searcher, _joined([*parts, (Occur.Must, facts)]))
            # Mostly none answers, and a search that leaves nothing out passes over what ranks low.
            if aside:
                parts.append((Occur.MustNot, facts))
        return cls(searcher, _joined(parts), question.can_rank, aside)

    def page(self, page: Page) -> Answer:
        """Give one page of hits, and count all of them.

        Where hits cannot be ordered by relevance the newest come first.
        """
        ranked = page.sort is Sort.RELEVANCE and self.can_rank
        with _engine_errors():
            result = self.searcher.search(
                self.query,
                limit=max(page.limit, 1),
                offset=page.offset,
                order_by_field=None if ranked else "order",
                order=Order.Asc if page.sort is Sort.OLDEST else Order.Desc,
            )
        refs = {
            _ref(self.searcher, address): score if ranked else None
            for score, address in result.hits[: page.limit]
        }
        return Answer(_counted(result), refs)

    def facets(self) -> Facets:
        """Count how all hits divide."""
        wanted = {name: {"terms": {"field": name, "size": MAX_FACET_VALUES}} for name in COUNTED}
        with _engine_errors():
            counted = self.searcher.aggregate(self.query, wanted)
        facets = {
            name: {str(each["key"]): each["doc_count"] for each in counted[name]["buckets"]}
            for name in COUNTED
        }
        return {
            name: facets[name] if name in facets else _years(facets["month"]) for name in FACETS
        }


def _years(months: Mapping[str, int]) -> Mapping[str, int]:
    years = Counter[str]()
    for month, hits in months.items():
        years[month.partition("-")[0]] += hits
    return years


def count(opened: OpenIndex, question: Question) -> int:
    """Count all hits, and nothing else."""
    with _engine_errors():
        return _count(opened.searcher(), _lowered(opened, question))


def stream(opened: OpenIndex, question: Question) -> Iterator[ItemRef]:
    """Walk all hits, oldest first, over one view of the index."""
    searcher, query = opened.searcher(), _lowered(opened, question)
    from_order, seen = None, set[ItemRef]()
    while True:
        batch = BATCH + len(seen)
        with _engine_errors():
            found = searcher.search(
                _from(opened, query, from_order),
                limit=batch,
                count=False,
                order_by_field="order",
                order=Order.Asc,
            ).hits
        for order, address in found:
            ref = _ref(searcher, address)
            if order != from_order:
                from_order, seen = order, set()
            elif ref in seen:
                continue
            seen.add(ref)
            yield ref
        if len(found) < batch:
            return


def _from(opened: OpenIndex, query: Query, order: int | None) -> Query:
    """Narrow a query to what comes at or after a place in the order of time."""
    if order is None:
        return query
    later = Query.range_query(opened.schema, "order", FieldType.Integer, order, None)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, later)])


def _count(searcher: Searcher, query: Query) -> int:
    return _counted(searcher.search(query, limit=1))


def _counted(result: SearchResult) -> int:
    return cast("int", result.count)  # type: ignore[attr-defined] # the stub lacks it


def _lowered(opened: OpenIndex, question: Question) -> Query:
    """Make the engine's query."""
    parts, facts = _parts(opened, question), _left_out(opened, question)
    return _joined(parts if facts is None else [*parts, (Occur.MustNot, facts)])


def _parts(opened: OpenIndex, question: Question) -> list[tuple[Occur, Query]]:
    """Make the engine's query of what is asked, with who asks as a part of it."""
    lowering = Lowering(opened.schema)
    with _engine_errors():
        parts = [(Occur.Must, lowering.query(each)) for each in (question.tree, *question.beside)]
    if question.scope is not None:
        keys = [key.lower() for key in question.scope]
        parts.append((Occur.Must, Query.term_set_query(opened.schema, "account", keys)))
    return parts


def _left_out(opened: OpenIndex, question: Question) -> Query | None:
    """Make the engine's query of the facts that are only counted."""
    if question.leaves_out is None:
        return None
    return Lowering(opened.schema).query(question.leaves_out)


def _joined(parts: Sequence[tuple[Occur, Query]]) -> Query:
    return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)


def _ref(searcher: Searcher, address: DocAddress) -> ItemRef:
    return ItemRef.read(searcher.doc(address)["key"][0])


@contextmanager
def _engine_errors() -> Iterator[None]:
    """Say what an engine's refusal means: files it cannot read, or an automaton too large."""
    try:
        yield
    except ValueError as error:
        if "IO error" in str(error) or "corrupt" in str(error).lower():
            raise IndexDamaged(
                "The search index cannot be read.",
                next_step="Remove the index's folder and search again; it is built anew.",
            ) from error
        raise QueryUnreadable(
            "The query leaves too much open to be answered.",
            next_step="Use fewer wildcards, with more letters beside each.",
        ) from error

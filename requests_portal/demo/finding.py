"""The searches of the demonstration, in the clerk's own query language."""

from dataclasses import dataclass

from requests_portal.demo.played_archive import PlayedArchive
from search.engine import Page
from search.follow import follow
from search.query import Results, search

SHOWN = 4
"""Hits shown of each search; the number of all is told."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query, and what somebody wanted to know."""

    text: str
    asks: str


@dataclass(frozen=True, slots=True)
class SearchMade:
    """A query with its answer."""

    query: Query
    results: Results


QUERIES = (
    Query("plow OR towed", "Who said something about plowing or towing? Word forms count."),
    Query('"birch lane" sign', "What do we have about the sign on Birch Lane?"),
    Query("state:unavailable", "What could be read once and cannot be read now?"),
    Query("state:edited", "What was reworded after we first saw it?"),
    Query("agua OR biy* OR dej OR nước", "Water, in Spanish, Somali, Hmong and Vietnamese."),
    Query(
        "kind:comment posted:[2026-03-24 to 2026-03-24] water -brown",
        "Comments about the water on the day of the main break, without the brown taps.",
    ),
)


def search_all(played: PlayedArchive) -> tuple[SearchMade, ...]:
    """Bring the index up to date and ask every query."""
    follow(played.archive)
    return tuple(
        SearchMade(query, search(played.archive, played.viewer, query.text, page=Page(limit=SHOWN)))
        for query in QUERIES
    )

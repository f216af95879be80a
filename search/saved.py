"""Searches that are kept under a name, and what they find that is new.

An act on one is an event, so that the names survive a rebuild. What a search
finds is not kept: what is new since a change number is asked of the index.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select

from archiver.archive import Archive
from archiver.catalogue.search_tables import saved_search as table
from archiver.search_events import SearchForgotten, SearchLooked, SearchSaved, SearchTold
from archiver.viewer import Viewer
from search.errors import QueryUnreadable, SearchNameTaken, SearchUnknown
from search.query import count
from search.question import Narrowing


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that is kept; the changes are those up to which it was looked at and told."""

    name: str
    query: str
    mail: tuple[str, ...]
    saved_at: datetime
    saved_by: str
    looked_at: datetime
    looked_change: int
    told_at: datetime | None
    told_change: int


@dataclass(frozen=True, slots=True)
class News:
    """What a search finds that it did not before.

    ``new`` have a wording that came since; ``gone`` are hidden or unavailable
    and changed since, be it in that or in anything else, such as a hold.
    """

    new: int
    gone: int

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.new or self.gone)


def saved_searches(archive: Archive) -> tuple[SavedSearch, ...]:
    """List them by name."""
    with archive.reading() as connection:
        rows = connection.execute(select(table).order_by(table.c.name))
        return tuple(map(_saved, rows))


def saved_search(archive: Archive, name: str) -> SavedSearch:
    """Find one; raises ``SearchUnknown`` and names those there are."""
    with archive.reading() as connection:
        row = connection.execute(select(table).where(table.c.name == name)).first()
    if row is None:
        known = ", ".join(each.name for each in saved_searches(archive)) or "none"
        raise SearchUnknown(
            f"No search is saved as {name!r}.",
            next_step=f"Saved are: {known}. Save one with civickeep search --save NAME QUERY.",
        )
    return _saved(row)


def save(  # noqa: PLR0913 - an act with who, what and who is to be told
    archive: Archive, name: str, query: str, *, change: int, by: str, mail: tuple[str, ...] = ()
) -> SavedSearch:
    """Keep a search; the same once more changes nothing.

    ``change`` is up to where its saver knows what it finds. Raises
    ``SearchNameTaken`` where another search has the name.
    """
    kept = next((each for each in saved_searches(archive) if each.name == name), None)
    if kept is None:
        event = SearchSaved(
            at=archive.clock(), by=by, name=name, query=query, change=change, mail=mail
        )
        archive.record(event)
        return saved_search(archive, name)
    if (kept.query, kept.mail) != (query, mail):
        raise SearchNameTaken(
            f"Another search is saved as {name!r}: {kept.query}",
            next_step=f"Take another name, or first give that one up: "
            f"civickeep search --forget {name!r}",
        )
    return kept


def forget(archive: Archive, name: str, by: str) -> None:
    """Keep a search no more; raises ``SearchUnknown``."""
    saved_search(archive, name)
    archive.record(SearchForgotten(at=archive.clock(), by=by, name=name))


def note_look(archive: Archive, saved: SavedSearch, change: int, by: str) -> None:
    """Keep that somebody looked at what it finds, up to a change number."""
    archive.record(SearchLooked(at=archive.clock(), by=by, name=saved.name, change=change))


def note_told(archive: Archive, saved: SavedSearch, change: int, items: int, by: str) -> None:
    """Keep that people were told of what it found, up to a change number."""
    archive.record(
        SearchTold(at=archive.clock(), by=by, name=saved.name, change=change, items=items)
    )


def news(archive: Archive, viewer: Viewer, saved: SavedSearch, since: int) -> News:
    """Count what it finds that is new since a change number; raises the same as ``search``."""
    return News(
        new=count(archive, viewer, saved.query, Narrowing(new_since=since)),
        gone=count(archive, viewer, saved.query, Narrowing(gone_since=since)),
    )


def news_or_reason(
    archive: Archive, viewer: Viewer, saved: SavedSearch, since: int
) -> News | QueryUnreadable:
    """Count as ``news`` does, or give the reason why the search cannot be read any more.

    A date such as "feb 29" is one in some years only, and an account can be
    renamed; that must keep nobody from hearing of the other searches.
    """
    try:
        return news(archive, viewer, saved, since)
    except QueryUnreadable as reason:
        return reason


def _saved(row: Row[tuple[object, ...]]) -> SavedSearch:
    return SavedSearch(
        name=row.name,
        query=row.query,
        mail=tuple(row.mail.split()),
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        looked_at=row.looked_at,
        looked_change=row.looked_change,
        told_at=row.told_at,
        told_change=row.told_change,
    )

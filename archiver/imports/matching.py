"""Whether an imported item is one that the archive has already: looked up, never decided.

A platform's address identifies. The same words at the same second are only
probably the same, because two people can write Thanks! in one second; such a
match is shown and nothing is merged.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, Row, Select, and_, select

from archiver.capture.sighting import Sighting
from archiver.catalogue import tables as t
from archiver.catalogue.chunks import chunks
from archiver.imports.events import Basis, Match
from archiver.items import ItemRef, Platform


def matches(
    connection: Connection, sightings: Sequence[Sighting], account: str, run: str
) -> Iterator[Match]:
    """Give what each of these items may be, among what did not come by this import."""
    if not sightings:
        return
    by_time = defaultdict(list)
    for row in _rows(connection, account, run, {each.created_at for each in sightings}):
        by_time[row.created_at].append(row)
    links = {each.permalink for each in sightings if each.permalink}
    by_link = defaultdict(list)
    for row in _rows_at(connection, account, run, links):
        by_link[row.permalink].append(row)
    for each in sightings:
        same = {_ref(row): Basis.ADDRESS for row in by_link.get(each.permalink, ())}
        for row in by_time.get(each.created_at, ()) if _plain(each.text) else ():
            if _plain(row.text) == _plain(each.text):
                same.setdefault(_ref(row), Basis.TIME_AND_TEXT)
        same.pop(each.ref, None)
        yield from (Match(each.ref, other, basis) for other, basis in same.items())


def _rows(
    connection: Connection, account: str, run: str, times: Iterable[object]
) -> Iterator[Row[tuple[object, ...]]]:
    for some in chunks([time for time in times if time is not None]):
        yield from connection.execute(_shown(account, run).where(t.item.c.created_at.in_(some)))


def _rows_at(
    connection: Connection, account: str, run: str, links: Iterable[str]
) -> Iterator[Row[tuple[object, ...]]]:
    for some in chunks(sorted(links)):
        yield from connection.execute(_shown(account, run).where(t.item.c.permalink.in_(some)))


def _shown(account: str, run: str) -> Select[tuple[object, ...]]:
    """Choose the account's items with the wording they show, but what this import brought."""
    current = and_(t.version.c.item == t.item.c.pk, t.version.c.n == t.item.c.current)
    return (
        select(
            t.item.c.platform,
            t.item.c.id,
            t.item.c.created_at,
            t.item.c.permalink,
            t.version.c.text,
        )
        .join(t.version, current)
        .where(t.item.c.account == account, t.version.c.capture != run)
        .order_by(t.item.c.pk)
    )


def _ref(row: Row[tuple[object, ...]]) -> ItemRef:
    return ItemRef(Platform(row.platform), row.id)


def _plain(text: str) -> str:
    """Give a text without what blanks and line ends add to it."""
    return " ".join(text.split())

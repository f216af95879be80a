"""What a search finds items by, read from the catalogue without the rest of them.

An index is made of every item there is. Reading them whole, with all the
intervals that nobody searches for, took longer than indexing them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from archiver.catalogue import link_rows
from archiver.catalogue import tables as t
from archiver.catalogue.held import held, keys
from archiver.catalogue.import_rows import imports_of
from archiver.catalogue.quarantined import is_quarantined
from archiver.catalogue.reading import open_holds
from archiver.catalogue.visibility import visible_to
from archiver.items import Link
from archiver.viewer import Viewer

PAGE = 1_000
"""Items read at a time."""


class Wording(msgspec.Struct, frozen=True):
    """A version as far as it is searched; ``imported`` is the kind of import it came by."""

    n: int
    text: str
    leaf: int
    links: tuple[Link, ...] = ()
    imported: str | None = None


class File(msgspec.Struct, frozen=True):
    """A file as far as it is searched: its MIME type, and the platform's description of it.

    Both are ``None`` of one in quarantine, as is ``n``, the version that had it.
    """

    alt: str | None
    type: str | None
    n: int | None


_UNSHOWN = File(None, None, None)


class Findable(msgspec.Struct, frozen=True):
    """An item as far as it is searched; the names and values are those of ``Item``."""

    platform: str
    id: str
    account: str
    kind: str
    thread_id: str
    author_id: str | None
    author_name: str | None
    created_at: datetime | None
    first_seen: datetime
    state: str
    change: int
    series: str | None
    wordings: tuple[Wording, ...]
    files: tuple[File, ...]
    holds: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its name as ``str(ItemRef)`` writes it."""
        return f"{self.platform}/{self.id}"


def changed_items(connection: Connection, viewer: Viewer, change: int) -> Iterator[Findable]:
    """Stream the items that changed after a change number, in the order of their changes."""
    statement = _changed().where(t.item.c.change > change, visible_to(viewer))
    rows = connection.execution_options(yield_per=PAGE).execute(statement)
    for page in rows.partitions(PAGE):
        yield from _complete(connection, page)


@cache
def _changed() -> Select[Any]:
    item = t.item.c
    return (
        select(
            item.pk,
            item.platform,
            item.id,
            item.account,
            item.kind,
            item.thread_id,
            item.author_id,
            item.author_name,
            item.created_at,
            item.first_seen,
            item.state,
            item.change,
            t.classification.c.series,
        )
        .outerjoin(t.classification, t.classification.c.item == item.pk)
        .order_by(item.change, item.pk)
    )


def _complete(connection: Connection, rows: Sequence[Sequence[Any]]) -> Iterator[Findable]:
    """Fetch what belongs to a page of items with one query a table."""
    among = keys([row[0] for row in rows])
    versions = connection.execute(_versions(), among).all()
    imports = imports_of(connection, (capture for *_, capture in versions))
    wordings: dict[int, list[Wording]] = defaultdict(list)
    for item, n, text, links, leaf, capture in versions:
        run = imports.get(capture)
        shared = link_rows.read(links)
        wordings[item].append(Wording(n, text, leaf, shared, run.kind if run else None))
    files: dict[int, list[File]] = defaultdict(list)
    for item, alt, kind, n, quarantined in connection.execute(_files(), among):
        files[item].append(_UNSHOWN if quarantined else File(alt, kind, n))
    holds: dict[int, list[str]] = defaultdict(list)
    for hold, item in connection.execute(open_holds(), among):
        holds[item].append(hold)
    # Taken apart by place: asking each row for its columns by name takes half as long again.
    for (
        pk,
        platform,
        ident,
        account,
        kind,
        thread,
        by,
        name,
        at,
        seen,
        state,
        change,
        series,
    ) in rows:
        yield Findable(
            platform=platform,
            id=ident,
            account=account,
            kind=kind,
            thread_id=thread,
            author_id=by,
            author_name=name,
            created_at=at,
            first_seen=seen,
            state=state,
            change=change,
            series=series,
            wordings=tuple(wordings.get(pk, ())),
            files=tuple(files.get(pk, ())),
            holds=tuple(holds.get(pk, ())),
        )


@cache
def _versions() -> Select[Any]:
    c = t.version.c
    return select(c.item, c.n, c.text, c.links, c.leaf, c.capture).where(held(c.item)).order_by(c.n)


@cache
def _files() -> Select[Any]:
    c = t.media.c
    return (
        select(c.item, c.alt, t.blob.c.type, c.n, is_quarantined(c.sha256))
        .outerjoin(t.blob, t.blob.c.sha256 == c.sha256)
        .where(held(c.item))
        .order_by(c.n, c.position)
    )

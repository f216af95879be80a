"""Which stored objects an export takes, read from the catalogue as far as the viewer may see.

Only what the checkpoint covers is taken, so that every record has its proof;
what is kept while an export runs is left to the next one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeAlias, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from archiver.catalogue import tables as t
from archiver.catalogue.quarantined import is_quarantined
from archiver.catalogue.reading import select_items
from archiver.catalogue.visibility import visible_to
from archiver.civil_time import to_wire
from archiver.export.order import Scope
from archiver.items import Item, ItemRef, Platform
from archiver.selection import Selection
from archiver.viewer import Viewer

T = TypeVar("T")

AT_ONCE = 500
"""Rows at a time: bounds memory, and stays under SQLite's limit of bound values."""


_OF_A_RECORD = (
    t.version.c.item,
    t.version.c.n,
    t.version.c.object,
    t.version.c.digest,
    t.version.c.leaf,
)

_Version: TypeAlias = tuple[int, int, str, str | None, int, str, str]


class RecordRow(NamedTuple):
    """A stored record: where it lies, its SHA-256, its leaf (from 1), and whose it is.

    ``owner`` is an item's reference for a version, a capture for a receipt;
    ``n`` is the version's number, 0 for a receipt.
    """

    object: str
    digest: str
    leaf: int
    owner: str
    n: int


@dataclass(frozen=True, slots=True)
class MediaRow:
    """A kept file, and when a version that shows it was first seen (ISO 8601)."""

    sha256: str
    first_seen: str
    type: str
    bytes: int
    object: str


@dataclass(frozen=True, slots=True)
class FilesOfItems:
    """The files of some items: those to export, and how many are not: never got, or quarantined."""

    kept: tuple[MediaRow, ...]
    not_kept: int


@dataclass(frozen=True, slots=True)
class Page:
    """Versions of an export: ``kept`` have a record, ``destroyed`` is how many have none any more.

    ``items`` are the row keys of the items they are versions of.
    """

    kept: tuple[RecordRow, ...]
    destroyed: int
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rows of one export: one consistent view, one viewer, one scope, one checkpoint."""

    connection: Connection
    viewer: Viewer
    scope: Scope
    size: int

    def count_items(self) -> int:
        """Count the items of the scope; a query's answers are counted by whoever asked it."""
        some = select(func.count()).select_from(t.item).where(*self._conditions())
        count: int = self.connection.execute(some).scalar_one()
        return count

    def items(self) -> Iterator[list[Item]]:
        """Stream whole items a page at a time, oldest first."""
        accounts = self.scope.accounts
        if self.scope.refs is None:
            items = select_items(self.connection, self.viewer, Selection(accounts=accounts))
            yield from pages(items)
            return
        for refs in pages(self.scope.refs()):
            chosen = Selection(accounts=accounts, refs=tuple(refs))
            yield list(select_items(self.connection, self.viewer, chosen))

    def versions(self) -> Iterator[Page]:
        """Stream the versions' records: in the order they were kept, or as a query's answers."""
        statement = (
            select(*_OF_A_RECORD, t.item.c.platform, t.item.c.id)
            .join(t.item, t.item.c.pk == t.version.c.item)
            .where(*self._conditions(), t.version.c.leaf <= self.size)
            .order_by(t.version.c.leaf)
        )
        if self.scope.refs is None:
            yield from self._pages(statement)
            return
        for refs in pages(self.scope.refs()):
            yield from self._pages(statement.where(_among(refs)))

    def receipts(self, captures: set[str] | None) -> Iterator[list[RecordRow]]:
        """Stream the receipts of these captures, or of all captures of the scope's accounts."""
        statement = (
            select(t.capture, t.leaf.c.digest)
            .join(t.leaf, t.leaf.c.n == t.capture.c.leaf)
            .join(t.account, t.account.c.key == t.capture.c.account)
            .where(t.capture.c.leaf <= self.size)
            .order_by(t.capture.c.leaf)
        )
        if not self.viewer.reads_everything:
            statement = statement.where(t.account.c.department.in_(self.viewer.reads_departments))
        if self.scope.accounts:
            statement = statement.where(t.account.c.key.in_(self.scope.accounts))
        if captures is None:
            yield from self._receipts(statement)
            return
        for some in pages(sorted(captures)):
            yield from self._receipts(statement.where(t.capture.c.id.in_(some)))

    def files(self, items: Sequence[int] | None) -> Iterator[FilesOfItems]:
        """Stream the files of items by their row keys, or those of all items of the scope."""
        statement = (
            select(
                t.media.c.sha256,
                t.blob,
                t.version.c.first_seen,
                is_quarantined(t.media.c.sha256).label("quarantined"),
            )
            .join(
                t.version,
                and_(t.version.c.item == t.media.c.item, t.version.c.n == t.media.c.n),
            )
            .outerjoin(t.blob, t.blob.c.sha256 == t.media.c.sha256)
            .where(t.version.c.leaf <= self.size)
        )
        if items is None:
            statement = statement.join(t.item, t.item.c.pk == t.media.c.item)
            statement = statement.where(*self._conditions())
        else:
            statement = statement.where(t.media.c.item.in_(items))
        rows = self.connection.execution_options(yield_per=AT_ONCE).execute(statement)
        for some in rows.partitions(AT_ONCE):
            kept = tuple(
                MediaRow(row.sha256, to_wire(row.first_seen), row.type, row.bytes, row.object)
                for row in some
                if row.sha256 is not None and not row.quarantined
            )
            yield FilesOfItems(kept, len(some) - len(kept))

    def captures_of(self, items: Sequence[int]) -> Sequence[str]:
        """Name the captures that kept a version of these items."""
        mine = t.version.c.item.in_(items)
        return self.connection.scalars(select(t.version.c.capture).where(mine).distinct()).all()

    def keys_of(self, items: Sequence[Item]) -> list[int]:
        """Give the row keys of items."""
        among = _among([item.ref for item in items])
        return list(self.connection.scalars(select(t.item.c.pk).where(among)))

    def _conditions(self) -> list[ColumnElement[bool]]:
        conditions = [visible_to(self.viewer)]
        if self.scope.accounts:
            conditions.append(t.item.c.account.in_(self.scope.accounts))
        return conditions

    def _pages(self, statement: Select[tuple[object, ...]]) -> Iterator[Page]:
        rows = self.connection.execution_options(yield_per=AT_ONCE).execute(statement)
        for some in rows.partitions(AT_ONCE):
            # Taken by place, not by name: a million of them.
            versions = cast("Sequence[_Version]", some)
            kept = tuple(
                RecordRow(object_, digest, leaf, f"{platform}/{ident}", n)
                for _, n, object_, digest, leaf, platform, ident in versions
                if digest is not None
            )
            items = tuple({item for item, *_ in versions})
            yield Page(kept, len(some) - len(kept), items)

    def _receipts(self, statement: Select[tuple[object, ...]]) -> Iterator[list[RecordRow]]:
        rows = self.connection.execution_options(yield_per=AT_ONCE).execute(statement)
        for some in rows.partitions(AT_ONCE):
            yield [RecordRow(row.object, row.digest, row.leaf, row.id, 0) for row in some]


def pages(values: Iterable[T]) -> Iterator[list[T]]:
    """Cut a stream into pieces."""
    coming = iter(values)
    while some := list(islice(coming, AT_ONCE)):
        yield some


def _among(refs: Iterable[ItemRef]) -> ColumnElement[bool]:
    ids: dict[Platform, list[str]] = defaultdict(list)
    for ref in refs:
        ids[ref.platform].append(ref.id)
    return or_(
        false(),
        *(
            and_(t.item.c.platform == platform, t.item.c.id.in_(some))
            for platform, some in ids.items()
        ),
    )

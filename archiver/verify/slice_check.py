"""Checking one slice: its records are read, and the rows of its versions derived anew.

What rows follow from receipts and events needs all of them, and is compared
when the whole archive is verified.
"""

from collections.abc import Iterable

from sqlalchemy import select

from archiver.catalogue import tables as t
from archiver.catalogue.raw import RawReader, RawRow
from archiver.rebuild.reading import Lost, Read, ReadVersion
from archiver.rebuild.version_values import VERSION, VersionValues
from archiver.verify.objects_check import name_lost
from archiver.verify.problems import Damage, Findings
from archiver.verify.slices import Slice

_CHANGING = "last_seen"
_FIXED = [name for name in VERSION.names if name != _CHANGING]
_PLACES = [VERSION.names.index(name) for name in _FIXED]


def check_slice(reads: Iterable[Read], raw: RawReader, part: Slice, findings: Findings) -> None:
    """Name records that are lost, and rows of versions that are not what their record says."""
    rows = _Rows(raw, part)
    for read in reads:
        findings.objects += 1
        if isinstance(read, Lost):
            name_lost(read, raw, findings)
        elif isinstance(read, ReadVersion):
            findings.versions += 1
            _check_version(read.values, read.entry.number, rows, findings)


class _Rows:
    """The rows of a slice's versions, in the order of the ledger."""

    def __init__(self, raw: RawReader, part: Slice) -> None:
        columns = [t.version.c[name] for name in _FIXED]
        self._rows = raw.rows(
            select(t.version.c.leaf, t.item.c.platform, t.item.c.id, *columns)
            .join(t.item, t.item.c.pk == t.version.c.item)
            .where(t.version.c.leaf % part.of == part.number % part.of)
            .order_by(t.version.c.leaf)
        )
        self._next = next(self._rows, None)

    def at(self, number: int) -> RawRow | None:
        """Give the row of this leaf; numbers must be asked for in order."""
        while self._next is not None and self._next[0] < number:
            self._next = next(self._rows, None)
        return self._next if self._next is not None and self._next[0] == number else None


def _check_version(values: VersionValues, number: int, rows: _Rows, findings: Findings) -> None:
    says = (values.platform, values.id, *(values.version[place] for place in _PLACES))
    expected = tuple(_raw(value) for value in says)
    row = rows.at(number)
    item, path = f"{values.platform}/{values.id}", str(values.leaf[-1])
    if row is None:
        findings.find(Damage.ROW_MISSING, "row of table version", item=item, path=path)
        return
    names = ("platform", "id", *_FIXED)
    pairs = zip(names, row[1:], expected, strict=True)
    changed = [name for name, value, other in pairs if value != other]
    if changed:
        detail = f"row of table version: {', '.join(changed)}"
        findings.find(Damage.ROW_CHANGED, detail, item=item, path=path)


def _raw(value: object) -> object:
    return value.encode() if isinstance(value, str) else value

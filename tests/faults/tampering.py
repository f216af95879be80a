"""Random damages to an archive, each drawn from a seed, done in place, and undone again.

A damage says what it was done to: the objects and items it touched, and the
row where it was one. Everything a verification then names must follow from
that.
"""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from archiver.catalogue.dump import FACT_TABLES
from archiver.rebuild.places import item_of
from archiver.verify.problems import Problem

Row = dict[str, Any]


@dataclass(slots=True)
class Touched:
    """What a damage was done to, as it was before and as it is now."""

    what: str
    objects: set[str] = field(default_factory=set)
    items: set[str] = field(default_factory=set)
    table: str | None = None

    def is_named_by(self, problems: list[Problem]) -> bool:
        """Whether one of the problems is this damage."""
        return any(
            problem.object in self.objects
            or problem.item in self.items
            or self._is_row(problem.detail)
            for problem in problems
        )

    def explains(self, problem: Problem) -> bool:
        """Whether a problem follows from this damage and accuses nobody else."""
        if self.table is None:
            return problem.object in self.objects
        if problem.item is not None:
            return problem.item in self.items
        return problem.object in self.objects or self._is_row(problem.detail)

    def _is_row(self, detail: str) -> bool:
        # A row of an item that is not there any more belongs to nobody.
        nobody = "row None/" in detail and self.table == "item"
        return self.table is not None and (f"of table {self.table}" in detail or nobody)


class Victim:
    """An archive's folder, with what is needed to draw damages and to undo them."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "store"
        self.catalogue = folder / "catalogue.sqlite"
        self._sound = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(self.catalogue)) as catalogue:
            catalogue.backup(self._sound)
        self.paths = sorted(
            path.relative_to(self.store).as_posix()
            for path in self.store.rglob("*")
            if path.is_file() and ".incoming" not in path.parts
        )

    def close(self) -> None:
        """Forget the sound catalogue."""
        self._sound.close()

    def rows(self, table: str) -> list[Row]:
        """Read a table's rows, each with its ``rowid`` (an item's ``pk``)."""
        cursor = self._sound.execute(f"SELECT rowid AS rowid_, * FROM {table} ORDER BY rowid")  # noqa: S608 - a table of ours
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def items(self, row: Row, table: Table) -> set[str]:
        """Name the item a row is about, where it is about one."""
        links = [column.name for column in table.c if column.references(_ITEM.c.pk)]
        if table is _ITEM:
            return {f"{row['platform']}/{row['id']}"}
        if links:
            return {
                f"{each['platform']}/{each['id']}"
                for each in self.rows("item")
                if each["pk"] == row[links[0]]
            }
        if {"platform", "item"} <= set(table.c.keys()):
            return {f"{row['platform']}/{row['item']}"}
        if "leaf" in table.c or table.name == "leaf":
            return self._items_of_leaf(row["n"] if table.name == "leaf" else row["leaf"])
        return set()

    def _items_of_leaf(self, leaf: int) -> set[str]:
        found = self._sound.execute(
            "SELECT platform || '/' || id FROM item JOIN version ON item = pk WHERE leaf = ?",
            (leaf,),
        )
        return {name for (name,) in found}

    @contextmanager
    def changed(self) -> Iterator[sqlite3.Connection]:
        """Change the catalogue's file, whatever its keys say, and make it sound again."""
        with closing(sqlite3.connect(self.catalogue)) as catalogue:
            try:
                with catalogue:
                    yield catalogue
            finally:
                self._sound.backup(catalogue)

    @contextmanager
    def replaced(self, files: dict[str, bytes | None]) -> Iterator[None]:
        """Put other bytes under paths of the store, or nothing; and then what was there."""
        before = {path: _read(self.store / path) for path in files}
        try:
            _write(self.store, files)
            yield
        finally:
            _write(self.store, before)


_ITEM = next(table for table in FACT_TABLES if table.name == "item")


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _write(store: Path, files: dict[str, bytes | None]) -> None:
    for name, data in files.items():
        path = store / name
        if data is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


KINDS: dict[str, Callable[[str], bool]] = {
    "version": lambda path: "/version-" in path,
    "receipt": lambda path: "/receipt-" in path,
    "event": lambda path: "/event-" in path,
    "media": lambda path: path.startswith("media/"),
    "tile": lambda path: path.startswith("ledger/tile/") and "/entries/" not in path,
    "entries": lambda path: path.startswith("ledger/tile/entries/"),
    "checkpoint": lambda path: path.startswith("ledger/checkpoints/"),
    "latest": lambda path: path == "ledger/checkpoint",
    "key": lambda path: path.startswith("ledger/keys/"),
}


@contextmanager
def damaged(victim: Victim, chance: random.Random) -> Iterator[Touched]:
    """Do one damage, drawn at random, as long as this lasts."""
    draw = chance.choice([_damaged_file, _damaged_file, _damaged_row])
    with draw(victim, chance) as touched:
        yield touched


@contextmanager
def _damaged_file(victim: Victim, chance: random.Random) -> Iterator[Touched]:
    kind = chance.choice(list(KINDS))
    own = [path for path in victim.paths if KINDS[kind](path)]
    path = chance.choice(own)
    data = (victim.store / path).read_bytes()
    act = chance.choice(["flip", "cut", "swap", "drop", "duplicate"])
    files: dict[str, bytes | None] = {}
    if act == "flip":
        files[path] = flipped(data, chance)
    elif act == "cut":
        files[path] = data[: chance.randrange(len(data))]
    elif act == "drop":
        files[path] = None
    elif act == "duplicate":
        files[_other_path(path, victim, chance)] = data
    else:
        other, content = _other_file(path, data, victim, chance)
        files = {path: content, other: data}
    items = {item for each in files if (item := item_of(each)) is not None}
    with victim.replaced(files):
        yield Touched(f"{act} {kind}: {sorted(files)}", set(files), items)


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Turn one bit over."""
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def _other_file(path: str, data: bytes, victim: Victim, chance: random.Random) -> tuple[str, bytes]:
    """Choose a file of other bytes to swap with: of the same folder tree, so of the same sort."""
    top = path.partition("/")[0]
    alike = [each for each in victim.paths if each.partition("/")[0] == top]
    while True:
        other = chance.choice(alike)
        content = (victim.store / other).read_bytes()
        if content != data:
            return other, content


def _other_path(path: str, victim: Victim, chance: random.Random) -> str:
    """Think of a path nothing lies under: in another folder, or beside it by another name."""
    folder, _, name = path.rpartition("/")
    while True:
        place = chance.randrange(len(name))
        near = f"{folder}/{name[:place]}{chance.choice('0123456789abcdef')}{name[place + 1 :]}"
        far = f"{chance.choice(victim.paths).rpartition('/')[0]}/{name}"
        other = chance.choice([near, far])
        if other not in victim.paths and not _clashes(other, victim):
            return other


def _clashes(path: str, victim: Victim) -> bool:
    """Whether a path would need a folder where a file is, or the other way round."""
    return any(path.startswith(f"{each}/") or each.startswith(f"{path}/") for each in victim.paths)


@contextmanager
def _damaged_row(victim: Victim, chance: random.Random) -> Iterator[Touched]:
    """Change, drop or double a row; what the database itself refuses is drawn anew."""
    tables = [table for table in FACT_TABLES if victim.rows(table.name)]
    while True:
        table = chance.choice(tables)
        row = chance.choice(victim.rows(table.name))
        act = chance.choice(_ROW_ACTS)
        with victim.changed() as catalogue:
            before = catalogue.total_changes
            try:
                what, rows = act(catalogue, table, row, victim, chance)
                catalogue.commit()
            except (sqlite3.IntegrityError, _Impossible):
                continue
            if catalogue.total_changes == before:
                continue
            rows.append(row)
            touched = Touched(f"{what} in {table.name}: {row}", table=table.name)
            for each in rows:
                touched.items |= victim.items(each, table)
                if isinstance(each.get("object"), str):
                    touched.objects.add(each["object"])
            yield touched
            return


class _Impossible(Exception):
    """A damage that this row cannot have."""


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.c]


def _set(catalogue: sqlite3.Connection, table: Table, row: Row, column: str, value: object) -> Row:
    """Write a value; bytes stand for a text that need not be one."""
    mark = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
    catalogue.execute(
        f'UPDATE {table.name} SET "{column}" = {mark} WHERE rowid = ?',  # noqa: S608 - names of ours
        (value, row["rowid_"]),
    )
    shown = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return {**row, column: shown}


def _flip_cell(
    catalogue: sqlite3.Connection, table: Table, row: Row, _: Victim, chance: random.Random
) -> tuple[str, list[Row]]:
    column = chance.choice(_columns(table))
    value = row[column]
    other: object
    if isinstance(value, int):
        other = value ^ 1 << chance.randrange(12)
    elif isinstance(value, str) and value:
        other = flipped(value.encode(), chance)
    elif value is None:
        other = chance.choice([0, b"something"])
    else:
        raise _Impossible
    return f"flip {column}", [_set(catalogue, table, row, column, other)]


def _cut_cell(
    catalogue: sqlite3.Connection, table: Table, row: Row, _: Victim, chance: random.Random
) -> tuple[str, list[Row]]:
    texts = [name for name in _columns(table) if isinstance(row[name], str) and row[name]]
    if not texts:
        raise _Impossible
    column = chance.choice(texts)
    data = row[column].encode()
    cut = data[: chance.randrange(len(data))]
    return f"cut {column}", [_set(catalogue, table, row, column, cut)]


def _swap_cells(
    catalogue: sqlite3.Connection, table: Table, row: Row, victim: Victim, chance: random.Random
) -> tuple[str, list[Row]]:
    column = chance.choice(_columns(table))
    others = [each for each in victim.rows(table.name) if each[column] != row[column]]
    if not others or column == "pk":
        raise _Impossible
    other = chance.choice(others)
    if all(row[name] == other[name] for name in _columns(table) if name != column):
        raise _Impossible  # two rows that differ in this alone are the same two rows again
    _set(catalogue, table, row, column, _aside(row[column]))
    mine = _set(catalogue, table, other, column, row[column])
    return f"swap {column}", [_set(catalogue, table, row, column, other[column]), mine, other]


def _aside(value: object) -> object:
    """Give a value that no other row has, as long as two are being swapped."""
    return -1 if isinstance(value, int) else "aside"


def _drop_row(
    catalogue: sqlite3.Connection, table: Table, row: Row, _: Victim, __: random.Random
) -> tuple[str, list[Row]]:
    catalogue.execute(f"DELETE FROM {table.name} WHERE rowid = ?", (row["rowid_"],))  # noqa: S608 - a table of ours
    return "drop", []


def _double_row(
    catalogue: sqlite3.Connection, table: Table, row: Row, _: Victim, chance: random.Random
) -> tuple[str, list[Row]]:
    """Write a row once more, under other keys where it must have some of its own."""
    copy = {name: row[name] for name in _columns(table)}
    unique = {column.name for column in table.primary_key}
    if table.name == "item":
        unique = {"pk", "id"}
    if table.name == "leaf":
        unique = {"n", "digest"}
    changing = chance.choice(sorted(unique)) if table.name not in {"item", "leaf"} else None
    for name in unique if changing is None else {changing}:
        value = copy[name]
        copy[name] = value + 100_000 if isinstance(value, int) else f"{value}x"
    marks = ", ".join("?" * len(copy))
    names = ", ".join(f'"{name}"' for name in copy)
    catalogue.execute(
        f"INSERT INTO {table.name} ({names}) VALUES ({marks})",  # noqa: S608 - names of ours
        tuple(copy.values()),
    )
    return "duplicate", [copy]


_ROW_ACTS = [_flip_cell, _flip_cell, _cut_cell, _swap_cells, _drop_row, _double_row]

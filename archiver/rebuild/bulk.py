"""Rows of many versions at once, written straight into the scratch catalogue."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table, func, select

from archiver.catalogue import tables as t
from archiver.catalogue.chunks import chunks
from archiver.rebuild.last_sightings import LastSightings
from archiver.rebuild.version_values import COUNTS, ITEM, LEAF, TOLD, VERSION, Values, VersionValues

Key = tuple[str, str]

_SEEN = VERSION.names.index("first_seen")


class Bulk:
    """Writes versions in batches, and keeps what their files show for the receipts to come.

    The connection must be one of SQLite, and nobody else may add items to it.
    """

    def __init__(self, connection: Connection, sightings: LastSightings) -> None:
        self._connection = connection
        self._sightings = sightings
        self._last_key: int = connection.scalar(select(func.max(t.item.c.pk))) or 0
        # The descriptions of files stand in versions; receipts say which files were kept.
        connection.exec_driver_sql(
            "CREATE TEMP TABLE IF NOT EXISTS alt "
            "(item INTEGER, n INTEGER, position INTEGER, alt TEXT, PRIMARY KEY (item, n, position))"
        )

    def add_leaves(self, leaves: Sequence[Values]) -> None:
        """Write leaves alone, as of records that are lost."""
        self._insert(t.leaf, LEAF.names, leaves)

    def add(self, versions: Sequence[VersionValues]) -> None:
        """Write leaves, items and versions, in the order of their numbers."""
        keys, counts = self._known({(each.platform, each.id) for each in versions})
        self._sightings.settle(keys.values())
        self._sightings.before_versions(min((each.version[_SEEN] for each in versions), default=""))
        items: list[Values] = []
        rows: list[Values] = []
        alts: list[Values] = []
        told: list[Values] = []
        further: list[tuple[int, int, VersionValues]] = []
        for each in versions:
            name = (each.platform, each.id)
            n = counts[name] = counts[name] + 1
            key = keys.get(name)
            if key is None:
                self._last_key += 1
                key = keys[name] = self._last_key
                items.append((key, n, *each.item))
                if each.counts is not None:
                    told.append((key, *each.counts))
            else:
                further.append((key, n, each))
            rows.append((key, n, *each.version))
            alts.extend((key, n, *alt) for alt in each.alts)
        self.add_leaves([each.leaf for each in versions])
        self._insert(t.item, ["pk", "current", *ITEM.names], items)
        self._insert(t.version, ["item", "n", *VERSION.names], rows)
        self._insert(t.engagement, ["item", *COUNTS.names], told)
        self._tell_anew(further)
        if alts:
            self._connection.exec_driver_sql("INSERT INTO alt VALUES (?, ?, ?, ?)", alts)

    def alts(self, item: int, n: int) -> dict[int, str]:
        """Give the platform's descriptions of a version's files, by position."""
        query = "SELECT position, alt FROM alt WHERE item = ? AND n = ?"
        rows = self._connection.exec_driver_sql(query, (item, n))
        return {position: alt for position, alt in rows}  # noqa: C416 - a row is no pair to mypy

    def _tell_anew(self, further: Iterable[tuple[int, int, VersionValues]]) -> None:
        """Bring items with a further version up to date; what it leaves out stays."""
        names = ["current", *(ITEM.names[place] for place in TOLD)]
        assigned = ", ".join(f"{name} = COALESCE(?, {name})" for name in names)
        rows = [(n, *(each.item[place] for place in TOLD), key) for key, n, each in further]
        if rows:
            query = f"UPDATE item SET {assigned} WHERE pk = ?"  # noqa: S608 - names of our columns
            self._connection.exec_driver_sql(query, rows)

    def _insert(self, table: Table, names: Sequence[str], rows: Sequence[Values]) -> None:
        if rows:
            quoted = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * len(names))
            query = f"INSERT INTO {table.name} ({quoted}) VALUES ({marks})"  # noqa: S608 - names of our columns
            self._connection.exec_driver_sql(query, list(rows))

    def _known(self, names: Iterable[Key]) -> tuple[dict[Key, int], dict[Key, int]]:
        """Look up row keys, and how many versions each item has."""
        keys: dict[Key, int] = {}
        counts: dict[Key, int] = defaultdict(int)
        by_platform: dict[str, list[str]] = defaultdict(list)
        for platform, ident in names:
            by_platform[platform].append(ident)
        newest = (
            select(func.max(t.version.c.n)).where(t.version.c.item == t.item.c.pk).scalar_subquery()
        )
        for platform, idents in by_platform.items():
            for some in chunks(idents):
                rows = self._connection.execute(
                    select(t.item.c.id, t.item.c.pk, newest.label("n")).where(
                        t.item.c.platform == platform, t.item.c.id.in_(some)
                    )
                )
                for row in rows:
                    keys[platform, row.id], counts[platform, row.id] = row.pk, row.n
        return keys, counts

"""Taking due work, keeping the lease on it, and saying when it is due next.

The same code on SQLite, where a writing transaction is alone, and on
PostgreSQL, where takers lock the row they choose and skip those that others
have locked. The end of a lease is told by the clock of the database alone, so
that a process whose clock is wrong neither steals a lease nor keeps one.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from archiver.archive import Archive
from archiver.catalogue.lease_tables import lease as table
from archiver.leases.lease import Lease, Work
from archiver.leases.owner import Owner, is_dead, this_process

LENGTH = timedelta(minutes=5)
"""How long a process on another machine may give no sign before it counts as dead: longer than
a restart of the database, shorter than anybody would wait for a harvest."""


_NOBODY = {"host": None, "pid": None, "started": None, "until": None}


class Leases:
    """The due work of one archive, as one process sees it."""

    def __init__(
        self, archive: Archive, owner: Owner | None = None, length: timedelta = LENGTH
    ) -> None:
        self._archive = archive
        self.owner = owner or this_process()
        self.length = length

    def seed(self, kind: str, wanted: Mapping[str, datetime], farthest: datetime) -> None:
        """Say what work of a kind there is, each with the time since when it is due if never done.

        What is new becomes due; what is not wanted any more is never due; what
        was told to be due later than ``farthest``, by a process whose clock was
        wrong, is due as if never done. All else stays as it is.
        """
        with self._archive.reading() as connection:
            rows = connection.execute(
                select(table.c.subject, table.c.due_at).where(table.c.kind == kind)
            )
            known: dict[str, datetime | None] = {row.subject: row.due_at for row in rows}
        due = {
            subject: since
            for subject, since in wanted.items()
            if (now := known.get(subject)) is None or now > farthest
        }
        dropped = {subject for subject, at in known.items() if at and subject not in wanted}
        if not due and not dropped:
            return
        # Another process may have done meanwhile what was missing a moment ago.
        unplanned = or_(table.c.due_at.is_(None), table.c.due_at > farthest)
        with self._archive.writing() as connection:
            _insert(connection, kind, due)
            _set_due(connection, kind, due, unplanned)
            _set_due(connection, kind, dict.fromkeys(dropped))

    def take(self, kinds: Collection[str], now: datetime) -> Lease | None:
        """Take what is due the longest; None where nothing is due that nobody is at.

        ``now`` is the archive's time, by which work is due.
        """
        due = (table.c.kind.in_(kinds), table.c.due_at <= now)
        with self._archive.writing() as connection:
            told = database_now(connection)
            chosen = connection.execute(
                select(table.c.kind, table.c.subject)
                .where(*due, self._free(connection, told))
                .order_by(table.c.due_at, table.c.kind, table.c.subject)
                .limit(1)
                .with_for_update(skip_locked=True)
            ).first()
            if chosen is None:
                return None
            # Whoever dies over it is not the first to be taken again: the others go on.
            return self._hold(connection, Work(*chosen), told, due_at=now)

    def claim(self, work: Work) -> Lease | None:
        """Take this unit of work, due or not; None where another process is at it."""
        with self._archive.writing() as connection:
            _insert(connection, work.kind, [work.subject])
            told = database_now(connection)
            found = connection.execute(
                select(table.c.kind)
                .where(*_is(work), self._free(connection, told))
                .with_for_update()
            ).first()
            return None if found is None else self._hold(connection, work, told)

    def renew(self, lease: Lease) -> None:
        """Give a sign of life; raises ``LeaseLost`` where another process has taken over."""
        with self._archive.writing() as connection:
            lease.check(connection)
            until = database_now(connection) + self.length
            connection.execute(update(table).where(*_is(lease.work)).values(until=until))

    def finish(self, lease: Lease, next_due: datetime | None) -> None:
        """Let go of work that is done, and say when it is due next; None leaves that to ``seed``.

        What was hastened meanwhile is due as soon as that said. Raises
        ``LeaseLost`` where another process has taken over.
        """
        with self._archive.writing() as connection:
            lease.check(connection)
            stands: datetime | None = connection.execute(
                select(table.c.due_at).where(*_is(lease.work))
            ).scalar_one()
            hastened = stands is not None and stands != lease.due_at
            due = min(filter(None, (stands, next_due))) if hastened else next_due
            connection.execute(update(table).where(*_is(lease.work)).values(**_NOBODY, due_at=due))

    def release(self, lease: Lease) -> None:
        """Let go of work that is not done; when it is due stays as it is."""
        with self._archive.writing() as connection:
            lease.check(connection)
            connection.execute(update(table).where(*_is(lease.work)).values(**_NOBODY))

    def hasten(self, work: Work, now: datetime) -> None:
        """Have this work done now, or again if somebody is at it, whenever it was due."""
        with self._archive.writing() as connection:
            _insert(connection, work.kind, [work.subject])
            _set_due(connection, work.kind, {work.subject: now})

    def next_due(self, kinds: Collection[str]) -> datetime | None:
        """Give the time at which the first of what nobody is at is due; None for never."""
        with self._archive.reading() as connection:
            at: datetime | None = connection.scalar(
                select(func.min(table.c.due_at)).where(
                    table.c.kind.in_(kinds), self._free(connection, database_now(connection))
                )
            )
            return at

    def _hold(self, connection: Connection, work: Work, told: datetime, **values: object) -> Lease:
        row = connection.execute(
            update(table)
            .where(*_is(work))
            .values(
                fence=table.c.fence + 1,
                host=self.owner.host,
                pid=self.owner.pid,
                started=self.owner.started,
                until=told + self.length,
                **values,
            )
            .returning(table.c.fence, table.c.due_at)
        ).one()
        return Lease(work, row.fence, self.owner, row.due_at)

    def _free(self, connection: Connection, told: datetime) -> ColumnElement[bool]:
        """Say what nobody is at: never taken, its lease ended, or its owner dead."""
        dead = [
            and_(
                table.c.host == each.host, table.c.pid == each.pid, table.c.started == each.started
            )
            for each in self._neighbours(connection)
            if is_dead(each, self.owner.host)
        ]
        return or_(table.c.until.is_(None), table.c.until <= told, *dead)

    def _neighbours(self, connection: Connection) -> Iterator[Owner]:
        """Give the owners of leases that run on this host."""
        rows = connection.execute(
            select(table.c.host, table.c.pid, table.c.started)
            .where(table.c.host == self.owner.host)
            .distinct()
        )
        return (Owner(row.host, row.pid, row.started) for row in rows)


def database_now(connection: Connection) -> datetime:
    """Give the time by the database's clock; for SQLite it is this machine's."""
    if connection.dialect.name == "postgresql":
        # The time of the transaction would be that before it waited for a lock.
        at: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return at.astimezone(UTC)
    text: str = connection.execute(
        select(func.strftime("%Y-%m-%dT%H:%M:%f+00:00", "now"))
    ).scalar_one()
    return datetime.fromisoformat(text)


def _is(work: Work) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.kind == work.kind, table.c.subject == work.subject


def _held_by(owner: Owner) -> ColumnElement[bool]:
    return and_(
        table.c.host == owner.host,
        table.c.pid == owner.pid,
        table.c.started == owner.started,
    )


def _set_due(
    connection: Connection,
    kind: str,
    due: Mapping[str, datetime | None],
    *where: ColumnElement[bool],
) -> None:
    for subject, at in due.items():
        mine = _is(Work(kind, subject))
        connection.execute(update(table).where(*mine, *where).values(due_at=at))


def _insert(connection: Connection, kind: str, subjects: Collection[str]) -> None:
    """Make the rows that are missing; another process may be making them too."""
    rows = [{"kind": kind, "subject": subject} for subject in subjects]
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)

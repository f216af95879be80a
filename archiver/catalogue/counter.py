"""The one gapless counter of an archive: change numbers and leaf indexes.

Taken by ``UPDATE ... RETURNING`` inside the transaction that uses it, so that
the row's lock orders commits and nothing is ever skipped; never a database
sequence, which leaves a hole at every rollback.
"""

from sqlalchemy import Connection, select, update

from archiver.catalogue.tables import archive


def take(connection: Connection, count: int) -> int:
    """Take the next ``count`` numbers and give the first of them."""
    newest: int = connection.execute(
        update(archive).values(counter=archive.c.counter + count).returning(archive.c.counter)
    ).scalar_one()
    return newest - count + 1


def newest(connection: Connection) -> int:
    """Give the number taken last; 0 in an empty archive."""
    number: int = connection.execute(select(archive.c.counter)).scalar_one()
    return number

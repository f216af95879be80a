"""Rows of the archive itself: its founding, and the keys that sign its checkpoints."""

from sqlalchemy import Connection, insert

from archiver.catalogue.tables import archive, checkpoint_key
from archiver.events import ArchiveFounded, CheckpointKeyAdopted

THE_ONE = 1
"""The key of the only row: one archive is one catalogue."""


def project_archive_founded(connection: Connection, event: ArchiveFounded, number: int) -> None:
    """Begin the archive's row; its counter stands at the founding's own number."""
    connection.execute(
        insert(archive).values(
            id=THE_ONE,
            archive_id=event.archive,
            city=event.city,
            created_at=event.at,
            counter=number,
        )
    )


def project_checkpoint_key_adopted(
    connection: Connection, event: CheckpointKeyAdopted, number: int
) -> None:
    """List a key, from this leaf on in force."""
    connection.execute(
        insert(checkpoint_key).values(
            number=event.number,
            key=event.key,
            link=event.link.value,
            statement=event.statement,
            leaf=number,
        )
    )

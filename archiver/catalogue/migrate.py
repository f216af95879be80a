"""Making the catalogue and bringing an older one up to date, step by step, with Alembic.

Alembic itself is only loaded when there is a step to make: a search should
not wait for a tool that has nothing to do.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, func, inspect, select
from sqlalchemy.schema import CreateSchema

from archiver.catalogue.engine import reader, schema_of
from archiver.errors import ArchiveMissing, ArchiveNewer

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
_steps_done = Table("alembic_version", MetaData(), Column("version_num", String))
"""Where Alembic notes the steps made."""

HEAD = "0001"
"""The newest step in ``migrations/versions``; a test holds the two together."""


def upgrade(engine: Engine) -> None:
    """Make every table that is missing, in one transaction; does nothing where all is current."""
    from alembic import command  # noqa: PLC0415 - see above

    with engine.begin() as connection:
        _make_schema(connection)
        command.upgrade(_config(connection), "head")


def check_current(engine: Engine) -> None:
    """Check that this program and the catalogue are of one edition; upgrade an older catalogue.

    Raises ``ArchiveMissing`` where there are no tables and ``ArchiveNewer``
    where they are of a newer program.
    """
    present = _present(engine)
    if present == HEAD:
        return
    if present is None:
        raise ArchiveMissing(
            "The settings are here, but the archive's catalogue is not.",
            next_step="Run civickeep init again, or restore the catalogue from a backup.",
        )
    if present not in _known_steps():
        raise ArchiveNewer(
            "The catalogue was written by a newer Civickeep; nothing was changed.",
            next_step="Update this program and run the same command again.",
        )
    upgrade(engine)


def _present(engine: Engine) -> str | None:
    """Give the step the catalogue is at, or None where there is no catalogue."""
    # Whoever only reads must not wait for a writer, not even to begin with.
    with reader(engine).connect() as connection:
        if not inspect(connection).has_table(_steps_done.name, schema=schema_of(connection)):
            return None
        step: str | None = connection.scalar(select(_steps_done.c.version_num))
        return step


def _make_schema(connection: Connection) -> None:
    """Make the archive's schema where databases have such, and let one process at a time go on."""
    schema = schema_of(connection)
    if schema is not None:
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(schema))))
        if not inspect(connection).has_schema(schema):
            connection.execute(CreateSchema(schema))


def _known_steps() -> set[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    return {step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config

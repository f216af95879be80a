"""The catalogue's steps lead exactly to the tables of this program, and never further."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from archiver.archive import Archive
from archiver.catalogue.all_tables import metadata
from archiver.catalogue.engine import open_engine
from archiver.catalogue.migrate import HEAD, MIGRATIONS, check_current, upgrade
from archiver.errors import ArchiveMissing, ArchiveNewer
from archiver.settings import load_settings
from archiver.store import FolderStore


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Open an empty file as a catalogue."""
    opened = open_engine(str(tmp_path / "catalogue.sqlite"))
    yield opened
    opened.dispose()


def test_the_steps_make_the_tables_of_this_program(engine: Engine) -> None:
    """Nothing is missing, nothing is too much, and no column differs."""
    upgrade(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    assert [] == differences


def test_every_constraint_is_made(engine: Engine) -> None:
    """Which a comparison by Alembic does not look at in SQLite."""
    upgrade(engine)

    found = inspect(engine)
    for table in metadata.sorted_tables:
        columns = tuple(column.name for column in table.primary_key.columns)
        assert columns == tuple(found.get_pk_constraint(table.name)["constrained_columns"])
        foreign = {
            (tuple(key["constrained_columns"]), key["referred_table"])
            for key in found.get_foreign_keys(table.name)
        }
        assert foreign == {
            (tuple(key.column_keys), key.referred_table.name)
            for key in table.foreign_key_constraints
        }


def test_the_newest_step_is_the_one_this_program_expects() -> None:
    """The constant saves loading Alembic at every start; it must not fall behind."""
    assert [HEAD] == ScriptDirectory(str(MIGRATIONS)).get_heads()


def test_going_on_where_all_is_done_changes_nothing(engine: Engine) -> None:
    """However often."""
    upgrade(engine)
    upgrade(engine)

    check_current(engine)


def test_a_catalogue_of_a_newer_program_is_refused_and_left_alone(folder: Path) -> None:
    """Its rows may mean something that we do not know."""
    path = folder / "catalogue.sqlite"
    engine = open_engine(str(path))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    before = sha256(path.read_bytes()).hexdigest()

    with pytest.raises(ArchiveNewer):
        Archive.open(load_settings(str(folder / "civickeep.toml"), {}))

    assert before == sha256(path.read_bytes()).hexdigest()


def test_an_archive_without_its_catalogue_is_not_opened(folder: Path) -> None:
    """It is said that it is missing, and no empty one takes its place."""
    for path in folder.glob("catalogue.sqlite*"):
        path.unlink()

    with pytest.raises(ArchiveMissing, match="catalogue"):
        Archive.open(load_settings(str(folder / "civickeep.toml"), {}))

    assert FolderStore(folder / "store").root.is_dir()

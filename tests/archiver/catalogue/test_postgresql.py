"""What only a database server does: refuse, go away, and hold many archives."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, inspect, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from archiver.archive import Archive
from archiver.catalogue import engine as engine_module
from archiver.catalogue import tables as t
from archiver.catalogue.engine import open_engine
from archiver.catalogue.errors import CatalogueRefused, CatalogueUnreachable
from archiver.catalogue.migrate import upgrade
from archiver.catalogue.trouble import translate
from archiver.errors import CatalogueBusy, SettingsInvalid, StoreFull
from tests.contracts.catalogue_contract import Place


@pytest.fixture
def place(tmp_path: Path, postgresql: str) -> Place:
    """Name a new schema."""
    return new_place(tmp_path, postgresql)


@pytest.fixture
def archive(place: Place) -> Iterator[Archive]:
    """Found an archive in it."""
    place.found()
    with closing(place.open()) as opened:
        yield opened


@pytest.fixture
def engine(postgresql: str) -> Iterator[Engine]:
    """Open a schema that is not there yet."""
    opened = open_engine(postgresql, f"city_{uuid.uuid4().hex}")
    yield opened
    opened.dispose()


def new_place(folder: Path, url: str) -> Place:
    """Name a new schema of this database."""
    return Place.at(folder, CATALOGUE=url, SCHEMA=f"city_{uuid.uuid4().hex}")


def test_one_database_holds_many_archives(tmp_path: Path, postgresql: str) -> None:
    """Each in a schema of its own, with a counter of its own."""
    places = [new_place(tmp_path / name, postgresql) for name in ("one", "other")]
    for place, city in zip(places, ("Quillback", "Redwing Falls"), strict=True):
        place.found(city)
    with closing(places[0].open()) as one, closing(places[1].open()) as other:
        before = other.change_number()

        with one.writing() as connection:
            connection.execute(update(t.archive).values(counter=900))

        assert 900 == one.change_number()
        assert before == other.change_number()


def test_nothing_is_made_outside_the_schema(engine: Engine) -> None:
    """Whatever else is in the database stays as it is."""
    with engine.connect() as connection:
        before = inspect(connection).get_table_names(schema="public")

    upgrade(engine)

    with engine.connect() as connection:
        assert before == inspect(connection).get_table_names(schema="public")


def test_two_processes_that_upgrade_at_once_wait_for_each_other(
    engine: Engine, postgresql: str
) -> None:
    """The second finds everything done."""
    schema = engine.get_execution_options()["schema_translate_map"][None]
    other = open_engine(postgresql, schema)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(upgrade, (engine, other)))

    other.dispose()
    with engine.connect() as connection:
        assert inspect(connection).has_table("item", schema=schema)


def test_a_server_that_is_not_there_cannot_be_reached(tmp_path: Path) -> None:
    """Said so, and it may be tried again."""
    with pytest.raises(CatalogueUnreachable) as caught:
        new_place(tmp_path, "postgresql://civickeep@127.0.0.1:9/postgres").found()

    assert caught.value.retryable


@pytest.mark.parametrize(
    "url", ["postgresql://civickeep@{host}/none", "postgresql://nobody@{host}/postgres"]
)
def test_a_server_that_does_not_let_us_in_is_no_outage(
    tmp_path: Path, postgresql: str, url: str
) -> None:
    """A database or role that does not exist will not come by waiting."""
    host = postgresql.partition("@")[2].partition("/")[0]

    with pytest.raises(CatalogueRefused):
        new_place(tmp_path, url.format(host=host)).found()


def test_a_role_that_may_not_make_a_schema_is_told(
    tmp_path: Path, postgresql: str, engine: Engine
) -> None:
    """The message names the right that is lacking, and no password."""
    role = f"weak_{uuid.uuid4().hex}"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
    url = postgresql.replace("civickeep@", f"{role}:s3cret@")

    with pytest.raises(CatalogueRefused, match="42501") as caught:
        new_place(tmp_path, url).found()

    assert "s3cret" not in f"{caught.value.what} {caught.value.next_step}"


def test_a_lock_that_is_held_too_long_is_busy(
    place: Place, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where another process writes to an SQLite file."""
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.1)
    with closing(place.open()) as other, archive.writing() as mine:
        mine.execute(update(t.archive).values(counter=5))

        with pytest.raises(CatalogueBusy), other.writing() as theirs:
            theirs.execute(update(t.archive).values(counter=6))


def test_a_server_that_goes_away_takes_nothing_with_it(archive: Archive, engine: Engine) -> None:
    """What was not committed is not there, and the next question is answered."""
    before = archive.change_number()
    with suppress(LookupError), archive.writing() as connection:
        connection.execute(update(t.archive).values(counter=500))
        mine = connection.scalar(text("SELECT pg_backend_pid()"))
        with engine.connect() as other:
            other.execute(text(f"SELECT pg_terminate_backend({mine})"))
        with pytest.raises(CatalogueUnreachable):
            connection.execute(select(t.archive))
        raise LookupError

    assert before == archive.change_number()


def test_a_full_disk_is_said_to_be_full() -> None:
    """By the code of the SQL standard, whatever the language of the server."""
    error = OperationalError("INSERT", {}, psycopg.errors.DiskFull("kein Platz"))

    assert isinstance(translate(error), StoreFull)


def test_a_broken_rule_is_our_own_fault() -> None:
    """It is not dressed up as trouble of the machine."""
    error = IntegrityError("INSERT", {}, psycopg.errors.ForeignKeyViolation("item"))

    assert translate(error) is None


@pytest.mark.parametrize("url", ["mysql://host/db", "s3://bucket", "no scheme://", "oracle://x"])
def test_another_database_is_refused(url: str) -> None:
    """Only what is tested is offered; the address is not repeated, it may hold a password."""
    with pytest.raises(SettingsInvalid, match="catalogue") as caught:
        open_engine(url)

    assert url not in caught.value.what

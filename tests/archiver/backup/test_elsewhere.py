"""An archive in a bucket and a database server is backed up into plain files like any other."""

import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.backup.backing_up import back_up
from archiver.backup.errors import RestoreRefused
from archiver.backup.restoring import CatalogueFrom, Restored, restore
from archiver.catalogue.dump import compare
from archiver.founding import found
from archiver.settings import ArchiveSettings, load_settings
from archiver.verify.whole import verify
from tests.archiver.lively import under_archive
from tests.archiver.quillback import CITY, PlayedClock, PlayedPage, photo
from tests.servers.buckets import MOTO_KEYS


@dataclass(frozen=True, slots=True)
class Servers:
    """A bucket server and a database server, with places on them that nobody uses yet."""

    bucket: str
    database: str

    def place(self) -> dict[str, str]:
        """Name a new bucket and a new schema, as variables do."""
        return {
            "CIVICKEEP_ARCHIVE__STORE": f"s3://civickeep-{uuid.uuid4()}/quillback",
            "CIVICKEEP_ARCHIVE__CATALOGUE": self.database,
            "CIVICKEEP_ARCHIVE__SCHEMA": f"city_{uuid.uuid4().hex}",
            "CIVICKEEP_S3__ENDPOINT_URL": self.bucket,
            "CIVICKEEP_S3__REGION": "us-east-1",
            "CIVICKEEP_S3__ADDRESSING": "path",
            "CIVICKEEP_S3__PATIENCE": "5",
        }


@pytest.fixture
def servers(moto: str, postgresql: str, monkeypatch: pytest.MonkeyPatch) -> Servers:
    """Give the servers, and the credentials of the bucket's."""
    for name, value in MOTO_KEYS.items():
        monkeypatch.setenv(name, value)
    return Servers(moto, postgresql)


@pytest.fixture
def remote(
    servers: Servers, tmp_path: Path, page: PlayedPage, clock: PlayedClock
) -> Iterator[Archive]:
    """Harvest into a bucket and a server, and back up."""
    place, folder = servers.place(), tmp_path / "archive"
    place["CIVICKEEP_KEYS__FOLDER"] = str(tmp_path / "keys")
    found(folder, city=CITY, time_zone="America/Chicago", clock=clock, environment=place)
    settings = load_settings(str(folder / "civickeep.toml"), place)
    with closing(Archive.open(settings, clock)) as archive:
        page.comment("c1", page.post("1", attachments=(photo("a"),)))
        under_archive(archive, page)()
        back_up(archive, tmp_path / "backup")
        yield archive


def made_again(
    folder: Path, clock: PlayedClock, environment: dict[str, str]
) -> tuple[Restored, Archive]:
    """Restore, and open what was restored."""
    done = restore(folder / "backup", folder / "again", environment=environment, clock=clock)
    settings = load_settings(str(folder / "again" / "civickeep.toml"), environment)
    return done, Archive.open(settings, clock)


def same(one: Archive, other: Archive) -> bool:
    """Whether not a row differs, and all that is told of is there."""
    with one.reading() as ours, other.reading() as theirs:
        return not list(compare(ours, theirs)) and not verify(other).findings.problems


def test_it_can_be_restored_without_any_server(
    remote: Archive, tmp_path: Path, clock: PlayedClock
) -> None:
    """The backup depends on neither; the catalogue is made from the objects."""
    done, archive = made_again(tmp_path, clock, {})

    with closing(archive):
        assert (CatalogueFrom.OBJECTS, ()) == (done.catalogue, done.problems)
        assert "sqlite" == archive.engine.dialect.name
        assert same(remote, archive)


def test_it_can_be_restored_into_another_bucket_and_schema(
    remote: Archive, servers: Servers, tmp_path: Path, clock: PlayedClock
) -> None:
    """Where the old ones are gone, or are not to be touched."""
    done, archive = made_again(tmp_path, clock, servers.place())

    with closing(archive):
        assert () == done.problems
        assert "postgresql" == archive.engine.dialect.name
        assert same(remote, archive)


@pytest.mark.parametrize("kept", ["STORE", "CATALOGUE"])
def test_a_bucket_or_schema_that_is_still_there_is_left_alone(
    remote: Archive, servers: Servers, tmp_path: Path, clock: PlayedClock, kept: str
) -> None:
    """It may be all that is left of something else."""
    change = remote.change_number()
    place = servers.place()
    if kept == "STORE":
        place["CIVICKEEP_ARCHIVE__STORE"] = _store_of(remote)
    else:
        place["CIVICKEEP_ARCHIVE__SCHEMA"] = _schema_of(remote)

    with pytest.raises(RestoreRefused, match=f"a {kept.lower()} that is not empty"):
        made_again(tmp_path, clock, place)
    assert change == remote.change_number()
    assert [] == verify(remote).findings.problems


def _store_of(archive: Archive) -> str:
    return str(archive.settings.section(ArchiveSettings).store)


def _schema_of(archive: Archive) -> str:
    return str(archive.settings.section(ArchiveSettings).schema)

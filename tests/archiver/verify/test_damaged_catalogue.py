"""A catalogue that is damaged as a file, or not as it should be, is named as that."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archiver.archive import Archive
from archiver.catalogue.dump import FACT_TABLES
from archiver.commands.verify import PROBLEMS
from archiver.commands.verify import verify as verify_command
from archiver.errors import ArchiveNewer
from archiver.ledger.checkpoint import LATEST
from archiver.verify.problems import Damage
from archiver.verify.whole import verify
from tests.archiver.verify.conftest import reopened


def command(folder: Path, *words: str) -> Result:
    """Call ``civickeep verify --json``."""
    config = ("--config", str(folder / "civickeep.toml"))
    return CliRunner().invoke(verify_command, ["--json", *config, *words])


def kinds(result: Result) -> set[str]:
    """Give the kinds of problems it told."""
    return {problem["kind"] for problem in json.loads(result.stdout)["problems"]}


def test_a_sound_archive_is_told_as_promised(archive: Archive, folder: Path) -> None:
    """Status 0, and the shape of the promise."""
    leaves = archive.change_number()
    archive.close()

    result = command(folder)

    told = json.loads(result.stdout)
    assert 0 == result.exit_code
    assert {"objects", "versions", "ledger"} == set(told["checked"])
    assert (leaves, leaves) == (told["checked"]["ledger"], told["checkpoint"]["size"])
    assert ([], 0, []) == (told["problems"], told["uncovered"], told["unstamped"])


@pytest.mark.parametrize("data", [b"", b"no database at all, but long enough" * 99])
def test_a_file_that_is_no_database_is_named(archive: Archive, folder: Path, data: bytes) -> None:
    """And the store is checked all the same; an empty file is an empty catalogue."""
    leaves = archive.change_number()
    archive.close()
    path = next(path for path in archive.store.paths() if "/version-" in path)
    (folder / "store" / path).write_bytes(b"damaged")
    for file in folder.glob("catalogue.sqlite*"):
        file.unlink()
    (folder / "catalogue.sqlite").write_bytes(data)

    result = command(folder)

    if not data:
        assert result.exit_code not in {0, PROBLEMS}
        return
    assert PROBLEMS == result.exit_code
    assert {Damage.CATALOGUE_DAMAGED, Damage.OBJECT_DAMAGED} == kinds(result)
    assert leaves == json.loads(result.stdout)["checkpoint"]["size"]


@pytest.mark.parametrize("table", [table.name for table in FACT_TABLES])
def test_a_table_that_is_gone_is_named(archive: Archive, table: str) -> None:
    """Nothing else is checked the less."""
    with archive.writing() as rows:
        rows.exec_driver_sql("PRAGMA foreign_keys=OFF")
        rows.exec_driver_sql(f"ALTER TABLE {table} RENAME TO away")

    found = verify(archive).findings.problems

    assert Damage.CATALOGUE_DAMAGED in {each.kind for each in found}
    assert any(f"no such table: {table}" in each.detail for each in found)


def test_an_index_that_does_not_fit_its_table_is_named(archive: Archive, folder: Path) -> None:
    """Queries would give wrong answers where every row is right."""
    with archive.writing() as rows:
        rows.exec_driver_sql("PRAGMA writable_schema=ON")
        rows.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, 'thread_id', 'parent_id') "
            "WHERE name = 'ix_item_thread'"
        )
    archive.close()

    found = verify(reopened(folder)).findings.problems

    assert {Damage.CATALOGUE_DAMAGED} == {each.kind for each in found}
    assert any("ix_item_thread" in each.detail for each in found)


def test_a_newer_catalogue_is_refused(archive: Archive, folder: Path) -> None:
    """Its rows mean something this program does not know."""
    with archive.writing() as rows:
        rows.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    archive.close()

    assert isinstance(command(folder).exception, ArchiveNewer)


def test_a_missing_key_hinders_no_verification(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The public halves are in the archive."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "empty"))

    assert [] == verify(archive).findings.problems


def test_an_outside_checkpoint_is_taken_from_a_file(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    """As the daily mail carries it."""
    outside = tmp_path / "outside"
    outside.write_bytes(archive.store.get(LATEST))
    archive.close()

    assert 0 == command(folder, "--against", str(outside)).exit_code
    outside.write_bytes(outside.read_bytes()[:-5])
    assert {Damage.OUTSIDE_CHECKPOINT} == kinds(command(folder, "--against", str(outside)))


def test_a_slice_is_taken_from_the_command(archive: Archive, folder: Path) -> None:
    """Less is read; what is no slice is wrong usage."""
    archive.close()
    whole = json.loads(command(folder).stdout)["checked"]["objects"]

    result = command(folder, "--slice", "7/30")

    assert 0 == result.exit_code
    assert 0 < json.loads(result.stdout)["checked"]["objects"] < whole
    assert command(folder, "--slice", "31/30").exception is not None

"""A harvest whose lease another machine took, because it gave no sign for too long."""

from collections.abc import Sequence

import pytest
from sqlalchemy import func, select, update

from archiver.archive import Archive
from archiver.captures import Verdict
from archiver.catalogue import tables as t
from archiver.catalogue.lease_tables import lease
from archiver.leases.errors import LeaseLost
from archiver.store import NewObject
from tests.archiver.quillback import Harvester, PlayedPage, items


@pytest.fixture
def orphans(
    archive: Archive, harvest: Harvester, page: PlayedPage, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Let a harvest lose its lease just after it put objects; give their paths."""
    page.comment("1", page.post("p"))
    put_all = archive.store.put_all
    put: list[str] = []

    def put_and_lose(objects: Sequence[NewObject]) -> None:
        put_all(objects)
        put.extend(new.path for new in objects)
        with archive.writing() as connection:
            connection.execute(update(lease).values(fence=lease.c.fence + 1))

    monkeypatch.setattr(archive.store, "put_all", put_and_lose)
    with pytest.raises(LeaseLost):
        harvest()
    monkeypatch.undo()
    return put


def test_it_commits_nothing(archive: Archive, orphans: list[str]) -> None:
    """Neither items nor a receipt, though its objects were durable."""
    with archive.reading() as connection:
        captures = connection.scalar(select(func.count()).select_from(t.capture))

    assert orphans
    assert {} == items(archive)
    assert 0 == captures


def test_whoever_took_over_does_it_all_again(
    archive: Archive, harvest: Harvester, orphans: list[str]
) -> None:
    """And removes what it left; here its lease ends with its process."""
    with archive.writing() as connection:
        connection.execute(update(lease).values(until=archive.clock()))

    receipt = harvest()

    assert (Verdict.COMPLETE, 2) == (receipt.verdict, receipt.new_versions)
    assert 2 == len(items(archive))
    assert set() == set(orphans) & set(archive.store.paths())

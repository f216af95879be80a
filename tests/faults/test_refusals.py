"""The disk refuses a write, wherever one is asked for: full, broken or read-only."""

import errno
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from archiver.catalogue.engine import open_engine
from archiver.disk_steps import Step
from archiver.errors import CivickeepError
from tests.archiver.quillback import PlayedClock, PlayedPage
from tests.faults import town
from tests.faults.journal import acknowledged
from tests.faults.refusals import Site, refusing, watched

CODES = {"full": errno.ENOSPC, "broken": errno.EIO, "read_only": errno.EROFS}

pytestmark = pytest.mark.usefixtures("quick")


@dataclass(frozen=True, slots=True)
class Stage:
    """An archive about to do some work, every site of that work, and what it makes undisturbed."""

    before: Path
    sites: tuple[Site, ...]
    clock: PlayedClock
    undisturbed: list[Mapping[str, object]]


Work = Callable[[Path, PlayedClock], None]


def rehearse(before: Path, clock: PlayedClock, work: Work) -> Stage:
    """Do the work once on a copy, and note where it writes."""
    sites: dict[Site, Site | None] = {}
    root, moved = town.copied(before, "undisturbed"), PlayedClock(clock.now)
    with watched(sites.setdefault):
        work(root, moved)
    work(root, moved)
    return Stage(before, tuple(sites), moved, town.contents(root, moved))


@pytest.fixture(scope="module")
def harvesting(tmp_path_factory: pytest.TempPathFactory, page: PlayedPage) -> Stage:
    """Bring an archive to where the next visit finds something of everything."""
    root, clock = tmp_path_factory.mktemp("refusals") / "live", PlayedClock()
    town.begun(page)
    town.begin(root, clock)
    town.add_page(root, clock, page.platform.url)
    town.harvest(root, clock)
    town.went_on(page)
    return rehearse(root, clock, town.work)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("fault", CODES)
def test_a_refused_write_loses_nothing_and_a_rerun_completes(
    harvesting: Stage, tmp_path: Path, step: Step, fault: str
) -> None:
    """Wherever the disk refuses, it is said in our words, and what was kept stays kept."""
    root = tmp_path / "live"
    for site in (site for site in harvesting.sites if site.step is step):
        town.copied_to(harvesting.before, root)
        clock = PlayedClock(harvesting.clock.now)
        with watched(refusing(site, CODES[fault])):
            refusal = refused(root, clock)
        kept = acknowledged(root)

        town.work(root, PlayedClock(clock.now + town.LATER))

        after = PlayedClock(clock.now + 2 * town.LATER)
        assert refusal or step is Step.REMOVE_TREE, f"{site} was refused and nobody heard of it"
        assert harvesting.undisturbed == town.contents(root, after), site
        assert town.still_there(root, kept), site
        assert [] == town.left_behind(root), site
        shutil.rmtree(root)


@pytest.mark.parametrize("room", range(3))
def test_a_catalogue_that_cannot_grow_loses_nothing_and_a_rerun_completes(
    harvesting: Stage, tmp_path: Path, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite writes for itself; a disk that is full for it is as full as for us."""
    root = town.copied_to(harvesting.before, tmp_path / "live")
    clock = PlayedClock(harvesting.clock.now)
    with monkeypatch.context() as patch:
        patch.setattr("archiver.archive.open_engine", partial(open_small, room=room))
        refusal = refused(root, clock)
    kept = acknowledged(root)

    town.work(root, PlayedClock(clock.now + town.LATER))

    assert "full" in refusal
    assert harvesting.undisturbed == town.contents(root, PlayedClock(clock.now + 2 * town.LATER))
    assert town.still_there(root, kept)


def open_small(url: str, schema: str = "", *, room: int) -> Engine:
    """Open a catalogue that can grow by so many pages and no more."""
    engine = open_engine(url, schema)

    def limit(connection: sqlite3.Connection, _: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + room}")

    event.listen(engine, "connect", limit)
    return engine


def refused(root: Path, clock: PlayedClock) -> str:
    """Work until it is refused; give what was said."""
    try:
        return "\n".join(town.work_and_tell(root, clock))
    except CivickeepError as error:
        return error.what

"""Founding, backing up and restoring, each cut short after every step and refused at every site."""

import errno
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pytest

from archiver.backup.backing_up import back_up
from archiver.backup.layout import BackupFolder
from archiver.backup.restoring import restore
from archiver.disk_steps import Step
from archiver.errors import CivickeepError
from tests.archiver.quillback import PlayedClock, PlayedPage
from tests.faults import town
from tests.faults.conftest import seed, soaking
from tests.faults.journal import CATALOGUE, Catalogue, acknowledged, noted
from tests.faults.model_disk import FATES, Names, Unsynced, read_tree
from tests.faults.power import Recording, wrecks
from tests.faults.refusals import Site, refusing, watched

TELLING = ((Unsynced.LOST, Names.LOST), (Unsynced.LOST, Names.KEPT), (Unsynced.TORN, Names.MIXED))
CODES = {"full": errno.ENOSPC, "broken": errno.EIO, "read_only": errno.EROFS}

pytestmark = pytest.mark.usefixtures("quick")


@dataclass(frozen=True, slots=True)
class Made:
    """A folder with an archive of one visit, and in ``backup`` a snapshot of the time before."""

    root: Path
    clock: PlayedClock
    url: str
    contents: list[Mapping[str, object]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, page: PlayedPage) -> Made:
    """Found, back up, harvest."""
    root, clock = tmp_path_factory.mktemp("work") / "made", PlayedClock()
    town.begun(page)
    town.begin(root, clock)
    town.add_page(root, clock, page.platform.url)
    run_backup(root, clock)
    town.harvest(root, clock)
    return Made(root, clock, page.platform.url, town.contents(root, clock))


def run_backup(root: Path, clock: PlayedClock) -> None:
    """Back the archive up."""
    archive = town.opened(root, clock)
    try:
        back_up(archive, root / "backup")
    finally:
        archive.close()


def run_restore(root: Path, clock: PlayedClock) -> None:
    """Restore the archive; where that was done before, there is nothing to do."""
    if not (root / "archive" / "civickeep.toml").exists():
        restore(
            root / "backup",
            root / "archive",
            environment=town.ENVIRONMENT,
            clock=clock,
        )


def run_begin(root: Path, clock: PlayedClock) -> None:
    """Found the archive."""
    town.begin(root, clock)


def whole(root: Path, number: int) -> None:
    """Check that a snapshot is there with every file it is made of."""
    folder = BackupFolder(root / "backup")
    found = folder.snapshot(number)
    assert found is not None
    for listed in folder.listed(found.snapshot):
        folder.checked(listed.path, listed.sha256)


def is_backed_up(root: Path, _: PlayedClock, made: Made) -> None:
    """See that the archive's present state is in the newest snapshot, and nothing is left over."""
    folder = BackupFolder(root / "backup")
    newest = folder.snapshot()
    assert newest is not None
    assert 2 <= newest.number <= 3
    for number in folder.snapshots():
        whole(root, number)
    saved = {each.path.removeprefix("store/") for each in folder.listed(newest.snapshot)}
    assert {path for _, path in acknowledged(made.root).values()} <= saved
    manifests = {f"manifests/{path.name}" for path in (root / "backup" / "manifests").iterdir()}
    assert manifests == {part.path for part in newest.snapshot.manifests}
    assert [] == list((root / "backup" / ".incoming").iterdir())


def is_restored(root: Path, clock: PlayedClock, made: Made) -> None:
    """See that it is the archive that was backed up."""
    assert made.contents == town.contents(root, clock)
    assert [] == list((root / "archive").glob(".restoring-*"))
    assert [] == list((root / "archive").glob(".tmp-*"))


def is_founded(root: Path, clock: PlayedClock, made: Made) -> None:
    """See that the page can be put under archive and harvested."""
    town.add_page(root, clock, made.url)
    town.harvest(root, clock)
    assert made.contents == town.contents(root, clock)


@dataclass(frozen=True, slots=True)
class Work:
    """Some work, what lies there before it, how to see that it is done, and how closely to look.

    ``every`` is how many states lie between two that are tried where there is
    no time for all; ``always`` must hold after a cut already.
    """

    run: Callable[[Path, PlayedClock], None]
    before: tuple[str, ...]
    done: Callable[[Path, PlayedClock, Made], None]
    every: int
    always: Callable[[Path], None] = lambda _: None


WORKS = {
    "backup": Work(
        run_backup, ("archive", "keys", "backup"), is_backed_up, 1, lambda root: whole(root, 1)
    ),
    "restore": Work(run_restore, ("keys", "backup"), is_restored, 5),
    "found": Work(run_begin, (), is_founded, 4),
}


def prepared(work: Work, made: Made, root: Path) -> PlayedClock:
    """Put what the work begins with; what is restored is first backed up whole."""
    root.mkdir(parents=True)
    clock = PlayedClock(made.clock.now)
    for name in work.before:
        shutil.copytree(made.root / name, root / name)
    if "archive" not in work.before and "backup" in work.before:
        shutil.copytree(made.root / "archive", root / "archive")
        run_backup(root, clock)
        shutil.rmtree(root / "archive")
    return clock


def recorded(work: Work, root: Path, clock: PlayedClock) -> Recording:
    """Do the work and note every step; SQLite's files count only where they were there before."""
    there = "archive" in work.before or not work.before
    before = read_tree(root, CATALOGUE)
    with noted(root) as moments:
        work.run(root, clock)
    if there:
        return Recording(before, moments, Catalogue(root / "archive")())
    return Recording(before, [replace(moment, catalogue={}) for moment in moments], {})


@pytest.mark.parametrize("name", WORKS)
def test_after_any_power_cut_it_is_run_again(made: Made, tmp_path: Path, name: str) -> None:
    """What was there before is still whole, and the work is done as if it had never been cut."""
    work = WORKS[name]
    clock = prepared(work, made, tmp_path / "live")
    recording = recorded(work, tmp_path / "live", clock)
    fates = FATES if soaking() else TELLING
    root = tmp_path / "wreck"

    for wreck in islice(wrecks(recording, seed(), fates), 0, None, 1 if soaking() else work.every):
        wreck.put(root)
        work.always(root)

        work.run(root, PlayedClock(clock.now + town.LATER))

        work.done(root, PlayedClock(clock.now + 2 * town.LATER), made)
        shutil.rmtree(root)


def is_refused(work: Work, root: Path, clock: PlayedClock) -> bool:
    """Work until it is refused; whether that was said."""
    try:
        work.run(root, clock)
    except CivickeepError as error:
        return bool(error.next_step)
    return False


@pytest.mark.parametrize("fault", CODES)
@pytest.mark.parametrize("name", WORKS)
def test_after_any_refusal_it_is_run_again(
    made: Made, tmp_path: Path, name: str, fault: str
) -> None:
    """It is said in our words; what was there before is still whole."""
    work = WORKS[name]
    clock = prepared(work, made, tmp_path / "before")
    sites: dict[Site, Site | None] = {}
    with watched(sites.setdefault):
        work.run(shutil.copytree(tmp_path / "before", tmp_path / "tried"), PlayedClock(clock.now))

    root = tmp_path / "refused"
    for site in islice(sites, seed() % work.every, None, 1 if soaking() else work.every):
        shutil.copytree(tmp_path / "before", root)
        with watched(refusing(site, CODES[fault])):
            refused = is_refused(work, root, PlayedClock(clock.now))
        work.always(root)
        if not refused:
            assert site.step in {Step.REMOVE_TREE, Step.UNLINK}, site

        work.run(root, PlayedClock(clock.now + town.LATER))

        work.done(root, PlayedClock(clock.now + 2 * town.LATER), made)
        shutil.rmtree(root)

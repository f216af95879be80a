"""The power is cut after every step to the disk; then everything is run again."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest

from archiver import disk
from tests.archiver.quillback import PlayedClock, PlayedPage
from tests.faults import town
from tests.faults.conftest import seed, soaking
from tests.faults.journal import CATALOGUE, Catalogue, Moment, noted
from tests.faults.model_disk import FATES, ModelDisk, Names, Unsynced, read_tree
from tests.faults.power import Recording, Wreck, wrecks

SHARES = 4
"""The states are shared out among so many tests, so that they run beside each other."""

EVERY = 3
"""How many steps lie between two kills, where there is no time for all of them."""

TELLING = (
    (Unsynced.LOST, Names.LOST),
    (Unsynced.LOST, Names.KEPT),
    (Unsynced.LOST, Names.MIXED),
    (Unsynced.TORN, Names.KEPT),
)
"""The fates that differ most; ``make soak`` takes all of them. That all is kept is what a kill
leaves, and tried after every step by the invariant's own test."""

pytestmark = pytest.mark.usefixtures("quick")


@dataclass(frozen=True, slots=True)
class Scene:
    """An archive with one visit behind it, what the next work on it did, and what that makes."""

    recording: Recording
    clock: PlayedClock
    undisturbed: list[Mapping[str, object]]

    def later(self) -> PlayedClock:
        """Give the clock of whoever runs everything again."""
        return PlayedClock(self.clock.now + town.LATER)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, page: PlayedPage) -> tuple[Path, PlayedClock]:
    """Bring an archive to where the next visit finds something of everything."""
    root = tmp_path_factory.mktemp("power") / "live"
    clock = PlayedClock()
    town.begun(page)
    town.begin(root, clock)
    town.add_page(root, clock, page.platform.url)
    town.harvest(root, clock)
    town.went_on(page)
    return root, clock


def play(live: tuple[Path, PlayedClock], name: str) -> Scene:
    """Record a visit and an act of a person on a copy of the archive."""
    root, clock = town.copied(live[0], name), PlayedClock(live[1].now)
    before = read_tree(root, CATALOGUE)
    with noted(root) as moments:
        town.work(root, clock)
    recording = Recording(before, moments, Catalogue(root / "archive")())
    town.work(root, clock)
    return Scene(recording, clock, town.contents(root, clock))


@pytest.fixture(scope="module")
def scene(live: tuple[Path, PlayedClock]) -> Scene:
    """Record it as it is."""
    return play(live, "recorded")


def run_all_again(scene: Scene, some: Iterable[Wreck], folder: Path) -> None:
    """Put one wreck after the other, always in the same place."""
    for wreck in some:
        run_again(scene, wreck, folder / "wreck")


def run_again(scene: Scene, wreck: Wreck, root: Path) -> None:
    """Put the wreck, run the work again, and hold the outcome against the undisturbed."""
    acknowledged = wreck.put(root)

    town.work(root, scene.later())

    assert scene.undisturbed == town.contents(root, scene.later()), wreck.cause
    assert town.still_there(root, acknowledged), wreck.cause
    assert [] == town.left_behind(root), wreck.cause
    shutil.rmtree(root)


@pytest.mark.parametrize("share", range(SHARES))
def test_after_any_power_cut_a_rerun_ends_as_if_nothing_had_been(
    scene: Scene, tmp_path: Path, share: int
) -> None:
    """No acknowledged record is lost, no row is without its object, nothing is doubled or left."""
    fates = FATES if soaking() else TELLING
    mine = islice(wrecks(scene.recording, seed(), fates), share, None, SHARES)

    run_all_again(scene, mine, tmp_path)


def _nothing(*_: object) -> None:
    """Stand in for a sync that somebody left out."""


@pytest.mark.parametrize(
    ("forgotten", "fate"),
    [
        ("_sync", (Unsynced.LOST, Names.KEPT)),
        ("_sync_folders", (Unsynced.KEPT, Names.LOST)),
    ],
)
def test_a_forgotten_sync_is_found_out(
    live: tuple[Path, PlayedClock],
    tmp_path: Path,
    forgotten: str,
    fate: tuple[Unsynced, Names],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The played disk is worth nothing unless it loses what a careless program leaves to it."""
    monkeypatch.setattr(disk, forgotten, _nothing)
    scene = play(live, f"careless{forgotten}")

    with pytest.raises((AssertionError, OSError, LookupError)):
        run_all_again(scene, wrecks(scene.recording, seed(), [fate]), tmp_path)


def test_a_rerun_after_a_kill_relies_on_nothing_that_was_not_synced(
    scene: Scene, tmp_path: Path
) -> None:
    """What a killed process did not sync is there for the next one, until the power goes."""
    played = ModelDisk(scene.recording.before)
    for steps, moment in enumerate(scene.recording.moments, 1):
        played.play(moment.step, moment.path, moment.more)
        if steps % EVERY and not soaking():
            continue
        killed, root = tmp_path / "killed", tmp_path / "after"
        Wreck(played.now(), scene.recording.catalogue_after(steps), "").put(killed)
        with noted(killed) as moments:
            town.work(killed, scene.later())
        catalogue = Catalogue(killed / "archive")()
        cut = _went_on(scene, steps, moments).after_a_cut(Unsynced.LOST, Names.LOST)

        acknowledged = Wreck(cut, catalogue, "").put(root)

        assert town.still_there(root, acknowledged), f"killed after step {steps} ({moment})"
        shutil.rmtree(killed)
        shutil.rmtree(root)


def _went_on(scene: Scene, steps: int, moments: Iterable[Moment]) -> ModelDisk:
    """Play the first steps of the recorded process and all of the next one's on one disk."""
    played = ModelDisk(scene.recording.before)
    for moment in (*scene.recording.moments[:steps], *moments):
        played.play(moment.step, moment.path, moment.more)
    return played

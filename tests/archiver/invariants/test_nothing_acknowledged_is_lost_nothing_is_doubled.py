"""Invariant 2: a kill at any instant, then a rerun, ends in the same archive.

The power cut, the refused write and the kill at random are in ``tests/faults``.
"""

import shutil
import sys
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from archiver.archive import Archive
from archiver.captures import Verdict
from archiver.catalogue import tables as t
from tests.archiver.invariants.killing import copy, kill_at, reopened, run, steps_of
from tests.archiver.quillback import (
    ACCOUNT,
    Harvester,
    PlayedClock,
    PlayedPage,
    logical,
    photo,
)

CIVICKEEP = Path(sys.executable).with_name("civickeep")
ROUNDS = 4
MOST_KILLS = 8


def live(page: PlayedPage, harvest: Harvester) -> None:
    """Bring the archive to where the next visit has something of everything to find out."""
    posts = [page.post(str(n), f"Number {n}", attachments=(photo(f"a{n % 2}"),)) for n in range(4)]
    for post in posts:
        page.comment(f"c{post}", post)
        page.comment(f"d{post}", f"c{post}")
    page.edit(posts[0], "Edited")
    page.hide(f"c{posts[0]}")
    harvest()
    page.delete(posts[3], f"d{posts[1]}")
    page.edit(posts[0], "Number 0")
    harvest()
    page.edit(posts[1], "Edited for the first time")
    page.hide(f"c{posts[1]}")
    page.unhide(f"c{posts[0]}")
    page.edit(posts[0], "Edited")
    page.comment("new", page.post("new", "New", attachments=(photo("new"),)))


def sound(archive: Archive) -> None:
    """Check that ledger, catalogue and store agree, and that nothing is there twice."""
    with archive.reading() as connection:
        leaves = connection.execute(select(t.leaf).order_by(t.leaf.c.n)).all()
        versions = connection.execute(select(t.version)).all()
        captures = connection.execute(select(t.capture)).all()
        left = connection.execute(select(t.sighting)).all()
        files = connection.scalars(select(t.blob.c.object)).all()
    assert list(range(1, len(leaves) + 1)) == [leaf.n for leaf in leaves]
    for leaf in leaves:
        assert leaf.digest == sha256(archive.store.get(leaf.object)).hexdigest()
    assert {leaf.object for leaf in leaves if leaf.kind == "version"} == {
        version.object for version in versions
    }
    assert {1} == set(Counter((v.item, v.fingerprint) for v in versions).values())
    assert {leaf.object for leaf in leaves if leaf.kind == "receipt"} == {
        capture.object for capture in captures
    }
    assert [] == left
    named = {*(leaf.object for leaf in leaves), *files}
    assert named == {path for path in archive.store.paths() if not path.startswith("ledger/")}


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_kill_between_the_steps_to_the_disk_loses_and_doubles_nothing(
    archive: Archive,
    folder: Path,
    page: PlayedPage,
    harvest: Harvester,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each write, sync, rename and commit of a visit that finds something of everything."""
    monkeypatch.setattr("archiver.capture.visit.BATCH", 4)
    live(page, harvest)
    archive.close()
    clock = PlayedClock(archive.clock())
    undisturbed = copy(folder, "undisturbed")
    steps = steps_of(undisturbed, PlayedClock(clock.now))
    expected = _read(undisturbed, clock)

    for step in _telling(steps):
        disturbed = copy(folder, f"killed-{step}")
        kill_at(step, disturbed, PlayedClock(clock.now))
        again = _read_again(disturbed, PlayedClock(clock.now))
        assert expected == again, f"killed before step {step} of {steps}"
        shutil.rmtree(disturbed)


def _telling(steps: list[str]) -> list[int]:
    """Choose the first step of each kind in a row, and of those no more than there is time for."""
    firsts = [n for n, step in enumerate(steps) if n == 0 or step != steps[n - 1]]
    share = -(-len(firsts) // MOST_KILLS)
    commits = [n for n, step in enumerate(steps) if step == "commit"]
    return sorted({*firsts[::share], *commits, *(n + 1 for n in commits[:-1])})


def _read(folder: Path, clock: PlayedClock) -> list[Mapping[str, object]]:
    archive = reopened(folder, clock)
    found = logical(archive)
    sound(archive)
    archive.close()
    return found


def _read_again(folder: Path, clock: PlayedClock) -> list[Mapping[str, object]]:
    """Harvest as after a kill, and read."""
    archive = reopened(folder, clock)
    run(archive)
    archive.close()
    return _read(folder, clock)


def test_a_receipt_is_only_there_where_the_visit_was_acknowledged(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """A visit that cannot keep its receipt has not taken place; the next one says what it saw."""
    page.comment("1_1", page.post("1"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archiver.capture.harvest.keep_receipt", _fails)
        with pytest.raises(OSError, match="power"):
            harvest()
    sightings = harvest()

    assert ACCOUNT == sightings.account
    assert (Verdict.COMPLETE, 0, 2) == (
        sightings.verdict,
        sightings.new_versions,
        sightings.items_seen,
    )
    assert 2 == len(sightings.appeared)
    sound(archive)


def _fails(*_: object) -> None:
    raise OSError("power cut")

"""The index follows the archive, and can be killed, lost or overtaken without harm."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from archiver.catalogue.findable import Findable
from archiver.items import ItemState
from archiver.settings import City
from archiver.viewer import Viewer
from search.engine import Page, Sort
from search.errors import IndexBusy, IndexDamaged, IndexUnwritable
from search.follow import follow, index_folder, rebuild
from search.query import find_refs, search
from tests.search.conftest import CITY, CLERK, Town, answer, ids


def test_nothing_is_read_where_nothing_changed(town: Town) -> None:
    """The second search reads no item and writes nothing."""
    town.add("snow")
    follow(town)
    written = town.reads

    progress = follow(town)

    assert (0, town.newest, town.newest) == (progress.items, progress.change, progress.newest)
    assert written == town.reads


def test_only_what_changed_is_read(town: Town) -> None:
    """A new item is found, and the others are not read again."""
    for _ in range(5):
        town.add("snow")
    follow(town)
    town.reads = 0
    town.add("rain", id="new")

    found = answer(town, "rain")

    assert (["new"], 1) == (ids(found), town.reads)
    assert (True, town.newest) == (found.complete, found.change)


def test_a_change_without_items_moves_the_position(town: Town) -> None:
    """An account added is a change too; it is not looked for again and again."""
    town.add("snow")
    follow(town)
    town.add_account("300", "Library", "Library")

    follow(town)

    assert town.newest == index_folder(town).position().change  # type: ignore[union-attr] # there is one


HOLDER = """
import sys, pathlib, signal
from search.index import IndexFolder
with IndexFolder(pathlib.Path(sys.argv[1]), 'America/Chicago').lock() as mine:
    print(mine, flush=True)
    signal.pause()
"""


class _KilledError(BaseException):
    """Stands for a process that is killed in the middle."""


def killed_after(town: Town, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the archive be read only so far."""
    whole = Town.changed_since

    def changed_since(self: Town, viewer: Viewer, change: int) -> Iterator[Findable]:
        for n, item in enumerate(whole(self, viewer, change)):
            if n == count:
                raise _KilledError
            yield item

    with monkeypatch.context() as patch:
        patch.setattr(Town, "changed_since", changed_since)
        with pytest.raises(_KilledError):
            follow(town)


@pytest.mark.parametrize("batch", [1, 3, 100])
@pytest.mark.parametrize("count", range(8))
def test_killed_anywhere_it_catches_up(
    town: Town, batch: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a kill and a rerun every item is found, and each of them once."""
    monkeypatch.setattr("search.follow.BATCH", batch)
    for n in range(8):
        town.add("snow", id=f"{n}")
    killed_after(town, count, monkeypatch)

    found = answer(town, "snow")

    assert (8, True) == (found.total, found.complete)
    assert [f"{n}" for n in range(8)] == ids(found)


def test_a_change_of_many_items_is_not_passed_half_way(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One classification touches many items; a kill among them skips none."""
    monkeypatch.setattr("search.follow.BATCH", 2)
    items = [town.add("snow", id=f"{n}") for n in range(6)]
    follow(town)
    town.newest += 1
    for item in items:
        town.kept[item.ref] = replace(item, state=ItemState.HIDDEN, change=town.newest)
    killed_after(town, 4, monkeypatch)

    found = answer(town, "state:hidden")

    assert 6 == found.total


def test_a_killed_process_holds_no_lock(town: Town) -> None:
    """The kernel lets go of the lock with the process, so the next one can write."""
    town.add("snow", id="a")
    folder = index_folder(town)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HOLDER,
            str(folder.path),
        ],
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    with holder:
        assert b"True\n" == holder.stdout.readline()
        while_held = follow(town)
        os.kill(holder.pid, signal.SIGKILL)

    assert while_held.busy
    assert ["a"] == ids(answer(town, "snow"))


def test_while_another_process_writes_what_is_there_is_searched(town: Town) -> None:
    """A search does not wait; it says up to where it is complete."""
    town.add("snow", id="a")
    follow(town)
    before = town.newest
    town.add("snow", id="b")
    with index_folder(town).lock():
        progress = follow(town)
        found = search(town, CLERK, "snow")

    assert (True, before) == (progress.busy, progress.change)
    assert (["a"], False, before) == (ids(found), found.complete, found.change)


def test_without_any_index_a_search_says_so(town: Town) -> None:
    """No hits because nothing is built yet would be a wrong answer."""
    with pytest.raises(IndexBusy):
        search(town, CLERK, "snow")


def test_a_rebuilt_index_gives_the_same_answers(town: Town) -> None:
    """A new generation is swapped in, and the old one is gone."""
    for n in range(20):
        town.add("snow " * (n % 3 + 1), "plow" * (n % 2), id=f"{n:02}")
    page = Page(Sort.NEWEST, 50)
    before = answer(town, "snow OR plow", page=page)

    rebuild(town)

    assert before == answer(town, "snow OR plow", page=page)
    assert 1 == len(list(index_folder(town).path.glob("generation-*")))


def test_while_a_rebuild_is_killed_the_old_index_answers(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A half-built generation is never searched."""
    for n in range(4):
        town.add("snow", id=f"{n}")
    follow(town)
    monkeypatch.setattr("search.follow.make_document", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rebuild(town)

    assert 4 == search(town, CLERK, "snow").total


def test_an_open_answer_survives_a_rebuild(town: Town) -> None:
    """Whoever streams over one view of the index keeps that view."""
    for n in range(10):
        town.add("snow", id=f"{n}")
    follow(town)
    stream = find_refs(town, CLERK, "snow")
    first = next(stream)

    rebuild(town)

    assert 10 == len({first, *stream})


def test_an_index_ahead_of_the_archive_is_built_anew(town: Town) -> None:
    """After a restore the archive may be older than the index; then nothing in it is trusted."""
    town.add("rain", id="a")
    lost = town.add("snow", id="b")
    follow(town)
    del town.kept[lost.ref]
    town.newest -= 2

    found = answer(town, "*")

    assert (1, ["a"]) == (found.total, ids(found))


def test_another_time_zone_means_another_index(town: Town) -> None:
    """Months and years are civil, so the zone is part of what was indexed."""
    town.add("snow")
    before = answer(town, "snow").facets["month"]
    sections = {**town.settings.sections, "city": City(name=CITY, time_zone="Asia/Tokyo")}
    town.settings = replace(town.settings, sections=sections)
    town.reads = 0

    answer(town, "snow")

    assert ({"2026-11": 1}, 1) == (before, town.reads)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"edition": 0}', b"\xff"])
def test_a_position_that_cannot_be_read_means_a_new_index(town: Town, content: bytes) -> None:
    """The index is a convenience; a damaged one costs time, not records."""
    town.add("snow", id="a")
    follow(town)
    (index_folder(town).path / "position.json").write_bytes(content)

    assert ["a"] == ids(answer(town, "snow"))


def test_a_damaged_index_is_built_anew(town: Town) -> None:
    """Files that cannot be opened are replaced as soon as there is something to write."""
    town.add("snow", id="a")
    follow(town)
    folder = index_folder(town)
    (folder.generation(1) / "meta.json").write_bytes(b"no")
    with pytest.raises(IndexDamaged):
        index_folder(town).open()
    town.add("snow", id="b")

    assert ["a", "b"] == ids(answer(town, "snow"))


def test_a_removed_folder_is_built_anew(town: Town) -> None:
    """The advice of every hint about the index works, also within one process."""
    town.add("snow", id="a")
    follow(town)
    shutil.rmtree(index_folder(town).path)

    assert ["a"] == ids(answer(town, "snow"))


def test_a_generation_swapped_away_while_opening_is_not_damage(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who read the old position opens the new generation."""
    town.add("snow", id="a")
    follow(town)
    old = index_folder(town).position()
    rebuild(town)
    new = index_folder(town).position()
    assert old is not None
    positions = iter([old, new])
    monkeypatch.setattr("search.index.IndexFolder.position", lambda _: next(positions))

    assert ["a"] == [hit.item.id for hit in search(town, CLERK, "snow").hits]


def test_an_index_that_cannot_be_written_says_why(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is one sentence with its next step."""

    def refuse(*_: object) -> None:
        message = "No space left on device"
        raise OSError(message)

    town.add("snow")
    monkeypatch.setattr("search.follow.make_document", refuse)

    with pytest.raises(IndexUnwritable, match="No space left"):
        follow(town)


def test_an_index_that_cannot_be_begun_says_why(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full before the first search is told as one that fills later."""

    def refuse(*_: object) -> None:
        message = "An IO error occurred: 'No space left on device (os error 28)'"
        raise ValueError(message)

    town.add("snow")
    monkeypatch.setattr("search.index.tantivy.Index", refuse)

    with pytest.raises(IndexUnwritable, match="No space left"):
        follow(town)


def test_segments_do_not_pile_up(town: Town) -> None:
    """Many small updates leave few files, because each waits for its merges."""
    for n in range(40):
        town.add("snow", id=f"{n}")
        follow(town)
    generation = index_folder(town).generation(1)

    assert 40 == answer(town, "snow").total
    assert 20 > len(list(generation.glob("*.store")))

"""What is written to disk is there whole or not at all, and a refusal is said in plain words."""

import ctypes
import errno
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from archiver import disk_steps
from archiver.disk import (
    GROUPED_SYNC_FROM,
    Staging,
    write_arriving_file,
    write_file,
    write_files,
)
from archiver.errors import CivickeepError, StoreFull, StoreUnwritable

FAULTS = [
    (errno.ENOSPC, StoreFull),
    (errno.EDQUOT, StoreFull),
    (errno.EROFS, StoreUnwritable),
    (errno.EACCES, StoreUnwritable),
    (errno.EIO, StoreUnwritable),
]


class Journal:
    """Notes the steps by which files get to the disk, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.steps: list[str] = []

        def write(handle: int, data: bytes) -> int:
            self.steps.append("write")
            return os.write(handle, data)

        def rename(source: str, target: Path) -> None:
            self.steps.append("rename")
            Path(source).rename(target)

        def fsync(handle: int) -> None:
            place = Path(f"/proc/self/fd/{handle}").readlink()
            self.steps.append("sync folder" if place.is_dir() else "sync file")

        def syncfs(_: int) -> int:
            self.steps.append("sync file system")
            return 0

        _system(monkeypatch, write=write, rename=rename, fsync=fsync)
        monkeypatch.setattr(disk_steps, "_libc", SimpleNamespace(syncfs=syncfs))


def some(folder: Path, count: int) -> list[tuple[Path, bytes]]:
    """Make files to write, each in a folder of its own."""
    return [(folder / f"{n:02}" / "file", b"text %d" % n) for n in range(count)]


def whole(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_file_is_written_synced_renamed_and_its_folder_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only in this order does a power cut leave the old file or the new one, never half of it."""
    journal = Journal(monkeypatch)

    write_file(tmp_path / "settings", b"whole")

    assert ["write", "sync file", "rename", "sync folder"] == journal.steps
    assert {"settings": b"whole"} == whole(tmp_path)


def test_a_new_folder_is_synced_into_the_one_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file survives only where every folder that leads to it does."""
    journal = Journal(monkeypatch)

    write_file(tmp_path / "a" / "b" / "file", b"whole")

    assert ["sync folder"] * 3 == journal.steps[-3:]


def test_many_files_are_synced_together_before_any_is_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sync of the file system stands in for hundreds, but the order stays."""
    journal = Journal(monkeypatch)
    count = GROUPED_SYNC_FROM

    write_files(some(tmp_path / "store", count), staging=tmp_path)

    renames = ["rename"] * count
    assert [*["write"] * count, "sync file system", *renames, "sync file system"] == journal.steps


def test_a_file_without_a_name_yet_is_synced_before_it_gets_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name is asked for when all of it is on the disk."""
    journal = Journal(monkeypatch)

    write_arriving_file([b"wh", b"ole"], lambda: tmp_path / "file", staging=tmp_path)

    assert ["sync file", "rename", "sync folder"] == journal.steps[-3:]
    assert {"file": b"whole"} == whole(tmp_path)


@pytest.mark.parametrize(("code", "expected"), FAULTS)
@pytest.mark.parametrize("step", ["write", "mkdir", "open"])
def test_a_file_that_cannot_arrive_leaves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    expected: type[CivickeepError],
    step: str,
) -> None:
    """Neither half of it nor a file without a name."""
    _refuse_second(monkeypatch, step, code)

    with pytest.raises(expected):
        write_arriving_file([b"x"] * 3, lambda: tmp_path / "a" / "b" / "file", staging=tmp_path)

    assert {} == whole(tmp_path)


def test_writing_again_replaces_the_file(tmp_path: Path) -> None:
    """Putting a file twice leaves one."""
    write_file(tmp_path / "file", b"old")

    write_file(tmp_path / "file", b"new")

    assert {"file": b"new"} == whole(tmp_path)


@pytest.mark.parametrize(("code", "expected"), FAULTS)
@pytest.mark.parametrize("step", ["write", "rename", "mkdir", "open"])
def test_a_refused_step_leaves_nothing_half_and_says_what_to_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    expected: type[CivickeepError],
    step: str,
) -> None:
    """Whatever is in place is whole; what was not finished is swept."""
    _refuse_second(monkeypatch, step, code)
    files = some(tmp_path / "store", 3)

    with pytest.raises(expected) as refusal:
        write_files(files, staging=tmp_path)

    wanted = {path.relative_to(tmp_path).as_posix(): data for path, data in files}
    assert whole(tmp_path).items() <= wanted.items()
    assert refusal.value.next_step


@pytest.mark.parametrize(("code", "expected"), FAULTS)
@pytest.mark.parametrize("count", [3, GROUPED_SYNC_FROM])
def test_a_sync_that_fails_is_never_taken_for_success(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    expected: type[CivickeepError],
    count: int,
) -> None:
    """Neither one by one nor together may an unsynced file be acknowledged."""

    def fail(_: int) -> int:
        ctypes.set_errno(code)
        return -1

    _refuse_second(monkeypatch, "fsync", code)
    monkeypatch.setattr(disk_steps, "_libc", SimpleNamespace(syncfs=fail))

    with pytest.raises(expected):
        write_files(some(tmp_path / "store", count), staging=tmp_path)

    assert {} == whole(tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 64 KB, where this is allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by root, outside a plain container")
    yield folder
    subprocess.run(["/bin/umount", folder], check=True)


def test_a_full_disk_is_said_to_be_full(small_disk: Path) -> None:
    """On a real disk without room: nothing half is left, and less is accepted afterwards."""
    with pytest.raises(StoreFull, match="full"):
        write_files([(small_disk / "much", b"x" * 200_000)], staging=small_disk)

    write_file(small_disk / "little", b"x")
    assert {"little": b"x"} == whole(small_disk)


def test_a_disk_gone_read_only_is_said_to_be_unwritable(small_disk: Path) -> None:
    """Even sweeping is refused there; what is told is the refusal itself."""
    subprocess.run(["/bin/mount", "-o", "remount,ro", small_disk], check=True)

    with pytest.raises(StoreUnwritable, match="Read-only"):
        write_file(small_disk / "file", b"x")


def test_what_a_dead_process_left_half_written_is_swept(tmp_path: Path) -> None:
    """A killed process cannot tidy up; the next one can, since the lock died with it."""
    dead = textwrap.dedent(
        """
        import os, sys
        from pathlib import Path
        from archiver.disk import Staging
        staging = Staging(Path(sys.argv[1]))
        (staging.folder / "half").write_bytes(b"ha")
        os.kill(os.getpid(), 9)
        """
    )
    subprocess.run([sys.executable, "-c", dead, tmp_path], check=False)
    staging = Staging(tmp_path)

    assert 1 == staging.sweep()
    assert [] == list(tmp_path.iterdir())


def test_what_a_living_process_writes_is_left_alone(tmp_path: Path) -> None:
    """Two harvests of two accounts do not sweep each other's files."""
    mine, theirs = Staging(tmp_path), Staging(tmp_path)
    (theirs.folder / "half").write_bytes(b"ha")
    (mine.folder / "half").write_bytes(b"ha")

    assert 0 == mine.sweep()
    assert 2 == len(whole(tmp_path))
    mine.close()
    theirs.close()
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_goes_while_it_is_swept_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes that start together sweep the same leftovers."""
    monkeypatch.setattr(Path, "glob", lambda *_: iter([tmp_path / "gone"]))

    swept = Staging(tmp_path).sweep()

    assert 0 == swept


def _refuse_second(monkeypatch: pytest.MonkeyPatch, step: str, code: int) -> None:
    """Let a step work once and be refused the second time and after."""
    real, calls = getattr(os, step), []

    def refuse(*args: object, **kwargs: object) -> object:
        calls.append(args)
        if len(calls) > 1:
            raise OSError(code, os.strerror(code), str(args[0]))
        return real(*args, **kwargs)

    _system(monkeypatch, **{step: refuse})


def _system(monkeypatch: pytest.MonkeyPatch, **calls: Callable[..., object]) -> None:
    """Let the steps, and nobody else, meet another system."""
    monkeypatch.setattr(disk_steps, "os", SimpleNamespace(**{**vars(os), **calls}))


def test_a_place_where_no_folder_can_be_made_is_refused_in_words() -> None:
    """Below /proc nothing can be made; asking for the parent for ever would not help."""
    with pytest.raises(StoreUnwritable):
        write_file(Path("/proc/civickeep/file"), b"data")

"""Killing a harvest at an exact instant: in a process of its own, and with SIGKILL."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection, event

from archiver import disk_steps
from archiver.archive import Archive
from archiver.settings import load_settings
from tests.archiver.quillback import ACCOUNT, TOKEN, TOKEN_ENV, Harvester, PlayedClock

STEPS = ("open", "write", "fsync", "rename", "mkdir")


def reopened(folder: Path, clock: PlayedClock) -> Archive:
    """Open the archive as the next process does."""
    return Archive.open(load_settings(str(folder / "civickeep.toml"), {}), clock)


def run(archive: Archive) -> None:
    """Harvest the page once."""
    Harvester(archive, archive.account(ACCOUNT), {TOKEN_ENV: TOKEN})()


def copy(folder: Path, name: str) -> Path:
    """Give the archive once more, beside the first."""
    return shutil.copytree(folder, folder.parent / name)


def steps_of(folder: Path, clock: PlayedClock) -> list[str]:
    """Name the steps to the disk and the commits that a harvest of this archive takes."""
    steps: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        archive = reopened(folder, clock)
        _watch(patch, archive, steps.append)
        run(archive)
        archive.close()
    return steps


def kill_at(step: int, folder: Path, clock: PlayedClock) -> None:
    """Harvest in a child that is killed just before this step."""
    child = os.fork()
    if child == 0:
        try:
            _run_until(step, folder, clock)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert signal.SIGKILL == os.WTERMSIG(status), "the child ended before it was killed"


def _run_until(step: int, folder: Path, clock: PlayedClock) -> None:
    left = [step]

    def count(_: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.MonkeyPatch.context() as patch:
        archive = reopened(folder, clock)
        _watch(patch, archive, count)
        run(archive)


def _watch(patch: pytest.MonkeyPatch, archive: Archive, note: Callable[[str], None]) -> None:
    """Have every step to the disk, and every commit, noted before it is done."""

    def noted(name: str) -> Callable[..., object]:
        real: Callable[..., object] = getattr(os, name)

        def step(*args: object, **kwargs: object) -> object:
            note(name)
            return real(*args, **kwargs)

        return step

    steps = {name: noted(name) for name in STEPS}
    patch.setattr(disk_steps, "os", SimpleNamespace(**{**vars(os), **steps}))

    def commit(connection: Connection) -> None:
        if not connection.get_execution_options().get("civickeep_reads_only", False):
            note("commit")

    event.listen(archive.engine, "commit", commit)

"""Kills processes that write the index, at every step in turn; run by ``test_killed``.

Prints a line for each step: whether the process was killed there, how many
items are found right afterwards (a minus sign: there is no index), and how
many once the next process has caught up.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from typing import Any

import search.follow
from archiver.archive import Archive
from archiver.settings import load_settings
from archiver.viewer import job
from search.errors import IndexBusy
from search.follow import follow, index_folder, rebuild
from search.index import IndexFolder
from search.query import find_refs

FOLLOWING, REBUILDING = "follow", "rebuild"


class Steps:
    """Counts steps, and kills the process at one of them."""

    def __init__(self, last: int) -> None:
        self.left = last

    def step(self) -> None:
        """Take a step, or die."""
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def around(self, owner: type, name: str) -> None:
        """Make a step before and after each call of a method."""
        real: Callable[..., Any] = getattr(owner, name)

        def stepping(*args: object, **kwargs: object) -> object:
            self.step()
            result = real(*args, **kwargs)
            self.step()
            return result

        setattr(owner, name, stepping)


def in_child(work: Callable[[], str]) -> str | None:
    """Do something in a process of its own; ``None`` where that was killed."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        told = work()
        os.write(writes, told.encode())
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else told


def killed_at(config: str, mode: str, last: int) -> str:
    """Write the index, dying at a step."""
    steps = Steps(last)
    search.follow.BATCH = 2
    for name in ("_put", "commit"):
        steps.around(search.follow._Writing, name)  # noqa: SLF001 - where a kill would hurt
    for name in ("put", "create", "sweep"):
        steps.around(IndexFolder, name)
    archive = Archive.open(load_settings(config))
    (follow if mode == FOLLOWING else rebuild)(archive)
    return "whole"


def found(config: str, *, catch_up: bool) -> str:
    """Count what is found, each item once."""
    archive = Archive.open(load_settings(config))
    if catch_up:
        follow(archive)
    try:
        refs = list(find_refs(archive, job("test", archive.settings.city.name), "*"))
    except IndexBusy:
        return "-"
    assert len(refs) == len(set(refs))
    return str(len(refs))


def main(config: str, mode: str) -> None:
    """Kill at the first step, the second, and so on until nothing is left to kill."""
    folder = index_folder(Archive.open(load_settings(config))).path
    last, whole = 0, None
    while whole is None:
        if mode == FOLLOWING:
            shutil.rmtree(folder, ignore_errors=True)
        step = last
        whole = in_child(lambda: killed_at(config, mode, step))  # noqa: B023 - called at once
        after = in_child(lambda: found(config, catch_up=False))
        caught_up = in_child(lambda: found(config, catch_up=True))
        sys.stdout.write(f"{'whole' if whole else 'killed'} {after} {caught_up}\n")
        last += 1


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A disk that refuses: at one place in the program, once or from then on."""

import errno
import inspect
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from archiver import disk_steps
from archiver.disk_steps import Step

_PASSED_THROUGH = ("archiver/disk.py", "archiver/store/folder.py")
"""Every write comes through these, so they do not tell one place from another."""

GROWS = frozenset({Step.MAKE_FOLDER, Step.WRITE, Step.APPEND, Step.OPEN_LOCK})
"""What a full disk refuses; taking away and renaming still work there."""


@dataclass(frozen=True, slots=True, order=True)
class Site:
    """A place in the program where something is written: the step, and who asked for it."""

    step: Step
    asked_by: str

    def __str__(self) -> str:
        return f"{self.step}-{self.asked_by}"


@contextmanager
def watched(look: Callable[[Site], object]) -> Iterator[None]:
    """Have every step looked at before it is taken; ``look`` may raise."""

    def wrap(step: Step, real: Callable[..., object]) -> Callable[..., object]:
        def take(*args: object) -> object:
            look(Site(step, _asked_by()))
            return real(*args)

        return take

    with pytest.MonkeyPatch.context() as patch:
        for step in Step:
            patch.setattr(disk_steps, step.value, wrap(step, getattr(disk_steps, step.value)))
        yield


def refusing(site: Site, code: int) -> Callable[[Site], None]:
    """Refuse from this site on: a full disk whatever grows, a read-only one all, a bad one once."""
    met = [False]

    def look(here: Site) -> None:
        first = here == site and not met[0]
        met[0] = met[0] or first
        again = met[0] and (code == errno.EROFS or (code == errno.ENOSPC and here.step in GROWS))
        if first or again:
            raise OSError(code, os.strerror(code), str(here))

    return look


def _asked_by() -> str:
    """Name the function that wanted something written, and the one that called it."""
    names: list[str] = []
    frame = inspect.currentframe()
    while frame is not None and len(names) < 2:
        file = frame.f_code.co_filename
        ours = "/archiver/" in file and "/tests/" not in file
        if ours and not file.endswith(_PASSED_THROUGH):
            names.append(f"{file.rpartition('/')[2].removesuffix('.py')}.{frame.f_code.co_name}")
        frame = frame.f_back
    return "<".join(names)

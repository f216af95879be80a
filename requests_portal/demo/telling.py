"""Telling in plain words, step by step, what the demonstration does and how long it took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[str], None]
"""Told one line for a person; the command writes it to standard error."""


class Teller:
    """Tells each step as it begins, what came of it, and the seconds it took."""

    def __init__(self, tell: Tell, seconds: Callable[[], float] = time.perf_counter) -> None:
        self._tell = tell
        self._seconds = seconds
        self._started = seconds()

    @property
    def elapsed(self) -> float:
        """Seconds since the telling began."""
        return self._seconds() - self._started

    def note(self, text: str) -> None:
        """Tell something about the present step."""
        self._tell(f"      {text}")

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Tell a step and, when it is done, how long it took."""
        began = self._seconds()
        self._tell(f"  {title} ...")
        yield
        self._tell(f"      done in {self._seconds() - began:.1f} s")

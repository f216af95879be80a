"""Progress of long commands: a bar on a terminal, a line now and then elsewhere."""

from contextlib import contextmanager
from typing import TYPE_CHECKING

from archiver.console import reporter, say
from archiver.progress import Count, Progress, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archiver.export.order import Tally

    Watch = Callable[[Tally], None]

LINES = 10
"""Lines that a long command says where there is no terminal."""

QUIET_BELOW = 10_000
"""Items below which nothing is said before the end."""


@contextmanager
def watching(what: str, total: int, *, quiet: bool = False) -> "Iterator[Watch]":
    """Show how far a command has come, on standard error; ``quiet`` asks for lines."""
    watcher = reporter(quiet=quiet)
    if not watcher.live:
        yield _Lines(what, total)
        return
    with shown(watcher) as at:
        yield lambda tally: at(Progress("", counts=(Count(tally.items, what, total),)))


class _Lines:
    """Says a line for each tenth of the way."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._said = 0

    def __call__(self, tally: "Tally") -> None:
        """Hear how far it is."""
        if self._total < QUIET_BELOW:
            return
        tenths = tally.items * LINES // self._total
        if tenths > self._said:
            self._said = tenths
            say(f"{tally.items:,} of {self._total:,} {self._what}.")

"""Progress of long commands: a bar on a terminal, a line now and then elsewhere."""

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from archiver.console import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archiver.export.order import Tally

    Watch = Callable[[Tally], None]

LINES = 10
"""Lines that a long command says where there is no terminal."""

QUIET_BELOW = 10_000
"""Items below which nothing is said before the end."""


@contextmanager
def watching(what: str, total: int) -> "Iterator[Watch]":
    """Show how far a command has come, on standard error."""
    if not sys.stderr.isatty():
        yield _Lines(what, total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda tally: progress.update(task, completed=tally.items)


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

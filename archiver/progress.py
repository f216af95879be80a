"""How far a long command is, and who is told: a person at a terminal, or a log of lines.

What is shown is decided here, from values; ``archiver.bar`` draws it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

_Thing = TypeVar("_Thing")

TOLD_EVERY = 100
"""Things after which ``watched`` tells how far it is: fine enough for the eye, and free."""

CANNOT_MOVE = frozenset({"", "dumb", "unknown"})
"""Kinds of terminal, as ``TERM`` names them, on which a line cannot be drawn over."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things, and of how many in all where that is known: 12 of 40 threads."""

    number: int
    word: str
    of: int | None = None

    @property
    def total(self) -> int | None:
        """How many in all; None where that is not known.

        ``of`` may be an estimate: once there are more, it has told nothing.
        """
        return self.of if self.of is not None and self.number <= self.of else None

    @property
    def words(self) -> str:
        """The count as it is shown."""
        of = "" if self.total is None else f"/{self.total:,}"
        return f"{self.number:,}{of} {self.word}"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a command is at one moment.

    ``subject`` is what it works on and may be anybody's text, such as the name
    of an account; ``doing`` is what it does now, in our words; ``counts`` come
    in the order of their weight, for where there is no room for all of them.
    """

    subject: str
    doing: str = ""
    counts: tuple[Count, ...] = ()

    @property
    def measure(self) -> Count | None:
        """The first count that tells how far it is; None where nobody can know."""
        return next((each for each in self.counts if each.total is not None), None)


At = Callable[[Progress], None]
"""Told where a command is; may be called often, and costs next to nothing."""


class Reporter(Protocol):
    """Somebody who is told what goes on; one thread at a time."""

    @property
    def live(self) -> bool:
        """Whether anybody sees ``at``; where not, nobody need find out what to tell."""

    def say(self, sentence: str) -> None:
        """Tell something that stays: in words, on a line of its own."""

    def at(self, progress: Progress) -> None:
        """Tell where it is now; the next call replaces it. Ends with ``rest``: see ``shown``."""

    def rest(self) -> None:
        """Tell that what was under way has ended, well or not; may be called again."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Tells sentences alone, for logs, pipes and service managers (``Reporter``)."""

    tell: Callable[[str], None]
    live: bool = False

    def say(self, sentence: str) -> None:
        """Pass it on."""
        self.tell(sentence)

    def at(self, progress: Progress) -> None:
        """Tell nobody: a log would be full of it."""

    def rest(self) -> None:
        """Do nothing: nothing is shown."""


@contextmanager
def shown(reporter: Reporter) -> Iterator[At]:
    """Tell a reporter where something is, until it ends, well or not."""
    try:
        yield reporter.at
    finally:
        reporter.rest()


def unwatched(_progress: Progress) -> None:
    """Tell nobody where it is."""


def can_draw(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether a line can be drawn over and over. Pure.

    Without ``TERM`` nobody has promised that it can.
    """
    return is_terminal and environment.get("TERM", "") not in CANNOT_MOVE


def watched(things: Iterable[_Thing], subject: str, whole: Count, at: At) -> Iterator[_Thing]:
    """Pass things on, telling how many of ``whole`` have come."""
    number = 0
    for number, thing in enumerate(things, start=1):
        yield thing
        if number % TOLD_EVERY == 1:
            at(Progress(subject, counts=(Count(number, whole.word, whole.of),)))
    at(Progress(subject, counts=(Count(number, whole.word, whole.of),)))

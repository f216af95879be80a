"""What a running visit counts."""

from collections import Counter
from dataclasses import dataclass, field

from archiver.captures import Gap, MediaFinding, Request, Verdict
from archiver.surfaces import Surface

MOST_NAMES = 1000
"""Names of unknown fields that are told apart; a platform that has more has them by mistake."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """What became of a file, and the platform's description of it.

    The description is platform text and so stays out of the receipt; it can
    always be read from the version itself.
    """

    finding: MediaFinding
    alt: str | None


@dataclass(slots=True)
class Tally:
    """The counts and gaps of one visit; the one mutable thing in it.

    A gap that leaves something unread makes the visit partial; one that only
    tells of a difference from the platform's count does not.
    """

    claimed: int = 0
    seen: int = 0
    new_versions: int = 0
    read_anything: bool = False
    unread: bool = False
    asked: Counter[str] = field(default_factory=Counter)
    gaps: list[Gap] = field(default_factory=list)
    files: list[FoundFile] = field(default_factory=list)
    error: str | None = None
    _unknown: set[str] = field(default_factory=set)

    @property
    def unknown_fields(self) -> int:
        """How many names of fields came that nobody asked for; the names are platform text."""
        return len(self._unknown)

    def meet(self, names: frozenset[str]) -> None:
        """Note names of fields that nobody asked for."""
        if names and len(self._unknown) < MOST_NAMES:
            self._unknown |= names

    def miss(self, what: str, cause: str, surface: Surface | None = None) -> None:
        """List something that could not be read; ``surface`` where that is a whole one."""
        self.unread = True
        self.gaps.append(Gap(what, cause, surface))

    def differ(self, what: str, cause: str, surface: Surface | None = None) -> None:
        """List a difference from what the platform says there is, or what nobody was promised."""
        self.gaps.append(Gap(what, cause, surface))

    @property
    def verdict(self) -> Verdict:
        """Whether the visit saw everything, something or nothing."""
        if not self.read_anything:
            return Verdict.FAILED
        return Verdict.PARTIAL if self.unread else Verdict.COMPLETE

    @property
    def requests(self) -> tuple[Request, ...]:
        """The kinds of question asked, and how often."""
        return tuple(Request(path, calls) for path, calls in sorted(self.asked.items()))

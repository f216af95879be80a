"""How far a visit is, for whoever watches: what is read now, what came, and what is to be had."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.plan import Plan
from archiver.captures import Verdict
from archiver.catalogue import tables as t
from archiver.graph.client import Wait
from archiver.progress import Count, Progress, Reporter
from archiver.surfaces import Surface

AGAIN = " ids"
"""Ends the kind of a question that only looks whether a list is still the same."""

_WORDS: Mapping[str, str] = {
    Surface.FEED: "posts",
    Surface.LIVE: "live videos",
    Surface.TAGGED: "tagged posts",
    Surface.BLOCKS: "blocked people",
    "comment": "comments",
}

LONG = 1.0
"""Seconds of waiting that are worth a word."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a visit before it begins.

    ``items`` is how many the last whole one saw, ``threads`` which ones the
    plan names; None where there is no such thing.
    """

    items: int | None = None
    threads: frozenset[str] | None = None

    def reached(self, threads: AbstractSet[str]) -> int:
        """How many of the plan's threads are among these."""
        return len(self.threads & threads) if self.threads else 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What a visit has come to: items seen, new versions, calls, and threads of the plan read."""

    items: int = 0
    new: int = 0
    calls: int = 0
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What a visit does now.

    ``counted`` is how much of it is done where the whole of it is known;
    ``listed`` how much of a list has come, by the platform's own count.
    """

    doing: str
    counted: Count | None = None
    listed: Count | None = None


def reading(kind: str, got: int = 0, claimed: int | None = None) -> Step:
    """Give the step of reading a list of this kind, as ``Visit.walk`` has it."""
    name = kind.removesuffix(AGAIN)
    words = _WORDS.get(name, name)
    listed = None if claimed is None else Count(got, f"{words} here", claimed)
    return Step(words + (", again" if kind.endswith(AGAIN) else ""), listed=listed)


def progress_of(name: str, step: Step, standing: Standing, expected: Expected) -> Progress:
    """Say where a visit is. Pure.

    What there is in all is told by the step itself, by the threads of the
    plan, by the last whole visit, or else by what the platform counts on the
    list that is being read.
    """
    items, threads = Count(standing.items, "items", expected.items), expected.threads
    first = step.counted
    if first is None and threads is not None and len(threads) > 1:
        first = Count(standing.threads, "threads", len(threads))
    if first is None and items.total is None:
        first = step.listed
    rest = (items, Count(standing.new, "new"), Count(standing.calls, "calls"))
    return Progress(name, step.doing, rest if first is None else (first, *rest))


@dataclass(slots=True)
class Watch:
    """Tells a reporter where one visit is; what was told last stands until the next."""

    reporter: Reporter
    name: str
    expected: Expected = Expected()
    _step: Step = Step("reading")
    _standing: Standing = field(default_factory=Standing)

    @classmethod
    def of(cls, archive: Archive, account: Account, plan: Plan, reporter: Reporter) -> "Watch":
        """Watch a visit that is about to begin."""
        name = account.name or account.key
        if not reporter.live:
            return cls(reporter, name)
        return cls(reporter, name, expected(archive, account, plan))

    @property
    def live(self) -> bool:
        """Whether anybody watches."""
        return self.reporter.live

    def at(self, step: Step | None = None, standing: Standing | None = None) -> None:
        """Tell what has changed: what is done now, what there is, or both."""
        if not self.live:
            return
        self._step = step or self._step
        self._standing = standing or self._standing
        self._tell(self._step)

    def waiting(self, wait: Wait) -> Wait:
        """Have a longer wait told as such."""

        def told(seconds: float) -> None:
            if seconds >= LONG:
                self.aside(f"waiting {seconds:,.0f} s")
            wait(seconds)
            self.at()

        return told if self.live else wait

    def aside(self, doing: str) -> None:
        """Tell what is done in between, as a part of the step."""
        if self.live:
            self._tell(replace(self._step, doing=doing))

    def _tell(self, step: Step) -> None:
        self.reporter.at(progress_of(self.name, step, self._standing, self.expected))


def expected(archive: Archive, account: Account, plan: Plan) -> Expected:
    """Look up what is known of a visit before it begins."""
    if not plan.is_whole:
        return Expected(threads=frozenset(plan.threads or ()) or None)
    query = (
        select(t.capture.c.items_seen)
        .where(
            t.capture.c.account == account.key,
            t.capture.c.scope == plan.scope.value,
            t.capture.c.verdict == Verdict.COMPLETE.value,
        )
        .order_by(t.capture.c.ended.desc())
        .limit(1)
    )
    with archive.reading() as connection:
        return Expected(items=connection.scalar(query))

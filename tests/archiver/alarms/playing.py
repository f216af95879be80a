"""Months of an account and of the rounds of its alarms, played without catalogue or platform."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from archiver.alarms.account_alarms import ROUND
from archiver.alarms.alarm import Alarm, Name
from archiver.alarms.conditions import alarms_of
from archiver.alarms.facts import AccountFacts, Facts, Look
from archiver.alarms.kept import PAUSE
from archiver.alarms.looks import REMEMBERED, tier_facts
from archiver.alarms.settings import AlarmSettings
from archiver.alarms.state import Standing, Told, news, turn
from archiver.captures import Scope, Verdict
from archiver.coverage.promise import Promise, Tier
from archiver.coverage.settings import CoverageSettings
from archiver.schedule.settings import ScheduleSettings
from archiver.schedule.timing import Budget, Timetable, Visited, timetable

ZONE = ZoneInfo("America/Chicago")
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ACCOUNT = "facebook/880100"
INTERVALS = ScheduleSettings().intervals
PROMISE = CoverageSettings().promise(INTERVALS)
BUDGET = Budget(INTERVALS, 4_800)
COSTS = {Tier.HOT: 6, Tier.WARM: 12, Tier.COOL: 40, Tier.COLD: 300}


@dataclass(frozen=True, slots=True)
class Seen:
    """How a look went; ``away`` is for how long the platform wants to be left alone."""

    verdict: Verdict = Verdict.COMPLETE
    doubtful: bool = False
    away: timedelta = timedelta()


WELL, BADLY = Seen(), Seen(Verdict.FAILED)

Weather = Callable[[datetime, Random], Seen | None]
"""How a look goes at a time; None where nobody looks."""


@dataclass(slots=True)
class PlayedMonths:
    """One account from its beginning on: its looks, and everything that was told."""

    weather: Weather
    seed: int = 1
    talk: Callable[[date, Random], bool] = lambda day, _: day.weekday() < 5
    asleep: Callable[[datetime], bool] = lambda _: False
    told: list[tuple[datetime, Alarm]] = field(default_factory=list)
    _looks: dict[Scope, list[Look]] = field(default_factory=dict)
    _visits: dict[Scope, list[Visited]] = field(default_factory=dict)
    _tiered: datetime | None = None
    _not_before: datetime | None = None
    _read_until: datetime | None = None
    _active: list[date] = field(default_factory=list)
    _standing: dict[Name, Standing] = field(default_factory=dict)
    _told: dict[Name, Told] = field(default_factory=dict)
    _round: datetime | None = None
    _awake: datetime = START

    def play(self, length: timedelta) -> None:
        """Let time pass: looks when they are due, rounds of alarms every ten minutes."""
        chance = Random(self.seed)  # noqa: S311 - a played month
        now, next_round, next_look = START, START, START
        while now < START + length:
            now = max(now, min(next_look, next_round))
            if self.asleep(now):
                now += MINUTE
                continue
            if next_look <= next_round:
                now += self._look(now, chance)
                next_look = max(now, self._table(now).next_due)
                if self.weather(now, chance) is None:
                    next_look = now + MINUTE
                next_look += timedelta(seconds=chance.expovariate(1 / 20))
            else:
                self._check(now)
                next_round = now + ROUND
            self._speak(now)

    @property
    def kinds(self) -> list[str]:
        """The kinds of alarms told, in order."""
        return [alarm.kind for _, alarm in self.told]

    def first(self, kind: str) -> datetime:
        """Say when an alarm of a kind was told first."""
        return next(at for at, alarm in self.told if alarm.kind == kind)

    def _table(self, now: datetime) -> Timetable:
        visits = sorted((v for each in self._visits.values() for v in each), key=_begin)
        guesses = dict.fromkeys(Tier, 1)
        return timetable(visits, START, guesses, BUDGET, now, not_before=self._not_before)

    def _look(self, now: datetime, chance: Random) -> timedelta:
        tier = self._table(now).visit
        seen = self.weather(now, chance)
        if tier is None or seen is None:
            return timedelta()
        scope = Scope.FULL if tier is Tier.COLD else Scope(tier.value)
        if scope is not Scope.FULL and self._tiered is None:
            self._tiered = now
        visited = Visited(None if scope is Scope.FULL else tier, now, seen.verdict, COSTS[tier])
        _remember(self._visits.setdefault(scope, []), visited)
        _remember(self._looks.setdefault(scope, []), Look(now, seen.verdict, seen.doubtful))
        if seen.away:
            self._not_before = now + seen.away
        if seen.verdict is Verdict.COMPLETE:
            self._read_until = now
        return timedelta(seconds=COSTS[tier] * chance.uniform(0.2, 1))

    def _speak(self, now: datetime) -> None:
        today = now.astimezone(ZONE).date()
        if (self._active and self._active[-1] >= today) or now.astimezone(ZONE).hour < 9:
            return
        day = Random(f"{self.seed} {today}")  # noqa: S311 - the same all day long
        if self.talk(today, day):
            self._active.append(today)

    def _check(self, now: datetime) -> None:
        if self._round is None or now - self._round > PAUSE:
            self._awake = now
        self._round = now
        settings = AlarmSettings()
        found = alarms_of(Facts(now, ZONE, self._awake, (self._facts(now),)), settings)
        changed = turn(self._standing.values(), found)
        for name in changed.cleared:
            del self._standing[name]
        for alarm in changed.raised:
            self._standing[alarm.name] = Standing(alarm.name, now, alarm.since, alarm.step)
        raised = {name: each.raised for name, each in self._standing.items()}
        told = news(found, raised, self._told, now, timedelta(hours=settings.remind_hours))
        if told is not None:
            self.told += [(now, alarm) for alarm in told.new]
            self._told |= {each.name: Told(now, each.step) for each in told.all}

    def _facts(self, now: datetime) -> AccountFacts:
        promise = Promise(PROMISE.full, PROMISE.tiers, self._tiered)
        looks = {scope: tuple(each) for scope, each in self._looks.items()}
        return AccountFacts(
            key=ACCOUNT,
            opened=START,
            tiers=tier_facts(looks, self._table(now), promise, START),
            last_complete=self._read_until,
            active_days=tuple(self._active[-180:]),
            read_until=self._read_until,
        )


def _begin(visited: Visited) -> datetime:
    return visited.started


def _remember(past: list[Visited] | list[Look], new: object) -> None:
    past.append(new)  # type: ignore[arg-type] # each list has one kind
    del past[:-REMEMBERED]


def spans(*stretches: tuple[float, float]) -> Callable[[datetime], bool]:
    """Say of a time whether it lies in one of these stretches of days since the start."""

    def within(now: datetime) -> bool:
        since = (now - START) / DAY
        return any(begin <= since < end for begin, end in stretches)

    return within

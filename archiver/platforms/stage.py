"""The state behind the played platform: timeline, clock, counts; and what a call does to it.

Everything that changes stands here, behind one lock; what is answered is
decided by the pure modules beside it.
"""

import threading
import time
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus

from archiver.civil_time import Clock, system_clock
from archiver.platforms.answers import subscribing
from archiver.platforms.batch import BATCH_TEXT, assembled, is_batch, read_batch
from archiver.platforms.behaviour import Behaviour
from archiver.platforms.calls import Answer, Asker, Call, LoggedCall
from archiver.platforms.clock import clock_from
from archiver.platforms.entries import Entry, Fault, FaultKind
from archiver.platforms.faults import FaultBook, error_answer, spoiled
from archiver.platforms.graph_errors import GraphError
from archiver.platforms.media_links import MediaLinks
from archiver.platforms.people import SUBSCRIBED
from archiver.platforms.responses import is_media, respond, respond_media
from archiver.platforms.scene import Scene, account_of
from archiver.platforms.timeline import Timeline
from archiver.platforms.tokens import asker_of, check_token
from archiver.platforms.usage import Usage
from archiver.platforms.world import World

# Parameters that are tokens or secrets themselves.
_SECRET = frozenset({"input_token", "client_secret", "fb_exchange_token"})


class Stage:
    """What is played, at which instant, and what has been asked so far. Safe among threads."""

    def __init__(
        self,
        timeline: Timeline,
        behaviour: Behaviour,
        *,
        at: datetime | None = None,
        speed: float = 0,
        wall_clock: Clock = system_clock,
    ) -> None:
        self.behaviour = behaviour
        self._timeline = timeline
        start = at or (timeline.first if speed else timeline.last)
        self._clock = clock_from(start, speed, time.monotonic)
        self._usage: dict[str, Usage] = {}
        self._faults = FaultBook().with_faults(*_faults(timeline.entries))
        self._links = MediaLinks(wall_clock, behaviour.media_life)
        self._world, self._played = World(), 0
        self._calls: list[LoggedCall] = []
        self._lock = threading.Lock()

    @property
    def timeline(self) -> Timeline:
        """What is played."""
        return self._timeline

    @property
    def calls(self) -> tuple[LoggedCall, ...]:
        """Every call so far, those for images included."""
        with self._lock:
            return tuple(self._calls)

    def now(self) -> datetime:
        """Give the instant at which the page is shown."""
        with self._lock:
            return self._clock.now()

    def next_at(self) -> datetime | None:
        """Give the instant of the next entry; None at the end."""
        with self._lock:
            coming = self._timeline.entries[self._count_until(self._clock.now()) :]
        return coming[0].at if coming else None

    def set_time(self, instant: datetime) -> None:
        """Show the page as it stands at this instant, earlier or later."""
        with self._lock:
            self._clock = self._clock.moved(instant)

    def add(self, entries: Iterable[Entry]) -> None:
        """Let more happen; raises ``TimelineUnreadable`` where it contradicts what is there."""
        new = tuple(entries)
        with self._lock:
            before = self._timeline
            self._timeline = before.with_entries(new)
            self._faults = self._faults.with_faults(*_faults(new))
            if any(entry.at < before.last for entry in new):
                self._world, self._played = World(), 0

    def misbehave(self, fault: Fault) -> None:
        """Watch for one more fault, without changing the timeline."""
        with self._lock:
            self._faults = self._faults.with_faults(fault)

    def answer(self, call: Call, base_url: str) -> Answer:
        """Answer a call, or the several that one is made of, and remember each."""
        return self._batch(call, base_url) if is_batch(call) else self._one(call, base_url)

    def _one(self, call: Call, base_url: str, *, in_batch: bool = False) -> Answer:
        with self._lock:
            fault = self._struck(call.text)
            now = self._clock.now()
            scene = self._scene(call, base_url, now)
            usage = self._used(scene, call)
        if is_media(call):
            made = respond_media(scene, call, fault, self._links)
        else:
            made = respond(scene, call, fault, usage)
            self._subscribe(scene, call, made)
        self._remember(call, now, made.status, in_batch=in_batch)
        return made

    def _subscribe(self, scene: Scene, call: Call, made: Answer) -> None:
        """Let a subscription to webhooks happen, where the call was one and was granted."""
        if call.method != "GET" and made.status == HTTPStatus.OK and SUBSCRIBED in call.path:
            subscription = subscribing(scene, call)
            self.add([] if subscription is None else [subscription])

    def _batch(self, call: Call, base_url: str) -> Answer:
        """Answer the parts of a batch one by one; every part counts as a call."""
        with self._lock:
            fault = self._struck(BATCH_TEXT)
            now = self._clock.now()
            scene = self._scene(call, base_url, now)
        try:
            check_token(scene, call)
            batch = read_batch(call)
        except GraphError as error:
            made = error_answer(error.answer)
        else:
            dropped = fault is not None and fault.kind is FaultKind.BATCH_NULL
            made = assembled(
                batch,
                [
                    None if dropped and place % 2 else self._one(part, base_url, in_batch=True)
                    for place, part in enumerate(batch.calls)
                ],
            )
        made = made if fault is None else spoiled(fault, scene, call, made)
        self._remember(replace(call, parameters={}), now, made.status)
        return made

    def happened(self) -> tuple[Entry, ...]:
        """Give the entries that have happened by now."""
        with self._lock:
            return self._timeline.entries[: self._count_until(self._clock.now())]

    def _struck(self, text: str) -> Fault | None:
        """Count a call for the faults; let time pass where that is the fault."""
        self._faults, fault = self._faults.called(text, self._clock.now())
        if fault is not None and fault.kind is FaultKind.TIME_PASSES:
            later = self._clock.now() + timedelta(minutes=fault.minutes)
            self._clock = self._clock.moved(later)
        return fault

    def _used(self, scene: Scene, call: Call) -> Usage:
        """Count a call against the allowance of its account, and give what is used of it."""
        if is_media(call):
            return Usage()
        account = account_of(scene, call)
        usage = self._usage.get(account, Usage(self.behaviour.calls_allowed))
        self._usage[account] = usage.called(scene.now)
        return self._usage[account]

    def world(self) -> World:
        """Give the world at the present instant."""
        with self._lock:
            return self._world_at(self._clock.now())

    def _remember(self, call: Call, now: datetime, status: int, *, in_batch: bool = False) -> None:
        with self._lock:
            self._calls.append(
                LoggedCall(
                    number=len(self._calls) + 1,
                    at=now,
                    method=call.method,
                    path=call.text,
                    parameters=_without_secrets(call.parameters),
                    status=status,
                    in_batch=in_batch,
                )
            )

    def _scene(self, call: Call, base_url: str, now: datetime) -> Scene:
        return Scene(
            world=self._world_at(now),
            now=now,
            base_url=base_url,
            version=call.version,
            behaviour=self.behaviour,
            sign=self._links.sign,
            number=self._links.number,
            folder=self._timeline.folder,
            token=call.token or "",
            asker=asker_of(self.behaviour, call.token) or Asker.PAGE,
        )

    def _world_at(self, now: datetime) -> World:
        """Go on from the last world where time went forward; else start again."""
        until = self._count_until(now)
        if until < self._played:
            self._world, self._played = World(), 0
        if until > self._played:
            self._world = self._world.then(self._timeline.entries[self._played : until])
            self._played = until
        return self._world

    def _count_until(self, now: datetime) -> int:
        """Count the entries that have happened by then."""
        return bisect_right(self._timeline.entries, now, key=lambda entry: entry.at)


def _faults(entries: Iterable[Entry]) -> tuple[Fault, ...]:
    return tuple(entry for entry in entries if isinstance(entry, Fault))


def _without_secrets(parameters: Mapping[str, str]) -> Mapping[str, str]:
    """Give parameters as they may be remembered."""
    return {key: "(secret)" if key in _SECRET else text for key, text in parameters.items()}

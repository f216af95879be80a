"""The line to the platform and the passing of time: what is sent, what happens meanwhile, kills."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, Engine, event

from archiver import disk_steps
from archiver.disk_steps import Step
from archiver.masking import mask
from archiver.platforms import Fault, FaultKind, Playback
from archiver.platforms.calls import Answer, Call
from archiver.platforms.faults import FaultBook
from archiver.secret import Secret
from tests.archiver.platforms.socketless import socketless

SECOND = timedelta(seconds=1)


class Killed(BaseException):
    """The process is dead: it takes no further step."""


@dataclass(slots=True)
class Time:
    """The true time, and the clock of the archive's machine, which may be wrong by ``error``."""

    now: datetime
    error: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        """Tell what the machine's clock shows; a second has passed since anybody asked."""
        self.now += SECOND
        return self.now + self.error

    def wait(self, seconds: float) -> None:
        """Let so much time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Sent:
    """One answer as it went out, and the fault that was in it."""

    call: Call
    answer: Answer
    fault: FaultKind | None


@dataclass(slots=True)
class Doom:
    """Counts the steps of a process; at the last one it dies, and takes none after that."""

    left: int | None = None
    died: bool = False

    def step(self) -> None:
        """Take one more step, or be dead."""
        if self.died or self.left == 0:
            self.died = True
            raise Killed
        if self.left is not None:
            self.left -= 1


@dataclass(slots=True)
class Line:
    """Calls reach the platform in this process, and everything it sends is remembered.

    ``meanwhile`` is what happens before the call of that number, counted from
    now on; ``sent`` are the answers of the visit that is going on.
    """

    platform: Playback
    time: Time
    token: str
    bodies: dict[str, bytes] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    meanwhile: dict[int, Callable[[], object]] = field(default_factory=dict)
    doom: Doom = field(default_factory=Doom)
    _struck: Fault | None = None

    @contextmanager
    def open(self) -> Iterator[None]:
        """Let calls through."""
        stage = self.platform._stage  # noqa: SLF001 - what is sent is seen nowhere else
        answer, strike = stage._one, stage._struck  # noqa: SLF001 - as above

        def one(call: Call, base_url: str, *, in_batch: bool = False) -> Answer:
            self._before_a_call()
            made = answer(call, base_url, in_batch=in_batch)
            self.time.now = max(self.time.now, self.platform.now)
            self._remember(call, made)
            return made

        def struck(text: str) -> Fault | None:
            self._struck = strike(text)
            return self._struck

        with ExitStack() as stack:
            stack.enter_context(socketless(self.platform))
            stack.enter_context(patch.object(stage, "_one", one))
            stack.enter_context(patch.object(stage, "_struck", struck))
            yield

    def quiet(self) -> None:
        """Let all faults be over, and nothing more happen meanwhile."""
        self.platform._stage._faults = FaultBook()  # noqa: SLF001 - it has no other way to behave again
        self.meanwhile.clear()

    @contextmanager
    def doomed(self, engine: Engine, steps: int) -> Iterator[Doom]:
        """Let the process die after so many steps: calls, writes and commits.

        What Python tidies up while it dies reaches neither the disk nor the catalogue.
        """
        self.doom = doom = Doom(steps)

        def commit(connection: Connection) -> None:
            if not connection.get_execution_options().get("civickeep_reads_only", False):
                doom.step()

        def before(real: Callable[..., object]) -> Callable[..., object]:
            def step(*args: object) -> object:
                doom.step()
                return real(*args)

            return step

        event.listen(engine, "commit", commit)
        try:
            with pytest.MonkeyPatch.context() as patching:
                for step in Step:
                    real = getattr(disk_steps, step.value)
                    patching.setattr(disk_steps, step.value, before(real))
                yield doom
        finally:
            event.remove(engine, "commit", commit)
            self.doom = Doom()

    def _before_a_call(self) -> None:
        self.doom.step()
        coming, self.meanwhile = self.meanwhile, {}
        for number, happens in coming.items():
            if number > 1:
                self.meanwhile[number - 1] = happens
            else:
                happens()
        self.time.now += SECOND
        self.platform.set_time(self.time.now)

    def _remember(self, call: Call, answer: Answer) -> None:
        self.sent.append(Sent(call, answer, self._struck.kind if self._struck else None))
        masked = mask(answer.body, Secret(self.token))
        self.bodies[hashlib.sha256(masked).hexdigest()] = masked

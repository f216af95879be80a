"""The line to the platform and the passing of time: what is sent, what happens meanwhile, kills."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, Engine, event

from archiver import disk_steps
from archiver.disk_steps import Step
from archiver.masking import mask
from archiver.platforms import Playback
from archiver.platforms.calls import Answer, Call
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


@dataclass(slots=True)
class Sent:
    """One answer as it went out."""

    call: Call
    answer: Answer
    at: datetime


@dataclass(slots=True)
class Doom:
    """Counts the steps of a process; at the last one it dies, and takes none after that."""

    left: int | None = None
    died: bool = False

    def step(self, *_: object) -> None:
        """Take one more step, or be dead."""
        if self.died or self.left == 0:
            self.died = True
            raise Killed
        if self.left is not None:
            self.left -= 1


@dataclass(slots=True)
class Line:
    """Calls reach the platform in this process, and everything it sends is remembered.

    ``meanwhile`` happens before the call of that number of a visit.
    """

    platform: Playback
    time: Time
    token: str
    bodies: dict[str, bytes] = field(default_factory=dict)
    visit: list[Sent] = field(default_factory=list)
    meanwhile: dict[int, Callable[[], None]] = field(default_factory=dict)
    doom: Doom = field(default_factory=Doom)

    @contextmanager
    def open(self) -> Iterator[None]:
        """Let calls through."""
        stage = self.platform._stage  # noqa: SLF001 - what is sent is seen nowhere else
        real = stage._one  # noqa: SLF001 - as above

        def one(call: Call, base_url: str, *, in_batch: bool = False) -> Answer:
            self.doom.step()
            happens = self.meanwhile.pop(len(self.visit) + 1, None)
            if happens is not None:
                happens()
            self.time.now += SECOND
            self.platform.set_time(self.time.now)
            answer = real(call, base_url, in_batch=in_batch)
            self.time.now = max(self.time.now, self.platform.now)
            self._remember(Sent(call, answer, self.time.now))
            return answer

        with socketless(self.platform), patch.object(stage, "_one", one):
            yield

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

    def _remember(self, sent: Sent) -> None:
        self.visit.append(sent)
        masked = mask(sent.answer.body, Secret(self.token))
        self.bodies[hashlib.sha256(masked).hexdigest()] = masked

"""Being asked to stop: by Ctrl-C, by the service manager, by a test."""

import os
import select
import signal
from types import FrameType


class Stopping:
    """Asked once, the work at hand is finished; asked again, it is dropped at once.

    Either way nothing acknowledged is lost.
    """

    def __init__(self) -> None:
        self._asked = False
        # A signal may come at any instant, also while a lock is held: a byte in a pipe needs none.
        self._ear, self._mouth = os.pipe()

    def listen(self) -> None:
        """Hear SIGTERM and SIGINT from now on; for the main thread of a command."""
        signal.signal(signal.SIGTERM, self._hear)
        signal.signal(signal.SIGINT, self._hear)

    def ask(self) -> None:
        """Ask to stop; raises ``KeyboardInterrupt`` where that was asked before."""
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
        os.write(self._mouth, b".")

    def asked(self) -> bool:
        """Whether somebody asked to stop."""
        return self._asked

    def pause(self, seconds: float) -> None:
        """Wait so long, or until somebody asks to stop."""
        select.select([self._ear], [], [], seconds)

    def _hear(self, _signal: int, _frame: FrameType | None) -> None:
        self.ask()

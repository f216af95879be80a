"""Calling the real command at a real terminal, and reading what it showed there."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.archiver.commands.calling import CIVICKEEP

_PIECE = 1 << 16
_SIZE = struct.pack("HHHH", 30, 100, 0, 0)
"""Rows and columns."""

_STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Shown:
    """What came to a terminal on standard error, what went to standard output, and the status."""

    raw: str
    stdout: str
    returncode: int

    @property
    def drawn(self) -> list[str]:
        """Every state of every line, in the order in which they were drawn."""
        return [line for line in re.split(r"[\r\n]+", _STEERING.sub("", self.raw)) if line.strip()]

    @property
    def left(self) -> list[str]:
        """The lines that still stand when all is over."""
        lines, row, column = [""], 0, 0
        for step in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", self.raw):
            match step:
                case "\r":
                    column = 0
                case "\n":
                    row += 1
                    lines += [""] * (row + 1 - len(lines))
                case "\x1b[2K":
                    lines[row] = ""
                case "\x1b[1A":
                    row -= 1
                case _ if not step.startswith("\x1b"):
                    lines[row] = lines[row][:column].ljust(column) + step
                    column += len(step)
        return [line for line in lines if line]


def at_terminal(
    *arguments: str, cwd: Path, stop_at: str | None = None, **environment: str
) -> Shown:
    """Run ``civickeep`` as at a terminal of 100 columns, standard output in a pipe.

    Where ``stop_at`` is seen, somebody types Ctrl-C.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, _SIZE)
    plain = {key: value for key, value in os.environ.items() if key not in _OTHERWISE}
    with (
        os.fdopen(ours, "rb", buffering=0) as terminal,
        subprocess.Popen(
            [CIVICKEEP, *arguments],
            cwd=cwd,
            env={**plain, "TERM": "xterm-256color", **environment},
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
        ) as process,
    ):
        os.close(theirs)
        raw = b""
        for piece in _pieces(terminal.fileno()):
            raw += piece
            if stop_at is not None and stop_at.encode() in raw:
                process.send_signal(signal.SIGINT)
                stop_at = None
        stdout, _ = process.communicate(timeout=60)
    return Shown(raw.decode(), stdout, process.returncode)


_OTHERWISE = frozenset({"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"})
"""Variables by which whoever runs the tests could change what is drawn."""


def _pieces(terminal: int) -> Iterator[bytes]:
    """Read until the command has let go of the terminal; Linux then gives an error."""
    while True:
        try:
            piece = os.read(terminal, _PIECE)
        except OSError:
            return
        if not piece:
            return
        yield piece

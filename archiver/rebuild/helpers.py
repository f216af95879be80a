"""Processes of our own that read for this one, each asked by a thread of its own.

Not those of ``multiprocessing``: they would run the program that started this
one once more, whatever it is. Questions and answers go through pipes as
pickles, which only this program writes.
"""

import pickle
import struct
import subprocess
import sys
from collections.abc import Callable
from typing import IO, Any

_LENGTH = struct.Struct(">Q")


class Helper:
    """One process that answers questions with a function of a module, given with its argument."""

    def __init__(self, module: str, argument: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", module, argument],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def ask(self, question: object) -> Any:  # noqa: ANN401 - whatever the module answers
        """Put a question and wait for its answer; raises ``EOFError`` where the process died."""
        if self._process.stdin is None or self._process.stdout is None:
            message = "a helper has no pipes"
            raise RuntimeError(message)
        try:
            _send(self._process.stdin, question)
        except BrokenPipeError as error:
            raise EOFError from error
        return _receive(self._process.stdout)

    def close(self) -> None:
        """Let it end: it has nothing to finish."""
        self._process.kill()
        self._process.communicate()


def answer_all(answer: Callable[[Any], object]) -> None:
    """Answer every question on standard input, until there are no more."""
    while True:
        try:
            question = _receive(sys.stdin.buffer)
        except EOFError:
            return
        _send(sys.stdout.buffer, answer(question))


def _send(stream: IO[bytes], message: object) -> None:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:  # noqa: ANN401 - see Helper.ask
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    return pickle.loads(stream.read(*_LENGTH.unpack(head)))  # noqa: S301 - written by this program

"""Finding where the elements of a JSON array stand in the bytes, without understanding them.

The fast parser refuses a whole page for one lone surrogate and keeps silent
about a repeated key. This scanner only follows brackets and strings, so that
every element can still be cut out exactly as it was received (invariant 1).
"""

import contextlib
import json
import re
from dataclasses import dataclass

# The last alternative is the quote of a string that never ends. Possessive, so
# that a long string neither takes memory for going back nor is gone over twice.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]++|"', re.DOTALL)
_UNENDED = b'"'
_OPEN, _CLOSE = (b"{", b"["), (b"}", b"]")


class NotJson(ValueError):
    """The bytes do not even have the brackets and strings of JSON."""


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the bytes: from ``start`` up to but not including ``end``."""

    start: int
    end: int


def element_spans(body: bytes, path: tuple[str, ...], *, start: int = 0) -> tuple[Span, ...]:
    """Give the places of the elements of the array at ``path``, in order.

    ``path`` names object keys from the outermost value inwards, such as
    ``("comments", "data")``; where a key repeats, all its arrays are read.
    Empty where there is no such array. Raises ``NotJson`` where brackets or
    strings do not match.
    """
    return tuple(_Scan(body, path).spans(start))


class _Scan:
    """One pass over the tokens with the stack of open brackets and the keys that lead to them."""

    def __init__(self, body: bytes, path: tuple[str, ...]) -> None:
        self.body = body
        self.path = path
        self.stack: list[bytes] = []
        self.keys: list[str | None] = []
        self.found: list[Span] = []
        self.element: int | None = None
        self.key: str | None = None

    def spans(self, start: int) -> list[Span]:
        """Run over the bytes once."""
        for token in _TOKEN.finditer(self.body, start):
            self._step(token[0], token.start())
            if not self.stack:
                break
        if self.stack or self.element is not None:
            raise _broken()
        return self.found

    def _step(self, token: bytes, start: int) -> None:
        if token == _UNENDED:
            raise _broken()
        if token in _OPEN:
            self._begin(start)
            self.stack.append(token)
            self.keys.append(self.key)
            self.key = None
        elif token in _CLOSE:
            self._leave(token, start)
        elif token == b",":
            self._finish(start)
            self.key = None
        elif token != b":":
            self._scalar(token, start)

    def _scalar(self, token: bytes, start: int) -> None:
        self._begin(start)
        if self.stack and self.stack[-1] == b"{" and self.key is None and token.startswith(b'"'):
            self.key = _key(token)

    def _begin(self, start: int) -> None:
        """Note where an element of the wanted array begins."""
        if self._inside() and self.element is None:
            self.element = start

    def _leave(self, token: bytes, start: int) -> None:
        if not self.stack or (self.stack[-1] == b"{") != (token == b"}"):
            raise _broken()
        if token == b"]":
            self._finish(start)
        self.stack.pop()
        self.keys.pop()
        self.key = "" if self.stack and self.stack[-1] == b"{" else None

    def _finish(self, end: int) -> None:
        """Note where an element of the wanted array ends, without the space before the comma."""
        if self._inside() and self.element is not None:
            stop = len(self.body[self.element : end].rstrip()) + self.element
            self.found.append(Span(self.element, stop))
            self.element = None

    def _inside(self) -> bool:
        """Whether we stand directly in the wanted array."""
        depth = len(self.path)
        return (
            len(self.stack) == depth + 1
            and self.stack[-1] == b"["
            and tuple(self.keys[1:]) == self.path
        )


def _key(token: bytes) -> str:
    """Read a key, which may be written with escapes."""
    if b"\\" in token:
        with contextlib.suppress(ValueError):
            return str(json.loads(token))
    return token[1:-1].decode("utf-8", "replace")


def _broken() -> NotJson:
    return NotJson("the brackets or strings of the answer do not match")

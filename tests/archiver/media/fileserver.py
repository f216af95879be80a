"""A file host that behaves as badly as a test tells it to."""

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Turn:
    """How one request is answered.

    ``stop`` is after how many bytes of the body the connection breaks;
    ``crumb`` how many bytes are sent at a time; ``ranges`` whether a part is
    given where one is asked for, ``cut_at`` where it then begins instead.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stop: int | None = None
    crumb: int = PIECE
    ranges: bool = True
    cut_at: int | None = None
    announce: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its path and its headers."""

    path: str
    headers: Mapping[str, str]


class FileHost:
    """Answers each request with its next turn, and with the last one from then on."""

    def __init__(self, *turns: Turn, tls: ssl.SSLContext | None = None) -> None:
        self._turns = list(turns)
        self.asked: list[Asked] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._next))
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients hang up here
        if tls is not None:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The address to ask."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _next(self, asked: Asked) -> Turn:
        self.asked.append(asked)
        return self._turns.pop(0) if len(self._turns) > 1 else self._turns[0]


def _handler(next_turn: Callable[[Asked], Turn]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers one request."""

        def do_GET(self) -> None:
            """Answer."""
            turn = next_turn(Asked(self.path, dict(self.headers)))
            start = _start(self.headers.get("Range")) if turn.ranges else None
            at = start or 0
            if start is not None and turn.status == 200:
                self.send_response(206)
                given = turn.cut_at if turn.cut_at is not None else at
                end, total = len(turn.body) - 1, len(turn.body)
                self.send_header("Content-Range", f"bytes {given}-{end}/{total}")
            else:
                self.send_response(turn.status)
            for name, value in turn.headers.items():
                self.send_header(name, value)
            if turn.announce:
                self.send_header("Content-Length", str(len(turn.body) - at))
            self.end_headers()
            self._send(turn, at)
            self.close_connection = True

        def _send(self, turn: Turn, at: int) -> None:
            end = len(turn.body) if turn.stop is None else min(turn.stop, len(turn.body))
            body = memoryview(turn.body)
            while at < end:
                self.wfile.write(body[at : min(at + turn.crumb, end)])
                self.wfile.flush()
                at += turn.crumb

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Write no log."""

    return Handler


def _start(asked_range: str | None) -> int | None:
    if asked_range is None:
        return None
    return int(asked_range.removeprefix("bytes=").removesuffix("-"))

"""A server that says exactly what it was told to say, for answers no well-meaning one gives."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

JSON = {"Content-Type": "application/json; charset=UTF-8"}


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. ``promised`` is the length it claims, where that is not the true one."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)
    promised: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """One call: its path with the query, its headers, and its method."""

    path: str
    headers: Mapping[str, str]
    method: str = "GET"


class Scripted:
    """Gives its replies in order, and the last one from then on; notes every call."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = list(replies)
        self.heard: list[Heard] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    @property
    def url(self) -> str:
        """The address to ask."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

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

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        script = self

        class Handler(BaseHTTPRequestHandler):
            """Answers with the next reply."""

            def do_GET(self) -> None:
                """Answer."""
                script.heard.append(Heard(self.path, dict(self.headers), self.command))
                replies = script._replies
                reply = replies.pop(0) if len(replies) > 1 else replies[0]
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                promised = len(reply.body) if reply.promised is None else reply.promised
                self.send_header("Content-Length", str(promised))
                self.end_headers()
                self.wfile.write(reply.body)
                self.close_connection = True

            def do_POST(self) -> None:
                """Answer the same way, once the body is here."""
                self.rfile.read(int(self.headers["Content-Length"]))
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                """Write no log."""

        return Handler

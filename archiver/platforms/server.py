"""The edge: a small HTTP server on this machine's loopback address.

HTTP/1.1 with connections kept open, no waiting for full packets, and one write
per answer, so that a harvester is measured and not this server.
"""

import contextlib
import socket
import socketserver
import sys
import threading
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any

from archiver.platforms.calls import Answer, read_call
from archiver.platforms.control import control, is_control
from archiver.platforms.responses import plain
from archiver.platforms.stage import Stage

LOOPBACK = "127.0.0.1"
# Fifty calls with all their fields fit; nothing longer is read.
MAX_BODY = 1_048_576


class PlaybackServer(socketserver.ThreadingTCPServer):
    """Answers from a stage. Keeps count of open connections, so that stopping really stops."""

    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, stage: Stage, port: int) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.stage = stage
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self.stopping = threading.Event()

    @property
    def base_url(self) -> str:
        """The address callers put the version and path behind."""
        return f"http://{LOOPBACK}:{self.server_address[1]}"

    def close_connections(self) -> None:
        """End every open connection; their threads then finish by themselves."""
        self.stopping.set()
        with self._guard:
            for connection in self._open:
                # The caller may have gone already, which is what we want.
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's own types
        """Remember a connection before its thread begins."""
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - same
        """Forget a connection that ends."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - same
        """Say nothing when a caller hangs up; show everything else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Turns bytes into a call and an answer into bytes."""

    server: PlaybackServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a POST: a control call, or a refusal."""
        self._answer()

    def do_DELETE(self) -> None:
        """Answer a DELETE with a refusal: nothing is written to a played page."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Write no log: addresses may carry tokens."""

    def _answer(self) -> None:
        body = self._body()
        if body is None:
            self._write(plain(413, "Too long"))
            return
        try:
            call = read_call(
                self.command,
                self.path,
                self.headers.get("Authorization"),
                form=self._form(body),
                byte_range=self.headers.get("Range"),
            )
        except ValueError:
            self._write(plain(400, "No such address"))
            return
        if is_control(call):
            self._write(control(self.server.stage, call, body))
        else:
            self._write(self.server.stage.answer(call, self.server.base_url))

    def _body(self) -> bytes | None:
        """Read what was sent along; None where it is too long or its length is no number."""
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY:
            self.close_connection = True
            return None
        return self.rfile.read(int(length))

    def _form(self, body: bytes) -> str:
        """Give the body where it is a form, as clients send batches; else nothing."""
        is_form = self.headers.get_content_type() == "application/x-www-form-urlencoded"
        return body.decode("ascii", "replace") if is_form else ""

    def _write(self, answer: Answer) -> None:
        lines = {
            "Date": formatdate(usegmt=True),
            "Content-Type": answer.media_type,
            "Content-Length": str(len(answer.body) if answer.length is None else answer.length),
            **answer.headers,
        }
        if answer.length is not None:
            lines["Connection"] = "close"
            self.close_connection = True
        head = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
        head += [f"{name}: {value}" for name, value in lines.items()]
        if answer.cut_at is not None:
            self.close_connection = True
        body, middle = answer.body[: answer.cut_at], len(answer.body) // 2
        begun = body[:middle] if answer.pause else body
        self.wfile.write("\r\n".join([*head, "", ""]).encode() + begun)
        if answer.pause:
            self.server.stopping.wait(answer.pause)
            self.wfile.write(body[middle:])

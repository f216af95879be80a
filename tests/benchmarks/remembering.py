"""The most memory a harvest takes, by the number of posts it has to keep.

Each is a whole ``civickeep harvest`` in a process of its own; the page it
visits is played by this one, a page of posts at a time.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.benchmarks.measuring import Figure
from tests.benchmarks.pages import each_page
from tests.benchmarks.scene import ACCOUNT, keys, make_archive
from tests.benchmarks.starting import COMMAND

FEW = 1_000
MANY = (20_000, 100_000)
KILOBYTE = 1024


def figures(many: tuple[int, ...] = MANY) -> list[Figure]:
    """Measure harvests of more and more posts."""
    few = peak(_feed(FEW))
    against = f"a harvest of {FEW:,} posts: {few:,.0f} MB"
    rows = []
    for items in many:
        most = peak(_feed(items))
        rows.append(
            Figure(f"most memory of a harvest of {items:,} posts", most, "MB", against, most / few)
        )
    return rows


def peak(platform: AbstractContextManager[str]) -> float:
    """Give the most megabytes that a first harvest of a played page held at once."""
    with tempfile.TemporaryDirectory() as folder, platform as address:
        place = Path(folder, "archive")
        archive = make_archive(place, api_url=address)
        variables = {archive.accounts()[0].token_env: "token-of-the-benchmark", **keys(place)}
        archive.close()
        harvest = subprocess.Popen(
            [COMMAND, "harvest", "--config", str(archive.settings.path)],
            env={**os.environ, **variables},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(harvest.pid, 0)
        harvest.returncode = os.waitstatus_to_exitcode(status)
        if harvest.returncode:
            message = f"the harvest ended with status {harvest.returncode}"
            raise RuntimeError(message)
        return usage.ru_maxrss / KILOBYTE


@contextmanager
def _feed(items: int) -> Iterator[str]:
    """Answer for a page with so many posts; give the address."""

    class Answers(_Answers):
        count = items
        coming = each_page(ACCOUNT, items)

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Answers(BaseHTTPRequestHandler):
    """Gives the pages of the feed one after the other, whatever the cursor: they are asked so."""

    protocol_version = "HTTP/1.1"
    count: ClassVar[int]
    coming: ClassVar[Iterator[bytes]]

    def do_GET(self) -> None:
        """Answer."""
        parts = urlsplit(self.path)
        if not parts.path.endswith("/feed"):
            self._send(
                400, b'{"error":{"message":"not played","type":"OAuthException","code":100}}'
            )
            return
        if "after" not in parse_qs(parts.query):
            type(self).coming = each_page(ACCOUNT, self.count)
        self._send(200, next(self.coming, b'{"data":[]}'))

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""

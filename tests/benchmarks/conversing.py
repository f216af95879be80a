"""Long threads: the most memory that one takes, and the calls that many take.

The page is played by a small server that makes every answer as it is asked
for, so that it holds nothing itself.
"""

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.benchmarks.measuring import Figure
from tests.benchmarks.pages import PAGE
from tests.benchmarks.remembering import peak
from tests.benchmarks.scene import ACCOUNT

COMMENTS = 100_000
ALLOWED = 300
"""Megabytes that the thread of so many comments may take."""

THREADS = tuple(250 if number % 50 == 0 else number % 7 for number in range(400))
"""How many comments each post of a lively page has."""

_TIME = "2026-03-02T15:00:00+0000"


def figures(comments: int = COMMENTS) -> list[Figure]:
    """Measure one thread that is long and many that are short."""
    most = peak(_page([comments]))
    told: list[str] = []
    peak(_page(THREADS, told))
    feed = [call for call in told if call.endswith(("/feed", "/comments"))]
    least = math.ceil(len(THREADS) / PAGE) + sum(math.ceil(each / PAGE) for each in THREADS)
    captured = len(THREADS) + sum(THREADS)
    return [
        Figure(
            f"most memory of a thread of {comments:,} comments",
            most,
            "MB",
            f"allowed: {ALLOWED} MB",
            most / ALLOWED,
        ),
        Figure(
            f"calls for {captured:,} posts and comments",
            len(feed),
            "calls",
            f"the least that the API allows: {least}",
            len(feed) / least,
        ),
    ]


@contextmanager
def _page(threads: Sequence[int], told: list[str] | None = None) -> Iterator[str]:
    """Answer for a page with a post a number, of so many comments each; note every call."""

    class Answers(_Answers):
        counts = threads
        calls = [] if told is None else told

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
    """Lists posts and comments from the place that the cursor names."""

    protocol_version = "HTTP/1.1"
    counts: ClassVar[Sequence[int]]
    calls: ClassVar[list[str]]

    def do_GET(self) -> None:
        """Answer."""
        parts = urlsplit(self.path)
        self.calls.append(parts.path)
        after = int(parse_qs(parts.query).get("after", ["0"])[0])
        owner, _, edge = parts.path.rpartition("/")
        if edge == "feed":
            self._list([_post(n, count) for n, count in enumerate(self.counts)], after)
        elif edge == "comments":
            self._comments(owner.rpartition("_")[2], after)
        else:
            self._send(400, {"error": {"message": "not played", "code": 100}})

    def _comments(self, number: str, after: int) -> None:
        count = self.counts[int(number)]
        last = min(after + PAGE, count)
        rows = [_comment(int(number), place) for place in range(after, last)]
        self._send(200, _paged(rows, last, last < count, count))

    def _list(self, rows: list[dict[str, object]], after: int) -> None:
        last = after + PAGE
        self._send(200, _paged(rows[after:last], last, last < len(rows), len(rows)))

    def _send(self, status: int, answer: object) -> None:
        body = json.dumps(answer, separators=(",", ":")).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


def _paged(rows: list[dict[str, object]], last: int, more: bool, total: int) -> dict[str, object]:  # noqa: FBT001 - whether a page follows
    paging = {"cursors": {"after": str(last)}, **({"next": f"?after={last}"} if more else {})}
    return {"data": rows, "paging": paging, "summary": {"total_count": total}}


def _post(number: int, comments: int) -> dict[str, object]:
    return {
        "id": f"{ACCOUNT}_{number}",
        "message": f"Notice {number}",
        "created_time": _TIME,
        "from": {"id": ACCOUNT, "name": "City of Benchmark"},
        "is_hidden": False,
        "comments": {"data": [], "summary": {"total_count": comments}},
    }


def _comment(post: int, number: int) -> dict[str, object]:
    return {
        "id": f"{post}_{number}",
        "message": f"An answer of ordinary length, the number {number} below the post {post}.",
        "created_time": _TIME,
        "from": {"id": str(number), "name": f"Resident {number}"},
        "like_count": number % 5,
        "comment_count": 0,
        "is_hidden": False,
    }

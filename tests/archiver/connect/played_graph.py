"""A small Graph API that knows persons, Pages, tokens and one app, and nothing to be archived.

It answers as facebook.md, section 2, and instagram.md, section 1, say. What
the playback platform plays is the life on a Page; this plays who may read it.
"""

import json
import threading
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

PAGE, OTHER_PAGE, PERSON, INSTAGRAM = "880100", "880200", "700900", "178410"
APP_ID, APP_SECRET = "55501", "quillback0app1secret2"
SHORT_TOKEN = "EAAB-short|person/token"
LONG_TOKEN = "EAAB-long|person/token"
PAGE_TOKEN = "EAAB-page|lasting/token"
BRIEF_PAGE_TOKEN = "EAAB-page|brief/token"
OTHER_TOKEN = "EAAB-other|page/token"
EVERY_SECRET = (
    APP_SECRET,
    SHORT_TOKEN,
    LONG_TOKEN,
    PAGE_TOKEN,
    BRIEF_PAGE_TOKEN,
    OTHER_TOKEN,
)
TASKS = ("ANALYZE", "MODERATE", "CREATE_CONTENT", "MANAGE")
SCOPES = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "instagram_basic",
    "instagram_manage_comments",
)
DEAD_CODE = 190
Json = dict[str, object]
_OWNERS = {
    SHORT_TOKEN: PERSON,
    LONG_TOKEN: PERSON,
    PAGE_TOKEN: PAGE,
    BRIEF_PAGE_TOKEN: PAGE,
    OTHER_TOKEN: OTHER_PAGE,
}
_EDGES = {"video_reels", "live_videos", "tagged", "stories", "ratings", "settings", "blocked"}
_EDGES |= {"live_media", "tags"}


class Refusal(Exception):
    """The platform refuses a call."""

    def __init__(self, code: int, subcode: int = 0, status: int = 400) -> None:
        super().__init__(code)
        error = {"message": "No", "type": "OAuthException", "code": code, "fbtrace_id": "Aa1"}
        self.status = status
        self.body: Json = {"error": error | ({"error_subcode": subcode} if subcode else {})}


@dataclass
class PlayedGraph:
    """Who may read what, and what is on the Page; a test changes it as it likes."""

    scopes: tuple[str, ...] = SCOPES
    tasks: tuple[str, ...] = TASKS
    expires_at: datetime | None = None
    data_access_expires_at: datetime | None = None
    dead: dict[str, int] = field(default_factory=dict)
    """Tokens that do not work any more, with the subcode that says why."""

    granular: list[Json] = field(default_factory=list)
    comments: list[Json] = field(default_factory=list)
    counted: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    """Edges that are refused, with the code."""

    listed: bool = True
    linked: str | None = INSTAGRAM
    pages_before: int = 0
    """Other Pages in the person's list, before ours."""

    secret: str = APP_SECRET
    down: bool = False
    targets: list[str] = field(default_factory=list)
    """Every request line that came in."""

    def __enter__(self) -> Self:
        """Begin to answer."""
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.graph = self
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, path: tuple[str, ...], asked: dict[str, str], token: str) -> Json:
        """Answer a call; raises ``Refusal``."""
        if self.down:
            raise Refusal(2, status=503)
        match path:
            case ("oauth", "access_token"):
                return self._exchange(asked)
            case ("debug_token",):
                return self._examine(asked["input_token"], token)
        self._check(token)
        owner = _OWNERS[token]
        match path:
            case ("me",):
                return {"id": owner, "name": "Somebody"}
            case (person, "accounts"):
                return self._accounts(person, owner, token, asked)
            case (ident,):
                return self._node(ident, asked.get("fields", ""), owner, token)
            case (ident, edge):
                return self._edge(ident, edge, owner)
        raise Refusal(2500)

    def _check(self, token: str) -> None:
        if token in self.dead:
            raise Refusal(DEAD_CODE, self.dead[token])
        if token not in _OWNERS:
            raise Refusal(190)

    def _exchange(self, asked: dict[str, str]) -> Json:
        if (asked["client_id"], asked["client_secret"]) != (APP_ID, self.secret):
            raise Refusal(1)
        self._check(asked["fb_exchange_token"])
        return {"access_token": LONG_TOKEN, "token_type": "bearer", "expires_in": 5183944}

    def _examine(self, token: str, asking: str) -> Json:
        if asking != f"{APP_ID}|{self.secret}":
            raise Refusal(190 if "|" in asking and asking not in _OWNERS else 100)
        if token in self.dead:
            error = {"code": 190, "message": "Gone", "subcode": self.dead[token]}
            return {"data": {"is_valid": False, "scopes": [], "error": error}}
        if token not in _OWNERS:
            return {"data": {"is_valid": False, "scopes": [], "error": {"code": 190}}}
        return {
            "data": {
                "app_id": APP_ID,
                "type": "USER" if _OWNERS[token] == PERSON else "PAGE",
                "expires_at": _seconds(self.expires_at),
                "data_access_expires_at": _seconds(self.data_access_expires_at),
                "is_valid": True,
                "scopes": list(self.scopes),
                "granular_scopes": self.granular,
                "profile_id": _OWNERS[token],
                "user_id": PERSON,
            }
        }

    def _accounts(self, person: str, owner: str, token: str, asked: dict[str, str]) -> Json:
        if owner != PERSON or person != PERSON:
            raise Refusal(100)
        pages: list[Json] = [
            {"id": f"9{n}", "name": "Club", "access_token": f"EAAB-club-{n}", "tasks": ["ANALYZE"]}
            for n in range(self.pages_before)
        ]
        if self.listed:
            ours = self._page(token) | {"tasks": list(self.tasks)}
            ours.pop("instagram_business_account", None)
            pages.append(ours)
        at = int(asked.get("after", "0"))
        more = at + 2 < len(pages)
        paging: Json = {"cursors": {"before": str(at), "after": str(at + 2)}}
        if more:
            paging["next"] = (
                f"{self.url}/v26.0/{person}/accounts?access_token={token}&after={at + 2}"
            )
        return {"data": pages[at : at + 2], "paging": paging}

    def _page(self, token: str) -> Json:
        lasting = PAGE_TOKEN if token in {LONG_TOKEN, PAGE_TOKEN} else BRIEF_PAGE_TOKEN
        named: Json = {"id": PAGE, "name": "City of Quillback", "access_token": lasting}
        if self.linked:
            named["instagram_business_account"] = {"id": self.linked, "username": "quillbackmn"}
        return named

    def _node(self, ident: str, fields: str, owner: str, token: str) -> Json:
        if ident == PAGE and owner in {PAGE, PERSON}:
            page = self._page(token)
            if owner == PERSON and not self.listed:
                del page["access_token"]
            return {name: value for name, value in page.items() if name in f"id,{fields}"}
        if ident == self.linked:
            return {"id": ident, "username": "quillbackmn"}
        if ident == owner:
            return {"id": ident}
        raise Refusal(100, 33)

    def _edge(self, ident: str, edge: str, owner: str) -> Json:
        if ident not in {PAGE, self.linked} or owner == OTHER_PAGE:
            raise Refusal(100, 33)
        if edge in self.refused:
            raise Refusal(self.refused[edge])
        if edge in {"feed", "media"}:
            summary = {"total_count": self.counted or len(self.comments)}
            comments = {"data": self.comments, "summary": summary}
            return {"data": [{"id": f"{ident}_1", "comments": comments}]}
        if edge in _EDGES:
            return {"data": []}
        raise Refusal(100)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    graph: PlayedGraph


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        graph = self.server.graph
        graph.targets.append(self.path)
        split = urlsplit(self.path)
        parts = tuple(part for part in split.path.split("/") if part)[1:]
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            status, body = 200, graph.answer(parts, dict(parse_qsl(split.query)), token)
        except Refusal as refusal:
            status, body = refusal.status, refusal.body
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


def _seconds(instant: datetime | None) -> int:
    return 0 if instant is None else int(instant.timestamp())

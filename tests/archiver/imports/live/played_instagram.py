"""Instagram as instaloader 4.16 meets it without login, as far as its source tells.

These questions belong to Instagram's own pages and are promised to nobody;
what is played here was read in instaloader's source, and has not been held
against the live service. Everybody on it is invented.
"""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from tests.archiver.imports.played_exports import NOW, picture

PROFILE = "quillback_mn"
NUMBER = "77"
WEB = "www.instagram.com"
FILES = "scontent.cdninstagram.com"
POST, PAGE = "27128499623469141", "28904005159232689"
"""What instaloader 4.16 calls the questions for one post and for a further page of posts."""

_START = '["DTSGInitialData",[],{}],["LSD",[],{"token":"AVq"},1],{"IG_USER_EIMU":"0"}'


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says to one request."""

    body: bytes
    status: int = 200
    type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


def said(value: object, status: int = 200) -> Answer:
    """Answer with JSON."""
    return Answer(json.dumps(value).encode(), status)


def sent_to(path: str) -> Answer:
    """Send the asker to another page of Instagram's."""
    return Answer(b"", 302, headers=(("Location", f"https://{WEB}{path}"),))


@dataclass(frozen=True, slots=True)
class PlayedPost:
    """A post; ``pictures`` is how many it has, ``film`` whether the first of them is a film's."""

    code: str
    caption: str | None = "Snow emergency \N{SNOWFLAKE}"
    comments: int = 0
    pictures: int = 1
    film: bool = False
    at: int = NOW

    @property
    def number(self) -> str:
        """Its number, which tells posts of one code apart from others."""
        return str(3000 + sum(self.code.encode()))

    def described(self) -> dict[str, object]:
        """Describe it as the page of a post does."""
        links = [f"https://{FILES}/{self.code}{n}.png?oe=6E000000" for n in range(self.pictures)]
        whole: dict[str, object] = {
            "code": self.code,
            "pk": self.number,
            "id": f"{self.number}_{NUMBER}",
            "taken_at": self.at,
            "media_type": 2 if self.film else 8 if self.pictures > 1 else 1,
            "user": {"pk": NUMBER, "username": PROFILE, "full_name": "City of Quillback"},
            "caption": None if self.caption is None else {"text": self.caption},
            "comment_count": self.comments,
            "image_versions2": {"candidates": [{"url": links[0]}]},
        }
        if self.film:
            whole["video_versions"] = [{"url": f"https://{FILES}/{self.code}.mp4?oe=6E000000"}]
        if self.pictures > 1:
            whole["carousel_media"] = [
                {"media_type": 1, "image_versions2": {"candidates": [{"url": link}]}}
                for link in links
            ]
        return whole


@dataclass
class PlayedInstagram:
    """A profile, and what is answered instead where a test wants it so.

    ``answers`` are by the name of a question, as ``asked`` lists them: ``start``,
    ``profile``, ``page CODE`` (after that post), ``post CODE``, ``file NAME``.
    """

    posts: list[PlayedPost] = field(default_factory=list)
    number: str = NUMBER
    private: bool = False
    claims: int | None = None
    page_size: int = 12
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    @contextmanager
    def running(self) -> Iterator["PlayedInstagram"]:
        """Serve it on loopback."""
        with _Server(("127.0.0.1", 0), _handler(self)) as server:
            self.url = f"http://127.0.0.1:{server.server_address[1]}"
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            yield self
            server.shutdown()
            thread.join()

    def answer(self, path: str, form: dict[str, list[str]]) -> Answer:
        """Answer a request."""
        host, _, place = path.lstrip("/").partition("?")[0].partition("/")
        name = self._name(host, place, form)
        self.asked.append(name)
        return self.answers.get(name) or self._usual(*name.partition(" ")[::2])

    def _usual(self, kind: str, what: str) -> Answer:
        """Answer as the pages do when all is well."""
        match kind:
            case "start":
                cookie = (("Set-Cookie", "csrftoken=abc; Path=/"),)
                return Answer(_START.encode(), type="text/html", headers=cookie)
            case "profile":
                return self._profile()
            case "page":
                shown = {"node": {"polaris_ordered_timeline_connection": self._page(what)}}
                return said({"data": shown})
            case "post":
                found = [post.described() for post in self.posts if post.code == what]
                return said({"data": {"xdt_api__v1__media__shortcode__web_info": {"items": found}}})
            case "file":
                film = what.endswith(".mp4")
                body = b"\0\0\0\x18ftypmp42" + what.encode() if film else picture(len(what))
                return Answer(body, type="video/mp4" if film else "image/png")
        return said({"status": "fail"}, 404)

    def _name(self, host: str, place: str, form: dict[str, list[str]]) -> str:
        if host == FILES:
            return f"file {place}"
        if host != WEB:
            return f"strange {host}/{place}"
        if place == "api/graphql":
            asked = json.loads(form["variables"][0])
            if form["doc_id"] == [POST]:
                return f"post {asked['shortcode']}"
            return f"page {asked['after']}" if form["doc_id"] == [PAGE] else "strange question"
        return {"": "start", f"{PROFILE}/": "profile"}.get(place, f"strange {place}")

    def _profile(self) -> Answer:
        user: dict[str, object] = {
            "pk": self.number,
            "id": "178414000077",
            "username": PROFILE,
            "full_name": "City of Quillback",
            "is_private": self.private,
            "all_media_count": len(self.posts) if self.claims is None else self.claims,
        }
        if not self.private:
            user["polaris_ordered_timeline_connection"] = self._page(None)
        found = {
            "require": [["x", {"__bbox": {"result": {"data": {"xig_user_by_username": user}}}}]]
        }
        script = json.dumps(found)
        page = f'<html><script type="application/json" data-x>{script}</script></html>'
        return Answer(page.encode(), type="text/html")

    def _page(self, after: str | None) -> dict[str, object]:
        codes = [post.code for post in self.posts]
        begin = 0 if after is None else codes.index(after) + 1
        shown = codes[begin : begin + self.page_size]
        more = begin + len(shown) < len(codes)
        return {
            "edges": [{"node": {"code": code}} for code in shown],
            "page_info": {"has_next_page": more, "end_cursor": shown[-1] if shown else None},
        }


class _Server(ThreadingHTTPServer):
    """Says nothing when an asker hangs up: it may, after a no."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell every other error, as the base class does."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # as it came


def _handler(played: PlayedInstagram) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Turns bytes into a question and an answer into bytes."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer a GET."""
            self._answer({})

        def do_POST(self) -> None:
            """Answer a POST."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(parse_qs(body.decode()))

        def _answer(self, form: dict[str, list[str]]) -> None:
            played.headers.append(dict(self.headers))
            answer = played.answer(self.path, form)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler

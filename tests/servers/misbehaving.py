"""An S3 that does wrong on purpose: answers 503, says 200 and keeps nothing, lists what was."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass(slots=True)
class Misbehaving:
    """Stands before a well-behaved S3.

    ``down`` is asked before each request whether to answer 503. ``swallow``
    is how many puts get a 200 and are dropped, ``spoil`` how many lose their
    last byte on the way. ``freeze`` makes listings answer from now on what
    they answered first.
    """

    application: "WSGIApplication"
    down: Callable[[], bool] = lambda: False
    swallow: int = 0
    spoil: int = 0
    asked: list[str] = field(default_factory=list)
    _frozen: dict[str, tuple[str, list[tuple[str, str]], bytes]] | None = None

    def freeze(self) -> None:
        """Go on answering listings as of now."""
        self._frozen = {}

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        query = environ.get("QUERY_STRING", "")
        self.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        if self.down():
            start_response("503 Slow Down", [("Content-Type", "text/plain")])
            return [b"upstream is resting"]
        if environ["REQUEST_METHOD"] == "PUT" and not query:
            return self._take(environ, start_response)
        if self._frozen is not None and "list-type=2" in query:
            return self._list(self._frozen, environ, start_response)
        return self.application(environ, start_response)

    def _take(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if self.swallow > 0:
            self.swallow -= 1
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            etag = hashlib.md5(body, usedforsecurity=False).hexdigest()
            start_response("200 OK", [("ETag", f'"{etag}"'), ("Content-Length", "0")])
            return []
        if self.spoil > 0:
            self.spoil -= 1
            environ["CONTENT_LENGTH"] = str(int(environ["CONTENT_LENGTH"]) - 1)
        return self.application(environ, start_response)

    def _list(
        self,
        frozen: dict[str, tuple[str, list[tuple[str, str]], bytes]],
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        query = environ["QUERY_STRING"]
        if query not in frozen:
            answered: list[tuple[str, list[tuple[str, str]]]] = []

            def note(
                status: str, headers: list[tuple[str, str]], *_: object
            ) -> Callable[[bytes], object]:
                answered.append((status, headers))
                return bytes  # nobody writes this way

            body = b"".join(self.application(environ, note))
            frozen[query] = (*answered[0], body)
        status, headers, body = frozen[query]
        start_response(status, headers)
        return [body]

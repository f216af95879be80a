"""Calls of ``requests`` answered in the same process: no socket, no thread, no waiting.

A machine of thousands of steps spends its time on what it tests, and never
waits for a slow body.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import requests
from requests.adapters import HTTPAdapter
from urllib3.response import HTTPResponse

from archiver.platforms import Playback
from archiver.platforms.calls import Answer, read_call

_FORM = "application/x-www-form-urlencoded"


@contextmanager
def socketless(*platforms: Playback) -> Iterator[None]:
    """Answer calls to these platforms without a socket; all other calls go where they went."""
    real = HTTPAdapter.send

    def send(adapter: HTTPAdapter, request: requests.PreparedRequest, **more: Any) -> Any:  # noqa: ANN401 - passed through as they are
        address = request.url or ""
        for platform in platforms:
            if address.startswith(f"{platform.url}/"):
                made = _answer(platform, request, address.removeprefix(platform.url))
                return adapter.build_response(request, _raw(made, request))
        return real(adapter, request, **more)

    with patch.object(HTTPAdapter, "send", send):
        yield


def _answer(platform: Playback, request: requests.PreparedRequest, target: str) -> Answer:
    body = request.body or b""
    form = body.decode("ascii") if isinstance(body, bytes) else body
    is_form = request.headers.get("Content-Type", "").startswith(_FORM)
    call = read_call(
        request.method or "GET",
        target,
        request.headers.get("Authorization"),
        form=form if is_form else "",
        byte_range=request.headers.get("Range"),
    )
    return platform._stage.answer(call, platform.url)  # noqa: SLF001 - with any token, which `ask` does not give


def _raw(made: Answer, request: requests.PreparedRequest) -> HTTPResponse:
    """Make what urllib3 would have read, a cut or wrong length included."""
    promised = len(made.body) if made.length is None else made.length
    sent = made.body[: made.cut_at][:promised]
    headers = {
        "Content-Type": made.media_type,
        **made.headers,
        "Content-Length": str(promised),
    }
    return HTTPResponse(
        body=io.BytesIO(sent),
        headers=headers,
        status=made.status,
        preload_content=False,
        request_method=request.method,
        enforce_content_length=True,
    )

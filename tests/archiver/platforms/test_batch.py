"""Several calls in one."""

import json
from typing import Any

import pytest
import requests

from archiver.platforms import FaultKind, Playback, make_timeline
from tests.archiver.platforms.elk_prairie import ENTRIES, PAGE, Caller

POST = "700100_1"


def send(platform: Playback, parts: object, **more: str) -> requests.Response:
    """Send a batch as facebook-sdk does: a form."""
    headers = {"Authorization": f"Bearer {platform.token}"}
    data = {"batch": parts if isinstance(parts, str) else json.dumps(parts), **more}
    return requests.post(f"{platform.url}/v26.0/", data=data, headers=headers, timeout=10)


def gets(*paths: str) -> list[dict[str, str]]:
    """Write the parts of a batch."""
    return [{"method": "GET", "relative_url": f"v26.0/{path}"} for path in paths]


def bodies(response: requests.Response) -> list[Any]:
    """Read the body of every part, which is a text of JSON."""
    return [None if part is None else json.loads(part["body"]) for part in response.json()]


def test_parts_are_answered_in_their_order(platform: Playback) -> None:
    """Status 200 for the whole says nothing about the parts."""
    response = send(platform, gets(f"{POST}?fields=message", "700999", f"{PAGE}/feed?limit=1"))

    message, missing, feed = bodies(response)
    assert (200, [200, 400, 200]) == (
        response.status_code,
        [part["code"] for part in response.json()],
    )
    assert ("Snow tonight / no parking ❄️", 33) == (
        message["message"],
        missing["error"]["error_subcode"],
    )
    assert 1 == len(feed["data"])


def test_headers_of_parts_come_unless_refused(platform: Playback) -> None:
    """The usage headers stand there too."""
    (with_headers,) = send(platform, gets(PAGE)).json()
    (without,) = send(platform, gets(PAGE), include_headers="false").json()

    names = {header["name"] for header in with_headers["headers"]}
    assert {"facebook-api-version", "X-Business-Use-Case-Usage"} <= names
    assert "headers" not in without


def test_every_part_counts_as_a_call(platform: Playback) -> None:
    """The log names the parts and then the batch."""
    send(platform, gets(PAGE, POST))

    logged = [(call.method, call.path, call.in_batch) for call in platform.calls]
    assert [("GET", f"/{PAGE}", True), ("GET", f"/{POST}", True), ("POST", "/", False)] == logged
    assert platform.token not in repr(platform.calls)


def test_parts_use_up_the_allowance() -> None:
    """A batch is no way around it."""
    with Playback(make_timeline(ENTRIES), calls_allowed=2) as platform:
        codes = [part["code"] for part in send(platform, gets(PAGE, PAGE, PAGE)).json()]

    assert [200, 200, 400] == codes


def test_unfinished_parts_are_null(platform: Playback) -> None:
    """They must be asked for again."""
    platform.misbehave(FaultKind.BATCH_NULL, path="?batch")

    first, again = (bodies(send(platform, gets(PAGE, POST, PAGE))) for _ in range(2))
    assert [False, True, False] == [each is None for each in first]
    assert None not in again


def test_a_fault_can_hit_one_part_or_the_whole(platform: Playback) -> None:
    """Parts are watched by their own paths."""
    platform.misbehave(FaultKind.PERMISSION_MISSING, path="/feed")
    part = [part["code"] for part in send(platform, gets(PAGE, f"{PAGE}/feed")).json()]
    platform.misbehave(FaultKind.HTTP_502, path="?batch")

    assert ([200, 403], 502) == (part, send(platform, gets(PAGE)).status_code)


@pytest.mark.parametrize(
    "parts", ["", "{}", "[]", "[1]", '[{"method": "GET"}]', gets(*[PAGE] * 51)]
)
def test_what_is_no_batch_is_refused(platform: Playback, parts: object) -> None:
    """Fifty parts at most."""
    response = send(platform, parts)

    assert (400, 100) == (response.status_code, response.json()["error"]["code"])


def test_a_batch_without_a_good_token_is_refused_as_a_whole(platform: Playback) -> None:
    """No part is answered."""
    address = f"{platform.url}/v26.0/"
    refused = requests.post(address, data={"batch": json.dumps(gets(PAGE))}, timeout=10)

    assert (400, 2500) == (refused.status_code, refused.json()["error"]["code"])


def test_conditions_are_ignored(platform: Playback, ask: Caller) -> None:
    """ETags are gone: the same call is answered in full."""
    headers = {"Authorization": f"Bearer {platform.token}", "If-None-Match": '"abc"'}
    response = requests.get(f"{platform.url}/v26.0/{PAGE}", headers=headers, timeout=10)

    assert (200, ask(PAGE), False) == (
        response.status_code,
        response.json(),
        "ETag" in response.headers,
    )

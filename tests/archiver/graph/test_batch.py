"""Several questions in one round trip give the same answers as one by one."""

import hashlib
import json
from typing import Any

import pytest

from archiver.errors import ObjectUnreadable, PlatformThrottled
from archiver.graph.batch import MOST, ROUNDS, Question, read_parts
from archiver.platforms import FaultKind, Playback
from tests.archiver.graph.conftest import Connect
from tests.archiver.graph.scripted import Reply, Scripted
from tests.archiver.quillback import PlayedPage

FIELDS = {"fields": "id,message"}


@pytest.fixture
def posts(page: PlayedPage) -> list[str]:
    """Let a page have sixty posts."""
    return [page.post(str(number), f"Notice {number} \N{SNOWMAN}") for number in range(60)]


def questions(posts: list[str]) -> list[Question]:
    """Ask for each."""
    return [Question.of(post, FIELDS) for post in posts]


def posted(platform: Playback) -> int:
    """Count the round trips of batches."""
    return sum(call.method == "POST" for call in platform.calls)


def test_every_part_is_an_answer_of_its_own(
    connect: Connect, platform: Playback, posts: list[str]
) -> None:
    """The unescaped body is the response: byte for byte what is got one by one."""
    client, alone = connect(platform.url), connect(platform.url)

    client.ahead(questions(posts))
    answers = [client.get(post, FIELDS) for post in posts]

    assert -(-len(posts) // MOST) == posted(platform)
    assert len(posts) == client.calls
    for post, answer in zip(posts, answers, strict=True):
        single = alone.get(post, FIELDS)
        assert (single.body, single.digest, single.asked) == (
            answer.body,
            hashlib.sha256(answer.body).hexdigest(),
            answer.asked,
        )


def test_an_answer_is_given_once(connect: Connect, platform: Playback, posts: list[str]) -> None:
    """Who asks again is told what is so now."""
    client = connect(platform.url)
    client.ahead(questions(posts[:5]))

    client.get(posts[0], FIELDS)
    client.get(posts[0], FIELDS)

    assert 6 == client.calls


def test_a_part_that_is_gone_is_gone_like_anything_else(
    connect: Connect, page: PlayedPage, posts: list[str]
) -> None:
    """The error comes when that one is asked for, and not before."""
    page.delete(posts[1])
    client = connect(page.platform.url)

    client.ahead(questions(posts[:4]))

    assert client.get(posts[0], FIELDS).body
    with pytest.raises(ObjectUnreadable):
        client.get(posts[1], FIELDS)


def test_parts_that_were_not_finished_are_sent_again(
    connect: Connect, platform: Playback, posts: list[str]
) -> None:
    """As often as it takes, within reason; what stays open is asked for by itself."""
    platform.misbehave(FaultKind.BATCH_NULL, times=2)
    client = connect(platform.url)

    client.ahead(questions(posts[:20]))
    answers = [client.get(post, FIELDS) for post in posts[:20]]

    assert posts[:20] == [json.loads(answer.body)["id"] for answer in answers]
    assert 1 < posted(platform) <= ROUNDS


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b'{"error":{"message":"Unsupported post request","code":100}}', 400),
        Reply(b"<html></html>", 502),
        Reply(b"[null]"),
        Reply(b"[" * 50_000),
    ],
)
def test_who_does_not_know_batches_is_asked_one_by_one(connect: Connect, reply: Reply) -> None:
    """And is not bothered with another batch."""
    asked = [Question.of(str(number), {}) for number in range(5)]
    with Scripted(reply, Reply(b'{"id":"1"}')) as server:
        client = connect(server.url)
        client.ahead(asked)
        client.ahead(asked)

        assert b'{"id":"1"}' == client.get("1", {}).body
        assert ["POST", "GET"] == [heard.method for heard in server.heard]


def test_a_throttled_part_stops_the_account(
    connect: Connect, platform: Playback, posts: list[str]
) -> None:
    """Also where the platform refuses a single part of many."""
    platform.misbehave(FaultKind.THROTTLE, path=f"/{posts[2]}")
    client = connect(platform.url)
    client.ahead(questions(posts[:4]))

    with pytest.raises(PlatformThrottled):
        client.get(posts[2], FIELDS)


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'[{"code":"x"}]', b"[null,null]"])
def test_what_is_no_answer_to_a_batch_is_none(body: bytes) -> None:
    """Nothing of it is believed."""
    assert read_parts(body, 1) is None


def test_a_part_without_a_body_is_no_answer() -> None:
    """It is asked for again by itself."""
    parts: Any = read_parts(b'[{"code":200},null]', 2)

    assert (b"", None) == (parts[0].body, parts[1])

"""The client asks again where that helps, stops where it hurts, and never lets the token out."""

import hashlib
import itertools
import json
import logging
import socket

import pytest

from archiver.errors import (
    AccountBlocked,
    CivickeepError,
    ObjectUnreadable,
    PermissionMissing,
    PlatformThrottled,
    PlatformUnavailable,
    RequestRefused,
    TokenRefused,
    TooMuchData,
)
from archiver.graph.client import BACKOFF, TRIES
from archiver.platforms import FaultKind, Playback
from archiver.secret import Secret
from tests.archiver.graph.conftest import Connect
from tests.archiver.graph.scripted import JSON, Reply, Scripted
from tests.archiver.quillback import PAGE, TOKEN, PlayedPage

GOOD = Reply(b'{"data":[{"id":"1"}]}')


def error(code: int, subcode: int = 0, status: int = 400, **headers: str) -> Reply:
    """Make an error answer."""
    text = json.dumps({"error": {"message": "no", "code": code, "error_subcode": subcode}})
    return Reply(text.encode(), status, {**JSON, **headers})


def test_an_answer_is_given_whole_with_what_was_asked(connect: Connect) -> None:
    """Its bytes, their digest, the version that answered; the question has no token in it."""
    headers = {**JSON, "facebook-api-version": "v27.0"}
    with Scripted(Reply(GOOD.body, headers=headers)) as server:
        answer = connect(server.url).get("880100/feed", {"limit": "5", "fields": "id,message"})

    assert GOOD.body == answer.body
    assert hashlib.sha256(GOOD.body).hexdigest() == answer.digest
    assert "v27.0" == answer.api_version
    assert (
        "GET https://graph.facebook.com/v26.0/880100/feed?fields=id%2Cmessage&limit=5"
        == answer.asked
    )
    assert "/v26.0/880100/feed?limit=5&fields=id%2Cmessage" == server.heard[0].path
    assert f"Bearer {TOKEN}" == server.heard[0].headers["Authorization"]


@pytest.mark.parametrize("told", ["", "v26", "26.0", "v1.0\tx", "v99999.1", "<b>"])
def test_a_version_that_is_none_is_not_believed(connect: Connect, told: str) -> None:
    """What goes into a record's headers is never free text of the platform."""
    with Scripted(Reply(GOOD.body, headers={**JSON, "facebook-api-version": told})) as server:
        assert "v26.0" == connect(server.url).get("1", {}).api_version


def test_the_secret_of_the_app_is_proven_and_kept_out_of_what_was_asked(connect: Connect) -> None:
    """The proof goes with every call, and into no record."""
    with Scripted(GOOD) as server:
        answer = connect(server.url, proof=Secret("ab12")).get("1", {"fields": "id"})

    assert "/v26.0/1?fields=id&appsecret_proof=ab12" == server.heard[0].path
    assert "proof" not in answer.asked


def test_an_answer_that_is_too_long_is_not_read_to_its_end(connect: Connect) -> None:
    """It is a reason to ask for less at a time, and takes no more memory than is allowed."""
    with Scripted(Reply(b'{"data":[' + b'"x",' * 100_000 + b"]}"), GOOD) as server:
        client = connect(server.url, longest=70_000)
        with pytest.raises(TooMuchData):
            client.get("1/feed", {})

        assert GOOD.body == client.get("1/feed", {}).body


def test_an_answer_that_only_trickles_is_broken_off_and_asked_for_again(
    connect: Connect, waits: list[float]
) -> None:
    """It never falls silent, so that only the time it takes in all says that it goes wrong."""
    passing = itertools.count(0, 40.0)
    with Scripted(Reply(b'{"data":[' + b" " * 1_000_000 + b"]}")) as server:
        client = connect(server.url, seconds=lambda: next(passing), deadline=90.0)
        with pytest.raises(PlatformUnavailable):
            client.get("1/feed", {})

    assert TRIES == len(server.heard)
    assert list(BACKOFF) == waits


def test_an_answer_that_stands_still_half_way_is_given_up_at_the_deadline(
    page: PlayedPage, connect: Connect, waits: list[float]
) -> None:
    """The next try has the whole time again."""
    post = page.post("1", "Hello")
    page.platform.misbehave(FaultKind.SLOW_BODY, times=1, seconds=0.6)

    answer = connect(page.platform.url, deadline=0.5).get(post, {"fields": "message"})

    assert "Hello" == json.loads(answer.body)["message"]
    assert list(BACKOFF[:1]) == waits


def test_the_versions_that_answered_are_remembered(connect: Connect) -> None:
    """An expired one is answered by the oldest alive, and nobody else says so."""
    headers = {**JSON, "facebook-api-version": "v22.0"}
    with Scripted(Reply(GOOD.body, headers=headers)) as server:
        client = connect(server.url)
        client.get("1", {})

    assert {"v22.0"} == client.versions


def test_a_strange_id_makes_no_strange_question(connect: Connect) -> None:
    """It is escaped in the address and in what is written down of it."""
    with Scripted(GOOD) as server:
        answer = connect(server.url).get("ž?a=b#c d\n/comments", {})

    path = "/v26.0/%C5%BE%3Fa%3Db%23c%20d%0A/comments"
    assert path == server.heard[0].path
    assert f"GET https://graph.facebook.com{path}?" == answer.asked


@pytest.mark.parametrize(
    "kind", [FaultKind.HTTP_502, FaultKind.CUT_BODY, FaultKind.CUT_JSON, FaultKind.ERROR_IN_200]
)
def test_a_fault_that_passes_is_waited_out(
    page: PlayedPage, connect: Connect, waits: list[float], kind: FaultKind
) -> None:
    """HTML, a cut answer and a service that is down are asked again, ever more slowly."""
    post = page.post("1", "Hello")
    page.platform.misbehave(kind, times=2)

    answer = connect(page.platform.url).get(post, {"fields": "message"})

    assert "Hello" == json.loads(answer.body)["message"]
    assert list(BACKOFF[:2]) == waits


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"", 500),
        Reply(b"", 200),
        Reply(b"", 304, {}),
        Reply(b"<html>", 200, {"Content-Type": "text/html"}),
        Reply(b'{"data":[', 200),
        Reply(b'{"data":[]}', 404),
        Reply(b'{"data":[]}', 429),
        Reply(b'{"data":[]}', 200, promised=40),
        Reply(b'{"error":{"code":2}}', 200, {"Content-Type": "text/plain"}),
        Reply(b'{"error":{"code":5555,"message":"What?"}}', 400),
        Reply(b"\xff\xfe\x00", 200, {"Content-Type": "image/png"}),
        Reply(b"{" * 30_000, 200),
    ],
)
def test_a_fault_that_stays_ends_after_a_few_tries(
    connect: Connect, waits: list[float], reply: Reply
) -> None:
    """It is said that nothing came, and never taken for an answer."""
    with Scripted(reply) as server, pytest.raises(PlatformUnavailable) as failure:
        connect(server.url).get("880100/feed", {})

    assert TRIES == len(server.heard)
    assert list(BACKOFF) == waits
    assert failure.value.retryable


def test_nobody_there_is_a_fault_like_any_other(connect: Connect, waits: list[float]) -> None:
    """A refused connection is tried again and then told."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(PlatformUnavailable):
        connect(f"http://127.0.0.1:{port}").get("1", {})
    assert list(BACKOFF) == waits


def test_one_who_never_answers_is_not_waited_for(connect: Connect) -> None:
    """Every call has a time limit."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(TRIES)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"

        with pytest.raises(PlatformUnavailable):
            connect(url, timeout=0.05).get("1", {})


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (error(190, 463), TokenRefused),
        (error(190, 463, status=200), TokenRefused),
        (error(102), TokenRefused),
        (error(10), PermissionMissing),
        (error(200, status=403), PermissionMissing),
        (error(100, 33), ObjectUnreadable),
        (error(100), RequestRefused),
        (error(368), AccountBlocked),
        (error(80001), PlatformThrottled),
        (error(4), PlatformThrottled),
        (
            Reply(b'{"error":{"code":1,"message":"Please reduce the amount of data"}}', 500),
            TooMuchData,
        ),
    ],
)
def test_what_asking_again_cannot_mend_is_told_at_once(
    connect: Connect, waits: list[float], reply: Reply, kind: type[CivickeepError]
) -> None:
    """One call, no waiting, and an error that says what to do."""
    with Scripted(reply) as server, pytest.raises(CivickeepError) as failure:
        connect(server.url).get("880100/feed", {})

    assert kind is type(failure.value)
    assert ([], 1) == (waits, len(server.heard))
    assert failure.value.next_step


def test_being_throttled_says_how_long_to_stay_away(connect: Connect, platform: Playback) -> None:
    """Calling sooner lengthens the block."""
    platform.misbehave(FaultKind.THROTTLE, minutes=19)

    with pytest.raises(PlatformThrottled) as failure:
        connect(platform.url).get(PAGE, {})

    assert "19 minutes" in failure.value.next_step


def test_without_a_word_on_it_an_hour_is_kept(connect: Connect, platform: Playback) -> None:
    """At least that for the codes 4, 17 and 32 (facebook.md, section 7)."""
    platform.misbehave(FaultKind.APP_LIMIT)

    with pytest.raises(PlatformThrottled) as failure:
        connect(platform.url).get(PAGE, {})

    assert "60 minutes" in failure.value.next_step


def test_we_slow_down_and_stop_before_the_limit(connect: Connect, waits: list[float]) -> None:
    """The platform is not asked once more at 95 %."""

    def used(percent: int) -> Reply:
        return Reply(GOOD.body, headers={**JSON, "x-app-usage": f'{{"call_count":{percent}}}'})

    with Scripted(used(10), used(80), GOOD, used(95)) as server:
        client = connect(server.url)
        for _ in range(4):
            client.get("1", {})
        with pytest.raises(PlatformThrottled):
            client.get("1", {})

    assert 4 == len(server.heard)
    assert 2 == len(waits)  # after 80 %, and after the answer without a header
    assert all(0 < wait < 5 for wait in waits)


class TestToken:
    """The token goes into one header and nowhere else."""

    def test_it_is_in_no_address(self, connect: Connect, page: PlayedPage) -> None:
        """Tokens in addresses end in logs."""
        page.post("1")
        page.post("2")

        connect(page.platform.url).get(f"{PAGE}/feed", {"limit": "1"})

        (call,) = page.platform.calls
        assert {"limit": "1"} == call.parameters

    def test_it_is_in_no_answer(self, connect: Connect, page: PlayedPage) -> None:
        """The platform writes it into the address of the next page."""
        page.post("1")
        page.post("2")

        answer = connect(page.platform.url).get(f"{PAGE}/feed", {"limit": "1"})

        assert b"access_token=***" in answer.body
        assert TOKEN.encode() not in answer.body.replace(b"%7C", b"|").replace(b"\\/", b"/")

    @pytest.mark.parametrize(
        "reply",
        [
            Reply(json.dumps({"error": {"code": 190, "fbtrace_id": TOKEN}}).encode(), 400),
            Reply(json.dumps({"error": {"code": 1, "message": TOKEN}}).encode(), 500),
            Reply(TOKEN.encode(), 200, {"Content-Type": "text/plain", "x-app-usage": TOKEN}),
            Reply(b"{}", promised=50),
        ],
    )
    def test_it_is_in_no_error_and_no_log(
        self, connect: Connect, caplog: pytest.LogCaptureFixture, reply: Reply
    ) -> None:
        """Even where the platform sends it back in odd places, and everything is logged."""
        caplog.set_level(logging.DEBUG)
        with Scripted(reply) as server, pytest.raises(CivickeepError) as failure:
            connect(server.url).get("880100/feed", {})

        told = [failure.value.what, failure.value.next_step, repr(failure.value), caplog.text]
        assert caplog.text
        assert [] == [text for text in told if TOKEN in text or "EAAB" in text]

    def test_it_does_not_follow_a_redirect_to_another_host(self, connect: Connect) -> None:
        """Whoever answers in the platform's place does not get it handed on."""
        with Scripted(GOOD) as other:
            moved = Reply(b"", 302, {"Location": f"{other.url}/v26.0/1"})
            with Scripted(moved) as server, pytest.raises(PlatformUnavailable):
                connect(server.url).get("1", {})

        assert [] == [call for call in other.heard if "Authorization" in call.headers]

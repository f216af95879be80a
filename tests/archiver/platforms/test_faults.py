from datetime import timedelta
from typing import Any

import pytest
import requests

from archiver.platforms import Fault, FaultKind, Playback, make_timeline
from archiver.platforms.faults import FaultBook
from tests.archiver.platforms.elk_prairie import ENTRIES, PAGE, Caller, instant

FEED = f"{PAGE}/feed"


@pytest.mark.parametrize(
    ("kind", "status", "code", "subcode"),
    [
        (FaultKind.THROTTLE, 400, 80001, 2446079),
        (FaultKind.APP_LIMIT, 400, 4, None),
        (FaultKind.USER_LIMIT, 400, 17, None),
        (FaultKind.PAGE_LIMIT, 400, 32, None),
        (FaultKind.EDGE_LIMIT, 400, 613, None),
        (FaultKind.BLOCKED, 403, 368, None),
        (FaultKind.UNKNOWN_ERROR, 500, 1, None),
        (FaultKind.LOGGED_OUT, 400, 190, 460),
        (FaultKind.CAPABILITY_MISSING, 400, 3, None),
        (FaultKind.FEATURE_MISSING, 403, 10, None),
        (FaultKind.BEFORE_BUSINESS, 400, 100, 2108006),
        (FaultKind.HTTP_500, 500, 1, None),
        (FaultKind.TOKEN_EXPIRED, 400, 190, 463),
        (FaultKind.PERMISSION_MISSING, 403, 200, None),
        (FaultKind.OBJECT_UNREADABLE, 400, 100, 33),
        (FaultKind.ERROR_IN_200, 200, 2, None),
    ],
)
def test_an_error_fault_has_its_status_and_code(  # noqa: PLR0913, PLR0917 - one column each
    platform: Playback,
    ask: Caller,
    kind: FaultKind,
    status: int,
    code: int,
    subcode: int | None,
) -> None:
    """One call is hit; the next is answered as if nothing had been."""
    platform.misbehave(kind)

    hit, after = ask.response(FEED), ask.response(FEED)
    error = hit.json()["error"]
    assert (status, code, subcode) == (hit.status_code, error["code"], error.get("error_subcode"))
    assert (200, 3) == (after.status_code, len(after.json()["data"]))


def test_a_throttled_caller_is_told_how_long_to_wait(platform: Playback, ask: Caller) -> None:
    """The minutes stand in the header, under the page's id."""
    platform.misbehave(FaultKind.THROTTLE, minutes=19)

    header = ask.response(FEED).headers["X-Business-Use-Case-Usage"]
    assert f'{{"{PAGE}":[{{"type":"pages","call_count":100,' in header
    assert '"estimated_time_to_regain_access":19}' in header


def test_an_html_page_can_come_instead_of_json(platform: Playback, ask: Caller) -> None:
    """As from a gateway in between."""
    platform.misbehave(FaultKind.HTTP_502)

    response = ask.response(FEED)
    assert (502, "text/html; charset=utf-8") == (
        response.status_code,
        response.headers["Content-Type"],
    )


def test_a_cut_body_ends_the_connection(platform: Playback, ask: Caller) -> None:
    """Fewer bytes come than were promised."""
    platform.misbehave(FaultKind.CUT_BODY)

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        ask.response(FEED)


def test_a_cut_json_text_keeps_its_promised_length(platform: Playback, ask: Caller) -> None:
    """Only a JSON parser notices."""
    platform.misbehave(FaultKind.CUT_JSON)

    response = ask.response(FEED)
    assert str(len(response.content)) == response.headers["Content-Length"]
    with pytest.raises(requests.exceptions.JSONDecodeError):
        response.json()


def test_a_repeated_page_is_the_first_one_again(platform: Playback, ask: Caller) -> None:
    """Whoever follows cursors without looking walks in a circle."""
    platform.misbehave(FaultKind.REPEATED_PAGE, path="/feed", calls=(2,))

    first = ask(FEED, limit=1)
    second = ask(FEED, limit=1, after=first["paging"]["cursors"]["after"])
    assert first == second


def test_after_an_empty_page_the_rest_still_comes(platform: Playback, ask: Caller) -> None:
    """An empty page is not the end while there is a next one."""
    platform.misbehave(FaultKind.EMPTY_PAGE, path="/feed", calls=(2,))

    walked: list[list[str]] = []
    page: dict[str, Any] = ask(FEED, limit=1)
    while True:
        walked.append([post["id"] for post in page["data"]])
        if "next" not in page["paging"]:
            break
        page = requests.get(page["paging"]["next"], timeout=10).json()
    assert [["700100_3"], [], ["700100_2"], ["700100_1"]] == walked


def test_a_wrong_kind_of_token_sees_silently_nothing(platform: Playback, ask: Caller) -> None:
    """No error, no items: only the count elsewhere tells."""
    platform.misbehave(FaultKind.SILENT_EMPTY, path="/comments")

    found = ask("700100_1/comments", summary="true")
    assert {"data": []} == found


@pytest.mark.parametrize(
    ("fault", "hit"),
    [
        (Fault(at=instant(8), kind=FaultKind.HTTP_500), [1]),
        (Fault(at=instant(8), kind=FaultKind.HTTP_500, times=3), [1, 2, 3]),
        (Fault(at=instant(8), kind=FaultKind.HTTP_500, calls=(2, 5)), [2, 5]),
        (Fault(at=instant(8), kind=FaultKind.HTTP_500, until=instant(9, 3)), [1, 2, 3]),
        (Fault(at=instant(9, 4), kind=FaultKind.HTTP_500, times=2), [5, 6]),
        (Fault(at=instant(8), kind=FaultKind.HTTP_500, path="/posts", times=9), []),
    ],
)
def test_a_fault_hits_the_calls_it_names(fault: Fault, hit: list[int]) -> None:
    """One call a minute from nine o'clock on."""
    book = FaultBook().with_faults(fault)
    found: list[int] = []
    for call in range(1, 8):
        book, struck = book.called("/feed", instant(9) + timedelta(minutes=call - 1))
        found += [call] if struck else []

    assert hit == found


def test_a_fault_may_stand_in_the_timeline() -> None:
    """It counts from its instant on."""
    fault = Fault(at=instant(10), kind=FaultKind.HTTP_500)
    with Playback(make_timeline([*ENTRIES, fault]), at=instant(9)) as platform:
        caller = Caller(platform)
        before = caller.response(FEED).status_code
        platform.set_time(instant(10))

        assert (200, 500) == (before, caller.response(FEED).status_code)
        caller.close()


def test_every_kind_of_fault_can_happen(platform: Playback, ask: Caller) -> None:
    """None of them breaks the server itself, for posts, comments or unknown objects."""
    for kind in FaultKind:
        for path in (FEED, "700100_1/comments", "unknown"):
            platform.misbehave(kind, seconds=0.01)
            try:
                ask.response(path)
            except requests.exceptions.ChunkedEncodingError:
                assert FaultKind.CUT_BODY is kind

    assert PAGE == ask(PAGE)["id"]


def test_a_token_runs_out_in_the_played_time() -> None:
    """From then on every call is refused, with subcode 463."""
    timeline = make_timeline(ENTRIES)
    with Playback(timeline, at=instant(9), token_expires=instant(10)) as platform:
        caller = Caller(platform)
        before = caller(PAGE)
        platform.set_time(instant(10))
        error = caller(PAGE)["error"]
        caller.close()

    assert PAGE == before["id"]
    assert (190, 463) == (error["code"], error["error_subcode"])


def test_usage_climbs_until_calls_are_refused() -> None:
    """After the allowed calls comes the limit, and calling on lengthens it."""
    with Playback(make_timeline(ENTRIES), at=instant(9), calls_allowed=2) as platform:
        caller = Caller(platform)
        responses = [caller.response(PAGE) for _ in range(4)]
        platform.set_time(instant(11))
        later = caller.response(PAGE)
        caller.close()

    told = [response.headers["X-Business-Use-Case-Usage"] for response in responses]
    assert [200, 200, 400, 400] == [response.status_code for response in responses]
    assert '"call_count":50' in told[0]
    assert '"estimated_time_to_regain_access":30' in told[2]
    assert '"estimated_time_to_regain_access":31' in told[3]
    assert 200 == later.status_code


def test_a_call_for_too_much_is_answered_with_less() -> None:
    """The weight of a call is the product of its limits."""
    with Playback(make_timeline(ENTRIES), heaviest=500) as platform:
        caller = Caller(platform)
        heavy = caller.response(FEED, limit=50, fields="comments.limit(25)")
        light = caller.response(FEED, limit=10, fields="comments.limit(25)")
        caller.close()

    assert (500, 1) == (heavy.status_code, heavy.json()["error"]["code"])
    assert 200 == light.status_code

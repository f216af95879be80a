"""What an error asks of us: told by its code, never by the status (facebook.md, section 6)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.graph.meaning import Meaning, fault_of

RETRY, REDUCE, THROTTLED = Meaning.RETRY, Meaning.REDUCE, Meaning.THROTTLED
TOKEN, PERMISSION, BLOCKED = Meaning.TOKEN, Meaning.PERMISSION, Meaning.BLOCKED
UNREADABLE, REFUSED = Meaning.UNREADABLE, Meaning.REFUSED
MUCH = "Please reduce the amount of data you're asking for, then retry your request"
STATUSES = [200, 400, 403, 500, 503]


def body(**error: object) -> bytes:
    """Write an error as the platform does."""
    return json.dumps({"error": {"message": "no", "type": "OAuthException", **error}}).encode()


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        ({"code": 1, "message": MUCH}, REDUCE),
        ({"code": 1, "message": "An unknown error occurred"}, RETRY),
        ({"code": 2, "is_transient": True}, RETRY),
        *[({"code": code}, PERMISSION) for code in (3, 10, 200, 230, 299)],
        *[({"code": code}, THROTTLED) for code in (4, 17, 32, 341, 613)],
        *[({"code": code}, THROTTLED) for code in (80000, 80001, 80002, 80006, 80009, 80014)],
        ({"code": 80001, "error_subcode": 2446079, "is_transient": True}, THROTTLED),
        ({"code": 100, "error_subcode": 33}, UNREADABLE),
        ({"code": 100, "error_subcode": 33, "is_transient": True}, RETRY),
        ({"code": 100}, REFUSED),
        ({"code": 100, "error_subcode": 2018001}, REFUSED),
        ({"code": 102}, TOKEN),
        *[({"code": 190, "error_subcode": sub}, TOKEN) for sub in (458, 459, 460, 463, 464, 467)],
        ({"code": 190, "error_subcode": 492}, TOKEN),
        ({"code": 190}, TOKEN),
        ({"code": 2500}, REFUSED),
        ({"code": 368}, BLOCKED),
        ({"code": 200, "is_transient": True}, RETRY),
        ({"code": 190, "is_transient": True}, TOKEN),
        ({"code": 987654}, RETRY),
        ({}, RETRY),
    ],
)
def test_a_code_means_the_same_under_every_status(
    status: int, error: dict[str, object], meaning: Meaning
) -> None:
    """Errors come with 200, and limits with 400."""
    fault = fault_of(status, body(**error))

    assert fault is not None
    assert meaning is fault.meaning


@pytest.mark.parametrize(
    "odd",
    [
        {"fbtrace_id": 5},
        {"message": None},
        {"error_user_msg": {"a": []}},
        {"is_transient": "no"},
        {"error_subcode": "463"},
        {"code": "190"},
        {"type": 7},
    ],
)
def test_an_odd_part_of_an_error_does_not_cost_its_code(odd: dict[str, object]) -> None:
    """A dead token is a dead token, however the rest of the answer is written."""
    fault = fault_of(400, body(**{"code": 190, **odd}))

    assert fault is not None
    assert TOKEN is fault.meaning


def test_an_error_that_the_fast_parser_refuses_is_still_read() -> None:
    """A lone surrogate in its message does not make a dead token a good page."""
    fault = fault_of(200, rb'{"error":{"code":190,"message":"\ud83d"}}')

    assert fault is not None
    assert TOKEN is fault.meaning


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<html><body>Sorry, something went wrong.</body></html>",
        b'{"data":[{"id":"1","mess',
        b"7",
        b'{"error":"gone"}',
        b'{"error":[]}',
        b'{"error":17}',
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"error_type":"OAuthException","code":400,"error_message":"Invalid"}',
        b'{"data":[]}',
        b'{"data":[{"id":"\\ud800"}]}',
    ],
)
def test_what_is_neither_a_good_answer_nor_an_error_is_asked_for_again(
    status: int, text: bytes
) -> None:
    """Only 200 with JSON of some shape counts; its cutting into items then decides."""
    fault = fault_of(status, text)

    if fault is None:
        assert 200 == status
        assert text.startswith((b'{"data"', b'{"error_type"', b"7"))
        assert text.endswith((b"}", b"7"))
    else:
        assert (RETRY, status) == (fault.meaning, fault.status)


def test_a_good_answer_holds_no_error() -> None:
    """Nor does a page with a lone surrogate in it, or one that is hostile."""
    for good in (
        b'{"data":[],"paging":{}}',
        rb'{"data":[{"id":"1","message":"\ud83d"}]}',
        rb'{"data":[{"id":"1","message":"{\"error\":{\"code\":190}}"}]}',
        b'{"data":[],"error":null}',
    ):
        assert fault_of(200, good) is None


def test_a_fault_is_told_by_number_and_trace_alone() -> None:
    """The platform's words stay out of messages; a trace that is none is left out."""
    told = body(code=100, error_subcode=33, fbtrace_id="AbC_1", message="SECRET")
    odd = body(code=190, fbtrace_id="\x1b[31m SECRET")

    assert ["code 100/33, trace AbC_1", "code 190", "HTTP 502"] == [
        str(fault_of(status, text)) for status, text in ((400, told), (400, odd), (502, b"<p>"))
    ]


@given(st.sampled_from(STATUSES), st.binary(max_size=80))
def test_no_bytes_make_telling_fail(status: int, noise: bytes) -> None:
    """Whatever comes is an answer or a fault, and never an exception."""
    for text in (noise, b'{"error":' + noise + b"}", b'{"error":{"code":' + noise + b"}}"):
        fault = fault_of(status, text)

        assert fault is None or fault.meaning in Meaning

"""How much of the allowance is used, and that we slow down and stop before it runs out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.graph.usage import Usage, read_usage

APP = {"x-app-usage": '{"call_count":28,"total_time":25,"total_cputime":31}'}
BUSINESS = {
    "x-business-use-case-usage": json.dumps(
        {
            "880100": [
                {
                    "type": "pages",
                    "call_count": 80,
                    "total_cputime": 25,
                    "total_time": 25,
                    "estimated_time_to_regain_access": 0,
                    "ads_api_access_tier": "standard_access",
                }
            ],
            "990": [
                {"type": "messenger", "call_count": 100, "estimated_time_to_regain_access": 19}
            ],
        }
    )
}


@pytest.mark.parametrize(
    ("account", "usage"), [("880100", Usage(80, 0)), ("990", Usage(100, 19)), ("1", Usage(100, 19))]
)
def test_only_our_own_allowance_counts_where_we_are_named(account: str, usage: Usage) -> None:
    """Another Page of the city that is throttled is no reason for this one to wait."""
    assert usage == read_usage(BUSINESS, account)


def test_absurd_numbers_become_none_that_would_hurt() -> None:
    """A week is the longest anybody is sent away."""
    header = '{"1":[{"call_count":1e300,"estimated_time_to_regain_access":99999999999}]}'

    assert Usage(1000, 7 * 24 * 60) == read_usage({"x-business-use-case-usage": header})


@pytest.mark.parametrize(
    ("headers", "usage"),
    [
        ({}, None),
        (APP, Usage(31, 0)),
        ({"x-page-usage": '{"call_count":12,"total_time":3,"total_cputime":2}'}, Usage(12, 0)),
        ({"x-app-usage": '{"call_volume":7,"cpu_time":44}'}, Usage(44, 0)),
        (BUSINESS, Usage(100, 19)),
        ({**APP, **BUSINESS}, Usage(100, 19)),
        ({"x-app-usage": '{"call_count":0}'}, Usage(0, 0)),
        ({"x-app-usage": "not json"}, None),
        ({"x-app-usage": "[" * 50_000}, None),
        ({"x-app-usage": '{"call_count":"many"}'}, None),
        ({"x-ad-account-usage": '{"acc_id_util_pct":99}'}, None),
    ],
)
def test_the_highest_of_all_limits_counts(headers: dict[str, str], usage: Usage | None) -> None:
    """Several ids and kinds of limit come together; what cannot be read says nothing."""
    assert usage == read_usage(headers)


@pytest.mark.parametrize(
    ("percent", "stops", "waits"),
    [(0, False, False), (74, False, False), (75, False, True), (94, False, True), (95, True, True)],
)
def test_we_slow_down_from_75_and_stop_at_95(percent: int, stops: bool, waits: bool) -> None:  # noqa: FBT001 - columns of the table above
    """Calling while throttled lengthens the block (facebook.md, section 7)."""
    usage = Usage(percent)

    assert (stops, waits) == (usage.must_stop, usage.pause > 0)


def test_the_pause_grows_towards_the_stop() -> None:
    """The nearer the limit, the slower we go."""
    pauses = [Usage(percent).pause for percent in range(70, 95)]

    assert sorted(pauses) == pauses
    assert 5.0 >= pauses[-1] > pauses[5]


@given(st.text(max_size=60))
def test_no_header_makes_reading_fail(header: str) -> None:
    """What the platform writes there is never our undoing."""
    for text in (header, '{"call_count":' + header + "}"):
        usage = read_usage({"x-app-usage": text, "x-business-use-case-usage": text})

        assert usage is None or min(usage.percent, usage.regain_minutes) >= 0

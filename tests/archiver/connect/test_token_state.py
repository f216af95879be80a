"""What the platform says of a token is read as it stands, and nothing else is taken from it."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.connect.needs import needs_of
from archiver.connect.token_state import (
    TokenProblem,
    TokenState,
    read_token_state,
    with_tasks,
)
from archiver.items import Platform

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAGE = "880100"
NEEDS = needs_of(Platform.FACEBOOK)


def said(**told: object) -> bytes:
    """Make the platform's answer about a token with all it needs, and what a test adds."""
    data = {"is_valid": True, "expires_at": 0, "scopes": list(NEEDS.all), "type": "PAGE"}
    return json.dumps({"data": {**data, **told}}).encode()


def read(body: bytes) -> TokenState:
    """Read an answer at the time of these tests."""
    return read_token_state(body, NEEDS, (PAGE,), NOW)


def test_a_token_without_an_end() -> None:
    """0 means never; all its permissions are there, and whose it is."""
    state = read(said(profile_id=880100, data_access_expires_at=1790000000))

    assert state == TokenState(
        valid=True,
        examined=True,
        data_access_expires_at=datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC),
        scopes=NEEDS.all,
        kind="PAGE",
        profile=PAGE,
    )


def test_a_bare_answer_is_read_as_well() -> None:
    """Some recorded ones have no ``data`` around them."""
    assert read(b'{"is_valid": true, "expires_at": 0, "scopes": []}').valid


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"is_valid": False}, TokenProblem.REFUSED),
        ({"is_valid": "true"}, TokenProblem.REFUSED),
        ({"expires_at": 1700000000}, TokenProblem.EXPIRED),
        ({"is_valid": False, "error": {"subcode": 463}}, TokenProblem.EXPIRED),
        ({"is_valid": False, "error": {"subcode": 460}}, TokenProblem.PASSWORD_CHANGED),
        ({"is_valid": False, "error": {"subcode": 458}}, TokenProblem.APP_REMOVED),
        ({"is_valid": False, "error": {"subcode": 464}}, TokenProblem.LOGIN_NEEDED),
        ({"is_valid": False, "error": {"error_subcode": 492}}, TokenProblem.NO_ROLE),
        ({"is_valid": False, "error": {"subcode": "no"}}, TokenProblem.REFUSED),
    ],
)
def test_why_a_token_does_not_work(told: dict[str, object], problem: TokenProblem) -> None:
    """By the platform's subcode, or by the date that it told."""
    state = read(said(**told))

    assert (False, problem) == (state.valid, state.problem)


def test_missing_permissions_are_named() -> None:
    """In the order in which they are needed."""
    state = read(said(scopes=["pages_read_engagement"]))

    assert ("pages_show_list", "pages_read_user_content") == state.missing


def test_a_permission_for_another_page_is_missing() -> None:
    """When the token was granted, another Page was ticked; without a list it is for all."""
    elsewhere = {"scope": "pages_read_user_content", "target_ids": ["1"]}
    here = {"scope": "pages_read_engagement", "target_ids": ["1", 880100]}

    state = read(said(granular_scopes=[elsewhere, here, {"scope": "pages_show_list"}]))

    assert ("pages_read_user_content",) == state.missing


def test_tasks_are_added_where_somebody_told_them() -> None:
    """MODERATE is needed; where nobody told, nothing is missing."""
    state = read(said())

    tasks = [with_tasks(state, tasks).missing for tasks in (None, ("MODERATE",), ("ANALYZE",))]

    assert [(), (), ("MODERATE",)] == tasks


@pytest.mark.parametrize("body", [b"", b"[]", b'{"data": []}', b'{"data": {}}', b"{", b"\xff"])
def test_an_answer_that_says_nothing_examines_nothing(body: bytes) -> None:
    """It is no reason to think that the token works."""
    assert TokenState(valid=False) == read(body)


@pytest.mark.parametrize("value", [-1, "x", None, True, [], 10**30, "9" * 5000, 1.5])
def test_a_date_that_is_none_is_unknown(value: object) -> None:
    """A huge number does not stop us."""
    state = read(said(data_access_expires_at=value))

    assert state.data_access_expires_at in {None, datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)}
    assert state.valid


def test_no_text_of_the_platform_gets_in() -> None:
    """Names of permissions are kept, and nothing that only stands in their place."""
    state = read(said(scopes=["pages_show_list", "<b>", "a" * 99, 7, None], type="<script>"))

    assert (("pages_show_list",), None) == (state.scopes, state.kind)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
_KEYS = ("is_valid", "expires_at", "scopes", "granular_scopes", "error", "type", "profile_id")


@given(st.dictionaries(st.sampled_from(_KEYS), _JSON))
def test_whatever_comes_is_read_without_falling_over(data: dict[str, object]) -> None:
    """A token is valid only where the platform says so."""
    state = read(json.dumps({"data": data}).encode())

    assert not state.valid or data["is_valid"] is True

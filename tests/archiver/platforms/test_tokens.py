"""Tokens: exchanged, described, narrowed, expired, proven."""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from archiver.platforms import Hide, Instagram, Playback, Token, make_timeline
from archiver.platforms.access import SCOPES, TASKS
from tests.archiver.platforms.elk_prairie import ENTRIES, PAGE, Caller, instant

POST = "700100_1"
APP = {"client_id": "100200300400500", "client_secret": "playback-app-secret"}


def get(platform: Playback, path: str, token: str | None = None, **parameters: str) -> Any:  # noqa: ANN401 - any JSON
    """Ask with another token than usual."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    address = f"{platform.url}/v26.0/{path}"
    return requests.get(address, params=parameters, headers=headers, timeout=10).json()


def now_granted(platform: Playback, **granted: Any) -> None:  # noqa: ANN401 - the parts of a token line
    """Let the rights behind the tokens change now."""
    platform.add([Token(at=platform.now, **granted)])


def test_a_short_token_leads_to_a_page_token(platform: Playback) -> None:
    """By the documented chain: exchange, the person's pages, the page's token."""
    told = {**APP, "grant_type": "fb_exchange_token", "fb_exchange_token": platform.user_token}
    exchanged = get(platform, "oauth/access_token", **told)
    (page,) = get(platform, "me/accounts", exchanged["access_token"])["data"]
    asked = get(platform, PAGE, exchanged["access_token"], fields="access_token")

    assert ("bearer", 5183944) == (exchanged["token_type"], exchanged["expires_in"])
    assert (PAGE, platform.token, list(TASKS)) == (page["id"], page["access_token"], page["tasks"])
    assert platform.token == asked["access_token"]


def test_the_list_of_pages_gives_every_field_of_a_page(platform: Playback) -> None:
    """The linked Instagram account among them."""
    platform.add([Instagram(at=platform.now, id="178414", username="elkprairie", page=PAGE)])
    fields = "id,name,tasks,instagram_business_account{id}"
    (page,) = get(platform, "me/accounts", platform.user_token, fields=fields)["data"]

    linked = {"id": PAGE, "name": "City of Elk Prairie", "tasks": list(TASKS)}
    assert {**linked, "instagram_business_account": {"id": "178414"}} == page


def test_an_app_gets_its_own_token(platform: Playback) -> None:
    """It describes other tokens and reads nothing."""
    given = get(platform, "oauth/access_token", **APP, grant_type="client_credentials")
    token = given["access_token"]
    described = get(platform, "debug_token", token, input_token=platform.token)

    assert platform.app_token == token
    assert ("PAGE", True, 0) == (
        described["data"]["type"],
        described["data"]["is_valid"],
        described["data"]["expires_at"],
    )
    assert 200 == get(platform, PAGE, token)["error"]["code"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"client_secret": "wrong"}, 1),
        ({"client_id": "1"}, 1),
        ({"fb_exchange_token": "wrong"}, 190),
        ({"grant_type": "none"}, 100),
    ],
)
def test_a_wrong_exchange_is_refused(
    platform: Playback, changed: dict[str, str], code: int
) -> None:
    """Secret, token and kind of grant are looked at."""
    right = {**APP, "grant_type": "fb_exchange_token", "fb_exchange_token": platform.user_token}

    assert code == get(platform, "oauth/access_token", **{**right, **changed})["error"]["code"]


def test_a_user_token_sees_no_comments_and_no_error(platform: Playback) -> None:
    """Only the count tells; the vendor documents this emptiness."""
    found = get(platform, f"{POST}/comments", platform.user_token, summary="true", filter="stream")

    assert ([], 3) == (found["data"], found["summary"]["total_count"])
    assert "error" not in found


def test_a_user_token_is_described_as_one(platform: Playback) -> None:
    """It ends, and names no page."""
    facts = get(platform, "debug_token", platform.app_token, input_token=platform.user_token)

    assert ("USER", False, list(SCOPES)) == (
        facts["data"]["type"],
        "profile_id" in facts["data"],
        facts["data"]["scopes"],
    )
    assert facts["data"]["expires_at"] > platform.now.timestamp()
    assert "600700800900" == get(platform, "me", platform.user_token)["id"]


@pytest.mark.parametrize("subcode", [458, 460, 463, 467, 492])
def test_a_token_can_die_at_any_time(platform: Playback, ask: Caller, subcode: int) -> None:
    """Every call is refused; only ``debug_token`` says why; and it can live again."""
    now_granted(platform, dead=subcode)
    refused = ask.code(f"{PAGE}/feed")
    facts = ask("debug_token", input_token=platform.token)["data"]
    now_granted(platform, dead=None)

    assert (190, subcode) == refused
    assert (False, subcode) == (facts["is_valid"], facts["error"]["subcode"])
    assert PAGE == ask(PAGE)["id"]


def test_a_token_has_two_ends(platform: Playback, ask: Caller) -> None:
    """The token's own and that of the access to data."""
    now_granted(platform, expires=instant(12), data_access_expires=instant(13))
    facts = ask("debug_token", input_token=platform.token)["data"]
    platform.set_time(instant(12))

    assert (instant(12).timestamp(), instant(13).timestamp()) == (
        facts["expires_at"],
        facts["data_access_expires_at"],
    )
    assert (190, 463) == ask.code(PAGE)


@pytest.mark.parametrize(
    ("scope", "path"),
    [
        ("pages_read_engagement", f"{PAGE}/posts"),
        ("pages_read_user_content", f"{PAGE}/feed"),
        ("pages_read_user_content", f"{POST}/comments"),
        ("pages_read_user_content", f"{PAGE}/ratings"),
    ],
)
def test_a_lost_scope_refuses_what_it_covered(
    platform: Playback, ask: Caller, scope: str, path: str
) -> None:
    """With code 10, and the rest still answers."""
    now_granted(platform, scopes=tuple(each for each in SCOPES if each != scope))

    assert (10, None) == ask.code(path)
    assert PAGE == ask(PAGE)["id"]
    facts = ask("debug_token", input_token=platform.token)["data"]
    assert scope not in facts["scopes"]


def test_forbidden_looks_like_deleted(platform: Playback, ask: Caller) -> None:
    """One answer for both: 100/33."""
    now_granted(platform, scopes=("pages_show_list", "pages_read_engagement"))

    assert (100, 33) == ask.code("1_11") == ask.code("1_77")
    assert POST == ask(POST)["id"]


def test_without_moderate_comments_lose_their_ids(platform: Playback, ask: Caller) -> None:
    """And hidden ones are not listed at all."""
    platform.add([Hide(at=platform.now, id="1_13")])
    now_granted(platform, tasks=("ANALYZE",))

    found = ask(f"{POST}/comments", filter="stream", fields="id,message", order="chronological")
    assert [{"message": "Until when?"}, {"message": "Until 6 a.m."}] == found["data"]


def test_without_a_role_no_page_token_is_given(platform: Playback) -> None:
    """The key is left out."""
    now_granted(platform, tasks=())

    assert {"id": PAGE} == get(platform, PAGE, platform.user_token, fields="access_token")


def test_without_the_scope_the_list_of_pages_is_empty(platform: Playback) -> None:
    """And no error says so."""
    now_granted(platform, scopes=())

    assert {"data": []} == get(platform, "me/accounts", platform.user_token)


@pytest.fixture
def proving() -> Iterator[Playback]:
    """Play a page whose app refuses calls without proof."""
    with Playback(make_timeline(ENTRIES), proof_required=True) as running:
        yield running


def test_a_proof_can_be_required(proving: Playback) -> None:
    """The proof is the HMAC of the token under the app's secret."""
    secret = APP["client_secret"].encode()
    proof = hmac.new(secret, proving.token.encode(), hashlib.sha256).hexdigest()
    good = get(proving, PAGE, proving.token, appsecret_proof=proof)
    missing = get(proving, PAGE, proving.token)

    assert (PAGE, 100) == (good["id"], missing["error"]["code"])
    wrong = get(proving, PAGE, proving.token, appsecret_proof="0" * 64)
    assert "Invalid appsecret_proof" in wrong["error"]["message"]


def test_a_wrong_proof_is_refused_even_where_none_is_required(platform: Playback) -> None:
    """Whoever sends one must send the right one."""
    assert 100 == get(platform, PAGE, platform.token, appsecret_proof="é")["error"]["code"]


def test_the_proof_of_the_vendors_example_holds() -> None:
    """Secret and token of the reference give its value."""
    secret = "sample_app_secret"
    known = "c943e781a9721098801c7d33798939007c80325430a16c72efe11583a76f226b"
    timeline = make_timeline(ENTRIES)
    with Playback(
        timeline, token="sample_token", app_secret=secret, proof_required=True
    ) as platform:
        assert PAGE == get(platform, PAGE, "sample_token", appsecret_proof=known)["id"]

import pytest
import requests

from archiver.platforms import Comment, Playback, Post
from tests.archiver.platforms.elk_prairie import PAGE, Caller, instant

POST = "700100_1"


def test_only_the_fields_asked_for_come_and_the_id(ask: Caller) -> None:
    """Keys without a value are left out, never null."""
    found = ask(POST, fields="message,story,is_hidden")

    assert {"message": "Snow tonight / no parking ❄️", "is_hidden": False, "id": POST} == found


def test_without_fields_little_comes(ask: Caller) -> None:
    """A comment shows its time, author, text and id."""
    expected = {
        "created_time": "2026-03-02T09:10:00+0000",
        "from": {"name": "Marit Solheim", "id": "90001"},
        "message": "Until when?",
        "id": "1_11",
    }

    assert expected == ask("1_11")


def test_a_withheld_author_and_time_leave_their_keys_out(platform: Playback, ask: Caller) -> None:
    """Some platforms' records know neither."""
    platform.add(
        [
            Post(at=instant(10), id="p", page=PAGE, message="A", author=None, created_time=None),
            Comment(at=instant(10), id="c", parent="p", message="", created_time=None),
        ]
    )

    found = ask("p", fields="from,created_time,updated_time,message"), ask("c")
    assert ({"message": "A", "id": "p"}, {"id": "c"}) == found


@pytest.mark.parametrize("name", [PAGE, "elkprairiemn", "me"])
def test_a_page_is_found_by_id_and_by_user_name(ask: Caller, name: str) -> None:
    """A page token's own page is ``me``."""
    assert {"name": "City of Elk Prairie", "id": PAGE} == ask(name)


def test_replies_name_their_parent_and_comments_do_not(ask: Caller) -> None:
    """``filter=stream`` gives all levels in one flat list."""
    found = ask(f"{POST}/comments", filter="stream", order="chronological", fields="parent{id}")

    expected = [{"id": "1_11"}, {"parent": {"id": "1_11"}, "id": "1_12"}, {"id": "1_13"}]
    assert expected == found["data"]


def test_top_level_is_what_one_gets_unasked(ask: Caller) -> None:
    """Replies then come from the comment's own list."""
    found = ask.ids(f"{POST}/comments", order="chronological"), ask.ids("1_11/comments")

    assert (["1_11", "1_13"], ["1_12"]) == found


def test_comments_can_be_listed_newest_first(ask: Caller) -> None:
    """The order is the caller's choice."""
    found = ask.ids(f"{POST}/comments", filter="stream", order="reverse_chronological")

    assert ["1_13", "1_12", "1_11"] == found


def test_the_summary_counts_what_is_never_listed(platform: Playback, ask: Caller) -> None:
    """``total_count`` may be higher than what can be read."""
    platform.add([Post(at=instant(10), id="p", page=PAGE, unlisted_comments=3)])

    found = ask("p/comments", summary="true")
    summary = {"order": "ranked", "total_count": 3, "can_comment": True}
    assert {"data": [], "summary": summary} == found


def test_a_feed_can_count_comments_without_listing_them(ask: Caller) -> None:
    """One call tells which posts are worth another."""
    found = ask(f"{PAGE}/feed", fields="comments.filter(stream).limit(0).summary(true){id}")

    counts = [post["comments"]["summary"]["total_count"] for post in found["data"]]
    assert ([0, 0, 3], []) == (counts, found["data"][2]["comments"]["data"])


def test_an_expanded_list_has_its_own_next_page(ask: Caller) -> None:
    """Following it gives the rest, with the same fields."""
    expansion = "comments.limit(1).order(chronological){message}"
    found = ask(POST, fields=expansion)

    following = requests.get(found["comments"]["paging"]["next"], timeout=10).json()
    assert [{"message": "¿Y mañana?", "id": "1_13"}] == following["data"]


def test_an_alias_renames_the_key(ask: Caller) -> None:
    """Totals by kind of reaction are asked for like this."""
    found = ask(POST, fields="reactions.type(LIKE).limit(0).summary(total_count).as(like)")

    summary = {"total_count": 0, "viewer_reaction": "NONE"}
    assert {"data": [], "summary": summary} == found["like"]


@pytest.mark.parametrize(
    ("path", "parameters", "status", "code", "subcode"),
    [
        ("700999", {}, 400, 100, 33),
        ("700999/feed", {}, 400, 100, 33),
        ("1_99", {}, 400, 100, 33),
        (f"{PAGE}/feed", {"limit": "101"}, 400, 100, None),
        (f"{PAGE}/feed", {"limit": "many"}, 400, 100, None),
        (f"{PAGE}/feed", {"after": "nonsense"}, 400, 100, None),
        (f"{PAGE}/feed", {"since": "some day"}, 400, 100, None),
        (f"{PAGE}/feed", {"fields": "caption"}, 400, 100, None),
        (f"{POST}/comments", {"order": "best"}, 400, 100, None),
        (POST, {"fields": "attachments{nonsense}"}, 400, 100, None),
        ("1_11", {"fields": "attachment{nonsense}"}, 400, 100, None),
        (POST, {"fields": "message{"}, 400, 2500, None),
        (f"{POST}/feed", {}, 400, 2500, None),
        (f"{PAGE}/comments", {}, 400, 2500, None),
        (f"{PAGE}/feed/more", {}, 400, 2500, None),
        ("", {"ids": f"{PAGE},{POST}"}, 400, 100, None),
    ],
)
def test_what_the_platform_refuses_is_refused_alike(  # noqa: PLR0913, PLR0917 - one column each
    ask: Caller,
    path: str,
    parameters: dict[str, str],
    status: int,
    code: int,
    subcode: int | None,
) -> None:
    """Status, code and subcode are those of the paper on the platform."""
    response = ask.response(path, **parameters)

    error = response.json().get("error", {})
    found = (response.status_code, error.get("code"), error.get("error_subcode"))
    assert (status, code, subcode) == found


def test_deleted_and_unknown_look_alike(platform: Playback, ask: Caller) -> None:
    """So one such answer proves no removal."""
    platform.set_time(instant(15))

    deleted, unknown = (ask(name)["error"] for name in ("1_11", "1_77"))
    assert unknown["message"].replace("1_77", "1_11") == deleted["message"]


@pytest.mark.parametrize(
    ("headers", "code"), [({}, 2500), ({"Authorization": "Bearer wrong"}, 190)]
)
def test_nothing_is_shown_without_the_token(
    platform: Playback, headers: dict[str, str], code: int
) -> None:
    """A missing token and a wrong one have codes of their own."""
    answer = requests.get(f"{platform.url}/v26.0/{PAGE}", headers=headers, timeout=10).json()

    assert code == answer["error"]["code"]


def test_the_token_may_stand_in_the_address(platform: Playback) -> None:
    """That is how the platform itself writes the next page."""
    address = f"{platform.url}/v26.0/{PAGE}?access_token={platform.token}"

    assert PAGE == requests.get(address, timeout=10).json()["id"]


def test_a_token_describes_itself(ask: Caller, platform: Playback) -> None:
    """0 as its end means never."""
    facts = ask("debug_token", input_token=platform.token)["data"]

    assert ("PAGE", True, 0, PAGE) == (
        facts["type"],
        facts["is_valid"],
        facts["expires_at"],
        facts["profile_id"],
    )


def test_since_and_until_cut_a_feed(ask: Caller) -> None:
    """Unix seconds and ISO times are read."""
    since = str(int(instant(10).timestamp()))

    found = ask.ids(f"{PAGE}/feed", since=since, until="2026-03-02T10:30:00Z")
    assert ["700100_2"] == found


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("v26.0", "v26.0"), ("v21.0", "v21.0"), ("v19.0", "v21.0"), ("v99.0", "v21.0")],
)
def test_an_unknown_version_is_answered_by_the_oldest(
    platform: Playback, asked: str, answered: str
) -> None:
    """The answer's header is the only sign of it."""
    address = f"{platform.url}/{asked}/{PAGE}?access_token={platform.token}"

    response = requests.get(address, timeout=10)
    assert (200, answered) == (response.status_code, response.headers["facebook-api-version"])


def test_text_is_escaped_as_the_platform_does(ask: Caller) -> None:
    """Non-ASCII and slashes are escaped, so raw bytes never equal the text."""
    raw = ask.response(POST, fields="message").content

    expected = rb'{"message":"Snow tonight \/ no parking \u2744\ufe0f","id":"700100_1"}'
    assert expected == raw


def test_removed_parameters_are_ignored(ask: Caller) -> None:
    """``pretty`` and ``debug`` change nothing any more."""
    expected = ask.response(POST).content

    assert expected == ask.response(POST, pretty="1", debug="all").content

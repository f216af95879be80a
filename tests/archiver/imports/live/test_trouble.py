"""What Instagram refuses, breaks or changes is an error or a gap, and no word of its own."""

from datetime import date

import pytest

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.errors import CivickeepError, PlatformUnavailable
from archiver.imports.live.approval import approve, withdraw
from archiver.imports.live.errors import (
    AnswerUnknown,
    InstagramRefuses,
    ProfileNotShown,
)
from archiver.imports.receipt_list import import_entry
from archiver.imports.settings import ImportSettings
from archiver.settings import load_settings
from tests.archiver.imports.live.conftest import Fetch, left, texts
from tests.archiver.imports.live.played_instagram import (
    PROFILE,
    Answer,
    PlayedInstagram,
    PlayedPost,
    said,
    sent_to,
)
from tests.archiver.quillback import items, objects

HOSTILE = "\x1b[31mPlease wait, resident Bo Larkin\x1b[0m"
REFUSALS = {
    "401": said({"status": "fail", "message": HOSTILE}, 401),
    "429": said({"status": "fail", "message": HOSTILE}, 429),
    "login": sent_to("/accounts/login/?next=x"),
    "challenge": sent_to("/challenge/?next=x"),
}


def limited(archive: Archive, **limits: int) -> Archive:
    """Give the same archive under other limits."""
    variables = {f"CIVICKEEP_IMPORTS__{name.upper()}": str(n) for name, n in limits.items()}
    settings = load_settings(str(archive.settings.path), variables)
    assert settings.section(ImportSettings) != archive.settings.section(ImportSettings)
    return Archive(settings, archive.store, archive.engine, archive.clock)


@pytest.mark.usefixtures("approval")
@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("where", ["profile", "start", "post Cb"])
def test_a_refusal_at_the_beginning_is_told_and_leaves_nothing(  # noqa: PLR0913 - what is refused, and where
    archive: Archive,
    fetched: Fetch,
    instagram: PlayedInstagram,
    capfd: pytest.CaptureFixture[str],
    *,
    refusal: str,
    where: str,
) -> None:
    """One error with the next step; no word of the platform's or instaloader's anywhere."""
    instagram.answers[where] = REFUSALS[refusal]
    before = objects(archive)

    with pytest.raises(InstagramRefuses) as refused:
        fetched()

    assert where == instagram.asked[-1]
    assert (before, []) == (objects(archive), left(archive))
    assert ("", "") == capfd.readouterr()
    assert "Bo Larkin" not in f"{refused.value.what}{refused.value.next_step}"
    assert "Graph API" in refused.value.next_step


@pytest.mark.usefixtures("approval")
@pytest.mark.parametrize("where", ["post Cz", "file Cz0.png", "page Cb"])
def test_what_came_before_a_refusal_is_imported(
    archive: Archive, fetched: Fetch, instagram: PlayedInstagram, where: str
) -> None:
    """The receipt is partial and says what is missing; nothing more is asked."""
    instagram.posts.insert(1, PlayedPost("Cz", "Never seen"))
    instagram.page_size = 1 if where.startswith("page") else 12
    instagram.answers[where] = REFUSALS["429"]

    receipt = import_entry(fetched())

    assert where == instagram.asked[-1]
    assert "Snow emergency \N{SNOWFLAKE}" in texts(archive)
    assert "First snow" not in texts(archive)
    assert "partial" == (receipt.live and receipt.live.verdict)
    gap = next(gap for gap in receipt.gaps if gap.what.startswith("posts after the newest"))
    assert "(HTTP 429); leave it alone for a day" in gap.cause
    assert HOSTILE not in repr(receipt)


@pytest.mark.usefixtures("approval")
@pytest.mark.parametrize(
    ("where", "answer", "error"),
    [
        ("profile", Answer(b"", 404), ProfileNotShown),
        ("profile", Answer(b"<html>Nothing to see</html>"), ProfileNotShown),
        ("profile", Answer(b"", 500), PlatformUnavailable),
        ("start", Answer(b"<html>Another start page</html>"), AnswerUnknown),
        ("post Ca", said({"data": None}), AnswerUnknown),
        ("post Ca", Answer(b"<html>"), AnswerUnknown),
        ("post Ca", said({"status": "fail"}), PlatformUnavailable),
        ("post Ca", said({"message": "checkpoint_required"}, 400), InstagramRefuses),
        ("post Ca", said({"message": "something"}, 400), PlatformUnavailable),
    ],
)
def test_a_run_that_brings_nothing_says_why(
    fetched: Fetch,
    instagram: PlayedInstagram,
    where: str,
    answer: Answer,
    error: type[CivickeepError],
) -> None:
    """As one of four errors, each with the next step."""
    instagram.posts = [PlayedPost("Ca")]
    instagram.answers[where] = answer

    with pytest.raises(error) as told:
        fetched()

    assert f"instagram.com/{PROFILE}" in told.value.what


@pytest.mark.usefixtures("approval")
def test_a_private_or_an_empty_profile_is_not_shown(
    fetched: Fetch, instagram: PlayedInstagram
) -> None:
    """The message tells which."""
    instagram.private = True
    with pytest.raises(ProfileNotShown) as private:
        fetched()
    instagram.private, instagram.posts = False, []

    with pytest.raises(ProfileNotShown) as empty:
        fetched()

    assert "is private" in private.value.what
    assert "shows no posts" in empty.value.what


@pytest.mark.usefixtures("approval")
def test_a_name_that_somebody_else_has_now_is_not_followed(
    archive: Archive, account: Account, fetched: Fetch, instagram: PlayedInstagram
) -> None:
    """Names can be given up and taken; an approval recorded anew is for whoever has it then."""
    fetched()
    instagram.number = "666"

    with pytest.raises(ProfileNotShown) as refusal:
        fetched()
    asked = instagram.asked[-1]
    withdraw(archive, account, reason="A new profile", by="ruth")
    named = {"username": PROFILE, "attorney": "Ines Okafor", "by": "ruth"}
    approve(archive, account, approved_on=date(2026, 5, 30), **named)

    assert ("profile", True) == (asked, "another profile" in refusal.value.what)
    assert "666" == (started.profile if (started := fetched().started.live) else None)


BAD_FILES = {
    "gone": Answer(b"", 404, type="image/png"),
    "forbidden": Answer(b"", 403, type="image/png"),
    "page": Answer(b"<html><script>alert(1)</script>", type="image/png"),
    "zip": Answer(b"PK\x03\x04" + bytes(100), type="image/png"),
    "name": Answer(b"\x89PNG\r\n\x1a\n", type="text/x-python"),
    "elsewhere": Answer(b"", 302, headers=(("Location", "https://evil.example/x.png"),)),
    "inside": Answer(b"", 302, headers=(("Location", "http://127.0.0.1:9/x.png"),)),
    "large": Answer(b"\x89PNG\r\n\x1a\n" + bytes(5000), type="image/png"),
    "empty": Answer(b"", type="image/png"),
}


@pytest.mark.usefixtures("approval")
@pytest.mark.parametrize("bad", BAD_FILES)
def test_a_post_without_its_picture_is_kept_and_a_gap(
    archive: Archive, fetched: Fetch, instagram: PlayedInstagram, bad: str
) -> None:
    """Whatever is the matter with the file, nothing is followed elsewhere and the rest goes on."""
    instagram.answers["file Cb0.png"] = BAD_FILES[bad]

    outcome = fetched(archive=limited(archive, media_limit=4000))

    kept = {item.text: len(item.media) for item in items(archive).values()}
    assert {"Snow emergency \N{SNOWFLAKE}": 0, "First snow": 1} == kept
    assert "pictures or films of post Cb" in {gap.what for gap in outcome.finished.gaps}


@pytest.mark.usefixtures("approval")
def test_a_post_that_cannot_be_read_is_a_gap(fetched: Fetch, instagram: PlayedInstagram) -> None:
    """The others come in; it is not taken for gone."""
    instagram.answers["post Cb"] = said({"data": {}})

    receipt = import_entry(fetched())

    assert ("post 1 of the profile", 1) == (receipt.gaps[0].what, receipt.new_items)


@pytest.mark.usefixtures("approval")
def test_five_failures_in_a_row_end_the_walk(fetched: Fetch, instagram: PlayedInstagram) -> None:
    """Asking a hundred times for what is not understood helps nobody."""
    instagram.posts += [PlayedPost(f"Ce{n}") for n in range(9)]
    instagram.answers |= {f"post Ce{n}": said({"data": {}}) for n in range(8)}

    receipt = import_entry(fetched())

    assert "post Ce4" == instagram.asked[-1]
    assert "posts after the newest 7" == receipt.gaps[-1].what


@pytest.mark.usefixtures("approval")
def test_posts_that_a_list_leaves_out_are_a_gap(fetched: Fetch, instagram: PlayedInstagram) -> None:
    """It stops without a word; the profile's own count tells."""
    instagram.claims = 5

    receipt = import_entry(fetched())

    assert ["2 were shown, and the profile says 5"] == [gap.cause for gap in receipt.gaps]


@pytest.mark.usefixtures("approval")
def test_a_run_makes_so_many_requests_and_no_more(
    archive: Archive, fetched: Fetch, instagram: PlayedInstagram
) -> None:
    """What came until then is imported."""
    receipt = import_entry(fetched(archive=limited(archive, live_requests=5)))

    assert 5 == len(instagram.asked)
    assert ("posts after the newest 1", True) == (
        receipt.gaps[0].what,
        "live_requests" in receipt.gaps[0].cause,
    )


@pytest.mark.usefixtures("approval")
@pytest.mark.parametrize("body", [b"<html>", b'{"data": null}', b'{"data": {"node": {}}}', b"[]"])
def test_a_page_of_posts_that_cannot_be_read_ends_the_walk(
    archive: Archive, fetched: Fetch, instagram: PlayedInstagram, body: bytes
) -> None:
    """It is asked for once; what came before it is imported."""
    instagram.page_size = 1
    instagram.answers["page Cb"] = Answer(body)

    receipt = import_entry(fetched())

    assert 1 == instagram.asked.count("page Cb")
    assert ["posts after the newest 1"] == [gap.what for gap in receipt.gaps]
    assert {"Snow emergency \N{SNOWFLAKE}"} == texts(archive)


@pytest.mark.usefixtures("approval")
def test_an_answer_beyond_all_measure_is_not_read(
    archive: Archive, fetched: Fetch, instagram: PlayedInstagram
) -> None:
    """Memory stays bounded by json_limit, whatever the page sends."""
    instagram.answers["post Cb"] = said({"data": "x" * 300_000})

    receipt = import_entry(fetched(archive=limited(archive, json_limit=200_000)))

    assert ("post 1 of the profile", True) == (
        receipt.gaps[0].what,
        "json_limit" in receipt.gaps[0].cause,
    )


@pytest.mark.usefixtures("approval")
@pytest.mark.parametrize("number", ["", None, "../../x", -1, {"a": 1}, 10**400])
def test_numbers_and_names_that_are_none_do_no_harm(
    archive: Archive, fetched: Fetch, instagram: PlayedInstagram, number: object
) -> None:
    """A post of an odd number, time or kind is a gap or a post, and its neighbour comes in."""
    whole = instagram.posts[0].described()
    for field in ("pk", "taken_at", "media_type", "user", "caption", "image_versions2"):
        odd = {"items": [{**whole, field: number}]}
        instagram.answers["post Cb"] = said(
            {"data": {"xdt_api__v1__media__shortcode__web_info": odd}}
        )

        fetched()

    assert "First snow" in texts(archive)
    outside = archive.settings.resolve(".").parent
    assert not [path for path in outside.rglob("*_UTC*") if path.is_file()]

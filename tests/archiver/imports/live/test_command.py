"""``civickeep account instaloader`` as a person and as a script call it."""

import json
from pathlib import Path

import pytest

from tests.archiver.commands.calling import civickeep, is_plain
from tests.archiver.imports.live.played_instagram import (
    NUMBER,
    PROFILE,
    PlayedInstagram,
    PlayedPost,
    said,
)

APPROVE = ("approve", NUMBER, "--profile", PROFILE, "--attorney", "Ines Okafor")
LIVE = {
    *("program", "username", "profile", "approval", "attorney", "approved_on", "began", "ended"),
    *("requests", "posts", "posts_claimed", "verdict"),
}


@pytest.fixture
def town(folder: Path, instagram: PlayedInstagram) -> Path:
    """Give an archive with the profile under it."""
    added = civickeep(
        *("account", "add", "instagram", NUMBER, "--api-url", instagram.url), cwd=folder
    )
    assert 0 == added.returncode, added.stderr
    return folder


def test_a_script_records_fetches_and_withdraws(town: Path) -> None:
    """Each gives JSON; the receipt is that of an import, with what was live about it."""
    live = ("account", "instaloader")
    day = ("--approved-on", "2026-05-20", "--by", "Ruth Amundsen", "--json")

    approved = json.loads(civickeep(*live, *APPROVE, *day, cwd=town).stdout)
    fetched = civickeep(*live, "fetch", NUMBER, "--json", cwd=town)
    withdrawn = civickeep(*live, "withdraw", NUMBER, "--reason", "Over", "--json", cwd=town)
    refused = civickeep(*live, "fetch", NUMBER, cwd=town)

    receipt = json.loads(fetched.stdout)
    assert (0, LIVE, approved["id"]) == (
        fetched.returncode,
        set(receipt["live"]),
        receipt["live"]["approval"],
    )
    assert ("Ruth Amundsen", "2026-05-20") == (approved["recorded_by"], approved["approved_on"])
    assert approved["id"] == json.loads(withdrawn.stdout)["id"]
    assert (154, True) == (refused.returncode, is_plain(refused))


def test_a_person_hears_what_was_done_and_nothing_of_instaloaders(
    town: Path, instagram: PlayedInstagram
) -> None:
    """A partial run has a status of its own; marks in names do no harm to the terminal."""
    live = ("account", "instaloader")
    instagram.posts[1] = PlayedPost("Ca", "\x1b[31mred")
    instagram.answers["file Ca0.png"] = said({"message": "\x1b[31mBo Larkin"}, 500)
    odd = ("--note", "a\x1b[31m", "--approved-on", "2026-05-20")

    approved = civickeep(*live, *APPROVE, *odd, cwd=town)
    fetched = civickeep(*live, "fetch", NUMBER, cwd=town)
    listed = civickeep(*live, "approvals", cwd=town)

    assert "Ines Okafor approved it on 2026-05-20" in approved.stderr
    assert (150, True) == (fetched.returncode, "instaloader 4.16 fetched 2 posts" in fetched.stderr)
    assert "pictures or films of post Ca" in fetched.stderr
    assert "retrying" not in fetched.stderr
    assert "Bo Larkin" not in fetched.stderr + fetched.stdout
    assert f"instagram.com/{PROFILE}  approved 2026-05-20 by Ines Okafor" in listed.stdout
    assert not any("\x1b" in each.stdout + each.stderr for each in (approved, fetched, listed))


def test_what_instagram_refuses_is_one_clear_sentence(
    town: Path, instagram: PlayedInstagram
) -> None:
    """With the next step."""
    live = ("account", "instaloader")
    civickeep(*live, *APPROVE, "--approved-on", "2026-05-20", cwd=town)
    instagram.answers["profile"] = said({}, 429)

    result = civickeep(*live, "fetch", NUMBER, "--newest", "3", cwd=town)

    assert (156, True) == (result.returncode, is_plain(result))


def test_a_date_that_is_none_is_wrong_usage(town: Path) -> None:
    """Nothing is recorded."""
    result = civickeep(
        *("account", "instaloader", *APPROVE, "--approved-on", "yesterday"), cwd=town
    )

    assert 2 == result.returncode
    assert "" == civickeep("account", "instaloader", "approvals", cwd=town).stdout

"""``civickeep capture-now``, as staff call it before they act."""

import json
from pathlib import Path

import pytest

from archiver.platforms import FaultKind
from tests.archiver.commands.calling import civickeep, is_plain
from tests.archiver.quillback import CITY, PAGE, TOKEN, TOKEN_ENV, PlayedPage


@pytest.fixture
def town(tmp_path: Path, page: PlayedPage) -> Path:
    """Found an archive by hand and put the page under it."""
    page.comment("1_5", page.post("1"))
    page.post("2")
    init = civickeep("init", "town", "--city", CITY, cwd=tmp_path)
    added = civickeep(
        *("account", "add", "facebook", PAGE, "--token-env", TOKEN_ENV),
        *("--authorized-by", "Dana Ortiz", "--api-url", page.platform.url),
        cwd=tmp_path / "town",
    )
    assert (0, 0) == (init.returncode, added.returncode), added.stderr
    return tmp_path / "town"


def test_an_item_is_kept_and_told(town: Path) -> None:
    """In words, and as JSON with the capture in it."""
    address = f"https://www.facebook.com/{PAGE}/posts/1?comment_id=5"
    words = civickeep("capture-now", address, cwd=town, **{TOKEN_ENV: TOKEN})
    told = civickeep("capture-now", "1_5", "--json", cwd=town, **{TOKEN_ENV: TOKEN})
    items = civickeep("items", "--json", cwd=town)

    entry = json.loads(told.stdout)
    assert (0, 0) == (words.returncode, told.returncode), words.stderr
    assert "facebook/1_5 is kept as it is now: 2 items" in words.stderr
    assert {"item", "captures"} == set(entry)
    assert ("facebook/1_5", "item") == (entry["item"], entry["captures"][0]["scope"])
    assert ["1_5", f"{PAGE}_1"] == sorted(
        json.loads(line)["id"] for line in items.stdout.splitlines()
    )


def test_what_cannot_be_told_is_said_plainly(town: Path) -> None:
    """Before anything is asked of the platform."""
    result = civickeep("capture-now", "https://fb.watch/abc/", cwd=town)

    assert 121 == result.returncode
    assert is_plain(result)


def test_a_thread_that_cannot_be_read_is_no_success(town: Path, page: PlayedPage) -> None:
    """Whoever waits for it must not act yet."""
    page.platform.misbehave(FaultKind.THROTTLE, minutes=19)

    result = civickeep("capture-now", f"{PAGE}_1", cwd=town, **{TOKEN_ENV: TOKEN})

    assert 10 == result.returncode
    assert "was not read to the end" in result.stderr


def test_a_closed_account_is_left_alone(town: Path) -> None:
    """It is under archive no more."""
    civickeep("account", "close", PAGE, "--reason", "moved", "--unread", cwd=town)

    result = civickeep("capture-now", "1_5", "--account", PAGE, cwd=town)

    assert 2 == result.returncode
    assert is_plain(result)

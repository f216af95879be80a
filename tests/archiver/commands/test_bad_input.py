"""Bad input: one clear sentence with the next step, a status that is not 0, nothing lost."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.events import AccountClosed
from archiver.platforms import Playback, Post
from tests.archiver.commands.calling import CIVICKEEP, civickeep, is_plain
from tests.archiver.quillback import (
    ACCOUNT,
    PAGE,
    TOKEN,
    TOKEN_ENV,
    Harvester,
    PlayedPage,
    photo,
)


@pytest.fixture
def under_archive(harvest: Harvester, page: PlayedPage, archive: Archive) -> None:
    """Have the page, with a post, under archive; the command is about to be called."""
    page.comment("1_1", page.post("1", "SECRET", attachments=(photo("a"),)))
    assert harvest.account.key == ACCOUNT
    archive.engine.dispose()


def test_a_folder_without_an_archive(tmp_path: Path) -> None:
    """It says how to found one."""
    result = civickeep("items", cwd=tmp_path)

    assert (41, True) == (result.returncode, is_plain(result))
    assert "civickeep init" in result.stderr


def test_a_second_init(tmp_path: Path) -> None:
    """It changes nothing and says so; for another city it is refused."""
    call = ("init", ".", "--city", "City of Quillback")
    first, second = civickeep(*call, cwd=tmp_path), civickeep(*call, cwd=tmp_path)
    other = civickeep("init", "--city", "City of Elk Prairie", cwd=tmp_path)

    assert (0, 0) == (first.returncode, second.returncode)
    assert "is ready" in first.stderr
    assert "nothing was changed" in second.stderr
    assert (40, True) == (other.returncode, is_plain(other))
    assert "City of Quillback" in other.stderr


def test_settings_with_an_unknown_key(folder: Path) -> None:
    """The key is named, and those there are."""
    with (folder / "civickeep.toml").open("a") as file:
        file.write("[facebook]\npagesize = 5\n")

    result = civickeep("items", cwd=folder)

    assert (40, True) == (result.returncode, is_plain(result))
    assert "pagesize" in result.stderr
    assert "page_size" in result.stderr


def test_a_variable_with_an_unknown_key(folder: Path) -> None:
    """The same as in the file."""
    result = civickeep("items", cwd=folder, CIVICKEEP_FACEBOOK__PAGESIZE="5")

    assert (40, True) == (result.returncode, is_plain(result))


@pytest.mark.parametrize("value", ["", "wrong-token-EAAB"])
@pytest.mark.usefixtures("under_archive")
def test_a_wrong_token(folder: Path, value: str) -> None:
    """Or none: which variable, what to do, no token in what is said, nothing marked as gone."""
    result = civickeep("harvest", "--json", cwd=folder, **{TOKEN_ENV: value})

    (capture,) = json.loads(result.stdout)["captures"]
    assert 10 == result.returncode
    assert ("failed", 0) == (capture["verdict"], capture["items_seen"])
    assert "token" in capture["error"]
    assert "harvest again" in result.stderr
    assert "Traceback" not in result.stderr
    assert not value or value not in result.stdout + result.stderr


def _add(page: str, platform: Playback) -> tuple[str, ...]:
    """Write the command that puts a page of the platform under archive."""
    address = ("--api-url", platform.url, "--token-env", TOKEN_ENV)
    return ("account", "add", "facebook", page, *address)


def test_an_unknown_page(folder: Path, platform: Playback, archive: Archive) -> None:
    """The platform does not know it: the id is to be checked."""
    archive.engine.dispose()
    added = civickeep(*_add("999", platform), cwd=folder)

    result = civickeep("harvest", cwd=folder, **{TOKEN_ENV: TOKEN})

    assert (0, 10) == (added.returncode, result.returncode)
    assert "999/feed does not exist or may not be seen" in result.stderr
    assert "Check the id" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("call", [("harvest", "--account", "999"), ("items", "--account", "999")])
def test_an_account_that_is_not_under_archive(folder: Path, call: tuple[str, ...]) -> None:
    """Those that are, are named."""
    result = civickeep(*call, cwd=folder)

    assert (43, True) == (result.returncode, is_plain(result))


def test_an_archive_without_accounts(folder: Path) -> None:
    """There is nothing to harvest yet."""
    result = civickeep("harvest", cwd=folder)

    assert (43, True) == (result.returncode, is_plain(result))
    assert "account add" in result.stderr


@pytest.mark.usefixtures("under_archive")
def test_a_closed_account(folder: Path, archive: Archive, platform: Playback) -> None:
    """It is passed over, and refused where it is named."""
    closed = AccountClosed(at=archive.clock(), by="Dana Ortiz", account=ACCOUNT, reason="merged")
    archive.record(closed)
    archive.engine.dispose()

    every = civickeep("harvest", cwd=folder, **{TOKEN_ENV: TOKEN})
    named = civickeep("harvest", "--account", PAGE, cwd=folder, **{TOKEN_ENV: TOKEN})

    assert (43, True) == (every.returncode, is_plain(every))
    assert (2, True) == (named.returncode, is_plain(named))
    assert "is closed" in named.stderr
    assert () == platform.calls


@pytest.mark.parametrize("when", ["yesterday", "2026-02-30", ""])
def test_a_time_that_is_none(folder: Path, when: str) -> None:
    """It says how to write one."""
    result = civickeep("items", "--as-of", when, cwd=folder)

    assert (2, True) == (result.returncode, is_plain(result))
    assert "2026-03-31T17:00:00Z" in result.stderr


@pytest.mark.parametrize(
    "call",
    [
        ("harvest", "--all", "--account", "x"),
        ("account", "add", "myspace", "1"),
        ("account", "add", "facebook"),
        ("init",),
        ("nonsense",),
    ],
)
def test_a_command_that_cannot_be_understood(tmp_path: Path, call: tuple[str, ...]) -> None:
    """Status 2, the usage, and what is wrong."""
    result = civickeep(*call, cwd=tmp_path)

    assert 2 == result.returncode
    assert "Usage:" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_catalogue_that_is_damaged(folder: Path) -> None:
    """It is said that it cannot be used, and not overwritten."""
    (folder / "catalogue.sqlite").write_bytes(b"damaged" * 1000)

    result = civickeep("items", cwd=folder)

    assert (117, True) == (result.returncode, is_plain(result))
    assert b"damaged" == (folder / "catalogue.sqlite").read_bytes()[:7]


@pytest.fixture
def little(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 2.4 MB, where this is allowed."""
    place = tmp_path / "little"
    place.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=2400k", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root, outside a plain container")
    yield place
    subprocess.run(["/bin/umount", place], check=True)


def test_a_full_disk(little: Path, page: PlayedPage) -> None:
    """What was kept stays; with more room the same command goes on."""
    at = page.platform.now
    page.add([Post(at=at, id=str(n), page=PAGE, message="x" * 3000) for n in range(600)])
    founded = civickeep("init", "--city", "City of Quillback", cwd=little)
    added = civickeep(*_add(PAGE, page.platform), cwd=little)

    full = civickeep("harvest", cwd=little, **{TOKEN_ENV: TOKEN})
    subprocess.run(["/bin/mount", "-o", "remount,size=20m", little], check=True)
    again = civickeep("harvest", cwd=little, **{TOKEN_ENV: TOKEN})
    listed = civickeep("items", "--json", cwd=little)

    assert (0, 0) == (founded.returncode, added.returncode)
    assert (50, True) == (full.returncode, is_plain(full))
    assert "full" in full.stderr
    assert 0 == again.returncode
    assert 600 == len(listed.stdout.splitlines())


@pytest.mark.parametrize("posts", [1, 400])
@pytest.mark.parametrize("reader", ["head -c 1", "true"])
def test_a_reader_that_goes_away(
    folder: Path, page: PlayedPage, harvest: Harvester, reader: str, posts: int
) -> None:
    """``civickeep items | head`` ends quietly, whether much was to come or little."""
    at = page.platform.now
    page.add([Post(at=at, id=str(n), page=PAGE, message="x" * 500) for n in range(posts)])
    harvest()
    harvest.archive.engine.dispose()

    piped = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", f"{CIVICKEEP} items --json | {reader}"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )

    assert (0, "") == (piped.returncode, piped.stderr)


def test_hostile_text_does_not_move_the_cursor(
    folder: Path, page: PlayedPage, harvest: Harvester
) -> None:
    """Control characters and marks of direction are shown, not obeyed (invariant 12)."""
    page.post("1", "\x1b[31mred\x1b[0m \u202eright to left\u0007")
    harvest()
    harvest.archive.engine.dispose()

    result = civickeep("items", cwd=folder)

    assert "\\u001b[31mred" in result.stdout
    assert not set(result.stdout) & set("\x1b\u202e\u0007")

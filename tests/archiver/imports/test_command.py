"""``civickeep import`` as a person and as a script call it."""

import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from archiver.imports.kinds import ImportKind
from tests.archiver.commands.calling import CIVICKEEP, civickeep, is_plain
from tests.archiver.commands.terminal import at_terminal
from tests.archiver.imports.played_exports import (
    as_json,
    facebook_files,
    facebook_post,
    instaloader_files,
    packed,
    picture,
    unpacked,
)
from tests.archiver.quillback import PAGE

MEGABYTE = 1_000_000
RECEIPT = {
    *("import", "kind", "account", "started", "finished", "by", "again", "files", "pieces"),
    *("known", "new_items", "new_versions", "comments_claimed", "media", "media_missing"),
    *("matches", "gaps", "expected", "losses", "live"),
}


@pytest.fixture
def town(folder: Path) -> Path:
    """Give an archive with a page under it."""
    added = civickeep("account", "add", "facebook", PAGE, cwd=folder)
    assert 0 == added.returncode, added.stderr
    return folder


def test_a_script_gets_one_receipt(town: Path, tmp_path: Path) -> None:
    """One JSON object; the items show which import they came by."""
    path = packed(tmp_path / "d.zip", facebook_files())

    result = civickeep("import", "facebook-download", path, "--json", cwd=town)

    receipt = json.loads(result.stdout)
    shown = civickeep("items", "--json", cwd=town).stdout.splitlines()
    assert (0, RECEIPT) == (result.returncode, set(receipt))
    assert {receipt["import"]} == {
        version["imported"]["import"] for line in shown for version in json.loads(line)["versions"]
    }
    assert 0 == civickeep("verify", cwd=town).returncode


def test_a_person_at_a_terminal_sees_how_far_it_is(town: Path, tmp_path: Path) -> None:
    """In one line, above which stands what is told meanwhile, and which leaves nothing behind."""
    path = packed(tmp_path / "d.zip", facebook_files())

    shown = at_terminal("import", "facebook-download", str(path), cwd=town)
    as_json = at_terminal("import", "facebook-download", str(path), "--json", cwd=town)

    assert (0, 0) == (shown.returncode, as_json.returncode)
    assert any(line.startswith("Keeping ") for line in shown.drawn)
    assert "All of it can be read; keeping what is new ..." == shown.left[0]
    assert not [line for line in shown.left if "━" in line]
    assert "\x1b" not in as_json.raw


def test_a_person_hears_what_came_in_and_what_comes_next(town: Path, tmp_path: Path) -> None:
    """And that the second time nothing was changed."""
    path = packed(tmp_path / "d.zip", facebook_files())

    first = civickeep("import", "facebook-download", path, cwd=town)
    again = civickeep("import", "facebook-download", path, cwd=town)

    listed = civickeep("items", cwd=town).stdout.splitlines()
    assert 3 == sum("  imported  " in line for line in listed)
    assert "3 new items" in first.stderr
    assert "Next:" in first.stderr
    assert "imported already" in again.stderr
    assert (0, 0) == (first.returncode, again.returncode)


def test_what_was_not_understood_gives_a_status_of_its_own(town: Path, tmp_path: Path) -> None:
    """The rest is kept."""
    files = {"your_posts_1.json": as_json([facebook_post("A"), {"odd": 1}])}

    result = civickeep("import", "facebook-download", unpacked(tmp_path / "d", files), cwd=town)

    assert (150, True) == (result.returncode, "not understood" in result.stderr)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"posts/your_posts_1.html": b"<html>"}, 151),
        ({"your_posts_1.json": b"[{"}, 151),
        ({"../your_posts_1.json": b"[]"}, 152),
    ],
)
def test_a_refusal_is_one_clear_sentence(
    town: Path, tmp_path: Path, files: dict[str, bytes], status: int
) -> None:
    """With the next step, and nothing kept."""
    result = civickeep("import", "facebook-download", packed(tmp_path / "a.zip", files), cwd=town)

    assert (status, True) == (result.returncode, is_plain(result))


def test_a_limit_of_the_settings_holds(town: Path, tmp_path: Path) -> None:
    """And the message names it."""
    path = packed(tmp_path / "d.zip", facebook_files())

    result = civickeep(
        *("import", "facebook-download", path), cwd=town, CIVICKEEP_IMPORTS__FILES_LIMIT="1"
    )

    assert (152, True) == (result.returncode, "files_limit" in result.stderr)


def test_a_screenshot_is_taken_in_with_what_is_said_of_it(town: Path, tmp_path: Path) -> None:
    """All of it is asked for; a transcript may lie in a file."""
    (tmp_path / "shot.png").write_bytes(picture())
    (tmp_path / "said.txt").write_text("Snow — emergency", "utf-8")
    said = ("--by", "Ruth", "--taken", "2026-05-01T09:00:00-05:00", "--how", "phone")

    short = civickeep("import", "screenshot", tmp_path / "shot.png", *said, cwd=town)
    result = civickeep(
        *("import", "screenshot", tmp_path / "shot.png", *said, "--url", "https://x.example/1"),
        *("--transcript", f"@{tmp_path / 'said.txt'}"),
        cwd=town,
    )

    (line,) = civickeep("items", "--json", cwd=town).stdout.splitlines()
    assert (2, 0) == (short.returncode, result.returncode)
    assert "Snow — emergency" == json.loads(line)["versions"][0]["text"]


def test_an_account_of_the_platform_is_needed(town: Path, tmp_path: Path) -> None:
    """An instaloader folder belongs to no Facebook page."""
    folder = unpacked(tmp_path / "f", instaloader_files())

    unnamed = civickeep("import", "instaloader", folder, cwd=town)
    wrong = civickeep("import", "instaloader", folder, "--account", PAGE, cwd=town)

    assert (2, 2) == (unnamed.returncode, wrong.returncode)
    assert is_plain(unnamed)


def test_a_kind_nobody_knows_is_wrong_usage(town: Path, tmp_path: Path) -> None:
    """And those that are known are named."""
    result = civickeep("import", "carrier-pigeon", tmp_path, cwd=town)

    assert (2, True) == (result.returncode, "business-suite" in result.stderr)


def test_help_explains_every_kind(tmp_path: Path) -> None:
    """In words for a clerk."""
    result = civickeep("import", "--help", cwd=tmp_path)

    assert 0 == result.returncode
    assert all(kind.value in result.stdout for kind in ImportKind)
    assert "Download your information" in " ".join(result.stdout.split())


MEASURE = """
import json, resource, subprocess, sys
receipt = subprocess.run(sys.argv[1:], check=True, stdout=subprocess.PIPE).stdout
largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([largest * 1024, json.loads(receipt)]))
"""
"""Runs a command and tells how many bytes of memory it took at the most."""


def test_a_large_zip_needs_little_memory(town: Path, tmp_path: Path) -> None:
    """A film of 200 MB passes through in pieces, and so does the ZIP around it."""
    files = facebook_files()
    photo = next(name for name in files if name.endswith(".png"))
    path = tmp_path / "d.zip"
    with ZipFile(path, "w", ZIP_STORED) as packing:
        for name, data in files.items():
            if name != photo:
                packing.writestr(name, data)
        with packing.open(photo, "w") as film:
            for _ in range(200):
                film.write(b"\0" * MEGABYTE)

    result = subprocess.run(
        [sys.executable, "-c", MEASURE, CIVICKEEP, "import", "facebook-download", path, "--json"],
        cwd=town,
        check=True,
        capture_output=True,
    )

    largest, receipt = json.loads(result.stdout)
    assert 1 == receipt["media"]
    assert largest < path.stat().st_size - 50 * MEGABYTE

"""``civickeep quarantine``: placed, listed and released from the command line."""

import json
from pathlib import Path

from tests.archiver.commands.calling import civickeep, is_plain

SHA256 = "ab" * 32
WHY = ("--reason", "reported by a resident", "--by", "Dana Ortiz")


def test_a_quarantine_is_placed_listed_and_released(folder: Path) -> None:
    """With who, why and who was told; advice to the person on standard error, marked as ours."""
    placed = civickeep(
        "quarantine", "place", SHA256, *WHY, "--attorney", "Cole Weber", "--json", cwd=folder
    )
    told = json.loads(placed.stdout)
    listed = json.loads(civickeep("quarantine", "list", "--json", cwd=folder).stdout)
    over = civickeep(
        "quarantine", "release", told["quarantine"], *WHY, "--directed-by", "the court", cwd=folder
    )
    shown = civickeep("quarantine", "list", cwd=folder)

    assert (0, [SHA256], []) == (placed.returncode, told["files"], told["items"])
    assert "Our advice, not a statement of law" in placed.stderr
    assert "Call the police and the city attorney now" in placed.stderr
    (one,) = listed["quarantines"]
    assert ("Dana Ortiz", "Cole Weber", None) == (
        one["placed_by"],
        one["attorney"],
        one["released_at"],
    )
    assert 0 == over.returncode
    assert f"{told['quarantine']}  over since" in shown.stdout


def test_what_cannot_be_done_is_said_with_a_status_of_its_own(folder: Path) -> None:
    """An unknown item, and a quarantine that is none."""
    unknown = civickeep("quarantine", "place", "nobody", *WHY, cwd=folder)
    none = civickeep("quarantine", "release", "x", *WHY, "--directed-by", "y", cwd=folder)
    nothing = civickeep("quarantine", "list", cwd=folder)

    assert (56, 124, 0) == (unknown.returncode, none.returncode, nothing.returncode)
    assert is_plain(unknown)
    assert is_plain(none)
    assert "There is no quarantine." in nothing.stderr

"""What every file of the repository, code or paper, keeps to."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (
    ".ci",
    "archiver",
    "docs",
    "infra",
    "requests_portal",
    "requirements",
    "retention_schedules",
    "search",
    "tests",
)

FILES = sorted(
    path
    for path in [
        *(path for path in ROOT.iterdir() if path.is_file()),
        *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()),
    ]
    if "__pycache__" not in path.parts and not path.name.startswith("civickeep.")
)

# Home and build folders and the hosts of packages; in pieces, so that this file passes.
ONE_MACHINE = re.compile(
    r"(?<![\w.])/(work|root|home/\w+|tmp/\w+)/" + r"|pypi\." + r"org|debian\." + "org/"
)


def _text(path: Path) -> str:
    """Give the text of a file; a font or picture has none."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_names_one_machine() -> None:
    """The repository is the same wherever it is cloned."""
    assert [] == [
        f"{path.relative_to(ROOT)}:{number}"
        for path in FILES
        for number, line in enumerate(_text(path).splitlines(), 1)
        if ONE_MACHINE.search(line)
    ]


@pytest.mark.parametrize(
    "name", ["LICENSE", "README.md", "DESIGN.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]
)
def test_the_papers_of_the_house_are_there(name: str) -> None:
    """Whoever opens the repository finds what each of them promises."""
    assert (ROOT / name).is_file()

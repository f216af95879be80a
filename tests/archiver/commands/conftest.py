"""An archive as a person founds one by hand, with the commands themselves."""

from pathlib import Path

import pytest

from tests.archiver.commands.calling import civickeep
from tests.archiver.quillback import CITY, PAGE, TOKEN_ENV, PlayedPage


@pytest.fixture
def called() -> str:
    """Give the name of the page, as the archive is told it."""
    return CITY


@pytest.fixture
def town(tmp_path: Path, page: PlayedPage, called: str) -> Path:
    """Found an archive by hand and put the page under it: a post with a comment."""
    page.comment("1_1", page.post("1"))
    init = civickeep("init", "town", "--city", CITY, cwd=tmp_path)
    added = civickeep(
        *("account", "add", "facebook", PAGE, "--name", called, "--token-env", TOKEN_ENV),
        *("--authorized-by", "Dana Ortiz", "--api-url", page.platform.url),
        cwd=tmp_path / "town",
    )
    assert (0, 0) == (init.returncode, added.returncode), added.stderr
    return tmp_path / "town"

"""The document read by another program than the libraries we make and test it with."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.requests_portal.response.desk_case import SSN, DeskCase

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None or shutil.which("pdftoppm") is None,
    reason="needs pdftotext and pdftoppm (Debian: poppler-utils)",
)

COARSE = "30"  # dots per inch: enough to see whether a page is empty


@pytest.fixture
def document(case: DeskCase) -> Path:
    """Answer the request with the number taken out, and give the document."""
    case.redact_everywhere(SSN)
    case.release_rest()
    _, folder = case.package()
    return folder / "response.pdf"


def run(*command: str) -> bytes:
    """Run a reader and give what it wrote; a complaint on standard error fails."""
    done = subprocess.run(command, capture_output=True, check=True)

    assert b"" == done.stderr
    return done.stdout


def test_another_reader_finds_the_released_words_and_not_the_redacted_ones(document: Path) -> None:
    """Text taken out is not there for a program that reads the file its own way either."""
    text = run("pdftotext", str(document), "-").decode()

    assert "Snow tonight, no parking until 7" in text
    assert SSN not in text


def test_another_reader_draws_every_page(document: Path) -> None:
    """Each page can be drawn without complaint, and none is empty."""
    pages = run("pdftoppm", "-r", COARSE, "-gray", str(document))

    drawn = [page for page in pages.split(b"P5\n") if page]
    assert drawn
    assert all(len(set(page[20:])) > 1 for page in drawn)

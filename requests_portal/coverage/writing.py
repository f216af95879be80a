"""Writing a coverage statement into one file, on paper or as text by its name."""

from pathlib import Path

from archiver.disk import write_file
from archiver.errors import WrongUsage
from requests_portal.coverage.paper import statement_pdf
from requests_portal.coverage.statement import Statement
from requests_portal.coverage.text import statement_text
from requests_portal.response.errors import DestinationOccupied

PAPER, TEXT = ".pdf", ".txt"


def check_destination(path: Path) -> None:
    """Refuse what could not be written; raises ``WrongUsage`` or ``DestinationOccupied``."""
    if path.suffix.lower() not in {PAPER, TEXT}:
        raise WrongUsage(
            f"{path.name} is neither paper nor text.",
            next_step="Name a file that ends in .pdf or .txt.",
        )
    if path.exists() or path.is_symlink():
        raise DestinationOccupied(
            f"{path} is there already.",
            next_step="Name another file with --statement; nothing is ever written over.",
        )


def write(statement: Statement, path: Path) -> None:
    """Write the statement, whole or not at all.

    Raises what ``check_destination`` does, ``PacketUnmakeable``, and
    ``StoreFull`` or ``StoreUnwritable``.
    """
    check_destination(path)
    paper = path.suffix.lower() == PAPER
    write_file(path.absolute(), statement_pdf(statement) if paper else statement_text(statement))

"""``civickeep export``: records, files and views with their proofs, in formats others read."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.console import Command, console_viewer, emit, one_line, open_archive, say

if TYPE_CHECKING:
    from archiver.export.order import Exported

FORMATS = ("warc", "wacz", "bag", "jsonl", "csv")

HELP = """Export records with their proofs.

\b
warc   one WARC 1.1 file, each stored record byte for byte; .warc.gz compresses
wacz   one file to read in a browser with ReplayWeb.page or pywb
bag    a BagIt folder: a file for each record, its proof beside it, and views
jsonl  one item a line, as civickeep items --json shows it
csv    one version a row, for a spreadsheet

Beside the export a folder PATH.proof holds a proof for each record, the script
that checks them, and a draft certificate; a bag has it inside. Every record is
read and compared first: where one is missing or damaged nothing is exported and
all of them are named. Nothing is redacted: an export is no answer to a request.
"""


@click.command(
    cls=Command,
    help=HELP,
    short_help="Export records with their proofs.",
    exits=[
        (41, "no archive here"),
        (43, "unknown account"),
        (50, "the disk is full"),
        (51, "the folder cannot be written"),
        (70, "the index is being built by another process"),
        (72, "the index cannot be read"),
        (100, "the archive's key is not here"),
        (102, "the catalogue does not fit the ledger"),
        (103, "the ledger is damaged"),
        (118, "records are missing or damaged"),
        (119, "something is there already"),
    ],
)
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option(
    "--to",
    "destination",
    metavar="PATH",
    required=True,
    type=click.Path(path_type=Path),
    help="The file to write, or for a bag the folder. Into a folder that is there a file goes "
    "under its usual name. Nothing is replaced.",
)
@click.option("--query", metavar="Q", help="Only items that civickeep search finds for Q.")
@click.option("--account", "accounts", multiple=True, metavar="A", help="Only this account.")
@click.option("--json", "as_json", is_flag=True, help="Give the result as one JSON object.")
def export(
    form: str, destination: Path, query: str | None, accounts: tuple[str, ...], *, as_json: bool
) -> None:
    """Export; the text of the help stands above."""
    import msgspec

    from archiver.export.errors import ExportRefused
    from archiver.export.exporting import export as write
    from archiver.export.order import Format, Order
    from requests_portal.commands.progress import watching
    from requests_portal.exports.certificate import papers
    from requests_portal.exports.scope import choose

    archive = open_archive()
    viewer = console_viewer(archive)
    chosen = choose(archive, viewer, query, accounts)
    order = Order(Format(form), destination, chosen.scope, papers)
    try:
        with watching("items exported", chosen.items, quiet=as_json) as watch:
            done = write(archive, viewer, order, watch)
    except ExportRefused as refused:
        for fault in refused.faults:
            say(one_line(fault))
        raise
    _tell(done)
    if as_json:
        emit(msgspec.to_builtins(done, enc_hook=str))  # paths as text


def _tell(done: "Exported") -> None:
    tally = done.tally
    counts = {
        "items": tally.items,
        "versions": tally.versions,
        "receipts": tally.receipts,
        "pictures and other files": tally.media,
    }
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    say(f"{told or 'Nothing was found'}: {done.path}")
    if tally.not_kept:
        say(f"{tally.not_kept:,} files are not in it, because the archive never received them.")
    say(f"Proofs, the script that checks them and a draft certificate: {done.proof_path}")

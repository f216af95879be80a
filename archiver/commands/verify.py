"""``civickeep verify``: check store, catalogue and ledger against each other."""

from typing import TYPE_CHECKING, BinaryIO

import click

from archiver.console import Command, emit, open_archive, printable, say

if TYPE_CHECKING:
    from archiver.verify.whole import Verified

PROBLEMS = 20
SHOWN = 50
"""Problems told one by one on a terminal."""


@click.command(
    cls=Command,
    exits=[(PROBLEMS, "problems found"), (41, "no archive here"), (54, "the catalogue is busy")],
)
@click.option(
    "--slice", "part", metavar="N/M", help="Only the Nth of M parts of the objects, as 7/30."
)
@click.option(
    "--against",
    metavar="FILE",
    type=click.File("rb"),
    help="A checkpoint kept outside the archive, to find a past that was shortened as a whole.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def verify(
    context: click.Context, part: str | None, against: BinaryIO | None, *, as_json: bool
) -> None:
    """Read every object, derive every row anew, grow the ledger again, and name what differs."""
    from archiver.verify.report import verified_entry
    from archiver.verify.slices import WHOLE, read_slice
    from archiver.verify.whole import verify as verify_archive

    archive = open_archive()
    verified = verify_archive(
        archive,
        read_slice(part) if part else WHOLE,
        against.read() if against else None,
    )
    if as_json:
        emit(verified_entry(verified))
    _tell(verified)
    if verified.findings.problems:
        context.exit(PROBLEMS)


def _tell(verified: "Verified") -> None:
    findings = verified.findings
    say(
        f"{findings.objects:,} objects read, {findings.versions:,} versions derived anew, "
        f"{findings.ledger:,} leaves in the ledger."
    )
    if verified.newest:
        checkpoint = verified.newest.checkpoint
        say(f"Newest checkpoint: {checkpoint.size:,} leaves, root {checkpoint.root.hex()}.")
    if verified.uncovered:
        say(f"{verified.uncovered:,} leaves are under no checkpoint; the next harvest signs one.")
    for problem in findings.problems[:SHOWN]:
        where = " ".join(part for part in (problem.item, problem.object) if part)
        say(f"  {problem.kind}: {printable(where)}: {printable(problem.detail)}")
    if len(findings.problems) > SHOWN:
        say(f"  and {len(findings.problems) - SHOWN:,} more; --json lists them all.")
    if findings.problems:
        say(
            f"{len(findings.problems):,} problems.\n"
            "Next:  restore what is missing or damaged from a backup; where only rows differ, "
            "run civickeep rebuild --catalogue. What is damaged is not released meanwhile."
        )
    else:
        say("Everything fits.")

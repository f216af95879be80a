"""``civickeep verify``: check store, catalogue and ledger against each other."""

from base64 import b64encode
from typing import TYPE_CHECKING, BinaryIO

import click

from archiver.console import (
    Command,
    current_settings,
    emit,
    open_archive,
    printable,
    reporter,
    say,
)

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.progress import At
    from archiver.verify.slices import Slice
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
    from archiver.progress import shown
    from archiver.verify.report import verified_entry
    from archiver.verify.slices import WHOLE, read_slice

    chosen, outside = read_slice(part) if part else WHOLE, against.read() if against else None
    with shown(reporter(quiet=as_json)) as at:
        verified = _verified(chosen, outside, at)
    if as_json:
        emit(verified_entry(verified))
    _tell(verified)
    if verified.findings.problems:
        context.exit(PROBLEMS)


def _verified(part: "Slice", against: bytes | None, at: "At") -> "Verified":
    """Verify with the catalogue, or without it where its file cannot be read at all."""
    from archiver.catalogue.errors import CatalogueDamaged
    from archiver.store.choice import open_store
    from archiver.verify.whole import verify as verify_archive
    from archiver.verify.whole import verify_store

    try:
        archive = open_archive()
    except CatalogueDamaged as error:
        return verify_store(open_store(current_settings()), error, part, against, at)
    verified = verify_archive(archive, part, against, at)
    if against is None:  # a file from elsewhere may be of another archive
        _note(archive, part, len(verified.findings.problems))
    return verified


def _note(archive: "Archive", part: "Slice", problems: int) -> None:
    """Have the alarms know of it; what was verified is told whether or not that can be noted."""
    from archiver.alarms.kept import note_verification
    from archiver.errors import CivickeepError

    try:
        note_verification(archive, part.number, part.of, problems)
    except CivickeepError as error:
        say(f"The alarms do not know of this: {printable(error.what)}")


def _as_signed(root: bytes) -> str:
    """Write a root as the checkpoint's own file, the report and the mails have it."""
    return b64encode(root).decode()


def _tell(verified: "Verified") -> None:
    findings = verified.findings
    say(
        f"{findings.objects:,} objects read, {findings.versions:,} versions derived anew, "
        f"{findings.ledger:,} leaves in the ledger."
    )
    if verified.newest:
        checkpoint = verified.newest.checkpoint
        say(f"Newest checkpoint: {checkpoint.size:,} leaves, root {_as_signed(checkpoint.root)}.")
    if verified.uncovered:
        say(f"{verified.uncovered:,} leaves are under no checkpoint; the next harvest signs one.")
    for day in verified.unstamped:
        say(f"{day.day} has no time stamp of {printable(day.authority)}; run civickeep stamp.")
    problems = findings.problems
    for problem in problems[:SHOWN]:
        where = " ".join(part for part in (problem.item, problem.object) if part)
        say(f"  {problem.kind}: {printable(where)}: {printable(problem.detail)}")
    if len(problems) > SHOWN:
        say(f"  and {len(problems) - SHOWN:,} more; --json lists them all.")
    if problems:
        say(
            f"{len(problems):,} problems.\n"
            "Next:  restore what is missing or damaged from a backup; where only rows differ, "
            "run civickeep rebuild --catalogue. What is damaged is not released meanwhile."
        )
    else:
        say("Everything fits.")

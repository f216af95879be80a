"""``civickeep restore``: make the archive of a backup again, in an empty folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.console import Command, emit, printable, reporter, say

if TYPE_CHECKING:
    from archiver.backup.restoring import Restored

INCOMPLETE = 20
SHOWN = 50
"""Files told one by one on a terminal."""


@click.command(
    cls=Command,
    exits=[
        (INCOMPLETE, "files of the backup are missing or damaged; all others were restored"),
        (42, "the backup is of a newer program"),
        (50, "disk full"),
        (51, "not writable"),
        (108, "the snapshot or a manifest is damaged; nothing was restored"),
        (109, "the folder is no backup"),
    ],
)
@click.option(
    "--from",
    "source",
    metavar="PATH",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that civickeep backup wrote into.",
)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--snapshot",
    "number",
    metavar="N",
    type=click.IntRange(min=1),
    help="An earlier snapshot. [default: the newest]",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def restore(
    context: click.Context, source: Path, folder: Path, number: int | None, *, as_json: bool
) -> None:
    """Make the archive again in the empty folder DIR, every file checked.

    Store and catalogue go where the settings of the backup say; CIVICKEEP_ARCHIVE__STORE and
    CIVICKEEP_ARCHIVE__CATALOGUE name other places, for a bucket or a database that is still
    there. Stopped, it is run again.
    """
    from archiver.backup.restoring import restore as make_again
    from archiver.progress import shown

    with shown(reporter(quiet=as_json)) as at:
        done = make_again(source, folder, number=number, at=at)
    if as_json:
        emit(_entry(done))
    _tell(done, folder)
    if done.problems:
        context.exit(INCOMPLETE)


def _entry(done: "Restored") -> dict[str, object]:
    from archiver.civil_time import to_wire

    return {
        "snapshot": done.number,
        "taken": to_wire(done.snapshot.taken),
        "change": done.snapshot.change,
        "files": done.files,
        "bytes": done.bytes,
        "catalogue": done.catalogue.value,
        "withheld": done.withheld,
        "problems": [{"file": each.path, "detail": each.reason} for each in done.problems],
    }


def _tell(done: "Restored", folder: Path) -> None:
    from archiver.civil_time import to_wire

    where = printable(str(folder))
    say(f"{done.files:,} files of snapshot {done.number}, taken {to_wire(done.snapshot.taken)}.")
    for each in done.problems[:SHOWN]:
        say(f"  damaged: {printable(each.path)}: {printable(each.reason)}")
    if len(done.problems) > SHOWN:
        say(f"  and {len(done.problems) - SHOWN:,} more; --json lists them all.")
    say(f"The archive is in {where}, as it was then; what came later is not in it.")
    say(
        f"Next:  civickeep verify --config {where}/civickeep.toml; then put the keys back with "
        "civickeep key restore, without which nothing new is signed."
    )

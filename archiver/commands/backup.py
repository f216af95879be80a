"""``civickeep backup``: copy what is new into a folder from which the archive can be restored."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.console import Command, emit, open_archive, printable, reporter, say

if TYPE_CHECKING:
    from archiver.backup.backing_up import BackedUp

INCOMPLETE = 20
SHOWN = 50
"""Objects told one by one on a terminal."""


@click.command(
    cls=Command,
    exits=[
        (INCOMPLETE, "objects are missing or damaged in the archive; all others were copied"),
        (50, "disk full"),
        (51, "not writable"),
        (54, "another backup into this folder is running"),
        (108, "the earlier snapshot there is damaged"),
        (109, "the folder holds something else"),
    ],
)
@click.option(
    "--to",
    "folder",
    metavar="PATH",
    required=True,
    type=click.Path(path_type=Path),
    help="A folder outside the archive, best on another machine's disk. A second backup into it "
    "only adds what is new.",
)
@click.option(
    "--without-catalogue",
    is_flag=True,
    help="Leave the catalogue out: smaller, and a restore makes it again from the objects, "
    "without what only stands in rows.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def backup(context: click.Context, folder: Path, *, without_catalogue: bool, as_json: bool) -> None:
    """Add a snapshot of the whole archive to a backup, or begin one. Never copies a key.

    The archive can be used meanwhile. Objects come out of whatever store it
    is in, a bucket too. Keys are backed up apart: civickeep key backup. What
    is destroyed later stays in a backup until its folder is deleted: begin a
    new one in time.
    """
    from archiver.backup.backing_up import back_up
    from archiver.progress import shown

    with shown(reporter(quiet=as_json)) as at:
        done = back_up(open_archive(), folder, with_catalogue=not without_catalogue, at=at)
    if as_json:
        emit(_entry(done))
    _tell(done, folder)
    if done.snapshot.unsaved:
        context.exit(INCOMPLETE)


def _entry(done: "BackedUp") -> dict[str, object]:
    from archiver.civil_time import to_wire

    snapshot = done.snapshot
    return {
        "snapshot": done.number,
        "taken": to_wire(snapshot.taken),
        "change": snapshot.change,
        "files": snapshot.files,
        "bytes": snapshot.bytes,
        "files_added": done.files_added,
        "bytes_added": done.bytes_added,
        "catalogue": snapshot.catalogue is not None,
        "problems": [{"object": each.object, "detail": each.reason} for each in snapshot.unsaved],
    }


def _tell(done: "BackedUp", folder: Path) -> None:
    say(
        f"Snapshot {done.number} is in {printable(str(folder))}: {done.files_added:,} files "
        f"({done.bytes_added:,} bytes) are new, {done.snapshot.files:,} in all."
    )
    unsaved = done.snapshot.unsaved
    for each in unsaved[:SHOWN]:
        say(f"  not copied: {printable(each.object)}: {each.reason}")
    if len(unsaved) > SHOWN:
        say(f"  and {len(unsaved) - SHOWN:,} more; --json lists them all.")
    if unsaved:
        say("Next:  run civickeep verify, and restore what it names from an earlier snapshot.")
    else:
        say("Next:  keep it apart from the keys; try it now and then with civickeep restore.")

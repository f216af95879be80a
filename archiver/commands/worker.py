"""``civickeep worker``: take due work from the catalogue and do it."""

import sys
from typing import TYPE_CHECKING

import click

from archiver.console import Command, emit, open_archive, printable, reporter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archiver.archive import Archive
    from archiver.progress import Reporter
    from archiver.schedule.kinds import WorkKind
    from archiver.schedule.worker import Done, Worker

UNCLEAN = 10

EXITS = [
    (41, "no archive here"),
    (54, "the catalogue is busy"),
    (115, "the catalogue's database does not answer"),
    (116, "the catalogue's database does not let us in"),
]
"""What ends a command that works for ever; what goes wrong with one unit does not."""


@click.command(
    cls=Command, exits=[(UNCLEAN, "with --once: some work needs a person to look"), *EXITS]
)
@click.option(
    "--kinds", metavar="K,...", help="Only work of these kinds, as harvest,verify. [default: all]"
)
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@click.option("--json", "as_json", is_flag=True, help="JSONL, one unit of work a line.")
@click.pass_context
def worker(context: click.Context, kinds: str | None, *, once: bool, as_json: bool) -> None:
    """Do what is due, one unit after the other: harvests, time stamps, verification.

    Any number of workers may run, here and on other machines. Ctrl-C or
    SIGTERM ends after the unit at hand, a second one at once.
    """
    from archiver.schedule.kinds import work_kinds

    names = tuple(name.strip() for name in kinds.split(",") if name.strip()) if kinds else ()
    found = work_kinds(names)
    if not work(open_archive(), found, once=once, as_json=as_json) and once:
        context.exit(UNCLEAN)


def work(archive: "Archive", kinds: "Mapping[str, WorkKind]", *, once: bool, as_json: bool) -> bool:
    """Work until nothing is due or somebody asks to stop; give whether all of it was clean."""
    from archiver.schedule.stopping import Stopping

    stopping = Stopping()
    stopping.listen()
    doer = worker_for(archive, kinds, reporter(quiet=as_json))
    rounds = doer.work_off(stopping.asked) if once else doer.work_on(stopping.asked, stopping.pause)
    clean = True
    for done in rounds:
        _tell(done, as_json=as_json)
        clean = clean and done.clean
    return clean


def worker_for(
    archive: "Archive", kinds: "Mapping[str, WorkKind]", progress: "Reporter"
) -> "Worker":
    """Give a worker of this process."""
    from archiver.capture.harvest import surroundings
    from archiver.leases.table import Leases
    from archiver.schedule.worker import Worker

    return Worker(archive, kinds, surroundings(progress), Leases(archive))


def _tell(done: "Done", *, as_json: bool) -> None:
    from archiver.schedule.done_list import done_entry, done_line

    line = done_line(done)
    if line is None:
        return  # there turned out to be nothing to do
    if as_json:
        emit(done_entry(done))
    else:
        click.echo(printable(line))
    sys.stdout.flush()

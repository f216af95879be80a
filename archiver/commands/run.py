"""``civickeep run``: everything an archive needs, in one process."""

import click

from archiver.commands.worker import EXITS, work
from archiver.console import Command, open_archive, say


@click.command(cls=Command, exits=EXITS)
@click.option("--json", "as_json", is_flag=True, help="JSONL, one unit of work a line.")
def run(*, as_json: bool) -> None:
    """Keep the archive going: plan what is due and do it, until somebody asks to stop.

    For a city with one machine; where there are more, run civickeep worker on
    each. Ctrl-C or SIGTERM ends after the unit of work at hand, a second one
    at once.
    """
    from archiver.schedule.kinds import work_kinds

    archive, kinds = open_archive(), work_kinds()
    say(f"Running: {', '.join(kinds)}.")
    work(archive, kinds, once=False, as_json=as_json)

"""``civickeep retention schedule``: which editions are here, and which one the city follows."""

from pathlib import Path

import click

from archiver.console import Command, Group, console_viewer, emit, open_archive, printable, say
from retention_schedules.commands.options import json_option


@click.group(cls=Group)
def schedule() -> None:
    """List, import and adopt editions of a retention schedule."""


@schedule.command(name="list", cls=Command)
@click.option("--series", "with_series", is_flag=True, help="Name every series, too.")
@json_option
def list_(*, with_series: bool, as_json: bool) -> None:
    """List the editions that are here, and which of them the city adopted.

    Without an archive: those that come with the program.
    """
    from retention_schedules.commands.asking import settings_if_any
    from retention_schedules.editions import listed_editions

    editions = listed_editions(open_archive() if settings_if_any() else None)
    if as_json:
        emit({"editions": editions})
        return
    for one in editions:
        adopted = f"adopted {one.adopted_at:%Y-%m-%d}" if one.adopted_at else "not adopted"
        force = ", in force" if one.in_force else ""
        part = "" if one.complete else ", only partly here"
        click.echo(
            f"{one.edition}  {printable(one.title)}  {one.rows} series, {adopted}{force}{part}"
        )
        for row in one.series if with_series else ():
            click.echo(f"    {row.code or '-':<10} {row.key}: {printable(row.retention_text)}")


@schedule.command(
    name="import",
    cls=Command,
    exits=[
        (60, "a row cannot be read"),
        (61, "two rows are the same series"),
        (67, "another file was imported under that edition"),
    ],
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", metavar="E", help="Its short name. [default: from the file's name]")
@click.option("--title", metavar="T", help="What the schedule is called. [default: the edition]")
@click.option("--by", metavar="PERSON", help="Who imports it. [default: your user name]")
@json_option
def import_(
    file: Path, edition: str | None, title: str | None, by: str | None, *, as_json: bool
) -> None:
    """Bring in a schedule from a CSV file with the columns of the starter schedule."""
    from retention_schedules.editions import import_schedule
    from retention_schedules.series import slug

    archive = open_archive()
    name = edition or slug(file.stem)
    new = import_schedule(
        archive,
        file.read_bytes(),
        edition=name,
        title=title or name,
        by=by or console_viewer(archive).name,
    )
    unread = sum(not row.permanent and row.period is None for row in new.series)
    if as_json:
        emit({"edition": new.edition, "series": len(new.series), "without_period": unread})
        return
    say(f"{len(new.series)} series are here as {new.edition}. They are not in force yet.")
    if unread:
        say(f"{unread} of them have no period that could be read; nothing of theirs may go.")
    say(f"Next: civickeep retention schedule adopt {new.edition}")


@schedule.command(cls=Command, exits=[(62, "no such edition")])
@click.argument("edition")
@click.option("--by", metavar="PERSON", help="Who records it. [default: your user name]")
@json_option
def adopt(edition: str, by: str | None, *, as_json: bool) -> None:
    """Record that the city adopted an edition; from then on it is in force here."""
    from retention_schedules.editions import adopt_edition

    archive = open_archive()
    new = adopt_edition(archive, edition, by=by or console_viewer(archive).name)
    if as_json:
        emit({"edition": edition, "adopted": new})
    elif new:
        say(f"{edition} is in force. Next: civickeep retention classify --all")
    else:
        say(f"{edition} was adopted before; nothing was changed.")

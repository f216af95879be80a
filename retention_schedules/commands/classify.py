"""``civickeep retention classify``: give every item a series, by rules or by a person."""

from typing import TYPE_CHECKING

import click

from archiver.console import Command, console_viewer, emit, open_archive, say
from retention_schedules.commands.options import json_option

if TYPE_CHECKING:
    from archiver.archive import Archive
    from retention_schedules.sweep import Sweep


@click.command(
    cls=Command,
    exits=[
        (56, "no such item"),
        (63, "no such series"),
        (64, "several series of that title"),
        (65, "the rules cannot be used"),
    ],
)
@click.option("--all", "everything", is_flag=True, help="Also what a rule classified before.")
@click.option("--item", "items", metavar="I", multiple=True, help="Decide this item yourself.")
@click.option(
    "--series",
    metavar="S",
    help="Its series by key, code or title, or the word transitory or unscheduled.",
)
@click.option("--by", metavar="PERSON", help="Who decides. [default: your user name]")
@click.option("--reason", metavar="R", help="Why it belongs there.")
@json_option
def classify(
    items: tuple[str, ...],
    series: str | None,
    by: str | None,
    reason: str | None,
    *,
    everything: bool,
    as_json: bool,
) -> None:
    """Let the rules give a series to every item that has none.

    What a person decided stays as it is. With --item, --series and --reason a
    person decides, or confirms what a rule proposed.
    """
    if bool(items) != bool(series) or bool(items) != bool(reason):
        message = "--item, --series and --reason are used together, by a person who decides."
        raise click.UsageError(message)
    if items and everything:
        message = "--all lets the rules decide and --item a person; use one of the two."
        raise click.UsageError(message)
    archive = open_archive()
    if items:
        _decide(archive, items, series or "", by, reason or "", as_json=as_json)
    else:
        _sweep(archive, everything=everything, as_json=as_json)


def _sweep(archive: "Archive", *, everything: bool, as_json: bool) -> None:
    from retention_schedules.sweep import sweep

    done = sweep(archive, console_viewer(archive), everything=everything)
    if as_json:
        emit(done)
    else:
        _tell(done)


def _tell(done: "Sweep") -> None:
    click.echo(
        f"Classified {done.classified} item(s) under {done.edition} by the rules {done.rules}; "
        f"{done.unchanged} stood already, {done.kept} were decided by a person."
    )
    for series, count in sorted(done.by_series.items()):
        click.echo(f"{count:>8}  {series}")
    if done.needs_person:
        say(
            f"{done.needs_person} item(s) wait for a person; they are kept until then. "
            "civickeep retention audit says why."
        )


def _decide(
    archive: "Archive",
    items: tuple[str, ...],
    series: str,
    by: str | None,
    reason: str,
    *,
    as_json: bool,
) -> None:
    from retention_schedules.sweep import classify_by_person, series_named

    viewer = console_viewer(archive)
    key = series_named(archive, series)
    refs = [archive.item(viewer, each).ref for each in items]
    edition = classify_by_person(archive, refs, key, by=by or viewer.name, reason=reason)
    if as_json:
        emit({"items": len(refs), "series": key, "edition": edition})
    else:
        say(f"{len(refs)} item(s) are in {key} now, under {edition}.")

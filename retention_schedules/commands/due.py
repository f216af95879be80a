"""``civickeep retention due``: the pure rule, for one series and one date."""

from datetime import date
from typing import TYPE_CHECKING

import click

from archiver.console import Command, emit
from retention_schedules.commands.options import CivilDate, as_of_option, json_option

if TYPE_CHECKING:
    from retention_schedules.due import Evaluation
    from retention_schedules.schedule import Schedule
    from retention_schedules.series import RecordSeries


@click.command(
    cls=Command,
    exits=[
        (62, "no such edition"),
        (63, "no such series"),
        (64, "several series of that title"),
        (68, "the period ends after the year 9999"),
    ],
)
@click.option(
    "--series", "wanted", required=True, metavar="S", help="A series by its key, code or title."
)
@click.option(
    "--trigger",
    type=CivilDate(),
    help="The day the period counts from. Leave it out where the event has not happened.",
)
@click.option(
    "--until",
    type=CivilDate(),
    help="The day of the further event, for a row such as '2 or until paid'. The later counts.",
)
@click.option("--edition", metavar="E", help="Ask this edition. [default: the one in force]")
@as_of_option
@json_option
def due(
    wanted: str,
    trigger: date | None,
    until: date | None,
    edition: str | None,
    as_of: date | None,
    *,
    as_json: bool,
) -> None:
    """Say when a record of a series may go, by the schedule alone.

    Works without an archive. Holds, and what the city itself decided to keep
    longer, are not asked here: civickeep retention audit does.
    """
    from retention_schedules.commands.asking import schedules_to_ask, today
    from retention_schedules.due import Claim, evaluate
    from retention_schedules.schedule import find_series

    schedule, series = find_series(schedules_to_ask(edition), wanted)
    on = as_of or today()
    result = evaluate([Claim(series, trigger, until)], on)
    if as_json:
        emit(_answer(schedule, series, result, on))
    else:
        _tell(schedule, series, result, on)


def _answer(
    schedule: "Schedule", series: "RecordSeries", result: "Evaluation", on: date
) -> dict[str, object]:
    """Shape the answer as promised."""
    from retention_schedules.schedule import citation

    return {
        "outcome": result.outcome,
        "last_day": result.last_day,
        "eligible_on": result.eligible_on,
        "reasons": list(result.reasons),
        "citation": citation(schedule, series),
        "series": series.key,
        "code": series.code,
        "title": series.title,
        "edition": schedule.edition,
        "retention_text": series.retention_text,
        "trigger": series.trigger,
        "as_of": on,
        "notes": _notes(schedule, series),
    }


def _notes(schedule: "Schedule", series: "RecordSeries") -> list[str]:
    """Say what a clerk should know before relying on the answer."""
    from retention_schedules.series import Trigger

    notes = []
    if series.trigger is Trigger.UNSTATED:
        notes.append(
            "The schedule prints a bare number; what it counts from was not read. "
            "It was counted from the date given."
        )
    if series.waits_for is not None:
        notes.append(f'It also has to happen: "{series.waits_for}". The later of the two counts.')
    if not schedule.complete:
        notes.append(
            "This edition is only partly here. Load the official text before relying on it."
        )
    return notes


def _tell(schedule: "Schedule", series: "RecordSeries", result: "Evaluation", on: date) -> None:
    """Write the answer for a person."""
    from retention_schedules.schedule import citation
    from retention_schedules.words import OUTCOME_WORDS, REASON_WORDS

    lines = [f"{series.name}: {OUTCOME_WORDS[result.outcome]}, as of {on}."]
    if result.last_day is not None:
        lines.append(f"Last day to keep it: {result.last_day}. Eligible on: {result.eligible_on}.")
    lines += [f"- {REASON_WORDS[reason]}" for reason in result.reasons]
    lines += [f"Note: {note}" for note in _notes(schedule, series)]
    lines.append(f"Source: {citation(schedule, series)}")
    click.echo("\n".join(lines))

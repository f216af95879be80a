"""``civickeep retention audit``: what may go, what stays and why, and what needs a look."""

from datetime import date
from typing import TYPE_CHECKING

import click

from archiver.console import Command, console_viewer, emit, open_archive
from retention_schedules.commands.options import as_of_option, json_option

if TYPE_CHECKING:
    from retention_schedules.audit import Audit

FINDINGS = 30
"""Exit status: there is something somebody has to look at."""


@click.command(
    cls=Command,
    exits=[(FINDINGS, "findings: something needs a look"), (65, "the rules cannot be used")],
)
@as_of_option
@json_option
def audit(as_of: date | None, *, as_json: bool) -> None:
    """Count what may go and what must stay, with every reason, as of a day.

    Findings are what a person has to see to: items not classified, in no
    series, under an edition not adopted, overdue, or only proposed by a rule
    when their period is over. A hold, a running period, an event still to come
    and permanence are the schedule at work, and no findings. An item is
    counted under every reason that applies to it.
    """
    from retention_schedules.audit import audit as examine
    from retention_schedules.commands.asking import today
    from retention_schedules.in_force import law_of
    from retention_schedules.standing import standings

    archive = open_archive()
    viewer = console_viewer(archive)
    result = examine(standings(archive, viewer), law_of(archive), as_of or today())
    if as_json:
        emit(_answer(result))
    else:
        _tell(result)
    if result.problems:
        raise click.exceptions.Exit(FINDINGS)


def _answer(result: "Audit") -> dict[str, object]:
    """Shape the result as promised: the counts side by side, then the lists."""
    return {
        "as_of": result.as_of,
        "edition": result.edition,
        "settings": result.settings,
        "items": result.items,
        **{outcome.value: count for outcome, count in result.outcomes.items()},
        **{reason.value: count for reason, count in result.reasons.items()},
        "transitory": result.transitory,
        "overdue": result.overdue,
        "series": result.series,
        "problems": result.problems,
    }


def _tell(result: "Audit") -> None:
    """Write the result for a person."""
    from retention_schedules.words import OUTCOME_WORDS, REASON_WORDS

    edition = result.edition or "none adopted"
    click.echo(f"Retention audit as of {result.as_of}. Edition in force: {edition}.")
    click.echo(f"{result.items:>9}  items in the archive")
    for outcome, count in result.outcomes.items():
        click.echo(f"{count:>9}  {OUTCOME_WORDS[outcome]}")
    if any(result.reasons.values()):
        click.echo("\nWhy they are kept (an item can have several reasons):")
    for reason, count in result.reasons.items():
        if count:
            click.echo(f"{count:>9}  {REASON_WORDS[reason]}")
    if result.series:
        click.echo("\nWhere they are:")
    for each in result.series:
        click.echo(f"{each.items:>9}  {each.series} ({each.edition}), {each.eligible} may go")
    click.echo("\nHow the schedule was read:")
    for key, value in result.settings.items():
        click.echo(f"           {key} = {value if value != '' else 'off'}")
    _tell_problems(result)


def _tell_problems(result: "Audit") -> None:
    if not result.problems:
        click.echo("\nNothing needs a look.")
        return
    click.echo("\nNeeds a look:")
    for problem in result.problems:
        count = problem.count or ""  # what is wrong with the whole archive counts no items
        click.echo(f"{count:>9}  {problem.what}")
        click.echo(f"           Next: {problem.next}")
        if problem.items:
            click.echo(f"           For example: {', '.join(problem.items)}")

"""``civickeep request clock`` and ``fee``: the pure rules, which work without an archive."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from archiver.console import Command, emit, say
from requests_portal.commands.here import calendar_here, rates_here
from requests_portal.commands.options import AMOUNT, read_civil_date

if TYPE_CHECKING:
    from requests_portal.clock import Due
    from requests_portal.fees import Fee

KINDS = (
    "member",
    "subject",
    "collection-notice",
    "accuracy",
    "appeal-told",
    "appeal-untold",
    "six-month",
)
ZERO = Decimal(0)


@click.command(cls=Command, exits=[(88, "the rule was not in force on that day")])
@click.option("--kind", type=click.Choice(KINDS), required=True, help="What is waited for.")
@click.option(
    "--from",
    "start",
    metavar="DATE|TIME",
    help="The day it began; of a TIME, its date in the city's zone. [default: now]",
)
@click.option(
    "--friday-after-thanksgiving/--no-friday-after-thanksgiving",
    default=None,
    help="Whether the city keeps this day. [default: as the settings say, else no]",
)
@click.option(
    "--indigenous-peoples-day/--no-indigenous-peoples-day",
    default=None,
    help="Whether the city keeps this day. [default: as the settings say, else no]",
)
@click.option("--json", "as_json", is_flag=True)
def clock(kind: str, start: str | None, *, as_json: bool, **kept: bool | None) -> None:
    """Work out when an answer is due. Works without an archive."""
    from archiver.civil_time import civil_date, system_clock
    from requests_portal.clock import ClockKind, due

    zone, calendar = calendar_here(**kept)
    day = read_civil_date(start, zone) if start else civil_date(system_clock(), zone)
    answer = due(ClockKind(kind), day, calendar)
    if as_json:
        emit(answer)
    else:
        _show_due(answer)


def _show_due(answer: "Due") -> None:
    if answer.due is None:
        click.echo(f"No number of days: {answer.says}.")
    else:
        click.echo(f"Due {answer.due.isoformat()} ({answer.due:%A}).")
        say(f"{answer.says[0].upper()}{answer.says[1:]}; {len(answer.counted)} days counted.")
    for passed in answer.left_out:
        say(f"Not counted: {passed.date.isoformat()}, {passed.why}.")
    say(f"{answer.citation}.")


@click.command(cls=Command)
@click.option(
    "--track",
    type=click.Choice(("member", "subject")),
    required=True,
    help="member: for public data; subject: for data about the person who asks.",
)
@click.option(
    "--mode",
    type=click.Choice(("paper", "electronic", "inspect")),
    required=True,
    help="Paper is black and white, letter or legal size.",
)
@click.option("--pages", type=click.IntRange(0), default=0, help="Pages printed on one side.")
@click.option(
    "--sheets-duplex",
    type=click.IntRange(0),
    default=0,
    help="Further sheets, printed on both sides; each counts as two pages.",
)
@click.option(
    "--rate",
    type=AMOUNT,
    metavar="R",
    help="Dollars: for a page where the flat rate governs (a member's 100 or fewer paper pages; "
    "at most 0.25), else for an hour of the employee unless --hourly says it.",
)
@click.option("--hourly", type=AMOUNT, metavar="H", help="Dollars for an hour of the employee.")
@click.option("--search-hours", type=AMOUNT, default=ZERO, help="Searching and retrieving.")
@click.option("--make-hours", type=AMOUNT, default=ZERO, help="Making and certifying copies.")
@click.option("--redact-hours", type=AMOUNT, default=ZERO, help="Separating; never charged.")
@click.option(
    "--material-per-page", type=AMOUNT, default=ZERO, metavar="C", help="Dollars for each page."
)
@click.option("--postage", type=AMOUNT, default=ZERO, metavar="P", help="Dollars.")
@click.option("--json", "as_json", is_flag=True)
def fee(track: str, mode: str, *, as_json: bool, **took: Any) -> None:  # noqa: ANN401 - each option has its own type, checked by click
    """Work out the most that may be charged. Works without an archive.

    A city may always charge less. Where there is an archive, its settings give
    the rates that no option gives. Hours without a price are refused where
    they could be charged.
    """
    from archiver.data_requests import Track
    from requests_portal.fees import Mode, fee_entry, work_from
    from requests_portal.fees import fee as work_out

    city = rates_here()
    work = work_from(city_rate=city.paper_rate, city_hourly=city.hourly_cost, **took)
    bill = work_out(Track(track), Mode(mode), work)
    for warning in bill.warnings:
        say(f"Mind: {warning}")
    if as_json:
        emit(fee_entry(bill))
    else:
        _show_fee(bill)


def _show_fee(bill: "Fee") -> None:
    for line in bill.lines:
        click.echo(f"{line.amount:>10}  {line.what}  ({line.citation})")
    click.echo(f"{bill.total:>10}  in all, at most")
    for refused in bill.not_chargeable:
        say(f"Not chargeable: {refused.what} ({refused.citation}).")

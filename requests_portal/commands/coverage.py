"""``civickeep coverage``: what was watched, what was not, and why."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.console import Command, emit, one_line, open_archive, printable, say

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from archiver.archive import Archive
    from archiver.coverage.gathering import Watched

SHOWN = 20
"""Gaps told one by one on a terminal, and as many of each other kind."""


@click.command(
    cls=Command,
    exits=[
        (41, "no archive here"),
        (43, "unknown account"),
        (50, "the disk is full"),
        (51, "the statement's folder cannot be written"),
        (92, "the statement's file is there already"),
        (95, "the statement cannot be set"),
    ],
)
@click.option("--account", metavar="A", help="Only this account.")
@click.option("--from", "since", metavar="T", help="A time, or a day. [default: when it was added]")
@click.option("--to", "until", metavar="T", help="A time, or a day, to its end. [default: now]")
@click.option(
    "--statement",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a statement to give away: FILE.pdf on paper, FILE.txt as text.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with every gap.")
def coverage(
    account: str | None,
    since: str | None,
    until: str | None,
    statement: Path | None,
    *,
    as_json: bool,
) -> None:
    """Say which stretches of time each account was watched, and name every gap with its cause.

    While an account is green, everything that stayed visible for a poll
    interval plus the longest run is in the archive. It is told from the
    receipts of its captures alone.
    """
    from archiver.coverage.entries import coverage_entry
    from archiver.coverage.gathering import gather
    from archiver.coverage.period import read_period

    if statement is not None:
        from requests_portal.coverage.writing import check_destination

        check_destination(statement)
    archive = open_archive()
    zone, now = archive.settings.city.zone, archive.clock()
    accounts = archive.accounts() if account is None else (archive.account(account),)
    found = [
        gather(
            archive,
            one,
            read_period(since, until, zone, one.opened_at, now),
            now,
            named=statement is None,
        )
        for one in accounts
    ]
    if statement is not None:
        _write(archive, found, statement)
    if as_json:
        emit({one.account.key: coverage_entry(one) for one in found})
    if as_json or statement is not None:
        return
    if not found:
        say("No account is under archive yet.\nNext:  civickeep account add facebook PAGE_ID")
    for one in found:
        _show(one, zone)


def _write(archive: "Archive", found: "list[Watched]", path: Path) -> None:
    """Write the statement about these accounts."""
    from archiver.civil_time import civil_date
    from requests_portal.coverage.paper import MOST_ROWS
    from requests_portal.coverage.statement import period_in_words, write_statement
    from requests_portal.coverage.writing import PAPER, write

    city, now = archive.settings.city, archive.clock()
    statement = write_statement(
        found,
        city=city.name,
        zone=city.zone,
        concerns=period_in_words([one.coverage.open for one in found], city.zone),
        dated=civil_date(now, city.zone),
        most_rows=MOST_ROWS if path.suffix.lower() == PAPER else None,
    )
    write(statement, path)
    say(f"The coverage statement is in {printable(str(path))}.")


def _show(found: "Watched", zone: "ZoneInfo") -> None:
    """Show one account: its state, its tiers, and its newest gaps."""
    from archiver.coverage.kinds import LIMITS
    from archiver.coverage.words import length_in_words, share_in_words
    from requests_portal.response.wording import several

    coverage, account = found.coverage, found.account
    name = one_line(account.name or "-")
    click.echo(f"{account.key}  {name}  {coverage.colour or 'closed'}")
    if not coverage.open.length:
        click.echo("  was not under archive in this period")
        return
    start, end = _local(coverage.open.start, zone), _local(coverage.open.end, zone)
    run = length_in_words(coverage.longest_run)
    click.echo(
        f"  {start} to {end}: watched {share_in_words(coverage.green, coverage.open.length)}, "
        f"{several(len(coverage.gaps), 'gap')}, {several(coverage.captures, 'capture')}, "
        f"longest run {run}"
    )
    for tier in coverage.tiers:
        own = share_in_words(tier.green, coverage.open.length)
        click.echo(
            f"  {tier.tier:5} {tier.colour:6} {own:>8}  every {length_in_words(tier.interval)}"
        )
    lines = [
        f"{_local(gap.span.start, zone)} to {_local(gap.span.end, zone)}  {gap.colour}: {gap.cause}"
        for gap in coverage.gaps
    ]
    _list("Gaps, newest first", lines[::-1])
    _list("Not captured", [f"{one.surface}: {one.cause}" for one in found.not_captured])
    _list("Differences", [f"{one.what}: {one.cause}" for one in found.differences[::-1]])
    _list("Always", LIMITS)


def _list(title: str, lines: "list[str] | tuple[str, ...]") -> None:
    if not lines:
        return
    click.echo(f"  {title}:")
    for line in lines[:SHOWN]:
        click.echo(f"    {one_line(line)}")
    if len(lines) > SHOWN:
        click.echo(f"    and {len(lines) - SHOWN:,} more; --json lists them all")


def _local(instant: datetime, zone: "ZoneInfo") -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"

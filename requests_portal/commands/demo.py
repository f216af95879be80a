"""``civickeep demo``: an invented city, played, kept, searched and answered for in one go."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.console import Command, emit, printable, say

if TYPE_CHECKING:
    from requests_portal.demo.page.coverage import Row
    from requests_portal.demo.played_threads import ThreadsPlayed
    from requests_portal.demo.tour import Tour

REAL = "real-threads"
"""The folder inside DIR in which ``--data`` works, so that it leaves the city alone."""


@click.command(
    cls=Command,
    exits=[
        (50, "disk full"),
        (55, "a line of the timeline cannot be read"),
        (97, "the file given with --data cannot be read"),
        (98, "what came back is not what was played"),
        (99, "DIR holds something else"),
    ],
)
@click.option(
    "--to",
    "folder",
    metavar="DIR",
    default="demo",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the archive and the page of results go.",
)
@click.option(
    "--data",
    "data",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Play this file of real threads instead, and check what comes back item by item.",
)
@click.option(
    "--fresh/--keep",
    default=True,
    show_default=True,
    help="Begin anew, or leave an earlier demonstration as it is and only say where.",
)
@click.option("--json", "as_json", is_flag=True, help="One object with the counts.")
def demo(folder: Path, data: Path | None, *, fresh: bool, as_json: bool) -> None:
    """Try everything with an invented city: no token, no network, half a minute.

    A small server on this machine plays the city's Facebook page and its
    Instagram account. Both are watched on a schedule while posts are edited,
    hidden and taken down, then searched, classified and answered from.
    DIR/index.html opens every result.
    """
    if data is not None:
        _play(data, folder / REAL, as_json=as_json)
    elif not fresh and (folder / "index.html").exists():
        say(f"The demonstration is still here: {(folder / 'index.html').resolve()}")
    else:
        _tour(folder, as_json=as_json)


def _tour(folder: Path, *, as_json: bool) -> None:
    from requests_portal.demo.folder import begin
    from requests_portal.demo.page.writing import write_page
    from requests_portal.demo.telling import Teller
    from requests_portal.demo.tour import PAGE, run_tour

    begin(folder)
    teller = Teller(say)
    with run_tour(folder, teller) as tour:
        with teller.step("Writing the page of results"):
            write_page(tour)
        if as_json:
            emit(_counts(tour))
    say(f"\nDone in {teller.elapsed:.1f} s. Open this file in a browser:")
    say(f"  {(folder / PAGE).resolve()}")
    say(f"Then try it yourself:  cd {folder / 'archive'} && {_ourselves()} search 'birch lane'")


def _ourselves() -> str:
    """Name this command so that it can be typed here, on the path or not."""
    return "civickeep" if shutil.which("civickeep") else str(Path(sys.argv[0]).resolve())


def _counts(tour: "Tour") -> dict[str, object]:
    from requests_portal.demo.page.coverage import watched
    from requests_portal.demo.page.writing import figures

    response = tour.answered.response
    return {
        "page": str((tour.folder / "index.html").resolve()),
        "figures": {figure.of: figure.number for figure in figures(tour.items)},
        "visits": [
            {
                "account": made.receipt.account,
                "scope": made.receipt.scope,
                "verdict": made.receipt.verdict,
                "items_seen": made.receipt.items_seen,
            }
            for made in tour.visits
        ],
        "coverage": {row.account: _covered(row) for row in watched(tour)},
        "messages": [message.title for message in tour.watched.alarms],
        "searches": {made.query.text: made.results.total for made in tour.searches},
        "transitory": tour.retained.audit.transitory,
        "request": tour.answered.file.request.id,
        "released": response.released,
        "redacted": response.redacted,
        "withheld": response.withheld,
    }


def _covered(row: "Row") -> dict[str, object]:
    coverage = row.coverage
    return {
        "green_share": coverage.green / coverage.open.length,
        "gaps": [{"colour": gap.colour, "cause": gap.cause} for gap in coverage.gaps],
    }


def _play(data: Path, folder: Path, *, as_json: bool) -> None:
    from archiver.civil_time import system_clock
    from requests_portal.demo.errors import ThreadsDiffer
    from requests_portal.demo.folder import begin
    from requests_portal.demo.played_threads import play_threads
    from requests_portal.demo.telling import Teller

    begin(folder)
    teller = Teller(say)
    played = play_threads(data, folder, system_clock(), teller)
    if as_json:
        emit(_checked(played))
    else:
        _table(played)
    say(f"Done in {teller.elapsed:.1f} s. The archive and the response are in {folder.resolve()}")
    if played.differences:
        for one in played.differences:
            say(f"  {printable(one.item)}: {printable(one.what)}")
        raise ThreadsDiffer(
            f"{data.name} did not come back as it was.",
            next_step="Report it with the ids above.",
        )


def _table(played: "ThreadsPlayed") -> None:
    from requests_portal.demo.played_threads import kinds_in_order

    comparison = played.comparison
    click.echo(f"{'':24}{'in the file':>12}{'came back exactly':>20}")
    for kind in kinds_in_order(comparison):
        expected, exact = comparison.expected[kind], comparison.exact.get(kind, 0)
        click.echo(f"{kind + 's' if kind != 'reply' else 'replies':24}{expected:>12,}{exact:>20,}")
    click.echo(f"\n{'search':24}{'texts with it':>14}{'found':>10}{'missed':>10}")
    for one in played.searched:
        missed = len(one.missed)
        click.echo(f"{printable(one.word)[:23]:24}{one.standing:>14,}{one.found:>10,}{missed:>10,}")
    answered = played.answered
    click.echo(
        f"\nRequest for {printable(answered.query)}: {answered.found:,} items found, "
        f"{answered.given:,} given, {answered.pages:,} pages."
    )


def _checked(played: "ThreadsPlayed") -> dict[str, object]:
    comparison = played.comparison
    return {
        "expected": comparison.expected,
        "exact": comparison.exact,
        "differing": comparison.differing,
        "searched": played.searched,
        "answered": played.answered,
        "differences": played.differences,
    }

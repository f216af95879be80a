"""``civickeep search``: find items by words, fields and dates."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from archiver.console import Command, console_viewer, emit, open_archive, say

if TYPE_CHECKING:
    from archiver.archive import Archive
    from search.follow import Progress
    from search.query import Results

MOST_SHOWN = 10_000
DEEPEST = 10_000_000


class Day(click.DateTime):
    """A calendar date; what is none is told in words instead of in a format's signs."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read one day, at its midnight."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(
                f"{value!r} is no date; write it as YYYY-MM-DD, such as 2026-11-22.", param, ctx
            )


DAY = Day(["%Y-%m-%d"])

HELP = """Find items by words, fields and dates.

Words must all be there, with any English ending: snow plow. In double quotes
they stand so and in this order: "snow plow". Also: snow OR ice, -word, plow*,
pl?w, plouw~1, brackets.

Fields: author: account: kind:post|comment|reply
state:present|hidden|unavailable|edited has:photo|video|media|link series:
hold: thread: id: and posted: with a day, a month, a year, words such as
posted:last month, or posted:[2026-03-01 to 2026-03-31].

Every wording an item ever had is searched. * alone finds everything.
"""


@click.command(
    cls=Command,
    help=HELP,
    short_help="Find items by words, fields and dates.",
    context_settings={"ignore_unknown_options": True},
    exits=[
        (41, "no archive here"),
        (70, "the index is being built by another process"),
        (71, "the index cannot be written"),
        (72, "the index cannot be read"),
    ],
)
@click.argument("query", nargs=-1, required=True)
@click.option("--from", "first", type=DAY, metavar="D", help="Posted on this day or later.")
@click.option("--to", "last", type=DAY, metavar="D", help="Posted on this day or earlier.")
@click.option("--account", "accounts", multiple=True, metavar="A", help="Only this account.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["post", "comment", "reply"]),
    help="Only items of this kind.",
)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    show_default=True,
    help="By relevance, or by time of posting.",
)
@click.option(
    "--limit",
    type=click.IntRange(0, MOST_SHOWN),
    default=20,
    show_default=True,
    help="Show so many hits.",
)
@click.option(
    "--offset",
    type=click.IntRange(0, DEEPEST),
    default=0,
    show_default=True,
    help="Leave out so many hits before.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def search(
    *,
    query: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    accounts: tuple[str, ...],
    kinds: tuple[str, ...],
    sort: str,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """Find items; the text of the help stands above."""
    from archiver.items import ItemKind
    from search.engine import Page, Sort
    from search.follow import follow
    from search.query import search as find
    from search.question import Narrowing

    _check_options(query)
    archive = open_archive()
    viewer = console_viewer(archive)
    narrowing = Narrowing(
        accounts,
        tuple(map(ItemKind, kinds)),
        first.date() if first else None,
        last.date() if last else None,
    )
    progress = follow(archive)
    results = find(archive, viewer, " ".join(query), narrowing, Page(Sort(sort), limit, offset))
    _show(archive, results, as_json=as_json)
    _say_how_complete(results, progress)


def _check_options(query: tuple[str, ...]) -> None:
    """Refuse words with two minuses: one excludes a word, two are an option mistyped."""
    for word in query:
        if word.startswith("--"):
            message = f"No such option: {word.partition('=')[0]}"
            raise click.UsageError(message)


def _show(archive: "Archive", results: "Results", *, as_json: bool) -> None:
    import sys

    from search.report import plain_lines, results_entry, summary_lines, table

    zone = archive.settings.city.zone
    if as_json:
        emit(results_entry(results))
    elif sys.stdout.isatty():
        from rich.console import Console

        if results.hits:
            Console().print(table(results, zone))
        for line in summary_lines(results):
            click.echo(line)
    else:
        for line in plain_lines(results, zone):
            click.echo(line)


def _say_how_complete(results: "Results", progress: "Progress") -> None:
    if progress.busy:
        say(
            f"Another process is updating the index: searched up to change {progress.change} "
            f"of {progress.newest}. Search again in a moment for the rest."
        )
    elif not results.total:
        say(f"Nothing found. The search is complete up to change {progress.newest}, the newest.")

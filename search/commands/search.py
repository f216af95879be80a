"""``civickeep search``: find items by words, fields and dates."""

import sys
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from archiver.console import (
    Command,
    console_viewer,
    emit,
    open_archive,
    printable,
    say,
)
from search.commands.parameters import DAY, account_keys, search_names

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.viewer import Viewer
    from search.engine import Page
    from search.follow import Progress
    from search.query import Results
    from search.question import Narrowing
    from search.report import Beside
    from search.saved import SavedSearch
    from search.watch import Watch

MOST_SHOWN = 10_000
DEEPEST = 10_000_000
KINDS = (
    *("post", "comment", "reply", "reel", "live_video", "story", "review"),
    *("profile", "setting", "block"),
)
"""Those of ``ItemKind``, which a test holds it to; loading it would slow the help down."""


HELP = """Find items by words, fields and dates.

Words must all be there, with any English ending: snow plow. In double quotes
they stand so and in this order: "snow plow". Also: snow OR ice, -word, plow*,
pl?w, plouw~1, brackets.

Fields: author: account: kind:post|comment|reply|reel|live_video|story|review
state:present|hidden|unavailable|edited has:photo|video|media|link series:
hold: source:platform|import thread: id: and posted: with a day, a month, a
year, words such as posted:last month, or posted:[2026-03-01 to 2026-03-31].
kind:profile|setting|block are facts about the account, found only when asked for.

Every wording an item ever had is searched, with the pages it linked to and what
its pictures were said to show. * alone finds everything.

A saved search shows what is new since somebody looked at it last: a wording
that came since, or an item that is hidden or unavailable and changed since.

In bash, eval "$(_CIVICKEEP_COMPLETE=bash_source civickeep)" completes options,
accounts and saved searches with the tab key; zsh_source and fish_source do in
those shells.
"""


@dataclass(frozen=True, slots=True)
class Look:
    """How the answer is wanted."""

    as_json: bool
    as_csv: bool
    thread: bool
    pager: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: whose archive, by whom, what, and which part of the answer."""

    archive: "Archive"
    viewer: "Viewer"
    query: str
    narrowing: "Narrowing"
    page: "Page"


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
        (73, "no search is saved under this name"),
        (74, "another search is saved under this name"),
    ],
)
@click.argument("query", nargs=-1)
@click.option("--from", "first", type=DAY, metavar="D", help="Posted on this day or later.")
@click.option("--to", "last", type=DAY, metavar="D", help="Posted on this day or earlier.")
@click.option(
    "--account",
    "accounts",
    multiple=True,
    metavar="A",
    shell_complete=account_keys,
    help="Only this account.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="Only items of this kind.",
)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    show_default=True,
    help="By relevance, or by time of posting. To walk through all pages take oldest, or newest.",
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
    help="Leave out so many hits before. By relevance, pages shift while the archive grows.",
)
@click.option("--thread", is_flag=True, help="Show each hit in its thread, as it stood.")
@click.option("--save", metavar="NAME", help="Keep this search under a name.")
@click.option(
    "--mail",
    multiple=True,
    metavar="ADDRESS",
    help="With --save: tell this address of what is new.",
)
@click.option(
    "--saved", metavar="NAME", shell_complete=search_names, help="Make a saved search again."
)
@click.option("--new", is_flag=True, help="With --saved: only what is new since the last look.")
@click.option("--list", "listing", is_flag=True, help="List the saved searches.")
@click.option(
    "--forget", metavar="NAME", shell_complete=search_names, help="Give up a saved search."
)
@click.option("--no-pager", is_flag=True, help="Print a long answer without a pager.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV in which no cell is a formula.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object; with --list one a line.")
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
    thread: bool,
    save: str | None,
    mail: tuple[str, ...],
    saved: str | None,
    new: bool,
    listing: bool,
    forget: str | None,
    no_pager: bool,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Find items; the text of the help stands above."""
    from archiver.items import ItemKind
    from search.engine import Page, Sort
    from search.question import Narrowing

    words = " ".join(query)
    _check_options(query, (words, saved, forget, listing))
    _check_together(save=save, mail=mail, saved=saved, new=new, words=words)
    if as_json and as_csv:
        raise click.UsageError("Give --json or --csv, not both.")
    archive = open_archive()
    viewer = console_viewer(archive)
    if listing:
        from search.commands.listing import list_searches

        list_searches(archive, viewer, as_json=as_json)
        return
    if forget is not None:
        from search.saved import forget as forget_search

        forget_search(archive, forget, viewer.name)
        say(f"No search is saved as {printable(forget)!r} any more.")
        return
    narrowing = Narrowing(
        accounts,
        tuple(map(ItemKind, kinds)),
        first.date() if first else None,
        last.date() if last else None,
    )
    asked = Asked(archive, viewer, words, narrowing, Page(Sort(sort), limit, offset))
    look = Look(as_json=as_json, as_csv=as_csv, thread=thread, pager=not no_pager)
    if saved is not None:
        _again(asked, saved, look, only_new=new)
        return
    results = _answer(asked, look)
    if save is not None:
        _save(asked, save, mail, results)


def _check_options(query: tuple[str, ...], wanted: tuple[object, ...]) -> None:
    """Refuse words with two minuses: one excludes a word, two are an option mistyped."""
    for word in query:
        if word.startswith("--"):
            message = f"No such option: {word.partition('=')[0]}"
            raise click.UsageError(message)
    given = sum(each is not None and each is not False and each != "" for each in wanted)
    if not given:
        raise click.UsageError("Give a query, --saved NAME, --list or --forget NAME.")
    if given > 1:
        raise click.UsageError("Give a query, --saved, --list or --forget, and only one of them.")


def _check_together(
    *, save: str | None, mail: tuple[str, ...], saved: str | None, new: bool, words: str
) -> None:
    """Refuse options that mean nothing without another."""
    from search.naming import check_address, check_name

    if save is not None and not words:
        raise click.UsageError("--save needs the query that is to be kept.")
    if mail and save is None:
        raise click.UsageError("--mail is for a search that is kept with --save.")
    if new and saved is None:
        raise click.UsageError("--new is for --saved NAME.")
    if save is not None:
        check_name(save)
    for address in mail:
        check_address(address)


def _answer(asked: Asked, look: Look, kept: "SavedSearch | None" = None) -> "Results":
    """Search, and show what is found and how complete that is."""
    from search.follow import follow
    from search.kept_back import kept_back
    from search.query import search as find
    from search.thread import threads_around
    from search.watch import watches_of

    archive, viewer = asked.archive, asked.viewer
    progress = follow(archive)
    results = find(archive, viewer, asked.query, asked.narrowing, asked.page)
    watches = watches_of(archive, viewer, asked.query, asked.narrowing)
    unseen = kept_back(archive, viewer, asked.query, asked.narrowing)
    threads = threads_around(archive, viewer, results.hits) if look.thread else {}
    if look.as_json:
        from search.entries import results_entry, watch_entries

        news = {} if kept is None else {"saved": _saved_entry(asked, kept)}
        complete = {"coverage": watch_entries(watches), "quarantined_items": unseen}
        emit({**results_entry(results, threads), **complete, **news})
    elif look.as_csv:
        from search.sheet import sheet

        sys.stdout.buffer.write(sheet(results).encode("utf-8", "backslashreplace"))
        if results.total > len(results.hits):
            say(f"{len(results.hits):,} of {results.total:,}; --limit and --offset give the rest.")
    else:
        from search.report import Beside

        since = None if kept is None else kept.looked_change
        _show(results, Beside(archive.settings.city.zone, threads, since), watches, look)
    _say_how_complete(results, progress, look)
    if unseen and not look.as_json:
        say(
            f"{unseen:,} {'item' if unseen == 1 else 'items'} of that time and those accounts "
            f"{'has' if unseen == 1 else 'have'} files in quarantine. What such a file shows "
            "is in no index and was not searched; the words of the item were."
        )
    return results


def _show(results: "Results", beside: "Beside", watches: "tuple[Watch, ...]", look: Look) -> None:
    from search.report import plain_lines, summary_lines, table, watch_lines

    below = [*summary_lines(results), *watch_lines(watches, beside.zone)]
    if not sys.stdout.isatty():
        for line in (*plain_lines(results, beside), *below):
            click.echo(line)
        return
    from rich.console import Console

    console = Console()
    with console.capture() as drawn:
        if results.hits:
            console.print(table(results, beside))
        for line in below:
            console.print(line, markup=False, highlight=False)
    text = drawn.get()
    if look.pager and text.count("\n") >= console.height:
        click.echo_via_pager(text, color=not console.no_color)
    else:
        click.echo(text, nl=False, color=not console.no_color)


def _again(asked: Asked, name: str, look: Look, *, only_new: bool) -> None:
    """Make a saved search again, and keep that somebody looked."""
    from dataclasses import replace

    from search.follow import follow, index_folder
    from search.saved import news, note_look, saved_search

    archive = asked.archive
    kept = saved_search(archive, name)
    follow(archive)
    position = index_folder(archive).position()
    narrowing = asked.narrowing
    if only_new:
        narrowing = replace(narrowing, new_since=kept.looked_change)
    found = news(archive, asked.viewer, kept, kept.looked_change)
    _answer(replace(asked, query=kept.query, narrowing=narrowing), look, kept)
    zone = archive.settings.city.zone
    say(
        f"New since {kept.looked_at.astimezone(zone):%Y-%m-%d %H:%M}: {found.new:,}; "
        f"hidden or unavailable, and changed since: {found.gone:,}."
    )
    # The position from before the search: what came meanwhile is new the next time as well.
    if position is not None:
        note_look(archive, kept, position.change, asked.viewer.name)


def _saved_entry(asked: Asked, kept: "SavedSearch") -> object:
    from search.entries import saved_entry
    from search.saved import news

    return saved_entry(kept, news(asked.archive, asked.viewer, kept, kept.looked_change))


def _save(asked: Asked, name: str, mail: tuple[str, ...], results: "Results") -> None:
    from search.composed import composed
    from search.saved import save

    query = composed(asked.query, asked.narrowing)
    kept = save(
        asked.archive,
        name,
        query,
        change=results.change or 0,
        by=asked.viewer.name,
        mail=mail,
    )
    say(f"Saved as {printable(kept.name)!r}: {printable(kept.query)}")


def _say_how_complete(results: "Results", progress: "Progress", look: Look) -> None:
    for note in results.notes:
        say(printable(note))
    if progress.busy:
        say(
            f"Another process is updating the index: searched up to change {progress.change:,} "
            f"of {progress.newest:,}. Search again in a moment for the rest."
        )
    elif not look.as_json:
        found = "" if results.total else "Nothing found. "
        say(f"{found}The search is complete up to change {progress.newest:,}, the newest.")

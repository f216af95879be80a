"""``civickeep import``: take in what comes by file, marked as such for good."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.console import Command, console_viewer, emit, open_archive, printable, reporter, say

if TYPE_CHECKING:
    from archiver.accounts import Account
    from archiver.archive import Archive
    from archiver.imports.kinds import ImportKind
    from archiver.imports.running import Outcome
    from archiver.imports.screenshot import Attestation

INCOMPLETE = 150
SHOWN = 5
"""Gaps told one by one on a terminal."""


class _ImportCommand(Command):
    """A command whose help explains each kind of file."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, and what each kind is."""
        from archiver.imports.kinds import EXPLAINED

        super().format_help_text(ctx, formatter)
        with formatter.section("Kinds"):
            formatter.write_dl([(kind.value, text) for kind, text in EXPLAINED.items()])


@click.command(
    "import",
    cls=_ImportCommand,
    exits=[
        (41, "no archive here"),
        (43, "unknown account"),
        (54, "another import is running"),
        (INCOMPLETE, "imported, but some of it was broken, missing or not understood"),
        (151, "the file is not what its kind says, broken or empty; nothing was kept"),
        (152, "the file is hostile or larger than the limits; nothing was kept"),
        (153, "the file changed while it was being read"),
    ],
)
@click.argument("kind", metavar="KIND")
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--account", metavar="A", help="The account it belongs to, where there are several.")
@click.option("--time-zone", "zone", metavar="ZONE", help="Of times without one (business-suite).")
@click.option("--by", metavar="WHO", help="Who took the screenshot.")
@click.option("--taken", metavar="TIME", help="When, such as 2026-11-22T14:05:00-06:00.")
@click.option("--how", metavar="TEXT", help="With what device and program.")
@click.option("--url", metavar="URL", help="What it shows.")
@click.option("--transcript", metavar="TEXT", help="Its words, typed off; @FILE reads a file.")
@click.option("--json", "as_json", is_flag=True, help="The receipt as one JSON object.")
@click.pass_context
def import_(
    context: click.Context,
    kind: str,
    paths: tuple[Path, ...],
    *,
    account: str | None,
    zone: str | None,
    by: str | None,
    taken: str | None,
    how: str | None,
    url: str | None,
    transcript: str | None,
    as_json: bool,
) -> None:
    """Take in files that hold posts and comments, marked with where they came from.

    An import is kept apart from what was captured: it says of every version that
    it came by file, it never marks anything as gone, and it counts as no
    coverage. Where it probably holds what the archive has already, it says so
    and merges nothing. Importing the same files again changes nothing.
    """
    from archiver.imports.receipt_list import import_entry, is_whole
    from archiver.imports.running import Asked, import_files
    from archiver.progress import shown

    chosen = _kind(kind)
    attestation = _attestation(chosen, (by, taken, how, url, transcript))
    archive = open_archive()
    asked = Asked(chosen, paths, console_viewer(archive).name, _zone(zone), attestation)
    watcher = reporter(quiet=as_json)
    with shown(watcher) as at:
        outcome = import_files(archive, _account(archive, chosen, account), asked, watcher.say, at)
    if as_json:
        emit(import_entry(outcome))
    tell(outcome)
    if not is_whole(outcome):
        context.exit(INCOMPLETE)


def _kind(named: str) -> "ImportKind":
    from archiver.imports.kinds import ImportKind

    try:
        return ImportKind(named)
    except ValueError:
        kinds = ", ".join(kind.value for kind in ImportKind)
        message = f"{printable(named)} is no kind of import. Kinds: {kinds}."
        raise click.UsageError(message) from None


def _zone(named: str | None) -> str | None:
    from archiver.settings import is_zone

    if named is not None and not is_zone(named):
        message = f"{printable(named)} is no time zone. One is America/Chicago."
        raise click.UsageError(message)
    return named


def _attestation(kind: "ImportKind", given: tuple[str | None, ...]) -> "Attestation | None":
    """Read what is said of a screenshot: all of it, or the import is refused."""
    from archiver.imports.kinds import ImportKind
    from archiver.imports.screenshot import Attestation
    from archiver.item_list import parse_instant

    if kind is not ImportKind.SCREENSHOT:
        if any(value is not None for value in given):
            message = "--by, --taken, --how, --url and --transcript are for screenshots."
            raise click.UsageError(message)
        return None
    by, taken, how, url, transcript = given
    if not by or not taken or not how or not url or transcript is None:
        message = "A screenshot needs --by, --taken, --how, --url and --transcript."
        raise click.UsageError(message)
    return Attestation(by, parse_instant(taken), how, url, _transcript(transcript))


def _transcript(given: str) -> str:
    """Give the transcript, or the text of the file that it names."""
    if not given.startswith("@"):
        return given
    try:
        return Path(given[1:]).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"The transcript {given[1:]} cannot be read as UTF-8 text."
        raise click.UsageError(message) from error


def _account(archive: "Archive", kind: "ImportKind", named: str | None) -> "Account":
    """Choose the account: the one named, or the only one there can be."""
    from archiver.errors import WrongUsage
    from archiver.imports.kinds import PLATFORMS

    platforms = PLATFORMS[kind]
    if named is not None:
        account = archive.account(named)
        if account.platform in platforms:
            return account
        raise WrongUsage(
            f"{kind} holds nothing of {account.platform}.",
            next_step=f"Name an account of {' or '.join(platforms)}.",
        )
    fitting = [each for each in archive.accounts() if each.platform in platforms]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(each.key for each in fitting) or "none yet"
    raise WrongUsage(
        f"It is not clear which account this belongs to. Accounts: {known}.",
        next_step="Name it with --account, or put it under archive with civickeep account add.",
    )


def tell(outcome: "Outcome") -> None:
    """Say what came in, what may be there twice, what did not come in, and what to do next."""
    live, finished = outcome.started.live, outcome.finished
    if live is not None:
        say(
            f"{live.program} fetched {live.posts} posts with {live.requests} requests, approved "
            f"by {printable(live.attorney)} on {live.approved_on}."
        )
    if outcome.again:
        say(f"These files were imported already, as {finished.run}; nothing was changed.")
    kept = sum(each.missing is None for each in finished.media)
    say(
        f"{finished.pieces} pieces: {finished.new_items} new items, {finished.new_versions} "
        f"versions, {finished.known} known before; {kept} pictures and films."
    )
    probable = sum(match.basis.value == "probable match" for match in finished.matches)
    if probable:
        say(f"{probable} items probably are in the archive already (same words, same second).")
    if len(finished.matches) > probable:
        say(
            f"{len(finished.matches) - probable} items are in the archive already by id or address."
        )
    missing = [f"{each.ref}: {each.missing}" for each in finished.media if each.missing]
    _list("not understood", [f"{gap.what}: {gap.cause}" for gap in finished.gaps])
    _list("missing picture or film", missing)
    _list("as expected", [f"{gap.what}: {gap.cause}" for gap in finished.expected])
    _list("note", list(finished.losses))
    say("Next:  civickeep items --json shows each with its import and its matches.")


def _list(label: str, lines: list[str]) -> None:
    for line in lines[:SHOWN]:
        say(f"  {label}: {printable(line)}")
    if len(lines) > SHOWN:
        say(f"  and {len(lines) - SHOWN} more; --json lists them all.")

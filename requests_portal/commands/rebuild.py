"""``civickeep rebuild``: make catalogue and index again from nothing but the object store."""

from typing import TYPE_CHECKING

import click

from archiver.console import (
    Command,
    current_settings,
    emit,
    open_archive,
    printable,
    reporter,
    say,
)

if TYPE_CHECKING:
    from archiver.rebuild.catalogue import Rebuilt

LOST = 20


@click.command(
    cls=Command,
    exits=[
        (LOST, "some records are lost or damaged; the rest was rebuilt"),
        (41, "the store holds no archive"),
        (50, "disk full"),
    ],
)
@click.option("--catalogue", is_flag=True, help="Only the catalogue.")
@click.option("--index", is_flag=True, help="Only the search index.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def rebuild(context: click.Context, *, catalogue: bool, index: bool, as_json: bool) -> None:
    """Make the catalogue and the search index again; without an option both.

    Stop every other command first. The old ones are replaced only when the
    new ones are whole.
    """
    from archiver.progress import Progress, shown
    from archiver.rebuild.catalogue import rebuild_catalogue
    from search.follow import rebuild as rebuild_index

    both = catalogue == index
    watcher = reporter(quiet=as_json)
    items = rebuilt = None
    if catalogue or both:
        with shown(watcher) as at:
            rebuilt = rebuild_catalogue(current_settings(), at)
    if rebuilt is not None:
        _tell(rebuilt)
    if index or both:
        with shown(watcher) as at:
            at(Progress("Rebuilding the search index"))
            items = rebuild_index(open_archive()).items
        say(f"The search index was made again: {items:,} items.")
    if as_json:
        emit(
            {
                "records": rebuilt.records if rebuilt else None,
                "adopted": rebuilt.adopted if rebuilt else None,
                "lost": [each.name for each in rebuilt.lost] if rebuilt else [],
                "indexed": items,
            }
        )
    if rebuilt and rebuilt.lost:
        context.exit(LOST)


def _tell(rebuilt: "Rebuilt") -> None:
    say(f"The catalogue was made again from {rebuilt.records:,} records.")
    if rebuilt.adopted:
        say(f"{rebuilt.adopted:,} more were under no checkpoint yet and were taken in at the end.")
    for lost in rebuilt.lost:
        say(f"  lost: {printable(lost.name)}: {printable(lost.reason)}")
    if rebuilt.lost:
        say("Next:  restore the lost records from a backup, then rebuild again.")

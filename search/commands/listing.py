"""``civickeep search --list``: the searches that are kept, and what is new in each."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from archiver.console import emit_lines, printable, say

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.viewer import Viewer
    from search.errors import QueryUnreadable
    from search.saved import News, SavedSearch


def list_searches(archive: "Archive", viewer: "Viewer", *, as_json: bool) -> None:
    """Write them by name; one that cannot be read any more says so and hides no other."""
    from search.entries import saved_entry
    from search.follow import follow
    from search.saved import news_or_reason, saved_searches

    kept = saved_searches(archive)
    if kept:
        follow(archive)
    found = [(each, news_or_reason(archive, viewer, each, each.looked_change)) for each in kept]
    if as_json:
        emit_lines(saved_entry(each, new) for each, new in found)
        return
    for each, new in found:
        for line in _lines(each, new, archive.settings.city.zone):
            click.echo(line)
    if not kept:
        say("No search is saved.\nNext:  civickeep search --save NAME QUERY")


def _lines(kept: "SavedSearch", found: "News | QueryUnreadable", zone: ZoneInfo) -> Iterator[str]:
    from search.saved import News

    looked = f"{kept.looked_at.astimezone(zone):%Y-%m-%d %H:%M}"
    yield f"{printable(kept.name)}: {printable(kept.query)}"
    if isinstance(found, News):
        yield (
            f"    looked at {looked}; new since: {found.new:,}; hidden or unavailable, and "
            f"changed since: {found.gone:,}"
        )
    else:
        yield f"    looked at {looked}; cannot be read any more: {printable(found.what)}"
        yield f"    Next: {printable(found.next_step)} Then save it anew, and --forget this one."
    if kept.mail:
        yield f"    mail to {', '.join(kept.mail)}"

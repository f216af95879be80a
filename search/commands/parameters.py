"""What the options of ``civickeep search`` take, and what a shell offers for them."""

from datetime import datetime
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from archiver.console import CONFIG_KEY, one_line
from archiver.errors import CivickeepError

if TYPE_CHECKING:
    from collections.abc import Callable

    from archiver.archive import Archive


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


def account_keys(
    context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete the key of an account."""
    return _completed(
        context, begun, lambda archive: [(each.key, each.name) for each in archive.accounts()]
    )


def search_names(
    context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete the name of a saved search."""
    from search.saved import saved_searches

    return _completed(
        context,
        begun,
        lambda archive: [(each.name, each.query) for each in saved_searches(archive)],
    )


def _completed(
    context: click.Context,
    begun: str,
    values: "Callable[[Archive], list[tuple[str, str | None]]]",
) -> list[CompletionItem]:
    """Give the values that begin so; where there is no archive there is nothing to offer."""
    from archiver.archive import Archive
    from archiver.settings import load_settings

    try:
        archive = Archive.open(load_settings(context.find_root().meta.get(CONFIG_KEY)))
    except CivickeepError:
        return []
    try:
        found = values(archive)
    finally:
        archive.close()
    return [
        CompletionItem(value, help=one_line(about or ""))
        for value, about in found
        if value.startswith(begun)
    ]

"""``civickeep retention hold``: stop the destruction of items, and let it go on again."""

import click

from archiver.console import Command, Group, console_viewer, emit, open_archive, printable, say
from retention_schedules.commands.options import json_option

by_option = click.option("--by", metavar="PERSON", help="Who decides it. [default: your user name]")


@click.group(cls=Group)
def hold() -> None:
    """Stop the destruction of items: for a lawsuit, an audit, a request, a challenge."""


@hold.command(cls=Command, exits=[(56, "no such item"), (70, "the search index is behind")])
@click.option("--reason", required=True, help="Why nothing of this may be destroyed.")
@click.option("--item", "items", metavar="I", multiple=True, help="Item id; again for more.")
@click.option("--query", metavar="Q", help="Every item this search finds now.")
@by_option
@json_option
def place(
    reason: str, items: tuple[str, ...], query: str | None, by: str | None, *, as_json: bool
) -> None:
    """Place a hold on items. Only a person who lifts it ends it.

    A hold covers what is there now; what is harvested later needs another one.
    """
    from archiver.finder import installed_finder
    from retention_schedules.holds import place_hold

    if not items and not query:
        message = "Say which items to hold: --item ID, once or more, or --query Q."
        raise click.UsageError(message)
    archive = open_archive()
    viewer = console_viewer(archive)
    named = [archive.item(viewer, each).ref for each in items]
    found = installed_finder()(archive, viewer, query) if query else ()
    refs = tuple(dict.fromkeys([*named, *found]))
    if not refs:
        say("The search finds nothing, so no hold was placed.")
        return
    name = place_hold(archive, refs, by=by or viewer.name, reason=reason)
    if as_json:
        emit({"hold": name, "items": len(refs)})
    else:
        say(f"{len(refs)} item(s) are on hold.")
        click.echo(name)


@hold.command(cls=Command, exits=[(66, "no such open hold")])
@click.argument("name", metavar="ID")
@click.option("--reason", required=True, help="Why it is over.")
@by_option
@json_option
def lift(name: str, reason: str, by: str | None, *, as_json: bool) -> None:
    """Lift a hold. Another hold on the same items goes on."""
    from retention_schedules.holds import lift_hold

    archive = open_archive()
    lift_hold(archive, name, by=by or console_viewer(archive).name, reason=reason)
    if as_json:
        emit({"hold": name, "lifted": True})
    else:
        say(f"The hold {name} is lifted.")


@hold.command(name="list", cls=Command)
@json_option
def list_(*, as_json: bool) -> None:
    """List every hold, lifted ones too."""
    from retention_schedules.holds import holds

    found = holds(open_archive())
    if as_json:
        emit({"holds": found})
        return
    for one in found:
        state = "open" if one.lifted_at is None else f"lifted {one.lifted_at:%Y-%m-%d}"
        click.echo(
            f"{one.id}  {state}  {one.items} item(s)  placed by {printable(one.placed_by)}: "
            f"{printable(one.reason)}"
        )
    if not found:
        say("There is no hold.")

"""``civickeep quarantine``: keep an unlawful image from everybody's eyes, without destroying it."""

import click

from archiver.console import Command, Group, console_viewer, emit, open_archive, printable, say

ADVICE = (
    "Our advice, not a statement of law: do not open, copy, print or send the file. Call the "
    "police and the city attorney now, and write down when you did. What duties to report there "
    "are, and what becomes of the file, is for them to say."
)
"""Told to whoever meets such a file; the program knows nothing of the law of other offences."""

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@click.group(cls=Group)
def quarantine() -> None:
    """Keep an unlawful image from view: no thumbnail, index, export, response or page shows it.

    Its bytes stay as they are, and civickeep verify goes on checking them
    without showing them. Whatever is captured later with the same bytes falls
    under it too. The words of the post stay in the archive.
    """


@quarantine.command(cls=Command, exits=[(56, "no such item"), (125, "the item has no file")])
@click.argument("names", metavar="ITEM|SHA256", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why nobody may see it; describe nothing.")
@click.option("--by", metavar="PERSON", required=True, help="Who decides it.")
@click.option("--attorney", metavar="NAME", help="The attorney who was told.")
@json_option
def place(
    names: tuple[str, ...], reason: str, by: str, attorney: str | None, *, as_json: bool
) -> None:
    """Put files into quarantine: all files of an item, or one by its SHA-256.

    A SHA-256 may be one the archive does not have: the file is then in
    quarantine as soon as it is captured.
    """
    from archiver.media.quarantine import place as place_quarantine
    from archiver.media.quarantine import quarantines

    archive = open_archive()
    name = place_quarantine(
        archive, console_viewer(archive), names, reason=reason, by=by, attorney=attorney
    )
    (placed,) = (each for each in quarantines(archive) if each.id == name)
    say(ADVICE)
    if as_json:
        emit({"quarantine": placed.id, "files": placed.files, "items": placed.items})
        return
    say(f"{len(placed.files)} file(s) of {len(placed.items)} item(s) are in quarantine.")
    click.echo(placed.id)


@quarantine.command(cls=Command, exits=[(124, "no such open quarantine")])
@click.argument("name", metavar="ID")
@click.option("--reason", required=True, help="Why it is over.")
@click.option("--by", metavar="PERSON", required=True, help="Who does it.")
@click.option("--directed-by", metavar="WHO", required=True, help="Who directed it.")
@json_option
def release(name: str, reason: str, by: str, directed_by: str, *, as_json: bool) -> None:
    """Show files again, as the police and the attorney directed."""
    from archiver.media.quarantine import release as release_quarantine

    archive = open_archive()
    release_quarantine(archive, name, reason=reason, by=by, directed_by=directed_by)
    if as_json:
        emit({"quarantine": name, "released": True})
    else:
        say(f"The quarantine {name} is over.")


@quarantine.command(name="list", cls=Command)
@json_option
def list_(*, as_json: bool) -> None:
    """List every quarantine, those that are over too; no file is shown."""
    from archiver.media.quarantine import quarantines

    found = quarantines(open_archive())
    if as_json:
        emit({"quarantines": found})
        return
    for one in found:
        over = one.released_at
        state = "open" if over is None else f"over since {over:%Y-%m-%d}"
        click.echo(
            f"{one.id}  {state}  {len(one.files)} file(s) of {len(one.items)} item(s)  placed by "
            f"{printable(one.placed_by)}: {printable(one.reason)}"
        )
    if not found:
        say("There is no quarantine.")

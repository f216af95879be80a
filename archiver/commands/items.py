"""``civickeep items``: every item with its versions and states."""

import click

from archiver.console import Command, console_viewer, emit_lines, open_archive, printable

EXCERPT = 60
"""Characters of a wording shown on one line of a terminal."""


@click.command(cls=Command, exits=[(41, "no archive here"), (43, "unknown account")])
@click.option("--account", metavar="A", help="Only this account.")
@click.option("--as-of", metavar="TIME", help="As the archive stood at this instant.")
@click.option(
    "--facts", is_flag=True, help="How the accounts themselves stood: profile, settings, blocks."
)
@click.option("--json", "as_json", is_flag=True, help="JSONL, one item a line.")
def items(account: str | None, as_of: str | None, *, facts: bool, as_json: bool) -> None:
    """List every item with its versions, hidden and unavailable intervals, media and series."""
    from archiver.item_list import item_entry, parse_instant, standing_at
    from archiver.items import ACCOUNT_FACTS
    from archiver.selection import Selection

    archive = open_archive()
    instant = parse_instant(as_of) if as_of is not None else None
    selection = Selection(accounts=(archive.account(account).key,) if account else ())
    everything = archive.items(console_viewer(archive), selection)
    found = (item for item in everything if (item.kind in ACCOUNT_FACTS) is facts)
    standing = (standing_at(item, instant) if instant else item for item in found)
    if as_json:
        emit_lines(item_entry(item) for item in standing if item)
        return
    for item in standing:
        if item is None:
            continue
        excerpt = printable(item.text).replace("\n", " ")[:EXCERPT]
        # How it stands on the platform nobody knows of what only came by file.
        by_file = all(version.imported for version in item.versions)
        state = "imported" if by_file else item.state
        click.echo(f"{item.ref}  {item.kind:8} {state:12} {len(item.versions)}v  {excerpt}")

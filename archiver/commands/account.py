"""``civickeep account``: put accounts under archive, list and close them."""

import click

from archiver.commands.account_connect import OWNERSHIPS, connect
from archiver.commands.account_gone import confirm_gone
from archiver.commands.account_instaloader import instaloader
from archiver.commands.account_signal import signal, signals
from archiver.console import (
    Command,
    Group,
    console_viewer,
    emit,
    emit_lines,
    one_line,
    open_archive,
    printable,
    reporter,
    say,
)
from archiver.surfaces import Surface

PARTIAL = 10
SURFACES = [surface.value for surface in Surface]


@click.group(cls=Group)
def account() -> None:
    """Put accounts under archive, connect them, and list them."""


account.add_command(connect)
account.add_command(confirm_gone)
account.add_command(instaloader)
account.add_command(signal)
account.add_command(signals)


@account.command(cls=Command, exits=[(41, "no archive here")])
@click.argument("platform", type=click.Choice(["facebook", "instagram"]))
@click.argument("platform_id", metavar="ID")
@click.option("--name", help="How the account is called in lists and letters.")
@click.option("--department", help="The department that answers for it.")
@click.option("--authorized-by", metavar="WHO", help="Who authorised the account.")
@click.option(
    "--ownership",
    type=click.Choice(OWNERSHIPS),
    default=OWNERSHIPS[0],
    show_default=True,
    help="Whose account it is.",
)
@click.option("--token-env", metavar="VAR", help="The environment variable that holds its token.")
@click.option("--api-url", metavar="URL", help="Read from here, such as a playback server.")
def add(platform: str, platform_id: str, ownership: str, **details: str | None) -> None:
    """Put the account ID of PLATFORM under archive."""
    from archiver.accounts import Ownership
    from archiver.items import Platform
    from archiver.registration import add_account

    archive = open_archive()
    added = add_account(archive, Platform(platform), platform_id, Ownership(ownership), **details)
    if Ownership(ownership) is not Ownership.CITY_OFFICIAL:
        say(
            "Mind: archiving a personal account makes the copy city data, which anyone may ask for."
        )
    if added is None:
        say(f"{platform}/{platform_id} is already under archive; nothing was changed.")
        return
    say(f"{added.key} is under archive.")
    say(
        f"Next:  civickeep account connect {added.key}; or set {added.token_env} to its Page "
        "token, then run civickeep harvest."
    )


@account.command(
    cls=Command,
    exits=[(10, "the last capture was not complete, so it stays open"), (43, "unknown account")],
)
@click.argument("name", metavar="A")
@click.option("--reason", required=True, help="Why the city keeps it no more.")
@click.option("--by", metavar="PERSON", help="Who decided it. [default: your user name]")
@click.option(
    "--unread", is_flag=True, help="Close it even where the last capture cannot read everything."
)
@click.pass_context
def close(context: click.Context, name: str, reason: str, by: str | None, *, unread: bool) -> None:
    """Capture the account A once more, whole, and never again; everything kept stays kept."""
    from archiver.capture.harvest import harvest, surroundings
    from archiver.captures import Verdict
    from archiver.registration import close_account

    archive = open_archive()
    found = archive.account(name)
    if found.closed_at is not None:
        say(f"{found.key} is closed already; nothing was changed.")
        return
    receipt = harvest(archive, found, surroundings(reporter()))
    if receipt.verdict is not Verdict.COMPLETE and not unread:
        say(
            f"The last capture of {found.key} was {receipt.verdict}: "
            f"{printable(receipt.error or 'see its gaps')}\n"
            "Next:  mend that and close it again, or close it as it is with --unread."
        )
        context.exit(PARTIAL)
    close_account(archive, found, by=by or console_viewer(archive).name, reason=reason)
    say(f"{found.key} is closed; its {receipt.items_seen} items stay in the archive.")


@account.command(cls=Command, exits=[(41, "no archive here"), (43, "unknown account")])
@click.argument("name", metavar="A")
@click.option(
    "--off", type=click.Choice(SURFACES), multiple=True, help="Do not read this; repeatable."
)
@click.option("--on", type=click.Choice(SURFACES), multiple=True, help="Read this; repeatable.")
@click.option("--reason", help="Why.")
@click.option("--by", metavar="PERSON", help="Who decided it. [default: your user name]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def kinds(
    name: str,
    *,
    off: tuple[str, ...],
    on: tuple[str, ...],
    reason: str | None,
    by: str | None,
    as_json: bool,
) -> None:
    """Show what is read of the account A, and choose: everything is read unless it is off."""
    from archiver.registration import choose_surfaces
    from archiver.surfaces import TITLES

    archive = open_archive()
    chosen = choose_surfaces(
        archive,
        archive.account(name),
        off=map(Surface, off),
        on=map(Surface, on),
        by=by or console_viewer(archive).name,
        reason=reason,
    )
    if as_json:
        emit({"account": chosen.key, "off": chosen.surfaces_off})
        return
    for surface in Surface:
        state = "off" if surface in chosen.surfaces_off else "on"
        click.echo(f"{surface:9} {state:4} {TITLES[surface]}")


@account.command(name="list", cls=Command, exits=[(41, "no archive here")])
@click.option("--json", "as_json", is_flag=True, help="JSONL, one account a line.")
def list_accounts(*, as_json: bool) -> None:
    """List the accounts under archive."""
    from archiver.account_list import list_entries

    entries = list_entries(open_archive())
    if as_json:
        emit_lines(entries)
        return
    if not entries:
        say("No account is under archive yet.\nNext:  civickeep account add facebook PAGE_ID")
    for entry in entries:
        last = entry.last_complete_capture or "never"
        click.echo(
            f"{entry.account}  {one_line(entry.name or '-')}  {entry.health}  "
            f"coverage {entry.coverage or '-'}  last complete capture: {last}"
        )

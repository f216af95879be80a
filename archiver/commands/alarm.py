"""``civickeep alarm``: look for what is wrong, tell it to people, and see that they can be told."""

import os
import time

import click

from archiver.console import Command, Group, emit, emit_lines, open_archive, printable, say

OPEN, UNDELIVERED = 160, 161


@click.group(cls=Group)
def alarm() -> None:
    """Tell people what is wrong: by e-mail and webhook, as [alarms] says."""


@alarm.command(
    cls=Command,
    exits=[
        (OPEN, "alarms are open"),
        (UNDELIVERED, "something could not be delivered"),
        (41, "no archive here"),
        (50, "disk full"),
        (54, "another process is looking for alarms"),
    ],
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def check(context: click.Context, *, as_json: bool) -> None:
    """Look for alarms now, and tell what is new; what civickeep worker does every ten minutes."""
    from archiver.alarms.alarm import ARCHIVE
    from archiver.alarms.checking import channels_of, check_alarms
    from archiver.alarms.entries import round_entry
    from archiver.alarms.work import ALARMS
    from archiver.leases.holding import claimed
    from archiver.leases.lease import Work

    archive = open_archive()
    channels = channels_of(archive.settings, os.environ)
    with claimed(archive, Work(ALARMS, ARCHIVE)) as mine:
        found = check_alarms(mine, channels, time.sleep)
    archive.recorded += mine.recorded
    if as_json:
        emit(round_entry(found))
    for each in found.open:
        say(f"{each.kind}: {printable(each.what)}\nNext:  {printable(each.next_step)}")
    for delivery in found.deliveries:
        error = delivery.error
        told = "sent" if error is None else f"{error.what} {error.next_step}"
        say(f"{delivery.channel}: {printable(told)}")
    if not found.open:
        say("No alarm is open.")
    elif not channels:
        say("Nobody is told: there is no recipient under [alarms].")
    if found.undelivered:
        context.exit(UNDELIVERED)
    context.exit(OPEN if found.open else 0)


@alarm.command(name="list", cls=Command, exits=[(41, "no archive here")])
@click.option("--past", is_flag=True, help="Also those that are over.")
@click.option("--json", "as_json", is_flag=True, help="JSONL, one alarm a line.")
def list_alarms(*, past: bool, as_json: bool) -> None:
    """List the alarms that are open, with when each was told."""
    from archiver.alarms.entries import kept_entry
    from archiver.alarms.kept import kept_alarms

    archive = open_archive()
    with archive.reading() as connection:
        entries = [kept_entry(each) for each in kept_alarms(connection, past=past)]
    if as_json:
        emit_lines(entries)
        return
    for entry in entries:
        over = f"; over {entry.over}" if entry.over else ""
        told = f"told {entry.told}" if entry.told else "told to nobody"
        click.echo(f"{entry.raised}  {entry.kind}: {printable(entry.what)} ({told}{over})")
        click.echo(f"Next:  {printable(entry.next_step)}")
    if not entries:
        say("No alarm is open.")


@alarm.command(
    cls=Command,
    exits=[
        (41, "no archive here"),
        (UNDELIVERED, "it could not be delivered"),
        (162, "a channel lacks its secret, its server or an address"),
        (163, "no recipient is named"),
        (164, "some recipients were refused"),
    ],
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def test(context: click.Context, *, as_json: bool) -> None:
    """Send a test of the alarms by every channel, marked as one."""
    from archiver.alarms.checking import channels_of
    from archiver.alarms.entries import deliveries_entry
    from archiver.alarms.errors import NowhereToSend
    from archiver.alarms.work import send_now, trial

    archive = open_archive()
    channels = channels_of(archive.settings, os.environ)
    if not channels:
        raise NowhereToSend(
            "No recipient is named under [alarms], so that alarms reach nobody.",
            next_step="Set to, sender and smtp_host, or webhook_url, under [alarms].",
        )
    sent = send_now(archive, channels, trial(archive), time.sleep)
    if as_json:
        emit(deliveries_entry(sent))
    for each in sent:
        error = each.error
        say(f"{each.channel}: " + ("sent." if error is None else printable(error.what)))
        if error is not None:
            say(f"Next:  {printable(error.next_step)}")
    context.exit(next((each.error.exit_code for each in sent if each.error is not None), 0))


@alarm.command(cls=Command, exits=[(41, "no archive here"), (52, "the checkpoint is missing")])
@click.option("--checkpoint", is_flag=True, help="Only the checkpoint, to be kept elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def note(*, checkpoint: bool, as_json: bool) -> None:
    """Print the daily note as it stands now; nothing is sent."""
    from datetime import timedelta

    from archiver.alarms.checking import moment
    from archiver.alarms.entries import webhook_entry
    from archiver.alarms.note import note_message, standing

    archive = open_archive()
    now = archive.clock()
    message = note_message(moment(archive, now), standing(archive, now, now - timedelta(days=1)))
    if as_json:
        emit(webhook_entry(message))
    elif not checkpoint:
        click.echo(printable(message.text), nl=False)
    elif message.checkpoint is not None:
        click.echo(bytes(message.checkpoint.note), nl=False)

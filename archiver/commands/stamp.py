"""``civickeep stamp``: have the ledger's checkpoints stamped by outside authorities."""

import click

from archiver.console import Command, emit, open_archive, say


@click.command(
    cls=Command,
    exits=[
        (41, "no archive here"),
        (104, "a stamp was refused"),
        (105, "an authority gave no stamp"),
    ],
)
@click.option("--now", "at_once", is_flag=True, help="Stamp even where no day is over yet.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def stamp(context: click.Context, *, at_once: bool, as_json: bool) -> None:
    """Have every day that is over stamped by each authority in [stamps] (RFC 3161).

    Made to be run every day, or every hour: an authority is only asked when a
    day is due. The whole answer is kept and can be checked with openssl.
    """
    from archiver.ledger.closing import close_ledger
    from archiver.ledger.stamp_list import stamping_entry, unstamped_entry
    from archiver.ledger.stamping import authorities, stamp_due, unstamped_days

    archive = open_archive()
    close_ledger(archive, say)
    stampings = stamp_due(archive, at_once=at_once)
    unstamped = unstamped_days(archive)
    if as_json:
        emit(
            {
                "stamps": [stamping_entry(each) for each in stampings],
                "unstamped": [unstamped_entry(each) for each in unstamped],
            }
        )
    for each in stampings:
        error = each.error and f"{each.error.what} {each.error.next_step}"
        say(f"{each.authority}: {error or f'stamped the checkpoint of {each.size} leaves.'}")
    for day in unstamped:
        say(f"{day.authority}: {day.day} is not stamped.")
    if not authorities(archive.settings):
        say("No authority is named. Next:  name two under [[stamps.authorities]].")
    elif not stampings:
        say("No day is due. Today is stamped when it is over, or at once with --now.")
    context.exit(next((each.error.exit_code for each in stampings if each.error), 0))

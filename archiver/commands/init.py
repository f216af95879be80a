"""``civickeep init``: found an archive."""

from pathlib import Path

import click

from archiver.console import Command, say


@click.command(
    cls=Command,
    exits=[
        (40, "the folder is another city's archive"),
        (41, "the store holds an archive whose catalogue is gone"),
        (50, "disk full"),
        (51, "not writable"),
        (101, "keys cannot be kept where they should"),
    ],
)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--city", required=True, help='The city\'s name, such as "City of Cedar Falls".')
@click.option(
    "--time-zone",
    default="America/Chicago",
    show_default=True,
    help="Where the city's dates are counted.",
)
def init(folder: Path, city: str, time_zone: str) -> None:
    """Write civickeep.toml and an empty archive under DIR. Run again, it changes nothing."""
    from archiver.founding import found

    if found(folder, city=city, time_zone=time_zone):
        say(f"The archive of {city} is ready in {folder.resolve()}.")
        say("Its keys lie elsewhere; civickeep key show says where, key backup seals a copy.")
        say("Next:  civickeep account add facebook PAGE_ID --authorized-by NAME")
    else:
        say(f"The archive of {city} is already here; nothing was changed.")

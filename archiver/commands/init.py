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
        (110, "the object store does not answer"),
        (111, "the object store refuses us"),
        (113, "the bucket cannot lock objects"),
        (115, "the catalogue's database does not answer"),
        (116, "the catalogue's database does not let us in"),
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
@click.option(
    "--store",
    default="store",
    show_default=True,
    help="Where objects are kept: a folder, or s3://BUCKET/PREFIX (made if it is not there).",
)
@click.option(
    "--endpoint-url", help="The address of an S3 that is not AWS, such as https://s3.city.example."
)
@click.option(
    "--catalogue",
    default="catalogue.sqlite",
    show_default=True,
    help="An SQLite file, or postgresql://USER@HOST/DATABASE (password in PGPASSWORD).",
)
@click.option("--schema", help="The archive's schema in PostgreSQL.  [default: civickeep]")
def init(
    *,
    folder: Path,
    city: str,
    time_zone: str,
    store: str,
    endpoint_url: str | None,
    catalogue: str,
    schema: str | None,
) -> None:
    """Write civickeep.toml and an empty archive under DIR. Run again, it changes nothing.

    In an existing archive the options after --city are not looked at: its
    civickeep.toml says where everything is.
    """
    from archiver.founding import found
    from archiver.settings_file import Layout

    layout = Layout(store, catalogue, schema, endpoint_url)
    if found(folder, city=city, time_zone=time_zone, layout=layout):
        say(f"The archive of {city} is ready in {folder.resolve()}.")
        say("Its keys lie elsewhere; civickeep key show says where, key backup seals a copy.")
        say("Next:  civickeep account connect facebook/PAGE_ID, and name who is told in [alarms]")
    else:
        say(f"The archive of {city} is already here; nothing was changed.")

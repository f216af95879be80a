"""``civickeep request package``: write the response to a request."""

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click

from archiver.console import Command, console_viewer, emit, open_archive, say

NEIGHBOURS_NAMED = 20


@click.command(
    cls=Command,
    exits=[
        (50, "the disk is full"),
        (51, "the folder cannot be written"),
        (80, "unknown request"),
        (83, "a redaction does not fit its text"),
        (90, "something is not decided yet"),
        (91, "something is withheld without a citation"),
        (92, "the folder is not empty"),
        (93, "a stored record is missing or damaged"),
        (94, "no search was made"),
        (95, "the document cannot be set"),
        (96, "an item cannot be read by you"),
    ],
)
@click.argument("request")
@click.option(
    "--to",
    "destination",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to write; it must not exist or must be empty.",
)
@click.option(
    "--fee",
    metavar="FILE",
    type=click.File("rb"),
    help="What is charged, as written by civickeep request fee --json. [default: nothing]",
)
@click.option(
    "--dated",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date of the letter; the same date gives the same files. [default: today]",
)
@click.option("--json", "as_json", is_flag=True, help="Give the result as one JSON object.")
def package(
    request: str,
    destination: Path,
    fee: BinaryIO | None,
    dated: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Write the response to REQUEST: letter, records, native data, lists and manifest.

    Refused while anything found for it is undecided, or withheld without the
    section that says so. The folder is complete or not there at all.
    """
    from requests_portal.response.fee import NO_FEE, read_fee
    from requests_portal.response.package import Order, package_response

    archive = open_archive()
    order = Order(
        request=request,
        destination=destination,
        fee=NO_FEE if fee is None else read_fee(fee.read()),
        dated=None if dated is None else dated.date(),
    )
    response = package_response(archive, console_viewer(archive), order)
    for one in response.neighbours[:NEIGHBOURS_NAMED]:
        say(
            f"Look again: words taken out of {one.taken_from} still stand in {one.stands_in}, "
            "which goes out."
        )
    if len(response.neighbours) > NEIGHBOURS_NAMED:
        say(f"And {len(response.neighbours) - NEIGHBOURS_NAMED:,} more places.")
    say(
        f"{response.released:,} released, {response.redacted:,} redacted, "
        f"{response.withheld:,} withheld; {response.pages:,} pages in {destination}."
    )
    if as_json:
        emit(response)

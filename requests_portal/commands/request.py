"""``civickeep request``: take in, search, decide and answer a data request."""

import click

from archiver.console import Group
from requests_portal.commands.package import package
from requests_portal.commands.request_close import close
from requests_portal.commands.request_intake import log, open_, show
from requests_portal.commands.request_review import decide, find, review
from requests_portal.commands.request_rules import clock, fee


@click.group(cls=Group)
def request() -> None:
    """Take in, search, decide and answer data requests."""


for _command in (open_, find, review, decide, package, close, show, log, clock, fee):
    request.add_command(_command)

"""``civickeep retention``: which series, how long, what holds it, and the audit."""

import click

from archiver.console import Group
from retention_schedules.commands.audit import audit
from retention_schedules.commands.classify import classify
from retention_schedules.commands.due import due
from retention_schedules.commands.hold import hold
from retention_schedules.commands.read import read
from retention_schedules.commands.schedule import schedule


@click.group(cls=Group)
def retention() -> None:
    """Apply the city's retention schedule: classify, hold, audit, and ask when something is due."""


for each in (audit, classify, due, hold, read, schedule):
    retention.add_command(each)

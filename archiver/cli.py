"""The command ``civickeep``: put together from what the installed packages register.

Each package names its commands under the entry point group
``civickeep.commands``; they are loaded only when called, and their one-line
help stands in a light module, so that ``civickeep --help`` starts fast.
"""

import sys
from importlib.metadata import EntryPoint, distribution
from typing import cast

import click

from archiver.console import config_option, guard


class EntryPointGroup(click.Group):
    """A group whose commands are found among the entry points when asked for."""

    def _entries(self) -> dict[str, EntryPoint]:
        """Look among our own entry points only: asking every installed package takes 30 ms."""
        own = distribution("civickeep").entry_points.select(group="civickeep.commands")
        return {entry.name: entry for entry in own}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name every registered command."""
        return sorted(self._entries())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Load the command of this name."""
        entry = self._entries().get(cmd_name)
        return cast("click.Command", entry.load()) if entry else None


@click.group(cls=EntryPointGroup)
@click.version_option(package_name="civickeep")
def civickeep() -> None:
    """Keep a city's social media as the government records they are."""


civickeep.params.append(config_option())


def main() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(guard(lambda: civickeep(standalone_mode=False)))

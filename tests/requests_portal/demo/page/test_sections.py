"""The sections of the page."""

import shlex

import click
import pytest

from archiver.cli import civickeep
from requests_portal.demo.page.rendering import environment
from requests_portal.demo.page.section import Section
from requests_portal.demo.page.writing import SECTIONS

COMMANDS = [command for section in SECTIONS for command in section.commands]


def _id(section: Section) -> str:
    return section.id


def test_every_section_has_a_place_of_its_own() -> None:
    """Two sections of one name would be one link."""
    assert len(SECTIONS) == len({section.id for section in SECTIONS})


@pytest.mark.parametrize("section", SECTIONS, ids=_id)
def test_every_section_has_a_template_and_says_what_it_shows(section: Section) -> None:
    """One sentence and the command that shows the same, as a clerk reads it."""
    assert f"{section.id}.html" in environment().list_templates()
    assert section.says.endswith(".")
    assert section.commands


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.startswith("civickeep")])
def test_every_command_on_the_page_is_one_that_the_program_takes(command: str) -> None:
    """Whoever copies it from the page can run it."""
    words = shlex.split(command)[1:]
    context = click.Context(civickeep, info_name="civickeep")
    while isinstance(context.command, click.Group):
        below = context.command.get_command(context, words.pop(0))
        assert below is not None
        context = click.Context(below, parent=context, info_name=below.name)

    given, left, _ = context.command.make_parser(context).parse_args(words)

    assert len(left) <= sum(isinstance(one, click.Argument) for one in context.command.params)
    assert given is not None

"""The manual says what the program does: every command, setting and error has its line."""

from pathlib import Path

import click
import msgspec
import pytest

from archiver.settings import section_types
from docs.reference import __main__ as reference
from docs.reference.commands import walk
from docs.reference.errors import error_types

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = list(walk())
LEAVES = [context for context in COMMANDS if not isinstance(context.command, click.Group)]


def test_the_reference_is_up_to_date() -> None:
    """``make docs`` was run after the last change, and its result committed."""
    assert [] == reference.outdated(DOCS)


def test_the_reference_is_the_same_on_every_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Width, colour and language of the terminal leave no trace in the pages."""
    expected = reference.pages()
    for variable, value in {"COLUMNS": "31", "LANG": "de_DE.UTF-8", "FORCE_COLOR": "1"}.items():
        monkeypatch.setenv(variable, value)

    assert expected == reference.pages()


def test_an_outdated_page_is_named(tmp_path: Path) -> None:
    """A page that is missing or says something else fails the check by its name."""
    (tmp_path / "commands.md").write_text("# Commands\n", "utf-8")
    (tmp_path / "errors.md").write_text(reference.pages()["errors.md"], "utf-8")

    assert ["commands.md", "settings.md"] == reference.outdated(tmp_path)


@pytest.mark.parametrize("context", COMMANDS, ids=lambda context: context.command_path)
def test_a_command_and_its_options_have_help(context: click.Context) -> None:
    """Whoever types ``--help`` learns what the command and each of its options does."""
    options = [param for param in context.command.params if isinstance(param, click.Option)]

    assert context.command.help
    assert [] == [
        option.opts
        for option in options
        # --json means the same everywhere; the manual says it once.
        if not option.help and not option.hidden and option.opts != ["--json"]
    ]


@pytest.mark.parametrize("context", LEAVES, ids=lambda context: context.command_path)
def test_a_command_lists_its_exit_statuses(context: click.Context) -> None:
    """The help of each command ends with what its exit status means."""
    assert (context.command.epilog or "").startswith("Exit status: 0 ")


def test_every_setting_has_its_line() -> None:
    """A key of ``civickeep.toml`` can be looked up, with the variable that overrides it."""
    page = (DOCS / "settings.md").read_text("utf-8")
    variables = {
        f"`CIVICKEEP_{name.upper()}__{field.name.upper()}`"
        for name, kind in section_types().items()
        for field in msgspec.structs.fields(kind)
    }

    assert set() == {variable for variable in variables if variable not in page}


def test_every_error_has_its_entry() -> None:
    """A status seen in a log can be looked up."""
    page = (DOCS / "errors.md").read_text("utf-8")
    entries = {f"## {kind.exit_code} {kind.__name__}\n" for kind in error_types()}

    assert set() == {entry for entry in entries if entry not in page}

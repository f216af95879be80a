"""``docs/commands.md``: every command with its arguments, options and exit statuses."""

import inspect
from collections.abc import Iterator

import click

from archiver.cli import civickeep

INTRODUCTION = """\
# Commands

Written from the code by `make docs`; `make check` fails where it is out of date.

Every command also takes `--help` and, before or after its name, `--config FILE`. With `--json`,
standard output holds JSON alone; progress and messages go to standard error. Exit status 0 means
done and clean, 1 unexpected, 2 wrong usage; those of errors stand in [errors.md](errors.md).
"""

EVERYWHERE = {"--json": "Answer with JSON alone on standard output."}
"""Options that mean the same in every command and need no word of their own in its help."""


def page() -> str:
    """Write the page."""
    chapters = [_chapter(context) for context in walk()]
    return "\n".join([INTRODUCTION, *chapters])


def walk(context: click.Context | None = None) -> Iterator[click.Context]:
    """Visit ``civickeep`` and every command below it, each in a context of its own."""
    context = context or click.Context(civickeep, info_name="civickeep", show_default=True)
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            if command and not command.hidden:
                yield from walk(click.Context(command, parent=context, info_name=name))


def _chapter(context: click.Context) -> str:
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    parts = [f"## {context.command_path}", f"    {usage}", _prose(command.help)]
    parts.append(_options(context))
    if isinstance(command, click.Group):
        parts.append(_subcommands(command, context))
    parts.append(_prose(command.epilog))
    return "\n\n".join(part for part in parts if part) + "\n"


def _prose(text: str | None) -> str:
    """Give a help text as Markdown: a paragraph that click must not rewrap keeps its lines."""
    paragraphs = inspect.cleandoc(text or "").partition("\f")[0].strip().split("\n\n")
    return "\n\n".join(
        "\n".join(f"    {line}" for line in paragraph.splitlines()[1:])
        if paragraph.startswith("\b")
        else paragraph
        for paragraph in paragraphs
    )


def _options(context: click.Context) -> str:
    rows = [
        f"| `{cell(name)}` | {cell(text or EVERYWHERE.get(name, ''))} |"
        for name, text in _records(context)
    ]
    return "\n".join(["| option | meaning |", "|---|---|", *rows]) if rows else ""


def _records(context: click.Context) -> Iterator[tuple[str, str]]:
    """Give what the help says of each option; arguments stand in the usage above it."""
    for parameter in context.command.params:
        record = parameter.get_help_record(context)
        known = parameter.name == "config" and context.parent is not None
        if record and isinstance(parameter, click.Option) and not known:
            yield record


def _subcommands(group: click.Group, context: click.Context) -> str:
    rows = [
        f"- `{name}`: {command.get_short_help_str(limit=200)}"
        for name in group.list_commands(context)
        if (command := group.get_command(context, name)) and not command.hidden
    ]
    return "\n".join(rows)


def cell(text: str) -> str:
    """Make a text fit for one cell of a Markdown table."""
    return " ".join(text.split()).replace("|", r"\|")

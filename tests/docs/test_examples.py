"""What the papers tell a person to type is understood by the program."""

import itertools
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from docs.reference.commands import walk

ROOT = Path(__file__).parents[2]
PAPERS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "infra").rglob("*.md")]
)
CONSOLE = re.compile(r"^ *```console\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"^ *[$#] (.*)", re.MULTILINE)
PROGRAM = re.compile(r"(.*/bin/)?civickeep$")
SHELL = {"|", ">", "&&", ";", "#"}
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")

# "again" is the one word of prose that follows the name.
NAMED = re.compile(r"(?<![\w./-])civickeep\s+(?!again)([a-z][a-z-]+)")
PACKAGES = ("archiver", "retention_schedules", "search", "requests_portal")

COMMANDS = {context.command_path: context for context in walk()}


def _typed() -> Iterator[tuple[str, list[str]]]:
    """Give the words behind every ``civickeep`` that a console block shows, by paper."""
    for paper in PAPERS:
        for block in CONSOLE.findall(paper.read_text("utf-8")):
            for line in TYPED.findall(block.replace("\\\n", " ")):
                words = shlex.split(line)
                starts = [n for n, word in enumerate(words) if PROGRAM.match(word)]
                if starts:
                    behind = words[starts[-1] + 1 :]
                    ours = itertools.takewhile(lambda word: word not in SHELL, behind)
                    yield paper.name, ["civickeep", *ours]


def _resolve(words: list[str]) -> tuple[click.Context, list[str]]:
    """Find the command these words name, and what stands behind it."""
    path = words[0]
    for used, word in enumerate(words[1:], 1):
        if f"{path} {word}" not in COMMANDS:
            return COMMANDS[path], words[used:]
        path = f"{path} {word}"
    return COMMANDS[path], []


def _misunderstood(context: click.Context, words: list[str]) -> list[str]:
    """Say what the command would not take: unknown or missing options, words too many."""
    if not words:
        return []  # the command is only named, or asked for its help
    try:
        given, left, _ = context.command.make_parser(context).parse_args(list(words))
        for param in context.command.params:
            if param.name in given and isinstance(param.type, click.Choice):
                param.type_cast_value(context, given[param.name])
    except click.UsageError as error:
        return [error.format_message()]
    missing = [
        param.human_readable_name
        for param in context.command.params
        if param.required and (param.name not in given or param.value_is_missing(given[param.name]))
    ]
    return [*left, *missing]


@pytest.mark.parametrize(("paper", "words"), list(_typed()))
def test_a_command_in_the_papers_can_be_typed(paper: str, words: list[str]) -> None:
    """Its command exists and takes the options and arguments that are shown."""
    context, rest = _resolve(words)

    assert [] == _misunderstood(context, [word for word in rest if word != "--help"]), paper
    assert [] == [word for word in rest if word.startswith("docs/") and not (ROOT / word).exists()]


def _named() -> Iterator[tuple[str, str]]:
    """Give every ``civickeep COMMAND`` that a message or docstring tells someone to run."""
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for word in NAMED.findall(path.read_text("utf-8")):
            yield path.relative_to(ROOT).as_posix(), f"civickeep {word}"


def test_every_command_that_is_named_exists() -> None:
    """A next step that cannot be taken is worse than none."""
    assert set() == {(where, command) for where, command in _named() if command not in COMMANDS}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.relative_to(ROOT).as_posix())
def test_no_paper_points_nowhere(paper: Path) -> None:
    """Every link to a file of this repository leads to one."""
    targets = LINK.findall(paper.read_text("utf-8"))

    assert [] == [target for target in targets if not (paper.parent / target).exists()]

"""The walls of the house: who may import whom, and how large a room may be."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("archiver", "retention_schedules", "search", "requests_portal")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
ALL_CODE = [
    *SOURCES,
    *sorted(path for folder in ("tests", "docs") for path in (ROOT / folder).rglob("*.py")),
]

# Lines; a longer file hides a noun that has no name yet, a longer function a second thought.
# A file of tests may list more cases.
LONGEST_FILE, LONGEST_TESTS = 400, 500
LONGEST_FUNCTION = 60

# A migration is the record of one step, read from top to bottom and never changed again.
MIGRATIONS = "archiver/catalogue/migrations/"

# Where click and rich may be known.
TERMINAL = re.compile(r"archiver/(bar|cli|console)\.py$|\w+/(commands/|report\.py$)")

# Each takes tens of milliseconds to import, and help needs none of them.
HEAVY = {"alembic", "boto3", "facebook", "instaloader", "requests", "rich", "sqlalchemy"}
HEAVY |= {"cryptography", "rfc3161_client", "tantivy", "typst", "whoosh"}


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imports(tree: ast.AST) -> Iterator[str]:
    """Give every imported module, wherever in the file the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_arrows_between_the_packages_run_one_way() -> None:
    """import-linter keeps every contract of pyproject.toml."""
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("library", ["whoosh", "facebook"])
def test_a_library_we_may_have_to_replace_is_known_to_one_module(library: str) -> None:
    """The day it must be replaced, one file changes."""
    users = {
        _named(path)
        for path in SOURCES
        for module in _imports(_tree(path))
        if module.partition(".")[0] == library
    }

    assert len(users) == 1, users


def test_no_file_has_grown_too_long() -> None:
    """A file is one noun or one verb of the field."""
    lengths = {_named(path): len(path.read_text("utf-8").splitlines()) for path in ALL_CODE}

    assert {} == {
        name: lines
        for name, lines in lengths.items()
        if lines > (LONGEST_TESTS if name.startswith("tests/") else LONGEST_FILE)
        if not name.startswith(MIGRATIONS)
    }


def test_no_function_has_grown_too_long() -> None:
    """A function does one thing at one height."""
    lengths = {
        f"{_named(path)}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in ALL_CODE
        for function in _functions(_tree(path))
        if not _named(path).startswith(MIGRATIONS)
    }

    assert {} == {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}


def test_only_commands_know_the_terminal() -> None:
    """The library raises; the command line speaks."""
    users = {
        _named(path)
        for path in SOURCES
        for module in _imports(_tree(path))
        if module.partition(".")[0] in {"click", "rich"}
    }

    assert set() == {name for name in users if not TERMINAL.match(name)}


def test_nothing_is_printed_past_the_console_and_nothing_leaves_the_process() -> None:
    """Results go through the console's functions; one place leaves with the exit status."""
    calls = {
        _named(path)
        for path in SOURCES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "sys.exit", "exit"}
    }

    assert {"archiver/cli.py"} == calls


def test_every_package_ships_its_types() -> None:
    """A program that builds on a package is checked against it too."""
    assert [] == [name for name in PACKAGES if not (ROOT / name / "py.typed").is_file()]


def test_nothing_is_left_for_later() -> None:
    """What is not done stands in the changelog or an issue, never in the code."""
    marks = re.compile("#.*" + r"\b(TO" + "DO|FIX" + "ME|X" + "XX|HA" + "CK)" + r"\b")

    assert [] == [
        f"{_named(path)}:{number}"
        for path in ALL_CODE
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if marks.search(line)
    ]


def test_an_exception_to_a_rule_gives_its_reason() -> None:
    """Whoever meets a ``noqa`` or a type that is not checked learns why on the same line."""
    silenced = re.compile("# (" + "noqa|type: ignore)")
    reasoned = re.compile("# (" + r"noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\]) *[-#] *\w")

    assert [] == [
        f"{_named(path)}:{number}"
        for path in ALL_CODE
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(silenced.findall(line)) > len(reasoned.findall(line))
    ]


def test_no_test_sleeps() -> None:
    """Time is played; a test that waits is slow on good days and fails on bad ones."""
    assert [] == [
        f"{_named(path)}:{node.lineno}"
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"sleep", "time.sleep"}
    ]


def test_help_starts_without_the_heavy_libraries() -> None:
    """The help of the whole command loads no engine, database or platform client."""
    program = (
        "import sys; from archiver.cli import main; sys.argv = ['civickeep', '--help']\n"
        "try: main()\n"
        "finally: print('loaded', *sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    loaded = run.stdout.splitlines()[-1].split()

    assert loaded[0] == "loaded", run.stderr
    assert set() == HEAVY & set(loaded)

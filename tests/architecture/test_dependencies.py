"""What is imported is declared, so that it is there wherever the wheel is installed."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PACKAGES = ("archiver", "retention_schedules", "search", "requests_portal")
OURS = {*PACKAGES, "tests", "docs"}

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = PROJECT["project"]["dependencies"]
DEVELOPMENT = [line for group in PROJECT["dependency-groups"].values() for line in group]


def _libraries(folder: str) -> Iterator[str]:
    """Give every imported top-level module under a folder that is neither ours nor Python's."""
    for path in (ROOT / folder).rglob("*.py"):
        for node in _loaded(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            yield from {name.partition(".")[0] for name in names}


def _loaded(tree: ast.AST) -> Iterator[ast.AST]:
    """Give every node but those that only a type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from _loaded(node)


def _undeclared(folders: tuple[str, ...], declared: list[str]) -> set[str]:
    known = {canonicalize_name(Requirement(line).name) for line in declared}
    providers = packages_distributions()
    imported = {name for folder in folders for name in _libraries(folder)}
    return {
        name
        for name in imported - OURS - sys.stdlib_module_names
        if not known & {canonicalize_name(each) for each in providers.get(name, [])}
    }


def test_the_packages_import_only_what_the_wheel_requires() -> None:
    """A library that is here only because another brought it may be gone tomorrow."""
    assert set() == _undeclared(PACKAGES, RUNTIME)


def test_the_tests_import_only_what_is_locked_for_them() -> None:
    """``make test`` in a fresh clone finds all that the tests import."""
    assert set() == _undeclared(("tests", "docs"), [*RUNTIME, *DEVELOPMENT])

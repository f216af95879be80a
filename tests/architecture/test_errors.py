"""One family of errors: each with a status of its own and a word on what to do."""

import ast
import re
from pathlib import Path

import pytest

from archiver.errors import CivickeepError, WrongUsage
from docs.reference.errors import error_types

ROOT = Path(__file__).parents[2]
ERRORS = sorted(error_types(), key=lambda kind: kind.__name__)

# Not errors: done, a partial harvest, a failed verification, audit findings, stopped by hand.
FINDINGS = {0, 10, 20, 30, 130}

# Which statuses each package draws from, so that two of them never take the same one.
RANGES = {
    "archiver": {*range(40, 60), *range(100, 200)},
    "retention_schedules": {*range(60, 70)},
    "search": {*range(70, 80)},
    "requests_portal": {*range(80, 100)},
}


def _own_status(kind: type[CivickeepError]) -> bool:
    """Tell the errors with a status of their own from the many ways of using a command wrongly."""
    return not issubclass(kind, WrongUsage)


def test_every_error_has_an_exit_status_of_its_own() -> None:
    """A script can tell errors apart by the status alone; all wrong usage is 2."""
    statuses = [kind.exit_code for kind in ERRORS if _own_status(kind)]

    assert sorted(set(statuses)) == sorted(statuses)
    assert set() == FINDINGS & set(statuses)
    assert {2} == {kind.exit_code for kind in ERRORS if not _own_status(kind)}


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_an_error_says_why_and_what_next(kind: type[CivickeepError]) -> None:
    """Its docstring, which is its entry in the manual, has at least two sentences."""
    text = " ".join((kind.__doc__ or "").split())

    assert len(re.findall(r"[.!?](?= [A-Z`]|$)", text)) >= 2, text


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_an_error_draws_from_the_range_of_its_package(kind: type[CivickeepError]) -> None:
    """Two packages never take the same status."""
    package = kind.__module__.partition(".")[0]

    assert not _own_status(kind) or kind.exit_code in RANGES[package]


def test_errors_stand_in_modules_of_that_name() -> None:
    """Whoever looks for what can go wrong in a package finds all of it in one place."""
    strays = {
        f"{path.relative_to(ROOT)}:{node.name}"
        for package in RANGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and path.name != "errors.py" and _sets_status(node)
    }

    assert set() == strays


def _sets_status(node: ast.ClassDef) -> bool:
    targets = [
        target for each in node.body if isinstance(each, ast.Assign) for target in each.targets
    ]
    return any(isinstance(target, ast.Name) and target.id == "exit_code" for target in targets)

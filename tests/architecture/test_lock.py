"""The lock: what is installed is what was chosen, byte for byte."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = {name: ROOT / "requirements" / f"{name}.lock" for name in ("runtime", "dev")}
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def _pins(name: str) -> dict[str, str]:
    return {canonicalize_name(package): version for package, version in PIN.findall(_text(name))}


def _text(name: str) -> str:
    return LOCKS[name].read_text("utf-8")


def _wanted() -> dict[str, list[str]]:
    """Give what each lock must satisfy, as pyproject.toml words it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    runtime = [*project["project"]["dependencies"], *groups["build"]]
    return {"runtime": runtime, "dev": [*runtime, *groups["dev"]]}


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_satisfies_the_project(name: str) -> None:
    """After a change of dependencies, ``make lock`` was run and its result committed."""
    pins = _pins(name)
    requirements = [Requirement(line) for line in _wanted()[name]]

    assert [] == [
        str(requirement)
        for requirement in requirements
        if pins.get(canonicalize_name(requirement.name), "none") not in requirement.specifier
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_is_held_by_a_hash(name: str) -> None:
    """A package that was exchanged after the lock was written is refused."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^#.*\n", "", _text(name), flags=re.MULTILINE))

    assert len(_pins(name)) == len(entries)
    assert [] == [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_server(name: str) -> None:
    """Everyone installs from the index they trust."""
    assert not re.search(r"://|index|find-links|@", _text(name))


def test_tests_run_on_the_versions_that_are_used() -> None:
    """What ``make demo`` installs is what ``make test`` tested."""
    assert _pins("runtime").items() <= _pins("dev").items()

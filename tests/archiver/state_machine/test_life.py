"""Anything may happen to an account and to its archive, in any order: invariants 1 to 5."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.archiver.state_machine.city import memory
from tests.archiver.state_machine.machine import Life

EXAMPLES, STEPS = 50, 100


@pytest.fixture
def place() -> Iterator[Path]:
    """Give a folder in memory, the same for every example."""
    folder = memory()
    yield folder
    shutil.rmtree(folder)


def test_whatever_happens(founded: Path, place: Path) -> None:
    """Publish, edit, hide, delete, restore, read, kill."""
    Life.founded, Life.place = founded, place

    run_state_machine_as_test(
        Life, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None)
    )

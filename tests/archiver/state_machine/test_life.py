"""Anything may happen to an account and to its archive, in any order: invariants 1 to 5.

A failure ends with the shortest story that leads to it, and with one line that
tells all of it, such as ``@reproduce_failure('6.170.15', b'AXic...')``. Put
that line above ``class Whatever`` and run this file again: it is the same story
on every machine. ``make soak`` draws other stories each time; it tells its seed
first, and ``make soak SEED=N`` draws the same ones; CI always draws the same.
``CIVICKEEP_STEPS=N`` is how many steps are taken: 500 at home, 5,000 in CI,
100,000 while soaking.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.internal.conjecture.engine import ConjectureRunner
from hypothesis.stateful import run_state_machine_as_test

from tests.archiver.state_machine.accounts import PlayedAccount, PlayedPage, PlayedProfile
from tests.archiver.state_machine.city import memory
from tests.archiver.state_machine.looking import Looking
from tests.archiver.state_machine.machine import Trusting
from tests.archiver.state_machine.notices import Noticing
from tests.faults.conftest import SEED, soaking
from tests.faults.conftest import seed as given_seed

ACCOUNTS: tuple[PlayedAccount, ...] = (PlayedPage(), PlayedProfile())
A_STORY = 100
"""Steps of one example."""

IN_CI = os.environ.get("CI") == "true"
OF_CI = 20261122
"""CI tells the same stories each time: what turns red is the change. Soaking tells new ones."""

STEPS = int(
    os.environ.get("CIVICKEEP_STEPS") or (100_000 if soaking() else 5_000 if IN_CI else 500)
)


class Whatever(Looking, Trusting, Noticing):
    """All that can happen."""


@pytest.fixture
def place() -> Iterator[Path]:
    """Give a folder in memory, the same for every example."""
    folder = memory()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def varied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every example drawn anew.

    Hypothesis makes five of six by repeating pieces of the one before, which finds much in parsers
    and little in stories.
    """
    monkeypatch.setattr(ConjectureRunner, "generate_mutations_from", lambda *_: None)


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize("played", ACCOUNTS, ids=lambda each: each.platform)
def test_whatever_happens(founded: Path, place: Path, played: PlayedAccount) -> None:
    """What is archived is what happened, and what is not archived is told."""
    Whatever.founded, Whatever.place, Whatever.played = founded, place, played
    Whatever.steps = 0
    share = STEPS // len(ACCOUNTS)
    if SEED in os.environ:
        seed(given_seed())(Whatever)
    elif IN_CI:
        seed(OF_CI)(Whatever)

    run_state_machine_as_test(
        Whatever,
        settings=settings(
            max_examples=max(1, share // A_STORY),
            stateful_step_count=A_STORY,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),  # a step is slow where it is a whole visit
        ),
    )
    assert share // A_STORY * A_STORY <= Whatever.steps

"""``kill -9`` of the real command at random instants, against a real server of its own."""

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from archiver.civil_time import system_clock
from tests.archiver.quillback import TOKEN, TOKEN_ENV
from tests.faults import life, town
from tests.faults.conftest import seed, soaking
from tests.faults.journal import acknowledged

KILLS = 500 if soaking() else 60
SHARES = 4
"""The kills are shared out among so many archives, so that they run beside each other."""

SPARE = 3
"""Visits to a kill, at the most: some are over before they can be killed."""

LOOK_EVERY = 5
"""Kills between two verifications of the whole archive."""

CIVICKEEP = Path(sys.executable).with_name("civickeep")


@dataclass(slots=True)
class Rounds:
    """An archive that is killed again and again, and one that is not."""

    root: Path
    url: str
    dice: random.Random
    whole: float = 0.3
    """Seconds that a visit took when it was left alone, the last time."""
    acknowledged: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def disturbed(self) -> Path:
        """Where the one lies that is killed."""
        return self.root / "disturbed"

    @property
    def undisturbed(self) -> Path:
        """Where the other one lies."""
        return self.root / "undisturbed"

    def go_on(self) -> None:
        """Let the page live on until the next visit."""
        answer = requests.post(f"{self.url}/_playback/clock", params={"at": "next"}, timeout=10)
        answer.raise_for_status()

    def kill(self, environment: dict[str, str]) -> bool:
        """Begin a visit and kill it at some instant; False where it was over before."""
        settings = self.disturbed / "archive" / "civickeep.toml"
        command: list[str | Path] = [CIVICKEEP, "harvest", "--config", settings]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment)
        assert process.stderr is not None
        with process.stderr:
            while not process.stderr.readline().startswith(b"Harvesting"):
                assert process.poll() is None, "the command ended before it began"
            began = time.monotonic()
            try:
                process.wait(self.dice.uniform(0, self.whole))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                return True
            self.whole = time.monotonic() - began
        assert process.returncode == 0
        return False

    def look(self) -> None:
        """Check that everything acknowledged so far is there, and nothing half-written."""
        assert self.acknowledged.items() <= acknowledged(self.disturbed).items()
        assert town.still_there(self.disturbed, self.acknowledged)
        assert [] == town.left_behind(self.disturbed)

    def compare(self) -> None:
        """Hold both archives against each other, when each has looked long enough for the gone."""
        for _ in range(2):
            town.harvest(self.disturbed, system_clock)
            town.harvest(self.undisturbed, system_clock)
        expected = town.contents(self.undisturbed, system_clock)
        assert expected == town.contents(self.disturbed, system_clock)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Give the command the page's token and the place of the keys, and nothing else."""
    monkeypatch.setenv(TOKEN_ENV, TOKEN)
    return {TOKEN_ENV: TOKEN, **town.ENVIRONMENT}


@pytest.fixture
def rounds(tmp_path: Path, share: int) -> Iterator[Rounds]:
    """Play a page's life in a process of its own, and put it under archive twice."""
    dice = random.Random(seed() + share)  # noqa: S311 - dice, not secrets
    life.write(tmp_path / "life.jsonl", life.timeline(dice, SPARE * KILLS // SHARES))
    play: list[str | Path] = [CIVICKEEP, "playback", "life.jsonl", "--port=0", "--at=start"]
    server = subprocess.Popen(
        [*play, f"--token={TOKEN}", "--json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert server.stdout is not None
    with server, server.stdout:
        url = json.loads(server.stdout.readline())["url"]
        ready = Rounds(tmp_path, url, dice)
        town.begin(ready.disturbed, system_clock)
        town.add_page(ready.disturbed, system_clock, url)
        town.copied(ready.disturbed, "undisturbed")
        yield ready
        server.kill()


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.usefixtures("quick")
def test_killed_at_any_instant_and_run_again_it_ends_as_if_never_killed(
    rounds: Rounds, environment: dict[str, str]
) -> None:
    """Nothing acknowledged is lost, nothing is there without its object, twice or half."""
    killed = 0
    while killed < KILLS // SHARES:
        rounds.go_on()
        hit = rounds.kill(environment)
        rounds.acknowledged |= acknowledged(rounds.disturbed)
        shutil.rmtree(rounds.root / "wreck", ignore_errors=True)
        town.copied(rounds.disturbed, "wreck")  # to be looked at where this fails
        town.harvest(rounds.disturbed, system_clock)
        town.harvest(rounds.undisturbed, system_clock)
        rounds.look()
        killed += hit
        if hit and killed % LOOK_EVERY == 0:
            rounds.compare()
    rounds.compare()

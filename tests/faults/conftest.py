"""Seeds for whatever is random here, and the command that repeats a failure."""

import os
import sqlite3
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from archiver import disk_steps
from archiver.catalogue.engine import open_engine
from archiver.disk_steps import Step
from tests.archiver.quillback import PlayedPage

SEED = "CIVICKEEP_SEED"
SOAK = "CIVICKEEP_SOAK"
"""Set by ``make soak``: more rounds, and every fate of every step."""


def seed() -> int:
    """Give the seed of this run; the same one draws the same faults."""
    return int(os.environ.get(SEED, "20261122"))


def soaking() -> bool:
    """Whether there is time for everything."""
    return bool(os.environ.get(SOAK))


def pytest_report_header() -> str:
    """Tell the seed at the beginning."""
    return f"faults: {SEED}={seed()}" + (f" {SOAK}=1" if soaking() else "")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the command that repeats it below a test that failed."""
    report = yield
    if report.failed:
        soak = f"{SOAK}=1 " if soaking() else ""
        command = f"{SEED}={seed()} {soak}make test ARGS='-n 0 \"{item.nodeid}\"'"
        report.sections.append(("To repeat it", command))
    return report


@pytest.fixture(scope="module")
def page() -> Iterator[PlayedPage]:
    """Play an invented page with nothing on it yet."""
    played = PlayedPage()
    with played.platform:
        yield played


@pytest.fixture(scope="session")
def engines() -> dict[str, Engine]:
    """Keep every engine there was, by its address."""
    return {}


@pytest.fixture
def quick(engines: dict[str, Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the same in less time, because it is done hundreds of times.

    An archive that lies where another one lay is opened with the same engine,
    which has its statements ready; every connection is a new one. Nothing
    waits for the real disk: what a sync is good for is played.
    """

    def same(url: str, schema: str = "") -> Engine:
        if url not in engines:
            engines[url] = open_engine(url, schema)
            event.listen(engines[url], "connect", _hurry)
        return engines[url]

    for step in (Step.SYNC_FILE, Step.SYNC_FOLDER, Step.SYNC_FILE_SYSTEM):
        monkeypatch.setattr(disk_steps, step.value, _do_not_wait)
    monkeypatch.setattr("archiver.archive.open_engine", same)


def _do_not_wait(path: str | Path) -> None:
    """Stand in for a sync: what is not there cannot be synced."""
    Path(path).stat()


def _hurry(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")

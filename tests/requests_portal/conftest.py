"""Fixtures of the request desk's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.archive import Archive
from tests.requests_portal.desk_scene import PlayedClock, make_archive


@pytest.fixture
def clock() -> PlayedClock:
    """Give a clock that a test may set: 6 April 2026, noon in Minnesota."""
    return PlayedClock()


@pytest.fixture
def desk(tmp_path: Path, clock: PlayedClock) -> Iterator[Archive]:
    """Found an empty archive with one account."""
    archive = make_archive(tmp_path, clock)
    yield archive
    archive.close()

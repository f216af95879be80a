"""A platform that plays the invented page, and a caller of it."""

from collections.abc import Iterator

import pytest

from archiver.platforms import Playback, make_timeline
from tests.archiver.platforms.elk_prairie import ENTRIES, Caller, instant


@pytest.fixture
def platform() -> Iterator[Playback]:
    """Play the page as it stands before anything is edited, hidden or deleted."""
    with Playback(make_timeline(ENTRIES), at=instant(11)) as running:
        yield running


@pytest.fixture
def ask(platform: Playback) -> Iterator[Caller]:
    """Call the played platform."""
    caller = Caller(platform)
    yield caller
    caller.close()

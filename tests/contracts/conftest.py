"""An invented page to fill catalogues with."""

from collections.abc import Iterator

import pytest

from tests.archiver.quillback import PlayedPage


@pytest.fixture
def page() -> Iterator[PlayedPage]:
    """Play an invented page with nothing on it yet."""
    played = PlayedPage()
    with played.platform:
        yield played

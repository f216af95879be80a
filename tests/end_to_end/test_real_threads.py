"""Real public threads, played into the real harvester, come back item by item as they are.

The files stay in ``shared/data`` beside the repository; none of them, not a
line, is in it. Where the folder is missing these tests are skipped.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from requests_portal.demo.played_threads import play_threads
from requests_portal.demo.telling import Teller

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
FILES = (
    "facebook_threads_nytimes_2018",
    "facebook_threads_infancia_2025",
    "facebook_comments_lastweektonight",
    "facebook_news_2017",
    "facebook_pages_2016",
    "meta_export_greek",
)
"""The Facebook-shaped files, with the largest, of 41,196 posts, among them."""

NOW = datetime(2026, 4, 15, 16, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the real threads (../shared/data) are not on this machine"
)


@pytest.mark.parametrize("name", FILES)
def test_real_threads_come_back_exactly(name: str, tmp_path: Path) -> None:
    """Text, author, time, parent and count of every record come back exactly, and once.

    A clerk's word finds every text it stands in, and the response to a request holds all that
    was found, as it stands in the file. One test a file: playing the largest takes a minute.
    """
    played = play_threads(DATA / f"{name}.jsonl.gz", tmp_path, NOW, Teller(lambda _: None))

    assert () == played.differences
    assert 0 == played.comparison.differing
    assert played.comparison.expected == played.comparison.exact
    assert played.searched
    assert 0 < played.answered.found == played.answered.given

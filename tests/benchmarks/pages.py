"""Pages of posts as the Graph API answers them, of real texts where they are at hand."""

import gzip
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

REAL = Path(__file__).parents[3] / "shared" / "data" / "facebook_pages_2016.jsonl.gz"
PAGE = 100
SEED = 20261122
_WORDS = "water main street closed snow plow budget hearing thanks library park council"


def texts(count: int) -> Iterator[str]:
    """Give so many texts: real ones first, then generated ones, always the same."""
    given = 0
    if REAL.exists():
        with gzip.open(REAL, "rt", encoding="utf-8") as lines:
            for line in lines:
                if given == count:
                    return
                yield json.loads(line)["text"]
                given += 1
    chance = random.Random(SEED)  # noqa: S311 - sample texts, not secrets
    words = _WORDS.split()
    for _ in range(count - given):
        yield " ".join(chance.choices(words, k=chance.randint(3, 40)))


def pages(account: str, count: int) -> list[bytes]:
    """Make the bodies of feed pages that hold so many posts."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    posts = [
        {
            "id": f"{account}_{number}",
            "message": text,
            "created_time": (start + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "from": {"id": account, "name": "City of Benchmark"},
            "permalink_url": f"https://www.facebook.com/{account}/posts/{number}",
            "status_type": "mobile_status_update",
            "is_hidden": False,
            "comments": {"data": [], "summary": {"order": "chronological", "total_count": 0}},
        }
        for number, text in enumerate(texts(count))
    ]
    return [
        json.dumps({"data": posts[first : first + PAGE]}, separators=(",", ":")).encode()
        for first in range(0, count, PAGE)
    ]

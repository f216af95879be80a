"""Pages of posts as the Graph API answers them, of real texts where they are at hand."""

import gzip
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

REAL = Path(__file__).parents[3] / "shared" / "data" / "facebook_pages_2016.jsonl.gz"
PAGE = 100
SEED = 20261122
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
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
    return list(each_page(account, count))


def each_page(account: str, count: int) -> Iterator[bytes]:
    """Make the same bodies one after the other, each of which says whether another follows."""
    for first, some in enumerate(_hundreds(texts(count))):
        posts = [_post(account, first * PAGE + place, text) for place, text in enumerate(some)]
        last = (first + 1) * PAGE >= count
        paging = {} if last else {"cursors": {"after": str(first)}, "next": f"?after={first}"}
        body = {"data": posts, "paging": paging}
        yield json.dumps(body, separators=(",", ":")).encode()


def _hundreds(texts: Iterator[str]) -> Iterator[list[str]]:
    while some := list(islice(texts, PAGE)):
        yield some


def _post(account: str, number: int, text: str) -> dict[str, object]:
    return {
        "id": f"{account}_{number}",
        "message": text,
        "created_time": (BEGUN + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "from": {"id": account, "name": "City of Benchmark"},
        "permalink_url": f"https://www.facebook.com/{account}/posts/{number}",
        "status_type": "mobile_status_update",
        "is_hidden": False,
        "comments": {"data": [], "summary": {"order": "chronological", "total_count": 0}},
    }

import gzip
import json
from pathlib import Path

import pytest

from archiver.errors import TimelineUnreadable
from archiver.platforms import Page, Playback, read_playback_file
from tests.archiver.platforms.elk_prairie import Caller

RECORDS: list[dict[str, object]] = [
    {
        "id": "700200_1",
        "page": "elkprairielibrary",
        "thread_id": "700200_1",
        "parent_id": None,
        "kind": "post",
        "author": "elkprairielibrary",
        "author_type": "page",
        "created_at": "2026-03-02T12:00:00Z",
        "text": "Story hour /  ñ\r\n🎈",
        "permalink": "https://platform.example/1",
        "attachments": [{"type": "link", "url": "https://library.example/a", "title": None}],
        "reactions": {"like": 2},
    },
    {
        "id": "1_2",
        "page": "elkprairielibrary",
        "thread_id": "700200_1",
        "parent_id": "1_1",
        "kind": "reply",
        "author": None,
        "author_type": "withheld",
        "created_at": "2026-03-02T00:00:00Z",
        "text": "",
        "permalink": None,
        "attachments": [],
    },
    {
        "id": "1_1",
        "page": "elkprairielibrary",
        "thread_id": "700200_1",
        "parent_id": "700200_1",
        "kind": "comment",
        "author": "u_0a1b2c3d4e",
        "author_type": "pseudonym",
        "created_at": "2026-03-02T00:00:00Z",
        "text": "We come!",
        "permalink": None,
        "attachments": [],
    },
    {
        "id": "b1",
        "page": "Parks & Trails",
        "thread_id": "b1",
        "parent_id": None,
        "kind": "post",
        "author": "Parks & Trails",
        "author_type": "page",
        "created_at": None,
        "text": "Trail closed",
        "permalink": None,
        "attachments": [],
    },
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write the invented threads in the layout of real ones."""
    path = tmp_path / "threads.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, RECORDS)).encode()))
    return path


def test_threads_come_back_exactly(file: Path) -> None:
    """Text, author, time and parent are those of the record; what it lacks stays out."""
    with Playback(read_playback_file(file)) as platform:
        ask = Caller(platform)
        post, comment, reply, bare = (
            ask(name, fields=f"message,from,created_time,permalink_url{parent}")
            for name, parent in (
                ("700200_1", ""),
                ("1_1", ",parent{id}"),
                ("1_2", ",parent{id}"),
                ("b1", ""),
            )
        )
        ask.close()

    assert ("Story hour /  ñ\r\n🎈", "https://platform.example/1") == (
        post["message"],
        post["permalink_url"],
    )
    assert {"name": "elkprairielibrary", "id": "700200"} == post["from"]
    assert ("u_0a1b2c3d4e", "2026-03-02T00:00:00+0000") == (
        comment["from"]["name"],
        comment["created_time"],
    )
    assert "parent" not in comment
    assert {"id": "1_1"} == reply["parent"]
    assert set() == {"from", "message"} & set(reply)
    assert "created_time" not in bare


def test_each_page_in_the_file_becomes_a_page(file: Path) -> None:
    """Its id is what its posts' ids begin with, or a number made of its name."""
    timeline = read_playback_file(file)

    pages = {entry.name: entry.id for entry in timeline.entries if isinstance(entry, Page)}
    assert "700200" == pages["elkprairielibrary"]
    assert pages["Parks & Trails"].isdecimal()


def test_a_broken_record_is_named(file: Path) -> None:
    """As with any playback file."""
    file.write_text(f"{json.dumps(RECORDS[0])}\n{{}}\n", encoding="utf-8")

    with pytest.raises(TimelineUnreadable, match=r"threads\.jsonl\.gz, line 2: .*`page`"):
        read_playback_file(file)


def test_a_time_that_is_none_is_named(file: Path) -> None:
    """Nothing is guessed."""
    file.write_text(json.dumps({**RECORDS[0], "created_at": "spring"}), encoding="utf-8")

    with pytest.raises(TimelineUnreadable, match="line 1"):
        read_playback_file(file)

"""``civickeep demo --data``: what it tells, and that it finds what a harvest gets wrong.

The whole demonstration is tested in ``tests/end_to_end``. The threads here are invented.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from archiver.platforms import Comment, Entry, Timeline, read_threads
from requests_portal.commands.demo import demo
from requests_portal.demo import played_threads
from requests_portal.demo.errors import ThreadsDiffer

RECORDS = [
    {"id": "5_1", "kind": "post", "page": "town", "thread_id": "5_1", "author": "town",
     "text": "Snow tonight ❄️ — move your cars, neighbors."},
    {"id": "1_1", "kind": "comment", "page": "town", "thread_id": "5_1", "parent_id": "5_1",
     "author": "u_a", "created_at": "2026-03-02T18:00:00Z", "text": "Which side, neighbors?\n\n؟"},
    {"id": "1_2", "kind": "reply", "page": "town", "thread_id": "5_1", "parent_id": "1_1",
     "author": None, "created_at": "2026-03-02T18:05:00Z", "text": "<b>even</b> =1+1 \u202e"},
    {"id": "1_3", "kind": "comment", "page": "town", "thread_id": "5_1", "parent_id": "5_1",
     "author": "u_a", "created_at": "2026-03-02T18:00:00Z", "text": ""},
]  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Write a file of invented threads."""
    path = tmp_path / "threads.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in RECORDS), "utf-8")
    return path


def _play(data: Path, *words: str) -> Result:
    folder = data.with_name("demo")
    return CliRunner().invoke(demo, ["--to", str(folder), "--data", str(data), *words])


def test_threads_that_come_back_exactly_are_told_in_a_table(data: Path) -> None:
    """By kind: how many there are, and how many came back exactly."""
    done = _play(data)

    assert 0 == done.exit_code, done.output
    table = [line.split() for line in done.stdout.splitlines()]
    assert [["posts", "1", "1"], ["comments", "2", "2"], ["replies", "1", "1"]] == table[1:4]


def test_the_counts_are_given_as_json(data: Path) -> None:
    """For a script: the counts, the searches and an empty list of differences."""
    done = _play(data, "--json")

    told = json.loads(done.stdout)
    assert {"post": 1, "comment": 2, "reply": 1} == told["expected"] == told["exact"]
    assert [] == told["differences"]
    assert told["answered"]["found"] == told["answered"]["given"]


def test_it_works_beside_the_city_and_leaves_it_alone(data: Path) -> None:
    """An earlier demonstration in the same folder is not touched."""
    page = data.with_name("demo") / "index.html"
    page.parent.mkdir()
    page.write_text("the city")

    done = _play(data)

    assert 0 == done.exit_code, done.output
    assert "the city" == page.read_text()
    assert (page.parent / "real-threads" / "response" / "response.pdf").is_file()


def _lose_a_reply(timeline: Timeline) -> Timeline:
    return replace(timeline, entries=timeline.entries[:-1])


def _change_a_text(timeline: Timeline) -> Timeline:
    return replace(timeline, entries=tuple(map(_shortened, timeline.entries)))


def _shortened(entry: Entry) -> Entry:
    if isinstance(entry, Comment) and entry.id == "1_1":
        return msgspec.structs.replace(entry, message="Which side?")
    return entry


@pytest.mark.parametrize(
    ("spoil", "item"), [(_lose_a_reply, "1_2"), (_change_a_text, "1_1")], ids=["lost", "changed"]
)
def test_what_a_harvest_gets_wrong_is_found_and_named(
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Timeline], Timeline],
    item: str,
) -> None:
    """The checker is shown a harvest that lost or changed something, and says which item."""
    monkeypatch.setattr(played_threads, "read_threads", lambda path: spoil(read_threads(path)))

    done = _play(data)

    assert isinstance(done.exception, ThreadsDiffer)
    assert item in done.stderr

import gzip
import json
import random
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import TimelineUnreadable
from archiver.platforms import (
    Comment,
    Entry,
    Fault,
    FaultKind,
    Manner,
    make_timeline,
    read_playback_file,
    read_timeline,
)
from archiver.platforms.lines import Line
from tests.archiver.platforms.elk_prairie import ENTRIES, instant

ROOT = Path(__file__).parents[3]
PAGE_LINE = '{"at": "2026-03-02T08:00:00Z", "do": "page", "id": "1", "name": "Elk Prairie"}\n'


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"at": "2026-03-02T09:00:00Z", "do": "pst", "id": "1_1", "page": "1"}', "`$.do`"),
        ('{"at": "2026-03-02T09:00:00Z", "do": "post", "id": "1_1"}', "`page`"),
        ('{"at": "2026-03-02T09:00:00Z", "do": "post", "id": "1_1", "page": "2"}', "no page '2'"),
        (
            '{"at": "2026-03-02T09:00:00Z", "do": "post", "id": "1_1", "page": "1", "mesage": "a"}',
            "`mesage`",
        ),
        ('{"at": "2026-03-02T09:00:00", "do": "page", "id": "2", "name": "a"}', "timezone"),
        ('{"at": "yesterday", "do": "page", "id": "2", "name": "a"}', "`$.at`"),
        ('{"at": "2026-03-02T09:00:00Z", "do": "post", "id": "1", "page": "1"}', "already"),
        ('{"at": "2026-03-02T09:00:00Z", "do": "hide", "id": "1_9"}', "no post or comment"),
        ('{"at": "2026-03-02T09:00:00Z", "do": "comment", "id": "9", "parent": "8"}', "`parent`"),
        ('{"at": "2026-03-02T09:00:00Z", "do": "page", "id"', "truncated"),
        (
            (
                '{"at": "2026-03-02T09:00:00Z", "do": "fault", "kind": "http_500", "calls": [1], '
                '"times": 2}'
            ),
            "one of",
        ),
        (
            (
                '{"at": "2026-03-02T09:00:00Z", "do": "post", "id": "1_1", "page": "1", '
                '"attachments": [{"image": "none.png"}]}'
            ),
            "none.png",
        ),
        (
            (
                '{"at": "2026-03-02T09:00:00Z", "do": "post", "id": "1_1", "page": "1", '
                '"attachments": [{"image": "../secret.png"}]}'
            ),
            "own folder",
        ),
        (
            (
                '{"at": "2026-03-02T09:00:00Z", "do": "post", "id": "1_1", "page": "1", '
                '"attachments": [{"image": "data:image/png;base64,QUJD"}]}'
            ),
            "neither PNG",
        ),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_loaded(tmp_path: Path, line: str, said: str) -> None:
    """File, line number and what is wrong stand in the message."""
    file = tmp_path / "town.jsonl"
    file.write_text(f"{PAGE_LINE}\n{line}\n", encoding="utf-8")

    with pytest.raises(TimelineUnreadable, match=r"^town\.jsonl, line 3: ") as error:
        read_timeline(file)

    assert said in error.value.what


@pytest.mark.parametrize("data", [b"\x1f\x8b\x08broken", b"", b"\n\n"])
def test_a_file_without_lines_is_refused(tmp_path: Path, data: bytes) -> None:
    """An empty or damaged file is no platform."""
    file = tmp_path / "town.jsonl.gz"
    file.write_bytes(data)

    with pytest.raises(TimelineUnreadable, match=r"town\.jsonl\.gz"):
        read_playback_file(file)


def test_a_missing_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    """The message names the path."""
    with pytest.raises(TimelineUnreadable, match="No such file"):
        read_playback_file(tmp_path / "none.jsonl")


@given(st.randoms(use_true_random=False))
def test_lines_may_stand_in_any_order(shuffler: random.Random) -> None:
    """A timeline is sorted by what happens when."""
    mixed = list(ENTRIES)
    shuffler.shuffle(mixed)

    assert ENTRIES == make_timeline(mixed).entries


def test_a_contradiction_in_code_is_found_too() -> None:
    """Entries made by a program are checked like those of a file."""
    with pytest.raises(TimelineUnreadable, match="already that of a post"):
        make_timeline([*ENTRIES, ENTRIES[1]])


def test_comments_that_answer_each_other_are_refused() -> None:
    """Neither can have been first."""
    loop = [Comment(at=instant(9), id=a, parent=b) for a, b in ("xy", "yx")]

    with pytest.raises(TimelineUnreadable, match="`parent` names"):
        make_timeline([*ENTRIES, *loop])


def test_an_answer_at_the_same_instant_may_stand_before_its_question() -> None:
    """Days without hours put whole threads on one instant."""
    chain = [Comment(at=instant(9), id=a, parent=b) for a, b in ("zy", "yx")]
    root = Comment(at=instant(9), id="x", parent="700100_1")

    assert [root, *reversed(chain)] == [
        entry
        for entry in make_timeline([*chain, *ENTRIES, root]).entries
        if isinstance(entry, Comment) and entry.id in {"x", "y", "z"}
    ]


def test_a_line_nested_without_end_is_refused(tmp_path: Path) -> None:
    """A hostile file is a broken line too."""
    file = tmp_path / "town.jsonl"
    file.write_text('{"q": ' + "[" * 100_000, encoding="utf-8")

    with pytest.raises(TimelineUnreadable, match="line 1"):
        read_playback_file(file)


def test_a_packed_file_is_the_same(tmp_path: Path) -> None:
    """Gzip is recognised by its content."""
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    plain.write_text(PAGE_LINE, encoding="utf-8")
    packed.write_bytes(gzip.compress(PAGE_LINE.encode()))

    assert read_playback_file(plain) == read_playback_file(packed)


def test_the_documented_example_is_the_example_file() -> None:
    """Whoever copies from the manual gets what the manual names."""
    manual = (ROOT / "docs" / "playback.md").read_text(encoding="utf-8")
    shown = re.search(r"```jsonl\n(.*?)```", manual, re.DOTALL)
    file = ROOT / "docs" / "examples" / "elk-prairie.jsonl"

    assert shown is not None
    assert shown[1] == file.read_text(encoding="utf-8")
    assert 10 == len(read_timeline(file).entries)


def test_every_fault_and_manner_is_documented() -> None:
    """The manual's tables have one row for each kind."""
    manual = (ROOT / "docs" / "playback.md").read_text(encoding="utf-8")

    assert [] == [kind for kind in (*FaultKind, *Manner) if f"| `{kind}` |" not in manual]


@pytest.mark.parametrize("line", get_args(Entry), ids=lambda line: str(line.__name__))
def test_every_line_is_documented_with_all_its_keys(line: type[Line]) -> None:
    """The manual's table has one row for each, or for two that are alike."""
    manual = (ROOT / "docs" / "playback.md").read_text(encoding="utf-8")
    tag = line.__struct_config__.tag

    rows = [row for row in manual.splitlines() if row.startswith("| ")]
    (row,) = [row for row in rows if f"`{tag}`" in row.split("|")[1]]
    assert [] == [key for key in line.__struct_encode_fields__ if f"`{key}`" not in f"{row}`at`"]


def test_a_fault_is_written_as_documented(tmp_path: Path) -> None:
    """The words of the file are those of the class."""
    line = {"at": "2026-03-02T08:00:00Z", "do": "fault", "kind": "throttle", "minutes": 19}
    file = tmp_path / "town.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")

    expected = (Fault(at=instant(8), kind=FaultKind.THROTTLE, minutes=19),)
    assert expected == read_timeline(file).entries

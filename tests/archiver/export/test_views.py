"""Views of items: JSONL as the command line shows it, CSV that no spreadsheet runs."""

import csv
import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.export.order import Format
from archiver.export.views import COLUMNS, FORMULA_STARTS, harmless
from archiver.item_list import item_entry
from tests.archiver.export.conftest import Export
from tests.archiver.export.exports import HOSTILE, SHARED
from tests.archiver.quillback import PAGE, READER


def test_a_line_is_what_items_json_shows(kept: Archive, export_as: Export) -> None:
    """A program that reads ``civickeep items --json`` reads this."""
    done = export_as(Format.JSONL, "items.jsonl")

    encoder = msgspec.json.Encoder(order="deterministic")
    shown = [encoder.encode(item_entry(item)) for item in kept.items(READER)]
    assert shown == done.path.read_bytes().splitlines()


def test_a_row_is_a_version(export_as: Export) -> None:
    """Both wordings of an edited post are there, under their columns."""
    done = export_as(Format.CSV, "items.csv")

    rows = list(csv.DictReader(io.StringIO(done.path.read_bytes().decode("utf-8-sig"))))
    assert list(COLUMNS) == list(rows[0])
    assert ["1 of 2", "2 of 2", "1 of 1", "1 of 1"] == [
        f"{row['version']} of {row['versions']}" for row in rows
    ]
    assert f"facebook/{PAGE}_1" == rows[0]["item"]
    assert "The river is high tonight." == rows[0]["text"]


def test_a_row_has_what_its_version_shares(export_as: Export) -> None:
    """What the page says of itself, and its address, in one cell that is no formula."""
    done = export_as(Format.CSV, "items.csv")

    rows = csv.DictReader(io.StringIO(done.path.read_bytes().decode("utf-8-sig")))
    address, headline, description = SHARED
    lines = (f"'{headline}".replace("\u202e", "\\u202e"), description, address)
    assert ["", "", "\n".join(lines), ""] == [row["links"] for row in rows]


def test_a_spreadsheet_reads_the_letters_and_runs_nothing(export_as: Export) -> None:
    """The file says that it is UTF-8, every cell is in quotes, and no cell is a formula."""
    done = export_as(Format.CSV, "items.csv")

    data = done.path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    shown = HOSTILE.replace("\u202e", "\\u202e")
    assert f"'{shown}" in [row[COLUMNS.index("text")] for row in rows]
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)]
    assert all(line.startswith(b'"') for line in data[3:].split(b"\r\n") if line)


@given(st.text())
def test_whatever_is_written_becomes_no_formula(text: str) -> None:
    """A cell never begins with what starts a formula, nor behind blanks, nor holds controls."""
    cell = harmless(text)

    assert not cell.startswith(FORMULA_STARTS)
    assert not cell.lstrip().startswith(FORMULA_STARTS)
    assert not [c for c in cell if (ord(c) < 32 and c not in "\t\r\n") or ord(c) == 127]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("snow\x9b2Jplow", "snow\\u009b2Jplow"),
        ("\rsnow\rplow", "\\u000dsnow\\u000dplow"),
        ("snow\u202eplow\u2066", "snow\\u202eplow\\u2066"),
        ("snow\r\nplow\tnow", "snow\r\nplow\tnow"),
    ],
)
def test_what_moves_a_cursor_or_turns_a_line_is_shown_by_its_number(text: str, shown: str) -> None:
    """Controls of both sets, a lone return and overrides of direction; line ends and tabs stay."""
    assert shown == harmless(text)


_UNSHOWN = (*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
SHOWABLE = st.characters(min_codepoint=32, exclude_characters=[*map(chr, _UNSHOWN)])


@given(st.text(alphabet=SHOWABLE))
def test_harmless_words_stay_as_they_are(text: str) -> None:
    """An apostrophe is put before a cell or nothing at all is done to it."""
    assert text == harmless(text).removeprefix("'" if not text.startswith("'") else "")

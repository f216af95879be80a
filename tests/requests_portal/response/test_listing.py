"""Lists for spreadsheets and programs."""

import csv
import io
import json

import pytest

from archiver.data_requests import Action
from archiver.items import Author
from requests_portal.response.draft import ResponseDraft
from requests_portal.response.listing import (
    records_csv,
    records_jsonl,
    withheld_csv,
)
from tests.requests_portal.hostile_cells import HOSTILE_CELLS
from tests.requests_portal.response.samples import decide, draft, found, item


def rows_of(made: ResponseDraft) -> list[dict[str, str]]:
    """Read the list for a spreadsheet back."""
    text = records_csv(made).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(("text", "shown"), HOSTILE_CELLS)
def test_no_cell_is_a_formula(text: str, shown: str) -> None:
    """Whatever an author writes, or is called: nothing runs, and nothing is hidden."""
    post = item(1, text, author=Author("71", text))

    (row,) = rows_of(draft(found([post], decide(post))))

    assert (shown, shown) == (row["text"], row["author"])


def test_every_wording_is_a_row() -> None:
    """An edited item has two, with text over several lines kept whole."""
    post = item(1, 'He said "no",\nthen yes', "later")
    made = draft(found([post], decide(post)))

    rows = rows_of(made)

    assert ['He said "no",\nthen yes', "later"] == [row["text"] for row in rows]
    assert ["2026-02-01T12:31:00-06:00"] * 2 == [row["created_at_local"] for row in rows]


def test_the_json_list_has_an_item_a_line() -> None:
    """Numbers, wordings and the files they stand for."""
    items = [item(1, "a"), item(2, "b", parent=1)]
    made = draft(found(items, [one for each in items for one in decide(each)]))

    lines = [json.loads(line) for line in records_jsonl(made.entries).splitlines()]

    assert [None, "R-2026-0001-000001"] == [line["in_answer_to"] for line in lines]
    assert "native/R-2026-0001-000002-v1.json" == lines[1]["wordings"][0]["file"]


def test_the_withheld_list_tells_kind_class_and_section_only() -> None:
    """No content and no names."""
    post = item(1, "secret")
    made = draft(found([post], decide(post, Action.WITHHOLD)))

    text = withheld_csv(made).decode("utf-8-sig")

    assert 'item,1,1,private data on individuals,"Minn. Stat. § 13.355, subd. 1"' in text
    assert "secret" not in text
    assert "Person 1" not in text

"""Lists for spreadsheets and programs."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.data_requests import Action
from requests_portal.response.listing import (
    FORMULA_STARTS,
    harmless,
    records_csv,
    records_jsonl,
    withheld_csv,
)
from tests.requests_portal.response.samples import decide, draft, found, item


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_would_run_is_made_text(cell: str) -> None:
    """An apostrophe before it."""
    assert f"'{cell}" == harmless(cell)


@given(st.text())
def test_no_cell_begins_as_a_formula(text: str) -> None:
    """Whatever an author writes."""
    assert not harmless(text).startswith(FORMULA_STARTS)


def test_every_wording_is_a_row() -> None:
    """An edited item has two, with text over several lines kept whole."""
    post = item(1, 'He said "no",\nthen yes', "later")
    made = draft(found([post], decide(post)))

    rows = list(csv.DictReader(io.StringIO(records_csv(made).decode("utf-8-sig"))))

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

"""Words taken out of one item are looked for in everything else that goes out (rule E3)."""

import pytest

from archiver.data_requests import Action
from requests_portal.response.draft import Neighbour
from requests_portal.response.neighbours import readable, watch_for
from tests.requests_portal.response.samples import decide, draft, found, item

FIRST, SECOND = "R-2026-0001-000001", "R-2026-0001-000002"


@pytest.mark.parametrize(
    ("text", "native", "expected"),
    [
        ("@JANE  ROE agreed", b"", Neighbour(FIRST, SECOND)),
        ("nothing", b'{"title":"Jane Roe wins"}', Neighbour(FIRST, SECOND)),
        ("nothing", b'{"title":"J\\u0061ne Roe"}', Neighbour(FIRST, SECOND)),
        ("nothing", b'{"title":"Jane"}', None),
    ],
)
def test_words_are_found_in_text_and_in_native_data(
    text: str, native: bytes, expected: Neighbour | None
) -> None:
    """In other capitals and spacing, and in parts of the record that are not its text."""
    items = [item(1, "I am Jane Roe"), item(2, text, parent=1)]
    decisions = [*decide(items[0], Action.REDACT, words="Jane Roe"), *decide(items[1])]
    case = found(items, decisions)
    entries = draft(case).entries

    watch = watch_for(case, entries)

    assert watch.standing(entries[0], [b""]) is None
    assert expected == watch.standing(entries[1], [native])


def test_escaped_json_is_read_as_text() -> None:
    """Pairs of surrogates, slashes and quotes; what is broken does not raise."""
    assert '"😀 a/b "x"' in readable(b'"\\ud83d\\ude00 a\\/b \\"x\\"')
    assert "?" not in readable(b"\\ud83d \xff")

"""Showing what changed between two wordings."""

from hypothesis import given
from hypothesis import strategies as st

from requests_portal.demo.page.reworded import Piece, compare


@given(st.text(), st.text())
def test_both_wordings_are_shown_whole(before: str, after: str) -> None:
    """Whatever is marked, nothing of either wording is lost or moved."""
    removed, added = compare(before, after)

    assert (before, after) == ("".join(p.text for p in removed), "".join(p.text for p in added))


def test_only_what_changed_is_marked() -> None:
    """A clerk sees at a glance what was corrected."""
    removed, added = compare("at 6 p.m. here", "at 7 p.m. here")

    assert (Piece("at ", changed=False), Piece("6", changed=True)) == removed[:2]
    assert (Piece("at ", changed=False), Piece("7", changed=True)) == added[:2]

"""Redaction removes, never covers (invariant 9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.data_requests import DataClass, Ground, Span
from requests_portal.errors import SpanOutside
from requests_portal.redaction import mark, occurrences, redact, segments

NUMBER = Ground(DataClass.PRIVATE, "Minn. Stat. § 13.355, subd. 1")
COMPLAINANT = Ground(DataClass.CONFIDENTIAL, "Minn. Stat. § 13.44, subd. 1")


def test_the_words_are_gone_and_the_mark_names_the_section() -> None:
    """What was taken out leaves a mark with its citation, and nothing else changes."""
    text = "my number is 470-00-1234, call me"

    shown = redact(text, occurrences(text, "470-00-1234", NUMBER))

    assert "my number is [redacted: Minn. Stat. § 13.355, subd. 1], call me" == shown


def test_every_occurrence_is_removed() -> None:
    """The same words twice are two marks."""
    text = "ab x ab"

    shown = redact(text, occurrences(text, "ab", NUMBER))

    assert f"{mark([NUMBER])} x {mark([NUMBER])}" == shown


def test_overlapping_occurrences_leave_no_letter_behind() -> None:
    """``aa`` in ``aaa`` stands there twice; both go, as one stretch."""
    shown = redact("xaaay", occurrences("xaaay", "aa", NUMBER))

    assert f"x{mark([NUMBER])}y" == shown


def test_the_mark_does_not_tell_how_long_the_words_were() -> None:
    """Two texts that differ only in the length of what is removed become the same text."""
    short = redact("I am Bo.", (Span(5, 7, NUMBER),))
    long = redact("I am Bartholomew.", (Span(5, 16, NUMBER),))

    assert short == long


def test_pieces_that_touch_become_one_mark_with_every_citation() -> None:
    """Cutting a word into pieces does not show its length."""
    shown = redact("abcdef", (Span(0, 2, NUMBER), Span(2, 4, COMPLAINANT)))

    assert f"{mark([NUMBER, COMPLAINANT])}ef" == shown


def test_a_span_made_for_another_text_is_refused() -> None:
    """A span past the end would leave words standing that were meant to go."""
    with pytest.raises(SpanOutside):
        redact("short", (Span(0, 6, NUMBER),))


def test_a_mark_that_somebody_typed_is_not_taken_for_ours() -> None:
    """Only what we took out is told as removed."""
    typed = mark([NUMBER])

    assert [False] == [segment.removed for segment in segments(typed, ())]


@st.composite
def _text_and_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text(min_size=1, max_size=60))
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    pairs = draw(st.lists(ends.filter(lambda pair: pair[0] < pair[1]), max_size=5))
    return text, [Span(start, end, NUMBER) for start, end in pairs]


@given(_text_and_spans())
def test_what_stays_is_exactly_what_no_span_covers(case: tuple[str, list[Span]]) -> None:
    """Whatever the spans, the kept characters are those outside of all of them, in order."""
    text, spans = case
    outside = "".join(
        character
        for place, character in enumerate(text)
        if not any(span.start <= place < span.end for span in spans)
    )

    kept = "".join(one.text for one in segments(text, spans) if not one.removed)

    assert outside == kept

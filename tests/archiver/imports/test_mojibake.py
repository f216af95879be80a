"""Mending of texts whose bytes were written as characters."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.imports.mojibake import mended, mended_throughout, read_mended
from tests.archiver.imports.played_exports import garbled


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_was_garbled_comes_back(text: str) -> None:
    """Every text that Meta's downloads can garble is read as it was meant."""
    assert text == mended(garbled(text))


@pytest.mark.parametrize(
    "text",
    ["plain", "Café", "7–9", "Café – 7–9", "日本", "Ã", "é" * 3],
)
def test_what_is_right_already_stays(text: str) -> None:
    """A text that stands there in Unicode, or in characters that are no UTF-8, is left alone."""
    assert text == mended(text)


def test_a_text_is_mended_once() -> None:
    """Somebody may have written about garbled text: what comes out of mending is not mended."""
    twice = garbled(garbled("é"))

    assert garbled("é") == mended(twice)


def test_keys_are_mended_too() -> None:
    """Labels are in the account's language, and as garbled as everything else."""
    assert {"Größe": ["é", 1, None]} == mended_throughout(
        {garbled("Größe"): [garbled("é"), 1, None]}
    )


def test_a_value_nested_too_deep_reads_as_nothing() -> None:
    """Absurd depth is no reason to fall over; the bytes are kept all the same."""
    deep = b"[" * 900 + b"1" + b"]" * 900

    assert {} == read_mended(json.dumps({"a": 1}).encode()[:-1] + b', "b": ' + deep * 200, None)

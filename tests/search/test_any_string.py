"""Whatever is typed gets an answer or a hint, soon, also from an archive full of awkward texts."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archiver.items import Author
from search.engine import Page
from search.errors import QueryUnreadable
from search.query import Results
from tests.search.conftest import Town, answer
from tests.search.test_language import PIECES

SOON = 2.0
"""Seconds within which anything is answered or refused."""

AWKWARD = (
    "a" * 200,
    "a" * 9_000,
    "ab" * 90 + " " + "ba" * 90,
    " ".join(f"word{n}" for n in range(2_000)),
    "(" * 500 + '"' * 500 + "*" * 500 + "\\" * 500,
    "a b " * 1_000,
    "\x00\x1b[31m\u202e\ufeff\ud7ff",
    "🎉" * 500,
    "道路" * 500,
    "",
)


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Make a town in which people write what makes searching slow."""
    town = Town(Path(tmp_path_factory.mktemp("town")))
    town.add_account("100", "City Hall", "Administration")
    for text in AWKWARD:
        town.add(text, text[::-1], author=Author(text[:50], text[:50]))
    return town


def ask(town: Town, query: str) -> tuple[Results | QueryUnreadable, float]:
    """Give the answer or the refusal, and the seconds it took."""
    started = time.perf_counter()
    try:
        told: Results | QueryUnreadable = answer(town, query, page=Page(limit=100))
    except QueryUnreadable as refused:
        told = refused
    return told, time.perf_counter() - started


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "AND",
        "NEAR(",
        "x:word",
        "?",
        "a" * 10_000,
        '"' * 2_000,
        "(" * 1_000,
        "a* " * 50,
        "a*a*a*a*a*a*a*a*a*b OR *",
        "posted:2026-02-30",
        "posted:someday",
        "a?" * 60,
        "-" * 500,
        "author:" * 50,
        "\ud800",
        "state:removed",
    ],
)
def test_what_cannot_be_read_is_refused_soon(awkward: Town, query: str) -> None:
    """A hint, exit status 2, within two seconds."""
    told, seconds = ask(awkward, query)

    assert isinstance(told, QueryUnreadable)
    assert (2, True) == (told.exit_code, bool(told.next_step))
    assert seconds < SOON


@pytest.mark.parametrize(
    "query",
    [
        "*",
        "*a*a*a*a*a*a*b OR *",
        "a*a*a*a*a*a*a*b OR a*",
        "*a*b*a*b*a*b*c OR b*",
        " ".join(f"{letter}*" for letter in "abcdefghijklmnopqrst"),
        " OR ".join(f"{letter}*" for letter in "abcdefghijklmnopqrst"),
        '"a b"~50 OR "b a b a b a b"~20',
        " OR ".join("aaaaaaaaaa~2" for _ in range(20)),
        " OR ".join(f"a{n}" for n in range(200)),
        "((((((((((a OR b))))))))))",
        "(a+)+$ OR (a|a)*b",
        r"r'(a|aa)+$'",
        "word1*^9 OR (b AND NOT a)",
    ],
)
def test_what_is_much_work_is_answered_soon(awkward: Town, query: str) -> None:
    """The dearest queries that are allowed, against the texts that make them dear."""
    told, seconds = ask(awkward, query)

    assert isinstance(told, Results)
    assert seconds < SOON


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join)))
@example("a*a*a*a*a*a*a*a*b OR a*")
def test_any_string_gives_an_answer_or_a_hint_soon(awkward: Town, query: str) -> None:
    """The whole call: reading, asking, highlighting, and never an exception of what is below."""
    told, seconds = ask(awkward, query)

    assert isinstance(told, Results) or told.next_step
    assert seconds < SOON

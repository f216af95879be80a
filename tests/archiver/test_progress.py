"""What is told of a long command, decided from values."""

import pytest

from archiver.progress import Count, Lines, Progress, can_draw, shown, watched
from tests.archiver.remembering import Remembering


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count(1234, "items"), "1,234 items"),
        (Count(12, "threads", 40), "12/40 threads"),
        (Count(41, "items", 40), "41 items"),
    ],
)
def test_a_count_tells_the_whole_until_there_is_more(count: Count, words: str) -> None:
    """What was estimated has told nothing then."""
    assert words == count.words


def test_the_first_whole_that_is_known_measures() -> None:
    """Where none is, nobody can know how far it is."""
    known, outrun = Count(2, "items", 5), Count(9, "threads", 8)

    assert known == Progress("", counts=(Count(1, "new"), outrun, known)).measure
    assert Progress("", counts=(outrun,)).measure is None


@pytest.mark.parametrize("kind", ["dumb", "unknown", ""])
def test_a_line_moves_only_on_a_terminal_that_can(kind: str) -> None:
    """Not in a log, and not where ``TERM`` promises nothing."""
    assert can_draw({"TERM": "xterm"}, is_terminal=True)
    assert not can_draw({"TERM": "xterm"}, is_terminal=False)
    assert not can_draw({"TERM": kind}, is_terminal=True)
    assert not can_draw({}, is_terminal=True)


def test_what_is_watched_comes_through_whole() -> None:
    """It is told now and then, and at the end."""
    told: list[Progress] = []

    passed = list(watched(range(250), "Verifying", Count(0, "records", 250), told.append))

    assert list(range(250)) == passed
    assert [1, 101, 201, 250] == [each.counts[0].number for each in told]
    assert Progress("Verifying", counts=(Count(250, "records", 250),)) == told[-1]


def test_lines_tell_sentences_alone() -> None:
    """A log is not filled with moments."""
    said: list[str] = []
    lines = Lines(said.append)

    lines.say("Something lasting.")
    lines.at(Progress("Quillback"))
    lines.rest()

    assert ["Something lasting."] == said


def test_what_ends_badly_is_at_rest_too() -> None:
    """A terminal is left as it was found."""
    reporter = Remembering()

    def work() -> None:
        with shown(reporter) as at:
            at(Progress("Quillback"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()

    assert ([Progress("Quillback")], 1) == (reporter.moments, reporter.ended)

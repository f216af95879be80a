"""What a line shows where there is room for it and where there is not."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from archiver.bar import Bar, Line, line_of
from archiver.progress import Count, Progress

COUNTS = (Count(1234, "items", 3400), Count(12, "new"), Count(45, "calls"))
WHERE = Progress("City of Quillback", "comments", COUNTS)
HOSTILE = "\x1b[2J[bold red]Quill\u202eback[/]\nNext line :smile:"


def test_with_room_everything_is_told() -> None:
    """From left to right."""
    counts = "1,234/3,400 items, 12 new, 45 calls"

    assert Line("City of Quillback", 30, counts, "0:01:23", "comments") == line_of(WHERE, 83.9, 140)


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (
            80,
            Line(
                "City of Quillback", 8, "1,234/3,400 items, 12 new, 45 calls", "0:01:23", "comments"
            ),
        ),
        (70, Line("City of Qui…", 8, "1,234/3,400 items, 12 new", "0:01:23", "comments")),
        (60, Line("City of Qui…", 8, "1,234/3,400 items", "0:01:23", "comments")),
        (40, Line("City of Qui…", 8, "", "0:01:23", "comments")),
        (20, Line("City of Qui…", 0, "", "0:01:23", "")),
    ],
)
def test_with_less_room_the_lesser_is_left_out(width: int, line: Line) -> None:
    """The name becomes shorter first; then the last counts go."""
    assert line == line_of(WHERE, 83.9, width)


def test_the_bar_does_not_jump_when_something_else_is_done() -> None:
    """Its place and length depend on the numbers alone."""
    lines = [line_of(Progress("Quillback", doing, COUNTS), 1, 90) for doing in ("", "comments")]

    assert 1 == len({(line.subject, line.bar, line.counts) for line in lines})


@given(
    name=st.text(max_size=60),
    doing=st.text(max_size=40),
    numbers=st.lists(st.integers(0, 10**9), max_size=5),
    width=st.integers(30, 200),
)
def test_no_line_is_wider_than_the_terminal(
    name: str, doing: str, numbers: list[int], width: int
) -> None:
    """Whatever stands in it; a line that wraps could not be drawn over."""
    counts = tuple(Count(number, "things", 10**9) for number in numbers)

    line = line_of(Progress(name, doing, counts), 360_000, width)

    assert line.cells <= width
    assert all(text.isprintable() for text in (line.subject, line.counts, line.doing))


def test_wide_letters_count_twice() -> None:
    """As they do on the screen."""
    line = line_of(Progress("\u6c34" * 30, "", COUNTS), 0, 140)

    assert 24 == cell_len(line.subject)


def test_a_name_is_shown_and_not_obeyed() -> None:
    """Neither the terminal's language nor rich's own."""
    screen = io.StringIO()
    bar = Bar(Console(file=screen, force_terminal=True, width=160, color_system=None))

    bar.at(Progress(HOSTILE, HOSTILE, COUNTS))
    bar.say(HOSTILE)
    bar.rest()

    shown = screen.getvalue()
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
    assert r"\u001b[2J[bold red]Quill\u202eback[/]" in shown
    assert ":smile:" in shown


def test_the_cursor_is_never_left_hidden() -> None:
    """Whoever is killed cannot bring it back."""
    screen = io.StringIO()
    bar = Bar(Console(file=screen, force_terminal=True, width=80))

    bar.at(WHERE)
    shown = screen.getvalue()
    bar.rest()

    assert shown.rfind("\x1b[?25h") > shown.rfind("\x1b[?25l")


def test_time_is_counted_anew_for_another_account() -> None:
    """And goes on while it is the same one."""
    now = 0.0
    screen = io.StringIO()
    bar = Bar(Console(file=screen, force_terminal=True, width=90, get_time=lambda: now))

    for name, seconds in (("Quillback", 0.0), ("Quillback", 90.0), ("Sculpin", 100.0)):
        now = seconds
        bar.at(Progress(name, counts=COUNTS))
    now = 103.0
    bar.rest()

    assert "0:00:03" in screen.getvalue().rpartition("Sculpin")[2]

"""The line that a terminal shows while a long command runs, drawn over and over in one place.

Loading it takes a tenth of a second, so only who draws imports it.
"""

from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from archiver.console import one_line, printable
from archiver.progress import Progress

COLOUR = "green"

DRAWN = 4
"""Times a second the line is drawn: seconds tick evenly, and a harvest does not feel it."""

NAME, SHORT_NAME = 24, 12
"""Cells for what a command works on, and where there is little room."""

SHORT_BAR, LONG_BAR = 8, 30
"""Cells of the bar, at least and at most."""

DOING, SHORT_DOING = 20, 8
"""Cells kept for what is done now, and where there is little room."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one line shows, from left to right; ``bar`` is in cells."""

    subject: str
    bar: int
    counts: str
    elapsed: str
    doing: str

    @property
    def cells(self) -> int:
        """How wide it is: its parts that are not empty, a space after each but the last."""
        texts = (self.subject, self.counts, self.elapsed, self.doing)
        widths = [width for width in (self.bar, *map(cell_len, texts)) if width]
        return sum(widths) + len(widths) - 1


def line_of(progress: Progress, seconds: float, width: int) -> Line:
    """Decide what a line of so many cells shows. Pure.

    The bar's place depends on the numbers alone, so that it does not jump
    whenever something else is done. Where there is little room the name and
    what is done become shorter first, then the last counts are left out.
    """
    counts = [count.words for count in progress.counts]
    name, doing = one_line(progress.subject), one_line(progress.doing)
    elapsed = _elapsed(int(seconds))
    for longest in (NAME, *[SHORT_NAME] * (len(counts) + 1)):
        bare = Line(_cropped(name, longest), 0, ", ".join(counts), elapsed, "")
        room = width - bare.cells - 1
        if room - SHORT_BAR - 1 >= SHORT_DOING:
            break
        if longest == SHORT_NAME:
            del counts[-1:]
    bar = max(min(room - DOING - 1, LONG_BAR), SHORT_BAR)
    now = _cropped(doing, max(room - bar - 1, 0))
    return Line(bare.subject, bar if room >= bar else 0, bare.counts, elapsed, now)


def _elapsed(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _cropped(text: str, cells: int) -> str:
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, cells - 1) + "…" if cells > 1 else ""


class Bar:
    """Draws where a command is on standard error (``progress.Reporter``).

    The line is there from the first ``at`` to ``rest`` and leaves nothing
    behind. A thread of rich's own draws it, so that time is seen to pass while
    the platform is waited for; it only ever reads the newest whole value.
    """

    live = True

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._progress = Progress("")
        self._begun = 0.0
        self._drawing: Live | None = None

    def say(self, sentence: str) -> None:
        """Print it above the line."""
        self._console.print(Text(printable(sentence)), soft_wrap=True)

    def at(self, progress: Progress) -> None:
        """Have it drawn the next time."""
        begins = self._drawing is None or progress.subject != self._progress.subject
        if begins:
            self._begun = self._console.get_time()
        self._progress = progress
        if self._drawing is None:
            self._drawing = Live(
                get_renderable=self._draw,
                console=self._console,
                refresh_per_second=DRAWN,
                transient=True,
                redirect_stdout=False,
            )
            self._drawing.start(refresh=True)
            # rich hides it, and who is killed cannot bring it back.
            self._console.show_cursor(show=True)

    def rest(self) -> None:
        """Take the line away."""
        drawing, self._drawing = self._drawing, None
        if drawing is not None:
            drawing.stop()

    def _draw(self) -> Table:
        progress = self._progress
        passed = self._console.get_time() - self._begun
        line = line_of(progress, passed, self._console.width)
        drawn = Table.grid(padding=(0, 1), pad_edge=False)
        parts: list[Text | ProgressBar] = []
        if line.subject:
            parts.append(Text(line.subject, style="bold"))
        if line.bar:
            parts.append(_bar(progress, line.bar, self._console.get_time()))
        parts += [Text(text) for text in (line.counts, line.elapsed, line.doing) if text]
        for _ in parts:
            drawn.add_column(no_wrap=True)
        drawn.add_row(*parts)
        return drawn


def _bar(progress: Progress, width: int, now: float) -> ProgressBar:
    """Give a bar that is as full as the measure tells, or one that only moves."""
    measure = progress.measure
    if measure is None:
        return ProgressBar(total=None, width=width, animation_time=now, pulse_style=COLOUR)
    whole = measure.total or 1
    return ProgressBar(total=whole, completed=measure.number, width=width, complete_style=COLOUR)

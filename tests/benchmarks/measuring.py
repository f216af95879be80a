"""Timing something several times, and writing the results as one table."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RUNS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: what, how much of which unit, and against what in the same run."""

    what: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None


def median_seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Run something once to warm up and then ``runs`` times; give the median in seconds."""
    work()
    return statistics.median(seconds(work) for _ in range(runs))


def seconds(work: Callable[[], object]) -> float:
    """Run something once and give the seconds it took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def percentiles(durations: Sequence[float]) -> tuple[float, float]:
    """Give p50 and p95 of some durations, in milliseconds."""
    cuts = statistics.quantiles(durations, n=20, method="inclusive")
    return statistics.median(durations) * 1000, cuts[18] * 1000


def table(figures: Sequence[Figure]) -> str:
    """Write figures as a Markdown table."""
    lines = ["| what | median | against, in the same run | ratio |", "|---|---|---|---|"]
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        lines.append(
            f"| {figure.what} | {figure.value:,.1f} {figure.unit} | {figure.against} | {ratio} |"
        )
    return "\n".join(lines)

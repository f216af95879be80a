"""How long a whole process takes to start, against the interpreter doing nothing."""

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measuring import Figure, median_seconds

RUNS = 11
COMMAND = str(Path(sys.executable).with_name("civickeep"))


def figures(settings: Path) -> list[Figure]:
    """Measure ``--help`` and a search in a new process."""
    bare = median_seconds(lambda: _run([sys.executable, "-c", "pass"]), RUNS)
    helping = median_seconds(lambda: _run([COMMAND, "--help"]), RUNS)
    search = [COMMAND, "search", "water", "--config", str(settings), "--json"]
    searching = median_seconds(lambda: _run(search), RUNS)
    against = f"python -c pass: {bare * 1000:.0f} ms"
    return [
        Figure("start civickeep --help", helping * 1000, "ms", against, helping / bare),
        Figure("a search in a new process", searching * 1000, "ms", against, searching / bare),
    ]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)

"""``make bench``: every benchmark, one table; ``ARGS="10000 --only searching"`` for less."""

import argparse
import platform
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from archiver.archive import Archive
from tests.benchmarks import (
    answering,
    archiving,
    backing_up,
    conversing,
    elsewhere,
    exporting,
    remembering,
    searching,
    simulating,
    starting,
    verifying,
)
from tests.benchmarks.measuring import Figure, table
from tests.benchmarks.pages import REAL, pages
from tests.benchmarks.scene import ACCOUNT, make_archive, take

ITEMS = 100_000

ALONE: Mapping[str, Callable[[], list[Figure]]] = {
    "archiving": archiving.figures,
    "elsewhere": elsewhere.figures,
    "backing-up": backing_up.figures,
    "remembering": remembering.figures,
    "conversing": conversing.figures,
    "simulating": simulating.figures,
}
"""Benchmarks that make their own archives, always of the same size."""

TOGETHER: Mapping[str, Callable[[Archive, int], list[Figure]]] = {
    "searching": searching.figures,
    "answering": lambda archive, _: answering.figures(archive),
    "starting": lambda archive, _: starting.figures(archive.settings.path),
    "exporting": lambda archive, _: exporting.figures(archive),
    "verifying": lambda archive, _: verifying.figures(archive),
}
"""Benchmarks of one archive and the number of posts in it."""

REBUILDING = "rebuilding"
"""The last one of that archive, for which nobody may have it open."""


def main(items: int, only: Collection[str]) -> None:
    """Measure what is wanted and print it."""
    rows = [row for name, figures in ALONE.items() if name in only for row in figures()]
    if {*TOGETHER, REBUILDING} & set(only):
        rows += _together(items, only)
    print(table(rows))
    texts = "real and generated" if REAL.exists() else "generated"
    print(f"\n{items:,} {texts} texts; {_machine()}; civickeep {version('civickeep')}.")


def _together(items: int, only: Collection[str]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        archive = make_archive(Path(folder, "archive"))
        take(archive, pages(ACCOUNT, items))
        for name, figures in TOGETHER.items():
            if name in only:
                yield from figures(archive, items)
        archive.close()
        if REBUILDING in only:
            yield from verifying.rebuilding(archive.settings)


def _machine() -> str:
    cores = sum(line.startswith("processor") for line in _cpuinfo())
    model = next((line.split(": ")[1] for line in _cpuinfo() if "model name" in line), "unknown")
    return f"{cores} cores ({model}), Python {platform.python_version()}, {platform.system()}"


def _cpuinfo() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text("utf-8").splitlines() if file.exists() else []


def _arguments() -> argparse.Namespace:
    names = [*ALONE, *TOGETHER, REBUILDING]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("items", nargs="?", type=int, default=ITEMS, help="items to search among")
    parser.add_argument("--only", action="append", choices=names, help="repeatable")
    given = parser.parse_args()
    given.only = given.only or names
    return given


if __name__ == "__main__":
    wanted = _arguments()
    main(wanted.items, wanted.only)

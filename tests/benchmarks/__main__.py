"""``make bench``: every benchmark, one table. ``ARGS=10000`` searches among fewer items."""

import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import answering, archiving, backing_up, elsewhere, searching, starting
from tests.benchmarks.measuring import Figure, table
from tests.benchmarks.pages import REAL, pages
from tests.benchmarks.scene import ACCOUNT, make_archive, take

ITEMS = 100_000


def main(items: int) -> None:
    """Measure everything and print it."""
    rows: list[Figure] = [
        *archiving.figures(),
        *elsewhere.figures(),
        *backing_up.figures(),
    ]
    with tempfile.TemporaryDirectory() as folder:
        archive = make_archive(Path(folder))
        take(archive, pages(ACCOUNT, items))
        rows += searching.figures(archive, items)
        rows += answering.figures(archive)
        rows += starting.figures(Path(folder, "civickeep.toml"))
        archive.close()
    print(table(rows))
    texts = "real and generated" if REAL.exists() else "generated"
    print(f"\n{items:,} {texts} texts; {_machine()}; civickeep {version('civickeep')}.")


def _machine() -> str:
    cores = sum(line.startswith("processor") for line in _cpuinfo())
    model = next((line.split(": ")[1] for line in _cpuinfo() if "model name" in line), "unknown")
    return f"{cores} cores ({model}), Python {platform.python_version()}, {platform.system()}"


def _cpuinfo() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text("utf-8").splitlines() if file.exists() else []


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS)

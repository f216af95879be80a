"""The whole call of a search as the clerk has it, against raw engines."""

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path

from archiver.archive import Archive
from archiver.catalogue.findable import Findable
from archiver.viewer import Viewer, job
from search.document import make_document
from search.engine import Asking, Page, Sort
from search.follow import follow, index_folder, rebuild
from search.query import EVERYWHERE, search
from search.question import read_question
from search.watch import watches_of
from tests.benchmarks.measuring import Figure, percentiles, seconds
from tests.benchmarks.pages import BEGUN, pages, texts
from tests.benchmarks.scene import ACCOUNT, take
from tests.benchmarks.search_engines import Asked, Built, Class, fts5, raw_tantivy, whoosh

ROUNDS = 3
QUERIES = 20
RARE = 3
ALLOWANCE = 10.0
"""Milliseconds that a whole call may take beyond twice the raw engine's p95."""

MOST_FOR_WHOOSH = 100_000
"""Items above which Whoosh is left out: it would take half an hour to build."""

BATCH = 20_000
NEW = 1_000
"""Items that come new, to see how soon they are found."""

_OPERATORS = frozenset({"and", "or", "not", "to", "andnot", "andmaybe", "require"})
_MEMORY = """
import sys
from pathlib import Path
from archiver.viewer import job
from search.follow import follow
from search.query import search
from tests.benchmarks.scene import open_archive
archive = open_archive(Path(sys.argv[1]))
follow(archive)
for query in sys.argv[2:]:
    search(archive, job("benchmark", archive.settings.city.name), query)
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""


def figures(archive: Archive, items: int) -> list[Figure]:
    """Measure building and asking, class by class."""
    written = list(texts(items))
    rows = [
        (text, int((BEGUN + timedelta(minutes=number)).timestamp()))
        for number, text in enumerate(written)
    ]
    follow(archive)
    building = seconds(lambda: rebuild(archive))
    viewer, classes = job("benchmark", archive.settings.city.name), _queries(written)
    with tempfile.TemporaryDirectory() as temporary:
        here, zone = Path(temporary), archive.settings.city.zone
        batches = _batches(archive.changed_since(viewer, 0))
        raw = raw_tantivy(here / "tantivy", batches, lambda item: make_document(item, zone))
        engines = {"raw tantivy": raw, "FTS5": fts5(here / "fts5.sqlite", rows)}
        if items <= MOST_FOR_WHOOSH:
            engines["Whoosh"] = whoosh(here / "whoosh", rows)
        return [
            _build_figure(items, building, engines),
            *_asking(archive, viewer, classes, engines),
            *_keeping(archive, items, classes),
        ]


def _batches(items: Iterator[Findable]) -> Iterator[list[Findable]]:
    while some := list(islice(items, BATCH)):
        yield some


def _build_figure(items: int, building: float, engines: dict[str, Built]) -> Figure:
    others = ", ".join(
        f"{'raw tantivy, same documents' if name == 'raw tantivy' else name} "
        f"{items / built.seconds:,.0f}"
        for name, built in engines.items()
    )
    share = engines["raw tantivy"].seconds / building
    what = f"index {items:,} items from the catalogue (at least 0.70 of raw tantivy)"
    return Figure(what, items / building, "items/s", f"{others} /s", share)


def _asking(
    archive: Archive, viewer: Viewer, classes: dict[Class, list[Asked]], engines: dict[str, Built]
) -> Iterator[Figure]:
    def whole(asked: Asked) -> object:
        return search(archive, viewer, asked.typed, page=_page(asked))

    opened = index_folder(archive).open()
    assert opened is not None

    def engine(asked: Asked) -> object:
        question = read_question(archive, viewer, asked.typed, EVERYWHERE)
        return Asking.of(opened, question).page(_page(asked))

    faster = []
    for kind, queries in classes.items():
        p50, p95 = percentiles(_durations(whole, queries))
        others = {
            name: percentiles(_durations(built.ask, queries))
            for name, built in engines.items()
            if not (name == "FTS5" and kind is Class.FUZZY)
        }
        alone = percentiles(_durations(engine, queries))
        if "Whoosh" in others:
            faster.append(others["Whoosh"][0] / alone[0])
        limit = 2 * others["raw tantivy"][1] + ALLOWANCE
        against = ", ".join(f"{name} {a:.2f} / {b:.2f}" for name, (a, b) in others.items())
        yield Figure(
            f"search, {kind}: p50 of the whole call with facets and snippets "
            f"(p95 {p95:.1f} ms, at most {limit:.1f})",
            p50,
            "ms",
            f"engine call {alone[0]:.2f} / {alone[1]:.2f}; {against} ms",
            p95 / limit,
        )
    if faster:
        mean = math.exp(statistics.fmean(map(math.log, faster)))
        yield Figure("engine call, geometric mean over the classes", mean, "x faster than Whoosh")


def _keeping(archive: Archive, items: int, classes: dict[Class, list[Asked]]) -> Iterator[Figure]:
    """Measure what the index costs, and how soon it has what is new."""
    folder = index_folder(archive).path
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    yield Figure("index (at most 400 bytes an item)", size / items, "bytes/item")
    typed = [queries[0].typed for queries in classes.values()]
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(archive.settings.path.parent), *typed],
        env={**os.environ, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=True,
    )
    yield Figure("memory of a process that searches (at most 200)", int(done.stdout) / 1024, "MB")
    viewer = job("benchmark", archive.settings.city.name)
    watching = _durations(lambda each: watches_of(archive, viewer, each.typed), classes[Class.RARE])
    yield Figure(
        "the coverage beside an answer: p50", percentiles(watching)[0], "ms", "not in the calls"
    )
    take(archive, pages(f"{ACCOUNT}9", NEW))

    def found() -> None:
        follow(archive)
        search(archive, viewer, "everything")

    yield Figure(f"{NEW:,} new items are found after (at most 2)", seconds(found), "s")


def _page(asked: Asked) -> Page:
    return Page(Sort.NEWEST if asked.kind is Class.DATED else Sort.RELEVANCE)


def _durations(ask_: Callable[[Asked], object], queries: Sequence[Asked]) -> list[float]:
    for query in queries:
        ask_(query)
    durations = []
    for _ in range(ROUNDS):
        for query in queries:
            started = time.perf_counter()
            ask_(query)
            durations.append(time.perf_counter() - started)
    return durations


def _queries(written: list[str]) -> dict[Class, list[Asked]]:
    """Draw queries by how often their words occur, always the same."""
    seen = Counter(
        word
        for text in written
        for word in {word.lower() for word in text.split() if word.isascii() and word.isalpha()}
    )
    ranked = [word for word, _ in seen.most_common() if word not in _OPERATORS]
    common, middle = ranked[:QUERIES], ranked[QUERIES : 2 * QUERIES]
    long = [word for word in ranked[100:] if len(word) > 5][:QUERIES]
    pairs = list(zip(common, middle, strict=False))
    words: dict[Class, Sequence[tuple[str, ...]]] = {
        Class.COMMON: [(word,) for word in common],
        Class.RARE: [(word,) for word in ranked if seen[word] == RARE][:QUERIES],
        Class.AND: pairs,
        Class.PHRASE: pairs,
        Class.PREFIX: [(word[:4],) for word in long],
        Class.FUZZY: [(word[:-1],) for word in long],
        Class.NOT: pairs,
        Class.DATED: [(word,) for word in common],
    }
    return {kind: [Asked(kind, each) for each in some] for kind, some in words.items() if some}

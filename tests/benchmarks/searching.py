"""The whole call of a search as the clerk has it, against raw tantivy and Whoosh."""

import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import tantivy
from whoosh import fields, index
from whoosh.qparser.default import QueryParser

from archiver.archive import Archive
from archiver.viewer import job
from search.follow import follow
from search.query import search
from tests.benchmarks.measuring import Figure, percentiles, seconds
from tests.benchmarks.pages import texts

SHOWN = 20
ROUNDS = 3
QUERIES = 20


def figures(archive: Archive, items: int) -> list[Figure]:
    """Measure building and asking, class by class."""
    written = list(texts(items))
    building = seconds(lambda: follow(archive))
    classes = _queries(written)
    with tempfile.TemporaryDirectory() as temporary:
        raw, raw_building = _raw_tantivy(Path(temporary, "tantivy"), written)
        whoosh, whoosh_building = _whoosh(Path(temporary, "whoosh"), written)
        viewer = job("benchmark", archive.settings.city.name)
        asked: dict[str, Callable[[str], object]] = {
            "civickeep": lambda query: search(archive, viewer, query),
            "raw tantivy": raw,
            "Whoosh": whoosh,
        }
        rows = [_class_figures(name, queries, asked) for name, queries in classes.items()]
    return [
        Figure(
            f"index {items:,} items",
            items / building,
            "items/s",
            f"raw tantivy {items / raw_building:,.0f}, Whoosh {items / whoosh_building:,.0f} /s",
            building / raw_building,
        ),
        *rows,
    ]


def _class_figures(
    name: str, queries: list[str], asked: dict[str, Callable[[str], object]]
) -> Figure:
    measured = {engine: percentiles(_durations(ask, queries)) for engine, ask in asked.items()}
    (p50, p95), raw, whoosh = (measured[each] for each in ("civickeep", "raw tantivy", "Whoosh"))
    return Figure(
        f"search, {name}: p50 (p95 {p95:.1f} ms), with facets and snippets",
        p50,
        "ms",
        f"raw tantivy {raw[0]:.2f} / {raw[1]:.2f} ms, Whoosh {whoosh[0]:.1f} / {whoosh[1]:.1f} ms",
        p50 / whoosh[0],
    )


def _durations(ask: Callable[[str], object], queries: list[str]) -> list[float]:
    for query in queries:
        ask(query)
    durations = []
    for _ in range(ROUNDS):
        for query in queries:
            started = time.perf_counter()
            ask(query)
            durations.append(time.perf_counter() - started)
    return durations


def _queries(written: list[str]) -> dict[str, list[str]]:
    """Draw queries by how often their words occur, always the same."""
    seen = Counter(
        word
        for text in written
        for word in {word.lower() for word in text.split() if word.isascii() and word.isalpha()}
    )
    ranked = [word for word, _ in seen.most_common() if word not in _OPERATORS]
    common = ranked[:QUERIES]
    rare = [word for word in ranked if seen[word] == RARE][:QUERIES]
    pairs = list(zip(common, ranked[QUERIES : 2 * QUERIES], strict=False))
    return {
        "common word": common,
        "rare word": rare,
        "two words": [f"{left} {right}" for left, right in pairs],
        "phrase": [f'"{left} {right}"' for left, right in pairs],
        "prefix": [f"{word[:4]}*" for word in ranked[100 : 100 + QUERIES]],
    }


_OPERATORS = frozenset({"and", "or", "not", "to", "andnot", "andmaybe", "require"})
RARE = 3


def _raw_tantivy(folder: Path, written: list[str]) -> tuple[Callable[[str], object], float]:
    folder.mkdir()
    schema = tantivy.SchemaBuilder().add_text_field("text", tokenizer_name="en_stem").build()
    made = tantivy.Index(schema, path=str(folder))

    def build() -> None:
        writer = made.writer(num_threads=1)
        for text in written:
            writer.add_document(tantivy.Document(text=text))
        writer.commit()
        writer.wait_merging_threads()
        made.reload()

    building = seconds(build)
    searcher = made.searcher()
    return (
        lambda query: searcher.search(made.parse_query(query, ["text"]), SHOWN, count=True),
        building,
    )


def _whoosh(folder: Path, written: list[str]) -> tuple[Callable[[str], object], float]:
    folder.mkdir()
    made = index.create_in(str(folder), fields.Schema(text=fields.TEXT(stored=False)))

    def build() -> None:
        writer = made.writer(limitmb=256)
        for text in written:
            writer.add_document(text=text)
        writer.commit()

    building = seconds(build)
    searcher = made.searcher()
    parser = QueryParser("text", made.schema)
    return lambda query: len(searcher.search(parser.parse(query), limit=SHOWN)), building

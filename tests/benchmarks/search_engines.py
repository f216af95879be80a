"""The engines that searching is measured against, each asked in its own way and for no more.

None of them counts facets, reads an item or marks what was found.
"""
# Whoosh is typed in part only.
# mypy: disallow-untyped-calls=False

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Document, FieldType, Occur, Order, Query
from whoosh import fields, index
from whoosh.analysis.analyzers import StemmingAnalyzer
from whoosh.qparser.default import QueryParser
from whoosh.qparser.plugins import FuzzyTermPlugin

from archiver.catalogue.findable import Findable
from search.document import make_schema
from search.index import WRITER_BYTES, registered
from tests.benchmarks.measuring import seconds

SHOWN = 20
SINCE, UNTIL = datetime(2026, 2, 1, 6, tzinfo=UTC), datetime(2026, 3, 1, 6, tzinfo=UTC)
"""February by the clock of Chicago."""


class Class(StrEnum):
    """A kind of query."""

    COMMON = "common word"
    RARE = "rare word"
    AND = "two words"
    PHRASE = "phrase"
    PREFIX = "prefix"
    FUZZY = "misspelt word"
    NOT = "one word without another"
    DATED = "word in a month, newest first"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: its class and its words."""

    kind: Class
    words: tuple[str, ...]

    @property
    def typed(self) -> str:
        """The query as a clerk types it."""
        word, *others = self.words
        match self.kind:
            case Class.PHRASE:
                return f'"{word} {others[0]}"'
            case Class.PREFIX:
                return f"{word}*"
            case Class.FUZZY:
                return f"{word}~1"
            case Class.NOT:
                return f"{word} -{others[0]}"
            case Class.DATED:
                return f"{word} posted:2026-02"
        return " ".join(self.words)


Engine = Callable[[Asked], object]


@dataclass(frozen=True, slots=True)
class Built:
    """An engine that can be asked, and how long building its index took."""

    ask: Engine
    seconds: float


def raw_tantivy(
    folder: Path, batches: Iterable[Sequence[Findable]], make: Callable[[Findable], Document]
) -> Built:
    """Index the same documents under the same schema; reading the items is not counted."""
    folder.mkdir()
    schema = make_schema()
    made = registered(tantivy.Index(schema, str(folder)))

    building, writer = 0.0, made.writer(WRITER_BYTES, 1)

    def write(items: Sequence[Findable]) -> None:
        for item in items:
            writer.add_document(make(item))

    def close() -> None:
        writer.commit()
        writer.wait_merging_threads()
        made.reload()

    for items in batches:
        building += seconds(partial(write, items))
    building += seconds(close)
    searcher = made.searcher()

    def ask(asked: Asked) -> object:
        newest = asked.kind is Class.DATED
        query = _tantivy_query(made, schema, asked)
        return searcher.search(
            query, SHOWN, count=True, order_by_field="order" if newest else None, order=Order.Desc
        )

    return Built(ask, building)


def _tantivy_query(made: tantivy.Index, schema: tantivy.Schema, asked: Asked) -> Query:
    word = asked.words[0]
    match asked.kind:
        case Class.PREFIX:
            return Query.regex_query(schema, "exact", f"{word}.*")
        case Class.FUZZY:
            return Query.fuzzy_term_query(schema, "exact", word, distance=1)
        case Class.PHRASE:
            return made.parse_query(asked.typed, ["exact"])
        case Class.DATED:
            since, until = int(SINCE.timestamp()), int(UNTIL.timestamp()) - 1
            span = Query.range_query(schema, "posted", FieldType.Integer, since, until)
            text = made.parse_query(word, ["text"])
            return Query.boolean_query([(Occur.Must, text), (Occur.Must, span)])
    return made.parse_query(asked.typed, ["text"], conjunction_by_default=True)


def fts5(path: Path, rows: Sequence[tuple[str, int]]) -> Built:
    """Index texts and times of posting with SQLite; it knows no misspelt words."""
    base = sqlite3.connect(path)

    def build() -> None:
        base.execute("CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='porter')")
        base.execute("CREATE TABLE d (id INTEGER PRIMARY KEY, posted INTEGER)")
        base.executemany(
            "INSERT INTO t (rowid, text) VALUES (?, ?)",
            ((number, text) for number, (text, _) in enumerate(rows)),
        )
        base.executemany(
            "INSERT INTO d VALUES (?, ?)", ((number, at) for number, (_, at) in enumerate(rows))
        )
        base.commit()

    building = seconds(build)
    since, until = int(SINCE.timestamp()), int(UNTIL.timestamp())

    def ask(asked: Asked) -> object:
        match = _fts5_query(asked)
        if asked.kind is Class.DATED:
            among = "FROM t JOIN d ON d.id = t.rowid WHERE t MATCH ? AND posted >= ? AND posted < ?"
            values: tuple[object, ...] = (match, since, until)
            ordered = f"SELECT d.id {among} ORDER BY posted DESC LIMIT {SHOWN}"
        else:
            among, values = "FROM t WHERE t MATCH ?", (match,)
            ordered = f"SELECT rowid {among} ORDER BY rank LIMIT {SHOWN}"
        counted = base.execute(f"SELECT count(*) {among}", values).fetchone()
        return counted, base.execute(ordered, values).fetchall()

    return Built(ask, building)


def _fts5_query(asked: Asked) -> str:
    quoted = [f'"{word}"' for word in asked.words]
    match asked.kind:
        case Class.PHRASE:
            return '"' + " ".join(asked.words) + '"'
        case Class.PREFIX:
            return f"{quoted[0]}*"
        case Class.NOT:
            return f"{quoted[0]} NOT {quoted[1]}"
    return " AND ".join(quoted)


def whoosh(folder: Path, rows: Sequence[tuple[str, int]]) -> Built:
    """Index texts and times of posting with Whoosh."""
    folder.mkdir()
    schema = fields.Schema(
        text=fields.TEXT(StemmingAnalyzer(stoplist=None, minsize=1), stored=False),
        posted=fields.NUMERIC(int, bits=64, sortable=True),
    )
    made = index.create_in(str(folder), schema)

    def build() -> None:
        writer = made.writer(limitmb=256)
        for text, at in rows:
            writer.add_document(text=text, posted=at)
        writer.commit()

    building = seconds(build)
    searcher, parser = made.searcher(), QueryParser("text", schema)
    parser.add_plugin(FuzzyTermPlugin())
    since, until = int(SINCE.timestamp()), int(UNTIL.timestamp()) - 1

    def ask(asked: Asked) -> object:
        newest: dict[str, Any] = {}
        typed = asked.typed
        if asked.kind is Class.NOT:
            typed = f"{asked.words[0]} NOT {asked.words[1]}"
        if asked.kind is Class.DATED:
            typed = f"{asked.words[0]} posted:[{since} TO {until}]"
            newest = {"sortedby": "posted", "reverse": True}
        return len(searcher.search(parser.parse(typed), limit=SHOWN, **newest))

    return Built(ask, building)

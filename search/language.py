"""The clerk's query language: Whoosh's parser and date grammar, read into our own tree.

The only module that knows Whoosh. Only its syntax tree is used, before it
would become one of its own queries, because there the traps lie: it answers
an unreadable date or number with a query that finds nothing, takes an unknown
field for plain words and ``-word`` for a required one, and forgets whether a
date range excludes its ends. Here each of them is read rightly or refused
with a hint, and no exception of the parser leaves this module.
"""
# The parser is typed in part only, and this module is where that ends.
# mypy: disallow-untyped-calls=False

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias, cast
from zoneinfo import ZoneInfo

from whoosh.qparser import dateparse, plugins, syntax
from whoosh.qparser.default import QueryParser
from whoosh.qparser.taggers import FnTagger, RegexTagger
from whoosh.util.times import timespan

from search import leaves
from search.dates import UNQUOTED
from search.errors import QueryUnreadable
from search.fields import AnyField
from search.refusals import (
    MAX_DEPTH,
    before_another,
    check_field,
    check_text,
    check_whole_date,
    too_deep,
    unbalanced,
    without_value,
)
from search.spans import Span
from search.tree import And, Boost, Leaf, Node, Not, Or, Place, Prefer, TextField, TimeField

MAX_LEAVES = 300
"""Words of a query, far above what a person types."""

MAX_BOOST = 100.0

_OPERATORS = {"AND", "OR", "NOT", "ANDNOT", "ANDMAYBE", "REQUIRE"}
_QUOTES = str.maketrans("\u201c\u201d\u201e\u201f", '""""')
"""What word processors make of a straight quotation mark; same length, so places stay right."""

_START = r"(?<![\w#@./])(?<!\w-)"
"""Where the name of a field can begin: not within a word, a tag or an address."""

_FIELD = rf"{_START}(?P<text>[^\W\d]\w*):(?!//)"
_URL = r"(?P<text>https?://[^\s\"'()\[\]{}]+)"
_MINUS = r"(?<![^\s(])-(?=[^\s-])"
_PHRASE = r'"(?P<text>.*?)"(?:~(?P<slop>[0-9]*))?'
_WILDCARDS = rf"(?P<text>[*{plugins.WildcardPlugin.qmarks}]+)"
"""Signs beside each other as one mark: of two the parser would leave what follows off the word."""

_TIME_NAMES = "posted|created|date|year"
_DATE = rf"""{_START}(?:{_TIME_NAMES}):(?P<relation>[<>]=?|=[<>]|)\s*
    (?P<text>'[^']*'|"[^"]*"|{UNQUOTED.pattern})"""
_LONG_FUZZ = re.compile(r'[^\s"]~\d{2}')

_Tagged: TypeAlias = syntax.SyntaxNode


def parse(query: str, *, now: datetime, zone: ZoneInfo) -> Node:
    """Read a query as of ``now`` (aware) for a city in ``zone``.

    Raises ``QueryUnreadable`` with the place and the next step for whatever
    cannot be read; any string at all gives a tree or that error.
    """
    check_text(query)
    reader = _Reader(query.translate(_QUOTES), now.astimezone(zone).replace(tzinfo=None), zone)
    try:
        return reader.read()
    except QueryUnreadable:
        raise
    except Exception as error:
        raise QueryUnreadable(
            "This query cannot be read.",
            next_step="Put the words into double quotes, or ask for fewer things at once.",
        ) from error


class _DateNode(syntax.TextNode):
    """A date after the name of its field; never merged with a wildcard beside it."""

    def __init__(self, relation: str, text: str) -> None:
        super().__init__(text)
        self.fieldname = TimeField.POSTED.value
        self.relation = relation

    def is_text(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class _Taggers:
    """What our language adds to the parser's own marks."""

    marks: tuple[tuple[RegexTagger, int], ...]

    def taggers(self, _: QueryParser) -> tuple[tuple[RegexTagger, int], ...]:
        return self.marks

    def filters(self, _: QueryParser) -> tuple[object, ...]:
        return ()


@cache
def _parser() -> QueryParser:
    tagger = plugins.OperatorsPlugin.OpTagger
    minus = tagger(_MINUS, syntax.NotGroup, syntax.PrefixOperator, memo="minus")
    date = re.compile(_DATE, re.IGNORECASE | re.VERBOSE)
    chosen: list[Any] = [
        _Taggers(((FnTagger(date, _DateNode), -2), (FnTagger(_URL, syntax.WordNode), -2))),
        plugins.SingleQuotePlugin(),
        plugins.FieldsPlugin(_FIELD),
        plugins.WildcardPlugin(_WILDCARDS),
        plugins.PhrasePlugin(_PHRASE),
        plugins.RangePlugin(),
        plugins.GroupPlugin(),
        plugins.OperatorsPlugin(ops=[(minus, 0)]),
        plugins.BoostPlugin(),
        plugins.FuzzyTermPlugin(),
    ]
    return QueryParser(TextField.TEXT.value, schema=None, plugins=chosen)


@cache
def _english() -> dateparse.English:
    return dateparse.English()


def read_date(text: str, now: datetime) -> Span | None:
    """Read a date by the parser's English grammar; ``now`` is the city's wall clock."""
    found = _english().date_from(text, now)
    if isinstance(found, timespan):
        found = found.disambiguated(now)
        return Span(_naive(found.start), _naive(found.end) + datetime.resolution)
    return Span(_naive(found), _naive(found) + datetime.resolution) if found else None


def _naive(moment: Any) -> datetime:  # noqa: ANN401 - the grammar's type says too much
    """Take off the zone: the grammar calls the city's wall clock UTC, or nothing, as it comes."""
    return cast("datetime", moment).replace(tzinfo=None)


class _Reader:
    """Reads one query."""

    def __init__(self, query: str, now: datetime, zone: ZoneInfo) -> None:
        self.query = query
        self.leaves = leaves.LeafReader(query, now, zone, read_date)
        self.count = 0

    def read(self) -> Node:
        if found := _LONG_FUZZ.search(self.query):
            raise leaves.too_fuzzy(Place(found.start(), found.end()))
        parser = _parser()
        marks = parser.tag(self.query)
        self._check_brackets(marks)
        self._check_fields(list(marks))
        for mark in marks:
            if isinstance(mark, _DateNode):
                check_whole_date(self.query, self._place(mark))
        tree = self._node(parser.filterize(marks), MAX_DEPTH)
        if tree is None:
            raise QueryUnreadable(
                "There is nothing to search for in this query.",
                next_step="Give a word, or * for everything.",
            )
        return tree

    def _check_brackets(self, marks: syntax.GroupNode) -> None:
        opened: list[Place] = []
        for mark in marks:
            if isinstance(mark, plugins.GroupPlugin.OpenBracket):
                opened.append(self._place(mark))
                if len(opened) > MAX_DEPTH:
                    raise too_deep(opened[-1])
            elif isinstance(mark, plugins.GroupPlugin.CloseBracket):
                if not opened:
                    raise unbalanced("closed but never opened", self._place(mark))
                opened.pop()
        if opened:
            raise unbalanced("opened but never closed", opened[-1])

    def _check_fields(self, marks: list[_Tagged]) -> None:
        """Refuse unknown fields, and fields that no value follows."""
        for mark, after in zip(marks, [*marks[1:], None], strict=True):
            if not isinstance(mark, syntax.FieldnameNode):
                continue
            place = self._place(mark)
            check_field(mark.fieldname, place)
            closing = isinstance(after, plugins.GroupPlugin.CloseBracket)
            if after is None or after.is_ws() or closing:
                raise without_value(mark.fieldname, place)
            if isinstance(after, syntax.FieldnameNode | _DateNode):
                raise before_another(mark.fieldname, place)

    def _node(self, node: _Tagged, depth: int) -> Node | None:
        if not depth:
            raise too_deep(self._place(node))
        if isinstance(node, syntax.GroupNode):
            return _boosted(self._group(node, depth - 1), node.boost, self._place(node))
        return _boosted(self._leaf(node), getattr(node, "boost", 1.0), self._place(node))

    def _group(self, group: syntax.GroupNode, depth: int) -> Node | None:
        children = [child for each in group if (child := self._node(each, depth)) is not None]
        if not children:
            return None
        for kind, make in _GROUPS:
            if isinstance(group, kind):
                return make(children, len(group))
        message = f"unknown group {type(group).__name__}"
        raise AssertionError(message)

    def _leaf(self, node: _Tagged) -> Leaf | None:
        self.count += 1
        if self.count > MAX_LEAVES:
            raise QueryUnreadable(
                f"The query asks for more than {MAX_LEAVES} things.",
                next_step="Search for a few telling words instead.",
                place=self._place(node),
            )
        place = self._place(node)
        field = leaves.field_of(getattr(node, "fieldname", None))
        for kind, read in self._readers():
            if isinstance(node, kind):
                return read(node, field, place)
        if isinstance(node, syntax.MarkerNode | syntax.Operator):
            return None
        message = f"unknown node {type(node).__name__}"
        raise AssertionError(message)

    def _readers(self) -> Iterator[tuple[type[_Tagged], Callable[..., Leaf | None]]]:
        """Give the one table of leaves; a class stands before those it derives from."""
        read = self.leaves
        yield _DateNode, lambda node, _, place: read.date(node.text, node.relation, place)
        yield (
            plugins.FuzzyTermPlugin.FuzzyTermNode,
            lambda node, field, place: read.fuzzy(
                field, node.text, node.maxdist, node.prefixlength, place
            ),
        )
        yield (
            plugins.PhrasePlugin.PhraseNode,
            lambda node, field, place: read.phrase(field, node.text, node.slop, place),
        )
        yield (
            plugins.PrefixPlugin.PrefixNode,
            lambda node, field, place: read.pattern(field, f"{node.text}*", place),
        )
        yield (
            plugins.WildcardPlugin.WildcardNode,
            lambda node, field, place: read.pattern(field, node.text, place),
        )
        yield syntax.WordNode, self._word
        yield (
            syntax.RangeNode,
            lambda node, field, place: read.range(
                field, leaves.Bounds(node.start, node.end, node.startexcl, node.endexcl), place
            ),
        )

    def _word(self, node: syntax.WordNode, field: AnyField, place: Place) -> Leaf | None:
        typed = self.query[place.start : place.end]
        if typed.startswith("'") and typed != node.text:
            return self.leaves.phrase(field, node.text, 1, place)
        if node.text in _OPERATORS:
            raise QueryUnreadable(
                f"{node.text} needs something to search for on its sides.",
                next_step=f'Complete it, or search for the word itself as "{node.text}".',
                place=place,
            )
        return self.leaves.word(field, node.text, place)

    def _place(self, node: _Tagged) -> Place:
        start, end = getattr(node, "startchar", None), getattr(node, "endchar", None)
        return Place(0 if start is None else start, len(self.query) if end is None else end)


def _and(children: list[Node], _: int) -> Node:
    return children[0] if len(children) == 1 else And(tuple(children))


def _or(children: list[Node], _: int) -> Node:
    return children[0] if len(children) == 1 else Or(tuple(children))


def _and_not(children: list[Node], written: int) -> Node:
    if len(children) != written:
        return children[0]
    return And((children[0], *(Not(child) for child in children[1:])))


def _and_maybe(children: list[Node], _: int) -> Node:
    return children[0] if len(children) == 1 else Prefer(children[0], _or(children[1:], 0))


_GROUPS: tuple[tuple[type[syntax.GroupNode], Callable[[list[Node], int], Node]], ...] = (
    (syntax.NotGroup, lambda children, _: Not(_and(children, 0))),
    (syntax.AndNotGroup, _and_not),
    (syntax.AndMaybeGroup, _and_maybe),
    (syntax.RequireGroup, _and),
    (syntax.OrGroup, _or),
    (syntax.AndGroup, _and),
)


def _boosted(node: Node | None, boost: float, place: Place) -> Node | None:
    if node is None or boost == 1.0:
        return node
    if not 0 < boost <= MAX_BOOST:
        raise QueryUnreadable(
            f"A word can be lifted by a factor above 0 and up to {MAX_BOOST:.0f}.",
            next_step="Write it as snow^2, or leave the ^ out.",
            place=place,
        )
    return Boost(node, boost)

"""Our tree made into the engine's query: one table, in which every node has its line.

Nothing typed reaches the engine as it stands: words pass through its own
tokenizer, and what is left of a pattern is written letter by letter.
"""

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from tantivy import FieldType, Occur, Query, Schema

from archiver.items import Platform
from search import patterns, tokens
from search.errors import QueryUnreadable
from search.fields import EDITED
from search.tree import (
    And,
    Boost,
    Everything,
    Fuzzy,
    Is,
    KeyField,
    Known,
    Later,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Prefer,
    TextField,
    TimeField,
    Within,
    Word,
)

STEMMED_FIELD = {TextField.TEXT: "text", TextField.AUTHOR: "author"}
EXACT_FIELD = {TextField.TEXT: "exact", TextField.AUTHOR: "author"}
"""Quotes, wildcards and misspellings go to the field without stemming: ``c?ty`` is not ``citi``."""

NUMBERED = {KeyField.ID, KeyField.THREAD}
"""Fields that hold a platform's own numbers, and are also named as ``facebook/123``."""

ALWAYS_KNOWN = {
    KeyField.ACCOUNT,
    KeyField.KIND,
    KeyField.STATE,
    KeyField.SOURCE,
    KeyField.THREAD,
    KeyField.ID,
}


class Lowering:
    """Makes engine queries over one schema. ``None`` stands for a condition without any word."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.table: dict[type[Node], Callable[[Any], Query | None]] = {
            Word: self._word,
            Phrase: self._phrase,
            Pattern: self._pattern,
            Fuzzy: self._fuzzy,
            Is: self._is,
            Known: self._known,
            Within: self._within,
            Later: self._later,
            Everything: lambda _: Query.all_query(),
            And: self._and,
            Or: self._or,
            Not: self._not,
            Prefer: self._prefer,
            Boost: self._boost,
        }

    def query(self, tree: Node) -> Query:
        """Make the engine's query of a whole tree.

        Raises ``QueryUnreadable`` where nothing in it can be searched for.
        """
        lowered = self._lower(tree)
        if lowered is None:
            raise QueryUnreadable(
                "There is no word in this query, only marks.",
                next_step="Give a word, a hashtag or an emoji, or * for everything.",
            )
        return lowered

    def _lower(self, node: Node) -> Query | None:
        return self.table[type(node)](node)

    def _word(self, node: Word) -> Query | None:
        analyzer = tokens.STEMMED if node.field is TextField.TEXT else tokens.EXACT
        return self._sequence(STEMMED_FIELD[node.field], tokens.words(node.text, analyzer), slop=0)

    def _phrase(self, node: Phrase) -> Query | None:
        return self._sequence(
            EXACT_FIELD[node.field], patterns.pieces(node.text, "*"), slop=node.slop
        )

    def _sequence(self, field: str, words: Sequence[str], *, slop: int) -> Query | None:
        if not words:
            return None
        if not any(patterns.is_open(word) for word in words):
            if len(words) == 1:
                return Query.term_query(self.schema, field, words[0])
            return Query.phrase_query(self.schema, field, list(words), slop=slop)
        if len(words) == 1:
            return self._open_word(field, words[0])
        written = [patterns.engine(word) for word in words]
        return Query.regex_phrase_query(self.schema, field, list(written), slop=slop)

    def _open_word(self, field: str, word: str) -> Query:
        start = patterns.beginning(word)
        if start is None:
            return Query.regex_query(self.schema, field, patterns.engine(word))
        return self._beginning(field, start)

    def _beginning(self, field: str, start: str) -> Query:
        # Answers as the expression does that ends in ".*", which takes ten times as long to make.
        # A phrase of one beginning would be as quick, and leaves out all but fifty words.
        return Query.fuzzy_term_query(self.schema, field, start, distance=0, prefix=True)

    def _pattern(self, node: Pattern) -> Query | None:
        if isinstance(node.field, KeyField):
            pattern = patterns.key_pattern(node.text)
            return Query.const_score_query(
                Query.regex_query(self.schema, node.field.value, pattern), 0.0
            )
        found = patterns.pieces(node.text, "*?")
        if not found:
            raise QueryUnreadable(
                "A wildcard needs letters beside it.",
                next_step="Write plow* or pl?w, or * alone for everything.",
                place=node.place,
            )
        return self._sequence(EXACT_FIELD[node.field], found, slop=0)

    def _fuzzy(self, node: Fuzzy) -> Query | None:
        field, word = EXACT_FIELD[node.field], fuzzy_word(node)
        query = Query.fuzzy_term_query(self.schema, field, word, distance=node.distance)
        if not node.prefix:
            return query
        start = self._beginning(field, word[: node.prefix])
        return Query.boolean_query(
            [(Occur.Must, query), (Occur.Must, Query.const_score_query(start, 0.0))]
        )

    def _is(self, node: Is) -> Query | None:
        field, value = node.field.value, node.value.lower()
        if node.field is KeyField.STATE and value == EDITED:
            field = "mark"
        platform, slash, number = value.partition("/")
        if node.field in NUMBERED and slash and platform in set(Platform):
            term = Query.boolean_query(
                [
                    (Occur.Must, self._term(field, number)),
                    (Occur.Must, Query.regex_query(self.schema, "account", f"{platform}/.*")),
                ]
            )
        else:
            term = self._term(field, value)
        return Query.const_score_query(term, 0.0)

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self.schema, field, value, index_option="basic")

    def _known(self, node: Known) -> Query | None:
        if node.field in ALWAYS_KNOWN:
            return Query.all_query()
        return Query.const_score_query(self._term("known", node.field.value), 0.0)

    def _within(self, node: Within) -> Query | None:
        return self.seconds(node.field, node.since, node.until)

    def seconds(self, field: TimeField, since: datetime | None, until: datetime | None) -> Query:
        """Make the condition that an instant, kept in whole seconds, is in ``[since, until)``."""
        if since is None and until is None:
            return Query.const_score_query(self._term("known", field.value), 0.0)
        range_ = Query.range_query(
            self.schema,
            field.value,
            FieldType.Integer,
            None if since is None else math.floor(since.timestamp()),
            None if until is None else math.ceil(until.timestamp()) - 1,
        )
        return Query.const_score_query(range_, 0.0)

    def _later(self, node: Later) -> Query | None:
        range_ = Query.range_query(
            self.schema, node.field.value, FieldType.Integer, node.number + 1, None
        )
        return Query.const_score_query(range_, 0.0)

    def _and(self, node: And) -> Query | None:
        parts: list[tuple[Occur, Query]] = []
        for child in node.children:
            if isinstance(child, Not):
                unwanted = self._lower(child.child)
                parts += [] if unwanted is None else [(Occur.MustNot, unwanted)]
            elif (wanted := self._lower(child)) is not None:
                parts.append((Occur.Must, wanted))
        if not parts:
            return None
        if all(occur is Occur.MustNot for occur, _ in parts):
            parts.append((Occur.Must, Query.all_query()))
        return Query.boolean_query(parts)

    def _or(self, node: Or) -> Query | None:
        parts = [part for child in node.children if (part := self._lower(child)) is not None]
        return Query.boolean_query([(Occur.Should, part) for part in parts]) if parts else None

    def _not(self, node: Not) -> Query | None:
        unwanted = self._lower(node.child)
        if unwanted is None:
            return None
        return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, unwanted)])

    def _prefer(self, node: Prefer) -> Query | None:
        required, preferred = self._lower(node.required), self._lower(node.preferred)
        if required is None or preferred is None:
            return required
        return Query.boolean_query([(Occur.Must, required), (Occur.Should, preferred)])

    def _boost(self, node: Boost) -> Query | None:
        child = self._lower(node.child)
        return None if child is None else Query.boost_query(child, node.factor)


def fuzzy_word(node: Fuzzy) -> str:
    """Give the one word that may be misspelt; raises ``QueryUnreadable`` for none or several."""
    words = tokens.words(node.text, tokens.EXACT)
    if len(words) != 1:
        raise QueryUnreadable(
            "Only a single word can be searched as misspelt.",
            next_step="Put the ~ after one word: plow~1",
            place=node.place,
        )
    return words[0]

"""The words a query asks for, and the places in a text where they stand.

A long text is looked through piece by piece, and the places of a piece's
words are asked for only where one of them answers: that is what costs, and
most of a long text is not shown.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from tantivy import Token

from search import patterns, tokens
from search.tree import WORDED, Fuzzy, Node, Pattern, Phrase, TextField, Word, asked_leaves

PIECE = 1_000
"""Characters looked through at a time; a piece goes on to the next blank."""

_BLANK = re.compile(r"\s")

Mark: TypeAlias = tuple[int, int]


class Words:
    """The words of a piece of text, each way of looking at them made when it is asked for.

    All three are as long; the last, which takes as long as both others, is for places only.
    """

    def __init__(self, piece: str) -> None:
        self._piece = piece

    @cached_property
    def spelled(self) -> list[str]:
        """As they are spelled."""
        return tokens.spelled(self._piece)

    @cached_property
    def stems(self) -> list[str]:
        """Without their English endings."""
        return tokens.stems(self._piece)

    @cached_property
    def places(self) -> list[Token]:
        """Where they stand in what is seen of the piece."""
        return tokens.places(self._piece)

    @cached_property
    def _seen(self) -> Sequence[int]:
        return tokens.seen(self._piece)

    def mark(self, first: int, last: int) -> Mark:
        """Give the place from one word to another."""
        start, end = self.places[first].char_offset_from, self.places[last].char_offset_to
        return self._seen[start], self._seen[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Test:
    """Whether a word answers; ``of_stem`` says that its stem is looked at, not its spelling."""

    answers: Callable[[str], bool]
    of_stem: bool = False

    def of(self, words: Words) -> list[str]:
        """Give the words as this test looks at them."""
        return words.stems if self.of_stem else words.spelled


@dataclass(frozen=True, slots=True)
class Leaf:
    """A sequence of words asked for; with ``slop`` further words may stand among them."""

    tests: tuple[Test, ...]
    slop: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where a text answers, in order and without overlap, and how many leaves have a place."""

    marks: tuple[Mark, ...]
    answered: int


@dataclass(frozen=True, slots=True)
class Sought:
    """The words of a query as tests of the words of a text."""

    leaves: tuple[Leaf, ...]

    def places(self, text: str, enough: int) -> Places:
        """Find the places in a composed text.

        Once every leaf has one, nothing that stands more than ``enough``
        characters behind the first place is looked for.
        """
        found: list[Mark] = []
        answered: set[int] = set()
        for start, end in self._pieces(text):
            words = Words(text[start:end])
            for number, leaf in enumerate(self.leaves):
                places = [(a + start, b + start) for a, b in _places(leaf, words)]
                found += places
                answered |= {number} if places else set()
            if len(answered) == len(self.leaves) and end > min(found)[0] + enough:
                break
        return Places(_joined(found), len(answered))

    def _pieces(self, text: str) -> Iterator[Mark]:
        """Cut a text between words; a sequence may stand across any border, so not for those."""
        whole = any(len(leaf.tests) > 1 for leaf in self.leaves)
        start = 0
        while self.leaves and start < len(text):
            blank = None if whole else _BLANK.search(text, start + PIECE)
            end = blank.start() if blank else len(text)
            yield start, end
            start = end


def sought(tree: Node) -> Sought:
    """Collect the words that a query asks for in the text; those it excludes are not shown."""
    worded = (
        node
        for node in asked_leaves(tree)
        if isinstance(node, WORDED) and node.field is TextField.TEXT
    )
    return Sought(
        tuple(
            Leaf(tests, node.slop if isinstance(node, Phrase) else 0)
            for node in worded
            if (tests := _tests(node))
        )
    )


def _tests(node: Word | Phrase | Pattern | Fuzzy) -> tuple[Test, ...]:
    if isinstance(node, Word):
        stems = tokens.words(node.text, tokens.STEMMED)
        return tuple(Test(stem.__eq__, of_stem=True) for stem in stems)
    if isinstance(node, Fuzzy):
        return tuple(_near(word, node.distance) for word in tokens.words(node.text, tokens.EXACT))
    wild = "*" if isinstance(node, Phrase) else "*?"
    return tuple(map(_like, patterns.pieces(node.text, wild)))


def _like(piece: str) -> Test:
    if not patterns.is_open(piece):
        return Test(piece.__eq__)
    return _remembered(lambda word: patterns.matches(piece, word))


def _near(word: str, distance: int) -> Test:
    return _remembered(lambda other: within(word, other, distance))


def within(one: str, other: str, distance: int) -> bool:
    """Tell whether two words are within so many letters of each other; swapping two counts once."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - heavy, and few queries are fuzzy

    return OSA.distance(one, other, score_cutoff=distance) <= distance


def _remembered(answers: Callable[[str], bool]) -> Test:
    """Ask once for each word as spelled; texts repeat theirs, and these tests are dear."""
    known: dict[str, bool] = {}

    def asked(word: str) -> bool:
        found = known.get(word)
        if found is None:
            found = known[word] = answers(word)
        return found

    return Test(asked)


def _places(leaf: Leaf, words: Words) -> Iterator[Mark]:
    """Find a sequence in a text, each of its words marked where further words stand among them."""
    first, *others = leaf.tests
    for at, word in enumerate(first.of(words)):
        if not first.answers(word) or (found := _sequence(at, others, leaf.slop, words)) is None:
            continue
        if leaf.slop:
            yield from (words.mark(each, each) for each in found)
        else:
            yield words.mark(found[0], found[-1])


def _sequence(at: int, others: Sequence[Test], spare: int, words: Words) -> list[int] | None:
    """Follow a sequence from its first word on, taking the nearest next word each time."""
    found = [at]
    for test in others:
        said = test.of(words)
        at += 1
        while at < len(said) and not test.answers(said[at]):
            # The sign of a tag parts no phrase of words as they are spelled.
            spare -= test.of_stem or said[at] not in tokens.SIGNS
            at += 1
            if spare < 0:
                return None
        if at == len(said):
            return None
        found.append(at)
    return found


def _joined(marks: list[Mark]) -> tuple[Mark, ...]:
    joined: list[Mark] = []
    for start, end in sorted(marks):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)

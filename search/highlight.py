"""Where in an item's wordings the words of a query stand.

The engine says which items match; what is shown of them is worked out here
from the catalogue's own text, with the tokenizer of the index. A snippet is
plain text with places to mark, so that whoever shows it escapes it as ever
and nothing in it can break out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from archiver.items import Item, Version
from search import patterns, tokens
from search.tree import WORDED, Fuzzy, Node, Pattern, Phrase, TextField, Word, asked_leaves

WIDTH = 240
"""Characters of a snippet: about two lines of a page."""

BEFORE = 60
"""Characters shown before the first word found."""

CUT = "\u2026"
_UNSHOWABLE = "".join(
    map(chr, [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
)
_BLANK = str.maketrans(dict.fromkeys(_UNSHOWABLE, " "))
"""Control and direction-changing characters become blanks, one for one, so that places stay."""

Mark: TypeAlias = tuple[int, int]
_Test: TypeAlias = Callable[[tokens.Token], bool]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an item's text; ``marks`` are the places found, in characters, end exclusive."""

    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The version that answers a query best, and what to show of it; no version if none is left."""

    version: Version | None
    current: bool
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Leaf:
    """A sequence of words asked for; with ``slop`` further words may stand among them."""

    tests: tuple[_Test, ...]
    slop: int


@dataclass(frozen=True, slots=True)
class Sought:
    """The words of a query as tests of tokens; ``stems`` says whether any asks for a stem."""

    leaves: tuple[Leaf, ...]
    stems: bool = False

    def words(self, text: str) -> list[tokens.Token]:
        """Cut a text as far as the tests need it."""
        return tokens.tokens(text, stems=self.stems) if self.leaves else []

    def places(self, words: Sequence[tokens.Token]) -> tuple[tuple[Mark, ...], int]:
        """Find every place, in order and without overlap, and how many leaves have one."""
        found: list[Mark] = []
        answered = 0
        for leaf in self.leaves:
            places = list(_places(leaf, words))
            answered += bool(places)
            found += places
        return _joined(found), answered


def sought(tree: Node) -> Sought:
    """Collect the words that a query asks for in the text; those it excludes are not shown."""
    worded = [
        node
        for node in asked_leaves(tree)
        if isinstance(node, WORDED) and node.field is TextField.TEXT
    ]
    return Sought(
        tuple(
            Leaf(tests, node.slop if isinstance(node, Phrase) else 0)
            for node in worded
            if (tests := _tests(node))
        ),
        stems=any(isinstance(node, Word) for node in worded),
    )


def find(sought_: Sought, item: Item) -> Found:
    """Choose the version to show: the one that answers most, the latest among equals."""
    if not item.versions:
        return Found(None, current=False, snippet=Snippet("", ()))
    current = item.current
    others = [version for version in reversed(item.versions) if version is not current]
    best, text, most = current, "", -1
    marks: tuple[Mark, ...] = ()
    for version in (current, *others):
        wording = tokens.composed(version.text)
        places, answered = sought_.places(sought_.words(wording))
        if answered > most:
            best, text, marks, most = version, wording, places, answered
        if answered == len(sought_.leaves):
            break
    return Found(best, best is current, cut(text, marks))


def cut(text: str, marks: Sequence[Mark]) -> Snippet:
    """Cut the piece around the first place found, at blanks where there are some."""
    shown = text.translate(_BLANK)
    if len(shown) <= WIDTH:
        return Snippet(shown, tuple(marks))
    start = max(0, marks[0][0] - BEFORE) if marks else 0
    start = min(start, len(shown) - WIDTH)
    end = start + WIDTH
    if start and (blank := shown.find(" ", start, start + BEFORE // 2)) > 0:
        start = blank + 1
    if end < len(shown) and (blank := shown.rfind(" ", end - BEFORE // 2, end)) > start:
        end = blank
    before, after = CUT if start else "", CUT if end < len(shown) else ""
    shift = len(before) - start
    kept = tuple((a + shift, min(b, end) + shift) for a, b in marks if start <= a < end)
    return Snippet(before + shown[start:end] + after, kept)


def marked(snippet: Snippet, opening: str, closing: str) -> Iterator[tuple[str, bool]]:
    """Give the snippet's pieces in order, and whether each is a place found.

    ``opening`` and ``closing`` stand around each place found; a page passes
    nothing and sets its own elements around the escaped piece.
    """
    at = 0
    for start, end in snippet.marks:
        if start > at:
            yield snippet.text[at:start], False
        yield opening + snippet.text[start:end] + closing, True
        at = end
    if at < len(snippet.text):
        yield snippet.text[at:], False


def _tests(node: Word | Phrase | Pattern | Fuzzy) -> tuple[_Test, ...]:
    if isinstance(node, Word):
        return tuple(map(_stem, tokens.words(node.text, tokens.STEMMED)))
    if isinstance(node, Fuzzy):
        return tuple(_near(word, node.distance) for word in tokens.words(node.text, tokens.EXACT))
    wild = "*" if isinstance(node, Phrase) else "*?"
    pieces = patterns.pieces(node.text, wild)
    return tuple(map(_like, pieces))


def _stem(stem: str) -> _Test:
    return lambda token: token.stem == stem


def _like(piece: str) -> _Test:
    if not patterns.is_open(piece):
        return lambda token: token.exact == piece
    return _remembered(lambda word: patterns.matches(piece, word))


def _near(word: str, distance: int) -> _Test:
    return _remembered(lambda other: within(word, other, distance))


def _remembered(test: Callable[[str], bool]) -> _Test:
    """Ask once for each word as spelled; texts repeat theirs, and these tests are dear."""
    known: dict[str, bool] = {}

    def asked(token: tokens.Token) -> bool:
        found = known.get(token.exact)
        if found is None:
            found = known[token.exact] = test(token.exact)
        return found

    return asked


def _places(leaf: Leaf, words: Sequence[tokens.Token]) -> Iterator[Mark]:
    """Find a sequence in a text, each of its words marked where further words stand among them."""
    for at in range(len(words)):
        if (found := _sequence(leaf, words, at)) is None:
            continue
        if leaf.slop:
            yield from ((token.start, token.end) for token in found)
        else:
            yield found[0].start, found[-1].end


def _sequence(leaf: Leaf, words: Sequence[tokens.Token], at: int) -> list[tokens.Token] | None:
    """Follow a sequence from a word on, taking the nearest next word each time."""
    if not leaf.tests[0](words[at]):
        return None
    found, spare = [words[at]], leaf.slop
    for test in leaf.tests[1:]:
        reach = words[at + 1 : at + 2 + spare]
        step = next((n for n, word in enumerate(reach) if test(word)), None)
        if step is None:
            return None
        found.append(reach[step])
        spare -= step
        at += step + 1
    return found


def _joined(marks: list[Mark]) -> tuple[Mark, ...]:
    joined: list[Mark] = []
    for start, end in sorted(marks):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def within(one: str, other: str, distance: int) -> bool:
    """Tell whether two words are within so many letters of each other; swapping two counts once."""
    if abs(len(one) - len(other)) > distance:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against
            row.append(min(cost, older[j - 2] + 1) if swapped else cost)
        if min(row) > distance:
            return False
    return row[-1] <= distance

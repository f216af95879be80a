"""Taking words out of a text, with a mark that tells why and nothing more.

Redaction removes, never covers (invariant 9): the words are not in the result
in any form, and the mark is the same however long they were. Pure functions;
which spans, and on which ground, was decided before.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from archiver.data_requests import Ground, Span
from requests_portal.errors import SpanOutside


def mark(grounds: Iterable[Ground]) -> str:
    """Write the mark that stands where something was taken out.

    ``[redacted: Minn. Stat. § 13.355, subd. 1]``. It depends on the citations
    alone, so neither the length nor the content of what stood there can be
    worked out from it.
    """
    citations = sorted({ground.citation for ground in grounds})
    return f"[redacted: {'; '.join(citations)}]"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of redacted text: words that stay, or (``removed``) the mark for those that went.

    A page can set real marks apart by this, even where somebody wrote
    "[redacted: ...]" into a comment.
    """

    text: str
    removed: bool


def segments(text: str, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """Cut ``text`` into what stays and one mark for each stretch of touching spans.

    Spans that touch or overlap become one mark with every citation, so that
    cutting a word into pieces cannot show its length. Raises ``SpanOutside``
    where a span reaches past the end: such a span was made for another text.
    """
    pieces: list[Segment] = []
    position = 0
    for start, end, grounds in _stretches(spans):
        if end > len(text):
            raise SpanOutside(
                f"A redaction from {start} to {end} does not fit a text of {len(text)} characters.",
                next_step="Decide this item anew with civickeep request decide.",
            )
        pieces += [
            Segment(text[position:start], removed=False),
            Segment(mark(grounds), removed=True),
        ]
        position = end
    pieces.append(Segment(text[position:], removed=False))
    return tuple(piece for piece in pieces if piece.text)


def redact(text: str, spans: Iterable[Span]) -> str:
    """Remove the spans from ``text`` and leave the marks; see ``segments``."""
    return "".join(segment.text for segment in segments(text, spans))


def occurrences(text: str, words: str, ground: Ground) -> tuple[Span, ...]:
    """Find every place where ``words`` stand in ``text``, overlapping ones included.

    The case must agree: what is meant to be taken out is named exactly, and
    other spellings are reported as neighbours (rule E3), never guessed.
    """
    found: list[Span] = []
    start = text.find(words)
    while start >= 0 and words:
        found.append(Span(start, start + len(words), ground))
        start = text.find(words, start + 1)
    return tuple(found)


def _stretches(spans: Iterable[Span]) -> list[tuple[int, int, set[Ground]]]:
    """Join spans that touch or overlap: start, end, and every ground they rest on."""
    joined: list[tuple[int, int, set[Ground]]] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1][1]:
            start, end, grounds = joined[-1]
            joined[-1] = (start, max(end, span.end), grounds | {span.ground})
        else:
            joined.append((span.start, span.end, {span.ground}))
    return joined

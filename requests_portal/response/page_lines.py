"""Lines of text as the template gets them: prepared, directed, our marks kept apart."""

from collections.abc import Iterable

import msgspec

from requests_portal.redaction import Segment
from requests_portal.response.visible import runs_right_to_left, visible


class Line(msgspec.Struct, frozen=True):
    """One line of a text; ``parts`` are pairs of text and whether it is a mark of ours."""

    rtl: bool
    parts: tuple[tuple[str, bool], ...]


def text_lines(segments: Iterable[Segment]) -> tuple[Line, ...]:
    """Cut a text into its lines, each with its own reading direction."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for segment in segments:
        text = sections_whole(segment.text) if segment.removed else segment.text
        first, *more = visible(text).split("\n")
        lines[-1].append((first, segment.removed))
        lines += [[(one, segment.removed)] for one in more]
    return tuple(_directed(line) for line in lines)


def _directed(parts: list[tuple[str, bool]]) -> Line:
    """Let the author's own letters decide the direction, and a mark only where there are none."""
    own = "".join(text for text, removed in parts if not removed)
    return Line(runs_right_to_left(own), tuple((text, mark) for text, mark in parts if text))


def sections_whole(text: str) -> str:
    """Keep a section's number on the line of its sign."""
    return text.replace("§ ", "§\u00a0").replace("subd. ", "subd.\u00a0")

"""Taking what was decided out of an item, everywhere in that item. Pure functions.

A person decides about one wording; the same words may stand in an earlier
wording, in the description of a photo or in the author's name. Within one
item they are taken out of all of them (rule E2); in other items they are
reported to a person (rule E3), because there they may be somebody else's.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archiver.data_requests import Action, Determination, Ground, Span
from archiver.items import Item, Link, Media, Version
from requests_portal.redaction import Segment, segments
from requests_portal.response.draft import Part, Taken
from requests_portal.response.errors import ResponseUncited

SHORT = 4
"""Words shorter than this many characters are looked for as whole words: "Bo" is in "about"."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that were taken out, and why. Never leaves the drafting of a response."""

    text: str
    ground: Ground

    def spans(self, text: str) -> tuple[Span, ...]:
        """Find the words in another text, in whatever case they are written there."""
        pattern = re.escape(self.text)
        if len(self.text) < SHORT:
            pattern = rf"(?<!\w){pattern}(?!\w)"
        found = re.finditer(pattern, text, re.IGNORECASE)
        return tuple(Span(*one.span(), self.ground) for one in found)


@dataclass(frozen=True, slots=True)
class Judged:
    """An item, the decision that holds for each of its versions, and the words taken out of it."""

    item: Item
    decisions: Mapping[int, Determination]
    words: tuple[Words, ...]

    @property
    def withheld(self) -> bool:
        """Whether every wording is kept back, so that the item is not in the response at all."""
        return all(one.action is Action.WITHHOLD for one in self.decisions.values())

    @property
    def hides_author(self) -> Ground | None:
        """Why the author is taken out: if for one wording, then for the item."""
        hidden = (one.hides_author for one in self.decisions.values())
        return next((ground for ground in hidden if ground is not None), None)

    def hides_media(self, media: Media) -> Ground | None:
        """Why a medium is kept back: it was decided so, or a wording it may belong to is."""
        grounds = (
            one.ground if one.action is Action.WITHHOLD else one.hides_media(media.position)
            for one in self.decisions.values()
        )
        return next((ground for ground in grounds if ground is not None), None)

    def hides_link(self, link: Link) -> Ground | None:
        """Why a shared link is taken out: if of one wording, then of all that share it."""
        grounds = (
            self.decisions[version.n].hides_link(position)
            for version in self.item.versions
            for position, one in enumerate(version.links)
            if one == link
        )
        return next((ground for ground in grounds if ground is not None), None)

    def spans(self, version: Version) -> tuple[Span, ...]:
        """Give all that is taken out of one wording: what was decided, and the same words again."""
        decided = self.decisions[version.n].spans
        repeated = (span for words in self.words for span in words.spans(version.text))
        return (*decided, *repeated)


def judge(item: Item, decisions: Mapping[int, Determination]) -> Judged:
    """Bring an item and its decisions together.

    Raises ``ResponseUncited`` where a wording is kept back without a ground.
    """
    for one in decisions.values():
        if one.action is Action.WITHHOLD and one.ground is None:
            raise ResponseUncited(
                f"Item {item.ref} is to be withheld, but no section was named for it.",
                next_step=f"Run civickeep request decide {one.request} --item {item.ref} "
                "--as withhold --citation SECTION --by PERSON.",
            )
    return Judged(item, decisions, _words(item, decisions))


def _words(item: Item, decisions: Mapping[int, Determination]) -> tuple[Words, ...]:
    texts = {version.n: version.text for version in item.versions}
    passages = (
        Words(texts[n][span.start : span.end].strip(), span.ground)
        for n, one in decisions.items()
        if one.action is Action.REDACT
        for span in one.spans
    )
    names = (
        Words(name, ground)
        for one in decisions.values()
        if (ground := one.hides_author) is not None
        for name in author_names(item)
    )
    links = (
        Words(part.strip(), ground)
        for version in item.versions
        for position, link in enumerate(version.links)
        if (ground := decisions[version.n].hides_link(position)) is not None
        for part in link.parts
    )
    every = (*passages, *names, *links)
    return tuple(dict.fromkeys(words for words in every if len(words.text) > 1))


def author_names(item: Item) -> tuple[str, ...]:
    """Give what names the author: the name and the platform's id, as far as known."""
    if item.author is None:
        return ()
    return tuple(name for name in (item.author.name, item.author.id) if name)


def scrub(text: str, words: Iterable[Words]) -> tuple[Segment, ...]:
    """Take words out of a text that was not itself decided about."""
    return segments(text, [span for one in words for span in one.spans(text)])


def passages(spans: Iterable[Span]) -> tuple[Taken, ...]:
    """Count the stretches that were taken out of one wording on each ground."""
    grounds: dict[Ground, list[Span]] = {}
    for span in spans:
        grounds.setdefault(span.ground, []).append(span)
    return tuple(Taken(Part.PASSAGE, ground, _marks(some), 1) for ground, some in grounds.items())


def _marks(spans: Iterable[Span]) -> int:
    """Count the marks that stand for these spans: touching and overlapping ones share one."""
    count = reach = 0
    for span in sorted(spans):
        count += count == 0 or span.start > reach
        reach = max(reach, span.end)
    return count

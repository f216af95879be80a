"""What a person's decision means for each wording of each item. Pure functions.

Every wording of an item is decided, because every one would go out. The way
to more protection is always open; the way back takes two people (section 6 of
the design), and a sweep over all items never goes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archiver.data_requests import Action, Determination, Element, ElementKind, Ground, Span
from archiver.errors import WrongUsage
from archiver.items import Item, ItemRef, Link, Version
from archiver.request_events import DecidedVersion
from requests_portal.errors import RedactionNotFound, SecondPersonNeeded, SpanOutside
from requests_portal.neighbours import same_to_a_reader
from requests_portal.redaction import occurrences

Latest = Mapping[tuple[ItemRef, int], Determination]


@dataclass(frozen=True, slots=True)
class Taking:
    """What is to be taken out: words, stretches (from, to) of one wording, author, media, links.

    Links are counted from 0 in ``version``; the same link in another wording goes too.
    """

    words: tuple[str, ...] = ()
    stretches: tuple[tuple[int, int], ...] = ()
    version: int | None = None
    author: bool = False
    media: tuple[int, ...] = ()
    links: tuple[int, ...] = ()

    @property
    def looks_at_all(self) -> bool:
        """Whether every wording of an item was looked at, as a stretch of one wording is not."""
        return bool(self.words or self.author or self.media or (self.links and not self.version))

    def __post_init__(self) -> None:
        """Refuse a redaction that takes nothing out, or blank words."""
        if not (self.words or self.stretches or self.author or self.media or self.links):
            raise WrongUsage(
                "Nothing was named that is to be taken out.",
                next_step="Add --redact TEXT, --span FROM:TO, --redact-author, --redact-media N "
                "or --redact-link N.",
            )
        if any(not words.strip() for words in self.words):
            raise WrongUsage("--redact got no words.", next_step="Give the words to be taken out.")


@dataclass(frozen=True, slots=True)
class Ruling:
    """One act of deciding: who, what, on which ground; ``sweep`` says that all items were meant.

    ``note`` is the fact that a ground needs, in the words of the person who decides.
    """

    action: Action
    by: str
    ground: Ground | None = None
    taking: Taking | None = None
    sweep: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a ruling decides, and the items it left as they were decided before."""

    versions: tuple[DecidedVersion, ...]
    kept: tuple[ItemRef, ...] = field(default=())


def rule(items: Iterable[Item], latest: Latest, ruling: Ruling) -> Ruled:
    """Work out what a ruling decides for every wording of the items.

    Raises ``RedactionNotFound`` where named words do not occur,
    ``SpanOutside`` where a stretch does not fit, ``SecondPersonNeeded`` where
    somebody would undo their own protection, and ``WrongUsage`` where nothing
    is named to be taken out.
    """
    decided: list[DecidedVersion] = []
    kept: list[ItemRef] = []
    for item in items:
        new = _rule_item(item, latest, ruling)
        decided += new
        if not new:
            kept.append(item.ref)
    if ruling.action is Action.REDACT and ruling.sweep and not decided:
        raise RedactionNotFound(
            "The words to be redacted occur in none of the items found for this request.",
            next_step="Copy them from civickeep request review; nothing was decided.",
        )
    return Ruled(tuple(decided), tuple(kept))


def _rule_item(item: Item, latest: Latest, ruling: Ruling) -> list[DecidedVersion]:
    match ruling.action:
        case Action.WITHHOLD:
            return [DecidedVersion(item.ref, one.n, Action.WITHHOLD) for one in item.versions]
        case Action.RELEASE:
            return _release(item, latest, ruling)
        case Action.REDACT:
            return _redact(item, latest, ruling)


def _release(item: Item, latest: Latest, ruling: Ruling) -> list[DecidedVersion]:
    """Release every wording; a sweep leaves an item alone that was marked not public."""
    guarded = [one for one in _earlier(item, latest) if one.action is not Action.RELEASE]
    if guarded and ruling.sweep:
        return []
    _check_second_person(item.ref, guarded, ruling.by)
    return [DecidedVersion(item.ref, one.n, Action.RELEASE) for one in item.versions]


def _redact(item: Item, latest: Latest, ruling: Ruling) -> list[DecidedVersion]:
    """Add to what is taken out of each wording; what was decided stays where nothing is added."""
    if ruling.taking is None or ruling.ground is None:
        raise WrongUsage(
            "A redaction needs what is taken out and why.",
            next_step="Add --redact TEXT and --citation SECTION.",
        )
    found = {one.n: _spans(item, one, ruling.taking, ruling.ground) for one in item.versions}
    if not _everything_occurs(item, ruling.taking, sweep=ruling.sweep):
        return []
    elements = _elements(item, ruling.taking, ruling.ground)
    earlier = {one.n: one for one in _earlier(item, latest)}
    touched = {n for n, spans in found.items() if spans or elements[n]}
    withheld = [earlier[n] for n in touched & set(earlier) if earlier[n].action is Action.WITHHOLD]
    _check_second_person(item.ref, withheld, ruling.by)
    return [
        _redacted(item.ref, n, earlier.get(n), spans, elements[n])
        for n, spans in found.items()
        if n in touched or (n not in earlier and ruling.taking.looks_at_all)
    ]


def _redacted(
    ref: ItemRef,
    n: int,
    before: Determination | None,
    spans: tuple[Span, ...],
    elements: tuple[Element, ...],
) -> DecidedVersion:
    """Add to what was taken out before; a wording with nothing to take out is released."""
    all_spans = {*spans, *(() if before is None else before.spans)}
    all_elements = dict.fromkeys((*(() if before is None else before.elements), *elements))
    action = Action.REDACT if all_spans or all_elements else Action.RELEASE
    return DecidedVersion(ref, n, action, tuple(sorted(all_spans)), tuple(all_elements))


def _spans(item: Item, version: Version, taking: Taking, ground: Ground) -> tuple[Span, ...]:
    spans = [span for words in taking.words for span in occurrences(version.text, words, ground)]
    if _is_meant(item, version, taking):
        spans += [_span(item, version, stretch, ground) for stretch in taking.stretches]
    return tuple(spans)


def _is_meant(item: Item, version: Version, taking: Taking) -> bool:
    if not taking.stretches:
        return False
    if taking.version is None and len(item.versions) > 1:
        raise SpanOutside(
            f"Item {item.ref} has {len(item.versions)} wordings, and a stretch fits only one.",
            next_step="Say which with --version N, or name the words with --redact TEXT.",
        )
    return taking.version in {None, version.n}


def _span(item: Item, version: Version, stretch: tuple[int, int], ground: Ground) -> Span:
    start, end = stretch
    if not 0 <= start < end <= len(version.text):
        raise SpanOutside(
            f"The stretch {start}:{end} does not lie in wording {version.n} of item {item.ref}, "
            f"which has {len(version.text)} characters.",
            next_step="Count characters from 0; the end is not included.",
        )
    return Span(start, end, ground)


def _everything_occurs(item: Item, taking: Taking, *, sweep: bool) -> bool:
    """Whether an item has what is to be taken out; raises unless all items were meant."""
    missing = [
        number
        for number, words in enumerate(taking.words, start=1)
        if not any(words in one.text for one in item.versions)
    ]
    if sweep and taking.words:
        return len(missing) < len(taking.words)
    if missing:
        raise _not_found(item, taking.words[missing[0] - 1], missing[0])
    if taking.version is not None and taking.version not in {one.n for one in item.versions}:
        raise SpanOutside(
            f"Item {item.ref} has no wording {taking.version}.",
            next_step=f"Its wordings are numbered 1 to {len(item.versions)}.",
        )
    return True


def _not_found(item: Item, words: str, number: int) -> RedactionNotFound:
    """Say so without repeating the words, which are likely not public."""
    texts = "\n".join(one.text for one in item.versions)
    name = item.author.name if item.author is not None else None
    if name is not None and words in name:
        hint = "They are in the author's name: add --redact-author."
    elif any(words in link.words for one in item.versions for link in one.links):
        hint = "They are in a shared link: add --redact-link N, as request review counts them."
    elif any(words in (one.alt or "") for one in item.media):
        hint = "They are in the description of a photo or file: add --redact-media N."
    elif same_to_a_reader(words) in same_to_a_reader(texts):
        hint = "They stand there in other capitals or characters: copy them from request review."
    else:
        hint = "Copy them from civickeep request review; nothing was decided."
    return RedactionNotFound(
        f"What --redact number {number} names does not occur in item {item.ref}.", next_step=hint
    )


def _elements(item: Item, taking: Taking, ground: Ground) -> dict[int, tuple[Element, ...]]:
    """Give the parts to take out of each wording, by its number."""
    meant = {_link(item, number, taking.version) for number in taking.links}
    return {
        version.n: (
            *_common(item, taking, ground),
            *(
                Element(ElementKind.LINK, position, ground)
                for position, link in enumerate(version.links)
                if link in meant
            ),
        )
        for version in item.versions
    }


def _link(item: Item, number: int, version: int | None) -> Link:
    """Find the link that is meant; a number that means two links is refused."""
    found = {
        one.links[number]
        for one in item.versions
        if number < len(one.links) and version in {None, one.n}
    }
    if not found:
        raise SpanOutside(
            f"Item {item.ref} shares no link number {number}.",
            next_step="Count the links as civickeep request review shows them, from 0.",
        )
    if len(found) > 1:
        raise SpanOutside(
            f"Link number {number} of item {item.ref} is not the same in all its wordings.",
            next_step="Say which wording is meant with --version N.",
        )
    return found.pop()


def _common(item: Item, taking: Taking, ground: Ground) -> tuple[Element, ...]:
    """Give the parts that belong to the item as a whole: its author and its media."""
    positions = {one.position for one in item.media}
    for position in taking.media:
        if position not in positions:
            raise SpanOutside(
                f"Item {item.ref} has no photo or file number {position}.",
                next_step=f"It has these: {', '.join(map(str, sorted(positions))) or 'none'}.",
            )
    author = (Element(ElementKind.AUTHOR, 0, ground),) if taking.author else ()
    return author + tuple(Element(ElementKind.MEDIA, one, ground) for one in taking.media)


def _earlier(item: Item, latest: Latest) -> list[Determination]:
    return [latest[item.ref, one.n] for one in item.versions if (item.ref, one.n) in latest]


def _check_second_person(ref: ItemRef, guarded: Iterable[Determination], by: str) -> None:
    if any(_person(one.by) == _person(by) for one in guarded):
        raise SecondPersonNeeded(
            f"{by} marked item {ref} as not public and cannot alone release it.",
            next_step="Let another person look at it and decide with --by.",
        )


def _person(name: str) -> str:
    return " ".join(name.casefold().split())

"""The native data of a response: exact bytes of what is released whole, our JSON of the rest."""

from datetime import datetime

import msgspec

from requests_portal.response.draft import Entry, Taken, Wording, plain
from requests_portal.response.wording import CLASSES

NOTE = (
    "This is not the platform's own data. Parts of the record are not public and were removed; "
    "this copy was made by the city and holds what remains. [redacted: SECTION] stands where text "
    "was removed and names the section under which it is not public."
)


class Removed(msgspec.Struct, frozen=True):
    """What was removed, of which class, under which section; how often, never how long it was."""

    what: str
    data_class: str = msgspec.field(name="class")
    citation: str
    count: int


class NativeAuthor(msgspec.Struct, frozen=True):
    """The author as released; ``id`` is null where the name or part of it was removed."""

    name: str | None
    id: str | None


class NativeLink(msgspec.Struct, frozen=True, omit_defaults=True):
    """A shared link as released; ``withheld`` is the section where all of it is kept back."""

    url: str | None = None
    title: str | None = None
    description: str | None = None
    withheld: str | None = None


class Derivative(msgspec.Struct, frozen=True):
    """One wording of a redacted item. Only what is in the draft can get in here."""

    note: str
    number: str
    platform: str
    account: str
    id: str
    kind: str
    created_at: datetime | None
    author: NativeAuthor
    wording: int
    text: str
    first_seen: datetime
    last_seen: datetime
    removed: tuple[Removed, ...]
    links: tuple[NativeLink, ...] = ()


def native_path(entry: Entry, wording: Wording) -> str:
    """Name the file of one wording by its number, never by its author or its words."""
    kind = "json" if wording.original is not None else "redacted.json"
    return f"native/{entry.number}-v{wording.n}.{kind}"


def derivative(entry: Entry, wording: Wording) -> bytes:
    """Write the redacted copy of one wording as JSON."""
    author = NativeAuthor(plain(entry.author) if entry.author else None, entry.author_id)
    value = Derivative(
        note=NOTE,
        number=entry.number,
        platform=entry.platform.value,
        account=entry.account,
        id=entry.id,
        kind=entry.kind.value,
        created_at=entry.created_at,
        author=author,
        wording=wording.n,
        text=plain(wording.text),
        first_seen=wording.first_seen,
        last_seen=wording.last_seen,
        removed=removed(entry.redactions),
        links=native_links(wording),
    )
    return msgspec.json.format(msgspec.json.encode(value)) + b"\n"


def native_links(wording: Wording) -> tuple[NativeLink, ...]:
    """Give the links of a wording as they are released."""
    return tuple(
        NativeLink(
            plain(one.url) or None,
            plain(one.title) or None,
            plain(one.description) or None,
            None if one.withheld is None else one.withheld.citation,
        )
        for one in wording.links
    )


def removed(redactions: tuple[Taken, ...]) -> tuple[Removed, ...]:
    """Tell what was removed from one item."""
    return tuple(
        Removed(one.part.value, CLASSES[one.ground.data_class], one.ground.citation, one.count or 0)
        for one in redactions
    )

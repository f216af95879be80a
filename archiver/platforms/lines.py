"""What every line of a timeline is made of: instants, ids, people, what hangs on something."""

from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]
"""An instant that names its time zone; a naive one has no meaning here."""

Id: TypeAlias = Annotated[str, Meta(min_length=1)]

Count: TypeAlias = Annotated[int, Meta(ge=0)]


class Person(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who wrote something, as the platform names them; on Instagram ``name`` is the user name."""

    id: Id
    name: str


class Attachment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What hangs on a post or comment; ``type`` is the platform's word (photo, share, sticker...).

    ``image`` is a file beside the timeline or a ``data:image/png;base64,...``
    address. Two or more photos on one post are answered as an album, as the
    platform does.
    """

    type: str = "photo"
    title: str | None = None
    description: str | None = None
    url: str | None = None
    image: str | None = None


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do"):
    """What every line has: the instant from which it counts."""

    at: Instant

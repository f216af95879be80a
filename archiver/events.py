"""The acts of people and policies, each kept as an object of its own before its rows exist.

An event is a frozen struct with a tag; its JSON is the block of the stored
record, and its rows in the catalogue are made from it by a projection
(``archiver.catalogue.projections``), so that the catalogue can be rebuilt
from the store alone. An event holds names of staff and ids of items, never
the text of an item and never a token.
"""

from datetime import datetime

import msgspec

from archiver.accounts import Ownership
from archiver.items import ItemRef, Platform
from archiver.ledger.links import KeyLink


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """What every act has: when (UTC) and by whom (a person, or the name of a rule or job)."""

    at: datetime
    by: str


class ArchiveFounded(Event, frozen=True, tag="archive_founded"):
    """The archive began; ``archive`` is its random id. The first leaf of every ledger."""

    archive: str
    city: str
    time_zone: str


class CheckpointKeyAdopted(Event, frozen=True, tag="checkpoint_key_adopted"):
    """From this leaf on, checkpoints are signed with another key.

    ``key`` is a verifier key and ``statement`` the signed note in which its
    predecessor, where there is one, names it (``archiver.ledger.statement``).
    """

    number: int
    key: str
    link: KeyLink
    statement: str


class AccountAdded(Event, frozen=True, tag="account_added"):
    """An account was put under archive, by somebody with authority for it."""

    platform: Platform
    id: str
    ownership: Ownership
    token_env: str
    name: str | None = None
    department: str | None = None
    authorized_by: str | None = None
    api_url: str | None = None


class AccountClosed(Event, frozen=True, tag="account_closed"):
    """An account is archived no more; ``reason`` says why."""

    account: str
    reason: str


class DisappearancesConfirmed(Event, frozen=True, tag="disappearances_confirmed"):
    """A person looked for these roots of threads, which captures missed, and found none either.

    It stands for the third run that has to agree where many vanish at once
    (invariant 3), and for nothing else; ``by`` is that person.
    """

    account: str
    items: tuple[ItemRef, ...]
    reason: str


class ItemSeries(msgspec.Struct, frozen=True):
    """One item's place in the schedule, with the reason a clerk can read."""

    ref: ItemRef
    series: str
    reason: str


class ItemsClassified(Event, frozen=True, tag="items_classified"):
    """Items were given to series under one edition of the schedule, in one go."""

    edition: str
    items: tuple[ItemSeries, ...]


class ItemsRead(Event, frozen=True, tag="items_read"):
    """A person read what an account (or every account) said, up to an instant.

    Harvesting is not reading; this recorded act is (invariant 6).
    """

    up_to: datetime
    account: str | None = None


class ScheduleImported(Event, frozen=True, tag="schedule_imported"):
    """A schedule file was brought in under an edition of its own; ``content`` is the whole file.

    Kept for good, because old classifications name their edition. It is not in
    force until it is adopted.
    """

    edition: str
    title: str
    sha256: str
    content: str


class ScheduleAdopted(Event, frozen=True, tag="schedule_adopted"):
    """The city adopted an edition of a retention schedule; ``sha256`` is of the file adopted."""

    edition: str
    sha256: str


class HoldPlaced(Event, frozen=True, tag="hold_placed"):
    """Destruction of these items is stopped until the hold is lifted."""

    hold: str
    reason: str
    refs: tuple[ItemRef, ...]
    request: str | None = None


class HoldLifted(Event, frozen=True, tag="hold_lifted"):
    """A hold was lifted by a named person, with a reason."""

    hold: str
    reason: str

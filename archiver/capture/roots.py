"""The roots of an account's threads: how many there are, and which of them seem to be gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, and_, func, select

from archiver.catalogue import tables as t
from archiver.catalogue.absence_tables import gone_confirmed
from archiver.catalogue.reach import captured
from archiver.items import ACCOUNT_FACTS, ANSWERS, ItemKind, ItemRef, ItemState, Platform


@dataclass(frozen=True, slots=True)
class Roots:
    """How many roots of threads an account has, and which of them earlier runs missed.

    ``confirmed`` are those of them that a person says are gone, with who that is.
    """

    count: int
    doubtful: frozenset[ItemRef]
    confirmed: Mapping[ItemRef, str] = field(default_factory=dict)


def roots_of(connection: Connection, account: str) -> Roots:
    """Look at the account's roots that are not known to be gone."""
    rows = connection.execute(
        select(t.item.c.platform, t.item.c.id, gone_confirmed.c.by)
        .outerjoin(gone_confirmed, gone_confirmed.c.item == t.item.c.pk)
        .where(living_roots(account), t.item.c.misses > 0)
        .order_by(t.item.c.pk)
    )
    missed = {ItemRef(Platform(row.platform), row.id): row.by for row in rows}
    confirmed = {ref: by for ref, by in missed.items() if by is not None}
    return Roots(count_roots(connection, account), frozenset(missed), confirmed)


def count_roots(connection: Connection, account: str) -> int:
    """Count the account's roots that are not known to be gone."""
    count: int = connection.execute(
        select(func.count()).select_from(t.item).where(living_roots(account))
    ).scalar_one()
    return count


def waiting_roots(account: str) -> ColumnElement[bool]:
    """Choose the account's roots that captures missed and that wait for another, or a person."""
    return and_(
        living_roots(account),
        t.item.c.misses > 0,
        t.item.c.pk.not_in(select(gone_confirmed.c.item)),
    )


def living_roots(account: str) -> ColumnElement[bool]:
    """Choose the account's roots that are not known to be gone."""
    return and_(
        t.item.c.account == account,
        # Stories go by themselves and would make a few of the rest look like fewer still.
        t.item.c.kind.not_in([*ANSWERS, *ACCOUNT_FACTS, ItemKind.STORY]),
        t.item.c.state != ItemState.UNAVAILABLE.value,
        captured(),
    )

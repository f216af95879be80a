"""Finding out which account and thread an item belongs to, known to the archive or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, and_, select

from archiver.accounts import Account
from archiver.capture_now.errors import ItemUnresolved
from archiver.capture_now.naming import Named
from archiver.catalogue import tables as t
from archiver.items import ItemRef, Platform


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be kept: a thread of an account, and the item in it that was named.

    ``thread`` is None where only the platform's list can tell which it is, and
    ``item`` where the archive does not know the item yet.
    """

    account: Account
    thread: str | None
    item: ItemRef | None


def known(connection: Connection, named: Named, accounts: Sequence[Account]) -> Target | None:
    """Look the item up in the archive; None where it is not known, or not the comment of it."""
    keys = {account.key: account for account in accounts}
    row = _row(connection, named, accounts, keys)
    if row is None:
        return None
    return Target(
        account=keys[row.account],
        thread=row.thread_id,
        item=ItemRef(Platform(row.platform), row.id),
    )


def composed(named: Named, accounts: Sequence[Account]) -> Target:
    """Say where an item must be that the archive does not know, by its name alone. Pure.

    Raises ``ItemUnresolved`` where that can be on more than one account.
    """
    account = _account(named, accounts)
    if named.token is not None:
        return Target(account, None, None)
    return Target(account, _thread(named, account), None)


def _thread(named: Named, account: Account) -> str:
    if account.platform is not Platform.FACEBOOK:
        return named.id or ""
    if named.post is not None:
        return f"{account.id}_{named.post}"
    whole = named.id or ""
    page, below, _ = whole.partition("_")
    if not below or page == account.id:
        return whole
    return f"{account.id}_{page}"  # a comment's id begins with the number of its post


def _account(named: Named, accounts: Sequence[Account]) -> Account:
    """Choose the account an unknown item is on."""
    mine = [each for each in accounts if named.platform in {None, each.platform}]
    whole = (named.id or "").partition("_")[0]
    by_id = [each for each in mine if each.id in {named.page, whole}]
    by_name = [each for each in mine if named.page is not None and each.name == named.page]
    for found in (by_id, by_name, mine):
        if len(found) == 1:
            return found[0]
    if not mine:
        raise ItemUnresolved(
            "No account of that platform is under archive.",
            next_step="civickeep account list shows those that are.",
        )
    raise ItemUnresolved(
        "The archive does not know the item yet, and it may be on any of several accounts.",
        next_step="Say which one with --account.",
    )


def _row(
    connection: Connection,
    named: Named,
    accounts: Sequence[Account],
    keys: dict[str, Account],
) -> Row[tuple[object, ...]] | None:
    mine: ColumnElement[bool] = t.item.c.account.in_(keys)
    if named.platform is not None:
        mine = and_(mine, t.item.c.platform == named.platform.value)
    for condition in _conditions(named, accounts):
        rows = connection.execute(
            select(t.item).where(mine, condition).order_by(t.item.c.pk).limit(1)
        )
        row = rows.first()
        if row is not None:
            return row
    return None


def _conditions(named: Named, accounts: Sequence[Account]) -> Iterator[ColumnElement[bool]]:
    """Give the ways to find the item's row, the surest first."""
    if named.id is not None and named.comment is None:
        yield t.item.c.id == named.id
    elif named.comment is not None:
        root = named.post or named.id
        if root is not None:
            yield t.item.c.id == f"{root}_{named.comment}"
        yield and_(t.item.c.id == named.comment, t.item.c.platform == Platform.INSTAGRAM.value)
        if named.token is not None:
            link = t.item.c.permalink
            yield and_(
                link.contains(named.token, autoescape=True),
                t.item.c.id.endswith(f"_{named.comment}", autoescape=True),
            )
    elif named.post is not None:
        pages = [account.id for account in accounts if account.platform is Platform.FACEBOOK]
        yield t.item.c.id.in_([f"{page}_{named.post}" for page in pages])
        yield t.item.c.id == named.post
    elif named.token is not None:
        link = t.item.c.permalink
        yield and_(
            t.item.c.id == t.item.c.thread_id, link.contains(f"/{named.token}", autoescape=True)
        )

"""Rows of accounts put under archive and closed."""

from sqlalchemy import Connection, insert, update

from archiver.accounts import account_key
from archiver.catalogue.tables import account
from archiver.events import AccountAdded, AccountClosed


def project_account_added(connection: Connection, event: AccountAdded, number: int) -> None:
    """Put an account under archive."""
    connection.execute(
        insert(account).values(
            key=account_key(event.platform, event.id),
            platform=event.platform,
            id=event.id,
            name=event.name,
            department=event.department,
            authorized_by=event.authorized_by,
            ownership=event.ownership,
            token_env=event.token_env,
            api_url=event.api_url,
            opened_at=event.at,
            change=number,
        )
    )


def project_account_closed(connection: Connection, event: AccountClosed, number: int) -> None:
    """Close an account; its items stay."""
    connection.execute(
        update(account)
        .where(account.c.key == event.account)
        .values(closed_at=event.at, close_reason=event.reason, change=number)
    )

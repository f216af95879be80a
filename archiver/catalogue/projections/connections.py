"""Rows of connected accounts, of what their tokens may do, and of what is read of them."""

from sqlalchemy import Connection, Table, delete, insert, update

from archiver.catalogue.connection_tables import (
    connection as connection_table,
)
from archiver.catalogue.connection_tables import platform_signal, surface_off, token_check
from archiver.catalogue.tables import account
from archiver.connection_events import (
    AccountConnected,
    PlatformSignalReceived,
    SurfacesChosen,
    TokenChecked,
)


def project_account_connected(connection: Connection, event: AccountConnected, number: int) -> None:
    """Note who authorised the account; what the event says of it holds from now on."""
    told = {"department": event.department, "name": event.name}
    connection.execute(
        update(account)
        .where(account.c.key == event.account)
        .values(
            ownership=event.ownership,
            authorized_by=event.authorized_by,
            change=number,
            **{column: value for column, value in told.items() if value is not None},
        )
    )
    _replace(
        connection,
        connection_table,
        event.account,
        at=event.at,
        by=event.by,
        authorized_by=event.authorized_by,
        authorized_on=event.authorized_on,
        app=event.app,
        page=event.page,
        leaf=number,
    )


def project_token_checked(connection: Connection, event: TokenChecked, number: int) -> None:
    """Keep what was said of a token last."""
    _replace(
        connection,
        token_check,
        event.account,
        at=event.at,
        valid=event.valid,
        examined=event.examined,
        problem=event.problem,
        expires_at=event.expires_at,
        data_access_expires_at=event.data_access_expires_at,
        scopes=" ".join(event.scopes),
        tasks=None if event.tasks is None else " ".join(event.tasks),
        missing=" ".join(event.missing),
        leaf=number,
    )


def project_surfaces_chosen(connection: Connection, event: SurfacesChosen, number: int) -> None:
    """Read everything of an account but these surfaces."""
    connection.execute(delete(surface_off).where(surface_off.c.account == event.account))
    rows = [{"account": event.account, "surface": each} for each in sorted(set(event.off))]
    if rows:
        connection.execute(insert(surface_off), rows)
    connection.execute(update(account).where(account.c.key == event.account).values(change=number))


def project_platform_signal_received(
    connection: Connection, event: PlatformSignalReceived, number: int
) -> None:
    """List what a platform signalled."""
    connection.execute(
        insert(platform_signal).values(
            leaf=number,
            account=event.account,
            kind=event.kind,
            person=event.person,
            issued_at=event.issued_at,
            code=event.code,
            at=event.at,
            by=event.by,
        )
    )


def _replace(connection: Connection, table: Table, key: str, **values: object) -> None:
    connection.execute(delete(table).where(table.c.account == key))
    connection.execute(insert(table).values(account=key, **values))

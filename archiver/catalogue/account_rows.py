"""Accounts read from the catalogue, with what was decided about each."""

from collections import defaultdict

from sqlalchemy import Connection, select

from archiver.accounts import Account, Ownership
from archiver.catalogue.connection_tables import surface_off
from archiver.catalogue.tables import account
from archiver.items import Platform
from archiver.surfaces import Surface


def read_accounts(connection: Connection) -> tuple[Account, ...]:
    """List the accounts under archive in the order of their keys, closed ones too."""
    off: dict[str, list[Surface]] = defaultdict(list)
    for row in connection.execute(select(surface_off).order_by(surface_off.c.surface)):
        off[row.account].append(Surface(row.surface))
    return tuple(
        Account(
            key=row.key,
            platform=Platform(row.platform),
            id=row.id,
            name=row.name,
            department=row.department,
            authorized_by=row.authorized_by,
            ownership=Ownership(row.ownership),
            token_env=row.token_env,
            api_url=row.api_url,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            close_reason=row.close_reason,
            surfaces_off=tuple(off[row.key]),
        )
        for row in connection.execute(select(account).order_by(account.c.key))
    )

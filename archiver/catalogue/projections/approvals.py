"""Rows of the attorney's approvals of live runs."""

from sqlalchemy import Connection, insert, update

from archiver.catalogue.approval_tables import live_approval
from archiver.imports.approval_events import LiveApproved, LiveWithdrawn


def project_live_approved(connection: Connection, event: LiveApproved, number: int) -> None:
    """List an approval."""
    connection.execute(
        insert(live_approval).values(
            id=event.approval,
            account=event.account,
            username=event.username,
            attorney=event.attorney,
            approved_on=event.approved_on,
            note=event.note,
            recorded_at=event.at,
            recorded_by=event.by,
            leaf=number,
        )
    )


def project_live_withdrawn(connection: Connection, event: LiveWithdrawn, _number: int) -> None:
    """End an approval; it stays on record with who withdrew it, and why."""
    connection.execute(
        update(live_approval)
        .where(live_approval.c.id == event.approval)
        .values(withdrawn_at=event.at, withdrawn_by=event.by, withdrawn_because=event.reason)
    )

"""Which items a viewer may read, as a condition of the query itself (invariant 10)."""

from sqlalchemy import ColumnElement, false, select, true

from archiver.catalogue.tables import account, item
from archiver.viewer import Viewer


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition on ``item`` that holds for what this viewer may read."""
    if viewer.reads_everything:
        return true()
    if viewer.reads_departments:
        theirs = select(account.c.key).where(account.c.department.in_(viewer.reads_departments))
        return item.c.account.in_(theirs)
    return false()

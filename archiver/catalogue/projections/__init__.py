"""Rows made from events: one function an event, found by the event's type.

A projection is given the change number the event was committed under, and
touches every item it changes with it, so that whoever follows the archive
hears of it. It reads nothing but its event and the rows, so that the
catalogue can be made again from the stored objects.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from archiver import alarm_events as a
from archiver import connection_events as c
from archiver import events as e
from archiver import request_events as r
from archiver import search_events as s
from archiver import webhook_events as w
from archiver.catalogue.projections import (
    absences,
    accounts,
    alarms,
    approvals,
    archives,
    connections,
    files,
    holds,
    imports,
    quarantines,
    requests,
    retention,
    searches,
    webhooks,
)
from archiver.imports import approval_events as p
from archiver.imports import events as i
from archiver.media import events as m

Projection = Callable[[Connection, Any, int], None]

PROJECTIONS: dict[type[e.Event], Projection] = {
    e.ArchiveFounded: archives.project_archive_founded,
    e.CheckpointKeyAdopted: archives.project_checkpoint_key_adopted,
    e.AccountAdded: accounts.project_account_added,
    e.AccountClosed: accounts.project_account_closed,
    c.AccountConnected: connections.project_account_connected,
    c.TokenChecked: connections.project_token_checked,
    c.SurfacesChosen: connections.project_surfaces_chosen,
    c.PlatformSignalReceived: connections.project_platform_signal_received,
    e.DisappearancesConfirmed: absences.project_disappearances_confirmed,
    e.ItemsClassified: retention.project_items_classified,
    e.ItemsRead: retention.project_items_read,
    e.ScheduleImported: retention.project_schedule_imported,
    e.ScheduleAdopted: retention.project_schedule_adopted,
    e.HoldPlaced: holds.project_hold_placed,
    e.HoldLifted: holds.project_hold_lifted,
    a.AlarmRaised: alarms.project_alarm_raised,
    a.AlarmCleared: alarms.project_alarm_cleared,
    a.MessageSent: alarms.project_message_sent,
    a.TokenNarrowed: alarms.project_token_narrowed,
    p.LiveApproved: approvals.project_live_approved,
    p.LiveWithdrawn: approvals.project_live_withdrawn,
    i.ImportStarted: imports.project_import_started,
    i.ImportFinished: imports.project_import_finished,
    m.FilesGivenUp: files.project_files_given_up,
    m.MediaQuarantined: quarantines.project_media_quarantined,
    m.QuarantineReleased: quarantines.project_quarantine_released,
    r.RequestOpened: requests.project_request_opened,
    r.RequestSearched: requests.project_request_searched,
    r.ItemsDecided: requests.project_items_decided,
    r.RequestPackaged: requests.project_request_packaged,
    r.RequestClosed: requests.project_request_closed,
    s.SearchSaved: searches.project_search_saved,
    s.SearchLooked: searches.project_search_looked,
    s.SearchTold: searches.project_search_told,
    s.SearchForgotten: searches.project_search_forgotten,
    w.NoticeReceived: webhooks.project_notice_received,
}


def project(connection: Connection, event: e.Event, number: int) -> None:
    """Make the rows of an event that is committed under this change number."""
    PROJECTIONS[type(event)](connection, event, number)

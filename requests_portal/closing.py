"""Closing a request with one of the lawful answers.

The hold on what it found stays: it ends only when the request is closed *and*
the time the city chose has passed, and a person lifts it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from archiver.archive import Archive
from archiver.data_requests import Action, DataRequest, Outcome
from archiver.request_events import RequestClosed
from archiver.viewer import Viewer
from requests_portal.desk import Reviewed, review, still_open
from requests_portal.errors import RequestUnfinished
from requests_portal.intake import get_request
from requests_portal.settings import RequestSettings

WITHOUT_DECISIONS = frozenset({Outcome.QUESTION, Outcome.WITHDRAWN})
"""Outcomes that say nothing about items: no data was asked for, or it is asked for no more."""


@dataclass(frozen=True, slots=True)
class Ending:
    """With which answer a request ends, why now, and who says so."""

    outcome: Outcome
    reason: str
    by: str


def close_request(archive: Archive, viewer: Viewer, request: str, ending: Ending) -> DataRequest:
    """Close a request; raises ``RequestUnfinished`` where the decisions say otherwise."""
    standing = still_open(archive, request)
    if ending.outcome not in WITHOUT_DECISIONS:
        _check(standing.id, ending.outcome, tuple(review(archive, viewer, standing.id)))
    archive.record(
        RequestClosed(
            at=archive.clock(),
            by=ending.by,
            request=standing.id,
            outcome=ending.outcome,
            reason=ending.reason,
        )
    )
    return get_request(archive, standing.id)


def outcome_of(reviewed: tuple[Reviewed, ...]) -> Outcome | None:
    """Give the answer the decisions amount to, or ``None`` while something is undecided."""
    if any(one.undecided for one in reviewed):
        return None
    match {one.action for one in reviewed}:
        case actions if not actions:
            return Outcome.NO_DATA
        case actions if actions == {Action.RELEASE}:
            return Outcome.GRANTED
        case actions if actions == {Action.WITHHOLD}:
            return Outcome.DENIED
        case _:
            return Outcome.PARTIAL


def hold_may_end(archive: Archive, closed_on: date) -> date | None:
    """Give the first day on which a closed request's hold may end, if the city names one."""
    days = archive.settings.section(RequestSettings).hold_after_days
    return None if days is None else closed_on + timedelta(days=days + 1)


def _check(request: str, outcome: Outcome, reviewed: tuple[Reviewed, ...]) -> None:
    right = outcome_of(reviewed)
    if right is None:
        undecided = sum(bool(one.undecided) for one in reviewed)
        raise RequestUnfinished(
            f"{undecided:,} items of request {request} are still undecided.",
            next_step=f"civickeep request review {request} --undecided shows them.",
        )
    if right is not outcome:
        raise RequestUnfinished(
            f"By what was decided, request {request} ends as {right.value}, not {outcome.value}.",
            next_step=f"Close it as {right.value}, or decide its items differently first.",
        )

"""Closing a request with one of the lawful answers."""

from datetime import date
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.data_requests import Action, DataClass, Ground, Outcome, RequestState, Track
from requests_portal.closing import Ending, close_request, hold_may_end
from requests_portal.decisions import Ruling
from requests_portal.desk import decide, record_search
from requests_portal.errors import RequestUnfinished
from requests_portal.intake import Intake, open_request
from requests_portal.settings import RequestSettings
from tests.requests_portal.desk_scene import (
    CLERK,
    PlayedClock,
    everybody,
    make_archive,
    put,
)

NUMBER = Ground(DataClass.PRIVATE, "Minn. Stat. § 13.355, subd. 1")


def _request(desk: Archive, *actions: Action | None) -> str:
    """Open a request that found one item an action, and decide those that have one."""
    opened = open_request(desk, Intake(Track.MEMBER, desk.clock(), "All of it.", CLERK))
    refs = [put(desk, f"c{n}", "a comment") for n, _ in enumerate(actions)]
    record_search(desk, opened.id, "comment", refs, CLERK)
    for ref, action in zip(refs, actions, strict=True):
        if action is not None:
            ground = None if action is Action.RELEASE else NUMBER
            decide(desk, everybody(), opened.id, (ref.id,), Ruling(action, CLERK, ground))
    return opened.id


@pytest.mark.parametrize(
    ("actions", "outcome"),
    [
        ((), Outcome.NO_DATA),
        ((Action.RELEASE,), Outcome.GRANTED),
        ((Action.WITHHOLD,), Outcome.DENIED),
        ((Action.RELEASE, Action.WITHHOLD), Outcome.PARTIAL),
        ((None,), Outcome.WITHDRAWN),
    ],
)
def test_a_request_closes_with_the_answer_its_decisions_give(
    desk: Archive, actions: tuple[Action | None, ...], outcome: Outcome
) -> None:
    """One of the lawful answers; a withdrawn request needs no decisions."""
    closed = close_request(desk, everybody(), _request(desk, *actions), Ending(outcome, "-", CLERK))

    assert (RequestState.CLOSED, outcome) == (closed.state, closed.outcome)


@pytest.mark.parametrize("actions", [(None,), (Action.RELEASE, Action.WITHHOLD)])
def test_a_request_does_not_close_as_granted_when_it_is_not(
    desk: Archive, actions: tuple[Action | None, ...]
) -> None:
    """Silence about an item is no answer, and neither is a wrong word for one."""
    request = _request(desk, *actions)

    with pytest.raises(RequestUnfinished):
        close_request(desk, everybody(), request, Ending(Outcome.GRANTED, "-", CLERK))


def test_closing_lifts_no_hold(desk: Archive) -> None:
    """What was found stays until a person lifts the hold."""
    request = _request(desk, Action.RELEASE)

    close_request(desk, everybody(), request, Ending(Outcome.GRANTED, "collected", CLERK))

    assert [(f"request-{request}",)] == [item.holds for item in desk.items(everybody())]


def test_the_hold_ends_when_the_city_says_and_by_no_number_of_ours(
    desk: Archive, tmp_path: Path, clock: PlayedClock
) -> None:
    """No statute names the number of days."""
    chosen = make_archive(tmp_path / "b", clock, desk=RequestSettings(hold_after_days=30))

    assert hold_may_end(desk, date(2026, 4, 20)) is None
    assert hold_may_end(chosen, date(2026, 4, 20)) == date(2026, 5, 21)
    chosen.close()

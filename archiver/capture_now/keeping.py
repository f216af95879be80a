"""Keeping an item now: its thread is read, whatever the schedule says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.harvest import Surroundings, harvest
from archiver.capture.plan import Plan
from archiver.capture_now.errors import ItemUnresolved
from archiver.capture_now.naming import Named
from archiver.capture_now.resolving import Target, composed, known
from archiver.captures import Receipt, Scope, Verdict
from archiver.errors import CatalogueBusy
from archiver.surfaces import Surface

LOOKED_THROUGH = timedelta(days=30)
"""How far back the platform's list is looked through for an item whose name says nothing."""

TRIES = 60
PAUSE = 5.0
"""Seconds between tries while another harvest of the account is running: five minutes in all."""

LISTED = frozenset({Surface.FEED, Surface.REELS, Surface.LIVE, Surface.TAGGED})
"""The surfaces whose items have addresses of their own."""


@dataclass(frozen=True, slots=True)
class KeptNow:
    """What was kept: the item, and the receipt of the visit."""

    target: Target
    receipt: Receipt


def keep_now(
    archive: Archive, named: Named, accounts: Sequence[Account], outside: Surroundings
) -> KeptNow:
    """Read the thread of an item now, and give it as the archive then knows it.

    Waits a while for another harvest of the account to end. Raises
    ``ItemUnresolved`` where it cannot be told which item is meant, or where
    the platform does not show it, and ``CatalogueBusy`` where the other
    harvest takes too long.
    """
    target = _find(archive, named, accounts)
    if target is None:
        target = _find(archive, replace(named, comment=None), accounts) or composed(named, accounts)
    receipt = _visit(archive, target, outside)
    found = _find(archive, named, accounts)
    if found is not None:
        return KeptNow(found, receipt)
    if receipt.verdict is not Verdict.COMPLETE:
        return KeptNow(target, receipt)
    raise ItemUnresolved(
        "The platform does not show that item to us, and it is not in the archive.",
        next_step="It may be deleted, hidden, on another account, or older than "
        f"{LOOKED_THROUGH.days} days; civickeep harvest --full looks at everything.",
    )


def _find(archive: Archive, named: Named, accounts: Sequence[Account]) -> Target | None:
    with archive.reading() as connection:
        return known(connection, named, accounts)


def _visit(archive: Archive, target: Target, outside: Surroundings) -> Receipt:
    if target.thread is None:
        plan = Plan(Scope.ITEM, LISTED, (), archive.clock() - LOOKED_THROUGH)
    else:
        plan = Plan(Scope.ITEM, frozenset({Surface.FEED}), (target.thread,))
    for attempt in range(TRIES):
        try:
            return harvest(archive, target.account, outside, plan)
        except CatalogueBusy:
            if not attempt:
                outside.progress.say(
                    "Another harvest of the account is running; waiting for its end."
                )
            outside.wait(PAUSE)
    return harvest(archive, target.account, outside, plan)

"""The work ``look``: one thread, at once after a notice and again a few minutes later.

Right after a change the platform may still show the old state (webhooks.md,
section 7), so each hint is looked at twice. Many notices about one thread are
one look.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from archiver.archive import Archive
from archiver.capture.harvest import Surroundings, harvest
from archiver.capture.plan import Plan
from archiver.capture.staying_away import wanted_back
from archiver.capture_list import capture_entry
from archiver.captures import Receipt, Scope, Verdict
from archiver.catalogue.webhook_tables import hint
from archiver.schedule.kinds import Outcome, WorkKind
from archiver.surfaces import Surface
from archiver.webhooks.keeping import subject_of
from archiver.webhooks.settings import WebhookSettings


def hinted(archive: Archive) -> Mapping[str, datetime]:
    """Give the threads of open accounts that notices told of, each with the time of the newest."""
    open_accounts = {each.key for each in archive.accounts() if each.closed_at is None}
    with archive.reading() as connection:
        return {
            subject_of(row.account, row.thread): row.since
            for row in connection.execute(select(hint))
            if row.account in open_accounts
        }


def look(archive: Archive, subject: str, outside: Surroundings) -> Outcome:
    """Look at one thread, and say when to look again.

    While the platform wants us to stay away, the hint waits as well.
    """
    name, _, thread = subject.partition(" ")
    account = archive.account(name)
    plan = Plan(Scope.ITEM, frozenset({Surface.FEED}), threads=(thread,))
    started = archive.clock()
    with archive.reading() as connection:
        until = wanted_back(connection, name, started)
    if until is not None:
        return Outcome(until, f"{thread} waits: the platform asked us to stay away", clean=False)
    receipt = harvest(archive, account, outside, plan)
    pause = timedelta(minutes=archive.settings.section(WebhookSettings).look_again)
    _settle(archive, name, thread, started - pause)
    return Outcome(
        # What is done with is no longer wanted; due at once, it would be taken again before that.
        next_due=started + pause,
        said=_said(receipt, thread),
        clean=receipt.verdict is Verdict.COMPLETE,
        result=capture_entry(receipt),
    )


def _settle(archive: Archive, account: str, thread: str, settled: datetime) -> None:
    """Be done with a hint that came before ``settled``; a newer one is looked at again."""
    same = (hint.c.account == account) & (hint.c.thread == thread)
    with archive.writing() as connection:
        connection.execute(delete(hint).where(same, hint.c.since <= settled))


def _said(receipt: Receipt, thread: str) -> str:
    return f"{receipt.verdict}: {thread}, {receipt.new_versions:,} new versions"


LOOK_WORK = WorkKind(wanted=hinted, do=look)

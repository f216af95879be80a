"""Harvesting: visit each account, and leave a receipt whatever happens."""

import hashlib
import os
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import delete, select

from archiver import pending
from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.absence import Look
from archiver.capture.closing import differences, disappeared, keep_receipt
from archiver.capture.doubt import doubt_empty_lists, doubt_empty_threads, doubt_silence
from archiver.capture.intake import Intake
from archiver.capture.missing import Missing, look_for, unseen
from archiver.capture.plan import EVERYTHING, Plan
from archiver.capture.proof import canaries, judge_all
from archiver.capture.reader import Reader, reader_for
from archiver.capture.rights import note_rights
from archiver.capture.roots import roots_of
from archiver.capture.staying_away import told_already, wanted_back
from archiver.capture.tally import Tally
from archiver.capture.visit import STOPS, Visit
from archiver.capture.watch import Step, Watch
from archiver.captures import Finding, Receipt, Verdict
from archiver.catalogue import tables as t
from archiver.catalogue.reach import Reach, note_threads
from archiver.civil_time import to_wire
from archiver.connect.app import app_for
from archiver.connect.proof import appsecret_proof
from archiver.connect.tokens import token_for
from archiver.errors import CivickeepError, PlatformThrottled
from archiver.graph.client import Endpoint, GraphClient, Wait
from archiver.leases.holding import claimed
from archiver.leases.lease import Work
from archiver.ledger.closing import close_ledger
from archiver.media.download import Limits, Patience
from archiver.media.fetcher import MediaFetcher
from archiver.media.settings import MediaSettings
from archiver.media.shelf import Shelf
from archiver.progress import Reporter, shown
from archiver.safekeeping import safeguard
from archiver.secret import Secret
from archiver.settings import FacebookSettings
from archiver.software import SOFTWARE
from archiver.surfaces import TITLES, Surface

HARVEST = "harvest"
"""The kind of work, one unit an account, under whose lease an account is visited."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a harvest takes from outside: variables, patience, and somebody to tell."""

    environment: Mapping[str, str]
    wait: Wait
    progress: Reporter


def surroundings(progress: Reporter) -> Surroundings:
    """Give the real ones."""
    return Surroundings(os.environ, time.sleep, progress)


def harvest(
    archive: Archive, account: Account, outside: Surroundings, plan: Plan = EVERYTHING
) -> Receipt:
    """Visit one account, as far as the plan goes, and give the receipt that was kept.

    Never raises for what the platform does: that stands in the receipt. While
    the platform wants us to stay away, nothing is asked, and the first receipt
    of the scope that says so is given.
    Raises ``CatalogueBusy`` where another harvest of the account is running,
    and an error of the store or the catalogue where nothing can be kept; then
    everything acknowledged before is safe.
    """
    with claimed(archive, Work(HARVEST, account.key)) as mine:
        return harvest_under_lease(mine, account, outside, plan)


def harvest_under_lease(
    archive: Archive, account: Account, outside: Surroundings, plan: Plan
) -> Receipt:
    """Do the same for whoever holds the lease on this account's harvest.

    ``archive`` is fenced by that lease. Raises ``LeaseLost`` where another
    process has taken over; then nothing was committed since.
    """
    _throw_away_unfinished(archive, account)
    if (told := told_already(archive, account, plan.scope)) is not None:
        return told
    with shown(outside.progress):
        receipt = _Capture(archive, account, outside, plan).run()
        close_ledger(archive, outside.progress.say)
        safeguard(archive)
    return receipt


def _throw_away_unfinished(archive: Archive, account: Account) -> None:
    """Clear what a killed capture left: it never had a receipt, so it vouched for nothing."""
    archive.store.sweep()
    pending.sweep(archive, account.key)
    mine = select(t.item.c.pk).where(t.item.c.account == account.key)
    with archive.writing() as connection:
        connection.execute(delete(t.sighting).where(t.sighting.c.item.in_(mine)))


class _Capture:
    """One capture from the first call to its receipt."""

    def __init__(
        self, archive: Archive, account: Account, outside: Surroundings, plan: Plan
    ) -> None:
        self.archive = archive
        self.account = account
        self.outside = outside
        self.plan = plan.without(account.surfaces_off)
        self.watch = Watch.of(archive, account, self.plan, outside.progress)
        self.surfaces = frozenset[Surface]()
        self.threads: tuple[str, ...] | None = None
        self.id = str(uuid.uuid4())
        self.tally = Tally()
        self.not_before: datetime | None = None
        self.started = archive.clock()
        self.settings = archive.settings.section(FacebookSettings)
        for surface in account.surfaces_off if plan.is_whole else ():
            self.tally.differ(TITLES[surface], "it is switched off for this account", surface)

    def run(self) -> Receipt:
        """Visit, close and keep the receipt."""
        endpoint = None if self._stays_away() else self._endpoint()
        calls, gone = (0, ()) if endpoint is None else self._visit(endpoint)
        self.watch.at(Step("closing"))
        with self.archive.reading() as connection:
            found = differences(connection, self._reach())
        receipt = Receipt(
            capture=self.id,
            account=self.account.key,
            scope=self.plan.scope,
            surfaces=tuple(sorted(self.surfaces)),
            threads=self.threads,
            started=self.started,
            ended=self.archive.clock(),
            verdict=self.tally.verdict,
            software=SOFTWARE,
            settings_digest=hashlib.sha256(msgspec.json.encode(self.settings)).hexdigest(),
            api_version=self.settings.api_version,
            items_seen=found.items_seen,
            claimed=self.tally.claimed if self.tally.read_anything else None,
            new_versions=self.tally.new_versions,
            calls=calls,
            requests=self.tally.requests,
            appeared=found.appeared,
            missing=found.missing,
            findings=(*found.findings, *gone),
            media=tuple(found.finding for found in self.tally.files),
            counts=found.counts,
            gaps=tuple(self.tally.gaps),
            error=self.tally.error,
            not_before=self.not_before,
            unknown_fields=self.tally.unknown_fields,
        )
        keep_receipt(self.archive, receipt, self.tally)
        return receipt

    def _visit(self, endpoint: Endpoint) -> tuple[int, tuple[Finding, ...]]:
        """Read what there is and look for what is missing; give the calls made and what is gone."""
        self.watch.at()
        client = GraphClient(endpoint, self.archive.clock, self.watch.waiting(self.outside.wait))
        files = self._fetcher()
        visit = Visit(
            archive=self.archive,
            account=self.account,
            client=client,
            files=files,
            intake=Intake(self.archive, self.account, self.id),
            tally=self.tally,
            page_size=self.settings.page_size,
            watch=self.watch,
        )
        reader = reader_for(visit)
        gone: tuple[Finding, ...] = ()
        try:
            self._check_rights()
            reader.read(self.plan)
            self._note_reach(visit)
            if self.tally.verdict is Verdict.COMPLETE:
                gone = self._look_for_missing(visit, reader)
        except STOPS as error:
            self._note_reach(visit)
            self._stop(error)
        finally:
            client.close()
            files.close()
            self._compare_version(client)
        return client.calls + self.tally.asked["token"], gone

    def _check_rights(self) -> None:
        """Find out before its lists are believed what the token does not show."""
        outside, wait = self.outside, self.watch.waiting(self.outside.wait)
        note_rights(
            self.archive,
            self.account,
            outside.environment,
            wait,
            self.tally,
            ask=self.plan.is_whole,
        )

    def _fetcher(self) -> MediaFetcher:
        media = self.archive.settings.section(MediaSettings)
        return MediaFetcher(
            Shelf(self.archive, self.account.key).keep,
            api_url=self.account.api_url,
            limits=Limits(self.settings.media_limit, media.deadline, self.settings.timeout),
            clock=self.archive.clock,
            patience=Patience(self.watch.waiting(self.outside.wait)),
        )

    def _note_reach(self, visit: Visit) -> None:
        """Write down which threads this capture reaches, where it is not all of them."""
        self.surfaces = frozenset(visit.surfaces)
        if not self.plan.is_whole:
            self.threads = tuple(sorted(visit.threads))
            with self.archive.writing() as connection:
                note_threads(connection, self.id, self.threads)

    def _reach(self) -> Reach:
        return Reach(self.id, self.account.key, self.surfaces, whole=self.threads is None)

    def _unseen(self) -> list[Missing]:
        with self.archive.reading() as connection:
            return unseen(connection, self._reach(), self.started)

    def _look_for_missing(self, visit: Visit, reader: Reader) -> tuple[Finding, ...]:
        count = len(self._unseen())
        if not count:
            return ()
        self.outside.progress.say(f"{count} items are not listed any more; looking for each.")
        missing, looks = look_for(visit, reader, self._unseen)
        with self.archive.reading() as connection:
            roots = roots_of(connection, self.account.key)
            gone = [item for item in missing if looks[item.ref] is Look.GONE]
            readable = canaries(visit, reader, connection, gone)
            shown = [item for item in missing if looks[item.ref] is Look.READABLE]
            doubt_empty_threads(visit, connection, shown)
        doubt_silence(visit, gone, readable)
        if self.plan.is_whole:
            doubt_empty_lists(visit, shown)
        if self.tally.verdict is not Verdict.COMPLETE:
            return ()
        return disappeared(judge_all(missing, looks, readable, roots, self.archive.clock()))

    def _stays_away(self) -> bool:
        """Whether the platform wants us to wait; then the receipt says until when."""
        with self.archive.reading() as connection:
            until = wanted_back(connection, self.account.key, self.started)
        if until is None:
            return False
        self.not_before = until
        cause = f"the platform asked us to stay away until {to_wire(until.replace(microsecond=0))}"
        self.tally.miss("everything", cause)
        self.tally.error = f"Nothing was asked: {cause}. Harvest again after that."
        return True

    def _endpoint(self) -> Endpoint | None:
        """Say where and how to ask; where the token cannot be had, the receipt says why."""
        try:
            token = token_for(self.archive, self.account, self.outside.environment)
            app = app_for(self.archive, self.outside.environment)
        except CivickeepError as error:
            self._stop(error)
            return None
        return Endpoint(
            token=token,
            version=self.settings.api_version,
            base_url=self.account.api_url,
            timeout=self.settings.timeout,
            # An app can be set to refuse every call without it.
            proof=Secret(appsecret_proof(app.secret, token)) if app else None,
            account=self.account.id,
            longest=self.settings.answer_limit,
            deadline=self.settings.deadline,
        )

    def _compare_version(self, client: GraphClient) -> None:
        """Say where another version of the API answers than the one asked for."""
        others = client.versions - {self.settings.api_version}
        if others:
            asked, answered = self.settings.api_version, ", ".join(sorted(others))
            self.tally.differ(
                "the version of the API", f"{asked} was asked for, and {answered} answered"
            )

    def _stop(self, error: CivickeepError) -> None:
        if isinstance(error, PlatformThrottled):
            self.not_before = self.archive.clock() + timedelta(minutes=error.minutes)
        self.tally.miss("everything not read before", error.what)
        self.tally.error = f"{error.what} {error.next_step}"

"""An archive in a database server, whose accounts several workers harvest."""

import multiprocessing
import uuid
from contextlib import closing
from datetime import timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from sqlalchemy import select

from archiver.capture.harvest import Surroundings
from archiver.catalogue import tables as t
from archiver.items import Platform
from archiver.leases.table import Leases
from archiver.platforms import Page, Post
from archiver.progress import Lines
from archiver.registration import add_account
from archiver.schedule.kinds import work_kinds
from archiver.schedule.worker import Worker
from tests.archiver.quillback import BEGINNING, CITY, TOKEN, TOKEN_ENV, PlayedClock, PlayedPage
from tests.contracts.catalogue_contract import Place

ACCOUNTS, WORKERS = 6, 2


def test_workers_share_the_accounts_and_harvest_each_once(tmp_path: Path, postgresql: str) -> None:
    """Whichever comes first; nothing is kept twice."""
    place = Place.at(tmp_path, CATALOGUE=postgresql, SCHEMA=f"city_{uuid.uuid4().hex}")
    place.found()
    page = PlayedPage()
    idents = [f"9901{number}" for number in range(ACCOUNTS)]
    page.add([Page(at=BEGINNING, id=ident, name=CITY) for ident in idents])
    page.add(
        [Post(at=BEGINNING, id=f"{ident}_1", page=ident, message="A notice") for ident in idents]
    )
    with page.platform, closing(place.open()) as archive:
        for ident in idents:
            add_account(
                archive,
                Platform.FACEBOOK,
                ident,
                token_env=TOKEN_ENV,
                api_url=page.platform.url,
            )
        context = multiprocessing.get_context("spawn")
        pipes = [context.Pipe() for _ in range(WORKERS)]
        workers = [context.Process(target=work, args=(place, its)) for _, its in pipes]
        for worker in workers:
            worker.start()
        for mine, _ in pipes:
            mine.recv()
        for mine, _ in pipes:
            mine.send("go")
        done = [mine.recv() for mine, _ in pipes]
        for worker in workers:
            worker.join()
        with archive.reading() as connection:
            captured = list(connection.scalars(select(t.capture.c.account)))

    assert [0] * WORKERS == [worker.exitcode for worker in workers]
    assert [f"facebook/{ident}" for ident in idents] == sorted(captured)
    assert sorted(captured) == sorted(subject for each in done for subject in each)


def work(place: Place, pipe: Pipe) -> None:
    """Work off what is due, with the others, and tell what it was."""
    with closing(place.open()) as archive:
        archive.clock = PlayedClock(archive.clock() + timedelta(hours=1))
        outside = Surroundings({TOKEN_ENV: TOKEN}, lambda _: None, Lines(lambda _: None))
        worker = Worker(archive, work_kinds(("harvest",)), outside, Leases(archive))
        pipe.send("ready")
        pipe.recv()
        done = worker.work_off(lambda: False)
        pipe.send([each.work.subject for each in done if each.clean])

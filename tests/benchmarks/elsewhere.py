"""Archiving with the catalogue in PostgreSQL and the objects in a bucket, against SQLite and files.

Both servers run on this machine, so what is missing is only the way there.
Where one is not installed, its rows are left out.
"""

import os
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from archiver.store import NewObject
from archiver.store.s3.bucket import open_bucket, prepare_bucket
from tests.benchmarks.measuring import Figure
from tests.benchmarks.pages import pages
from tests.benchmarks.scene import ACCOUNT, NOTHING, make_archive, take
from tests.servers import ceph, postgres
from tests.servers.buckets import settings_for

ITEMS = 10_000
IN_A_BUCKET = 500
OBJECT_BYTES = 1_400
PARALLEL = (1, 4, 16)


def figures() -> list[Figure]:
    """Measure what servers here allow."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        plain = _rate(here / "plain", ITEMS, NOTHING)
        with _server(here / "postgresql", durable=True) as url, _node(here / "ceph") as endpoint:
            return [*_databases(here, url, plain), *_buckets(here, url, endpoint, plain)]


def _databases(here: Path, url: str | None, plain: float) -> list[Figure]:
    if url is None:
        return []
    rate = _rate(here / "database", ITEMS, _in_postgresql(url))
    return [_figure("PostgreSQL and files", rate, plain)]


def _buckets(here: Path, url: str | None, endpoint: str | None, plain: float) -> list[Figure]:
    if endpoint is None:
        return []
    rows = [
        Figure(f"put objects of 1.4 kB and see each there, {parallel} at once", rate, "objects/s")
        for parallel in PARALLEL
        for rate in [_put(endpoint, parallel)]
    ]
    bucket = _in_bucket(endpoint)
    rows.append(_figure("SQLite and a bucket", _rate(here / "b", IN_A_BUCKET, bucket), plain))
    if url is not None:
        both = {**_in_postgresql(url), **_in_bucket(endpoint)}
        rate = _rate(here / "both", IN_A_BUCKET, both)
        rows.append(_figure("PostgreSQL and a bucket", rate, plain))
    return rows


def _figure(where: str, rate: float, plain: float) -> Figure:
    against = "SQLite and files"
    return Figure(
        f"archive posts never seen before: {where}", rate, "items/s", against, plain / rate
    )


def _rate(folder: Path, items: int, variables: Mapping[str, str]) -> float:
    """Give the posts archived a second, from an answer's body to acknowledged rows."""
    archive = make_archive(folder, variables)
    bodies = pages(ACCOUNT, items)
    started = time.perf_counter()
    take(archive, bodies)
    seconds = time.perf_counter() - started
    archive.close()
    return items / seconds


def _put(endpoint: str, parallel: int) -> float:
    address = f"s3://bench-{uuid.uuid4()}"
    settings = settings_for(endpoint, parallel=parallel)
    prepare_bucket(address, settings)
    store = open_bucket(address, settings)
    data = os.urandom(OBJECT_BYTES)
    started = time.perf_counter()
    store.put_all(NewObject(f"a/{number}", data) for number in range(IN_A_BUCKET))
    seconds = time.perf_counter() - started
    store.close()
    return IN_A_BUCKET / seconds


def _in_postgresql(url: str) -> dict[str, str]:
    schema = f"bench_{uuid.uuid4().hex}"
    return {"CIVICKEEP_ARCHIVE__CATALOGUE": url, "CIVICKEEP_ARCHIVE__SCHEMA": schema}


def _in_bucket(endpoint: str) -> dict[str, str]:
    return {
        "CIVICKEEP_ARCHIVE__STORE": f"s3://bench-{uuid.uuid4()}",
        "CIVICKEEP_S3__ENDPOINT_URL": endpoint,
        "CIVICKEEP_S3__REGION": "us-east-1",
        "CIVICKEEP_S3__ADDRESSING": "path",
    }


@contextmanager
def _server(folder: Path, *, durable: bool) -> Iterator[str | None]:
    try:
        url = postgres.start(folder, durable=durable)
    except pytest.skip.Exception:
        yield None
        return
    try:
        yield url
    finally:
        postgres.stop(folder)


@contextmanager
def _node(folder: Path) -> Iterator[str | None]:
    try:
        endpoint = ceph.start(folder)
    except pytest.skip.Exception:
        yield None
        return
    os.environ.update(ceph.KEYS)
    try:
        yield endpoint
    finally:
        ceph.stop(folder)

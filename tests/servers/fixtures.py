"""Fixtures of the real servers that tests run against."""

from collections.abc import Iterator

import pytest

from tests.servers import ceph as ceph_node
from tests.servers import postgres as postgres_server
from tests.servers.shared import of_this_run, shared


@pytest.fixture(scope="session")
def ceph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a Ceph radosgw."""
    run = of_this_run(tmp_path_factory)
    with shared(run, "ceph", ceph_node.start, ceph_node.stop) as address:
        yield address


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    """Give the address of a moto server."""
    from tests.servers.moto_server import moto_application, served  # noqa: PLC0415 - slow to load

    with served(moto_application()) as address:
        yield address


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the URL of a database in a PostgreSQL server."""
    run = of_this_run(tmp_path_factory)
    with shared(run, "postgresql", postgres_server.start, postgres_server.stop) as url:
        yield url

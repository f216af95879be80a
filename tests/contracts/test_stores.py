"""Every object store passes the one suite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.store import FolderStore
from archiver.store.memory import MemoryStore
from archiver.store.s3.store import S3Store
from tests.contracts.store_contract import StoreContract
from tests.servers import ceph as ceph_node
from tests.servers.buckets import new_bucket


class TestFolder(StoreContract):
    """A local folder."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[FolderStore]:
        """Open an empty folder."""
        opened = FolderStore(tmp_path / "store")
        yield opened
        opened.close()


class TestMemory(StoreContract):
    """The store that other tests use."""

    @pytest.fixture
    def store(self) -> MemoryStore:
        """Make an empty one."""
        return MemoryStore()


class TestMoto(StoreContract):
    """An S3 that knows conditional writes."""

    @pytest.fixture
    def store(self, moto: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Store]:
        """Open a new bucket."""
        yield from new_bucket(moto, monkeypatch)


class TestCeph(StoreContract):
    """An S3 that truly locks, and overwrites whatever the condition."""

    @pytest.fixture
    def store(self, ceph: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Store]:
        """Open a new bucket."""
        yield from new_bucket(ceph, monkeypatch, ceph_node.KEYS)

"""Every object store passes the one suite."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from archiver.store import FolderStore, ObjectStore
from archiver.store.memory import MemoryStore
from archiver.store.s3.store import S3Store
from tests.contracts.store_contract import StoreContract
from tests.servers import ceph as ceph_node
from tests.servers.buckets import lock_end, new_bucket


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

    def lock_end(self, store: ObjectStore, path: str) -> datetime | None:
        """Look inside: there is nobody else to ask."""
        assert isinstance(store, MemoryStore)
        return store._kept[path].until  # noqa: SLF001 - when a lock ends only tests ask


class TestMoto(StoreContract):
    """An S3 that knows conditional writes."""

    @pytest.fixture
    def store(self, moto: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Store]:
        """Open a new bucket."""
        yield from new_bucket(moto, monkeypatch)

    def lock_end(self, store: ObjectStore, path: str) -> datetime | None:
        """Ask the server."""
        return lock_end(store, path)

    @pytest.mark.xfail(reason="S3 refuses to shorten a lock; moto does it", strict=True)
    def test_a_lock_is_never_shortened(self, store: ObjectStore) -> None:
        """The server alone keeps to this, and this one only plays being one."""
        super().test_a_lock_is_never_shortened(store)


class TestCeph(StoreContract):
    """An S3 that truly locks, and overwrites whatever the condition."""

    @pytest.fixture
    def store(self, ceph: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Store]:
        """Open a new bucket."""
        yield from new_bucket(ceph, monkeypatch, ceph_node.KEYS)

    def lock_end(self, store: ObjectStore, path: str) -> datetime | None:
        """Ask the server."""
        return lock_end(store, path)

"""Due work and its leases are the same in every database."""

import uuid
from pathlib import Path

import pytest

from tests.archiver.leases.lease_contract import LeaseContract
from tests.contracts.catalogue_contract import Place


class TestSqlite(LeaseContract):
    """A file beside the settings."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        """Name a new file."""
        return Place.at(tmp_path, CATALOGUE=str(tmp_path / "c.sqlite"))


class TestPostgresql(LeaseContract):
    """A schema of a server, where takers do not wait for each other."""

    @pytest.fixture
    def place(self, tmp_path: Path, postgresql: str) -> Place:
        """Name a new schema."""
        return Place.at(tmp_path, CATALOGUE=postgresql, SCHEMA=f"city_{uuid.uuid4().hex}")

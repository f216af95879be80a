"""Every database of a catalogue passes the one suite."""

import uuid
from pathlib import Path

import pytest

from tests.contracts.catalogue_contract import CatalogueContract, Place


class TestSqlite(CatalogueContract):
    """A file beside the settings."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        """Name a new file."""
        return Place.at(tmp_path, CATALOGUE=str(tmp_path / "c.sqlite"))


class TestPostgresql(CatalogueContract):
    """A schema of a server that sorts by a language."""

    @pytest.fixture
    def place(self, tmp_path: Path, postgresql: str) -> Place:
        """Name a new schema."""
        return Place.at(tmp_path, CATALOGUE=postgresql, SCHEMA=f"city_{uuid.uuid4().hex}")

"""Readers of a catalogue that is damaged, or cannot be read at all."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select

from archiver.catalogue.errors import CatalogueDamaged
from archiver.catalogue.raw import RawReader, RawRow
from archiver.verify.problems import Damage, Findings


class Guarded:
    """Gives what rows can be read; that others cannot is found, and not raised."""

    def __init__(self, rows: RawReader, findings: Findings) -> None:
        self._rows = rows
        self._findings = findings

    def rows(self, statement: Select[Any]) -> Iterator[RawRow]:
        """Give rows up to the first that cannot be read."""
        try:
            yield from self._rows.rows(statement)
        except CatalogueDamaged as error:
            self._findings.find(Damage.CATALOGUE_DAMAGED, error.what)

    def faults(self, limit: int) -> list[str]:
        """Give what the database itself finds wrong."""
        return self._rows.faults(limit)


class Nothing:
    """Stands for a catalogue that cannot be opened."""

    def rows(self, statement: Select[Any]) -> Iterator[RawRow]:  # noqa: ARG002 - the signature of a reader
        """Give no rows."""
        return iter(())

    def faults(self, limit: int) -> list[str]:  # noqa: ARG002 - the signature of a reader
        """Say nothing: that it cannot be opened is told already."""
        return []

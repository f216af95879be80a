"""Many keys given to a statement as one value: it is compiled once, however many there are.

A list that is written out as so many bound values is written anew for every
page of items, which takes as long as asking SQLite for their rows.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

NAME = "keys"
"""The parameter of a statement that takes the keys."""


class _Given(FunctionElement[int]):
    """The keys given with the statement."""

    type = BigInteger()
    inherit_cache = True


@compiles(_Given, "sqlite")
def _in_sqlite(element: _Given, compiler: SQLCompiler, **_: object) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses)}))"  # noqa: S608 - a parameter's name


@compiles(_Given, "postgresql")
def _in_postgresql(element: _Given, compiler: SQLCompiler, **_: object) -> str:
    given = compiler.process(element.clauses)
    return f"(SELECT value::bigint FROM json_array_elements_text(CAST({given} AS json)))"  # noqa: S608 - as above


def held(column: ColumnElement[int]) -> ColumnElement[bool]:
    """Choose the rows whose key is among those given as ``keys(...)``."""
    return column.op("IN", is_comparison=True)(_Given(bindparam(NAME, type_=String)))


def keys(values: Sequence[int]) -> dict[str, Any]:
    """Give the keys as the statement's parameters."""
    return {NAME: json.dumps(values)}

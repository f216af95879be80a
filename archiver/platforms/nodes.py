"""Everything played as JSON objects: the fields that were asked for, and no others.

A key without a value is left out, never null; a field that such an object
does not have is an error (facebook.md, section 3).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from archiver.platforms.attachments import narrowed
from archiver.platforms.edges import Asked, EdgeMaker
from archiver.platforms.entries import Instagram, Page
from archiver.platforms.fields import Field
from archiver.platforms.graph_errors import unknown_field, unknown_path
from archiver.platforms.people import User
from archiver.platforms.permissions import check_edge
from archiver.platforms.played import COMMENTS, Fact, PlayedItem
from archiver.platforms.scene import Scene

Json: TypeAlias = dict[str, object]
Thing: TypeAlias = Page | Instagram | PlayedItem | User
"""What can be asked for by an id."""

Getter: TypeAlias = Callable[[Scene, Thing, Field], object]
"""Gives the value of a field: JSON, another ``Thing`` to describe in its place, or None."""

_ID = Field("id")
# What comes unasked of the pages on which somebody has a role (sample user_accounts).
_WITH_ROLE = tuple(map(Field, ("access_token", "category", "name", "id", "tasks")))
_PLAIN = (str, int, dict)
_THINGS = (PlayedItem, Page, Instagram, User)


@dataclass(frozen=True, slots=True)
class Node:
    """What one kind of object has: ``usual`` fields come unasked, ``unused`` never have a value."""

    name: str
    usual: tuple[str, ...]
    fields: Mapping[str, Getter]
    edges: Mapping[str, EdgeMaker] = field(default_factory=dict)
    unused: frozenset[str] = frozenset()


class Describer:
    """Describes things by a table of what each kind of them has."""

    def __init__(self, node_of: Callable[[Thing], Node]) -> None:
        self._node_of = node_of

    def node(self, scene: Scene, thing: Thing, fields: Sequence[Field] | None = None) -> Json:
        """Describe a thing; raises ``GraphError`` where a field or edge is refused."""
        node = self._node_of(thing)
        found: Json = {}
        for wanted in _with_id(fields or [Field(name) for name in node.usual]):
            if (getter := node.fields.get(wanted.name)) is not None:
                self._put(scene, found, wanted, getter(scene, thing, wanted))
            elif wanted.name in node.edges:
                found[wanted.key] = self._expanded(scene, thing, wanted)
            elif wanted.name not in node.unused:
                raise unknown_field(wanted.name, node.name)
        if not scene.access.moderates and isinstance(thing, PlayedItem) and _withheld(scene, thing):
            found.pop("id", None)
        return found

    def edge(
        self, scene: Scene, thing: Thing, asked: Asked, fields: Sequence[Field] | None
    ) -> Json:
        """List an edge: ``data``, ``paging`` where there is something, ``summary`` where asked."""
        edges = self._node_of(thing).edges
        if asked.name not in edges:
            raise unknown_path(asked.name)
        check_edge(scene.world, _account(thing), asked.name)
        listed = edges[asked.name](scene, asked)
        wanted = _with_id(fields) if fields else None
        rows = (
            _fact(row, fields)
            if isinstance(row, Fact)
            else self.node(scene, row, wanted or (_WITH_ROLE if isinstance(row, Page) else None))
            for row in listed.items
        )
        found: Json = {"data": list(rows)}
        if listed.paging is not None:
            found["paging"] = listed.paging
        if listed.summary is not None:
            found["summary"] = listed.summary
        return found

    def _expanded(self, scene: Scene, thing: Thing, wanted: Field) -> Json:
        """List an edge inside its owner; it has its own paging, which must be followed too."""
        parameters = dict(wanted.parameters)
        if wanted.inner:
            parameters = {"fields": wanted.inner, **parameters}
        asked = Asked(thing.id, wanted.name, parameters)
        return self.edge(scene, thing, asked, wanted.fields)

    def _put(self, scene: Scene, found: Json, wanted: Field, value: object) -> None:
        if value is None or value == "":
            return
        # Texts and numbers are nearly all there is: they are told apart first.
        if not isinstance(value, _PLAIN) and isinstance(value, _THINGS):
            found[wanted.key] = self.node(scene, value, wanted.fields or (_ID,))
        else:
            found[wanted.key] = value


def _fact(row: Fact, fields: Sequence[Field] | None) -> Json:
    """Describe a row that is no object of its own, and so has no id unless it says so."""
    found: Json = {}
    for wanted in fields or [Field(name) for name in row.usual]:
        if wanted.name not in row.values and wanted.name != "id":
            raise unknown_field(wanted.name, row.node)
        value = row.values.get(wanted.name)
        if value is not None and value != "":
            found[wanted.key] = narrowed(value, wanted.fields)
    return found


def _account(thing: Thing) -> str:
    return thing.page if isinstance(thing, PlayedItem) else thing.id


def _with_id(fields: Sequence[Field]) -> Sequence[Field]:
    """Objects always carry their id, asked or not."""
    return fields if any(field.name == "id" for field in fields) else (*fields, _ID)


def _withheld(scene: Scene, comment: PlayedItem) -> bool:
    """Tell whether this comes without its id to whoever does not moderate the page."""
    return comment.kind in COMMENTS and comment.page in scene.world.pages

"""The little language of ``fields=``: names, nested fields, parameters and aliases.

Example: ``id,message,comments.filter(stream).limit(0).summary(true){id}``.
See the Graph API's "field expansion" (facebook.md, section 3).
"""

import re
from dataclasses import dataclass, field

from archiver.platforms.graph_errors import GraphError, syntax_error

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ALIAS = "as"
# Deeper than any real call; a limit keeps a hostile one from exhausting the stack.
MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Field:
    """One wanted field: its name, parameters, nested fields (None: the default ones), alias.

    ``inner`` is the text between the braces, which the next page's address repeats.
    """

    name: str
    parameters: dict[str, str] = field(default_factory=dict)
    fields: "tuple[Field, ...] | None" = None
    inner: str = ""
    alias: str | None = None

    @property
    def key(self) -> str:
        """The key under which the answer gives it."""
        return self.alias or self.name


def parse_fields(text: str) -> tuple[Field, ...]:
    """Read a ``fields`` parameter; raises ``GraphError`` (code 2500) as the platform does."""
    reader = _Reader(text)
    fields = reader.fields(depth=0)
    reader.end()
    return fields


class _Reader:
    """Reads from left to right and remembers where it is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0

    def fields(self, depth: int) -> tuple[Field, ...]:
        if depth > MAX_DEPTH:
            raise self._error("fewer levels")
        found = [self._field(depth)]
        while self._take(","):
            found.append(self._field(depth))
        return tuple(found)

    def end(self) -> None:
        if self._place != len(self._text):
            raise self._error("end of string")

    def _field(self, depth: int) -> Field:
        name = self._name()
        parameters: dict[str, str] = {}
        fields: tuple[Field, ...] | None = None
        inner = ""
        while True:
            if self._take("."):
                parameter = self._name()
                parameters[parameter] = self._argument()
            elif fields is None and self._take("{"):
                start = self._place
                fields = self.fields(depth + 1)
                inner = self._text[start : self._place]
                self._expect("}")
            else:
                alias = parameters.pop(_ALIAS, None)
                return Field(name, parameters, fields, inner, alias)

    def _name(self) -> str:
        found = _NAME.match(self._text, self._place)
        if found is None:
            raise self._error("a name")
        self._place = found.end()
        return found.group()

    def _argument(self) -> str:
        self._expect("(")
        close = self._text.find(")", self._place)
        if close < 0:
            raise self._error(")")
        argument = self._text[self._place : close]
        self._place = close + 1
        return argument

    def _take(self, character: str) -> bool:
        if not self._text.startswith(character, self._place):
            return False
        self._place += len(character)
        return True

    def _expect(self, character: str) -> None:
        if not self._take(character):
            raise self._error(character)

    def _error(self, expected: str) -> GraphError:
        return syntax_error(expected, self._text[self._place : self._place + 1], self._place)

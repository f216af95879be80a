"""A call to the played platform, taken apart, and the answer to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

TOKEN_PARAMETER = "access_token"  # noqa: S105 - the parameter's name
_BEARER = "bearer "
# Versions that still answer on 2026-11-22, oldest first (facebook.md, section 1).
VERSIONS = ("v21.0", "v22.0", "v23.0", "v24.0", "v25.0", "v26.0")


class Asker(StrEnum):
    """Whose token a call carries."""

    PAGE = "PAGE"
    USER = "USER"
    APP = "APP"
    INSTAGRAM = "INSTAGRAM"


@dataclass(frozen=True, slots=True)
class Call:
    """What was asked, and never with which token: ``repr`` leaves it out.

    ``path`` holds the parts after the version, already unquoted. What a form
    in the body says stands among the parameters. ``byte_range`` is the
    ``Range`` header of a call for an image.
    """

    method: str
    version: str
    path: tuple[str, ...]
    parameters: Mapping[str, str]
    token: str | None = field(repr=False)
    byte_range: str | None = None

    @property
    def text(self) -> str:
        """The path as people write it."""
        return "/" + "/".join(self.path)


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """A call that came in, without its token, and with which status it was answered.

    The parts of a batch are remembered ``in_batch``, and then the batch itself.
    """

    number: int
    at: datetime
    method: str
    path: str
    parameters: Mapping[str, str]
    status: int
    in_batch: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes over the wire: ``body`` as bytes.

    ``cut_at`` ends the connection after so many; ``length`` is promised in
    place of the true length; ``pause`` are the seconds between the first half
    of the body and the second.
    """

    status: int
    body: bytes
    media_type: str = "application/json; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_at: int | None = None
    length: int | None = None
    pause: float = 0


def read_call(
    method: str,
    target: str,
    authorization: str | None,
    *,
    form: str = "",
    byte_range: str | None = None,
) -> Call:
    """Take a request line apart. An expired or unknown version is answered by the oldest alive.

    ``form`` is a body of the type ``application/x-www-form-urlencoded``.
    """
    split = urlsplit(target)
    parts = [unquote(part) for part in split.path.split("/") if part]
    parameters = dict(parse_qsl(split.query, keep_blank_values=True))
    parameters |= dict(parse_qsl(form, keep_blank_values=True))
    in_address = parameters.pop(TOKEN_PARAMETER, None)
    version = VERSIONS[0]
    if parts and _looks_like_version(parts[0]):
        asked = parts.pop(0)
        version = asked if asked in VERSIONS else version
    token = _bearer(authorization) or in_address
    return Call(method, version, tuple(parts), parameters, token or None, byte_range)


def _looks_like_version(part: str) -> bool:
    major, dot, minor = part.removeprefix("v").partition(".")
    return part.startswith("v") and bool(dot) and major.isdecimal() and minor.isdecimal()


def _bearer(authorization: str | None) -> str | None:
    if authorization is None or not authorization.lower().startswith(_BEARER):
        return None
    return authorization[len(_BEARER) :].strip()

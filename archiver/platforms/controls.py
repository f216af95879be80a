"""The lines that change how the platform answers, and not what is on it."""

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from archiver.platforms.lines import Id, Instant, Line


class Edge(Line, frozen=True, tag="edge"):
    """From now on an edge of an account is refused with this code; null offers it again.

    100, 2500 and 3: the platform does not offer it; 10 and 200: a permission
    is missing. ``comments`` refuses those of everything on the account.
    """

    account: Id
    edge: Id
    code: Literal[3, 10, 100, 200, 2500] | None


class Token(Line, frozen=True, tag="token"):
    """What the person behind the tokens has granted becomes this; what is not given stays.

    ``expires`` and ``data_access_expires`` null: never. ``dead`` is the
    subcode with which every call is refused from now on (458 app removed, 460
    password changed, 463 expired, 467 invalid, 492 no role on the page); null
    brings the token back.
    """

    expires: Instant | UnsetType | None = UNSET
    data_access_expires: Instant | UnsetType | None = UNSET
    scopes: tuple[str, ...] | UnsetType = UNSET
    tasks: tuple[str, ...] | UnsetType = UNSET
    dead: Literal[458, 459, 460, 463, 464, 467, 492] | UnsetType | None = UNSET


class FaultKind(StrEnum):
    """How the platform misbehaves. New kinds get their answer in ``faults.py``."""

    THROTTLE = "throttle"  # code 80001, minutes to wait in the usage header
    APP_LIMIT = "app_limit"  # code 4
    HTTP_500 = "http_500"  # code 1, "reduce the amount of data"
    HTTP_502 = "http_502"  # an HTML page instead of JSON
    CUT_BODY = "cut_body"  # the connection ends before the promised length
    CUT_JSON = "cut_json"  # the promised length is kept, but the JSON ends too early
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - the name of a fault: code 190, subcode 463
    PERMISSION_MISSING = "permission_missing"  # code 200
    OBJECT_UNREADABLE = "object_unreadable"  # code 100, subcode 33: deleted or forbidden
    ERROR_IN_200 = "error_in_200"  # code 2 under HTTP status 200
    REPEATED_PAGE = "repeated_page"  # the first page of the list comes again
    EMPTY_PAGE = "empty_page"  # no items, but a next page
    SILENT_EMPTY = "silent_empty"  # no items, no next page, no error: a wrong kind of token


class Fault(Line, frozen=True, tag="fault"):
    """From ``at`` on, some calls go wrong.

    A call counts when its path holds ``path`` (every call where that is left
    out). Of those, hit are the numbers in ``calls`` (1 is the first), or the
    first ``times``, or all before ``until``; with none of the three, one call.
    ``minutes`` is the wait that a throttled caller is told.
    """

    kind: FaultKind
    path: str | None = None
    calls: tuple[Annotated[int, Meta(ge=1)], ...] = ()
    times: Annotated[int, Meta(ge=1)] | None = None
    until: Instant | None = None
    minutes: Annotated[int, Meta(ge=1)] = 30


Control: TypeAlias = Edge | Token | Fault

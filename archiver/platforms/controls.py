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


class Manner(StrEnum):
    """How a webhook is delivered (webhooks.md, section 8)."""

    GOOD = "good"
    WRONG_SIGNATURE = "wrong_signature"
    UNSIGNED = "unsigned"
    SHA1_ONLY = "sha1_only"
    TWICE = "twice"
    REVERSED = "reversed"  # neighbours of this manner come in the other order
    TOGETHER = "together"  # neighbours of this manner come in one body
    NO_VALUE = "no_value"
    NUMERIC_IDS = "numeric_ids"


class Webhooks(Line, frozen=True, tag="webhooks"):
    """The next ``times`` events after this are delivered in this manner."""

    manner: Manner
    times: Annotated[int, Meta(ge=1)] = 1


class Subscription(Line, frozen=True, tag="subscription"):
    """An account's webhooks are subscribed to for these fields alone; none: no more at all."""

    account: Id
    fields: tuple[str, ...] = ()


class FaultKind(StrEnum):
    """How the platform misbehaves. New kinds get their answer in ``faults.py``."""

    # Refusals.
    THROTTLE = "throttle"  # code 80001 (80002 on Instagram), minutes in the usage header
    APP_LIMIT = "app_limit"  # code 4
    USER_LIMIT = "user_limit"  # code 17
    PAGE_LIMIT = "page_limit"  # code 32
    EDGE_LIMIT = "edge_limit"  # code 613
    BLOCKED = "blocked"  # code 368
    HTTP_500 = "http_500"  # code 1, "reduce the amount of data"
    UNKNOWN_ERROR = "unknown_error"  # code 1 without that sentence
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - the name of a fault: code 190, subcode 463
    LOGGED_OUT = "logged_out"  # code 190, subcode 460
    CAPABILITY_MISSING = "capability_missing"  # code 3
    FEATURE_MISSING = "feature_missing"  # code 10
    PERMISSION_MISSING = "permission_missing"  # code 200
    OBJECT_UNREADABLE = "object_unreadable"  # code 100, subcode 33: deleted or forbidden
    BEFORE_BUSINESS = "before_business"  # code 100, subcode 2108006
    ERROR_IN_200 = "error_in_200"  # code 2 under HTTP status 200
    # Answers that arrive damaged.
    HTTP_502 = "http_502"  # an HTML page instead of JSON
    HTML_IN_200 = "html_in_200"  # the same under HTTP status 200
    NO_BODY = "no_body"  # HTTP status 200 and nothing
    CUT_BODY = "cut_body"  # the connection ends before the promised length
    CUT_JSON = "cut_json"  # the promised length is kept, but the JSON ends too early
    SHORT_LENGTH = "short_length"  # more comes than was promised
    SLOW_BODY = "slow_body"  # seconds pass in the middle of the body
    REDIRECT = "redirect"  # sends the caller to an address inside somebody's cloud
    # Lists that mislead.
    REPEATED_PAGE = "repeated_page"  # the first page of the list comes again
    REPEATED_CURSOR = "repeated_cursor"  # the next page is this page
    EMPTY_PAGE = "empty_page"  # no items, but a next page
    SILENT_EMPTY = "silent_empty"  # no items, no next page, no error: a wrong kind of token
    PINNED = "pinned"  # the first item of the list stands on this page too
    SHIFTED_DOWN = "shifted_down"  # the last item of the page before comes again
    SHIFTED_UP = "shifted_up"  # one item between the page before and this one never comes
    REORDERED = "reordered"  # this page is cut from the list in another order
    TIME_PASSES = "time_passes"  # so many minutes pass before the answer
    # Answers whose content is strange.
    DEEP_NESTING = "deep_nesting"  # a hundred thousand lists in each other
    HUGE_NUMBER = "huge_number"  # an integer of five thousand digits
    DUPLICATE_KEYS = "duplicate_keys"  # the text stands there twice, differently
    LONE_SURROGATE = "lone_surrogate"  # half an emoji in the text
    NUL = "nul"  # a zero character in the text
    RIGHT_TO_LEFT = "right_to_left"  # the text begins with an override of its direction
    NUMERIC_IDS = "numeric_ids"  # ids as numbers
    MISSING_KEYS = "missing_keys"  # nothing but the ids
    NO_AUTHORS = "no_authors"  # nobody is named who wrote an item
    UNKNOWN_KEYS = "unknown_keys"  # a key that nobody has heard of
    OTHER_VERSION = "other_version"  # the header names another version
    BATCH_NULL = "batch_null"  # every second part of a batch is null
    # Media.
    MEDIA_EXPIRED = "media_expired"  # HTTP 403 before its time
    MEDIA_GONE = "media_gone"  # HTTP 404
    MEDIA_WHOLE = "media_whole"  # Range is ignored
    MEDIA_HTML = "media_html"  # an HTML page under the type of an image


class Fault(Line, frozen=True, tag="fault"):
    """From ``at`` on, some calls go wrong.

    A call counts when its path holds ``path`` (every call where that is left
    out). Of those, hit are the numbers in ``calls`` (1 is the first), or the
    first ``times``, or all before ``until``; with none of the three, one call.
    ``minutes`` is the wait that a throttled caller is told, or the time that
    passes; ``seconds`` the pause in a slow body.
    """

    kind: FaultKind
    path: str | None = None
    calls: tuple[Annotated[int, Meta(ge=1)], ...] = ()
    times: Annotated[int, Meta(ge=1)] | None = None
    until: Instant | None = None
    minutes: Annotated[int, Meta(ge=1)] = 30
    seconds: Annotated[float, Meta(ge=0)] = 1


Control: TypeAlias = Edge | Token | Webhooks | Subscription | Fault

"""Several calls in one: ``POST /`` with ``batch`` (facebook.md, section 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from archiver.platforms.calls import Answer, Call, read_call
from archiver.platforms.graph_errors import bad_parameter
from archiver.platforms.wire import wire

MOST_PARTS = 50
BATCH_TEXT = "/?batch"
"""What a fault's ``path`` is compared with for a batch as a whole."""

_BATCH = "batch"


class _Part(msgspec.Struct, frozen=True):
    """One call of a batch, as it is sent."""

    relative_url: str
    method: str = "GET"
    body: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """The calls of a batch, in their order, and whether their headers are wanted."""

    calls: tuple[Call, ...]
    with_headers: bool


def is_batch(call: Call) -> bool:
    """Tell whether a call is several."""
    return call.method == "POST" and not call.path and _BATCH in call.parameters


def read_batch(call: Call) -> Batch:
    """Take a batch apart; raises ``GraphError`` where it is none or has too many parts.

    Every part carries the token of the whole, unless it names its own.
    """
    try:
        parts = msgspec.json.decode(call.parameters[_BATCH], type=list[_Part])
        calls = tuple(_call(part, call) for part in parts)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise bad_parameter("Param batch must be an array") from error
    if not calls or len(calls) > MOST_PARTS:
        raise bad_parameter(
            f"Too many requests in batch message. Maximum batch size is {MOST_PARTS}"
        )
    wanted = call.parameters.get("include_headers", "true").lower()
    return Batch(calls, with_headers=wanted not in {"false", "0"})


def assembled(batch: Batch, answers: Sequence[Answer | None]) -> Answer:
    """Put the answers to the parts together; None is a part that was not finished."""
    parts = [None if made is None else _part(made, batch) for made in answers]
    return Answer(200, wire(parts))


def _call(part: _Part, whole: Call) -> Call:
    target = f"/{part.relative_url.lstrip('/')}"
    read = read_call(part.method, target, None, form=part.body)
    version = read.version if target.startswith("/v") else whole.version
    inherited = {key: text for key, text in whole.parameters.items() if key == "appsecret_proof"}
    return replace(
        read,
        version=version,
        token=read.token or whole.token,
        parameters={**inherited, **read.parameters},
    )


def _part(made: Answer, batch: Batch) -> Mapping[str, object]:
    body = made.body.decode("utf-8", "replace")
    if not batch.with_headers:
        return {"code": made.status, "body": body}
    headers = {"Content-Type": made.media_type, **made.headers}
    listed = [{"name": name, "value": value} for name, value in headers.items()]
    return {"code": made.status, "headers": listed, "body": body}

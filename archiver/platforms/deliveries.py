"""How webhooks are written and signed, rightly and wrongly (webhooks.md, sections 3 and 8)."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.platforms.controls import Manner
from archiver.platforms.oddities import with_numbers
from archiver.platforms.webhooks import Hook
from archiver.platforms.wire import wire

KEEPS_TRYING = timedelta(hours=36)
"""How long an event is sent again until it is dropped (webhooks.md, section 3)."""

FIRST_PAUSE = timedelta(minutes=1)
"""The pause after the immediate retry; every further one is twice as long."""

SIGNATURE = "X-Hub-Signature-256"
OLD_SIGNATURE = "X-Hub-Signature"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One POST: the bytes as signed, and the headers."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that was not taken: since when, how often, and when it is tried next."""

    delivery: Delivery
    since: datetime
    due: datetime
    tries: int

    def failed(self, now: datetime) -> "Waiting | None":
        """Give what waits after one more failure; None once it is dropped."""
        due = now + FIRST_PAUSE * 2 ** (self.tries - 1)
        if due > self.since + KEEPS_TRYING:
            return None
        return Waiting(self.delivery, self.since, due, self.tries + 1)


def deliveries(
    hooks: Sequence[Hook], at: datetime, secret: str, manner: Manner = Manner.GOOD
) -> tuple[Delivery, ...]:
    """Write what is sent about these events, one POST each unless the manner says otherwise."""
    match manner:
        case Manner.TOGETHER:
            return tuple(_signed(body, secret, manner) for body in _together(hooks, at))
        case Manner.REVERSED:
            hooks = hooks[::-1]
        case Manner.TWICE:
            hooks = [hook for each in hooks for hook in (each, each)]
    return tuple(_signed(body_of([_told(hook, manner)], at), secret, manner) for hook in hooks)


def body_of(hooks: Sequence[Hook], at: datetime) -> bytes:
    """Write the body of one POST: an entry for each event, all of the same object."""
    entries = [
        {"id": hook.account, "time": int(at.timestamp()), "changes": [_change(hook)]}
        for hook in hooks
    ]
    return wire({"object": hooks[0].family, "entry": entries})


def signature(secret: str, body: bytes, algorithm: str = "sha256") -> str:
    """Sign the bytes as sent, with the app's secret as the key."""
    return f"{algorithm}={hmac.new(secret.encode(), body, algorithm).hexdigest()}"


def _change(hook: Hook) -> dict[str, object]:
    change: dict[str, object] = {"field": hook.field}
    return change if hook.value is None else {**change, "value": hook.value}


def _told(hook: Hook, manner: Manner) -> Hook:
    if manner is Manner.NO_VALUE:
        return Hook(hook.family, hook.account, hook.field, None)
    if manner is Manner.NUMERIC_IDS and hook.value is not None:
        numbers = with_numbers(dict(hook.value))
        return Hook(hook.family, hook.account, hook.field, numbers)
    return hook


def _together(hooks: Sequence[Hook], at: datetime) -> list[bytes]:
    """Put all events of one object into one body."""
    objects = dict.fromkeys(hook.family for hook in hooks)
    return [body_of([hook for hook in hooks if hook.family == name], at) for name in objects]


def _signed(body: bytes, secret: str, manner: Manner) -> Delivery:
    headers = {"Content-Type": "application/json"}
    if manner is Manner.UNSIGNED:
        return Delivery(body, headers)
    key = f"not {secret}" if manner is Manner.WRONG_SIGNATURE else secret
    headers[OLD_SIGNATURE] = signature(key, body, "sha1")
    if manner is not Manner.SHA1_ONLY:
        headers[SIGNATURE] = signature(key, body)
    return Delivery(body, headers)

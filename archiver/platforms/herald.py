"""Telling a receiver what happens in the played time: handshake, sending, sending again."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from archiver.platforms.controls import Manner, Webhooks
from archiver.platforms.deliveries import Delivery, Waiting, deliveries
from archiver.platforms.entries import Entry
from archiver.platforms.errors import CallbackRefused
from archiver.platforms.stage import Stage
from archiver.platforms.webhooks import Hook, events_for, subscribed
from archiver.platforms.world import World

DEFAULT_VERIFY_TOKEN = "playback-verify"  # noqa: S105 - opens nothing but a receiver of an invented page
_OK = 200
_TIMEOUT = 5.0
"""Seconds a receiver has to answer, before it counts as a failure."""

Post = Callable[[str, Delivery], int]
"""Sends a delivery to an address and gives the status; 0 where nobody answered in time."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery that went out, and with which status it was answered."""

    delivery: Delivery
    status: int


class Herald:
    """Sends what a stage shows to a receiver, whenever it is told to look.

    What has happened before the herald came is not told. One thread at a time.
    """

    def __init__(self, stage: Stage, url: str, *, post: Post | None = None) -> None:
        self._stage = stage
        self._url = url
        self._post = post or _post
        self._told = stage.happened()
        self._world = World().then(self._told)
        self._manners: list[Manner] = []
        self.waiting: tuple[Waiting, ...] = ()
        self.sent: list[Sent] = []

    def greet(self, verify_token: str = DEFAULT_VERIFY_TOKEN) -> None:
        """Make the handshake; raises ``CallbackRefused`` where it is not answered rightly."""
        import requests  # noqa: PLC0415 - only whoever sends needs it

        challenge = str(secrets.randbelow(10**10))
        query = {
            "hub.mode": "subscribe",
            "hub.challenge": challenge,
            "hub.verify_token": verify_token,
        }
        try:
            answer = requests.get(self._url, params=query, timeout=_TIMEOUT, allow_redirects=False)
        except requests.RequestException as error:
            raise CallbackRefused.silent(self._url) from error
        if answer.status_code != _OK or answer.text != challenge:
            raise CallbackRefused.wrong(self._url, answer.status_code)

    def tell(self) -> None:
        """Send what has happened since the last look, and again what was not taken and is due."""
        self._retry()
        for hooks, manner in self._news(self._stage.happened()):
            self._send(hooks, manner)

    def _news(self, happened: tuple[Entry, ...]) -> list[tuple[tuple[Hook, ...], Manner]]:
        """Give the events of what is new, with the manner in which each lot is sent.

        What was added with a time that had passed already is new too. Where
        time went back, what happens again is told again.
        """
        told, world = self._told, self._world
        if happened[: len(told)] != told:
            told, world = (), World()
        known = {id(entry) for entry in self._told}
        found: list[tuple[tuple[Hook, ...], Manner]] = []
        for entry in happened[len(told) :]:
            self._note(entry)
            hooks = () if id(entry) in known else subscribed(events_for(entry, world), world)
            world = world.then([entry])
            if hooks:
                manner = self._manners.pop(0) if self._manners else Manner.GOOD
                found.append((hooks, manner))
        self._told, self._world = happened, world
        return _gathered(found)

    def _note(self, entry: Entry) -> None:
        if isinstance(entry, Webhooks) and all(entry is not old for old in self._told):
            self._manners += [entry.manner] * entry.times

    def _send(self, hooks: tuple[Hook, ...], manner: Manner) -> None:
        now, secret = self._stage.now(), self._stage.behaviour.app_secret
        for delivery in deliveries(hooks, now, secret, manner):
            # One immediate retry, then ever longer pauses (webhooks.md, section 3).
            if not (self._out(delivery) or self._out(delivery)):
                waiting = Waiting(delivery, now, now, 1).failed(now)
                self.waiting += () if waiting is None else (waiting,)

    def _retry(self) -> None:
        now = self._stage.now()
        left: list[Waiting] = []
        for each in self.waiting:
            kept = each if each.due > now or not self._out(each.delivery) else None
            again = kept.failed(now) if kept is not None and each.due <= now else kept
            left += [] if again is None else [again]
        self.waiting = tuple(left)

    def _out(self, delivery: Delivery) -> bool:
        status = self._post(self._url, delivery)
        self.sent.append(Sent(delivery, status))
        return status == _OK


def _gathered(
    lots: list[tuple[tuple[Hook, ...], Manner]],
) -> list[tuple[tuple[Hook, ...], Manner]]:
    """Put neighbours together that only several events can show: in one body, or reversed."""
    found: list[tuple[tuple[Hook, ...], Manner]] = []
    for hooks, manner in lots:
        several = manner in {Manner.TOGETHER, Manner.REVERSED}
        if several and found and found[-1][1] is manner:
            found[-1] = (found[-1][0] + hooks, manner)
        else:
            found.append((hooks, manner))
    return found


def _post(url: str, delivery: Delivery) -> int:
    import requests  # noqa: PLC0415 - only whoever sends needs it

    try:
        answer = requests.post(
            url,
            data=delivery.body,
            headers=dict(delivery.headers),
            timeout=_TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException:
        return 0  # nobody there or too slow: as good as a refusal, and tried again
    return answer.status_code

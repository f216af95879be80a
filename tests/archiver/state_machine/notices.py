"""What the platform tells of what happens: signed rightly or wrongly, again, in disorder."""

import io
from http import HTTPStatus

from hypothesis import strategies as st
from hypothesis.stateful import rule

from archiver.platforms import DEFAULT_APP_SECRET, Delivery, Herald, Manner, Webhooks
from archiver.secret import Secret
from archiver.webhooks.receiver import SIGNATURE_VARIABLE, Receiver
from archiver.webhooks.signature import HEADER
from tests.archiver.state_machine.machine import Life

GOOD = frozenset({Manner.GOOD, Manner.TWICE, Manner.REVERSED, Manner.TOGETHER})


class Noticing(Life):
    """The receiver of notices. Whatever it is told, an item is only what a visit saw."""

    _herald: Herald | None = None

    @rule(manner=st.sampled_from(Manner), times=st.integers(1, 5))
    def notices_come(self, manner: Manner, times: int) -> None:
        """All that happened since is told, the next few things in another manner."""
        if self._herald is None:
            self._herald = self.city.line.platform.herald("http://receiver", post=self._receive)
        self._herald.tell()
        self.city.happen(lambda at: Webhooks(at=at, manner=manner, times=times))

    def _receive(self, _: str, delivery: Delivery) -> int:
        """Hand over a notice, and look how it was taken."""
        secret, verify = Secret(DEFAULT_APP_SECRET), Secret("quillback verify word")
        receiver = Receiver(self.city.archive, secret, verify, 1_000_000, lambda _: None)
        answered: list[int] = []
        given = {SIGNATURE_VARIABLE: delivery.headers.get(HEADER)}
        environ = {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "application/json",
            "wsgi.input": io.BytesIO(delivery.body),
            **{name: value for name, value in given.items() if value is not None},
        }
        receiver(environ, lambda status, _: answered.append(int(status.split(" ")[0])))
        assert answered[0] in {HTTPStatus.OK, HTTPStatus.FORBIDDEN}
        return answered[0]

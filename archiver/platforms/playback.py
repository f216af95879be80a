"""The platform that plays back, as tests, the demo and the command use it."""

import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from archiver.platforms.behaviour import DEFAULT_APP_SECRET, DEFAULT_TOKEN, Behaviour
from archiver.platforms.calls import TOKEN_PARAMETER, Answer, LoggedCall, read_call
from archiver.platforms.entries import Entry, Fault, FaultKind, Instagram, Page, Profile
from archiver.platforms.herald import Herald, Post
from archiver.platforms.media_links import LIFE
from archiver.platforms.server import PlaybackServer
from archiver.platforms.stage import Stage
from archiver.platforms.timeline import Timeline
from archiver.platforms.world import World

# A fault set in code counts from the first call on, at whatever time the page is shown.
_ALWAYS = datetime.min.replace(tzinfo=UTC)
# How often the accepting loop looks whether it should stop, in seconds.
_POLL = 0.02


class Playback:
    """A platform that plays back a timeline, as a context manager.

    ``with Playback(timeline) as platform: ...`` or ``.start()`` and ``.stop()``.
    Without ``at`` it shows the end of the timeline; with ``speed`` it runs that
    many times faster than the wall clock, from ``at`` or from the first entry.
    Raises ``OSError`` where the port is taken.
    """

    def __init__(  # noqa: PLR0913 - the settings of a server, all but the first by name
        self,
        timeline: Timeline,
        *,
        token: str = DEFAULT_TOKEN,
        at: datetime | None = None,
        speed: float = 0,
        port: int = 0,
        token_expires: datetime | None = None,
        calls_allowed: int | None = None,
        heaviest: int | None = None,
        app_secret: str = DEFAULT_APP_SECRET,
        proof_required: bool = False,
        counted_cursors: bool = False,
        media_life: timedelta = LIFE,
        feed_most: int | None = None,
        stream_levels: int | None = None,
    ) -> None:
        behaviour = Behaviour(
            token=token,
            token_expires=token_expires,
            calls_allowed=calls_allowed,
            heaviest=heaviest,
            app_secret=app_secret,
            proof_required=proof_required,
            counted_cursors=counted_cursors,
            media_life=media_life,
            feed_most=feed_most,
            stream_levels=stream_levels,
        )
        self._stage = Stage(timeline, behaviour, at=at, speed=speed)
        self._server = PlaybackServer(self._stage, port)
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The address to give as ``--api-url``; the version follows it."""
        return self._server.base_url

    @property
    def token(self) -> str:
        """The token it accepts."""
        return self._stage.behaviour.token

    @property
    def user_token(self) -> str:
        """The short-lived token of the person with a role on every page."""
        return self._stage.behaviour.user_token

    @property
    def app_token(self) -> str:
        """The app's own token, which describes other tokens."""
        return self._stage.behaviour.app_token

    @property
    def instagram_token(self) -> str:
        """The token of the Instagram Login door."""
        return self._stage.behaviour.instagram_token

    @property
    def timeline(self) -> Timeline:
        """What is played."""
        return self._stage.timeline

    @property
    def pages(self) -> tuple[Page, ...]:
        """Every page of the timeline, by its newest name, in the order of their beginning."""
        return tuple(self._accounts().pages.values())

    @property
    def instagrams(self) -> tuple[Instagram, ...]:
        """Every Instagram account of the timeline, likewise."""
        return tuple(self._accounts().instagrams.values())

    def _accounts(self) -> World:
        """Give the world at the end of the timeline, without anything on the accounts."""
        kinds = (Page, Instagram, Profile)
        return World().then(each for each in self.timeline.entries if isinstance(each, kinds))

    @property
    def now(self) -> datetime:
        """The instant at which the page is shown."""
        return self._stage.now()

    @property
    def calls(self) -> tuple[LoggedCall, ...]:
        """Every call so far with path, parameters and status, without the token."""
        return self._stage.calls

    def set_time(self, instant: datetime) -> None:
        """Show the page as it stands at this instant, earlier or later."""
        self._stage.set_time(instant)

    def add(self, entries: Iterable[Entry]) -> None:
        """Let more happen; raises ``TimelineUnreadable`` where it contradicts what is there."""
        self._stage.add(entries)

    def misbehave(  # noqa: PLR0913 - the parts of a fault, all but the first by name
        self,
        kind: FaultKind,
        *,
        path: str | None = None,
        calls: tuple[int, ...] = (),
        times: int | None = None,
        until: datetime | None = None,
        minutes: int = 30,
        seconds: float = 1,
    ) -> None:
        """Spoil calls from now on; the parameters are those of ``Fault``."""
        self._stage.misbehave(
            Fault(
                at=_ALWAYS,
                kind=kind,
                path=path,
                calls=calls,
                times=times,
                until=until,
                minutes=minutes,
                seconds=seconds,
            )
        )

    def herald(self, url: str, *, post: Post | None = None) -> Herald:
        """Make a teller of webhooks to this address; ``tell`` it to look after time has moved.

        ``post`` sends in place of HTTP, for a receiver in the same process.
        """
        return Herald(self._stage, url, post=post)

    def ask(
        self, method: str, target: str, *, form: str = "", byte_range: str | None = None
    ) -> Answer:
        """Answer a call without a socket in between, as if the page's token had come with it.

        ``target`` is the path with its parameters, version first; an
        ``access_token`` among them is used in place of the page's.
        """
        bearer = None if TOKEN_PARAMETER in target else f"Bearer {self.token}"
        call = read_call(method, target, bearer, form=form, byte_range=byte_range)
        return self._stage.answer(call, self.url)

    def start(self) -> Self:
        """Begin to answer; calling it again changes nothing."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._server.serve_forever, args=(_POLL,), name="playback", daemon=True
            )
            self._thread.start()
        return self

    def stop(self) -> None:
        """Stop answering and close every connection."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.close_connections()
        self._server.server_close()

    def wait(self, seconds: float | None = None) -> bool:
        """Answer until somebody stops it, or for so long; tell whether it still answers."""
        if self._thread is None:
            return False
        self._thread.join(seconds)
        return self._thread.is_alive()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

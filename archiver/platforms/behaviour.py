"""How the played platform behaves as long as it runs: its tokens, its limits, its habits."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from archiver.platforms.media_links import LIFE

# These open nothing but an invented page.
DEFAULT_TOKEN = "playback-token"  # noqa: S105 - see above
DEFAULT_APP_SECRET = "playback-app-secret"  # noqa: S105 - see above
APP_ID = "100200300400500"
APP_NAME = "Playback"
"""The invented app behind the tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """How the played platform behaves.

    ``token`` is the Page token it accepts, until ``token_expires`` of its own
    time. After ``calls_allowed`` calls it throttles, and the usage headers
    climb to there. A call that may list more than ``heaviest`` objects is
    answered with HTTP 500 and code 1. None: without such a limit.
    ``proof_required`` refuses calls without a good ``appsecret_proof``.
    ``counted_cursors`` makes cursors count places instead of naming items, so
    that what is inserted or deleted between two pages shifts the rest.
    ``media_life`` is how long a media link works. The feeds of a page list
    the newest ``feed_most`` posts; older ones are found by their ids alone.
    ``filter=stream`` lists and counts so many levels of comments as
    ``stream_levels`` says, instead of all.
    """

    token: str = field(default=DEFAULT_TOKEN, repr=False)
    token_expires: datetime | None = None
    calls_allowed: int | None = None
    heaviest: int | None = None
    app_secret: str = field(default=DEFAULT_APP_SECRET, repr=False)
    proof_required: bool = False
    counted_cursors: bool = False
    media_life: timedelta = LIFE
    feed_most: int | None = None
    stream_levels: int | None = None

    @property
    def user_token(self) -> str:
        """The short-lived token of the person who has a role on the pages."""
        return f"{self.token}-user"

    @property
    def long_user_token(self) -> str:
        """What the short-lived one can be exchanged for."""
        return f"{self.token}-long-user"

    @property
    def instagram_token(self) -> str:
        """The token of the Instagram Login door."""
        return f"{self.token}-instagram"

    @property
    def app_token(self) -> str:
        """The app's own token: what describes other tokens."""
        return f"{APP_ID}|{self.app_secret}"

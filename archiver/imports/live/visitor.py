"""instaloader as a visitor without login, who says nothing and keeps within bounds.

Written against 4.16, whose source names every question it asks; a newer one
has to be read before it is let in (``tests/archiver/imports/live``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import instaloader
import requests
from instaloader.instaloadercontext import RateController
from urllib3.exceptions import HTTPError

from archiver import disk
from archiver.imports.live.door import PAUSE, Door
from archiver.imports.live.trouble import Stopped, Trouble
from archiver.media.connection import AddressRefused
from archiver.media.kinds import type_of

PROGRAM = f"instaloader {instaloader.__version__}"
ATTEMPTS = 1
"""How often one thing is asked for. While it asks again, instaloader takes Ctrl-C for "go on"."""

TIMEOUT = 60.0
"""Seconds without a word."""

HOPS = 3
"""How often a host may send us on to another address."""

_FILES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".mp4"})
"""Ends of names that the import takes for a post's pictures and films."""

_NAMES = "{date_utc}_{shortcode}_UTC"
"""With the shortcode, so that two posts of one second do not become one."""

_SHAPES = (LookupError, TypeError, ValueError, AttributeError, AssertionError, ArithmeticError)
"""What reading an answer ends in that is not of the form instaloader's source expects."""


class Visitor(instaloader.InstaloaderContext):
    """instaloader's line to Instagram. ``failures`` counts what it gave up without raising."""

    def __init__(self, door: Door, folder: Path, media_limit: int) -> None:
        self._door = door
        self._folder = folder
        self._media_limit = media_limit
        self.failures = 0
        super().__init__(
            sleep=True,
            quiet=True,
            max_connection_attempts=ATTEMPTS,
            request_timeout=TIMEOUT,
            rate_controller=lambda context: _Pace(context, door),
            iphone_support=False,
        )

    def log(self, *_msg: object, sep: str = "", end: str = "\n", flush: bool = False) -> None:
        """Say nothing: it would be the platform's text on a terminal."""

    def error(self, msg: object, repeat_at_end: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002 - the base class's signature
        """Say nothing, and count what is not only a word on trying again."""
        self.failures += repeat_at_end

    def do_sleep(self) -> None:
        """Pause before a question."""
        self._door.pause(PAUSE)

    def get_anonymous_session(self) -> requests.Session:
        """Make a session that goes through the door."""
        return self._led(super().get_anonymous_session())

    @contextmanager
    def _graphql_session(
        self, referer: str | None, csrf: str | None = None, lsd: str | None = None
    ) -> Iterator[requests.Session]:
        """Lead the short-lived sessions of single questions through the door as well."""
        with super()._graphql_session(referer, csrf, lsd) as session:
            yield self._led(session)

    def get_iphone_json(self, *_: object, **__: object) -> NoReturn:
        """Ask nothing the phone's way: it is for people who are logged in."""
        raise Stopped(Trouble.LOGIN)

    def login(self, *_: object, **__: object) -> NoReturn:
        """Do not log in."""
        raise Stopped(Trouble.LOGIN)

    def load_session(self, *_: object, **__: object) -> NoReturn:
        """Do not take a login over."""
        raise Stopped(Trouble.LOGIN)

    def write_raw(self, resp: bytes | requests.Response, filename: str) -> None:
        """Keep a picture or film beside its post; raises ``Stopped`` for anything else."""
        if isinstance(resp, bytes):
            raise Stopped(Trouble.NO_FILE)
        place = Path(filename)
        with resp:
            if place.suffix not in _FILES or place.parent != self._folder:
                raise Stopped(Trouble.NO_FILE)
            disk.write_arriving_file(self._file(resp), lambda: place, staging=self._folder)

    def _file(self, response: requests.Response) -> Iterator[bytes]:
        """Give a file piece by piece, where its first bytes are those of a picture or film."""
        looked = False
        for piece in self._door.pieces(response, self._media_limit):
            if not looked and not type_of(piece).startswith(("image/", "video/")):
                raise Stopped(Trouble.NO_FILE)
            looked = True
            yield piece
        if not looked:
            raise Stopped(Trouble.NO_FILE)

    def _led(self, session: requests.Session) -> requests.Session:
        # Neither proxies nor logins of the environment are for it.
        session.trust_env = False
        session.max_redirects = HOPS
        for scheme in ("http://", "https://"):
            session.mount(scheme, self._door)
        return session


class _Pace(RateController):
    """instaloader's own reckoning of how many questions are too many, within our bounds."""

    def __init__(self, context: instaloader.InstaloaderContext, door: Door) -> None:
        super().__init__(context)
        self._door = door

    def sleep(self, secs: float) -> None:
        """Wait, where the run has the time."""
        self._door.pause(secs)


def loader_for(visitor: Visitor, folder: Path) -> instaloader.Instaloader:
    """Make an instaloader that writes posts into one folder, every option said.

    No comments and no stories: both need a login. No files of resuming and no
    stamps: each run is a whole one.
    """
    loader = instaloader.Instaloader(
        quiet=True,
        # Braces are instaloader's own signs in a pattern.
        dirname_pattern=str(folder).replace("{", "{{").replace("}", "}}"),
        filename_pattern=_NAMES,
        download_pictures=True,
        download_videos=True,
        download_video_thumbnails=True,
        download_geotags=False,
        download_comments=False,
        save_metadata=True,
        compress_json=False,
        post_metadata_txt_pattern="",
        storyitem_metadata_txt_pattern="",
        resume_prefix=None,
        iphone_support=False,
        sanitize_paths=False,
    )
    loader.context.close()  # type: ignore[no-untyped-call] # instaloader types most of it
    loader.context = visitor
    return loader


@contextmanager
def understood(door: Door) -> Iterator[None]:
    """Turn whatever instaloader ends in into ``Stopped``, or an error of our own disk."""
    try:
        yield
    except instaloader.AbortDownloadException as error:
        raise Stopped(Trouble.CHECKPOINT, door.status) from error
    except instaloader.ProfileNotExistsException as error:
        raise Stopped(Trouble.MISSING) from error
    except instaloader.LoginRequiredException as error:
        # A redirect to the login page stops at the door, so this is the profile's own.
        raise Stopped(Trouble.PRIVATE) from error
    except (
        instaloader.ConnectionException,
        instaloader.QueryReturnedBadRequestException,
        instaloader.QueryReturnedForbiddenException,
        requests.RequestException,
        HTTPError,
    ) as error:
        raise _unanswered(door, error) from error
    except AddressRefused as error:
        raise Stopped(Trouble.ELSEWHERE) from error
    except (instaloader.InstaloaderException, *_SHAPES, RecursionError) as error:
        raise Stopped(Trouble.SHAPE) from error
    except OSError as error:
        disk.refuse(error)


def _unanswered(door: Door, error: Exception) -> Stopped:
    """Tell silence, a no, and an answer that is no JSON, of which instaloader makes one thing."""
    if door.status is None:
        return Stopped(Trouble.SILENT)
    if isinstance(error.__cause__, ValueError):
        return Stopped(Trouble.SHAPE)
    refused = door.status if door.status != requests.codes.ok else None
    return Stopped(Trouble.REFUSED, refused)

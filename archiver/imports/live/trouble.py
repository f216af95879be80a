"""What can stop a live run, or keep one post from it: what it means, and what to do next.

No text of the platform's and none of instaloader's goes into any of it.
"""

from enum import Enum
from typing import NamedTuple

from archiver.captures import Gap
from archiver.errors import CivickeepError, PlatformUnavailable
from archiver.imports.live.errors import AnswerUnknown, InstagramRefuses, ProfileNotShown


class _Meaning(NamedTuple):
    """``ends`` the run, or only concerns one post."""

    what: str
    next_step: str
    error: type[CivickeepError]
    ends: bool


_PATIENCE = "leave it alone for a day, and read the account through the Graph API meanwhile"
_LOOK = "look at its address in a browser that is not logged in"
_UPDATE = "look whether a newer instaloader is out, and read the account through the Graph API"
_LATER = "fetch again later"
_WIDER = "fetch again later, or raise {} under [imports] in civickeep.toml"


class Trouble(Enum):
    """Everything that is told apart."""

    WAIT = _Meaning("Instagram asks visitors to wait", _PATIENCE, InstagramRefuses, ends=True)
    LOGIN = _Meaning("Instagram wants a login", _PATIENCE, InstagramRefuses, ends=True)
    CHECKPOINT = _Meaning("Instagram wants a proof from us", _PATIENCE, InstagramRefuses, ends=True)
    MISSING = _Meaning("no profile of this name is shown", _LOOK, ProfileNotShown, ends=True)
    PRIVATE = _Meaning("the profile is private", _LOOK, ProfileNotShown, ends=True)
    OTHER = _Meaning(
        "another profile than before has this name now",
        "if it is the city's, withdraw the approval and record a new one for it",
        ProfileNotShown,
        ends=True,
    )
    EMPTY = _Meaning("the profile shows no posts", _LOOK, ProfileNotShown, ends=True)
    SHAPE = _Meaning(
        "the answer has a form that instaloader does not know", _UPDATE, AnswerUnknown, ends=False
    )
    REFUSED = _Meaning("Instagram refused to answer", _LATER, PlatformUnavailable, ends=False)
    SILENT = _Meaning("the connection failed", _LATER, PlatformUnavailable, ends=False)
    ELSEWHERE = _Meaning(
        "the answer leads to an address that is not followed", _UPDATE, AnswerUnknown, ends=False
    )
    TOO_LONG = _Meaning(
        "the answer is longer than the settings allow",
        _WIDER.format("json_limit or media_limit"),
        PlatformUnavailable,
        ends=False,
    )
    NO_FILE = _Meaning("what came is no picture and no film", _LATER, AnswerUnknown, ends=False)
    REQUESTS = _Meaning(
        "so many requests were made as one run may make",
        _WIDER.format("live_requests"),
        PlatformUnavailable,
        ends=True,
    )
    SECONDS = _Meaning(
        "so much time has passed as one run may take",
        _WIDER.format("live_seconds"),
        PlatformUnavailable,
        ends=True,
    )
    KILLED = _Meaning("the run was stopped by hand", _LATER, PlatformUnavailable, ends=True)
    IN_A_ROW = _Meaning(
        "so many posts in a row could not be read that it was given up",
        _UPDATE,
        AnswerUnknown,
        ends=True,
    )


class Stopped(Exception):
    """A run cannot go on, or a post cannot be had; ``status`` is the HTTP status, if that is why.

    Neither an ``OSError`` nor one of instaloader's errors: it would ask again.
    """

    def __init__(self, trouble: Trouble, status: int | None = None) -> None:
        super().__init__(trouble.name)
        self.trouble = trouble
        self.status = status

    @property
    def ends(self) -> bool:
        """Whether nothing more is to be asked."""
        return self.trouble.value.ends

    def gap(self, what: str) -> Gap:
        """Tell what is not there because of it, and what to do."""
        return Gap(what, f"{self._cause}; {self.trouble.value.next_step}")

    def error(self, username: str) -> CivickeepError:
        """Make the error for a run that brought nothing."""
        meaning = self.trouble.value
        step = meaning.next_step
        return meaning.error(
            f"Nothing was fetched of instagram.com/{username}: {self._cause}.",
            next_step=f"{step[0].upper()}{step[1:]}.",
        )

    @property
    def _cause(self) -> str:
        number = f" (HTTP {self.status})" if self.status is not None else ""
        return f"{self.trouble.value.what}{number}"

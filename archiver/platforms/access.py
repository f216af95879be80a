"""What the person behind the tokens has granted, and until when."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from msgspec import UNSET, structs

from archiver.platforms.entries import Token

MODERATE = "MODERATE"
TASKS = ("ANALYZE", "ADVERTISE", "MESSAGING", MODERATE, "CREATE_CONTENT", "MANAGE")
"""What a person can do on a page (facebook.md, section 2)."""

SHOW_LIST = "pages_show_list"
ENGAGEMENT = "pages_read_engagement"
USER_CONTENT = "pages_read_user_content"
INSTAGRAM_BASIC = "instagram_basic"
INSTAGRAM_COMMENTS = "instagram_manage_comments"
METADATA = "pages_manage_metadata"
SCOPES = (
    SHOW_LIST,
    ENGAGEMENT,
    USER_CONTENT,
    METADATA,
    INSTAGRAM_BASIC,
    INSTAGRAM_COMMENTS,
)
"""What is granted at first: all that reading needs (facebook.md, section 2; instagram.md, 1)."""


@dataclass(frozen=True, slots=True)
class Access:
    """Rights and ends of the tokens; None as an end means never.

    ``dead`` is the subcode with which every call is refused; None: it lives.
    """

    scopes: tuple[str, ...] = SCOPES
    tasks: tuple[str, ...] = TASKS
    expires: datetime | None = None
    data_access_expires: datetime | None = None
    dead: int | None = None

    @property
    def moderates(self) -> bool:
        """Whether comments come with their ids, and hidden ones at all."""
        return MODERATE in self.tasks

    def then(self, entry: Token) -> "Access":
        """Give the access after this line."""
        named: dict[str, Any] = structs.asdict(entry)
        del named["at"]
        return replace(self, **{key: value for key, value in named.items() if value is not UNSET})

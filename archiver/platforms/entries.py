"""The lines of a timeline: what happens on an invented page, and when.

Every line is one JSON object with ``at`` (an instant with its time zone) and
``do`` (what happens). The classes gathered here are those lines, so that a
timeline can be written by hand in a file or put together in code;
``docs/playback.md`` shows the format to people.
"""

from typing import TypeAlias

from archiver.platforms.changes import (
    Approve,
    Change,
    Comment,
    Delete,
    Edit,
    EndLive,
    Engagement,
    Hide,
    Profile,
    Publish,
    Restore,
    Restrict,
    Unhide,
)
from archiver.platforms.controls import (
    Control,
    Edge,
    Fault,
    FaultKind,
    Manner,
    Subscription,
    Token,
    Webhooks,
)
from archiver.platforms.facebook_lines import (
    Block,
    Live,
    Page,
    Post,
    Reel,
    Review,
    Setting,
    Story,
    Unblock,
)
from archiver.platforms.instagram_lines import (
    Child,
    CommentPages,
    Instagram,
    Media,
    MediaType,
    Product,
)
from archiver.platforms.lines import Attachment, Id, Instant, Line, Person

Thing: TypeAlias = Post | Reel | Story | Review | Live | Media
"""A line with which something new stands on an account."""

Entry: TypeAlias = (
    Page | Instagram | Thing | Comment | Change | Profile | Block | Unblock | Setting | Control
)
"""Any line of a timeline."""

__all__ = [
    "Approve",
    "Attachment",
    "Block",
    "Change",
    "Child",
    "Comment",
    "CommentPages",
    "Control",
    "Delete",
    "Edge",
    "Edit",
    "EndLive",
    "Engagement",
    "Entry",
    "Fault",
    "FaultKind",
    "Hide",
    "Id",
    "Instagram",
    "Instant",
    "Line",
    "Live",
    "Manner",
    "Media",
    "MediaType",
    "Page",
    "Person",
    "Post",
    "Product",
    "Profile",
    "Publish",
    "Reel",
    "Restore",
    "Restrict",
    "Review",
    "Setting",
    "Story",
    "Subscription",
    "Thing",
    "Token",
    "Unblock",
    "Unhide",
    "Webhooks",
]

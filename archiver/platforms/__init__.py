"""A platform that plays back: a local server that answers like the Graph API.

A timeline (``docs/playback.md``) says what happens on an invented page;
``Playback`` shows it to a harvester as Facebook would at any instant, and
misbehaves on request.
"""

from archiver.platforms.behaviour import DEFAULT_APP_SECRET, DEFAULT_TOKEN
from archiver.platforms.calls import read_call
from archiver.platforms.deliveries import Delivery, deliveries, signature
from archiver.platforms.entries import (
    Approve,
    Attachment,
    Block,
    Child,
    Comment,
    CommentPages,
    Delete,
    Edge,
    Edit,
    EndLive,
    Engagement,
    Entry,
    Fault,
    FaultKind,
    Hide,
    Instagram,
    Live,
    Manner,
    Media,
    MediaType,
    Page,
    Person,
    Post,
    Product,
    Profile,
    Publish,
    Reel,
    Restore,
    Restrict,
    Review,
    Setting,
    Story,
    Subscription,
    Token,
    Unblock,
    Unhide,
    Webhooks,
)
from archiver.platforms.herald import Herald
from archiver.platforms.playback import Playback
from archiver.platforms.playback_files import read_playback_file
from archiver.platforms.pure import answer_in
from archiver.platforms.threads import read_threads
from archiver.platforms.timeline import Timeline, make_timeline, read_timeline
from archiver.platforms.webhooks import Hook, events_for
from archiver.platforms.world import World

__all__ = [
    "DEFAULT_APP_SECRET",
    "DEFAULT_TOKEN",
    "Approve",
    "Attachment",
    "Block",
    "Child",
    "Comment",
    "CommentPages",
    "Delete",
    "Delivery",
    "Edge",
    "Edit",
    "EndLive",
    "Engagement",
    "Entry",
    "Fault",
    "FaultKind",
    "Herald",
    "Hide",
    "Hook",
    "Instagram",
    "Live",
    "Manner",
    "Media",
    "MediaType",
    "Page",
    "Person",
    "Playback",
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
    "Timeline",
    "Token",
    "Unblock",
    "Unhide",
    "Webhooks",
    "World",
    "answer_in",
    "deliveries",
    "events_for",
    "make_timeline",
    "read_call",
    "read_playback_file",
    "read_threads",
    "read_timeline",
    "signature",
]

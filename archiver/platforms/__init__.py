"""A platform that plays back: a local server that answers like the Graph API.

A timeline (``docs/playback.md``) says what happens on an invented page;
``Playback`` shows it to a harvester as Facebook would at any instant, and
misbehaves on request.
"""

from archiver.platforms.entries import (
    Attachment,
    Comment,
    Delete,
    Edit,
    Entry,
    Fault,
    FaultKind,
    Hide,
    Page,
    Person,
    Post,
    Restore,
    Unhide,
)
from archiver.platforms.playback import DEFAULT_TOKEN, Playback
from archiver.platforms.playback_files import read_playback_file
from archiver.platforms.threads import read_threads
from archiver.platforms.timeline import Timeline, make_timeline, read_timeline

__all__ = [
    "DEFAULT_TOKEN",
    "Attachment",
    "Comment",
    "Delete",
    "Edit",
    "Entry",
    "Fault",
    "FaultKind",
    "Hide",
    "Page",
    "Person",
    "Playback",
    "Post",
    "Restore",
    "Timeline",
    "Unhide",
    "make_timeline",
    "read_playback_file",
    "read_threads",
    "read_timeline",
]

"""``civickeep playback``: a platform to try everything on, without a token."""

import shlex
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.console import Command, emit, printable, say

if TYPE_CHECKING:
    from archiver.platforms import Playback, Timeline

# One that no well-known service uses, and always the same, so that an account keeps its address.
DEFAULT_PORT = 8726
# How often a receiver of webhooks is told what has happened, in seconds.
LOOK_EVERY = 0.2
# A file of real threads can hold a hundred pages; more lines than this help nobody.
SHOWN_PAGES = 5


@click.command(
    cls=Command,
    exits=[
        (55, "the file has a line that cannot be read; nothing was loaded"),
        (180, "the webhook receiver did not answer the handshake"),
    ],
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Listen on this port of 127.0.0.1; 0 takes a free one.",
)
@click.option(
    "--at",
    metavar="TIME",
    help="Show the page as it stood at this time; also start or end. "
    "[default: end; start with --speed]",
)
@click.option(
    "--speed",
    metavar="N",
    type=click.FloatRange(min=0),
    default=0,
    help="Let the played time run N times faster than the clock: 3600 is an hour a second. "
    "[default: it stands still]",
)
@click.option("--token", default="playback-token", show_default=True, help="The token it accepts.")
@click.option(
    "--webhook",
    metavar="URL",
    help="Tell this address what happens as the played time moves on, signed with the app's "
    "secret, playback-app-secret.",
)
@click.option(
    "--verify-token",
    default="playback-verify",
    show_default=True,
    help="What the receiver wants to hear in the handshake.",
)
@click.option("--json", "as_json", is_flag=True, help="Say where it listens as one JSON object.")
def playback(
    file: Path,
    *,
    port: int,
    at: str | None,
    speed: float,
    token: str,
    webhook: str | None,
    verify_token: str,
    as_json: bool,
) -> None:
    """Answer like the Graph API from FILE, on this machine only, until Ctrl-C.

    FILE is a timeline (docs/playback.md shows the format) or a file of real
    public threads, .jsonl or .jsonl.gz. Move the time from another terminal:

    curl -X POST 'http://127.0.0.1:8726/_playback/clock?at=next'
    """
    from archiver.platforms import read_playback_file

    timeline = read_playback_file(file)
    platform = _open(timeline, port=port, at=_instant(at, timeline), speed=speed, token=token)
    # A script or a container stops it with SIGTERM; that is as good as Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with platform:
        try:
            _announce(platform, file, as_json=as_json)
            _play(platform, webhook, verify_token)
        except KeyboardInterrupt:
            say(f"\nStopped after {len(platform.calls)} calls.")


def _play(platform: "Playback", webhook: str | None, verify_token: str) -> None:
    """Answer until somebody stops it, and tell a receiver meanwhile."""
    if webhook is None:
        platform.wait()
        return
    herald = platform.herald(webhook)
    herald.greet(verify_token)
    say(f"The receiver at {printable(webhook)} answered the handshake.")
    while platform.wait(LOOK_EVERY):
        herald.tell()


def _open(
    timeline: "Timeline", *, port: int, at: datetime | None, speed: float, token: str
) -> "Playback":
    from archiver.errors import WrongUsage
    from archiver.platforms import Playback

    try:
        return Playback(timeline, token=token, at=at, speed=speed, port=port)
    except OSError as error:
        raise WrongUsage(
            f"Port {port} cannot be used: {error.strerror}.",
            next_step="Give another with --port, or --port 0 for any free one.",
        ) from error


def _instant(text: str | None, timeline: "Timeline") -> datetime | None:
    from archiver.civil_time import from_wire

    if text is None:
        return None
    named = {"start": timeline.first, "end": timeline.last}
    try:
        return named[text] if text in named else from_wire(text)
    except ValueError as error:
        message = f"{text!r} is no time; write for example 2026-03-02T15:00:00Z, start or end."
        raise click.BadParameter(message, param_hint="--at") from error


def _announce(platform: "Playback", file: Path, *, as_json: bool) -> None:
    _say_what_is_played(platform, file)
    _say_what_to_type(platform)
    if as_json:
        pages = [{"id": page.id, "name": page.name} for page in platform.pages]
        place = {"url": platform.url, "port": platform.port, "token": platform.token}
        accounts = [{"id": each.id, "username": each.username} for each in platform.instagrams]
        emit({**place, "pages": pages, "instagram": accounts})
        sys.stdout.flush()


def _say_what_is_played(platform: "Playback", file: Path) -> None:
    from archiver.civil_time import to_wire

    timeline = platform.timeline
    say(f"Playing {file.name}: {len(timeline.entries)} entries,")
    say(f"from {to_wire(timeline.first)} to {to_wire(timeline.last)}.")
    say(f"Now it is {to_wire(platform.now.replace(microsecond=0))} there.")
    say(f"Listening on {platform.url} (this machine only). Ctrl-C stops it.\n")


def _say_what_to_type(platform: "Playback") -> None:
    from archiver.settings import FacebookSettings

    timeline, pages = platform.timeline, platform.pages
    say("Next, in the archive's folder in another terminal:")
    say(f"  export {FacebookSettings().token_env}={shlex.quote(platform.token)}")
    for page in pages[:SHOWN_PAGES]:
        name = shlex.quote(printable(" ".join(page.name.split())))
        say(f"  civickeep account add facebook {page.id} --name {name} --api-url {platform.url}")
    if (hidden := len(pages) - SHOWN_PAGES) > 0:
        say(f"  ... and {hidden} more pages; --json names them all")
    say("  civickeep harvest --all\n")
    if platform.now >= timeline.last > timeline.first:
        say("This is the end of it. To see things change, begin with --at start and move on with")
    else:
        say("Let more happen, then harvest again:")
    say(f"  curl -X POST '{platform.url}/_playback/clock?at=next'")

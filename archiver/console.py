"""What commands share: where settings come from, how JSON and errors are shown.

Standard output carries results alone; progress, messages and errors go to
standard error. Archived text is hostile: control characters are shown as
marks, so that a comment cannot move a clerk's cursor or colour her screen.
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from archiver.errors import CivickeepError

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.progress import Reporter
    from archiver.settings import Settings
    from archiver.viewer import Viewer

DEBUG_VARIABLE = "CIVICKEEP_DEBUG"
CONFIG_KEY = "civickeep.config"


class Command(click.Command):
    """A command that also takes ``--config`` and lists its exit statuses in its help."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - click's own
        exits: Sequence[tuple[int, str]] = (),
        **kwargs: Any,  # noqa: ANN401 - click's own
    ) -> None:
        statuses = [(0, "done and clean"), (1, "unexpected"), (2, "wrong usage"), *exits]
        kwargs.setdefault(
            "epilog", "Exit status: " + "; ".join(f"{code} {text}" for code, text in statuses) + "."
        )
        super().__init__(*args, **kwargs)
        self.params.append(config_option())


class Group(click.Group):
    """A group whose commands are ``Command``."""

    command_class = Command


def config_option() -> click.Option:
    """Make the ``--config`` option every command takes."""

    def remember(context: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            context.find_root().meta[CONFIG_KEY] = value

    return click.Option(
        ["--config"],
        metavar="FILE",
        expose_value=False,
        is_eager=True,
        callback=remember,
        help="The archive's civickeep.toml. [default: $CIVICKEEP_CONFIG, else ./civickeep.toml]",
    )


def current_settings() -> "Settings":
    """Load the settings the present command was told to use."""
    from archiver.settings import load_settings  # noqa: PLC0415 - keeps --help fast

    return load_settings(click.get_current_context().find_root().meta.get(CONFIG_KEY))


def open_archive() -> "Archive":
    """Open the archive the present command was told to use."""
    from archiver.archive import Archive  # noqa: PLC0415 - keeps --help fast

    archive = Archive.open(current_settings())
    click.get_current_context().call_on_close(lambda: _close(archive))
    return archive


def _close(archive: "Archive") -> None:
    """Let go of an archive; a checkpoint closes the acts that the command recorded."""
    from archiver.ledger.closing import close_ledger  # noqa: PLC0415 - keeps --help fast

    try:
        if archive.recorded:
            close_ledger(archive, lambda message: say(printable(message)))
    finally:
        archive.close()


def console_viewer(archive: "Archive") -> "Viewer":
    """Make the viewer for the person at this terminal.

    Whoever may read the archive's files is trusted as its clerk and records
    staff; the name is the operating system's.
    """
    from archiver.viewer import Role, Viewer  # noqa: PLC0415 - keeps --help fast

    return Viewer(
        name=_person(),
        roles=frozenset({Role.CLERK, Role.RECORDS, Role.AUDITOR}),
        city=archive.settings.city.name,
    )


def _person() -> str:
    import getpass  # noqa: PLC0415 - keeps --help fast

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return f"user {os.getuid()}"


def emit(value: object) -> None:
    """Write one JSON object to standard output, on one line."""
    import msgspec  # noqa: PLC0415 - keeps --help fast

    sys.stdout.buffer.write(msgspec.json.encode(value, order="deterministic") + b"\n")


def emit_lines(values: Iterable[object]) -> None:
    """Write JSONL: one object a line, as they come."""
    import msgspec  # noqa: PLC0415 - keeps --help fast

    encoder = msgspec.json.Encoder(order="deterministic")
    for value in values:
        sys.stdout.buffer.write(encoder.encode(value) + b"\n")


def say(message: str) -> None:
    """Tell the person something, on standard error."""
    click.echo(message, err=True)


def reporter(*, quiet: bool = False) -> "Reporter":
    """Give who is told what goes on: a line that moves where a person watches, else sentences.

    ``quiet`` asks for sentences alone, as for a command that writes JSON.
    """
    from archiver.progress import Lines, can_draw  # noqa: PLC0415 - keeps --help fast

    if quiet or not can_draw(os.environ, is_terminal=sys.stderr.isatty()):
        return Lines(lambda sentence: say(printable(sentence)))
    from archiver.bar import Bar  # noqa: PLC0415 - only needed on a terminal

    return Bar()


def printable(text: str) -> str:
    """Make archived text harmless on a terminal: control and bidi marks become visible."""
    return "".join(
        character if character.isprintable() or character == "\n" else f"\\u{ord(character):04x}"
        for character in text
    )


def one_line(text: str) -> str:
    """Make archived text ``printable`` on a single line, as names stand within a sentence."""
    return printable(text).replace("\n", " ")


INTERRUPTED = 130
"""What shells give a command that a person stopped."""


def guard(run: Callable[[], object]) -> int:
    """Run a command and turn errors into one sentence, a next step and an exit status."""
    outlet = sys.stdout
    try:
        left_with = run()
        sys.stdout.flush()  # a reader that has gone is noticed here and not at the very end
    except SystemExit:
        # click muffles standard output and leaves with 1 where its reader has gone; for
        # whoever only wanted the first lines that is no failure.
        if sys.stdout is outlet:
            raise
        return _explain(BrokenPipeError())
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        return _explain(error)
    return left_with if isinstance(left_with, int) else 0


def _explain(error: Exception) -> int:
    """Say what an error means, and give the exit status for it."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.ClickException():
            error.show()
            return error.exit_code
        case click.Abort():
            say("Stopped.")
            return INTERRUPTED
        case CivickeepError():
            say(f"Error: {printable(error.what)}\nNext:  {printable(error.next_step)}")
            return error.exit_code
        case BrokenPipeError():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone
            return 0
    say(
        f"Unexpected: {type(error).__name__}: {printable(str(error))}\n"
        f"Next:  nothing acknowledged is lost; run again with {DEBUG_VARIABLE}=1 to see where, "
        "and report it."
    )
    return 1

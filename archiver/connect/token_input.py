"""Reading a token or an app's secret from where a person put it, without ever showing it."""

import re
from collections.abc import Mapping
from pathlib import Path

from archiver.connect.errors import TokenMissing
from archiver.errors import WrongUsage
from archiver.secret import Secret

_ONE_WORD = re.compile(r"[!-~]{1,4096}")
"""Printable ASCII without a space: what can stand in a header."""


def from_variable(environment: Mapping[str, str], name: str) -> Secret:
    """Read a secret from an environment variable; raises ``TokenMissing`` where it is not set."""
    if name not in environment:
        raise TokenMissing(
            f"The variable {name} is not set.",
            next_step=f"Set {name} and run the same command again.",
        )
    return from_text(environment[name], f"The variable {name}")


def from_file(path: Path) -> Secret:
    """Read a secret from a file that holds nothing else; raises ``TokenMissing``."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise TokenMissing(
            f"The file {path} cannot be read.",
            next_step="Name a text file that holds the token and nothing else.",
        ) from None
    return from_text(text, f"The file {path}")


def from_text(text: str, source: str) -> Secret:
    """Check that a text can be a token or secret; raises ``WrongUsage``, and never repeats it."""
    word = text.strip()
    if not _ONE_WORD.fullmatch(word):
        raise WrongUsage(
            f"{source} does not hold one token: it must be one word of ordinary characters.",
            next_step="Copy the token again, whole and with nothing around it.",
        )
    return Secret(word)

"""How amounts of money and hours, and days and instants, are written on the command line."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,6})?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Amount(click.ParamType[Decimal]):
    """A plain decimal number, zero or more, such as ``18.50``."""

    name = "amount"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Decimal:
        """Read the number; words, signs and exponents are refused."""
        if isinstance(value, Decimal):
            return value
        if not _AMOUNT.fullmatch(str(value)):
            self.fail(f"{value!r} is not an amount such as 18.50", param, ctx)
        return Decimal(str(value))


AMOUNT = Amount()


def read_civil_date(text: str, zone: "ZoneInfo") -> date:
    """Read a date, or an instant whose date in the city's zone is meant.

    03:30 UTC is the evening before in Minnesota. Raises ``WrongUsage``.
    """
    from archiver.civil_time import civil_date, from_wire
    from archiver.errors import WrongUsage

    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        return civil_date(from_wire(text), zone)
    except (ValueError, OverflowError):
        raise WrongUsage(
            f"{text!r} is neither a date nor a time.",
            next_step="Write it as 2026-04-06 or as 2026-04-06T15:30:00Z.",
        ) from None


LONGEST_LETTER = 1_000_000
"""Bytes of a request's text; a longer file is not a letter."""


def read_received(text: str, zone: "ZoneInfo") -> datetime:
    """Read when the city received something; a bare date is the beginning of that day there.

    Raises ``WrongUsage``.
    """
    from archiver.civil_time import from_wire
    from archiver.errors import WrongUsage

    try:
        if _DATE.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time(), zone).astimezone(UTC)
        return from_wire(text)
    except (ValueError, OverflowError):
        raise WrongUsage(
            f"{text!r} is neither a date nor a time.",
            next_step="Write it as 2026-04-06 or as 2026-04-06T15:30:00Z.",
        ) from None


def read_letter(letter: Path | None, text: str | None) -> str:
    """Read the words of a request, from a file or as they were typed. Raises ``WrongUsage``."""
    from archiver.errors import WrongUsage

    if letter is not None and text is not None:
        raise WrongUsage(
            "--from-file and --text both give the words of the request.",
            next_step="Use one of them.",
        )
    if letter is None:
        return (text or "").strip()
    with letter.open("rb") as file:
        data = file.read(LONGEST_LETTER + 1)
    try:
        if len(data) <= LONGEST_LETTER and b"\0" not in data:
            return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        pass  # not text: refused below, like a file that is too long
    raise WrongUsage(
        f"{letter} is not a text file of at most {LONGEST_LETTER:,} bytes in UTF-8.",
        next_step="Save the words of the letter as plain text, or give them with --text.",
    )

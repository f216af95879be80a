"""How amounts of money and hours, and days and instants, are written on the command line."""

import re
from datetime import date
from decimal import Decimal
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

"""Options that several commands of this group take."""

from datetime import date

import click


class CivilDate(click.ParamType[date]):
    """A calendar date, ``YYYY-MM-DD``, in the city's zone."""

    name = "DATE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read one date; nothing but that spelling is accepted."""
        if isinstance(value, date):
            return value
        text = str(value)
        try:
            read = date.fromisoformat(text)
        except ValueError:
            read = None
        if read is None or read.isoformat() != text:
            self.fail(
                f"{text!r} is no date; write it as YYYY-MM-DD, such as 2026-11-22.", param, ctx
            )
        return read


json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
as_of_option = click.option(
    "--as-of",
    type=CivilDate(),
    help="Answer as of this day. [default: today in the city's zone, America/Chicago "
    "where there are no settings]",
)

"""What can go wrong when one item is to be kept at once."""

from archiver.errors import CivickeepError


class ItemUnresolved(CivickeepError):
    """The item that was named could not be found out, or the platform does not show it.

    Short addresses say nothing about the item behind them, and a deleted or
    hidden item cannot be read any more. Open the item in a browser and copy
    the address from there, or name it by its id; what was kept of it before is
    still in the archive.
    """

    exit_code = 121

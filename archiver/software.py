"""Which program made a record."""

from importlib.metadata import version

SOFTWARE = f"civickeep/{version('civickeep')}"

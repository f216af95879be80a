"""The same archive as for verifying."""

from tests.archiver.verify.conftest import archive, folder, lively

__all__ = ["archive", "folder", "lively"]

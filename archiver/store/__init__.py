"""The object store: bytes under a path a person can follow, safe before they are acknowledged."""

from archiver.store.folder import FolderStore
from archiver.store.objects import NewObject, ObjectStore

__all__ = ["FolderStore", "NewObject", "ObjectStore"]

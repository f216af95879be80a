"""A ZIP that is written from front to back, with the digest of everything in it."""

import hashlib
import zipfile
from datetime import datetime
from typing import IO, cast

import msgspec

from archiver.export.streamed import StreamedFile


class Resource(msgspec.Struct, frozen=True):
    """A member, as the manifest lists it."""

    name: str
    path: str
    hash: str
    bytes: int


class Manifest(msgspec.Struct, frozen=True):
    """``datapackage.json``: a Frictionless data package with what a WACZ adds to it."""

    profile: str
    wacz_version: str
    title: str
    description: str
    created: str
    software: str
    mainPageUrl: str  # noqa: N815 - the name the format has
    mainPageDate: str  # noqa: N815 - the name the format has
    resources: tuple[Resource, ...]


class Member:
    """A file in the package while it is written; ``length`` is how far it is."""

    def __init__(self, path: str, file: IO[bytes]) -> None:
        self.path = path
        self.file = file
        self.length = 0
        self._sha256 = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Write on."""
        self.file.write(data)
        self._sha256.update(data)
        self.length += len(data)

    def listed(self) -> Resource:
        """Describe the member for the manifest."""
        name = self.path.rpartition("/")[2]
        return Resource(name, self.path, f"sha256:{self._sha256.hexdigest()}", self.length)


class Package:
    """Writes members one after another into a file that only grows."""

    def __init__(self, file: StreamedFile, modified: datetime) -> None:
        # A file without tell and seek: zipfile then writes each member's length behind it.
        self._file = file
        self._zip = zipfile.ZipFile(cast("IO[bytes]", file), "w")
        self._modified = modified.timetuple()[:6]
        self._resources: list[Resource] = []
        self._open: Member | None = None

    def begin(self, path: str, compression: int) -> Member:
        """Begin a member; no other can be begun before it has ended."""
        info = zipfile.ZipInfo(path, self._modified)
        info.compress_type = compression
        info.external_attr = 0o644 << 16
        self._open = Member(path, self._zip.open(info, "w", force_zip64=True))
        return self._open

    def end(self, member: Member) -> None:
        """End a member and list it."""
        member.file.close()
        self._open = None
        self._resources.append(member.listed())

    def add(self, path: str, data: bytes) -> None:
        """Write a short member."""
        member = self.begin(path, zipfile.ZIP_DEFLATED)
        member.write(data)
        self.end(member)

    def manifest(self, **told: str) -> bytes:
        """Write the manifest of what is in the package so far."""
        value = Manifest(
            profile="data-package",
            wacz_version=told["wacz_version"],
            title=told["title"],
            description=told["description"],
            created=told["created"],
            software=told["software"],
            mainPageUrl=told["main_page"],
            mainPageDate=told["created"],
            resources=tuple(self._resources),
        )
        return msgspec.json.format(msgspec.json.encode(value)) + b"\n"

    def close(self) -> None:
        """Write the ZIP's own directory."""
        self._zip.close()

    def abandon(self) -> None:
        """Let go of a package that nobody wants."""
        self._file.discard()
        if self._open is not None:
            self._open.file.close()
        self._zip.close()

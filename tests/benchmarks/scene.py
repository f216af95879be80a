"""An archive full of posts for the benchmarks that read."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from archiver.archive import Archive
from archiver.capture.facebook.elements import see_root
from archiver.capture.facebook.view import roots
from archiver.capture.intake import Intake
from archiver.capture.sighting import Sighting, Source
from archiver.civil_time import system_clock
from archiver.founding import found
from archiver.items import ItemKind, Platform
from archiver.registration import add_account
from archiver.settings import load_settings
from archiver.slices import slice_page
from archiver.surfaces import Surface

ACCOUNT = "7001"
BATCH = 500
FEED = roots(ItemKind.POST, Surface.FEED)
NOTHING: Mapping[str, str] = MappingProxyType({})


def make_archive(
    folder: Path, variables: Mapping[str, str] = NOTHING, *, api_url: str | None = None
) -> Archive:
    """Found an archive with one account and nothing in it; variables override its settings."""
    found(
        folder,
        city="City of Benchmark",
        time_zone="America/Chicago",
        environment={**keys(folder), **variables},
    )
    archive = open_archive(folder, variables)
    add_account(archive, Platform.FACEBOOK, ACCOUNT, api_url=api_url)
    return archive


def open_archive(folder: Path, variables: Mapping[str, str] = NOTHING) -> Archive:
    """Open an archive made before."""
    settings = load_settings(str(folder / "civickeep.toml"), {**keys(folder), **variables})
    return Archive.open(settings)


def keys(folder: Path) -> dict[str, str]:
    """Give the variable that says where the keys of an archive in this folder are."""
    return {"CIVICKEEP_KEYS__FOLDER": str(folder.with_suffix(".keys"))}


def take(archive: Archive, bodies: list[bytes]) -> None:
    """Take pages in the way a harvest does: from an answer's body to acknowledged rows."""
    intake = Intake(archive, archive.accounts()[0], "benchmark")
    pending: list[Sighting] = []
    for body in bodies:
        digest = hashlib.sha256(body).hexdigest()
        source = Source(digest, "GET https://example.org/feed", "v26.0", system_clock())
        for element in slice_page(body).elements:
            pending.extend(see_root(element, source, FEED).sightings)
        if len(pending) >= BATCH:
            intake.take(pending)
            pending.clear()
    intake.take(pending)

"""Writing a response of a thousand items, against typst alone setting the same texts plainly."""

import json
import tempfile
from datetime import date
from itertools import count, islice
from pathlib import Path

import typst

from archiver.archive import Archive
from archiver.civil_time import system_clock
from archiver.data_requests import Action, Track
from archiver.viewer import Role, Viewer
from requests_portal.decisions import Ruling
from requests_portal.desk import decide, record_search
from requests_portal.intake import Intake, open_request
from requests_portal.response.fee import NO_FEE
from requests_portal.response.package import Order, package_response
from tests.benchmarks.measuring import Figure, median_seconds

ITEMS = 1_000
RUNS = 3
CLERK = "Ann Clerk"
_PLAIN = '#for text in json("texts.json") [#par(text)]'


def figures(archive: Archive) -> list[Figure]:
    """Measure ``request package`` for items that are all released."""
    viewer = Viewer(CLERK, frozenset({Role.CLERK}), archive.settings.city.name)
    items = list(islice(archive.items(viewer), ITEMS))
    request = open_request(archive, Intake(Track.MEMBER, system_clock(), "Everything", CLERK))
    record_search(archive, request.id, "everything", (item.ref for item in items), CLERK)
    decide(archive, viewer, request.id, (), Ruling(action=Action.RELEASE, by=CLERK, sweep=True))
    with tempfile.TemporaryDirectory() as temporary:
        folders = (Path(temporary, str(number)) for number in count())
        packaging = median_seconds(
            lambda: package_response(
                archive,
                viewer,
                Order(request.id, next(folders), NO_FEE, date(2026, 3, 1)),
            ),
            RUNS,
        )
        plain = Path(temporary, "plain.typ")
        plain.write_text(_PLAIN, "utf-8")
        Path(temporary, "texts.json").write_text(json.dumps([item.text for item in items]), "utf-8")
        setting = median_seconds(lambda: typst.compile(str(plain)), RUNS)
    return [
        Figure(
            f"write the response to a request, {len(items):,} items",
            packaging,
            "s",
            f"typst alone setting those texts plainly: {setting:.2f} s",
            packaging / setting,
        )
    ]

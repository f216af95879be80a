"""Searching what was really harvested: the played platform, the real catalogue, the command."""

import json
import subprocess
import sys

import pytest

from archiver.archive import Archive
from archiver.cli import civickeep
from archiver.console import guard
from archiver.events import HoldLifted, HoldPlaced
from archiver.media.quarantine import place, release
from archiver.viewer import Role, Viewer, job
from search.follow import follow
from search.query import search
from tests.archiver.quillback import (
    CITY,
    PAGE,
    Harvester,
    PlayedPage,
    photo,
    shared,
)

CLERK = Viewer("clerk", frozenset({Role.CLERK}), CITY)


def found_ids(archive: Archive, query: str, viewer: Viewer = CLERK) -> list[str]:
    """Bring the index up to date and give the ids of what a query finds."""
    follow(archive)
    return sorted(hit.item.id for hit in search(archive, viewer, query).hits)


def test_what_was_harvested_is_found_and_stays_found(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """An edit, a hiding and a hold are found by the next search, the earlier wording too."""
    harvest()
    before = found_ids(archive, "plow has:photo state:present")
    page.edit(f"{PAGE}_1", "The snow plow is out on Friday")
    page.hide("1_2")
    harvest()
    item = archive.item(CLERK, "1_2")
    now = archive.clock()
    archive.record(HoldPlaced(at=now, by="c", hold="H1", reason="case", refs=(item.ref,)))

    expected = [f"{PAGE}_1"]
    assert expected == before
    assert expected == found_ids(archive, "tonight state:edited")
    assert ["1_2"] == found_ids(archive, "hold:H1 state:hidden alder")

    archive.record(HoldLifted(at=now, by="c", hold="H1", reason="settled"))
    assert [] == found_ids(archive, "hold:*")


def test_a_shared_page_and_a_picture_are_found_by_what_they_say(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """Links past the platform's redirect, by host and word; pictures by their description."""
    road = shared("https://alder.example/road", "Diamond Path closed", "From eight to five")
    page.post("2", "See here", attachments=(road,))
    page.post("3", "And here", attachments=(photo("b", "A manhole in the snow"),))
    page.comment("2_2", f"{PAGE}_2", "Or this", attachment=shared("https://birch.example/map"))
    harvest()

    expected = {
        "has:link": ["2_2", f"{PAGE}_2"],
        "alder.example": [f"{PAGE}_2"],
        "l.facebook.com": [],
        '"diamond path" here': [f"{PAGE}_2"],
        "eight": [f"{PAGE}_2"],
        "birch.example map": ["2_2"],
        "manhole": [f"{PAGE}_3"],
    }
    assert expected == {query: found_ids(archive, query) for query in expected}


def test_a_picture_in_quarantine_is_known_to_no_index(archive: Archive, harvest: Harvester) -> None:
    """That there is a file can be found; that it is a picture, and what it shows, cannot."""
    harvest()
    assert [f"{PAGE}_1"] == found_ids(archive, "has:photo hydrant")
    name = place(archive, CLERK, [f"{PAGE}_1"], reason="reported", by="Dana Ortiz")

    assert [] == found_ids(archive, "has:photo")
    assert [] == found_ids(archive, "hydrant")

    assert [f"{PAGE}_1"] == found_ids(archive, "has:media plow")
    release(archive, name, reason="a mistake", by="Dana Ortiz", directed_by="Cole Weber")
    assert [f"{PAGE}_1"] == found_ids(archive, "has:photo hydrant")


def test_a_department_searches_its_own_accounts(archive: Archive, harvest: Harvester) -> None:
    """Another department finds nothing, and is told of nothing."""
    harvest()
    streets = Viewer("s", frozenset({Role.DEPARTMENT}), CITY, frozenset({"Streets"}))
    parks = Viewer("p", frozenset({Role.DEPARTMENT}), CITY, frozenset({"Parks"}))

    assert [f"{PAGE}_1"] == found_ids(archive, "plow", streets)
    assert [] == found_ids(archive, "plow", parks)
    assert {} == search(archive, parks, "*").facets["account"]


def test_every_item_of_the_archive_is_found_by_everything(
    archive: Archive, harvest: Harvester
) -> None:
    """``*`` gives the whole archive, so nothing is missing from the index."""
    harvest()
    expected = sorted(item.id for item in archive.items(job("test", CITY)))

    assert expected == found_ids(archive, "*")


def test_the_command_answers_from_settings_to_json(
    archive: Archive, harvest: Harvester, capfd: pytest.CaptureFixture[str]
) -> None:
    """From civickeep.toml to one JSON object, in a folder named by the settings."""
    harvest()
    config = str(archive.settings.path)
    capfd.readouterr()

    status = guard(
        lambda: civickeep(
            ["search", "alder", "kind:comment", "--json", "--config", config],
            standalone_mode=False,
        )
    )

    answer = json.loads(capfd.readouterr().out)
    assert (0, ["1_2"]) == (status, [hit["id"] for hit in answer["hits"]])
    assert (archive.settings.path.parent / "index" / "position.json").is_file()


def test_plain_words_never_load_the_parser() -> None:
    """A search of plain words from a cold start does not pay for what it does not use."""
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, search.query, search.entries; print('whoosh' in sys.modules)",
        ],
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    assert "False\n" == loaded

"""Kestrel Falls: the timeline, its photos and the items that the story names."""

import re
from pathlib import Path

import pytest

from archiver.items import ItemRef
from archiver.platforms import (
    Comment,
    Delete,
    Edit,
    Hide,
    Media,
    Post,
    Reel,
    Restore,
    Timeline,
    read_timeline,
)
from requests_portal.demo import city
from requests_portal.demo.pictures import PICTURES

NAMED = (
    city.VANISHED,
    city.RETURNED,
    city.SPAM,
    city.SIGN_UP,
    city.HOME_PHONE,
    city.INSULT,
    city.SCAM,
    city.REGRETTED,
    city.REEL,
    city.STORY,
    city.CAROUSEL,
    city.CORRECTED,
    city.ADVERTISED,
    *city.JUDGE_NAMED,
    *city.HOSTILE,
    *map(
        city.on_page,
        (city.SNOW_POST, city.PLOW_POST, city.THAW_POST, city.TEXTS_POST, city.HEARING_POST),
    ),
)


@pytest.fixture(scope="module")
def timeline(tmp_path_factory: pytest.TempPathFactory) -> Timeline:
    """Give the timeline as it is played, beside its photos."""
    return read_timeline(city.unpack(tmp_path_factory.mktemp("played")))


def _texts(timeline: Timeline) -> dict[str, str]:
    written = (each for each in timeline.entries if isinstance(each, Post | Comment | Reel | Media))
    return {each.id: each.message or "" for each in written}


def test_the_city_is_as_lively_as_a_city() -> None:
    """Some thirty posts and a hundred and fifty comments, as the demonstration promises."""
    path = Path(city.__file__).with_name(city.TIMELINE)

    lines = path.read_text("utf-8").splitlines()

    assert 30 <= sum('"do": "post"' in line for line in lines)
    assert 150 <= sum('"do": "comment"' in line for line in lines)


def test_every_photo_of_the_timeline_is_drawn_and_described(timeline: Timeline) -> None:
    """No picture is missing, none is left over, and each says what it shows."""
    attachments = [
        attachment
        for each in timeline.entries
        if isinstance(each, Post)
        for attachment in each.attachments
        if attachment.image
    ]

    assert set(PICTURES) == {each.image for each in attachments}
    assert all((each.description or "").startswith("Drawing of ") for each in attachments)


@pytest.mark.parametrize("ref", NAMED, ids=str)
def test_every_item_the_story_names_is_there(timeline: Timeline, ref: ItemRef) -> None:
    """A renamed comment would leave a section of the page empty."""
    assert ref.id in _texts(timeline)


def test_the_items_are_what_the_story_says(timeline: Timeline) -> None:
    """The address, the phone number and the markup stand where the decisions look for them."""
    texts = _texts(timeline)

    assert all(city.JUDGE_ADDRESS in texts[ref.id] for ref in city.JUDGE_NAMED)
    assert "555-0148" in texts[city.HOME_PHONE.id]
    assert "<script>" in texts[city.HOSTILE[0].id]
    assert texts[city.HOSTILE[1].id].startswith("=HYPERLINK")
    assert "\u202e" in texts[city.HOSTILE[2].id]


def test_things_happen_between_the_visits(timeline: Timeline) -> None:
    """Edits, hides, deletions and a return, each after the page was first read whole."""
    changes = [
        (type(each), each.id)
        for each in timeline.entries
        if city.SECOND_VISIT_AT < each.at < city.READ_AT
        and isinstance(each, Edit | Hide | Delete | Restore)
    ]

    assert [
        (Edit, "5132_703"),
        (Edit, city.HEARING_POST),
        (Hide, city.SPAM.id),
        (Delete, city.VANISHED.id),
        (Delete, city.RETURNED.id),
        (Edit, city.CORRECTED.id),
        (Delete, city.SCAM.id),
        (Hide, city.ADVERTISED.id),
        (Delete, city.REGRETTED.id),
        (Restore, city.RETURNED.id),
    ] == changes


def test_what_is_kept_by_hand_is_there_at_that_minute(timeline: Timeline) -> None:
    """It appears before somebody keeps it and is taken down after."""
    appeared = next(each.at for each in timeline.entries if _is(each, Comment, city.SCAM))
    gone = next(each.at for each in timeline.entries if _is(each, Delete, city.SCAM))

    assert appeared < city.SCAM_SEEN_AT < gone


def _is(entry: object, kind: type, ref: ItemRef) -> bool:
    return isinstance(entry, kind) and getattr(entry, "id", None) == ref.id


def test_every_number_and_address_is_one_that_nobody_has(timeline: Timeline) -> None:
    """Numbers are from the range kept for fiction, addresses end in a name kept for examples."""
    whole = "\n".join(_texts(timeline).values())

    assert all("555-01" in number for number in re.findall(r"\d{3}-\d{3}-\d{4}", whole))
    assert all(
        host.endswith(".example") for host in re.findall(r"(?:https?://|\w@)([\w.-]+)", whole)
    )

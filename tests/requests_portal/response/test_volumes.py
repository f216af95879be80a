"""Large responses come in volumes."""

from dataclasses import replace

from requests_portal.response.draft import Entry
from requests_portal.response.volumes import (
    MOST_ITEMS,
    MOST_PICTURE_BYTES,
    split_volumes,
    volume_file,
    volume_name,
)
from tests.requests_portal.response.samples import decide, draft, found, item, photo


def entry() -> Entry:
    """Make an entry with one photo."""
    post = item(1, "a", media=(photo(0, "a" * 64),))
    return draft(found([post], decide(post))).entries[0]


def test_there_is_always_a_first_volume() -> None:
    """The letter needs one even where there are no records."""
    assert ((),) == split_volumes([])


def test_a_volume_ends_at_its_most_items() -> None:
    """In order, and none is lost."""
    plain = replace(entry(), pictures=())
    entries = [replace(plain, number=str(n)) for n in range(2 * MOST_ITEMS + 1)]

    volumes = split_volumes(entries)

    assert [MOST_ITEMS, MOST_ITEMS, 1] == [len(one) for one in volumes]
    assert entries == [one for volume in volumes for one in volume]


def test_a_volume_ends_before_its_pictures_weigh_too_much() -> None:
    """A single item is never cut."""
    heavy = replace(entry().pictures[0], bytes=MOST_PICTURE_BYTES)
    entries = [replace(entry(), pictures=(heavy,)) for _ in range(3)]

    assert [1, 1, 1] == [len(one) for one in split_volumes(entries)]


def test_volumes_are_named() -> None:
    """One alone needs no number."""
    assert ("response.pdf", "") == (volume_file(1), volume_name(1, 1))
    assert ("response-volume-2.pdf", "volume 2 of 3") == (volume_file(2), volume_name(2, 3))

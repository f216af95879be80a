"""Reading an archive: whole, in order, only what one may see, and only what is undamaged."""

from pathlib import Path

import pytest

from archiver.accounts import Ownership
from archiver.archive import Archive
from archiver.errors import ItemUnknown, ObjectDamaged, ObjectMissing
from archiver.items import ItemRef, Platform
from archiver.platforms import Comment
from archiver.registration import add_account
from archiver.selection import Selection
from archiver.viewer import READS_CONTENT, Role, Viewer
from tests.archiver.quillback import (
    ACCOUNT,
    BEGINNING,
    CITY,
    READER,
    Harvester,
    PlayedPage,
    items,
    photo,
)


def viewer(*roles: Role, departments: frozenset[str] = frozenset()) -> Viewer:
    """Make a person with these roles."""
    return Viewer("somebody", frozenset(roles), CITY, departments)


@pytest.fixture
def post(page: PlayedPage, harvest: Harvester) -> str:
    """Have a post with a picture and a comment in the archive."""
    ident = page.post("1", "SECRET", attachments=(photo("a"),))
    page.comment("1_1", ident, "SECRET too")
    page.post("2", "Later")
    harvest()
    return ident


@pytest.mark.parametrize("role", sorted(set(Role) - READS_CONTENT))
def test_a_role_without_content_sees_none(archive: Archive, post: str, role: Role) -> None:
    """Neither items nor their bytes, files, or that they are there at all."""
    who = viewer(role)
    item = items(archive)[post]

    assert [] == list(archive.items(who))
    assert [] == list(archive.items(who, Selection(refs=(item.ref,))))
    assert [] == list(archive.changed_since(who, 0))
    with pytest.raises(ItemUnknown, match="that you may read"):
        archive.item(who, post)
    with pytest.raises(ItemUnknown):
        archive.native(who, item, item.current)
    with pytest.raises(ItemUnknown):
        archive.media(who, item, item.media[0])


@pytest.mark.parametrize("role", sorted(READS_CONTENT))
def test_a_role_with_content_sees_all(archive: Archive, post: str, role: Role) -> None:
    """Whatever else it has."""
    who = viewer(role, Role.ADMIN)

    assert 3 == len(list(archive.items(who)))
    assert "SECRET" == archive.item(who, post).text


def test_somebody_without_any_role_sees_nothing(archive: Archive, post: str) -> None:
    """There is no read without a reason for it."""
    assert post
    assert [] == list(archive.items(viewer()))


@pytest.mark.parametrize(
    ("departments", "seen"),
    [({"Administration"}, 3), ({"Parks"}, 0), (set(), 0), ({"Parks", "Administration"}, 3)],
)
def test_a_department_sees_its_own_accounts(
    archive: Archive, post: str, departments: set[str], seen: int
) -> None:
    """And without the role, its departments give nothing."""
    mine = frozenset(departments)
    add_account(archive, Platform.FACEBOOK, "990", Ownership.CITY_OFFICIAL, department="Parks")
    who = viewer(Role.DEPARTMENT, departments=mine)

    assert seen == len(list(archive.items(who)))
    assert [] == list(archive.items(viewer(Role.PUBLIC, departments=mine)))
    if seen:
        item = archive.item(who, post)
        assert archive.native(who, item, item.current)


def test_items_come_in_the_order_of_their_creation(archive: Archive, post: str) -> None:
    """Whatever order they were found in."""
    assert [post, "1_1", f"{post[:-1]}2"] == [item.id for item in archive.items(READER)]


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(accounts=(ACCOUNT,)), 3),
        (Selection(accounts=("facebook/1",)), 0),
        (Selection(refs=()), 0),
        (Selection(refs=(ItemRef(Platform.FACEBOOK, "1_1"),) * 2), 1),
        (Selection(refs=(ItemRef(Platform.INSTAGRAM, "1_1"),)), 0),
        (Selection(threads=("880100_1",)), 2),
        (Selection(threads=()), 0),
        (Selection(since=BEGINNING), 3),
        (Selection(until=BEGINNING), 0),
    ],
)
@pytest.mark.usefixtures("post")
def test_a_selection_narrows_what_is_read(
    archive: Archive, selection: Selection, found: int
) -> None:
    """What it leaves out does not; an empty choice chooses nothing."""
    assert found == len(list(archive.items(READER, selection)))


@pytest.mark.usefixtures("post")
def test_since_is_inclusive_and_until_exclusive(archive: Archive) -> None:
    """So that two stretches that meet share nothing."""
    moments = [item.created_at for item in archive.items(READER)]
    middle = moments[1]

    after = list(archive.items(READER, Selection(since=middle)))
    before = list(archive.items(READER, Selection(until=middle)))

    assert (["1_1", "880100_2"], ["880100_1"]) == (
        [item.id for item in after],
        [item.id for item in before],
    )


def test_many_named_items_are_all_found(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """More than one query can name."""
    post = page.post("1")
    at = page.platform.now
    page.add([Comment(at=at, id=f"c{n}", parent=post) for n in range(1100)])
    harvest()
    refs = tuple(ItemRef(Platform.FACEBOOK, f"c{n}") for n in range(1100))

    found = {item.ref for item in archive.items(READER, Selection(refs=refs))}

    assert found == set(refs)


@pytest.mark.parametrize("reference", ["880100_1", "facebook/880100_1"])
@pytest.mark.usefixtures("post")
def test_an_item_is_found_by_its_id(archive: Archive, reference: str) -> None:
    """With or without its platform."""
    assert "SECRET" == archive.item(READER, reference).text


@pytest.mark.parametrize("reference", ["", "/", "instagram/880100_1", "nobody", "facebook/"])
@pytest.mark.usefixtures("post")
def test_an_item_that_is_not_there_is_unknown(archive: Archive, reference: str) -> None:
    """One answer for not there and not for you."""
    with pytest.raises(ItemUnknown):
        archive.item(READER, reference)


def test_a_damaged_object_is_never_given_out(archive: Archive, folder: Path, post: str) -> None:
    """One flipped bit in the record or the picture is enough."""
    item = items(archive)[post]
    (file,) = item.media
    for path in (item.current.object, file.object or ""):
        place = folder / "store" / path
        data = bytearray(place.read_bytes())
        data[-9] ^= 1
        place.write_bytes(data)

    with pytest.raises(ObjectDamaged):
        archive.native(READER, item, item.current)
    with pytest.raises(ObjectDamaged):
        archive.media(READER, item, file)


def test_a_missing_object_is_said_to_be_missing(archive: Archive, folder: Path, post: str) -> None:
    """Not taken for an empty one."""
    item = items(archive)[post]
    (folder / "store" / item.current.object).unlink()

    with pytest.raises(ObjectMissing):
        archive.native(READER, item, item.current)


def test_whoever_follows_hears_of_every_change_once_and_can_begin_again(
    archive: Archive, page: PlayedPage, harvest: Harvester, post: str
) -> None:
    """From zero it is everything, from the newest number nothing."""
    everything = [item.id for item in archive.changed_since(READER, 0)]
    newest = archive.change_number()
    page.edit(post, "Edited")
    page.hide("1_1")
    harvest()

    news = list(archive.changed_since(READER, newest))

    assert 3 == len(everything)
    assert {post, "1_1"} == {item.id for item in news}
    assert sorted(item.change for item in news) == [item.change for item in news]
    assert [] == list(archive.changed_since(READER, archive.change_number()))

"""Keeping one item now."""

import pytest

from archiver.archive import Archive
from archiver.capture.harvest import HARVEST, Surroundings
from archiver.capture_now.errors import ItemUnresolved
from archiver.capture_now.keeping import TRIES, KeptNow, keep_now
from archiver.capture_now.naming import read_name
from archiver.captures import Scope, Verdict
from archiver.errors import CatalogueBusy
from archiver.items import Platform
from archiver.leases.holding import claimed
from archiver.leases.lease import Work
from archiver.platforms import FaultKind
from archiver.progress import Lines
from archiver.registration import add_account
from tests.archiver.quillback import (
    ACCOUNT,
    PAGE,
    TOKEN,
    TOKEN_ENV,
    Harvester,
    PlayedClock,
    PlayedPage,
    items,
    texts,
)

POST = f"{PAGE}_1"


class Keeper:
    """Keeps what is named, without waiting."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.waits: list[float] = []
        self.outside = Surroundings({TOKEN_ENV: TOKEN}, self.waits.append, Lines(lambda _: None))

    def __call__(self, name: str) -> KeptNow:
        """Keep it."""
        return keep_now(self.archive, read_name(name), self.archive.accounts(), self.outside)


@pytest.fixture
def keep(harvest: Harvester, page: PlayedPage) -> Keeper:
    """Play a page with two threads, of which the archive knows nothing yet."""
    page.comment("1_5", page.post("1"), "First")
    page.comment("1_6", "1_5", "Second")
    page.comment("2_7", page.post("2"))
    return Keeper(harvest.archive)


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        (POST, POST),
        (f"facebook/{POST}", POST),
        ("1_5", "1_5"),
        (f"https://www.facebook.com/{PAGE}/posts/1", POST),
        (f"https://www.facebook.com/{PAGE}/posts/1?comment_id=5", "1_5"),
        ("https://www.facebook.com/quillbackmn/posts/1?comment_id=5&reply_comment_id=6", "1_6"),
    ],
)
@pytest.mark.parametrize("is_known", [False, True])
def test_an_item_is_kept_with_its_thread(
    keep: Keeper, harvest: Harvester, name: str, ident: str, *, is_known: bool
) -> None:
    """Whether or not the archive knew it, and nothing else is asked for."""
    if is_known:
        harvest()

    kept = keep(name)

    assert kept.target.item is not None
    assert ident == kept.target.item.id
    assert (Scope.ITEM, Verdict.COMPLETE, (POST,)) == (
        kept.receipt.scope,
        kept.receipt.verdict,
        kept.receipt.threads,
    )
    assert is_known == (f"{PAGE}_2" in items(keep.archive))


def test_an_item_is_kept_as_it_is_now(keep: Keeper, harvest: Harvester, page: PlayedPage) -> None:
    """Before somebody hides it."""
    harvest()
    page.edit("1_5", "First, and rude")

    keep("1_5")

    assert ["First", "First, and rude"] == texts(keep.archive)["1_5"]


def test_a_short_name_is_looked_up_in_what_the_platform_lists(
    keep: Keeper, page: PlayedPage, clock: PlayedClock
) -> None:
    """Then the archive knows its permalink."""
    link = f"https://www.facebook.com/{PAGE}/posts/pfbid02abc"
    page.post("3", permalink_url=link)
    clock.now = page.platform.now

    kept = keep(link)

    assert kept.target.item is not None
    assert f"{PAGE}_3" == kept.target.item.id


def test_what_the_platform_does_not_show_is_said(keep: Keeper, page: PlayedPage) -> None:
    """Nothing is kept, and nobody believes it was."""
    page.delete("1_5", "1_6")

    with pytest.raises(ItemUnresolved, match="does not show"):
        keep("1_5")


def test_what_was_kept_before_it_went_is_found(
    keep: Keeper, harvest: Harvester, page: PlayedPage
) -> None:
    """Its old versions are still there."""
    harvest()
    page.delete("1_5", "1_6")

    kept = keep("1_5")

    assert kept.target.item is not None
    assert Verdict.COMPLETE is kept.receipt.verdict


def test_a_thread_that_was_not_read_is_no_success(keep: Keeper, page: PlayedPage) -> None:
    """The receipt says why."""
    page.platform.misbehave(FaultKind.THROTTLE, minutes=19)

    kept = keep(POST)

    assert kept.receipt.verdict is not Verdict.COMPLETE
    assert kept.target.item is None


def test_another_harvest_is_waited_for(keep: Keeper) -> None:
    """For a while."""
    with claimed(keep.archive, Work(HARVEST, ACCOUNT)), pytest.raises(CatalogueBusy):
        keep(POST)

    assert TRIES == len(keep.waits)


def test_an_unknown_item_of_several_accounts_needs_its_account(keep: Keeper) -> None:
    """A comment's id does not tell the page, a post's does."""
    add_account(keep.archive, Platform.FACEBOOK, "990100", token_env=TOKEN_ENV)

    with pytest.raises(ItemUnresolved) as refused:
        keep("1_5")

    assert "--account" in refused.value.next_step
    assert POST == getattr(keep(POST).target.item, "id", None)


def test_a_platform_without_accounts_is_said(keep: Keeper) -> None:
    """Before anything is asked."""
    with pytest.raises(ItemUnresolved, match="No account"):
        keep("https://www.instagram.com/p/Cx9abc/")

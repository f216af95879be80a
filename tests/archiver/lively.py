"""An archive in which everything has happened once: what to verify and rebuild."""

from datetime import UTC, datetime

from archiver.archive import Archive
from archiver.events import HoldPlaced
from archiver.items import ItemRef, Platform
from archiver.ledger.adoption import rotate_key
from archiver.ledger.publish import publish
from archiver.registration import add_account
from tests.archiver.quillback import (
    ACCOUNT,
    CITY,
    PAGE,
    TOKEN,
    TOKEN_ENV,
    Harvester,
    PlayedPage,
    photo,
    shared,
)
from tests.contracts.acts import every_act
from tests.contracts.acts_of_capture import FILES

POSTS = 8


def under_archive(archive: Archive, page: PlayedPage) -> Harvester:
    """Put the page under archive and give a way to visit it."""
    account = add_account(
        archive,
        Platform.FACEBOOK,
        PAGE,
        name=CITY,
        department="Administration",
        authorized_by="Dana Ortiz",
        token_env=TOKEN_ENV,
        api_url=page.platform.url,
    )
    assert account is not None
    return Harvester(archive, account, {TOKEN_ENV: TOKEN})


def begin(page: PlayedPage) -> None:
    """Let there be posts with pictures or shared pages, comments and replies."""
    for number in range(POSTS):
        elsewhere = shared(f"https://alder.example/{number}", f"A page \0 {number}", "\ud83d")
        files = (photo(f"p{number % 3}", f"Picture {number}") if number % 2 else elsewhere,)
        post = page.post(str(number), f"Number {number} \N{SNOWMAN}", attachments=files)
        page.comment(f"c{number}", post, f"Comment {number}")
        page.comment(f"d{number}", post, f"Another \0 and \ud83d {number}")
        page.comment(f"r{number}", f"c{number}", f"Reply {number}")


def go_on(page: PlayedPage) -> None:
    """Let wordings change, things be hidden, and things go."""
    page.edit("c0", "Comment 0, edited")
    page.edit("c1", "Comment 1, edited")
    page.hide("c2")
    page.hide("c3")
    page.delete("c4", "d5")
    page.post("new", "New", attachments=(photo("new"), photo("p1", "Seen before")))


def return_to_before(page: PlayedPage) -> None:
    """Let some of it be undone."""
    page.edit("c0", "Comment 0")
    page.unhide("c3")
    page.restore("c4")
    page.edit("c1", "Comment 1, edited again")


def live(archive: Archive, page: PlayedPage, harvest: Harvester) -> None:
    """Go through all of it: five visits, every act there is, two further keys."""
    begin(page)
    harvest()
    go_on(page)
    harvest()
    rotate_key(archive, by="Dana Ortiz")
    harvest()
    return_to_before(page)
    harvest()
    archive.store.put_all(FILES)
    for act in every_act(ACCOUNT, (f"{page_post(0)}", "c1")):
        archive.record(act)
    rotate_key(archive, by="Dana Ortiz", lost=True)
    page.comment("late", page_post(0), "Late")
    harvest()
    publish(archive)


def live_on(archive: Archive, page: PlayedPage, harvest: Harvester) -> None:
    """Let more happen, and sign nothing over it."""
    page.edit("c6", "Comment 6, edited")
    page.post("last", "Last", attachments=(photo("last"),))
    archive.record(hold("H-2"))
    harvest()
    archive.record(hold("H-3"))


def hold(name: str) -> HoldPlaced:
    """Think of an act."""
    refs = (ItemRef(Platform.FACEBOOK, "c1"),)
    at = datetime(2026, 6, 9, 14, tzinfo=UTC)
    return HoldPlaced(at=at, by="Dana Ortiz", hold=name, reason="Asked for", refs=refs)


def page_post(number: int) -> str:
    """Give the id of a post."""
    return f"880100_{number}"

"""Which accounts can be put under archive, and what is written down of them."""

from datetime import date

import pytest

from archiver.accounts import Ownership
from archiver.archive import Archive
from archiver.catalogue.connection_rows import last_checks
from archiver.connect.check import keep_check
from archiver.connect.token_state import TokenState
from archiver.connection_events import AccountConnected
from archiver.errors import AccountUnknown, WrongUsage
from archiver.items import Platform
from archiver.rebuild.catalogue import rebuild_catalogue
from archiver.registration import add_account, choose_surfaces
from archiver.surfaces import Surface
from tests.archiver.quillback import objects


def test_an_account_has_an_owner_and_somebody_who_authorised_it(archive: Archive) -> None:
    """All of it stands in an event; the token only by the name of its variable."""
    account = add_account(
        archive,
        Platform.FACEBOOK,
        "880100",
        Ownership.MIXED_REVIEW,
        name="City of Quillback",
        department="Parks",
        authorized_by="Dana Ortiz",
        token_env="PARKS_TOKEN",
        api_url="http://127.0.0.1:8726/",
    )

    assert account is not None
    assert account == archive.account("facebook/880100")
    assert ("Parks", "Dana Ortiz", "PARKS_TOKEN", "http://127.0.0.1:8726") == (
        account.department,
        account.authorized_by,
        account.token_env,
        account.api_url,
    )
    assert Ownership.MIXED_REVIEW is account.ownership


def test_an_account_is_added_once(archive: Archive) -> None:
    """The second time nothing is written."""
    add_account(archive, Platform.FACEBOOK, "880100", name="First")
    before = objects(archive)

    again = add_account(archive, Platform.FACEBOOK, "880100", name="Second")

    assert again is None
    assert before == objects(archive)
    assert "First" == archive.account("880100").name


def test_without_a_variable_of_its_own_the_usual_one_holds_the_token(archive: Archive) -> None:
    """As the settings name it."""
    account = add_account(archive, Platform.FACEBOOK, "880100")

    assert account is not None
    assert "CIVICKEEP_FACEBOOK_TOKEN" == account.token_env


@pytest.mark.parametrize("ident", ["", "a b", "../x", "880100/feed", "é", "1" * 65, "1\n", "?x"])
def test_an_id_that_cannot_be_one_is_refused(archive: Archive, ident: str) -> None:
    """Before anything is written."""
    with pytest.raises(WrongUsage, match="id"):
        add_account(archive, Platform.FACEBOOK, ident)

    assert () == archive.accounts()


@pytest.mark.parametrize("variable", ["", "EAAB|token", "1X", "A-B", "EAAB token"])
def test_a_token_in_the_place_of_its_variable_is_refused(archive: Archive, variable: str) -> None:
    """It would be kept for ever, in an object."""
    with pytest.raises(WrongUsage, match="never the token"):
        add_account(archive, Platform.FACEBOOK, "880100", token_env=variable)


@pytest.mark.parametrize(
    "url",
    [
        "http://graph.example",
        "ftp://127.0.0.1",
        "127.0.0.1:8726",
        "http://127.0.0.1.evil.example:8726",
        "http://user@127.0.0.1:8726",
        "http://127.0.0.1:port",
        "http://127.0.0.1:99999",
        "http://[",
        "https://",
        "https://graph.example/?access_token=x",
        "https://graph.example/#x",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_not_safe_is_refused(archive: Archive, url: str) -> None:
    """The token goes there with every call: over https, or on this machine."""
    with pytest.raises(WrongUsage, match="--api-url"):
        add_account(archive, Platform.FACEBOOK, "880100", api_url=url)


@pytest.mark.parametrize(
    "url", ["https://graph.example:8443", "http://localhost:1", "http://[::1]:1"]
)
def test_an_address_that_is_safe_is_taken(archive: Archive, url: str) -> None:
    """Loopback in all its spellings."""
    account = add_account(archive, Platform.FACEBOOK, "880100", api_url=url)

    assert account is not None
    assert url == account.api_url


def test_an_account_is_found_by_key_id_or_name(archive: Archive) -> None:
    """Unless more than one has it; the message says which there are."""
    add_account(archive, Platform.FACEBOOK, "1", name="Parks")
    add_account(archive, Platform.FACEBOOK, "2", name="Parks")
    add_account(archive, Platform.FACEBOOK, "3", name="Police")

    assert ["3"] * 3 == [archive.account(name).id for name in ("facebook/3", "3", "Police")]
    with pytest.raises(AccountUnknown, match=r"more than one.*facebook/1, facebook/2"):
        archive.account("Parks")
    with pytest.raises(AccountUnknown, match="no account"):
        archive.account("Fire")


def test_an_instagram_account_is_put_under_archive_as_well(archive: Archive) -> None:
    """Under its own platform's name."""
    account = add_account(archive, Platform.INSTAGRAM, "178410")

    assert account is not None
    assert ("instagram/178410", ()) == (account.key, account.surfaces_off)


def test_what_was_connected_decided_and_checked_is_rebuilt_from_the_store(
    archive: Archive,
) -> None:
    """Authorisation, surfaces and the last check follow from events alone."""
    account = add_account(archive, Platform.FACEBOOK, "880100", authorized_by="Ann")
    assert account is not None
    choose_surfaces(archive, account, off=[Surface.STORIES], by="Dana Ortiz", reason="Not ours")
    archive.record(
        AccountConnected(
            at=archive.clock(),
            by="Lee Vang",
            account=account.key,
            ownership=Ownership.CITY_OFFICIAL,
            authorized_by="Dana Ortiz",
            authorized_on=date(2026, 5, 29),
        )
    )
    keep_check(archive, account, TokenState(valid=True, examined=True, tasks=("MODERATE",)))
    before = archive.account("880100")
    with archive.reading() as connection:
        checked = last_checks(connection)

    archive.close()
    rebuild_catalogue(archive.settings)

    again = Archive.open(archive.settings)
    with again.reading() as connection:
        assert checked == last_checks(connection)
    assert before == again.account("880100")
    assert ("Dana Ortiz", (Surface.STORIES,)) == (before.authorized_by, before.surfaces_off)
    again.close()

"""An account is connected when it was really read; what can be seen of it is said plainly."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from archiver.accounts import Ownership
from archiver.archive import Archive
from archiver.catalogue.connection_rows import last_check, page_of
from archiver.connect.app import App
from archiver.connect.check import check_token, keep_check
from archiver.connect.connecting import (
    Authorization,
    Trial,
    keep_connection,
    try_connection,
)
from archiver.connect.errors import AppRefused, ScopeMissing, TokenMissing
from archiver.connect.grant import Asker, Target
from archiver.connect.tokens import token_for
from archiver.connect.vault import Vault
from archiver.errors import PermissionMissing, TokenRefused
from archiver.items import Platform
from archiver.registration import add_account, close_account
from archiver.secret import Secret
from tests.archiver.connect.played_graph import (
    APP_SECRET,
    INSTAGRAM,
    PAGE,
    PAGE_TOKEN,
    SCOPES,
    SHORT_TOKEN,
    PlayedGraph,
)

FACEBOOK_PAGE = Target(Platform.FACEBOOK, PAGE)
KEY = f"facebook/{PAGE}"
BY_DANA = Authorization(Ownership.CITY_OFFICIAL, "Dana Ortiz", date(2026, 5, 29), "Parks")

pytestmark = pytest.mark.usefixtures("own_keys")


def attempt(asker: Asker, token: str = SHORT_TOKEN, target: Target = FACEBOOK_PAGE) -> Trial:
    """Try to connect."""
    return try_connection(asker, target, Secret(token))


def said(trial: Trial) -> dict[str, bool | None]:
    """Give what can be seen, by its name."""
    return {each.what: each.able for each in trial.survey.abilities}


def test_a_whole_connection_sees_everything(asker: Asker, graph: PlayedGraph) -> None:
    """Posts, comments of visitors, hidden ones, and every other surface."""
    graph.comments = [{"id": "1_1"}]

    trial = attempt(asker)

    assert {True} == set(said(trial).values())
    assert 11 == len(said(trial))
    assert (True, (), INSTAGRAM) == (trial.state.valid, trial.state.missing, trial.survey.linked)


def test_without_moderate_hidden_comments_stay_out_of_sight(
    asker: Asker, graph: PlayedGraph
) -> None:
    """It is said why, and the task is missing."""
    graph.tasks = ("ANALYZE", "CREATE_CONTENT")

    trial = attempt(asker)

    told = [str(each) for each in trial.survey.abilities]
    assert "hidden comments: no, the person lacks MODERATE" in told
    assert ("MODERATE",) == trial.state.missing


def test_comments_without_their_ids_give_a_missing_task_away(
    alone: Asker, graph: PlayedGraph
) -> None:
    """A Page's own token tells no tasks; the platform withholds the ids without MODERATE."""
    graph.comments = [{"created_time": "2026-05-04T14:00:00+0000"}]
    without = said(attempt(alone, PAGE_TOKEN))
    graph.comments = [{"id": "1_1"}]
    with_them = said(attempt(alone, PAGE_TOKEN))
    graph.comments = []
    unknown = said(attempt(alone, PAGE_TOKEN))

    assert [False, True, None] == [
        each["hidden comments"] for each in (without, with_them, unknown)
    ]


def test_comments_that_are_counted_and_not_listed_are_not_seen(
    asker: Asker, graph: PlayedGraph
) -> None:
    """An empty list is no proof that there are none."""
    graph.counted = 3

    assert said(attempt(asker))["comments of visitors"] is False


@pytest.mark.parametrize("code", [10, 100, 200, 2500])
def test_a_surface_that_is_refused_is_told_and_no_more(
    asker: Asker, graph: PlayedGraph, code: int
) -> None:
    """The account is connected all the same."""
    graph.refused = {"video_reels": code}

    trial = attempt(asker)

    assert ["reels and their comments"] == [
        what for what, able in said(trial).items() if able is False
    ]


def test_an_instagram_account_is_connected_through_its_page(asker: Asker) -> None:
    """Its media are its feed; reviews, settings and blocks are nothing that it has."""
    trial = attempt(asker, target=Target(Platform.INSTAGRAM, INSTAGRAM))

    assert PAGE == trial.grant.page
    assert "quillbackmn" == trial.survey.name
    assert 7 == len(said(trial))


def test_a_missing_permission_that_would_be_a_silent_gap_is_no_connection(
    asker: Asker, graph: PlayedGraph
) -> None:
    """Unless that is wanted."""
    graph.scopes = tuple(each for each in SCOPES if each != "pages_read_user_content")

    with pytest.raises(ScopeMissing, match="what visitors wrote") as refused:
        attempt(asker)
    limited = try_connection(asker, FACEBOOK_PAGE, Secret(SHORT_TOKEN), limited=True)

    assert "--limited" in refused.value.next_step
    assert said(limited)["comments of visitors"] is False


@pytest.mark.parametrize("edge", ["feed"])
def test_an_account_that_cannot_be_read_is_not_connected(
    asker: Asker, graph: PlayedGraph, edge: str
) -> None:
    """However good its token looks."""
    graph.refused = {edge: 10}

    with pytest.raises(PermissionMissing):
        attempt(asker)


def test_an_expired_page_token_is_refused_by_its_own_date(asker: Asker, graph: PlayedGraph) -> None:
    """The platform's word that it is valid does not help."""
    graph.expires_at = datetime(2026, 1, 1, tzinfo=UTC)

    with pytest.raises(TokenRefused, match="time is over"):
        attempt(asker, PAGE_TOKEN)


def test_a_wrong_app_secret_is_no_connection(asker: Asker) -> None:
    """Nor is it taken for a wrong token."""
    wrong = replace(asker, app=App("55501", Secret("wrong0secret")))

    with pytest.raises(AppRefused):
        attempt(wrong, PAGE_TOKEN)


def test_what_was_tried_is_kept(
    archive: Archive, asker: Asker, graph: PlayedGraph, app: App
) -> None:
    """Account, authorisation, check, and the sealed token and secret."""
    graph.data_access_expires_at = datetime(2026, 8, 30, tzinfo=UTC)

    account = keep_connection(
        archive, attempt(asker), BY_DANA, by="Lee Vang", new_app=app, api_url=graph.url
    )

    assert (KEY, "Dana Ortiz", "Parks", graph.url, "City of Quillback") == (
        account.key,
        account.authorized_by,
        account.department,
        account.api_url,
        account.name,
    )
    assert PAGE_TOKEN == token_for(archive, account, {}).reveal()
    with archive.reading() as connection:
        check = last_check(connection, KEY)
        assert PAGE == page_of(connection, KEY)
    assert check is not None
    assert (True, True, graph.data_access_expires_at) == (
        check.valid,
        check.examined,
        check.ends_at,
    )
    assert "MODERATE" in (check.tasks or ())


def test_an_account_that_was_there_is_connected_anew(archive: Archive, asker: Asker) -> None:
    """Its authorisation is the newer one; what nobody said anew stays."""
    add_account(
        archive, Platform.FACEBOOK, PAGE, name="Old", department="Police", authorized_by="Ann"
    )

    account = keep_connection(
        archive, attempt(asker), replace(BY_DANA, department=None), by="Lee Vang"
    )

    assert ("Old", "Police", "Dana Ortiz") == (
        account.name,
        account.department,
        account.authorized_by,
    )


def test_where_tokens_cannot_be_sealed_nothing_is_kept(archive: Archive, asker: Asker) -> None:
    """No account that looks connected is left behind."""
    trial = attempt(asker)
    Vault(archive).path.write_bytes(b"damaged")

    with pytest.raises(Exception, match=r"tokens\.json"):
        keep_connection(archive, trial, BY_DANA, by="Lee Vang")

    assert () == archive.accounts()


def test_the_daily_check_finds_what_changed(
    archive: Archive, asker: Asker, graph: PlayedGraph, app: App
) -> None:
    """With the sealed app's own secret, and the tasks told when it was connected."""
    account = keep_connection(
        archive, attempt(asker), BY_DANA, by="Lee Vang", new_app=app, api_url=graph.url
    )
    graph.scopes = SCOPES[:2]
    lost = check_token(archive, account, {})
    graph.dead[PAGE_TOKEN] = 460
    dead = check_token(archive, account, {})
    keep_check(archive, account, dead)

    with archive.reading() as connection:
        check = last_check(connection, KEY)
    assert (True, ("pages_read_user_content",)) == (lost.valid, lost.missing)
    assert "MODERATE" in (lost.tasks or ())
    assert check is not None
    assert (False, "password_changed") == (check.valid, check.problem)


def test_without_an_app_the_daily_check_tells_whether_the_token_works(
    archive: Archive, graph: PlayedGraph
) -> None:
    """And no more."""
    account = add_account(archive, Platform.FACEBOOK, PAGE, token_env="T", api_url=graph.url)
    assert account is not None

    works = check_token(archive, account, {"T": PAGE_TOKEN})
    graph.dead[PAGE_TOKEN] = 463
    over = check_token(archive, account, {"T": PAGE_TOKEN})

    assert (True, False) == (works.valid, works.examined)
    assert (False, "expired") == (over.valid, over.problem)


def test_the_sealed_token_comes_before_the_variable(archive: Archive) -> None:
    """And without either there is none, with both ways to give one."""
    account = add_account(archive, Platform.FACEBOOK, PAGE, token_env="T")
    assert account is not None
    with pytest.raises(TokenMissing) as missing:
        token_for(archive, account, {"T": " "})
    from_variable = token_for(archive, account, {"T": "of-variable\n"})
    Vault(archive).put(KEY, Secret("sealed"))

    assert "sealed" == token_for(archive, account, {"T": "of-variable"}).reveal()
    assert "of-variable" == from_variable.reveal()
    assert f"civickeep account connect {KEY}" in missing.value.next_step


def test_closing_an_account_forgets_its_token(archive: Archive) -> None:
    """Nobody needs to read it any more."""
    account = add_account(archive, Platform.FACEBOOK, PAGE)
    assert account is not None
    Vault(archive).put(KEY, Secret("sealed"))

    close_account(archive, account, by="Dana Ortiz", reason="The page moved")

    assert () == Vault(archive).kept()


def test_no_secret_is_in_the_archive(
    archive: Archive, asker: Asker, graph: PlayedGraph, app: App
) -> None:
    """Not in an object, a row, the file of tokens or anywhere else in its directory."""
    trial = attempt(asker)
    keep_connection(archive, trial, BY_DANA, by="Lee", new_app=app, api_url=graph.url)

    root = archive.settings.path.parent
    files = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert not any(secret.encode() in files for secret in (SHORT_TOKEN, PAGE_TOKEN, APP_SECRET))
    assert not any(secret in repr((trial, asker)) for secret in (PAGE_TOKEN, APP_SECRET))

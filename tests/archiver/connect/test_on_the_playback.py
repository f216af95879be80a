"""Connecting on the playback platform, which plays a Page's life, tokens and one app as well."""

from datetime import date

import pytest

from archiver.accounts import Ownership
from archiver.archive import Archive
from archiver.capture.harvest import Surroundings, harvest
from archiver.captures import Verdict
from archiver.connect.app import App
from archiver.connect.calls import Line
from archiver.connect.connecting import Authorization, keep_connection, try_connection
from archiver.connect.errors import AppRefused
from archiver.connect.grant import Asker, Target
from archiver.connect.vault import Vault
from archiver.items import Platform
from archiver.progress import Lines
from archiver.secret import Secret
from tests.archiver.quillback import PAGE, TOKEN, PlayedClock, PlayedPage

APP = App("100200300400500", Secret("playback-app-secret"))
BY_DANA = Authorization(Ownership.CITY_OFFICIAL, "Dana Ortiz", date(2026, 5, 29))
HERE = Target(Platform.FACEBOOK, PAGE)

pytestmark = pytest.mark.usefixtures("own_keys")


@pytest.fixture
def asker(page: PlayedPage, clock: PlayedClock) -> Asker:
    """Give a way to ask the playback platform in the app's name."""
    page.comment("1_1", page.post("1", "Road closed"), "Until when?")
    return Asker(Line("v26.0", page.platform.url, 5.0, _no_wait), clock, APP)


def _no_wait(_: float) -> None:
    """Let no time pass."""


def test_a_persons_token_becomes_a_sealed_one_that_harvests(archive: Archive, asker: Asker) -> None:
    """From the short-lived token to a complete capture, without any variable."""
    trial = try_connection(asker, HERE, Secret(f"{TOKEN}-user"))
    account = keep_connection(archive, trial, BY_DANA, by="Lee", api_url=asker.line.base_url)

    receipt = harvest(archive, account, Surroundings({}, _no_wait, Lines(lambda _: None)))

    assert (True, ()) == (trial.grant.lasting, trial.state.missing)
    assert (Verdict.COMPLETE, None) == (receipt.verdict, receipt.error)


def test_a_token_that_does_not_open_is_told_in_the_receipt(archive: Archive, asker: Asker) -> None:
    """Nothing is marked as gone, and the harvest of other accounts goes on."""
    trial = try_connection(asker, HERE, Secret(TOKEN))
    account = keep_connection(archive, trial, BY_DANA, by="Lee", api_url=asker.line.base_url)
    path = Vault(archive).path
    path.write_text(path.read_text().replace('"sealed": "', '"sealed": "AAAA'))

    receipt = harvest(archive, account, Surroundings({"T": TOKEN}, _no_wait, Lines(lambda _: None)))

    assert (Verdict.FAILED, 0) == (receipt.verdict, len(receipt.findings))
    assert "does not open" in (receipt.error or "")


def test_a_wrong_secret_is_the_apps_fault_even_where_it_is_proven(asker: Asker) -> None:
    """The platform refuses the proof first; that is no word on the token."""
    wrong = Asker(asker.line, asker.clock, App(APP.id, Secret("wrong0secret")))

    with pytest.raises(AppRefused):
        try_connection(wrong, HERE, Secret(f"{TOKEN}-user"))

"""How a visit asks: which version of the API answers, and with what proof."""

from dataclasses import replace

import msgspec
import pytest

from archiver.archive import Archive
from archiver.captures import Verdict
from archiver.connect.proof import appsecret_proof
from archiver.connect.settings import ConnectSettings
from archiver.platforms import DEFAULT_APP_SECRET
from archiver.secret import Secret
from tests.archiver.quillback import TOKEN, Harvester, PlayedPage, items, with_facebook


@pytest.fixture
def thread(page: PlayedPage) -> str:
    """Let the city post, and Ruth ask."""
    post = page.post("1", "Road closed")
    page.comment("1_1", post)
    return post


def test_another_version_that_answers_is_listed_once(
    page: PlayedPage, harvest: Harvester, thread: str
) -> None:
    """An expired version is answered by the oldest alive, without a word."""
    page.comment("late", thread)
    harvest.archive = with_facebook(harvest.archive, api_version="v3.1")

    receipt = harvest()

    assert ["the version of the API"] == [gap.what for gap in receipt.gaps]
    assert Verdict.COMPLETE is receipt.verdict


def test_the_proof_of_the_apps_secret_goes_with_every_call(
    harvest: Harvester, page: PlayedPage, thread: str
) -> None:
    """Where one is configured; into nothing that is kept."""
    settings = harvest.archive.settings
    section = msgspec.structs.replace(settings.section(ConnectSettings), app_id="1002")
    sections = {**settings.sections, "connect": section}
    harvest.archive = Archive(
        replace(settings, sections=sections),
        harvest.archive.store,
        harvest.archive.engine,
        harvest.archive.clock,
    )
    variables = {section.app_secret_env: DEFAULT_APP_SECRET}
    proof = appsecret_proof(Secret(DEFAULT_APP_SECRET), Secret(TOKEN))

    harvest(**variables)

    asked = [call for call in page.platform.calls if not call.path.startswith("/media")]
    assert thread in items(harvest.archive)
    assert {proof} == {call.parameters.get("appsecret_proof") for call in asked}
    assert not [
        p for p in harvest.archive.store.paths() if proof.encode() in harvest.archive.store.get(p)
    ]

"""How a visit asks: which version of the API answers, and with what proof."""

import pytest

from archiver.captures import Verdict
from archiver.connect.proof import appsecret_proof
from archiver.platforms import DEFAULT_APP_SECRET
from archiver.secret import Secret
from tests.archiver.quillback import (
    APP,
    TOKEN,
    Harvester,
    PlayedPage,
    items,
    with_app,
    with_facebook,
)


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
    harvest.archive = with_app(harvest.archive)
    proof = appsecret_proof(Secret(DEFAULT_APP_SECRET), Secret(TOKEN))

    harvest(**APP)

    # What describes the token is asked in the app's own name.
    others = ("/media", "/debug_token")
    asked = [call for call in page.platform.calls if not call.path.startswith(others)]
    assert thread in items(harvest.archive)
    assert {proof} == {call.parameters.get("appsecret_proof") for call in asked}
    assert not [
        p for p in harvest.archive.store.paths() if proof.encode() in harvest.archive.store.get(p)
    ]

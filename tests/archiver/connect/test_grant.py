"""Whatever token a person brings, the right Page's token comes of it, or a plain refusal."""

from dataclasses import replace

import pytest

from archiver.connect.app import App
from archiver.connect.errors import AppRefused, TokenMisplaced
from archiver.connect.grant import Asker, Grant, Target, find_grant
from archiver.errors import PlatformThrottled, PlatformUnavailable, TokenRefused
from archiver.items import Platform
from archiver.secret import Secret
from tests.archiver.connect.played_graph import (
    APP_ID,
    BRIEF_PAGE_TOKEN,
    INSTAGRAM,
    LONG_TOKEN,
    OTHER_TOKEN,
    PAGE,
    PAGE_TOKEN,
    SHORT_TOKEN,
    TASKS,
    PlayedGraph,
)

FACEBOOK_PAGE = Target(Platform.FACEBOOK, PAGE)
ON_INSTAGRAM = Target(Platform.INSTAGRAM, INSTAGRAM)


def find(asker: Asker, token: str, target: Target = FACEBOOK_PAGE) -> Grant:
    """Look for the Page token."""
    return find_grant(asker, target, Secret(token))


def test_a_page_token_is_used_as_it_is(alone: Asker) -> None:
    """Nobody tells its tasks, nor how long it lasts."""
    found = find(alone, PAGE_TOKEN)

    assert (PAGE_TOKEN, PAGE, None, None) == (
        found.token.reveal(),
        found.page,
        found.tasks,
        found.lasting,
    )


def test_a_persons_token_is_exchanged_for_a_lasting_page_token(asker: Asker) -> None:
    """First the person's own, then the Page's made from it; the tasks come with it."""
    found = find(asker, SHORT_TOKEN)

    assert (PAGE_TOKEN, TASKS, True) == (found.token.reveal(), found.tasks, found.lasting)


def test_without_an_app_a_persons_token_gives_a_brief_one(alone: Asker) -> None:
    """It is known not to last."""
    found = find(alone, SHORT_TOKEN)

    assert (BRIEF_PAGE_TOKEN, TASKS, False) == (
        found.token.reveal(),
        found.tasks,
        found.lasting,
    )


def test_the_persons_pages_are_read_to_the_end(asker: Asker, graph: PlayedGraph) -> None:
    """Ours may stand on the third page of the list."""
    graph.pages_before = 5

    assert PAGE_TOKEN == find(asker, SHORT_TOKEN).token.reveal()


def test_a_page_of_the_person_that_refuses_us_is_passed_over(
    asker: Asker, graph: PlayedGraph
) -> None:
    """It may not be ours to read; the one that the account is linked to comes later."""
    graph.pages_before = 3

    assert PAGE == find(asker, SHORT_TOKEN, ON_INSTAGRAM).page


def test_a_page_that_is_not_in_the_list_is_asked_itself(alone: Asker, graph: PlayedGraph) -> None:
    """It refuses its token to somebody without a role."""
    graph.listed = False

    with pytest.raises(TokenMisplaced, match="manages no Page") as refused:
        find(alone, SHORT_TOKEN)

    assert "role" in refused.value.next_step


def test_a_token_of_another_page_is_told_apart(asker: Asker) -> None:
    """With the Page it is of."""
    with pytest.raises(TokenMisplaced, match="880200, which is another Page than 880100"):
        find(asker, OTHER_TOKEN)


def test_a_token_whose_owner_nobody_tells_is_tried_as_it_is(
    alone: Asker, graph: PlayedGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real read then says whether it is any good."""
    monkeypatch.setattr("tests.archiver.connect.played_graph.DEAD_CODE", 2500)
    graph.dead[PAGE_TOKEN] = 0

    assert PAGE_TOKEN == find(alone, PAGE_TOKEN).token.reveal()


@pytest.mark.parametrize("token", [PAGE_TOKEN, SHORT_TOKEN])
def test_an_instagram_account_is_read_with_the_token_of_its_page(asker: Asker, token: str) -> None:
    """Found through the Page that it is linked to."""
    found = find(asker, token, ON_INSTAGRAM)

    assert (PAGE_TOKEN, PAGE) == (found.token.reveal(), found.page)


@pytest.mark.parametrize(("linked", "said"), [(None, "no Instagram account"), ("99", "account 99")])
def test_a_page_without_that_instagram_account(
    alone: Asker, graph: PlayedGraph, linked: str | None, said: str
) -> None:
    """It is said which one is linked, where one is."""
    graph.linked = linked

    with pytest.raises(TokenMisplaced, match=said):
        find(alone, PAGE_TOKEN, ON_INSTAGRAM)


@pytest.mark.parametrize(
    ("subcode", "why"),
    [(463, "time is over"), (460, "changed the password"), (458, "removed the app"), (0, "none")],
)
@pytest.mark.parametrize("token", [PAGE_TOKEN, SHORT_TOKEN])
def test_a_token_that_does_not_work_says_why(
    asker: Asker, graph: PlayedGraph, token: str, subcode: int, why: str
) -> None:
    """By the platform's subcode."""
    graph.dead[token] = subcode

    with pytest.raises(TokenRefused, match=why):
        find(asker, token)


def test_a_text_that_is_no_token(asker: Asker) -> None:
    """It is never repeated."""
    with pytest.raises(TokenRefused) as refused:
        find(asker, "no-token-at-all")

    assert "no-token-at-all" not in str(refused.value) + refused.value.next_step


def test_a_wrong_app_secret_is_told_apart_from_a_wrong_token(asker: Asker) -> None:
    """Without asking four times."""
    wrong = replace(asker, app=App(APP_ID, Secret("wrong0secret")))

    with pytest.raises(AppRefused, match=APP_ID) as refused:
        find(wrong, SHORT_TOKEN)

    assert "wrong0secret" not in str(refused.value) + refused.value.next_step


def test_a_platform_that_is_down_is_no_fault_of_the_token(asker: Asker, graph: PlayedGraph) -> None:
    """After four tries."""
    graph.down = True

    with pytest.raises(PlatformUnavailable, match="4 tries"):
        find(asker, PAGE_TOKEN)

    assert 4 == len(graph.targets)


def test_without_a_network_it_is_said_so(asker: Asker) -> None:
    """Nobody listens at this address."""
    nowhere = replace(asker, line=replace(asker.line, base_url="http://127.0.0.1:9"))

    with pytest.raises(PlatformUnavailable, match="HTTP 0") as refused:
        find(nowhere, LONG_TOKEN)

    assert "internet" in refused.value.next_step


def test_a_platform_that_asks_to_wait_is_not_asked_again(
    asker: Asker, graph: PlayedGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Calling on would lengthen the block."""
    monkeypatch.setattr(graph, "dead", {PAGE_TOKEN: 0})
    monkeypatch.setattr("tests.archiver.connect.played_graph.DEAD_CODE", 4)

    with pytest.raises(PlatformThrottled):
        find(asker, PAGE_TOKEN)

    assert 1 == len(graph.targets)

"""The archive's own commands from start to end, as a person and as a script call them."""

import json
from pathlib import Path

import pytest

from archiver.platforms import FaultKind
from tests.archiver.commands.calling import civickeep
from tests.archiver.quillback import CITY, PAGE, TOKEN, TOKEN_ENV, PlayedPage, photo

CAPTURE = {
    "account",
    "scope",
    "verdict",
    "started",
    "ended",
    "items_seen",
    "new_versions",
    "disappearances",
    "media",
    "calls",
    "gaps",
    "error",
}
ACCOUNT = {"account", "platform", "id", "name", "health", "coverage"} | {
    "last_complete_capture",
    "token_expires",
}
"""Keys promised in shared/cli.md."""


@pytest.fixture
def town(tmp_path: Path, page: PlayedPage) -> Path:
    """Found an archive by hand and put the page under it."""
    page.comment("1_1", page.post("1", "Road closed", attachments=(photo("a"),)), "Until when?")
    init = civickeep("init", "town", "--city", CITY, cwd=tmp_path)
    added = civickeep(
        *("account", "add", "facebook", PAGE, "--name", CITY, "--department", "Administration"),
        *("--authorized-by", "Dana Ortiz", "--token-env", TOKEN_ENV),
        *("--api-url", page.platform.url),
        cwd=tmp_path / "town",
    )
    assert (0, 0) == (init.returncode, added.returncode)
    assert "account connect" in init.stderr
    assert f"set {TOKEN_ENV} to its Page token" in added.stderr
    return tmp_path / "town"


def test_from_an_empty_folder_to_kept_items(town: Path, page: PlayedPage) -> None:
    """Found, add, list, harvest, harvest again, list what is there: in the promised shapes."""
    first = civickeep("harvest", "--json", cwd=town, **{TOKEN_ENV: TOKEN})
    page.hide("1_1")
    second = civickeep("harvest", "--all", "--json", cwd=town, **{TOKEN_ENV: TOKEN})
    accounts = civickeep("account", "list", "--json", cwd=town)
    items = civickeep("items", "--account", PAGE, "--json", cwd=town)

    results = (first, second, accounts, items)
    assert [0] * 4 == [result.returncode for result in results]
    (one,), (two,) = (json.loads(result.stdout)["captures"] for result in (first, second))
    assert set(one) >= CAPTURE
    assert ("complete", 2, 2, 1) == (
        one["verdict"],
        one["items_seen"],
        one["new_versions"],
        one["media"],
    )
    assert (0, two["account"]) == (two["new_versions"], f"facebook/{PAGE}")
    (account,) = map(json.loads, accounts.stdout.splitlines())
    assert set(account) >= ACCOUNT
    assert (CITY, two["ended"]) == (account["name"], account["last_complete_capture"])
    found = [json.loads(line) for line in items.stdout.splitlines()]
    assert [("post", "present"), ("comment", "hidden")] == [(i["kind"], i["state"]) for i in found]


def test_the_archive_as_it_stood(town: Path, page: PlayedPage) -> None:
    """Before it began there is nothing; an edit later is not shown earlier."""
    first = civickeep("harvest", "--json", cwd=town, **{TOKEN_ENV: TOKEN})
    ended = json.loads(first.stdout)["captures"][0]["ended"]
    page.edit(f"{PAGE}_1", "Road open")
    civickeep("harvest", cwd=town, **{TOKEN_ENV: TOKEN})

    before = civickeep("items", "--as-of", "2020-01-01T00:00:00Z", "--json", cwd=town)
    then = civickeep("items", "--as-of", ended, "--json", cwd=town)
    now = civickeep("items", "--json", cwd=town)

    assert "" == before.stdout
    texts = [json.loads(result.stdout.splitlines()[0])["versions"] for result in (then, now)]
    assert [["Road closed"], ["Road closed", "Road open"]] == [
        [version["text"] for version in versions] for versions in texts
    ]


def test_a_partial_harvest_has_its_own_status(town: Path, page: PlayedPage) -> None:
    """10; what is missing is told on the terminal and in the JSON."""
    page.platform.misbehave(FaultKind.PERMISSION_MISSING, path="/comments", times=9)

    result = civickeep("harvest", "--json", cwd=town, **{TOKEN_ENV: TOKEN})

    (capture,) = json.loads(result.stdout)["captures"]
    assert (10, "partial", "all comments") == (
        result.returncode,
        capture["verdict"],
        capture["gaps"][0]["what"],
    )
    assert "gap: all comments" in result.stderr
    assert "MODERATE" in result.stderr


def test_adding_twice_and_adding_a_personal_account(town: Path) -> None:
    """The one changes nothing, the other warns that the copy becomes city data."""
    again = civickeep("account", "add", "facebook", PAGE, cwd=town)
    personal = civickeep(
        "account", "add", "facebook", "77", "--ownership", "official_personal", cwd=town
    )

    assert (0, 0) == (again.returncode, personal.returncode)
    assert "already under archive" in again.stderr
    assert "makes the copy city data" in personal.stderr


def test_every_recorded_act_is_closed_by_a_checkpoint(town: Path, page: PlayedPage) -> None:
    """Not only a harvest: what a person decided afterwards is signed for as well."""
    page.post("2", "Still closed")
    civickeep("harvest", cwd=town, **{TOKEN_ENV: TOKEN})
    hold = ("retention", "hold", "place", "--item", "1_1", "--reason", "A lawsuit")

    placed = civickeep(*hold, cwd=town)
    verified = json.loads(civickeep("verify", "--json", cwd=town).stdout)

    assert (0, 0, []) == (placed.returncode, verified["uncovered"], verified["problems"])


def test_a_config_can_be_named_from_anywhere(town: Path, tmp_path: Path) -> None:
    """By option before or after the command's name, or by variable."""
    config = town / "civickeep.toml"

    results = [
        civickeep("account", "list", "--json", "--config", config, cwd=tmp_path),
        civickeep("--config", config, "account", "list", "--json", cwd=tmp_path),
        civickeep("account", "list", "--json", cwd=tmp_path, CIVICKEEP_CONFIG=str(config)),
    ]

    assert [0, 0, 0] == [result.returncode for result in results]
    assert 1 == len({result.stdout for result in results})


def test_an_account_is_closed_after_a_last_whole_capture(town: Path, page: PlayedPage) -> None:
    """Closing visits once more; afterwards the account is listed as closed and not visited."""
    closed = civickeep(
        *("account", "close", PAGE, "--reason", "The page moved"), cwd=town, **{TOKEN_ENV: TOKEN}
    )
    page.post("2", "Nobody reads this any more")
    after = civickeep("harvest", "--json", cwd=town, **{TOKEN_ENV: TOKEN})
    accounts = civickeep("account", "list", "--json", cwd=town)
    items = civickeep("items", "--json", cwd=town).stdout.splitlines()

    assert 0 == closed.returncode
    assert 43 == after.returncode
    assert "closed" == json.loads(accounts.stdout)["health"]
    assert {"1", "1_1"} == {json.loads(line)["id"].removeprefix(f"{PAGE}_") for line in items}


def test_an_account_that_cannot_be_read_whole_stays_open(town: Path) -> None:
    """Without a token there is no last capture; only --unread closes it all the same."""
    close = ("account", "close", PAGE, "--reason", "Added by mistake")

    refused = civickeep(*close, cwd=town)
    closed = civickeep(*close, "--unread", cwd=town)

    assert (10, 0) == (refused.returncode, closed.returncode)
    assert "--unread" in refused.stderr


def test_a_hold_is_placed_on_what_a_search_finds(town: Path, page: PlayedPage) -> None:
    """A lawsuit is about words, not about ids; a search without a hit places nothing."""
    page.post("2", "Thank you, plow crew")
    civickeep("harvest", cwd=town, **{TOKEN_ENV: TOKEN})
    place = ("retention", "hold", "place", "--reason", "Lawsuit", "--json")

    placed = civickeep(*place, "--query", "road", cwd=town)
    nothing = civickeep(*place, "--query", "zeppelin", cwd=town)
    without = civickeep(*place, cwd=town)

    assert 1 == json.loads(placed.stdout)["items"]
    assert "" == nothing.stdout
    assert (0, 0, 2) == (placed.returncode, nothing.returncode, without.returncode)

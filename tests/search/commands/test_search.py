"""``civickeep search``, as a clerk or a script calls it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

import search.commands.search as command
from archiver.cli import civickeep
from archiver.console import guard
from archiver.items import Author, ItemKind, ItemState
from search.follow import follow, index_folder
from tests.search.conftest import Town

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(town: Town, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Give a way to search the town; it gives exit status, standard output and standard error."""
    monkeypatch.setattr(command, "open_archive", lambda: town)

    def run_command(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = guard(lambda: civickeep(["search", *arguments], standalone_mode=False))
        out, err = capfd.readouterr()
        return status, out, err

    return run_command


def test_json_has_the_promised_shape(town: Town, run: Run) -> None:
    """Every promised key is there, with ids as strings and times in UTC."""
    item = town.add("snow", "plow", id="1_2", kind=ItemKind.COMMENT, state=ItemState.HIDDEN)

    status, out, err = run("snow", "--json")

    answer: dict[str, Any] = json.loads(out)
    hit = answer["hits"][0]
    assert (0, "") == (status, err)
    assert 1 == answer["total"]
    assert {
        "platform": "facebook",
        "account": "facebook/100",
        "id": "1_2",
        "kind": "comment",
        "text": "plow",
        "snippet": "snow",
        "marks": [[0, 4]],
        "version": 1,
        "current": False,
        "created_at": "2026-11-12T18:00:00Z",
        "state": "hidden",
    }.items() <= hit.items()
    assert hit["score"] > 0
    assert {"account", "kind", "year", "month", "state", "series", "has"} == set(answer["facets"])
    assert {"2026": 1} == answer["facets"]["year"]
    assert (True, item.change) == (answer["complete"], answer["change"])


def test_options_narrow_sort_and_page(town: Town, run: Run) -> None:
    """Dates, account, kind, order, limit and offset do what they say."""
    town.add("snow", id="a")
    town.add("snow", id="b", account="facebook/200")
    town.add("snow", id="c", kind=ItemKind.COMMENT)

    def found(*arguments: str) -> list[str]:
        return [hit["id"] for hit in json.loads(run("snow", "--json", *arguments)[1])["hits"]]

    assert ["b"] == found("--account", "Parks and Trails")
    assert ["c"] == found("--kind", "comment")
    assert ["a", "b", "c"] == found("--sort", "oldest")
    assert ["b"] == found("--sort", "oldest", "--limit", "1", "--offset", "1")
    assert ["a", "b", "c"] == found(
        "--from", "2026-11-12", "--to", "2026-11-12", "--sort", "oldest"
    )
    assert [] == found("--from", "2026-11-13")
    assert [] == found("--to", "2026-11-11")


def test_words_need_no_quotes_around_them_and_a_minus_excludes(town: Town, run: Run) -> None:
    """``civickeep search snow -plow`` is a query, not an option."""
    town.add("snow plow", id="a")
    town.add("snow", id="b")

    status, out, _ = run("snow", "-plow", "--json")

    assert (0, ["b"]) == (status, [hit["id"] for hit in json.loads(out)["hits"]])


def test_a_mistyped_option_is_not_searched_for(run: Run) -> None:
    """Two minuses make an option, and there is none of that name."""
    status, out, err = run("snow", "--jsn")

    assert (2, "") == (status, out)
    assert "No such option: --jsn" in err


@pytest.mark.parametrize("query", ["posted:someday", "nosuch:x", '"', "AND", "plow~9"])
def test_a_query_that_makes_no_sense_exits_2_with_the_next_step(
    town: Town, run: Run, query: str
) -> None:
    """One clear sentence, the next step, nothing on standard output."""
    town.add("snow")

    status, out, err = run(query, "--json")

    assert (2, "") == (status, out)
    assert 2 == len(err.splitlines())
    assert "Next:" in err


def test_no_hits_say_how_far_was_searched(town: Town, run: Run) -> None:
    """An empty answer is only worth something with its completeness."""
    item = town.add("snow")

    status, out, err = run("nothing")

    assert 0 == status
    assert "0 found" in out
    assert f"complete up to change {item.change}" in err


def test_a_busy_index_is_said_aloud(town: Town, run: Run) -> None:
    """What is there is searched, and the clerk told that it is not all."""
    town.add("snow")
    follow(town)
    newest = town.add("snow").change

    with index_folder(town).lock():
        status, out, err = run("snow", "--json")

    assert (0, 1) == (status, json.loads(out)["total"])
    assert f"of {newest}" in err


def test_plain_output_marks_what_was_found_and_is_harmless(town: Town, run: Run) -> None:
    """No control character of an archived text or name reaches the terminal."""
    town.add("Snow\x1b]0;x\x07 plow\u202e", author=Author("1", "A\x1b[2J[bold]B"))

    _, out, _ = run("plow")

    assert "«plow»" in out
    assert all(each.isprintable() or each == "\n" for each in out)
    assert "2026-11-12 12:00" in out
    assert "1 found, 1 shown." in out
    assert "kind: post 1" in out


def test_on_a_terminal_there_is_a_table(
    town: Town, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Archived text is never read as markup."""
    town.add("[bold red]snow[/] \x1b[31mplow")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)

    _, out, _ = run("snow")

    assert "[bold red]" in out
    assert "\x1b[31m" not in out
    assert "Posted" in out

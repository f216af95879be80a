"""``civickeep search``, as a clerk or a script calls it."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

import search.commands.search as command
from archiver.cli import civickeep
from archiver.console import guard
from archiver.items import Author, ItemKind, ItemState
from search.commands.search import KINDS
from search.follow import follow, index_folder
from tests.search.conftest import NOON, Town

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


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("snow or plow", ["or is searched as a word; to combine words by it write OR"]),
        ("Not plow and snow", ["Not is searched as a word", "and is searched as a word"]),
        ("author:(jane or ed)", ["write OR"]),
        ("snow OR plow", []),
        ('snow "or" plow', []),
        ("or", []),
        ("oracle nothing", []),
    ],
)
def test_small_operators_are_told_to_be_words(
    town: Town, run: Run, query: str, told: list[str]
) -> None:
    """Few hits would look like all there is; programs get the note in the JSON as well."""
    town.add("snow or plow")

    _, out, err = run(query, "--json")

    notes = json.loads(out)["notes"]
    assert len(told) == len(notes)
    assert all(sentence in note for sentence, note in zip(told, notes, strict=True))
    assert "".join(f"{note}\n" for note in notes) == err


def test_no_hits_say_how_far_was_searched(town: Town, run: Run) -> None:
    """An empty answer is only worth something with its completeness."""
    item = town.add("snow")

    status, out, err = run("nothing")

    assert 0 == status
    assert "0 found" in out
    assert "Nothing found" in err
    assert f"complete up to change {item.change:,}" in err


def test_files_that_are_not_searched_are_told_by_their_number(
    town: Town, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words for a person, and always in the JSON."""
    town.add("snow")
    usual = run("snow"), json.loads(run("snow", "--json")[1])["quarantined_items"]
    monkeypatch.setattr("search.kept_back.count_items", lambda *_: 2)

    _, _, err = run("snow")

    assert "2 items of that time and those accounts have files in quarantine" in err
    assert 2 == json.loads(run("snow", "--json")[1])["quarantined_items"]
    assert ("quarantine" in usual[0][2], usual[1]) == (False, 0)


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


def test_a_table_fits_the_narrowest_terminal(
    town: Town, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In 80 columns the text has most of them, and the id stands whole for whoever copies it."""
    number = "1234567890123456_9876543210987654"
    town.add("The snow plow was out all night", "x" * 200, id=number, author=Author("1", "y" * 90))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")

    _, out, _ = run("snow")

    shown = re.sub(r"\x1b\[[0-9;]*m", "", out)
    assert 80 == max(map(len, shown.splitlines()[:12]))
    assert f" facebook/{number} " in shown
    assert "The snow plow was out all night" in shown
    assert "2026-11-12 \u2502 post " in shown


def test_every_answer_tells_the_gaps_of_its_period(town: Town, run: Run) -> None:
    """Nobody looked at these accounts yet, and the answer says so."""
    town.add("snow")
    town.clock = lambda: NOON + timedelta(days=1)

    _, out, _ = run("snow")
    _, as_json, _ = run("snow", "account:200", "--json")

    assert "facebook/100 City Hall: watched 0.00 %" in out
    assert "not captured yet" in out
    coverage = json.loads(as_json)["coverage"]
    assert ["facebook/200"] == list(coverage)
    assert {"gap_count": 1, "green_seconds": 0.0, "watched_until": None}.items() <= coverage[
        "facebook/200"
    ].items()


def test_csv_is_safe_to_open(town: Town, run: Run) -> None:
    """No cell is a formula, ids are no numbers, and what is left out is said."""
    town.add('=HYPERLINK("http://x") snow, "quoted"\nline', id="12345678901234567890")
    town.add("snow", "+plow\x9b\u202e", id="b", author=Author("1", "@SUM(A1)"))

    status, out, err = run("snow", "--csv", "--sort", "oldest")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))

    assert (0, 2) == (status, len(rows))
    assert "'=HYPERLINK" == rows[0]["found_text"][:11]
    assert "facebook/12345678901234567890" == rows[0]["item"]
    assert ("snow", "'+plow\\u009b\\u202e", "no") == (
        rows[1]["found_text"],
        rows[1]["present_text"],
        rows[1]["current"],
    )
    assert "'@SUM(A1)" == rows[1]["author"]
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row.values() if cell)
    _, _, cut = run("snow", "--csv", "--limit", "1")
    assert "1 of 2" in cut
    assert "complete up to" in err


def test_the_thread_stands_below_its_hit(town: Town, run: Run) -> None:
    """Each answer below what it answers, in lines and in JSON."""
    town.add("Where is the plow?", id="a", thread_id="a")
    comment = {"kind": ItemKind.COMMENT, "thread_id": "a", "parent_id": "a"}
    town.add("z" * 999, id="c", created_at=NOON, **comment)
    town.add("On Elm\x1b[31m Street", id="b", author=Author("8", "Zo\u202e"), **comment)

    _, out, _ = run("elm", "--thread")
    _, as_json, _ = run("elm", "--thread", "--json")

    assert "the thread as it stood now:" in out
    assert "     Jane Doe: Where is the plow?" in out
    assert "   >   Zo\\u202e: On Elm\\u001b[31m Street" in out
    assert f"Jane Doe: {'z' * 159}\u2026\n" in out
    thread = json.loads(as_json)["hits"][0]["thread"]
    assert [("a", 0, False), ("c", 1, False), ("b", 1, True)] == [
        (each["id"], each["depth"], each["hit"]) for each in thread["items"]
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["snow", "--saved", "x"],
        ["snow", "--list"],
        ["--save", "x"],
        ["snow", "--mail", "a@example.gov"],
        ["snow", "--new"],
        ["snow", "--json", "--csv"],
        ["snow", "--save", "  "],
        ["snow", "--save", "a\nb"],
        ["snow", "--save", "x" * 100],
        ["snow", "--save", "x", "--mail", "nobody"],
        ["snow", "--save", "x", "--mail", "a@b\nBcc: c@d"],
    ],
)
def test_options_that_make_no_sense_together_are_refused(run: Run, arguments: list[str]) -> None:
    """Exit status 2, before anything is asked or kept."""
    status, out, err = run(*arguments)

    assert (2, "") == (status, out)
    assert err


def test_every_kind_can_be_asked_for(run: Run) -> None:
    """The kinds of the option are those that items have."""
    assert tuple(ItemKind) == KINDS
    assert 0 == run("*", "--kind", "live_video", "--json")[0]


@pytest.mark.parametrize(("lines", "paged"), [(30, True), (2, False)])
def test_a_long_answer_goes_through_the_pager(
    town: Town, run: Run, monkeypatch: pytest.MonkeyPatch, lines: int, *, paged: bool
) -> None:
    """On a terminal, where it is longer than that is high; --no-pager prints it."""
    for _ in range(lines):
        town.add("snow")
    town.under_archive.clear()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("LINES", "24")
    shown: list[str] = []
    monkeypatch.setattr("click.echo_via_pager", lambda text, **_: shown.append(text))

    _, out, _ = run("snow", "--limit", "50")

    assert paged == bool(shown)
    assert paged != bool(out)
    assert run("snow", "--limit", "50", "--no-pager")[1]


def test_colours_are_for_terminals_alone(
    town: Town, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a file or a pipe there is no escape sequence; NO_COLOR keeps it so on a terminal."""
    town.add("snow")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    _, piped, _ = run("snow")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)

    _, shown, _ = run("snow")

    monkeypatch.setenv("NO_COLOR", "1")
    _, plain, _ = run("snow")
    assert "\x1b" not in piped
    assert "\x1b[1;33m" in shown
    assert "\x1b[1;33m" not in plain

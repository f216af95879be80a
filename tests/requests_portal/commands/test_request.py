"""``civickeep request open|decide|review|show|log`` in the promised shapes."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archiver.archive import Archive
from archiver.items import Link
from requests_portal.commands.request import request
from requests_portal.desk import record_search
from requests_portal.errors import CitationInsufficient, RedactionNotFound
from tests.requests_portal.desk_scene import CLERK, describe, put

MODULES = ("request_intake", "request_review", "request_close")
NUMBER = "Minn. Stat. § 13.355, subd. 1"


@pytest.fixture
def desk(desk: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Let the commands open the test's archive."""
    for module in MODULES:
        monkeypatch.setattr(f"requests_portal.commands.{module}.open_archive", lambda: desk)
    return desk


def _run(*words: str) -> Result:
    return CliRunner().invoke(request, words)


def _json(*words: str) -> Any:  # noqa: ANN401 - JSON
    answer = _run(*words, "--json")
    assert answer.exception is None, answer.output
    return json.loads(answer.stdout)


@pytest.fixture
def opened(desk: Archive) -> str:
    """Give a request that found two comments."""
    refs = [put(desk, "c1", "my number is 470-00-1234"), put(desk, "c2", "late plow")]
    request_id = str(_json("open", "--track", "member", "--text", "All of it.")["request"])
    record_search(desk, request_id, "everything", refs, CLERK)
    return request_id


@pytest.mark.usefixtures("desk")
def test_open_gives_the_promised_fields() -> None:
    """Number, dates and notices; the statute's date only where there is one."""
    subject = _json("open", "--track", "subject", "--received", "2026-04-06T15:00:00Z")
    member = _json("open", "--track", "member", "--received", "2026-04-06")

    assert ("R-2026-0001", "2026-04-20") == (subject["request"], subject["statutory_due"])
    assert (None, None) == (member["statutory_due"], member["city_target"])
    assert all(notice["citation"] for notice in subject["notices"])


@pytest.mark.usefixtures("desk")
def test_a_letter_is_taken_word_for_word(tmp_path: Path) -> None:
    """The words of the requester stand in the request."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Please send me what you have.\nJosé", encoding="utf-8")

    request_id = _json("open", "--track", "member", "--from-file", str(letter))["request"]

    assert "Please send me what you have.\nJosé" == _json("show", request_id)["text"]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("data", [b"%PDF-1.7\x00\xff", b"\xff\xfe", b"x" * 1_000_001])
def test_a_letter_that_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    """A PDF is not silently taken for words."""
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(data)

    answer = _run("open", "--track", "member", "--from-file", str(letter))

    assert 2 == getattr(answer.exception, "exit_code", None)


def test_decide_says_what_was_decided_and_what_to_mind(opened: str) -> None:
    """Counts of parts, never the words; the warnings are in the JSON too."""
    words = ("--item", "c1", "--as", "redact", "--redact", "470-00-1234", "--by", CLERK)

    answer = _json("decide", opened, *words, "--citation", NUMBER)

    decided = {"item": "facebook/c1", "version": 1, "action": "redact", "parts": 1}
    assert [decided] == answer["decided"]
    assert any("attorney" in warning for warning in answer["warnings"])


@pytest.mark.parametrize("action", ["redact", "withhold"])
def test_nothing_is_kept_back_without_a_citation(opened: str, action: str) -> None:
    """Invariant 9, at the command."""
    words = ["--redact", "plow"] if action == "redact" else []

    answer = _run("decide", opened, "--item", "c2", "--as", action, *words, "--by", CLERK)

    assert isinstance(answer.exception, CitationInsufficient)
    assert 2 == _json("show", opened)["items"]["undecided"]


@pytest.mark.parametrize(
    "words",
    [
        ("--as", "release"),
        ("--as", "release", "--item", "c1", "--all"),
        ("--as", "release", "--item", "c1", "--citation", NUMBER),
        ("--as", "withhold", "--item", "c1", "--redact", "plow", "--citation", NUMBER),
        ("--as", "redact", "--item", "c1", "--span", "3-5", "--citation", NUMBER),
        ("--as", "redact", "--item", "c1", "--citation", NUMBER),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    opened: str, words: tuple[str, ...]
) -> None:
    """They are never ranked silently."""
    answer = _run("decide", opened, *words, "--by", CLERK)

    assert 2 in {answer.exit_code, getattr(answer.exception, "exit_code", None)}


def test_review_shows_wordings_and_can_leave_out_what_is_decided(opened: str) -> None:
    """JSONL, one item a line, with the text to copy from."""
    _json("decide", opened, "--item", "c2", "--as", "release", "--by", CLERK)

    lines = _run("review", opened, "--undecided", "--json").stdout.splitlines()

    assert ["facebook/c1"] == [json.loads(line)["item"] for line in lines]
    assert json.loads(lines[0])["versions"][0]["text"] == "my number is 470-00-1234"


def test_review_shows_what_is_taken_out_and_by_which_section(opened: str) -> None:
    """A person can look a redaction over before the response is written."""
    taken = ("--item", "c1", "--as", "redact", "--redact", "470-00-1234", "--by", CLERK)
    _json("decide", opened, *taken, "--citation", NUMBER)

    looked = _run("review", opened).stdout

    assert f'taken out: "470-00-1234", 13:24 ({NUMBER})' in looked


def test_review_shows_the_links_that_would_go_out(desk: Archive, opened: str) -> None:
    """Numbered as they are taken out, each on one line, and never as commands to a terminal."""
    link = Link("https://news.example/a", "Jane Roe\n\x1b[2J won", "At the fair")
    record_search(desk, opened, "see", [put(desk, "c3", "see", links=(link,))], CLERK)

    looked = _run("review", opened).stdout
    listed = json.loads(_run("review", opened, "--json").stdout.splitlines()[-1])

    line = next(line for line in looked.splitlines() if "link 0: Jane Roe" in line)
    assert line.endswith("won | At the fair | https://news.example/a")
    assert "\x1b" not in looked
    assert "At the fair" == listed["versions"][0]["links"][0]["description"]


def test_review_shows_how_a_photo_is_described(desk: Archive, opened: str) -> None:
    """The description goes out with the photo, and words of it are taken out with it."""
    describe(desk, "c2", 0, "Jane Roe\n\x1b[2J smiles")

    looked = _run("review", opened).stdout
    words = ("--item", "c2", "--as", "redact", "--redact", "Jane Roe", "--by", CLERK)
    refused = _run("decide", opened, *words, "--citation", NUMBER).exception

    assert "photo or file 0 is described as: Jane Roe" in looked
    assert "\x1b" not in looked
    assert isinstance(refused, RedactionNotFound)
    assert "--redact-media" in refused.next_step


def test_a_link_is_taken_out_by_its_number(desk: Archive, opened: str) -> None:
    """And the review says so."""
    link = Link("https://news.example/a", "Jane Roe won")
    record_search(desk, opened, "see", [put(desk, "c3", "see", links=(link,))], CLERK)

    taken = ("--item", "c3", "--as", "redact", "--redact-link", "0", "--by", CLERK)
    _json("decide", opened, *taken, "--citation", NUMBER)

    assert f"taken out: link 0 ({NUMBER})" in _run("review", opened).stdout


def test_show_keeps_every_decision(opened: str) -> None:
    """The history, with who and why."""
    _json("decide", opened, "--all", "--as", "release", "--by", CLERK)
    words = ("--item", "c1", "--as", "withhold", "--citation", NUMBER, "--by", CLERK)
    _json("decide", opened, *words)

    shown = _json("show", opened)

    assert ["release", "release", "withhold"] == [one["action"] for one in shown["determinations"]]
    assert {"class": "private", "citation": NUMBER} == shown["determinations"][-1]["ground"]


def test_the_log_lists_every_request(opened: str) -> None:
    """As JSONL and as CSV, and not as both."""
    assert [opened] == [json.loads(line)["request"] for line in _log("--json")]
    assert _log("--csv")[1].startswith(opened)
    assert 2 == _run("log", "--json", "--csv").exit_code


def _log(*words: str) -> list[str]:
    return _run("log", *words).stdout.splitlines()


def test_archived_text_moves_no_cursor(desk: Archive, opened: str) -> None:
    """What somebody wrote is shown with its control characters as marks."""
    refs = [put(desk, "c3", "red \x1b[31m alert", author="Bo\x1b[2J")]
    record_search(desk, opened, "red", refs, CLERK)

    assert "\x1b" not in _run("review", opened).stdout


def test_close_says_what_keeps_on_being_held(opened: str) -> None:
    """The hold's name and the command that lifts it."""
    _json("decide", opened, "--all", "--as", "release", "--by", CLERK)

    answer = _run("close", opened, "--as", "granted", "--reason", "collected", "--by", CLERK)

    assert "is closed: granted" in answer.stdout
    assert f"request-{opened}" in answer.stderr

"""``civickeep account confirm-gone``, as a person and as a script call it."""

import io
import json
from collections.abc import Callable

import pytest

from archiver.archive import Archive
from archiver.cli import civickeep
from archiver.console import guard
from archiver.items import ItemState
from tests.archiver.quillback import ACCOUNT, PAGE, Harvester, PlayedPage, items

Run = Callable[..., tuple[int, str, str]]
GONE = 12
HOSTILE = "\x1b[2J A notice\nof two lines"


@pytest.fixture
def run(
    archive: Archive,
    page: PlayedPage,
    harvest: Harvester,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Run:
    """Give a way to call the command where one visit missed twelve posts of fifteen."""
    posts = [page.post(f"{number:02}", HOSTILE) for number in range(15)]
    harvest()
    page.delete(*posts[:GONE])
    harvest()
    monkeypatch.setenv("CIVICKEEP_CONFIG", str(archive.settings.path))

    def run_command(*arguments: str, answer: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        capfd.readouterr()
        words = ["account", "confirm-gone", *arguments]
        status = guard(lambda: civickeep(words, standalone_mode=False))
        out, err = capfd.readouterr()
        return status, out, err

    return run_command


CONFIRMED = (ACCOUNT, "--by", "Dana Ortiz", "--reason", "A clean-up")


def test_the_posts_are_listed_and_recorded_after_a_yes(
    archive: Archive, harvest: Harvester, run: Run
) -> None:
    """Each on a line of its own, whatever the platform wrote; the next visit marks them."""
    status, out, err = run(*CONFIRMED, answer="y\n")
    harvest()

    lines = out.splitlines()
    assert (0, GONE) == (status, len(lines))
    assert f"facebook/{PAGE}_00" in lines[0]
    assert "missed 1 time(s)" in lines[0]
    assert "\\u001b[2J A notice of two lines" in lines[0]
    assert "Dana Ortiz confirms that 12 post(s)" in err
    assert GONE == sum(each.state is ItemState.UNAVAILABLE for each in items(archive).values())


@pytest.mark.parametrize(("answer", "status"), [("n\n", 2), ("", 130)])
def test_without_a_yes_nothing_is_recorded(
    archive: Archive, run: Run, answer: str, status: int
) -> None:
    """Neither where a person says no, nor where nobody is there to answer."""
    before = archive.change_number()

    left_with, out, _ = run(*CONFIRMED, answer=answer)

    assert status == left_with
    assert GONE == len(out.splitlines())
    assert before == archive.change_number()


def test_a_script_says_yes_and_gets_one_object(run: Run) -> None:
    """With every post, by whom and why."""
    status, out, _ = run(*CONFIRMED, "--yes", "--json")

    told = json.loads(out)
    assert 0 == status
    assert (ACCOUNT, "Dana Ortiz", "A clean-up") == (told["account"], told["by"], told["reason"])
    assert GONE == len(told["items"])
    assert {(1, HOSTILE, "post")} == {
        (each["misses"], each["text"], each["kind"]) for each in told["items"]
    }


def test_where_nothing_waits_it_says_so(run: Run) -> None:
    """With a status of its own: what was confirmed waits for a visit, not for a person."""
    run(*CONFIRMED, "--yes")

    status, out, err = run(*CONFIRMED, "--yes")

    assert (122, "") == (status, out)
    assert "No post of facebook/880100 waits" in err
    assert "Next:" in err


@pytest.mark.parametrize("missing", ["--by", "--reason"])
def test_a_person_and_a_reason_are_named(archive: Archive, run: Run, missing: str) -> None:
    """A blank is no name."""
    before = archive.change_number()
    at = CONFIRMED.index(missing) + 1
    words = [*CONFIRMED[:at], " ", *CONFIRMED[at + 1 :]]

    status, _, err = run(*words, "--yes")

    assert 2 == status
    assert "names the person" in err
    assert before == archive.change_number()

"""Saved searches and completion, as a clerk at a shell has them, over a real archive."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.cli import civickeep
from archiver.console import guard
from search.saved import save
from tests.archiver.quillback import ACCOUNT, PAGE, Harvester, PlayedPage

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(archive: Archive, harvest: Harvester, capfd: pytest.CaptureFixture[str]) -> Run:
    """Give a way to search the harvested archive; it gives exit status and both outputs."""
    harvest()

    def run_command(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        config = ["--config", str(archive.settings.path)]
        status = guard(lambda: civickeep(["search", *arguments, *config], standalone_mode=False))
        out, err = capfd.readouterr()
        return status, out, err

    return run_command


def test_a_search_is_saved_made_again_and_given_up(
    page: PlayedPage, harvest: Harvester, run: Run
) -> None:
    """The second look at what is new shows nothing, because the first one saw it."""
    saved = run("plow OR alder", "--account", PAGE, "--save", "water main", "--mail", "a@b.gov")
    page.comment("1_3", f"{PAGE}_1", "The plow was here")
    harvest()

    listed = json.loads(run("--list", "--json")[1])
    whole = json.loads(run("--saved", "water main", "--json")[1])
    page.comment("1_4", f"{PAGE}_1", "Which plow?")
    harvest()
    first = run("--saved", "water main", "--new")
    second = run("--saved", "water main", "--new", "--json")

    query = f'(plow OR alder) account:("{PAGE}")'
    assert (0, True) == (saved[0], query in saved[2])
    assert ("water main", query, ["a@b.gov"], 1, 0) == tuple(
        listed[key] for key in ("name", "query", "mail", "new", "gone")
    )
    assert (3, 1) == (whole["total"], whole["saved"]["new"])
    assert "Which «plow»?" in first[1]
    assert "1 found" in first[1]
    assert 0 == json.loads(second[1])["total"]
    assert 0 == run("--forget", "water main")[0]
    assert "No search is saved." in run("--list")[2]


def test_new_hits_are_marked(page: PlayedPage, harvest: Harvester, run: Run) -> None:
    """In the whole answer one sees at once which came since."""
    run("plow", "--save", "plows")
    page.comment("1_3", f"{PAGE}_1", "The plow was here")
    harvest()

    _, out, err = run("--saved", "plows")

    new = [line for line in out.splitlines() if "  new  " in line]
    assert ["facebook/1_3"] == [line.split()[-1] for line in new]
    assert "New since" in err
    assert "looked at" in run("--list")[1]


def test_a_search_that_cannot_be_read_any_more_hides_no_other(archive: Archive, run: Run) -> None:
    """It is named, with the reason; what is new in it is not known, which is not none."""
    run("plow", "--save", "plows")
    save(archive, "leap", 'posted:"feb 29"', change=1, by="Ann")

    status, out, _ = run("--list")
    entries = map(json.loads, run("--list", "--json")[1].splitlines())
    listed = {each["name"]: each for each in entries}

    assert 0 == status
    assert "cannot be read any more: 'feb 29' cannot be read as a date." in out
    assert "new since: 0" in out
    assert (None, 0) == (listed["leap"]["new"], listed["plows"]["new"])
    assert "2026-03-31" in listed["leap"]["unreadable"]
    assert None is listed["plows"]["unreadable"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--saved", "nothing"], 73),
        (["--forget", "nothing"], 73),
        (["snow", "--save", "plows"], 74),
        (["posted:someday", "--save", "other"], 2),
    ],
)
def test_what_cannot_be_done_has_its_own_status(
    run: Run, arguments: list[str], status: int
) -> None:
    """An unknown name, a name that is taken, and a query that cannot be read."""
    run("plow", "--save", "plows")

    left_with, _, err = run(*arguments)

    assert status == left_with
    assert "Next:" in err
    assert 1 == len(run("--list", "--json")[1].splitlines())


def complete(config: str, words: str, folder: Path) -> list[str]:
    """Ask the installed command, as bash does, what could stand where the cursor is."""
    place = len(words.split(" ")) - 1
    done = subprocess.run(
        [str(Path(sys.executable).with_name("civickeep"))],
        env={
            **os.environ,
            "_CIVICKEEP_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(place),
            "CIVICKEEP_CONFIG": config,
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "" == done.stderr
    return [line.partition(",")[2] for line in done.stdout.split()]


def test_the_shell_completes_options_accounts_and_names(
    archive: Archive, run: Run, tmp_path: Path
) -> None:
    """What the tab key offers; without an archive it offers options and no error."""
    run("plow", "--save", "plows")
    config = str(archive.settings.path)

    assert ["search"] == complete(config, "civickeep sea", tmp_path)
    assert ["--save", "--saved"] == complete(config, "civickeep search --sav", tmp_path)
    assert [ACCOUNT] == complete(config, "civickeep search --account ", tmp_path)
    assert ["plows"] == complete(config, "civickeep search --saved p", tmp_path)
    assert ["reply", "reel", "review"] == complete(config, "civickeep search --kind re", tmp_path)
    assert [] == complete(str(tmp_path / "none.toml"), "civickeep search --account ", tmp_path)


def test_the_shell_s_own_script_is_given(tmp_path: Path) -> None:
    """As the help tells: the line that makes bash ask us."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("civickeep"))],
        env={**os.environ, "_CIVICKEEP_COMPLETE": "zsh_source"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "compdef" in done.stdout

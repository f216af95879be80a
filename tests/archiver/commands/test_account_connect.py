"""``civickeep account connect``, as a person at a terminal and as a script call it."""

import json
import logging
import os
import pty
import select
import subprocess
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.cli import civickeep
from archiver.connect.vault import Vault
from archiver.console import guard
from archiver.graph import client as graph_client
from archiver.registration import close_account
from tests.archiver.commands.calling import CIVICKEEP
from tests.archiver.connect.played_graph import (
    APP_ID,
    APP_SECRET,
    EVERY_SECRET,
    INSTAGRAM,
    OTHER_TOKEN,
    PAGE,
    PAGE_TOKEN,
    SCOPES,
    SHORT_TOKEN,
    PlayedGraph,
)

Run = Callable[..., tuple[int, str, str]]
PATIENCE = 20.0
"""Seconds after which a command at a terminal has hung."""

KEY = f"facebook/{PAGE}"
DANA = ("--authorized-by", "Dana Ortiz", "--department", "Parks")

pytestmark = pytest.mark.usefixtures("own_keys")


@pytest.fixture
def graph() -> Iterator[PlayedGraph]:
    """Play the platform."""
    with PlayedGraph() as graph:
        yield graph


@pytest.fixture
def run(
    archive: Archive,
    graph: PlayedGraph,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Run:
    """Give a way to call the command; it gives exit status, standard output and standard error."""
    monkeypatch.setenv("CIVICKEEP_CONFIG", str(archive.settings.path))
    monkeypatch.setenv("SHORT", SHORT_TOKEN)
    monkeypatch.setenv("SECRET", APP_SECRET)
    monkeypatch.setenv("TWO", "EAAB two words")
    monkeypatch.setenv("OTHER", OTHER_TOKEN)
    monkeypatch.setenv("NONE", "nobodys0token")
    monkeypatch.setattr("archiver.connect.check.asker_for.__defaults__", (lambda _: None,))
    monkeypatch.setattr(graph_client, "BACKOFF", (0.0, 0.0, 0.0))

    def run_command(*arguments: str | Path, name: str = KEY) -> tuple[int, str, str]:
        capfd.readouterr()
        words = ["account", "connect", name, "--api-url", graph.url, *map(str, arguments)]
        status = guard(lambda: civickeep(words, standalone_mode=False))
        out, err = capfd.readouterr()
        return status, out, err

    return run_command


APP = ("--app-id", APP_ID, "--app-secret-env", "SECRET")
FROM_SHORT = ("--token-env", "SHORT")


def test_a_script_connects_an_account_in_one_go(archive: Archive, run: Run) -> None:
    """It hears in JSON what can be seen; a person reads the same in words."""
    status, out, err = run(*DANA, *APP, *FROM_SHORT, "--json")

    told = json.loads(out)
    assert 0 == status
    assert (KEY, True, PAGE, INSTAGRAM) == (
        told["account"],
        told["connected"],
        told["page"],
        told["instagram"],
    )
    assert {"posts": True, "hidden comments": True}.items() <= {
        each["what"]: each["able"] for each in told["sees"]
    }.items()
    assert "Connected: City of Quillback (facebook/880100), authorised by Dana Ortiz on" in err
    assert "  posts: yes, 1 on the first page" in err
    assert "The token: without an end." in err
    assert f"civickeep account connect instagram/{INSTAGRAM}" in err
    assert "Dana Ortiz" == archive.account(KEY).authorized_by
    assert [f"app/{APP_ID}", KEY] == [each.slot for each in Vault(archive).kept()]


def test_names_like_no_other_stay_on_their_line(run: Run) -> None:
    """Nor do they move the cursor of whoever connects."""
    hostile = "Quill\x1b[2J\nback"

    status, _, err = run("--name", hostile, "--authorized-by", hostile, *FROM_SHORT)

    shown = r"Quill\u001b[2J back"
    assert 0 == status
    assert f"Connected: {shown} ({KEY}), authorised by {shown} on " in err


def test_the_token_comes_from_a_file_or_from_standard_input(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line end behind it does not matter."""
    (tmp_path / "token").write_text(PAGE_TOKEN + "\n")
    from_file = run(*DANA, "--token-file", tmp_path / "token")
    with (tmp_path / "token").open() as file:
        monkeypatch.setattr("sys.stdin", file)
        from_input = run(*DANA, "--token-file", "-")

    assert [0, 0] == [from_file[0], from_input[0]]


def test_the_accounts_own_variable_is_looked_at_before_anybody_is_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the settings name it; it is said so."""
    monkeypatch.setenv("CIVICKEEP_FACEBOOK_TOKEN", PAGE_TOKEN)

    status, _, err = run(*DANA)

    assert 0 == status
    assert "taken from CIVICKEEP_FACEBOOK_TOKEN" in err
    assert "tells only the app" in err


def test_a_token_that_will_not_last_is_said_to_be_one(run: Run) -> None:
    """Before it ends, in an hour or two."""
    status, _, err = run(*DANA, *FROM_SHORT)

    assert 0 == status
    assert "lasts an hour or two" in err
    assert "--app-id" in err


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        ((*DANA,), (144, "No token was given")),
        ((*DANA, "--token-env", "UNSET"), (144, "UNSET is not set")),
        ((*DANA, "--token-file", "/nowhere"), (144, "cannot be read")),
        ((*DANA, "--token-env", "TWO"), (2, "one word")),
        ((*FROM_SHORT,), (2, "--authorized-by")),
        ((*DANA, *FROM_SHORT, "--ownership", "official_personal"), (2, "--yes")),
        ((*DANA, "--token-env", "OTHER"), (146, "another Page")),
        ((*DANA, "--token-env", "NONE"), (44, "does not accept the token")),
        ((*DANA, *FROM_SHORT, "--app-id", APP_ID, "--app-secret-env", "OTHER"), (147, APP_ID)),
        ((*DANA, *FROM_SHORT, "--app-id", APP_ID), (144, "CIVICKEEP_APP_SECRET")),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    archive: Archive, run: Run, arguments: tuple[str, ...], refusal: tuple[int, str]
) -> None:
    """One sentence and a next step each; no account that only looks connected is left."""
    status, out, err = run(*arguments)

    assert (refusal[0], "") == (status, out)
    assert refusal[1] in err
    assert "Next:  " in err
    assert "Connected" not in err
    assert (() == archive.accounts(), () == Vault(archive).kept()) == (True, True)


def test_a_token_without_a_needed_permission(run: Run, graph: PlayedGraph) -> None:
    """It is no connection, unless a limited one is wanted; then what is missing is listed."""
    graph.scopes = tuple(each for each in SCOPES if each != "pages_read_user_content")

    refused = run(*DANA, *APP, *FROM_SHORT)
    limited = run(*DANA, *APP, *FROM_SHORT, "--limited")

    assert (148, 0) == (refused[0], limited[0])
    assert "comments of visitors: no, the permission pages_read_user_content" in limited[2]
    assert "missing: pages_read_user_content, needed to read what visitors wrote" in limited[2]


def test_a_personal_account_is_connected_with_a_yes(archive: Archive, run: Run) -> None:
    """The warning stands before it in any case."""
    status, _, _ = run(*DANA, *FROM_SHORT, "--ownership", "mixed_review", "--yes")

    assert 0 == status
    assert "mixed_review" == archive.account(KEY).ownership


def test_a_platform_that_does_not_answer(run: Run, graph: PlayedGraph) -> None:
    """It says nothing about the token."""
    graph.down = True

    status, _, err = run(*DANA, *FROM_SHORT)

    assert 47 == status
    assert "token" not in err.partition("Error:")[2]


def test_a_closed_account_is_not_connected(archive: Archive, run: Run) -> None:
    """It is not read any more."""
    run(*DANA, *FROM_SHORT)
    close_account(archive, archive.account(KEY), by="Dana Ortiz", reason="The page moved")

    status, _, err = run(*DANA, *FROM_SHORT)

    assert 2 == status
    assert "is closed" in err
    assert KEY not in [each.slot for each in Vault(archive).kept()]


def test_no_secret_is_shown_or_logged(
    archive: Archive, run: Run, graph: PlayedGraph, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even by libraries that log every address at their most talkative, nor in the archive."""
    caplog.set_level(logging.DEBUG)
    shown = [run(*DANA, *APP, *FROM_SHORT, "--json"), run(*DANA, "--token-env", "SHORT")]
    graph.dead = {PAGE_TOKEN: 463, SHORT_TOKEN: 460}
    shown += [run(*DANA, *APP, *FROM_SHORT)]

    words = "".join(part for _, out, err in shown for part in (out, err)) + caplog.text
    root = archive.settings.path.parent
    files = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert [0, 0, 44] == [each[0] for each in shown]
    assert [] == [each for each in EVERY_SECRET if each in words or each.encode() in files]
    header_only = [each for each in graph.targets if "debug_token" not in each]
    assert not any("EAAB" in each for each in header_only if "oauth/" not in each)


def test_a_person_is_asked_for_what_is_missing(archive: Archive, graph: PlayedGraph) -> None:
    """On a terminal: who, which department, whose account, and the token without showing it."""
    shown = _converse(
        archive,
        ["account", "connect", KEY, "--api-url", graph.url],
        [
            ("Who authorised it", "Dana Ortiz"),
            ("Which department", "Parks"),
            ("Whose account", "official_personal"),
            ("understood and wanted", "y"),
            ("it is not shown", PAGE_TOKEN),
        ],
    )

    assert "makes the copy city data" in shown
    assert "Connected: City of Quillback" in shown
    assert PAGE_TOKEN not in shown
    assert ("Dana Ortiz", "Parks", "official_personal") == (
        archive.account(KEY).authorized_by,
        archive.account(KEY).department,
        archive.account(KEY).ownership,
    )


def test_a_person_who_says_no_connects_nothing(archive: Archive, graph: PlayedGraph) -> None:
    """The platform is not even asked."""
    shown = _converse(
        archive,
        ["account", "connect", KEY, *DANA, "--api-url", graph.url],
        [("Whose account", "mixed_review"), ("understood and wanted", "n")],
    )

    assert "nobody has agreed" in shown
    assert ((), []) == (archive.accounts(), graph.targets)


def _converse(archive: Archive, words: list[str], answers: list[tuple[str, str]]) -> str:
    """Type answers at a terminal as they are asked for; give all that stood there."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [CIVICKEEP, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "CIVICKEEP_CONFIG": str(archive.settings.path)},
    ) as process:
        os.close(theirs)
        try:
            return _answer(ours, answers)
        finally:
            process.kill()  # one that has left is none the worse for it
            os.close(ours)


def _answer(terminal: int, answers: list[tuple[str, str]]) -> str:
    shown = ""
    for question, answer in answers:
        shown += _read_until(terminal, question)
        if answer == PAGE_TOKEN:
            _wait_for_silence(terminal)
        os.write(terminal, f"{answer}\n".encode())
    return shown + _read_until(terminal, None)


def _read_until(terminal: int, words: str | None) -> str:
    """Read what is shown up to these words, or to the end."""
    shown = ""
    while words is None or words not in shown:
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        if not ready:
            pytest.fail(f"Nothing more was shown after {shown!r}.")
        try:
            shown += os.read(terminal, 4096).decode()
        except OSError:  # the other end has hung up
            break
    return shown


def _wait_for_silence(terminal: int) -> None:
    """Wait until the terminal shows no more what is typed; what came before is thrown away."""
    for _ in range(int(PATIENCE / 0.01)):
        if not termios.tcgetattr(terminal)[3] & termios.ECHO:
            return
        select.select([], [], [], 0.01)
    pytest.fail("What is typed would be shown.")

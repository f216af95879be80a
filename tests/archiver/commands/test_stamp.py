"""``civickeep stamp``, as a timer and a person call it."""

import json
from collections.abc import Callable, Iterator

import pytest

from archiver.archive import Archive
from archiver.cli import civickeep
from archiver.console import guard
from tests.archiver.ledger.authority import Behaviour, TestAuthority, serving

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    """Make keys and certificates once."""
    return TestAuthority(tmp_path_factory.mktemp("authority") / "north", "North Time")


@pytest.fixture
def authority(made: TestAuthority, archive: Archive) -> Iterator[TestAuthority]:
    """Serve an honest authority, and name it in the archive's civickeep.toml."""
    made.behaviour = Behaviour.HONEST
    with serving(made):
        with archive.settings.path.open("a") as file:
            file.write(
                f'[[stamps.authorities]]\nname = "north"\nurl = "{made.url}"\n'
                f'roots = "{made.roots}"\n'
            )
        yield made


@pytest.fixture
def run(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give a way to call the command; it gives exit status, standard output and standard error."""
    monkeypatch.setenv("CIVICKEEP_CONFIG", str(archive.settings.path))

    def run_command(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = guard(lambda: civickeep(["stamp", *arguments], standalone_mode=False))
        out, err = capfd.readouterr()
        return status, out, err

    return run_command


def test_a_day_that_is_over_is_stamped_once(
    archive: Archive, authority: TestAuthority, run: Run
) -> None:
    """The archive was founded long ago; a timer may call as often as it likes."""
    first, second = run("--json"), run("--json")

    told = json.loads(first[1])
    (stamp,) = told["stamps"]
    assert ([0, 0], []) == ([first[0], second[0]], told["unstamped"])
    assert {"authority": "north", "size": 2, "object": "ledger/stamps/north/002.tsr"}.items() <= (
        stamp.items()
    )
    assert stamp["error"] is None
    assert stamp["at"].endswith("Z")
    assert {"stamps": [], "unstamped": []} == json.loads(second[1])
    assert authority.verifies(
        archive.store.get("ledger/checkpoint"), archive.store.get(stamp["object"])
    )


def test_a_refused_stamp_is_told_with_the_days_it_leaves_unstamped(
    authority: TestAuthority, run: Run
) -> None:
    """By its status, in words, and in JSON."""
    authority.behaviour = Behaviour.OTHER_NONCE

    status, out, err = run("--json")

    told = json.loads(out)
    assert 104 == status
    assert "its nonce is not ours" in told["stamps"][0]["error"]
    assert [{"authority": "north", "day": "2026-06-01"}] == told["unstamped"]
    assert "north: 2026-06-01 is not stamped." in err


def test_an_authority_that_is_down_is_told_apart(authority: TestAuthority, run: Run) -> None:
    """It can be asked again later."""
    authority.behaviour = Behaviour.BUSY

    status, _, err = run()

    assert 105 == status
    assert "gave no stamp (HTTP 503)" in err


def test_without_authorities_it_says_what_to_set(run: Run) -> None:
    """Stamping is not on by itself: no city is made to trust somebody."""
    status, out, err = run()

    assert (0, "") == (status, out)
    assert "[[stamps.authorities]]" in err

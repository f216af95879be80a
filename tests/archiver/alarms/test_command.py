"""``civickeep alarm``, as a person and a timer call it."""

import json
from pathlib import Path

import pytest

from tests.archiver.alarms.conftest import ENVIRONMENT, SENDER, TO
from tests.archiver.alarms.mailserver import Mailbox
from tests.archiver.commands.calling import civickeep, is_plain
from tests.archiver.quillback import CITY

MANY = "[alarms]\naccounts = 2\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Found an archive by hand, that has no account yet."""
    init = civickeep("init", "town", "--city", CITY, cwd=tmp_path)
    assert 0 == init.returncode, init.stderr
    return tmp_path / "town"


def add(place: Path, text: str) -> None:
    """Write more settings."""
    with (place / "civickeep.toml").open("a") as file:
        file.write(text)


def by_mail(mail: Mailbox) -> str:
    """Give the settings of a channel."""
    return (
        f'{MANY}to = ["{TO}"]\nsender = "{SENDER}"\nsmtp_host = "127.0.0.1"\n'
        f'smtp_port = {mail.port}\nsmtp_ca = "{mail.certificate}"\ntimeout = 5\n'
    )


def test_nothing_open_is_no_finding(place: Path) -> None:
    """Status 0, and JSON alone on standard output."""
    result = civickeep("alarm", "check", "--json", cwd=place)

    assert 0 == result.returncode, result.stderr
    assert {"open": [], "raised": [], "cleared": [], "sent": []} == json.loads(result.stdout)


def test_alarms_are_shown_where_nobody_is_told(place: Path) -> None:
    """And the status says that some are open."""
    add(place, MANY)
    check = civickeep("alarm", "check", "--json", cwd=place)
    listed = civickeep("alarm", "list", "--json", cwd=place)

    assert 160 == check.returncode
    assert "no recipient" in check.stderr
    (line,) = map(json.loads, listed.stdout.splitlines())
    assert ("fewer_accounts", None, None, None) == tuple(
        line[key] for key in ("kind", "account", "told", "over")
    )


def test_an_alarm_is_told_and_the_list_says_when(place: Path, mail: Mailbox) -> None:
    """With the password from the environment."""
    add(place, by_mail(mail))
    check = civickeep("alarm", "check", "--json", cwd=place, **ENVIRONMENT)
    listed = civickeep("alarm", "list", "--json", cwd=place)

    assert 160 == check.returncode, check.stderr
    assert [True] == [each["delivered"] for each in json.loads(check.stdout)["sent"]]
    assert json.loads(listed.stdout)["told"] is not None
    assert 1 == len(mail.raw)


def test_what_could_not_be_delivered_has_a_status_of_its_own(place: Path, mail: Mailbox) -> None:
    """And is sent at the next call."""
    add(place, by_mail(mail))
    failed = civickeep(
        "alarm", "check", cwd=place, **{**ENVIRONMENT, "CIVICKEEP_SMTP_PASSWORD": "x"}
    )
    again = civickeep("alarm", "check", cwd=place, **ENVIRONMENT)

    assert (161, 160) == (failed.returncode, again.returncode)
    assert "code 535" in failed.stderr
    assert "SECRET" not in failed.stderr
    assert 1 == len(mail.raw)


def test_the_way_of_alarms_can_be_tried(place: Path, mail: Mailbox) -> None:
    """A test is marked as one; without a recipient it says so."""
    nowhere = civickeep("alarm", "test", cwd=place)
    add(place, by_mail(mail))
    sent = civickeep("alarm", "test", cwd=place, **ENVIRONMENT)

    assert (163, True) == (nowhere.returncode, is_plain(nowhere))
    assert 0 == sent.returncode, sent.stderr
    assert "TEST" in mail.subjects[0]


def test_the_note_can_be_printed_and_its_checkpoint_used(place: Path) -> None:
    """By verify, as the outside copy."""
    note = civickeep("alarm", "note", cwd=place)
    alone = civickeep("alarm", "note", "--checkpoint", cwd=place)
    told = civickeep("alarm", "note", "--json", cwd=place)
    (place / "kept.txt").write_text(alone.stdout, "utf-8")
    verified = civickeep("verify", "--against", "kept.txt", cwd=place)

    assert "no account is under archive" in note.stdout
    assert alone.stdout in note.stdout
    assert alone.stdout == json.loads(told.stdout)["checkpoint"]["note"]
    assert 0 == verified.returncode, verified.stderr


def test_a_worker_looks_for_alarms(place: Path) -> None:
    """And leaves with the status of work that needs a person, once for each new alarm."""
    add(place, MANY)
    first = civickeep("worker", "--kinds", "alarms", "--once", "--json", cwd=place)

    (line,) = map(json.loads, first.stdout.splitlines())
    assert (10, "alarms", "archive", False) == (
        first.returncode,
        line["kind"],
        line["subject"],
        line["clean"],
    )
    assert "fewer_accounts" in line["said"]


def test_damage_that_a_verification_finds_is_an_alarm(place: Path) -> None:
    """From the next look on, until a verification finds nothing."""
    (event, *_) = sorted((place / "store" / "events").rglob("event-*"))
    kept = event.read_bytes()
    event.chmod(0o644)
    event.write_bytes(kept + b" ")
    damaged = civickeep("verify", cwd=place)
    found = civickeep("alarm", "check", "--json", cwd=place)
    event.write_bytes(kept)
    mended = civickeep("verify", cwd=place)

    assert (20, 160) == (damaged.returncode, found.returncode), damaged.stderr + found.stderr
    assert ["verify_problems"] == [each["kind"] for each in json.loads(found.stdout)["open"]]
    assert 0 == mended.returncode, mended.stderr
    assert 0 == civickeep("alarm", "check", cwd=place).returncode

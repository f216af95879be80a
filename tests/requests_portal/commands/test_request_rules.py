"""``civickeep request clock`` and ``fee`` as outside checks call them, with no archive in sight."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("civickeep")), "request", *words],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin"},
    )


def test_clock_answers_without_an_archive(tmp_path: Path) -> None:
    """The promised fields, from an empty folder."""
    answer = json.loads(
        _run(tmp_path, "clock", "--kind", "subject", "--from", "2026-04-06", "--json").stdout
    )

    assert "2026-04-20" == answer["due"]
    assert 10 == len(answer["counted"])
    assert answer["citation"] == "Minn. Stat. § 13.04, subd. 3"


def test_clock_takes_the_local_date_of_an_instant(tmp_path: Path) -> None:
    """03:30 UTC on the 7th is the evening of the 6th in Minnesota."""
    words = ("clock", "--kind", "subject", "--from", "2026-04-07T03:30:00Z", "--json")

    assert "2026-04-20" == json.loads(_run(tmp_path, *words).stdout)["due"]


def test_clock_for_a_member_gives_no_date(tmp_path: Path) -> None:
    """``due`` is null, and the citation is there."""
    answer = json.loads(
        _run(tmp_path, "clock", "--kind", "member", "--from", "2026-04-06", "--json").stdout
    )

    assert answer["due"] is None
    assert "13.03" in answer["citation"]


def test_clock_heeds_the_switches(tmp_path: Path) -> None:
    """A city that keeps both optional days has later dates."""
    words = ("clock", "--kind", "subject", "--from", "2026-11-20", "--json")

    plain = json.loads(_run(tmp_path, *words).stdout)["due"]
    kept = json.loads(_run(tmp_path, *words, "--friday-after-thanksgiving").stdout)["due"]

    assert ("2026-12-07", "2026-12-08") == (plain, kept)


@pytest.mark.parametrize("start", ["2026-13-01", "yesterday", "2026-04-06T25:00:00Z"])
def test_a_date_that_is_none_is_wrong_usage(tmp_path: Path, start: str) -> None:
    """One sentence and exit status 2, no traceback."""
    answer = _run(tmp_path, "clock", "--kind", "subject", "--from", start)

    assert 2 == answer.returncode
    assert "Traceback" not in answer.stderr


def test_fee_gives_money_as_strings(tmp_path: Path) -> None:
    """The promised shape."""
    words = ("fee", "--track", "member", "--mode", "paper", "--pages", "100", "--json")

    answer = json.loads(_run(tmp_path, *words).stdout)

    assert "25.00" == answer["total"]
    assert "25.00" == answer["lines"][0]["amount"]


def test_fee_warns_on_standard_error_when_the_rate_is_too_high(tmp_path: Path) -> None:
    """JSON stays alone on standard output."""
    words = ("fee", "--track", "member", "--mode", "paper", "--pages", "4", "--rate", "1", "--json")

    answer = _run(tmp_path, *words)

    assert "1.00" == json.loads(answer.stdout)["total"]
    assert "Mind:" in answer.stderr


def test_the_rate_is_that_of_an_hour_where_no_flat_rate_governs(tmp_path: Path) -> None:
    """``--rate 30`` with an hour and a half of searching is 45 dollars."""
    words = ("fee", "--track", "member", "--mode", "electronic", "--search-hours", "1.5")

    answer = json.loads(
        _run(tmp_path, *words, "--rate", "30", "--redact-hours", "9", "--json").stdout
    )

    assert "45.00" == answer["total"]
    assert ["separating public from not public data"] == [
        refused["what"] for refused in answer["not_chargeable"]
    ]


@pytest.mark.parametrize("rate", ["-1", "abc", "1e9", "NaN", "0,25"])
def test_an_amount_that_is_none_is_wrong_usage(tmp_path: Path, rate: str) -> None:
    """Signs, words and exponents are refused."""
    words = ("fee", "--track", "member", "--mode", "paper", "--pages", "4", "--rate", rate)

    assert 2 == _run(tmp_path, *words).returncode

"""A coverage statement says what was watched, what was not and why, and claims no more."""

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from archiver.accounts import Account, Ownership
from archiver.coverage.account import Lifetime, cover
from archiver.coverage.gathering import Receipts, Watched
from archiver.coverage.kinds import BETWEEN_LOOKS, Difference, NotCaptured
from archiver.coverage.ledger import Look
from archiver.coverage.promise import Promise, Tier, every
from archiver.errors import WrongUsage
from archiver.items import Platform
from archiver.surfaces import Surface
from requests_portal.coverage.paper import statement_pdf
from requests_portal.coverage.statement import Statement, period_in_words, write_statement
from requests_portal.coverage.text import statement_text
from requests_portal.coverage.writing import write
from requests_portal.response.errors import DestinationOccupied
from tests.archiver.coverage.looking import at, look, minutes, span

CHICAGO = ZoneInfo("America/Chicago")
DIGEST = "5a" * 32
ACCOUNT = Account(
    key="facebook/880100",
    platform=Platform.FACEBOOK,
    id="880100",
    name="City of Quillback",
    department=None,
    authorized_by=None,
    ownership=Ownership.CITY_OFFICIAL,
    token_env="QUILLBACK_TOKEN",
    api_url=None,
    opened_at=at(0),
    closed_at=None,
    close_reason=None,
)
HOURLY = every(minutes(60))
FLAWED = [look(0), look(60, "failed", "the platform answers HTTP 502"), look(120)]


def watched(looks: list[Look], end: float = 180, promise: Promise = HOURLY) -> Watched:
    """Give the account as these captures watched it."""
    return Watched(
        ACCOUNT,
        cover(looks, Lifetime(at(0)), promise, span(0, end), at(end)),
        not_captured=(NotCaptured(Surface.REVIEWS, "the token may not read them", at(0), at(1)),),
        differences=(Difference("the comments of 1", "counts 3, lists 2", at(0), at(1)),),
        receipts=Receipts(3, 12, 19, f"facebook/880100/2026/03/receipts/receipt-{DIGEST}"),
    )


def statement(*accounts: Watched, most_rows: int | None = None) -> Statement:
    """Write a statement about accounts."""
    return write_statement(
        accounts,
        city="City of Quillback",
        zone=CHICAGO,
        concerns="Data request R-2026-0007",
        dated=date(2026, 3, 9),
        most_rows=most_rows,
    )


def text(*accounts: Watched, most_rows: int | None = None) -> str:
    """Give a statement as text, its lines joined."""
    return " ".join(statement_text(statement(*accounts, most_rows=most_rows)).decode().split())


def test_each_stretch_stands_in_order_with_its_cause() -> None:
    """In the city's time: what was watched, and what was not and why."""
    said = text(watched(FLAWED))

    gap = (
        "Mar 2, 2026, 8:00:00 AM CST Mar 2, 2026, 10:00:00 AM CST 2 hours "
        "gap: 1 failed capture (the platform answers HTTP 502)"
    )
    green = "Mar 2, 2026, 10:00:00 AM CST Mar 2, 2026, 11:00:00 AM CST 1 hour watched"
    assert f"{gap} {green}" in said
    assert "33.33 % 1" in said


def test_an_account_without_a_gap_is_told_so() -> None:
    """In one sentence."""
    assert "It was watched without a gap." in text(watched([look(0), look(60), look(120)]))


def test_a_tiny_gap_is_never_rounded_away() -> None:
    """A hundred per cent means that there is no gap at all."""
    looks = [look(0), look(60.1), *(look(60 * n) for n in range(2, 50_000))]

    assert "99.99 % 1" in text(watched(looks, 60 * 50_000))


def test_it_says_what_it_cannot_vouch_for_and_how_it_is_known() -> None:
    """Kinds, differences, what came and went between two looks, receipts and digests."""
    said = text(watched(FLAWED))

    assert "reviews and recommendations: the token may not read them" in said
    assert "In 1 place the platform counted more than it listed" in said
    assert BETWEEN_LOOKS in said
    assert f"3 receipts, leaves 12 to 19; the newest has the SHA-256 {DIGEST}" in said
    assert "no legal opinion" in said


def test_a_difference_is_told_without_the_item_it_is_about() -> None:
    """The id may be that of something that is withheld."""
    assert "the comments of 1" not in text(watched(FLAWED))


def test_tiers_are_told_with_their_own_intervals() -> None:
    """Where they are not all alike."""
    tiers = dict(zip(Tier, map(minutes, (10, 60, 1440, 10080)), strict=True))
    scheduled = Promise(minutes(60), tiers, tiered_from=at(0))

    said = text(watched(FLAWED, promise=scheduled))

    assert "hot 10 minutes, warm 1 hour, cool 1 day, cold 7 days" in said
    assert "The poll interval is 1 hour." in text(watched(FLAWED))


def test_paper_lists_the_latest_stretches_and_says_where_the_rest_is() -> None:
    """A statement of thousands of gaps is still read by somebody; the text has them all."""
    looks = [look(100 * n) for n in range(10)]

    short, whole = text(watched(looks, 930), most_rows=4), text(watched(looks, 930))

    assert "The latest 4 stretches are shown; the 15 before them" in short
    assert (2, 9) == (short.count("no capture was run"), whole.count("no capture was run"))


def test_an_account_that_was_not_there_yet_is_left_out() -> None:
    """And a statement without any account says so."""
    later = replace(watched([]), coverage=cover([], Lifetime(at(9)), HOURLY, span(0, 5), at(5)))

    said = text(later)

    assert "No account was under archive in this time." in said
    assert "880100" not in said


def test_paper_is_lasting_accessible_and_the_same_each_time() -> None:
    """PDF/A-3a and PDF/UA-1 with every line of the statement."""
    made = statement(watched(FLAWED))

    first, second = statement_pdf(made), statement_pdf(made)

    pages = PdfReader(io.BytesIO(first)).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert first == second
    assert b"pdfaid:part>3" in first
    assert b"pdfuaid:part>1" in first
    assert "the platform answers HTTP 502" in said
    assert "Data request R-2026-0007" in said


@pytest.mark.parametrize("name", ["City #panic() *b* $x$ @r <l>", "\x1b[31m\u202eevil\n\n# x"])
def test_a_hostile_name_is_only_text(name: str) -> None:
    """Neither markup for the typesetter nor a control for a terminal."""
    hostile = replace(watched(FLAWED), account=replace(ACCOUNT, name=name))

    pdf, plain = statement_pdf(statement(hostile)), text(hostile)

    assert pdf.startswith(b"%PDF")
    assert "\x1b" not in plain
    assert "\u202e" not in plain


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    """It may be one that was given away."""
    made = statement(watched(FLAWED))
    path = tmp_path / "statement.txt"
    write(made, path)
    before = path.read_bytes()

    with pytest.raises(DestinationOccupied):
        write(statement(), path)

    assert before == path.read_bytes() == statement_text(made)


def test_a_file_that_is_neither_paper_nor_text_is_refused(tmp_path: Path) -> None:
    """With the two endings that will do."""
    with pytest.raises(WrongUsage, match=r"statement\.docx") as refused:
        write(statement(), tmp_path / "statement.docx")

    assert ".pdf or .txt" in refused.value.next_step
    assert [] == list(tmp_path.iterdir())


def test_paper_ends_in_pdf_whatever_its_case(tmp_path: Path) -> None:
    """As some systems write it."""
    write(statement(watched(FLAWED)), tmp_path / "S.PDF")

    assert (tmp_path / "S.PDF").read_bytes().startswith(b"%PDF")


def test_a_period_that_ends_at_midnight_ends_with_the_day_before() -> None:
    """As it was asked for: --to a day includes that day and no more."""
    midnight = span(-480, 960)  # of the 2nd of March, in Minnesota

    assert "March 2, 2026" == period_in_words([midnight], CHICAGO)
    assert "no time under archive" == period_in_words([span(5, 5)], CHICAGO)


def test_the_longest_run_is_told() -> None:
    """It is a part of the promise."""
    slow = [replace_run(look(0)), look(60)]

    assert "The longest complete one took 12 minutes" in text(watched(slow))


def replace_run(one: Look) -> Look:
    """Give the same capture, slower."""
    return one._replace(run=timedelta(minutes=12))

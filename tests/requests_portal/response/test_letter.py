"""The four lawful answers and the pieces each letter must have (rule F3)."""

import pytest

from archiver.data_requests import Action, Track
from requests_portal.fees import Mode, Work, fee, fee_entry
from requests_portal.law_data import STATED_AS_LAW
from requests_portal.response.fee import NO_FEE
from requests_portal.response.letter import write_letter
from requests_portal.response.letter_law import _sections
from requests_portal.response.letter_parts import Letter
from requests_portal.settings import RequestSettings
from tests.requests_portal.response.samples import (
    COMPLAINT,
    NUMBERS,
    data_request,
    decide,
    draft,
    found,
    item,
)

DESK = RequestSettings(authority_name="Karin Dahl", authority_email="clerk@example.org")


def everything(letter: Letter) -> str:
    """Join all words of a letter."""
    return repr(letter)


def granted(track: Track = Track.MEMBER) -> Letter:
    """Grant one item."""
    post = item(1, "a")
    return write_letter(
        draft(found([post], decide(post), request=data_request(track=track))), DESK, NO_FEE
    )


def partly(track: Track = Track.MEMBER) -> Letter:
    """Release one item, redact one and withhold one."""
    items = [item(1, "a"), item(2, "my number 470-00-1234"), item(3, "c")]
    decisions = [
        *decide(items[0]),
        *decide(items[1], Action.REDACT, words="470-00-1234"),
        *decide(items[2], Action.WITHHOLD, ground=COMPLAINT),
    ]
    return write_letter(
        draft(found(items, decisions, request=data_request(track=track))), DESK, NO_FEE
    )


def denied() -> Letter:
    """Withhold everything."""
    post = item(1, "a")
    return write_letter(draft(found([post], decide(post, Action.WITHHOLD))), DESK, NO_FEE)


def no_data() -> Letter:
    """Find nothing."""
    return write_letter(draft(found([], [])), DESK, NO_FEE)


@pytest.mark.parametrize("letter", [granted(), partly(), denied(), no_data()])
def test_every_letter_says_what_was_asked_how_it_was_searched_and_whom_to_ask(
    letter: Letter,
) -> None:
    """Request number, dates, the request's words, the search, the state's office."""
    text = everything(letter)

    for piece in ("R-2026-0001", "March 3, 2026", "March 9, 2026", "snow plowing", "plow*"):
        assert piece in text
    assert "Data Practices Office" in text
    assert "Karin Dahl" in text


@pytest.mark.parametrize("letter", [partly(), denied()])
def test_a_denial_names_class_section_and_offers_certification(letter: Letter) -> None:
    """Minn. Stat. 13.03, subd. 3(f)."""
    text = everything(letter)

    assert "certify in writing" in text
    assert "Minn. Stat. § 13.03, subd. 3(f)" in text
    assert NUMBERS.citation in text
    assert "private data on individuals" in text


def test_a_part_grant_counts_what_is_given_and_kept_back() -> None:
    """Found, released, redacted, withheld."""
    text = everything(partly())

    assert (
        "It found 3 items: 1 item is released in full, 1 item is released with parts removed and "
        "1 item is withheld." in text
    )


@pytest.mark.parametrize("letter", [granted(), partly()])
def test_what_is_given_can_be_inspected_free(letter: Letter) -> None:
    """How to inspect, and that it costs nothing."""
    assert "inspect the data free of charge" in everything(letter)


@pytest.mark.parametrize("letter", [granted(), no_data()])
def test_nothing_is_called_withheld_where_nothing_is(letter: Letter) -> None:
    """No empty table and no certification."""
    text = everything(letter)

    assert "What is withheld, and why" not in text
    assert "certify" not in text


@pytest.mark.parametrize("letter", [granted(), partly(), denied(), no_data()])
def test_no_letter_offers_an_appeal_inside_the_city(letter: Letter) -> None:
    """The Act sets none for a denial of access."""
    assert "appeal" not in everything(letter).casefold()


def test_the_five_days_are_not_told_to_the_subject_of_data() -> None:
    """The rule stands in section 13.03 and was not read as holding for section 13.04."""
    assert "5 business days" in everything(granted())
    assert "business days" not in everything(granted(Track.SUBJECT))


def test_a_subject_is_not_told_how_many_confidential_items_there_are() -> None:
    """Only that such data are held."""
    text = everything(partly(Track.SUBJECT))

    assert "data are held" in text
    assert "3 items" not in text


def test_a_fee_is_itemised_with_its_rules() -> None:
    """Each line with its section, and what may not be charged."""
    post = item(1, "a")
    bill = fee(Track.MEMBER, Mode.PAPER, Work(pages=40))

    text = everything(write_letter(draft(found([post], decide(post))), DESK, fee_entry(bill)))

    assert "$10.00" in text
    assert "Minn. Stat. § 13.03, subd. 3(c)" in text


def test_nothing_is_stated_as_law_that_was_not_read() -> None:
    """Every section of a letter was read in the statute, at the office or in a restatement."""
    assert {True} == {one.mark in STATED_AS_LAW for one in _sections().values()}

"""What may be charged (section D of the rulebook and its second reading)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.data_requests import Track
from archiver.errors import WrongUsage
from requests_portal.fees import SEPARATING, Mode, Work, fee

MEMBER, SUBJECT = Track.MEMBER, Track.SUBJECT


def _d(text: str) -> Decimal:
    return Decimal(text)


FULL = Work(
    pages=20,
    per_page=_d("0.25"),
    hourly=_d("30"),
    search_hours=_d("2"),
    make_hours=_d("0.5"),
    redact_hours=_d("4"),
    material_per_page=_d("0.05"),
    postage=_d("3.40"),
)


@pytest.mark.parametrize("track", Track)
def test_looking_is_free_however_long_it_took(track: Track) -> None:
    """Nobody pays for inspection, whatever was searched or redacted."""
    assert _d("0.00") == fee(track, Mode.INSPECT, FULL).total


def test_a_hundred_pages_cost_twenty_five_cents_each_and_nothing_beside() -> None:
    """Time, materials and postage do not come on top of the flat rate."""
    bill = fee(MEMBER, Mode.PAPER, replace(FULL, pages=100))

    assert _d("25.00") == bill.total
    assert [
        "searching for and retrieving the data",
        "making and certifying the copies",
        "materials",
        "postage",
        SEPARATING,
    ] == [refused.what for refused in bill.not_chargeable]


def test_two_sided_sheets_count_as_two_pages() -> None:
    """Fifty are a hundred pages; fifty-one are more, and the flat rate governs none of them."""
    fifty = fee(MEMBER, Mode.PAPER, Work(sheets_duplex=50))
    fifty_one = fee(MEMBER, Mode.PAPER, Work(sheets_duplex=51, hourly=_d("20"), make_hours=_d("1")))

    assert (_d("25.00"), _d("20.00")) == (fifty.total, fifty_one.total)


def test_a_higher_city_rate_is_brought_down_with_a_warning() -> None:
    """The statute's 25 cents is a ceiling; a lower city rate stands."""
    high = fee(MEMBER, Mode.PAPER, Work(pages=10, per_page=_d("0.50")))
    low = fee(MEMBER, Mode.PAPER, Work(pages=10, per_page=_d("0.10")))

    assert (_d("2.50"), 1) == (high.total, len(high.warnings))
    assert (_d("1.00"), 0) == (low.total, len(low.warnings))


def test_more_than_a_hundred_pages_cost_what_they_cost() -> None:
    """From page 101 the actual cost governs all pages."""
    bill = fee(MEMBER, Mode.PAPER, replace(FULL, pages=101))

    assert [_d("60.00"), _d("15.00"), _d("5.05"), _d("3.40")] == [one.amount for one in bill.lines]
    assert [SEPARATING] == [refused.what for refused in bill.not_chargeable]


def test_electronic_copies_cost_what_they_cost() -> None:
    """The 25 cents are for paper; files are actual cost from the first."""
    work = Work(hourly=_d("30"), search_hours=_d("1"), make_hours=_d("0.25"))

    assert _d("37.50") == fee(MEMBER, Mode.ELECTRONIC, work).total


def test_a_person_pays_only_for_making_copies_of_her_own_data() -> None:
    """No search, no 25-cent rate, no postage, no redaction."""
    bill = fee(SUBJECT, Mode.PAPER, FULL)

    assert _d("16.00") == bill.total
    assert ["searching for and retrieving the data", "postage", SEPARATING] == [
        refused.what for refused in bill.not_chargeable
    ]


def test_hours_without_a_price_are_refused_only_where_they_could_be_charged() -> None:
    """A bill is never made up; hours that are free need no price."""
    hours = Work(pages=5, search_hours=_d("1"))

    assert _d("1.25") == fee(MEMBER, Mode.PAPER, hours).total
    with pytest.raises(WrongUsage):
        fee(MEMBER, Mode.ELECTRONIC, hours)


def test_parts_of_a_cent_are_never_charged() -> None:
    """The actual cost is a ceiling: 4.625 dollars are 4.62."""
    work = Work(hourly=_d("18.50"), make_hours=_d("0.25"))

    assert _d("4.62") == fee(SUBJECT, Mode.ELECTRONIC, work).total


AMOUNTS = st.decimals(0, 500, places=2)
WORKS = st.builds(
    Work,
    pages=st.integers(0, 300),
    sheets_duplex=st.integers(0, 100),
    per_page=st.none() | AMOUNTS,
    hourly=AMOUNTS,
    search_hours=AMOUNTS,
    make_hours=AMOUNTS,
    redact_hours=AMOUNTS,
    material_per_page=AMOUNTS,
    postage=AMOUNTS,
)


@given(st.sampled_from(Track), st.sampled_from(Mode), WORKS, AMOUNTS)
def test_separating_is_never_charged(track: Track, mode: Mode, work: Work, more: Decimal) -> None:
    """Whatever the request, hours spent on redaction change no amount."""
    longer = replace(work, redact_hours=work.redact_hours + more)

    assert fee(track, mode, work).total == fee(track, mode, longer).total


@given(
    st.sampled_from(Track),
    st.sampled_from(Mode),
    WORKS,
    st.sampled_from(["search_hours", "make_hours", "material_per_page", "postage", "hourly"]),
    AMOUNTS,
)
def test_more_work_never_makes_it_cheaper(
    track: Track, mode: Mode, work: Work, name: str, more: Decimal
) -> None:
    """Under one rule, the total only grows with what was done."""
    longer = replace(work, **{name: getattr(work, name) + more})

    assert fee(track, mode, work).total <= fee(track, mode, longer).total


@given(WORKS.filter(lambda work: work.sides < 100))
def test_a_further_page_under_the_flat_rate_adds_at_most_its_ceiling(work: Work) -> None:
    """Up to the hundredth page, each adds between nothing and 25 cents."""
    one_more = replace(work, pages=work.pages + 1)

    added = fee(MEMBER, Mode.PAPER, one_more).total - fee(MEMBER, Mode.PAPER, work).total

    assert 0 <= added <= _d("0.25")

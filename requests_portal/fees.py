"""What a city may charge for an answer: section 13.03, subd. 3 and section 13.04, subd. 3.

Every result is a ceiling; a city may charge less or nothing. Amounts are
``Decimal`` dollars, and each line is cut to whole cents, never rounded up,
because the law allows the actual cost and nothing above it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec

from archiver.data_requests import Track
from archiver.errors import WrongUsage
from requests_portal.law_data import Dated, read_toml

NOTHING = Decimal(0)
CENT = Decimal("0.01")

SEARCHING = "searching for and retrieving the data"
MAKING = "making and certifying the copies"
SEPARATING = "separating public from not public data"


class Mode(StrEnum):
    """How data is given: on paper (black and white, letter or legal), as files, or to look at."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    INSPECT = "inspect"


class FeeRule(Dated, frozen=True):
    """One rule about charging; only the flat rate has ``pages`` and ``per_page`` (dollars)."""

    key: str
    says: str
    pages: int = 0
    per_page: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Work:
    """What an answer took. Hours are of employees, money is dollars.

    ``pages`` are sheets printed on one side, ``sheets_duplex`` sheets printed
    on both, which count as two pages each. ``per_page`` is the city's rate for
    a copied page under the flat rate, ``hourly`` the cost of an hour's work.
    """

    pages: int = 0
    sheets_duplex: int = 0
    per_page: Decimal | None = None
    hourly: Decimal | None = None
    search_hours: Decimal = NOTHING
    make_hours: Decimal = NOTHING
    redact_hours: Decimal = NOTHING
    material_per_page: Decimal = NOTHING
    postage: Decimal = NOTHING

    @property
    def sides(self) -> int:
        """Pages as the statute counts them: every printed side."""
        return self.pages + 2 * self.sheets_duplex


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One thing that may be charged, with the rule that allows it."""

    what: str
    amount: Decimal
    citation: str


@dataclass(frozen=True, slots=True)
class NotChargeable:
    """One thing that was done and may not be charged, with the rule that forbids it."""

    what: str
    citation: str


@dataclass(frozen=True, slots=True)
class Fee:
    """The bill, what must stay off it, and warnings for the person who makes it."""

    lines: tuple[FeeLine, ...]
    not_chargeable: tuple[NotChargeable, ...]
    warnings: tuple[str, ...] = field(default=())

    @property
    def total(self) -> Decimal:
        """The most that may be charged."""
        return sum((line.amount for line in self.lines), NOTHING).quantize(CENT)


def fee(track: Track, mode: Mode, work: Work) -> Fee:
    """Work out the most a city may charge.

    Inspection is free. A member's 100 or fewer paper pages cost at most 25
    cents each and nothing beside it. Every other copy for a member costs what
    searching, making and sending it cost; a copy of data about the requester
    costs what making it cost. Separating public from not public data is never
    charged. Raises ``WrongUsage`` where chargeable hours have no price.
    """
    if mode is Mode.INSPECT:
        return _inspection(track, work)
    if track is Track.SUBJECT:
        return _subject_copies(work)
    if mode is Mode.PAPER and work.sides <= fee_rule("flat").pages:
        return _flat(work)
    return _actual(work)


@cache
def fee_rules() -> tuple[FeeRule, ...]:
    """Read the rules about charging."""
    return read_toml("fees.toml", "rule", FeeRule)


def fee_rule(key: str) -> FeeRule:
    """Give one rule about charging by its key."""
    return next(rule for rule in fee_rules() if rule.key == key)


def _inspection(track: Track, work: Work) -> Fee:
    free = fee_rule("inspection" if track is Track.MEMBER else "subject_inspection")
    everything = (_hours(work.search_hours, SEARCHING), *_making(work), *_sending(work))
    return Fee(
        lines=(FeeLine("inspection", NOTHING.quantize(CENT), free.citation),),
        not_chargeable=_refused(everything, free.citation) + _separating(track, work),
    )


def _flat(work: Work) -> Fee:
    rule = fee_rule("flat")
    rate = rule.per_page if work.per_page is None else min(work.per_page, rule.per_page)
    beside = (_hours(work.search_hours, SEARCHING), *_making(work), *_sending(work))
    return Fee(
        lines=(
            FeeLine(
                f"{work.sides} pages copied at {rate} each",
                _cents(rate * work.sides),
                rule.citation,
            ),
        ),
        not_chargeable=_refused(beside, rule.citation) + _separating(Track.MEMBER, work),
        warnings=_clamped(work, rule),
    )


def _actual(work: Work) -> Fee:
    rule = fee_rule("actual")
    costs = (_hours(work.search_hours, SEARCHING), *_making(work), *_sending(work))
    return Fee(
        lines=tuple(_priced(costs, work, rule.citation)),
        not_chargeable=_separating(Track.MEMBER, work),
    )


def _subject_copies(work: Work) -> Fee:
    rule = fee_rule("subject")
    others = (_hours(work.search_hours, SEARCHING), *_sending(work))
    return Fee(
        lines=tuple(_priced(_making(work), work, rule.citation)),
        not_chargeable=_refused(others, rule.citation) + _separating(Track.SUBJECT, work),
    )


@dataclass(frozen=True, slots=True)
class _Cost:
    """One thing that took hours or money; ``amount`` is dollars where it has no hours."""

    what: str
    hours: Decimal = NOTHING
    amount: Decimal = NOTHING

    @property
    def is_anything(self) -> bool:
        return bool(self.hours or self.amount)


def _hours(hours: Decimal, what: str) -> _Cost:
    return _Cost(what, hours=hours)


def _making(work: Work) -> tuple[_Cost, ...]:
    materials = work.material_per_page * work.sides
    return (_hours(work.make_hours, MAKING), _Cost("materials", amount=materials))


def _sending(work: Work) -> tuple[_Cost, ...]:
    return (_Cost("postage", amount=work.postage),)


def _priced(costs: tuple[_Cost, ...], work: Work, citation: str) -> Iterator[FeeLine]:
    for cost in costs:
        if cost.hours:
            hourly = _hourly(work)
            what = f"{cost.what}: {cost.hours} hours at {hourly}"
            yield FeeLine(what, _cents(cost.hours * hourly), citation)
        elif cost.amount:
            yield FeeLine(cost.what, _cents(cost.amount), citation)


def _hourly(work: Work) -> Decimal:
    if work.hourly is None:
        raise WrongUsage(
            "There are hours to charge and no cost of an hour.",
            next_step="Give what an hour of the employee costs the city with --hourly.",
        )
    return work.hourly


def _refused(costs: tuple[_Cost, ...], citation: str) -> tuple[NotChargeable, ...]:
    return tuple(NotChargeable(cost.what, citation) for cost in costs if cost.is_anything)


def _separating(track: Track, work: Work) -> tuple[NotChargeable, ...]:
    rule = fee_rule("separating" if track is Track.MEMBER else "subject")
    return _refused((_hours(work.redact_hours, SEPARATING),), rule.citation)


def _clamped(work: Work, rule: FeeRule) -> tuple[str, ...]:
    if work.per_page is None or work.per_page <= rule.per_page:
        return ()
    warning = (
        f"The rate of {work.per_page} a page is above what {rule.citation} allows for "
        f"{rule.pages} or fewer pages; {rule.per_page} was used."
    )
    return (warning,)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_DOWN)


class FeeEntry(msgspec.Struct, frozen=True):
    """A bill as JSON gives it; money is a string such as ``"25.00"``."""

    lines: tuple[FeeLine, ...]
    total: Decimal
    not_chargeable: tuple[NotChargeable, ...]
    warnings: tuple[str, ...]


def fee_entry(bill: Fee) -> FeeEntry:
    """Give a bill the shape it has in JSON."""
    return FeeEntry(bill.lines, bill.total, bill.not_chargeable, bill.warnings)


def work_from(
    *,
    rate: Decimal | None,
    hourly: Decimal | None,
    city_rate: Decimal,
    city_hourly: Decimal | None,
    **took: Any,  # noqa: ANN401 - the other fields of Work
) -> Work:
    """Make the work from what was typed; a rate is also that of an hour where no other is given."""
    hour = next((one for one in (hourly, rate, city_hourly) if one is not None), None)
    return Work(per_page=city_rate if rate is None else rate, hourly=hour, **took)

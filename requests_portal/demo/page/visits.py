"""Section: the visits to the accounts, and the receipt each of them left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archiver.accounts import Account
from archiver.captures import Receipt, Scope, Verdict
from requests_portal.demo import city
from requests_portal.demo.page.section import Section
from requests_portal.demo.tour import Tour
from requests_portal.demo.watching import VisitMade

WHOLE = frozenset({Scope.FULL, Scope.COOL})
"""Visits that look at everything there is in this archive: no thread of it is cold yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """A visit that is worth telling, and why."""

    made: VisitMade
    account: str
    why: str


@dataclass(frozen=True, slots=True)
class Count:
    """All visits of one kind to one account; ``what`` says what they look at."""

    account: str
    what: str
    visits: int
    complete: int
    calls: int
    wordings: int


@dataclass(frozen=True, slots=True)
class View:
    """The visits that are worth telling, in order, and all of them counted."""

    rows: tuple[Row, ...]
    counts: tuple[Count, ...]


LOOKS = {
    Scope.FULL: "full: everything",
    Scope.HOT: "hot: what is new or lively",
    Scope.WARM: "warm: the past week",
    Scope.COOL: "cool: the past two months",
    Scope.ITEM: "one thread, asked for",
}


def view(tour: Tour) -> View:
    """Choose the visits that are worth telling, and count all."""
    remarks = _remarks(tour)
    told = ((made, _why(made.receipt, remarks)) for made in tour.visits)
    names = {
        account.key: name_of(account) for account in (tour.watched.page, tour.watched.instagram)
    }
    return View(
        rows=tuple(Row(made, names[made.receipt.account], why) for made, why in told if why),
        counts=tuple(
            count
            for key, name in names.items()
            for count in _counts(
                name, [made.receipt for made in tour.visits if made.receipt.account == key]
            )
        ),
    )


def name_of(account: Account) -> str:
    """Name an account as people do."""
    return account.platform.value.capitalize()


def _remarks(tour: Tour) -> dict[str, str]:
    """Find the visit that each remark is about."""
    whole = [
        made.receipt
        for made in tour.visits
        if made.receipt.account == tour.watched.page.key and made.receipt.scope in WHOLE
    ]
    told = {
        next(each.capture for each in whole if each.started >= remark.at): remark.why
        for remark in city.REMARKS
    }
    return told | {tour.watched.kept_now.receipt.capture: city.KEPT_NOW}


def _why(receipt: Receipt, remarks: dict[str, str]) -> str:
    """Say what is worth telling of a visit; nothing of one that found all as it was."""
    if receipt.capture in remarks:
        return remarks[receipt.capture]
    if receipt.verdict is Verdict.FAILED:
        return "Nothing could be read, and nothing is taken for gone."
    if receipt.scope is Scope.ITEM and (receipt.new_versions or receipt.findings):
        return "A notice of the platform told of this thread."
    if receipt.findings:
        found = ", ".join(
            sorted({finding.change.value.replace("_", " ") for finding in receipt.findings})
        )
        return f"Something changed besides words: {found}."
    return ""


def _counts(name: str, receipts: Iterable[Receipt]) -> Iterator[Count]:
    mine = list(receipts)
    for scope, what in LOOKS.items():
        some = [receipt for receipt in mine if receipt.scope is scope]
        if some:
            yield Count(
                account=name,
                what=what,
                visits=len(some),
                complete=sum(each.verdict is Verdict.COMPLETE for each in some),
                calls=sum(each.calls for each in some),
                wordings=sum(each.new_versions for each in some),
            )


SECTION = Section(
    id="visits",
    short="Visits",
    title="The visits, and their receipts",
    says="The schedule looks at lively threads often and at old ones once a day; each visit "
    "leaves a receipt of what was asked, what came, and what could not be read.",
    commands=(
        "civickeep worker --once",
        "civickeep harvest --due --json",
        "civickeep account list",
    ),
    view=view,
)

"""Section: the answer to a data request, with its partial-denial letter."""

from dataclasses import dataclass

from archiver.data_requests import Action
from archiver.items import Item, ItemRef
from requests_portal.demo import city
from requests_portal.demo.answering import Answered, Taken
from requests_portal.demo.page.section import Section
from requests_portal.demo.tour import RESPONSE, Tour
from requests_portal.redaction import Segment, segments
from requests_portal.response.manifest import CHECKSUMS, MANIFEST


@dataclass(frozen=True, slots=True)
class File:
    """A file of the response, and what it is for."""

    path: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as it is kept, and its text as the requester gets it; empty where nothing is left."""

    item: Item
    text: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something that was kept back, with the items it stood in."""

    taken: Taken
    items: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Released:
    """Something that was released although somebody might expect otherwise, and why."""

    item: Item
    why: str


@dataclass(frozen=True, slots=True)
class View:
    """The request, its response, what was kept back and what was not."""

    answered: Answered
    files: tuple[File, ...]
    withheld: tuple[Withheld, ...]
    released: tuple[Released, ...]
    undecided: int


FILES = (
    File(
        "response.pdf",
        "The letter and the records (PDF)",
        "partial-denial letter, then every record in its conversation",
    ),
    File("records.csv", "Records for a spreadsheet", "safe to open: no cell can run as a formula"),
    File("withheld.csv", "What was kept back", "by kind, class and section, without content"),
    File("coverage.pdf", "Coverage statement", "when the accounts were watched, and every gap"),
    File("README.txt", "Key", "what each file, field and mark means"),
    File(MANIFEST, "Manifest", "every record with its identity, capture times and digests"),
    File(CHECKSUMS, "Checksums", "the SHA-256 of every file"),
)

NOT_A_REASON: tuple[tuple[ItemRef, str], ...] = (
    (city.INSULT, "An insult is no ground: no section makes rude words private."),
    (
        city.HOME_PHONE,
        (
            "A phone number that somebody puts into a public comment stays public; "
            "it was not given to the city for notifications."
        ),
    ),
    (city.VANISHED, "That it vanished from the platform does not make it private. It is a record."),
    (city.SPAM, "Hidden on the platform, still public data."),
)


def view(tour: Tour) -> View:
    """Collect what is to be told about the answer."""
    answered = tour.answered
    return View(
        answered=answered,
        files=tuple(File(f"{RESPONSE}/{one.path}", one.name, one.what) for one in FILES),
        withheld=tuple(
            Withheld(taken, tuple(_shown(answered, ref) for ref in taken.refs))
            for taken in answered.taken
        ),
        released=tuple(
            Released(tour.item(ref), why)
            for ref, why in NOT_A_REASON
            if _action(answered, ref) is Action.RELEASE
        ),
        undecided=sum(bool(one.undecided) for one in answered.reviewed),
    )


def _shown(answered: Answered, ref: ItemRef) -> Shown:
    reviewed = next(one for one in answered.reviewed if one.item.ref == ref)
    decision = reviewed.decisions[reviewed.item.current.n]
    if decision.action is Action.WITHHOLD:
        return Shown(reviewed.item, ())
    return Shown(reviewed.item, segments(reviewed.item.text, decision.spans))


def _action(answered: Answered, ref: ItemRef) -> Action | None:
    return next((one.action for one in answered.reviewed if one.item.ref == ref), None)


SECTION = Section(
    id="answer",
    short="Data request",
    title="A data request, answered in part",
    says="A reporter asks for everything about the snow emergency; all of it is given except "
    "what a law protects, and the letter names the section for each thing kept back.",
    commands=(
        "civickeep request open --track member --from-file letter.txt",
        "civickeep request find R-2026-0001 --query '...'",
        (
            "civickeep request decide R-2026-0001 --item 5111_711 --as redact --redact "
            "'418 Larkspur Court' --citation 'Minn. Stat. § 13.991' --by 'Noreen Vasterling'"
        ),
        "civickeep request decide R-2026-0001 --all --as release --by 'Noreen Vasterling'",
        "civickeep request package R-2026-0001 --to response",
    ),
    view=view,
)

"""The letter that answers a request. Pure functions.

One letter for the four lawful answers. The city's answer comes first, then
what is kept back with class and section, how to see the data free of charge,
the fee if any, how the city searched, and whom to ask. Sections come from
``law/letter.toml``; the Act sets no appeal inside the city for a denial of
access, so none is offered.
"""

from collections.abc import Iterator

from archiver.data_requests import Outcome, Track, Wanted
from requests_portal.fees import FeeEntry
from requests_portal.response.draft import Part, ResponseDraft
from requests_portal.response.letter_law import cite, section, state_office
from requests_portal.response.letter_parts import (
    Block,
    Bullets,
    Heading,
    Letter,
    Paragraph,
    Quote,
    Table,
)
from requests_portal.response.wording import CLASSES, PARTS, long_date, several
from requests_portal.settings import RequestSettings

ANSWERS = {
    Outcome.GRANTED: "Granted",
    Outcome.PARTIAL: "Granted in part and denied in part",
    Outcome.DENIED: "Denied",
    Outcome.NO_DATA: "No data that answer the request",
}
GIVES = frozenset({Outcome.GRANTED, Outcome.PARTIAL})
KEEPS_BACK = frozenset({Outcome.PARTIAL, Outcome.DENIED})


def write_letter(draft: ResponseDraft, desk: RequestSettings, fee: FeeEntry) -> Letter:
    """Write the letter of a response."""
    request = draft.request
    return Letter(
        city=draft.city,
        sender=_sender(desk),
        date=long_date(draft.dated),
        recipient=_recipient(draft),
        title=f"Response to data request {request.id}",
        answer=ANSWERS[draft.outcome],
        blocks=(
            *_asked(draft),
            *_answer(draft),
            *_kept_back(draft),
            *_access(draft, desk),
            *_fee(draft, fee),
            *_enclosed(draft),
            *_search(draft),
            *_questions(desk),
        ),
        closing=_closing(draft, desk),
    )


def _sender(desk: RequestSettings) -> tuple[str, ...]:
    name = f"{desk.authority_name}, {desk.authority_title}" if desk.authority_name else None
    ways = (desk.authority_phone, desk.authority_email)
    lines = (name, *(desk.authority_address or "").splitlines(), *ways)
    return tuple(line for line in lines if line and line.strip())


def _place(desk: RequestSettings) -> str:
    """Say where data are inspected; the city's office where the settings name no address."""
    where = ", ".join((desk.authority_address or "").split("\n"))
    return where or "the city's office during its regular hours"


def _recipient(draft: ResponseDraft) -> tuple[str, ...]:
    """Address the requester, who need not have given a name (Minn. Stat. 13.05, subd. 12)."""
    who = draft.request.requester
    lines = (who.name or "To the requester", *(who.address or "").splitlines(), who.email or "")
    return tuple(line for line in lines if line.strip())


def _asked(draft: ResponseDraft) -> Iterator[Block]:
    request = draft.request
    kind = (
        f"a request for public data ({cite('member')})"
        if request.track is Track.MEMBER
        else f"a request for data about yourself ({cite('subject')})"
    )
    received = long_date(request.received_on)
    yield Heading("What you asked for")
    if not draft.asked.strip():
        yield Paragraph(f"The city received your request on {received} and handled it as {kind}.")
        return
    yield Paragraph(f"On {received} the city received this request, and handled it as {kind}:")
    yield Quote(draft.asked)


def _answer(draft: ResponseDraft) -> Iterator[Block]:
    yield Heading("The city's answer")
    yield Paragraph(_answer_text(draft))


def _answer_text(draft: ResponseDraft) -> str:
    counts = draft.counts
    found = several(counts.found, "item")
    match draft.outcome:
        case Outcome.GRANTED:
            return (
                f"The city grants your request. It found {found} that "
                f"{'answers' if counts.found == 1 else 'answer'} it. Nothing is withheld."
            )
        case Outcome.PARTIAL:
            return f"The city grants your request in part. {_shares(draft)}"
        case Outcome.DENIED:
            if not draft.counts_told:
                return "The city denies your request: the data it holds are not public."
            return (
                f"The city denies your request. It found {found} that would answer it; "
                "what was found is classified as not public by the sections named below."
            )
        case _:
            return (
                "The city searched its social media archive as described below and found no data "
                "that answer your request."
            )


def _shares(draft: ResponseDraft) -> str:
    """Say how many items are given whole, in part and not at all, as far as that may be told."""
    counts = draft.counts
    shares = [
        (counts.released, "released in full"),
        (counts.redacted, "released with parts removed"),
        (counts.withheld if draft.counts_told else 0, "withheld"),
    ]
    told = [
        f"{several(number, 'item is', 'items are')} {share}" for number, share in shares if number
    ]
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    if draft.counts_told:
        return f"It found {several(counts.found, 'item')}: {listed}."
    return f"{listed[0].upper()}{listed[1:]}. Other data are not public and are withheld."


def _kept_back(draft: ResponseDraft) -> Iterator[Block]:
    if draft.outcome not in KEEPS_BACK:
        return
    yield Heading("What is withheld, and why")
    yield Paragraph(
        "Government data are public unless a statute, a temporary classification or federal law "
        f"provides otherwise ({cite('public')}). The following are classified as not public "
        f"and are therefore not released ({cite('denial')}):"
    )
    yield Table(
        header=("What is withheld", "Number", "In items", "Class", "Section"),
        rows=tuple(
            (
                PARTS[one.part][one.count != 1],
                "data are held" if one.count is None else f"{one.count:,}",
                "" if one.items is None or one.part is Part.ITEM else f"{one.items:,}",
                CLASSES[one.ground.data_class],
                one.ground.citation,
            )
            for one in draft.taken
        ),
        numbers=(1, 2),
        narrow=(1, 2, 4),
    )
    if not draft.counts_told:
        yield Paragraph(
            "Of data that their own subject may not see, the city may say only whether they are "
            f"held ({cite('only_whether')})."
        )
    if draft.counts.redacted:
        yield Paragraph(
            "Where part of an item was removed, a mark naming the section stands in its place. "
            "What was removed is in none of the files."
        )
    yield Paragraph(
        "If you ask for it, the city will certify in writing that your request has been denied "
        f"to this extent, citing the same sections ({cite('denial')})."
    )


def _access(draft: ResponseDraft, desk: RequestSettings) -> Iterator[Block]:
    if draft.outcome not in GIVES:
        return
    request = draft.request
    member = request.track is Track.MEMBER
    free = "inspect_member" if member else "inspect_subject"
    copies = request.wanted is not Wanted.INSPECT
    yield Heading("How to see the data")
    yield Paragraph(
        f"You may inspect the data free of charge at {_place(desk)} ({cite(free)})."
        f"{' The files with this letter are your copies.' if copies else ''}"
    )
    uncollected = section("uncollected")
    if member and uncollected.in_force(draft.dated):
        yield Paragraph(
            "If you do not inspect or collect the data within "
            f"{uncollected.business_days} business days after you were told that they are "
            "available, the city may suspend its response to the rest of your request until you do "
            f"({uncollected.citation})."
        )


def _fee(draft: ResponseDraft, fee: FeeEntry) -> Iterator[Block]:
    if draft.outcome not in GIVES:
        return
    yield Heading("Fee")
    if not fee.lines:
        yield Paragraph("The city charges nothing for this response.")
    else:
        yield Table(
            header=("What is charged", "Rule", "Amount"),
            rows=tuple((one.what, one.citation, f"${one.amount}") for one in fee.lines),
            numbers=(2,),
            narrow=(1, 2),
            total=("Total", "", f"${fee.total}"),
        )
    if fee.not_chargeable:
        yield Paragraph("Not charged:")
        yield Bullets(tuple(f"{one.what} ({one.citation})" for one in fee.not_chargeable))


def _enclosed(draft: ResponseDraft) -> Iterator[Block]:
    """Say what comes with the letter and how to check it."""
    yield Heading("What comes with this letter")
    pictures = sum(one.file is not None for entry in draft.entries for one in entry.pictures)
    lines = []
    if draft.entries:
        numbers = f"{draft.entries[0].number} to {draft.entries[-1].number}"
        if len(draft.entries) == 1:
            numbers = draft.entries[0].number
        lines += [
            (
                f"{several(len(draft.entries), 'record')} in context, on the pages after this "
                f"letter, numbered {numbers}"
            ),
            (
                "native/: the same records as data, as the platform sent them to the city; where "
                "something was removed, the city's own copy without it"
            ),
            "records.csv and records.jsonl: a list of the records for a spreadsheet or a program",
        ]
    if pictures:
        lines.append(f"media/: {several(pictures, 'photo or file', 'photos and files')}")
    if draft.taken:
        lines.append("withheld.csv and withheld.json: the list of what is withheld, as above")
    lines.append(
        "coverage.pdf and coverage.txt: the coverage statement, which says when the city's archive "
        "looked at its accounts and when it did not, with the cause of every gap"
    )
    lines.append(
        "manifest.json and manifest-sha256.txt: the SHA-256 of every file, by which anyone can "
        "check that nothing was changed; README.txt explains them and every code used"
    )
    yield Bullets(tuple(lines))


def _search(draft: ResponseDraft) -> Iterator[Block]:
    yield Heading("How the city searched")
    if draft.searches:
        yield Paragraph("These searches were made in the city's social media archive:")
        yield Table(
            header=("Date", "Words and conditions searched for", "Items found"),
            rows=tuple(
                (long_date(one.on), one.query, "" if one.found is None else f"{one.found:,}")
                for one in draft.searches
            ),
            numbers=(2,),
            narrow=(0, 2),
        )
    if draft.accounts:
        yield Paragraph("The archive holds what was captured from these accounts:")
        yield Bullets(tuple(f"{name} ({key})" for key, name in draft.accounts))
        yield Paragraph(
            "What appeared and vanished between two looks at an account, or in a gap, may be "
            "missing. coverage.pdf lists the gaps."
        )


def _questions(desk: RequestSettings) -> Iterator[Block]:
    ways = " or ".join(way for way in (desk.authority_phone, desk.authority_email) if way)
    who = desk.authority_name or "the city's responsible authority"
    yield Heading("Questions")
    yield Paragraph(
        f"Please ask {who}{f' ({ways})' if ways else ''} about this response or what the data mean."
    )
    yield Paragraph(
        f"The {state_office().name} ({state_office().address}) also answers questions and "
        "explains how to ask for an advisory opinion of the Commissioner "
        f"({cite('opinion')}) or to file a complaint ({cite('complaint')})."
    )


def _closing(draft: ResponseDraft, desk: RequestSettings) -> tuple[str, ...]:
    name = desk.authority_name
    return (
        "Sincerely,",
        *([name, desk.authority_title] if name else [desk.authority_title]),
        draft.city,
    )

"""``README.txt``: what each file is, what each code means, how to check that nothing changed."""

from collections.abc import Iterable
from textwrap import fill

from archiver.items import ItemState
from requests_portal.response.draft import Part, ResponseDraft
from requests_portal.response.wording import PARTS, long_date

STATES = {
    ItemState.PRESENT: "could be read on the platform when the city last looked",
    ItemState.HIDDEN: "the platform said that it is hidden when the city last looked",
    ItemState.UNAVAILABLE: (
        "could be read before and could not be read any more when the city last looked; "
        "the platform does not tell why, or by whom"
    ),
}
# Minn. Stat. 13.02, subds. 3, 9, 12, 13, 14 and 15.
CLASS_MEANINGS = (
    ("private data on individuals", "not public; the person it is about may see it"),
    ("confidential data on individuals", "not public; not shown to the person it is about either"),
    ("nonpublic data", "about an organisation, not public; its subject may see it"),
    ("protected nonpublic data", "about an organisation; not shown to its subject either"),
)
FILES = (
    ("response.pdf", "the letter, and the records in context; large responses have more volumes"),
    (
        "native/",
        (
            "the records as data, one file for each wording, named by record number. .json is "
            "exactly what the platform sent to the city. .redacted.json is the city's own copy of "
            "a record from which something was removed"
        ),
    ),
    ("media/", "photos and files of the records, as captured"),
    ("records.jsonl", "a list of the records, one item a line, as JSON"),
    (
        "records.csv",
        (
            "the same list for a spreadsheet, one wording a row. A cell that a spreadsheet would "
            "run as a formula has an apostrophe before it that is not part of the record; control "
            "signs, and signs that turn a line around, are written by their number, as \\u202e"
        ),
    ),
    ("withheld.csv, withheld.json", "what is withheld, by kind, class and section"),
    (
        "coverage.pdf, coverage.txt",
        (
            "the coverage statement: when the archive looked at the city's accounts and when not, "
            "and why; the text has every stretch, however many there are"
        ),
    ),
    ("manifest.json", "every record with its identity, its times of capture and its digests"),
    ("manifest-sha256.txt", "the SHA-256 of every file"),
)
FIELDS = (
    ("number", "the record's number in this response"),
    ("thread", "the number of the first record of the same thread"),
    ("in_answer_to", "the record it answers, where that one is in this response"),
    ("account", "the city's account: platform and the platform's id"),
    ("id, platform_id", "the platform's id of the item"),
    ("kind", "post, comment (answer to a post) or reply (answer to a comment)"),
    ("author", "as the platform named the author; empty where it gave no name"),
    ("created_at", "when it was written, as the platform says; UTC, or local where it says so"),
    ("wording", "an item that was edited has several; each is here with when the city saw it"),
    ("first_seen, last_seen", "when the city first and last captured this wording (UTC)"),
    ("hidden", "from when to when the platform said that the item was hidden"),
    ("unavailable", "last seen, first missing, and when it returned, if it did"),
    ("address", "where it stood on the platform"),
    ("links", "what a wording shares beside its text: headline, description and address"),
    ("original_record_sha256", "the digest of the city's stored record, salted, with its envelope"),
)


def key_text(draft: ResponseDraft) -> bytes:
    """Write the plain key to the files and codes of a response (Minn. Stat. 13.03, subd. 3(a))."""
    blocks = (
        (
            f"Response to data request {draft.request.id}",
            f"{draft.city}, {long_date(draft.dated)}",
        ),
        ("FILES", *_pairs(FILES)),
        (
            "TO CHECK THAT NOTHING WAS CHANGED",
            "In this folder run:  sha256sum -c manifest-sha256.txt",
            "On Windows:  certutil -hashfile FILE SHA256, and compare with the list.",
        ),
        ("FIELDS", *_pairs(FIELDS)),
        ("STATE", *_pairs((state.value, meaning) for state, meaning in STATES.items())),
        ("REMOVED OR WITHHELD (what)", *_pairs((part.value, PARTS[part][1]) for part in Part)),
        ("CLASSES", *_pairs(CLASS_MEANINGS)),
        (
            "MARKS",
            "[redacted: SECTION] stands where text was removed. Real marks are also counted in",
            "the field removed; an author can type anything, such a mark included.",
            "On paper, a character that cannot be shown is written as its number: ⟦U+FE343⟧.",
        ),
    )
    return ("\n\n".join("\n".join(block) for block in blocks) + "\n").encode()


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Write names with their meanings, wrapped so that they can be read in any viewer."""
    return [
        fill(f"{name}: {meaning}", width=88, initial_indent="  ", subsequent_indent="      ")
        for name, meaning in pairs
    ]

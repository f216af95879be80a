"""The draft certificate on paper says what the text says, and nothing anybody wrote is run."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from archiver.export.certificate import as_text, certificate
from archiver.export.order import Exported, Format, Tally, WrittenFile
from requests_portal.exports.certificate import NAME, papers

DONE = datetime(2026, 6, 1, 12, tzinfo=UTC)
EXPORTED = Exported(
    format=Format.WACZ,
    city="City of Quillback",
    origin="civickeep.alt/0a0b",
    scope="all items of the archive",
    by="ruth",
    software="civickeep/0.1.0",
    started=DONE,
    finished=DONE,
    tally=Tally(items=1234, versions=1300, receipts=20, media=7, not_kept=3, destroyed=2),
    path=Path("/out/records.wacz"),
    proof_path=Path("/out/records.wacz.proof"),
    main=WrittenFile("records.wacz", "ab" * 32, 123_456),
    checkpoint_size=1400,
    checkpoint_root="cd" * 32,
    verifier_key="civickeep.alt/0a0b+01020304+AXg0rxlMU54NY+TAApNcUQAIO4DLJOvwJDHesQkTpIyW",
    signing_key="ef" * 32,
)


def paper(exported: Exported) -> str:
    """Set the certificate and read it back."""
    ((name, pdf),) = papers(exported)
    assert NAME == name
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_every_fact_is_on_the_paper() -> None:
    """Counts, times, software, digests: as in the text beside it."""
    text = paper(EXPORTED)

    for _, value in certificate(EXPORTED).facts:
        assert value in text, value
    assert "DRAFT, for the custodian's signature" in text.replace("\u2019", "'")


def test_it_is_a_draft_and_states_no_law() -> None:
    """Nobody has signed it, and whether it is enough is for the city's attorney."""
    text = as_text(certificate(EXPORTED))

    assert text.startswith("# Certificate of the custodian of records\n\n**DRAFT")
    assert "Signature: ____" in text
    assert not [word for word in ("statute", "Minn.", "Rule", "U.S.C.", "§") if word in text]


def test_what_a_clerk_searched_for_stays_text() -> None:
    """Markup, marks that turn the reading direction and letters no font has are shown as text."""
    hostile = replace(EXPORTED, scope="search: #panic() *b* \u202e \U000fe343\n# Heading")

    assert "#panic() *b*" in paper(hostile)
    assert "U+FE343" in paper(hostile)
    assert "\n# Heading" not in as_text(certificate(hostile))


def test_views_are_only_spoken_of_where_there_are_any() -> None:
    """A WARC file holds records alone."""
    with_views = as_text(certificate(EXPORTED))
    without = as_text(certificate(replace(EXPORTED, format=Format.WARC)))

    assert ("readable copies" in with_views, "readable copies" in without) == (True, False)

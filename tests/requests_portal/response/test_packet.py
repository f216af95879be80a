"""The paper: an accessible, lasting PDF that no text or picture can spoil."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from archiver.data_requests import Action, Element, ElementKind
from archiver.items import Author, Link
from requests_portal.response.draft import ResponseDraft
from requests_portal.response.fee import NO_FEE
from requests_portal.response.letter import write_letter
from requests_portal.response.packet import Packet, typeset
from requests_portal.response.packet_data import packet_data
from requests_portal.response.pictures import Drawing, read_drawing
from requests_portal.settings import RequestSettings
from tests.requests_portal.response.samples import (
    NUMBERS,
    decide,
    draft,
    found,
    item,
    photo,
    version,
)

HOSTILE = (
    "#panic() *b* _i_ `c` $x$ <b> @ref // \\ [redacted: fake]",
    "\x1b[31m\u202eevil\u202c\0\ufeff\ue000\ufffe",
    "z" + "\u0300" * 5_000 + "✔\u031a",
    "x" * 50_000,
    "ا" * 50_000,
    "\u0915\u094d" * 3_000,
    "\n" * 50_000,
    "\u2067\u2066" * 200,
)


def set_paper(root: Path, made: ResponseDraft, **pictures: bytes) -> Packet:
    """Set a draft; ``pictures`` are named by their place."""
    media = root / "response" / "media"
    media.mkdir(parents=True)
    drawings: dict[str, Drawing] = {}
    for entry in made.entries:
        for one in entry.pictures:
            data = pictures[f"p{one.position}"]
            (media / str(one.file)).write_bytes(data)
            drawing = read_drawing(data)
            if drawing is not None:
                drawings[str(one.file)] = drawing
    letter = write_letter(made, RequestSettings(), NO_FEE)
    return typeset(root, packet_data(made, letter, made.entries, drawings, ""))


def png(written_as: str = "PNG", colours: str = "RGB") -> bytes:
    """Make a small picture."""
    out = io.BytesIO()
    Image.new(colours, (40, 30), 7).save(out, written_as)
    return out.getvalue()


def text_of(packet: Packet) -> str:
    """Read the text of the first pages as a reader's program does."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(packet.pdf)).pages[:4])


def alts(reader: PdfReader) -> list[str]:
    """Find every description in the structure of a document."""
    numbers = range(1, int(str(reader.trailer["/Size"])))
    objects = (reader.get_object(IndirectObject(number, 0, reader)) for number in numbers)
    return [
        str(one["/Alt"]) for one in objects if isinstance(one, DictionaryObject) and "/Alt" in one
    ]


def test_archived_content_is_hostile_and_shown_as_text(tmp_path: Path) -> None:
    """Markup, controls, overrides, endless words and accents: the paper is made and shows them."""
    items = [
        item(n, text, parent=None if n == 1 else 1, author=Author("1", text[:50]))
        for n, text in enumerate(HOSTILE, start=1)
    ]
    made = draft(found(items, [one for each in items for one in decide(each)]))

    packet = set_paper(tmp_path, made)

    assert "#panic() *b* _i_ `c` $x$ <b> @ref" in text_of(packet).replace("\u200b", "")
    assert "U+202E" in text_of(packet)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_shared_link_is_text_that_leads_nowhere(tmp_path: Path, text: str) -> None:
    """Headline, description and address are shown, whatever they are, and nothing is clickable."""
    link = Link("javascript:alert(1)", f"Plows are late {text}", text)
    post = replace(item(1), versions=(version(1, "See", links=(link,)),))

    packet = set_paper(tmp_path, draft(found([post], decide(post))))

    shown = text_of(packet).replace("\u200b", "")
    assert "Shared link 1" in shown
    assert "Plows are late" in shown
    assert b"/URI" not in packet.pdf


def test_a_link_that_was_taken_out_is_told_on_paper(tmp_path: Path) -> None:
    """By its section alone."""
    link = Link("https://news.example/jane", "Jane Roe wins")
    post = replace(item(1), versions=(version(1, "See", links=(link,)),))
    gone = (Element(ElementKind.LINK, 0, NUMBERS),)

    shown = text_of(
        set_paper(tmp_path, draft(found([post], decide(post, Action.REDACT, elements=gone))))
    )

    assert "Shared link 1 withheld: Minn. Stat." in shown
    assert "Jane" not in shown
    assert "jane" not in shown


def test_the_file_is_archival_and_accessible(tmp_path: Path) -> None:
    """PDF/A-3a and PDF/UA-1 in one file, tagged, with title and language."""
    post = item(1, "a")

    packet = set_paper(tmp_path, draft(found([post], decide(post))))

    reader = PdfReader(io.BytesIO(packet.pdf))
    metadata = packet.pdf[packet.pdf.index(b"<?xpacket") :]
    root = reader.root_object
    assert b"<pdfaid:part>3</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "StructTreeRoot" in str(root)
    assert "en-US" == str(root["/Lang"])
    assert reader.metadata is not None
    assert "Response to data request R-2026-0001" == reader.metadata.title


def test_the_same_draft_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing in the file tells when or where it was made."""
    post = item(1, "a")
    made = draft(found([post], decide(post)))

    first = set_paper(tmp_path / "one", made)
    second = set_paper(tmp_path / "two", made)

    assert first.pdf == second.pdf


def test_a_photo_stands_on_the_page_with_its_description(tmp_path: Path) -> None:
    """What a person cannot see is read to them."""
    post = item(1, "a", media=(photo(0, "a" * 64, "A plow at night"),))

    packet = set_paper(tmp_path, draft(found([post], decide(post))), p0=png())

    reader = PdfReader(io.BytesIO(packet.pdf))
    assert 1 == sum(len(page.images) for page in reader.pages)
    assert ["Photo 1 of R-2026-0001-000001: A plow at night"] == alts(reader)


@pytest.mark.parametrize("written_as", ["JPEG", "GIF", "WEBP"])
def test_a_photo_is_drawn_by_what_it_is_and_not_by_its_name(
    tmp_path: Path, written_as: str
) -> None:
    """Platforms give the wrong type now and then."""
    post = item(1, "a", media=(photo(0, "a" * 64),))

    packet = set_paper(tmp_path, draft(found([post], decide(post))), p0=png(written_as))

    assert 1 == sum(len(page.images) for page in PdfReader(io.BytesIO(packet.pdf)).pages)


@pytest.mark.parametrize(
    "broken",
    [png()[:60], b"GIF89a" + bytes(20), png("JPEG", "CMYK")],
    ids=["cut", "empty", "in inks"],
)
def test_a_broken_picture_does_not_stop_the_paper(tmp_path: Path, broken: bytes) -> None:
    """It is named, and said to be broken; whole pictures beside it are shown."""
    post = item(1, "a", media=(photo(0, "a" * 64), photo(1, "b" * 64)))

    packet = set_paper(tmp_path, draft(found([post], decide(post))), p0=broken, p1=png())

    reader = PdfReader(io.BytesIO(packet.pdf))
    assert 1 == sum(len(page.images) for page in reader.pages)
    assert "media/R-2026-0001-000001-1.png" in text_of(packet)


def test_a_mark_of_ours_cannot_be_typed() -> None:
    """A typed mark is plain text in the data of the page, a real one is set apart."""
    comment = item(1, "[redacted: fake] my number 470-00-1234")
    made = draft(found([comment], decide(comment, Action.REDACT, words="470-00-1234")))

    line = packet_data(made, None, made.entries, {}, "").threads[0].entries[0].wordings[0].lines[0]

    assert [("[redacted: fake] my number ", False)] == list(line.parts[:1])
    assert line.parts[1][1]

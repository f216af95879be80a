"""The draft certificate of an export on paper, for the custodian to sign."""

import re
from collections.abc import Iterable
from datetime import date
from importlib.resources import files

import msgspec
import typst

from archiver.export.certificate import BLANKS, DRAFT, STATEMENT, TITLE, Certificate, certificate
from archiver.export.order import Exported
from requests_portal.response.errors import PacketUnmakeable
from requests_portal.response.fonts import FAMILIES, font_folders
from requests_portal.response.packet import STANDARDS
from requests_portal.response.visible import visible_line

NAME = "certificate-draft.pdf"
TEMPLATE = "certificate.typ"
_OURS = re.compile(r"[A-Za-z0-9+/=.-]{1,160}")


class CertificateData(msgspec.Struct, frozen=True):
    """What the template is given."""

    title: str
    draft: str
    city: str
    year: int
    month: int
    day: int
    families: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    blanks: tuple[str, ...]


def papers(exported: Exported) -> Iterable[tuple[str, bytes]]:
    """Make what goes beside an export: the draft certificate on paper."""
    return [(NAME, typeset(certificate(exported), exported.city, exported.finished.date()))]


def typeset(draft: Certificate, city: str, dated: date) -> bytes:
    """Set a certificate; raises ``PacketUnmakeable`` where it cannot be set."""
    data = CertificateData(
        title=TITLE,
        draft=DRAFT,
        city=visible_line(city),
        year=dated.year,
        month=dated.month,
        day=dated.day,
        families=FAMILIES,
        facts=tuple((name, _shown(value)) for name, value in draft.facts),
        sections=(*draft.sections, ("Statement", (STATEMENT,))),
        blanks=BLANKS,
    )
    try:
        pdf = typst.compile(
            files(__package__).joinpath(TEMPLATE).read_bytes(),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": msgspec.json.encode(data).decode()},
            format="pdf",
            pdf_standards=[*STANDARDS],
        )
    except typst.TypstError as error:
        raise PacketUnmakeable(
            f"The certificate cannot be set: {_first_line(error)}.",
            next_step="Report this; nothing was written.",
        ) from error
    return pdf


def _shown(value: str) -> str:
    """Prepare a value; digests and keys stay as they are, so that they can be copied."""
    return value if _OURS.fullmatch(value) else visible_line(value)


def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in font_folders()],
    )


def _first_line(error: Exception) -> str:
    """Tell why, without any text that the typesetter may have quoted."""
    return re.sub(r"[\"`].*[\"`]", "...", str(error).split("\n", 1)[0])

"""The draft certificate of an export on paper, for the custodian to sign."""

import re
from collections.abc import Iterable
from datetime import date
from importlib.resources import files

import msgspec

from archiver.export.certificate import BLANKS, DRAFT, STATEMENT, TITLE, Certificate, certificate
from archiver.export.order import Exported
from requests_portal.response.fonts import FAMILIES
from requests_portal.response.visible import visible_line
from requests_portal.typesetting import set_paper

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
    template = files(__package__).joinpath(TEMPLATE).read_bytes()
    return set_paper(template, data, "The certificate")


def _shown(value: str) -> str:
    """Prepare a value; digests and keys stay as they are, so that they can be copied."""
    return value if _OURS.fullmatch(value) else visible_line(value)

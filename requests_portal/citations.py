"""Reading a citation: which section, and which subdivision, of which law.

A denial names the specific statutory section, temporary classification or
provision of federal law (Minn. Stat. 13.03, subd. 3(f)). What does not name
one is refused here; whether the section named protects anything is asked in
``requests_portal.grounds``.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from requests_portal.errors import CitationInsufficient

LONGEST_CITATION = 200
"""Characters; it is printed in marks and letters."""

_SECTION = r"(?P<section>\d{1,3}[A-Z]?\.\d{1,5})"
_SUBDIVISION = r"\d{1,3}[a-z]?(?:\([0-9a-z]{1,4}\))*"
_AND = r"(?:\s*(?:,|and|&)\s*|\s*,\s*and\s*)"
_SUBDIVISIONS = (
    r"(?:\s*,?\s*(?:subds?\.?|subdivisions?)\s*"
    rf"(?P<subds>{_SUBDIVISION}(?:{_AND}{_SUBDIVISION})*))?"
)
_ONE_SECTION = re.compile(
    rf"(?:§+\s*|sections?\s+|sec\.\s*)?{_SECTION}{_SUBDIVISIONS}", re.IGNORECASE
)
_STATUTE_NAME = re.compile(
    r"^(?:minn(?:esota|\.)?\s+stat(?:utes?|\.)?\s*,?|m\.?\s?s\.?(?![a-z]))\s*", re.IGNORECASE
)
_REMARK = re.compile(r"\s+\([^()\d][^()]{4,}\)\s*$")
_RANGE = re.compile(r"(?<=subds\. )(\d{1,2})\s*[\u2013-]\s*(\d{1,2})")
_FEDERAL = re.compile(
    r"(?P<title>\d{1,2})\s*(?P<code>U\.?\s?S\.?\s?C\.?|C\.?\s?F\.?\s?R\.?)\s*(?:§+|part|pt\.|section)?\s*"
    r"(?P<section>\d{1,5}[a-z]{0,3}(?:[.-]\d{1,5}[a-z]?)*(?:\([0-9a-z]{1,4}\))*)",
    re.IGNORECASE,
)
_SESSION_LAW = re.compile(
    r"(?:minn(?:esota|\.)\s+)?laws\s+(?:of\s+minnesota\s+)?(?P<year>\d{4})\s*,\s*ch(?:apter|\.)\s*(?P<chapter>\d+)"
    r"(?:\s*,\s*art(?:icle|\.)\s*(?P<article>\d+))?\s*,\s*(?:§|s\.|sec\.|section)\s*(?P<section>\d+)",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(r"temporary\s+classification", re.IGNORECASE)
_TEMPORARY_SECTION = re.compile(r"\b13\.06\b(?:,?\s*subd\.\s*\d+)?")
_NUMBERED_AND_DATED = re.compile(r"(?=.*\b(?:19|20)\d{2}\b)(?=.*\bno\.?\s*\S*\d)", re.IGNORECASE)


class Source(StrEnum):
    """Which kind of law a citation names."""

    STATUTE = "statute"
    TEMPORARY = "temporary"
    FEDERAL = "federal"
    SESSION_LAW = "session_law"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the statutes with the subdivisions named, such as ``13.37`` and ``1(a)``."""

    number: str
    subdivisions: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.subdivisions:
            return f"§ {self.number}"
        word = "subd." if len(self.subdivisions) == 1 else "subds."
        return f"§ {self.number}, {word} {', '.join(self.subdivisions)}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as it is printed, and the sections of the statutes it names (if it does)."""

    printed: str
    source: Source
    sections: tuple[Section, ...] = ()


def read_citation(text: str) -> Citation:
    """Read a citation and spell it in one way.

    Takes ``Minn. Stat. § 13.355, subd. 1``, also without the sign or the name;
    ``5 U.S.C. § 552a(b)``; ``Laws 2025, ch. 35, art. 9, § 1``; and a temporary
    classification under § 13.06 with its date and number. Raises
    ``CitationInsufficient`` for anything else: "Chapter 13", "private data" and
    "profane" are not citations.
    """
    plain = " ".join(text.split())
    if len(plain) > LONGEST_CITATION or not plain.isprintable():
        raise _insufficient(
            "This is no citation: it is too long or has characters that do not print."
        )
    if _TEMPORARY.search(plain):
        return _temporary(plain)
    read = _federal(plain) or _session_law(plain) or _statute(plain)
    if read is None:
        raise _insufficient(f'"{plain}" names no section of a law.')
    return read


def _statute(plain: str) -> Citation | None:
    bare = _RANGE.sub(_spell_out, _REMARK.sub("", plain).rstrip(". "))
    rest = _STATUTE_NAME.sub("", bare)
    sections: list[Section] = []
    for part in re.split(r"\s*;\s*|\s+and\s+(?=§|section)", rest):
        found = _ONE_SECTION.fullmatch(_STATUTE_NAME.sub("", part))
        if found is None:
            return None
        subdivisions = re.findall(_SUBDIVISION, found["subds"] or "")
        sections.append(Section(found["section"].upper(), tuple(subdivisions)))
    printed = "Minn. Stat. " + "; ".join(str(section) for section in sections)
    return Citation(printed, Source.STATUTE, tuple(sections))


def _spell_out(found: re.Match[str]) -> str:
    """Write ``2-4`` as ``2, 3, 4``."""
    return ", ".join(str(number) for number in range(int(found[1]), int(found[2]) + 1))


def _federal(plain: str) -> Citation | None:
    found = _FEDERAL.fullmatch(plain)
    if found is None:
        return None
    code = "U.S.C." if found["code"][0] in "Uu" else "C.F.R."
    return Citation(f"{found['title']} {code} § {found['section']}", Source.FEDERAL)


def _session_law(plain: str) -> Citation | None:
    found = _SESSION_LAW.fullmatch(plain)
    if found is None:
        return None
    article = f", art. {found['article']}" if found["article"] else ""
    printed = (
        f"Laws of Minnesota {found['year']}, ch. {found['chapter']}{article}, § {found['section']}"
    )
    return Citation(printed, Source.SESSION_LAW)


def _temporary(plain: str) -> Citation:
    if _TEMPORARY_SECTION.search(plain) and _NUMBERED_AND_DATED.search(plain):
        return Citation(plain, Source.TEMPORARY)
    raise CitationInsufficient(
        "A temporary classification is cited with its date and number.",
        next_step='Write "temporary classification granted under Minn. Stat. § 13.06, '
        '2026-03-01, no. 26-01".',
    )


def _insufficient(what: str) -> CitationInsufficient:
    return CitationInsufficient(
        what,
        next_step="Give the section, and the subdivision where there is one, as in "
        '--citation "Minn. Stat. § 13.355, subd. 1". What no law protects is public.',
    )

"""Which classifications can bite on social media (Table 1 of the rulebook), as dated data.

Pure: a citation and a class as a person typed them go in, a ground and
warnings come out. Public unless a citation says otherwise (invariant 9).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

import msgspec

from archiver.data_requests import DataClass, Ground
from requests_portal.citations import Citation, Section, Source, read_citation
from requests_portal.errors import CitationInsufficient, NotADataClass
from requests_portal.law_data import Mark, read_csv


class _YesNo(StrEnum):
    YES = "yes"
    NO = "no"


class KnownGround(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of Table 1.

    ``classes`` and ``marks`` are words with a space between them; ``context``
    says that it applies only where a person states the fact ``when`` names.
    """

    key: str
    protects: str
    when: str
    context: _YesNo
    citation: str
    marks: str
    classes: str = ""
    question: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None

    @property
    def data_classes(self) -> tuple[DataClass, ...]:
        """The classes it can give; the first is the usual one."""
        return tuple(DataClass(word) for word in self.classes.split())

    @property
    def read_as(self) -> frozenset[Mark]:
        """How the row was read."""
        return frozenset(Mark(word) for word in self.marks.split())

    def in_force(self, day: date) -> bool:
        """Whether the row is in force on a day; both ends are included."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)


class NoGround(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section that protects nothing (``refused``) or nothing that a city keeps."""

    section: str
    refused: _YesNo
    why: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Checked:
    """A ground that may be stored, and what the person who decides should mind."""

    ground: Ground
    warnings: tuple[str, ...]


def check_ground(
    citation: str | None, data_class: str | None, day: date, note: str | None
) -> Checked:
    """Make a ground from what was typed, by the law as of ``day``.

    Raises ``CitationInsufficient`` where no section, or no subdivision of a
    section that has them, is named, and ``NotADataClass`` for a label that is
    none of the five classes.
    """
    chosen = None if data_class is None else read_data_class(data_class)
    if citation is None or not citation.strip():
        raise CitationInsufficient(
            "Nothing can be taken out without the section of the law that says so.",
            next_step='Add --citation "Minn. Stat. § ..., subd. ...". '
            "What no law protects is public.",
        )
    read = read_citation(citation)
    rows = _rows(read, day)
    usual = next((one for row in rows for one in row.data_classes), None)
    taken = chosen or usual or DataClass.PRIVATE
    warnings = [*_missing(read, day), *_doubts(rows, note), *_class_doubts(rows, chosen, taken)]
    return Checked(Ground(taken, read.printed), tuple(warnings))


def read_data_class(label: str) -> DataClass:
    """Read one of the four classes of what is not public; any other label is refused (rule A2)."""
    word = label.strip().lower().replace(" ", "_").replace("-", "_")
    if word in set(DataClass) - {DataClass.PUBLIC}:
        return DataClass(word)
    raise NotADataClass(
        f'"{label}" is no class that keeps anything back.',
        next_step="Use private, confidential, nonpublic or protected_nonpublic with its citation; "
        "everything else is public, however it reads.",
    )


@cache
def known_grounds() -> tuple[KnownGround, ...]:
    """Read Table 1."""
    return read_csv("classifications.csv", KnownGround)


@cache
def no_grounds() -> tuple[NoGround, ...]:
    """Read the sections that are no ground."""
    return read_csv("no_ground.csv", NoGround)


@cache
def _sections_of(row: KnownGround) -> tuple[Section, ...]:
    return read_citation(row.citation).sections


def _rows(citation: Citation, day: date) -> list[KnownGround]:
    """Find the rows that a citation rests on, refusing sections that protect nothing."""
    found: list[KnownGround] = []
    for section in citation.sections:
        _refuse_no_ground(section)
        named = [
            (row, own)
            for row in known_grounds()
            for own in _sections_of(row)
            if own.number == section.number and row.in_force(day)
        ]
        if named and not section.subdivisions and all(own.subdivisions for _, own in named):
            raise CitationInsufficient(
                f"{section} has subdivisions, and none is named.",
                next_step="Name it, as in "
                + " or ".join(f'--citation "{row.citation}"' for row, _ in named)
                + ".",
            )
        exact = [row for row, own in named if own == section]
        found += exact or [row for row, own in named if _overlap(section, own)]
    return found


def _refuse_no_ground(section: Section) -> None:
    for row in no_grounds():
        if row.section == section.number and row.refused is _YesNo.YES:
            raise CitationInsufficient(
                f"§ {section.number} {row.why}.",
                next_step="Cite the section that classifies the data, or release it.",
            )


def _overlap(given: Section, own: Section) -> bool:
    """Whether a row is meant; ``subd. 1(a)`` lies in ``subd. 1``, ``subd. 2`` does not."""
    if not own.subdivisions:
        return True
    return any(
        one == other or one.startswith(f"{other}(") or other.startswith(f"{one}(")
        for one in given.subdivisions
        for other in own.subdivisions
    )


def _missing(citation: Citation, day: date) -> list[str]:
    """Say what this program does not know about a citation that is well formed."""
    if citation.source is not Source.STATUTE:
        return [f"{citation.printed} is not in this program's table: ask the attorney."]
    warnings = []
    for section in citation.sections:
        one = Citation(f"Minn. Stat. {section}", Source.STATUTE, (section,))
        other = next((row for row in no_grounds() if row.section == section.number), None)
        if other is not None:
            warnings.append(f"{section} {other.why}: ask the attorney.")
        elif not _rows(one, day):
            warnings.append(
                f"{section} is not in this program's table: check that it protects this, "
                "and name its subdivision if it has any."
            )
    return warnings


def _doubts(rows: list[KnownGround], note: str | None) -> list[str]:
    warnings: list[str] = []
    for row in rows:
        if Mark.KNOWLEDGE in row.read_as:
            warnings.append(
                f"The text of {row.citation} was not read for this program: ask the attorney."
            )
        if row.question is not None:
            warnings.append(f"{row.citation}: {row.question} Ask the attorney.")
        if row.context is _YesNo.YES and not note:
            warnings.append(
                f"{row.citation} applies only in its context ({row.when}): "
                "state the fact with --note."
            )
    return warnings


def _class_doubts(rows: list[KnownGround], chosen: DataClass | None, taken: DataClass) -> list[str]:
    possible = {one for row in rows for one in row.data_classes}
    if chosen is not None:
        if possible and chosen not in possible:
            names = " or ".join(sorted(possible))
            return [f"This section makes data {names}, not {chosen.value}: check the class."]
        return []
    if len(possible) == 1:
        return []
    return [f"The class was taken as {taken.value}; say it with --class if it is another."]

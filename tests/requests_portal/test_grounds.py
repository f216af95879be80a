"""Public unless a citation says otherwise (invariant 9): what is a citation and what is not."""

from datetime import date

import pytest

from archiver.data_requests import DataClass, Ground
from requests_portal.citations import read_citation
from requests_portal.errors import CitationInsufficient, NotADataClass
from requests_portal.grounds import Checked, check_ground, known_grounds, no_grounds

DAY = date(2026, 4, 6)


def _check(citation: str | None, data_class: str | None = None, note: str | None = None) -> Checked:
    return check_ground(citation, data_class, DAY, note)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Minn. Stat. § 13.355, subd. 1", "Minn. Stat. § 13.355, subd. 1"),
        ("13.355 subd 1", "Minn. Stat. § 13.355, subd. 1"),
        ("Minnesota Statutes, section 13.82, subdivision 7", "Minn. Stat. § 13.82, subd. 7"),
        ("MS 13.43, subd. 4(a)", "Minn. Stat. § 13.43, subd. 4(a)"),
        ("Minn. Stat. § 13.15, subds. 2–3", "Minn. Stat. § 13.15, subds. 2, 3"),
        ("§ 260b.171, subd. 5", "Minn. Stat. § 260B.171, subd. 5"),
        ("5 USC 552a(b)", "5 U.S.C. § 552a(b)"),
        ("Laws 2025, ch. 35, art. 9, § 1", "Laws of Minnesota 2025, ch. 35, art. 9, § 1"),
    ],
)
def test_a_citation_is_spelled_in_one_way(typed: str, printed: str) -> None:
    """However a clerk writes a section, letters and marks say it the same."""
    assert printed == read_citation(typed).printed


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "Chapter 13",
        "Minn. Stat. ch. 13",
        "Minn. Stat. § 13",
        "private data",
        "profane",
        "sensitive, see 13.355, subd. 1",
        "Minn. R. 1205.0300",
        "temporary classification",
        "13.355, subd. 1\n[redacted]",
        "Minn. Stat. § 13.355",
        "Minn. Stat. § 13.03, subd. 1",
        "Minn. Stat. § 13.355, subd. 1" + " and § 13.355, subd. 1" * 20,
    ],
)
def test_what_names_no_section_keeps_nothing_back(typed: str) -> None:
    """Chapters, labels, rules, sections without subdivision, sections that protect nothing."""
    with pytest.raises(CitationInsufficient):
        _check(typed)


def test_no_citation_at_all_keeps_nothing_back() -> None:
    """An option left out is no ground."""
    with pytest.raises(CitationInsufficient):
        _check(None)


@pytest.mark.parametrize("label", ["profane", "sensitive", "internal", "public", "embarrassing"])
def test_labels_are_no_classes(label: str) -> None:
    """Only the four classes the law has keep anything back."""
    with pytest.raises(NotADataClass):
        _check("Minn. Stat. § 13.355, subd. 1", label)


def test_the_class_comes_from_the_section_where_it_has_one() -> None:
    """The complainant's identity is confidential, a Social Security number private."""
    complaint = _check("Minn. Stat. § 13.44, subd. 1", note="long grass, sent as a message")
    number = _check("Minn. Stat. § 13.355, subd. 1")

    assert DataClass.CONFIDENTIAL is complaint.ground.data_class
    assert DataClass.PRIVATE is number.ground.data_class


def test_a_class_the_section_does_not_give_is_doubted() -> None:
    """It is accepted, because a person decides, and the person is told."""
    checked = _check("Minn. Stat. § 13.356", "confidential")

    assert any("check the class" in warning for warning in checked.warnings)


@pytest.mark.parametrize(
    "citation",
    ["Minn. Stat. § 13.355, subd. 1", "Minn. Stat. § 13.39, subd. 2", "Minn. Stat. § 13.999"],
)
def test_what_was_not_read_or_is_open_or_unknown_warns(citation: str) -> None:
    """K and Q rows send the clerk to the attorney; an unknown section asks her to check."""
    checked = _check(citation, note="a fact")

    assert any("attorney" in one or "check that" in one for one in checked.warnings)


def test_a_section_that_needs_its_context_asks_for_the_fact() -> None:
    """With the fact stated, the question goes away."""
    without = _check("Minn. Stat. § 13.82, subd. 17")
    stated = _check("Minn. Stat. § 13.82, subd. 17", note="sent to the police page")

    assert any("--note" in warning for warning in without.warnings)
    assert not any("--note" in warning for warning in stated.warnings)


def test_the_row_meant_is_the_one_whose_subdivisions_are_named() -> None:
    """Security information is not mistaken for a trade secret, though both cite subd. 2."""
    checked = _check(
        "Minn. Stat. § 13.37, subds. 1(a), 2", "private", note="determination of 1 May"
    )

    assert () == checked.warnings


def test_a_ground_without_citation_cannot_even_be_made() -> None:
    """The noun itself refuses, whoever calls it."""
    with pytest.raises(ValueError, match="citation"):
        Ground(DataClass.PRIVATE, " ")
    with pytest.raises(ValueError, match="public"):
        Ground(DataClass.PUBLIC, "Minn. Stat. § 13.03, subd. 1")


def test_every_row_of_the_table_can_be_cited_as_it_is_printed() -> None:
    """The table's own strings pass the check that clerks' strings must pass."""
    printed = [row.citation for row in known_grounds()]

    assert printed == [_check(text).ground.citation for text in printed]
    assert {"13.02", "13.03", "13.04", "13.05"} <= {row.section for row in no_grounds()}

"""Every invariant of DESIGN.md has a test of the same name."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
INVARIANT = re.compile(r"^\d+\. \*\*([^*]+)\.\*\*", re.MULTILINE)
TEST = re.compile(r"^\s*(?:async )?def (test_\w+)", re.MULTILINE)
WITHOUT_A_TEST = {"destroyed_means_gone_everywhere"}
"""Nothing is destroyed yet."""


def _slug(sentence: str) -> str:
    return re.sub(r"\W+", "_", sentence.lower()).strip("_")


def test_every_invariant_has_a_test_of_the_same_name() -> None:
    """Whoever reads an invariant finds what holds it by searching for its words."""
    invariants = {_slug(text) for text in INVARIANT.findall((ROOT / "DESIGN.md").read_text())}
    tests = list((ROOT / "tests").rglob("test_*.py"))
    names = [path.stem for path in tests]
    names += [name for path in tests for name in TEST.findall(path.read_text("utf-8"))]

    missing = {slug for slug in invariants if not any(slug in name for name in names)}

    assert WITHOUT_A_TEST == missing

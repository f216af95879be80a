"""``civickeep export`` as a clerk and a script call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archiver.export.errors import DestinationTaken, ExportRefused
from archiver.export.order import Tally
from requests_portal.commands.export import export
from requests_portal.commands.progress import watching
from search.errors import QueryUnreadable
from tests.requests_portal.response.conftest import PAGE, case, harvested
from tests.requests_portal.response.desk_case import DeskCase

__all__ = ["case", "harvested"]  # fixtures of the response's own tests

FORMATS = {
    "warc": "out.warc.gz",
    "wacz": "out.wacz",
    "bag": "out",
    "jsonl": "out.jsonl",
    "csv": "out.csv",
}


def run(case: DeskCase, form: str, *more: str) -> Result:
    """Run the command on the case's archive."""
    config = str(case.folder / "archive" / "civickeep.toml")
    words = (form, "--to", str(case.folder / FORMATS[form]), "--config", config, *more)
    return CliRunner().invoke(export, words)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_what_was_exported_and_where(case: DeskCase, form: str) -> None:
    """Counts, the export and its proofs; nothing on standard output."""
    answer = run(case, form)

    assert 0 == answer.exit_code, answer.stderr
    assert "4 items, 5 versions" in answer.stderr
    assert str(case.folder / FORMATS[form]) in answer.stderr
    assert (case.folder / FORMATS[form]).exists()
    assert "" == answer.stdout


def test_json_gives_counts_paths_and_digests(case: DeskCase) -> None:
    """A script learns all that a certificate says."""
    value = json.loads(run(case, "warc", "--json").stdout)

    assert (4, 5, 2) == tuple(value["tally"][name] for name in ("items", "versions", "receipts"))
    assert str(case.folder / "out.warc.gz") == value["path"]
    assert str(case.folder / "out.warc.gz.proof") == value["proof_path"]
    assert {"name", "sha256", "bytes"} == value["main"].keys()
    assert "all items of the archive" == value["scope"]


def test_a_query_exports_what_search_finds(case: DeskCase) -> None:
    """The index is brought up to date first; every wording is searched."""
    answer = run(case, "jsonl", "--query", "parking until", "--json")

    lines = (case.folder / "out.jsonl").read_text("utf-8").splitlines()
    assert ["700100_1"] == [json.loads(line)["id"] for line in lines]
    assert "items that answer the search: parking until" == json.loads(answer.stdout)["scope"]


def test_a_query_within_an_account_narrows_it(case: DeskCase) -> None:
    """An account is named by its key, its id or its name."""
    answer = run(case, "csv", "--query", "*", "--account", PAGE, "--json")

    value = json.loads(answer.stdout)
    assert 4 == value["tally"]["items"]
    assert f"of the account facebook/{PAGE}" in value["scope"]


def test_a_query_that_cannot_be_read_writes_nothing(case: DeskCase) -> None:
    """It is refused with a hint, as in a search."""
    answer = run(case, "csv", "--query", "posted:[")

    assert isinstance(answer.exception, QueryUnreadable)
    assert not (case.folder / "out.csv").exists()


def test_damage_is_named_line_by_line(case: DeskCase) -> None:
    """Each damaged record stands on a line of its own; the export is not there."""
    store = case.folder / "archive" / "store"
    damaged = sorted(store.rglob("version-*"))[:2]
    for path in damaged:
        path.write_bytes(path.read_bytes()[:-1])

    answer = run(case, "bag")

    assert isinstance(answer.exception, ExportRefused)
    named = [path.relative_to(store).as_posix() for path in damaged]
    assert sorted(named) == sorted(line.split(" ", 1)[0] for line in answer.stderr.splitlines())
    assert not (case.folder / "out").exists()


def test_nothing_is_replaced(case: DeskCase) -> None:
    """A second export under the same name is refused."""
    run(case, "csv")

    assert isinstance(run(case, "csv").exception, DestinationTaken)


@pytest.mark.parametrize("form", FORMATS)
def test_the_draft_certificate_lies_beside_it_on_paper(case: DeskCase, form: str) -> None:
    """As a PDF to print and sign, and as text."""
    value = json.loads(run(case, form, "--json").stdout)

    there = Path(value["proof_path"])
    assert (there / "certificate-draft.pdf").read_bytes().startswith(b"%PDF-")
    assert value["main"]["sha256"] in (there / "certificate-draft.md").read_text("utf-8")


def test_progress_is_a_line_for_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is no terminal, a long export says ten lines and a short one none."""
    with watching("items exported", 100_000) as watch:
        for items in range(0, 100_001, 500):
            watch(Tally(items=items))
    with watching("items exported", 10) as watch:
        watch(Tally(items=10))

    lines = capsys.readouterr().err.splitlines()
    assert 10 == len(lines)
    assert ("10,000 of 100,000 items exported.", "100,000 of 100,000 items exported.") == (
        lines[0],
        lines[-1],
    )

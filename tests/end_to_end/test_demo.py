"""``civickeep demo`` as somebody who tries the product runs it, looked at from outside."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from pypdf import PdfReader

CIVICKEEP = Path(sys.executable).with_name("civickeep")

# In the timeline of the demonstration: what must not leave the city, and items with a story.
ADDRESS = "418 Larkspur Court"
NUMBER = "507-555-0176"
VANISHED, RETURNED, SPAM, SIGN_UP = "5111_703", "5111_705", "5111_718", "5114_701"
SCAM, REGRETTED = "5129_706", "5128_706"
STORY, CORRECTED, ADVERTISED = "17900000000000105", "17900000000000104", "17910000000000209"

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "div", "p", "h1", "h2",
    "h3", "ul", "ol", "li", "b", "span", "img", "nav", "main", "section", "details",
    "summary", "pre", "article", "time", "bdi", "footer", "table", "caption", "thead",
    "tbody", "tr", "th", "td", "br", "q", "cite", "strong", "small", "code", "del", "ins",
    "mark", "dl", "dt", "dd",
}  # fmt: skip
"""What our templates are made of. Anything else would be something that a resident wrote."""


@dataclass(frozen=True)
class Run:
    """One run of the command: where it worked, what it said, and the object it printed."""

    folder: Path
    told: str
    counts: dict[str, Any]

    @property
    def page(self) -> str:
        """The page of results."""
        return (self.folder / "index.html").read_text("utf-8")

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another command on the archive that the demonstration left."""
        config = self.folder / "archive" / "civickeep.toml"
        return _run(*words, "--config", str(config))

    def items(self) -> dict[str, dict[str, Any]]:
        """Give every item as ``civickeep items --json`` tells it."""
        lines = self.ask("items", "--json").stdout.splitlines()
        return {item["id"]: item for item in map(json.loads, lines)}


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CIVICKEEP, *words], capture_output=True, text=True, check=False, encoding="utf-8"
    )


def _demonstrate(folder: Path) -> Run:
    done = _run("demo", "--to", str(folder), "--json")
    assert 0 == done.returncode, done.stderr
    return Run(folder, done.stderr, json.loads(done.stdout))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the demonstration once; the tests below look at what it left."""
    return _demonstrate(tmp_path_factory.mktemp("first") / "demo")


class _Page(HTMLParser):
    """Collects what a browser would make of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.handlers: list[str] = []
        self.targets: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the element, anything that could run, and every address."""
        self.elements.add(tag)
        for name, value in attrs:
            if name.startswith("on"):
                self.handlers.append(name)
            if name in {"href", "src"}:
                self.targets.append(value or "")


def _paper(run: Run) -> str:
    reader = PdfReader(run.folder / "response" / "response.pdf")
    return "\n".join(page.extract_text() for page in reader.pages)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_the_demonstration_says_where_its_page_is(run: Run) -> None:
    """The last lines name the file to open and a command to try."""
    assert str(run.folder / "index.html") in run.told
    assert run.counts["page"] == str(run.folder / "index.html")


def test_the_city_is_kept_whole(run: Run) -> None:
    """Every post, comment and photo of the timeline is there, and every change that happened."""
    assert {
        "posts": 41,
        "comments and replies": 203,
        "photos": 13,
        "reworded": 3,
        "hidden": 3,
        "vanished": 3,
    } == run.counts["figures"]


def test_visits_that_stop_or_fail_are_the_first_one_and_those_of_one_night(run: Run) -> None:
    """A platform that asks to slow down, or an expired token, costs visits and loses nothing."""
    verdicts = [visit["verdict"] for visit in run.counts["visits"]]

    assert ["partial", "complete", "complete"] == verdicts[:3]
    assert (1, 4) == (verdicts.count("partial"), verdicts.count("failed"))
    assert "complete" == verdicts[-1]


def test_every_tier_of_the_schedule_was_visited(run: Run) -> None:
    """The worker itself chose when to look, at both accounts."""
    scopes = {visit["scope"] for visit in run.counts["visits"]}

    assert {"full", "hot", "warm", "cool", "item"} == scopes


def test_every_gap_of_coverage_is_told_with_its_cause(run: Run) -> None:
    """The throttled visit is amber, the night of the expired token red; the rest is green."""
    page, instagram = run.counts["coverage"].values()

    assert ["amber", "red"] == [gap["colour"] for gap in page["gaps"]]
    assert "asks us to slow down" in page["gaps"][0]["cause"]
    assert "does not accept the token" in instagram["gaps"][1]["cause"]
    assert 0.85 < page["green_share"] < 1


def test_what_was_there_for_minutes_is_kept(run: Run) -> None:
    """By hand before staff act, and by a notice of the platform."""
    items = run.items()

    assert items[SCAM]["versions"][0]["text"].startswith("CITY TREE OFFICE")
    assert ["2026-04-09T19:31:00Z"] == [each["last_seen"] for each in items[SCAM]["unavailable"]]
    assert ["2026-04-10T15:52:00Z"] == [
        each["first_missing"] for each in items[REGRETTED]["unavailable"]
    ]


def test_the_instagram_account_is_kept_like_the_page(run: Run) -> None:
    """A caption that was corrected, a comment that was hidden, a story that is long gone."""
    items = run.items()

    assert 2 == len(items[CORRECTED]["versions"])
    assert "hidden" == items[ADVERTISED]["state"]
    assert ("story", "present") == (items[STORY]["kind"], items[STORY]["state"])


def test_what_came_by_file_is_marked_and_matched(run: Run) -> None:
    """Nothing is merged: one is new, the other is probably one that was there."""
    imported = [item for item in run.items().values() if "import-" in item["id"]]

    assert ["probable match"] == [each["basis"] for item in imported for each in item["matches"]]
    assert {"instagram-download"} == {item["versions"][0]["imported"]["kind"] for item in imported}
    assert any("Cẩn thận" in item["versions"][0]["text"] for item in imported)


def test_the_comment_that_vanished_is_established_and_kept(run: Run) -> None:
    """Its text is here, with the times it was last seen and first missing."""
    item = run.items()[VANISHED]

    assert "unavailable" == item["state"]
    assert item["versions"][0]["text"].startswith("You towed 41 cars")
    assert [
        {
            "last_seen": "2026-04-08T22:10:00Z",
            "first_missing": "2026-04-09T22:10:01Z",
            "returned": None,
        }
    ] == item["unavailable"]


def test_the_reply_that_came_back_is_present_with_its_absence_on_record(run: Run) -> None:
    """A return does not wipe out that it was gone."""
    item = run.items()[RETURNED]

    assert "present" == item["state"]
    assert ["2026-04-11T22:10:01Z"] == [each["returned"] for each in item["unavailable"]]


def test_what_was_hidden_is_kept_and_marked(run: Run) -> None:
    """The spam was hidden between two visits, the sign-up before the first."""
    items = run.items()

    assert ("hidden", "hidden") == (items[SPAM]["state"], items[SIGN_UP]["state"])


def test_both_wordings_of_the_corrected_post_are_kept(run: Run) -> None:
    """The correction is a second version and not a replacement."""
    wordings = [len(item["versions"]) for item in run.items().values()]

    assert 3 == wordings.count(2)
    assert 2 == max(wordings)


def test_the_request_is_answered_in_part(run: Run) -> None:
    """Two comments lose an address, one is withheld, everything else is given."""
    counts = run.counts

    assert (2, 1) == (counts["redacted"], counts["withheld"])
    assert 50 < counts["released"]


def test_the_letter_says_what_is_withheld_and_on_which_section(run: Run) -> None:
    """A denial names the specific section (Minn. Stat. 13.03, subd. 3(f))."""
    paper = _paper(run)

    assert "Granted in part and denied in part" in paper
    assert "13.991" in paper
    assert "13.356" in paper


def test_what_was_taken_out_is_in_no_file_of_the_response(run: Run) -> None:
    """Redaction removes, never covers: not in the PDF, not in the data, not in a digest's file."""
    response = run.folder / "response"

    holding = {
        path.name
        for path in _files(response)
        for words in (ADDRESS, NUMBER)
        if words.encode() in path.read_bytes()
    }

    assert set() == holding
    assert ADDRESS not in _paper(run)
    assert NUMBER not in _paper(run)


def test_insults_phone_numbers_and_vanished_comments_are_released(run: Run) -> None:
    """Public unless a citation says otherwise: neither rude nor private-sounding is a reason."""
    paper = " ".join(_paper(run).split())

    assert "brains of a wet mitten" in paper
    assert "507-555-0148" in paper
    assert "You towed 41 cars" in paper


def test_nothing_in_the_list_runs_in_a_spreadsheet(run: Run) -> None:
    """The comment that is a formula has an apostrophe before it."""
    rows = (run.folder / "response" / "records.csv").read_text("utf-8-sig")

    assert "'=HYPERLINK" in rows
    assert ",=HYPERLINK" not in rows
    assert ',"=HYPERLINK' not in rows


def test_the_page_holds_nothing_that_runs(run: Run) -> None:
    """Comments made to break the page are shown as the text they are."""
    page = _Page(run.page)

    assert page.elements <= ELEMENTS
    assert [] == page.handlers
    assert "&lt;script&gt;alert(" in run.page
    assert not {"\u202e", "\u2066", "\x1b", "\x07"} & set(run.page)


def test_the_page_asks_nothing_of_anybody(run: Run) -> None:
    """Every link and picture is a place on the page or a file beside it, and is there."""
    targets = _Page(run.page).targets
    files = {unquote(each) for each in targets if not each.startswith("#")}
    ids = {each[1:] for each in targets if each.startswith("#")}

    assert {"response/response.pdf"} < files
    assert set() == {each for each in files if not (run.folder / each).is_file()}
    assert set() == {each for each in ids if f'id="{each}"' not in run.page}


@pytest.mark.parametrize(
    "words",
    [
        "The comment that vanished",
        "What was reworded",
        "A short word of thanks",
        "Minn. Stat. § 13.991",
        "match their SHA-256",
        "What was watched, and what was not",
        "A notice made it look at once",
        "Kept before staff took it down",
        "A probable match",
        "all is quiet",
        "does not accept the token",
        "the platform shows it for 24 hours",
        "Somebody was blocked",
        "Cảm ơn thành phố",
        "សូមអរគុណច្រើន",
    ],
)
def test_the_page_tells_the_whole_story(run: Run, words: str) -> None:
    """Each result has its place, in every language that is spoken there."""
    assert words in run.page


def test_the_archive_that_is_left_can_be_searched(run: Run) -> None:
    """Whoever saw the page can go on from there."""
    done = run.ask("search", "birch lane", "--json")

    assert 0 == done.returncode, done.stderr
    assert VANISHED in [hit["id"] for hit in json.loads(done.stdout)["hits"]]


def test_the_archive_that_is_left_can_be_audited(run: Run) -> None:
    """Items that wait for a person are findings, with a status of their own."""
    done = run.ask("retention", "audit", "--as-of", "2026-04-16", "--json")

    told = json.loads(done.stdout)
    assert 30 == done.returncode, done.stderr
    assert run.counts["transitory"] == told["transitory"]
    assert 59 == told["held"]


def test_a_second_run_gives_the_same(run: Run) -> None:
    """The same folder is made anew, with the same ids, texts, times and counts."""
    before = {key: _told(item) for key, item in run.items().items()}

    again = _demonstrate(run.folder)

    assert run.counts == again.counts
    assert before == {key: _told(item) for key, item in again.items().items()}


def _told(item: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is random on purpose: the salted digests, and the names made of them."""
    item["versions"] = [
        {key: value for key, value in one.items() if key not in {"digest", "object"}}
        for one in item["versions"]
    ]
    return item


def test_an_earlier_demonstration_can_be_kept(run: Run) -> None:
    """``--keep`` only says where it is."""
    before = (run.folder / "index.html").stat().st_mtime_ns

    done = _run("demo", "--to", str(run.folder), "--keep")

    assert 0 == done.returncode
    assert str(run.folder / "index.html") in done.stderr
    assert before == (run.folder / "index.html").stat().st_mtime_ns


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """One sentence, a next step, a status of its own, and nothing removed."""
    (tmp_path / "budget.xlsx").write_bytes(b"precious")

    done = _run("demo", "--to", str(tmp_path))

    assert 99 == done.returncode
    assert "Next:" in done.stderr
    assert [tmp_path / "budget.xlsx"] == list(tmp_path.iterdir())


def test_a_file_that_is_no_thread_is_refused_with_its_line(tmp_path: Path) -> None:
    """The person who tries it with a file of her own is told which line is wrong."""
    data = tmp_path / "mine.jsonl"
    data.write_text('{"id": "1", "page": "p", "text": "t", "kind": "post"}\nnot json\n')

    done = _run("demo", "--to", str(tmp_path / "demo"), "--data", str(data))

    assert 97 == done.returncode
    assert "mine.jsonl, line 2" in done.stderr
    assert "Traceback" not in done.stderr

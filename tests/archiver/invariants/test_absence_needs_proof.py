"""Invariant 3: gone is what a direct read, a canary and an agreeing second run say is gone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.capture.absence import (
    Evidence,
    Judgement,
    Look,
    Standing,
    judge,
    runs_needed,
)
from archiver.captures import Receipt, StateChange, Verdict
from archiver.items import ItemState
from archiver.platforms import FaultKind
from tests.archiver.quillback import PAGE, Harvester, PlayedPage, items, stay_away

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
EVIDENCE = st.builds(
    Evidence,
    look=st.sampled_from(Look),
    canary_readable=st.booleans(),
    run_complete=st.booleans(),
)
PROOF = Evidence(Look.GONE, canary_readable=True, run_complete=True)


def judged(runs: list[Evidence], needed: int = 2) -> list[Judgement]:
    """Weigh run after run, an hour apart."""
    standing, found = Standing(), []
    for number, evidence in enumerate(runs):
        found.append(judge(standing, evidence, AT + timedelta(hours=number), needed))
        standing = found[-1].standing
    return found


@given(st.lists(EVIDENCE, max_size=8), st.sampled_from([2, 3]))
def test_nothing_is_established_without_enough_full_proofs(
    runs: list[Evidence], needed: int
) -> None:
    """Each established absence has that many proofs since the item was last readable."""
    for number, judgement in enumerate(judged(runs, needed)):
        since = max((n for n in range(number + 1) if runs[n].look is Look.READABLE), default=-1)
        proofs = [n for n in range(since + 1, number + 1) if runs[n] == PROOF]
        assert judgement.established == (len(proofs) >= needed and runs[number] == PROOF)
        if judgement.established:
            assert AT + timedelta(hours=proofs[0]) == judgement.standing.first_missing


@given(EVIDENCE.filter(lambda evidence: evidence != PROOF), st.integers(0, 5))
def test_anything_short_of_a_proof_moves_nothing_forward(evidence: Evidence, misses: int) -> None:
    """It starts anew where the item was readable, and stays where it was otherwise."""
    standing = Standing(AT if misses else None, misses)

    judgement = judge(standing, evidence, AT, 2)

    assert not judgement.established
    assert judgement.standing == (Standing() if evidence.look is Look.READABLE else standing)


@given(st.integers(0, 2000), st.integers(0, 100_000))
def test_many_at_once_need_one_more_run(vanished: int, roots: int) -> None:
    """More than ten and more than a twentieth."""
    assert (3 if vanished > 10 and vanished * 20 > roots else 2) == runs_needed(vanished, roots)


@pytest.fixture
def peopled(page: PlayedPage, harvest: Harvester) -> PlayedPage:
    """Let a page have some posts with comments, all of them harvested."""
    for number in range(4):
        post = page.post(str(number))
        page.comment(f"c{number}", post)
        page.comment(f"r{number}", f"c{number}")
    harvest()
    return page


def unavailable(archive: Archive) -> set[str]:
    """Name what is marked as gone."""
    return {
        ident
        for ident, item in items(archive).items()
        if item.state is ItemState.UNAVAILABLE or item.unavailable
    }


def states(receipt: Receipt) -> set[StateChange]:
    """Give the kinds of finding of a visit."""
    return {finding.change for finding in receipt.findings}


@pytest.mark.parametrize("ident", ["c1", "r1", f"{PAGE}_1"])
def test_what_is_gone_is_marked_by_the_second_run(
    archive: Archive, peopled: PlayedPage, harvest: Harvester, ident: str
) -> None:
    """Not by the first; with the time it was last seen and first missed, and by what evidence."""
    last = items(archive)[ident].last_seen
    peopled.delete(ident)

    first = harvest()
    after_first = unavailable(archive)
    second = harvest()

    assert set() == after_first
    assert ident in unavailable(archive)
    (stretch,) = items(archive)[ident].unavailable
    assert (last, first.ended, None) == (
        stretch.last_seen,
        stretch.first_missing,
        stretch.returned,
    )
    assert last < first.started < second.started
    assert "direct read" in stretch.established
    assert "2 of 2" in stretch.established
    assert not any(name in stretch.established.lower() for name in ("city", "author", "resident"))


def test_a_third_run_adds_nothing(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """What is known to be gone is not looked for, nor told, again."""
    peopled.delete("c1")
    harvest()
    harvest()
    calls = len(peopled.platform.calls)

    receipt = harvest()

    assert set() == states(receipt)
    assert [] == [call for call in peopled.platform.calls[calls:] if call.path == "/c1"]
    assert 1 == len(items(archive)["c1"].unavailable)


BLIND = [
    FaultKind.SILENT_EMPTY,
    FaultKind.TOKEN_EXPIRED,
    FaultKind.PERMISSION_MISSING,
    FaultKind.THROTTLE,
    FaultKind.APP_LIMIT,
    FaultKind.OBJECT_UNREADABLE,
    FaultKind.HTTP_502,
    FaultKind.HTTP_500,
    FaultKind.CUT_BODY,
    FaultKind.CUT_JSON,
    FaultKind.ERROR_IN_200,
    FaultKind.REPEATED_PAGE,
    FaultKind.EMPTY_PAGE,
]


@pytest.mark.parametrize("kind", BLIND)
def test_no_fault_of_any_kind_marks_anything(
    archive: Archive, peopled: PlayedPage, harvest: Harvester, kind: FaultKind
) -> None:
    """In every call, in lists or in direct reads, as often as it takes: all that is there stays."""
    found = set[StateChange]()
    for path in (None, "/feed", "/comments", f"/{PAGE}_1"):
        _spoil(peopled, kind, path)
        found |= states(harvest()) | states(harvest())
        peopled.wait()

    assert set() == unavailable(archive)
    assert {StateChange.MISSING} >= found


@pytest.mark.parametrize("kind", [kind for kind in BLIND if kind is not FaultKind.REPEATED_PAGE])
def test_what_is_gone_is_not_marked_on_the_word_of_a_run_with_a_fault(
    archive: Archive, peopled: PlayedPage, harvest: Harvester, kind: FaultKind
) -> None:
    """One good run and any number of bad ones are one run."""
    peopled.delete("c1")
    harvest()
    _spoil(peopled, kind, "/feed")

    harvest()
    harvest()

    assert set() == unavailable(archive)


def _spoil(page: PlayedPage, kind: FaultKind, path: str | None) -> None:
    """Spoil calls until time passes."""
    until = page.platform.now + timedelta(seconds=1)
    page.platform.misbehave(kind, path=path, until=until)


def test_absence_from_a_list_alone_proves_nothing(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """Comments that a list leaves out are read directly, and found; the list is not believed."""
    peopled.platform.misbehave(FaultKind.SILENT_EMPTY, path="/comments", times=10_000)

    receipts = [harvest() for _ in range(3)]

    assert set() == unavailable(archive)
    assert {12} == {receipt.items_seen for receipt in receipts}
    assert {Verdict.PARTIAL} == {receipt.verdict for receipt in receipts}
    assert {
        "the platform counts 2 and lists 0",
        "the platform lists none, though some can be read",
    } == {gap.cause for receipt in receipts for gap in receipt.gaps}


def test_what_stood_below_a_post_is_gone_with_it_though_no_other_comment_is_left(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """The post's own proof is enough: nothing of the comments' kind is left to try reading with."""
    for number in range(2):
        page.post(str(number))
    page.comment("only", f"{PAGE}_0")
    harvest()
    page.delete(f"{PAGE}_0")
    harvest()

    harvest()

    assert {f"{PAGE}_0", "only"} == unavailable(archive)


def test_a_run_that_is_not_complete_does_not_even_look(
    peopled: PlayedPage, harvest: Harvester
) -> None:
    """What it does not list may simply not have been read; the allowance is small."""
    peopled.delete("c1")
    peopled.platform.misbehave(FaultKind.PERMISSION_MISSING, path=f"/{PAGE}_2/comments")
    calls = len(peopled.platform.calls)

    receipt = harvest()

    assert receipt.verdict is Verdict.PARTIAL
    edges = {call.path.rpartition("/")[2] for call in peopled.platform.calls[calls:]}
    assert {"feed", "comments"} == edges


def test_a_post_read_directly_as_forbidden_is_not_gone(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """A lost permission says nothing about the post; that it was not read is a gap."""
    peopled.delete("c1")
    peopled.platform.misbehave(FaultKind.PERMISSION_MISSING, path="/c1", times=10_000)

    receipts = [harvest() for _ in range(3)]

    assert set() == unavailable(archive)
    assert {Verdict.PARTIAL} == {receipt.verdict for receipt in receipts}
    assert {"c1"} == {gap.what for receipt in receipts for gap in receipt.gaps}


def test_a_field_we_may_not_ask_for_proves_nothing(
    archive: Archive, peopled: PlayedPage, harvest: Harvester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code 100 without subcode 33 is about our question, not about the item."""
    peopled.platform.misbehave(FaultKind.SILENT_EMPTY, path="/comments", times=10_000)
    monkeypatch.setattr("archiver.capture.facebook.asking.COMMENT_FIELDS", "id,long_gone_field")

    receipts = [harvest() for _ in range(3)]

    assert set() == unavailable(archive)
    assert {Verdict.PARTIAL} == {receipt.verdict for receipt in receipts}


def test_without_a_canary_of_the_same_kind_nothing_is_marked(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """Where every comment is gone, reading comments may have stopped working; that is said."""
    peopled.delete(*(f"c{number}" for number in range(4)))

    receipts = [harvest() for _ in range(3)]

    assert set() == unavailable(archive)
    assert all("proves nothing" in receipt.gaps[0].cause for receipt in receipts)


def test_a_canary_that_cannot_be_read_stops_the_marking(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """Then direct reads fail, and what they say of the missing is worth nothing."""
    peopled.delete("c1")
    for kept in ("/c0", "/r0", "/c2", "/r2", "/c3", "/r3"):
        peopled.platform.misbehave(FaultKind.OBJECT_UNREADABLE, path=kept, times=10_000)

    receipts = [harvest() for _ in range(3)]

    assert set() == unavailable(archive)
    assert {Verdict.PARTIAL} == {receipt.verdict for receipt in receipts}


def test_an_item_that_is_back_in_between_starts_anew(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """Two runs that miss it must follow each other."""
    for _ in range(3):
        peopled.delete("c1")
        harvest()
        peopled.restore("c1")
        harvest()

    assert set() == unavailable(archive)


def test_a_run_that_could_not_be_finished_neither_counts_nor_undoes(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """The next complete one agrees with the one before it."""
    peopled.delete("c1", "r1")
    harvest()
    peopled.platform.misbehave(FaultKind.THROTTLE, path="/comments")
    harvest()
    stay_away(archive)
    between = unavailable(archive)

    harvest()

    assert set() == between
    assert {"c1", "r1"} == unavailable(archive)


def test_a_mass_disappearance_waits_for_a_third_run(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """More than ten and more than 5 % look like somebody's mistake; up to that two runs do."""
    posts = [page.post(str(number)) for number in range(13)]
    harvest()
    page.delete(*posts[:11])
    found = []
    for _ in range(3):
        harvest()
        found.append(len(unavailable(archive)))

    assert [0, 0, 11] == found


def test_ten_at_once_are_believed_after_two(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """The usual proof is enough for a clean-up of some posts."""
    posts = [page.post(str(number)) for number in range(13)]
    harvest()
    page.delete(*posts[:10])
    harvest()
    harvest()

    assert 10 == len(unavailable(archive))

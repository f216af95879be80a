"""What a capture makes of everything it missed, decided from what is known of it alone."""

from collections.abc import Mapping
from datetime import UTC, datetime

from archiver.capture.absence import Look, Standing
from archiver.capture.missing import Missing
from archiver.capture.proof import Judged, Likeness, judge_all
from archiver.capture.roots import Roots
from archiver.capture.sighting import Place
from archiver.items import ItemKind, ItemRef, Platform
from archiver.surfaces import Surface

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
CANARIES = {(kind, surface): True for kind in ItemKind for surface in Surface}
ROOTS = 40
BY = "Dana Ortiz"


def ref(name: str) -> ItemRef:
    """Name an item."""
    return ItemRef(Platform.FACEBOOK, name)


def post(number: int, misses: int = 1) -> Missing:
    """Miss a post for another time."""
    place = Place.root(ref(f"p{number}"), ItemKind.POST, Surface.FEED)
    return Missing(number, place, AT, Standing(AT, misses))


def comment(number: int, below: Missing) -> Missing:
    """Miss a comment of a post as often as the post."""
    thread = below.ref.id
    place = Place(ref(f"c{number}"), ItemKind.COMMENT, Surface.FEED, thread, thread)
    return Missing(100 + number, place, AT, below.standing)


def judged(
    missing: list[Missing],
    confirmed: Mapping[ItemRef, str],
    canaries: Mapping[Likeness, bool] = CANARIES,
) -> dict[str, Judged]:
    """Judge a second run in which all of this is missing."""
    doubtful = frozenset(item.ref for item in missing if item.place.kind.is_root)
    looks = dict.fromkeys((item.ref for item in missing), Look.GONE)
    found = judge_all(missing, looks, canaries, Roots(ROOTS, doubtful, confirmed), AT)
    return {each.item.ref.id: each for each in found}


def established(found: Mapping[str, Judged]) -> set[str]:
    """Name what is marked as gone."""
    return {name for name, each in found.items() if each.judgement.established}


def test_a_person_replaces_the_third_run() -> None:
    """Twelve posts and a comment below one of them are gone by the second run, as that says."""
    posts = [post(number) for number in range(12)]
    missing = [*posts, comment(0, posts[0])]
    confirmed = {item.ref: BY for item in posts}

    found = judged(missing, confirmed)

    assert set() == established(judged(missing, {}))
    assert {item.ref.id for item in missing} == established(found)
    assert {True} == {
        f"2 of 2 complete runs agree; {BY}" in each.evidence for each in found.values()
    }


def test_a_person_replaces_neither_the_second_run_nor_the_canary() -> None:
    """The first run marks nothing, nor does one in which reading may have stopped working."""
    first = [post(number, misses=0) for number in range(12)]
    confirmed = {item.ref: BY for item in first}

    assert set() == established(judged(first, confirmed))
    blind = judged([post(number) for number in range(12)], confirmed, {})
    assert {} == blind


def test_what_nobody_confirmed_waits_while_it_is_many() -> None:
    """The eleven that vanished after a person looked are as doubtful as the first were."""
    missing = [post(number) for number in range(23)]
    confirmed = {item.ref: BY for item in missing[:12]}

    found = judged(missing, confirmed)

    assert {item.ref.id for item in missing[:12]} == established(found)
    assert "2 of 3 complete runs agree" in found["p20"].evidence
    assert BY not in found["p20"].evidence


def test_a_few_more_than_a_person_confirmed_are_no_longer_many() -> None:
    """They alone are counted, and the usual proof is enough."""
    missing = [post(number) for number in range(15)]

    found = judged(missing, {item.ref: BY for item in missing[:12]})

    assert 15 == len(established(found))


def test_a_person_who_came_after_the_third_run_changes_no_number() -> None:
    """No more runs are said to be needed than there were."""
    missing = [post(number, misses=2) for number in range(12)]

    found = judged(missing, {item.ref: BY for item in missing})

    assert {True} == {"3 of 3 complete runs agree" in each.evidence for each in found.values()}

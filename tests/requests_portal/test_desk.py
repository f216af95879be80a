"""Searching and deciding against a real archive."""

import pytest

from archiver.archive import Archive
from archiver.data_requests import Action, DataClass, Ground, Outcome, RequestState, Track
from archiver.errors import ItemUnknown, WrongUsage
from archiver.items import Link
from archiver.request_events import RequestClosed
from requests_portal.decisions import Ruling, Taking
from requests_portal.desk import (
    Reviewed,
    decide,
    hold_of,
    record_search,
    request_file,
    review,
)
from requests_portal.errors import (
    ItemNotInRequest,
    RedactionNotFound,
    RequestClosedAlready,
    SecondPersonNeeded,
    SpanOutside,
)
from requests_portal.intake import Intake, open_request
from requests_portal.neighbours import Place, Standing
from tests.requests_portal.desk_scene import CLERK, OTHER, everybody, put, ref

NUMBER = Ground(DataClass.PRIVATE, "Minn. Stat. § 13.355, subd. 1")
COMPLAINT = Ground(DataClass.CONFIDENTIAL, "Minn. Stat. § 13.44, subd. 1")
STORY = Link("https://news.example/jane", "Jane Roe wins")
OTHER_STORY = Link("https://news.example/plows", "Late plows again")
RELEASE = Ruling(Action.RELEASE, CLERK)
WITHHOLD = Ruling(Action.WITHHOLD, CLERK, NUMBER)


def _redact(*words: str, by: str = CLERK, sweep: bool = False, ground: Ground = NUMBER) -> Ruling:
    return Ruling(Action.REDACT, by, ground, Taking(words), sweep)


def _request(desk: Archive, *identities: str) -> str:
    """Open a request and put these items into it."""
    opened = open_request(desk, Intake(Track.MEMBER, desk.clock(), "All of it.", CLERK))
    record_search(desk, opened.id, "everything", [ref(one) for one in identities], CLERK)
    return opened.id


def _reviewed(desk: Archive, request: str) -> dict[str, Reviewed]:
    return {one.item.id: one for one in review(desk, everybody(), request)}


def _action(desk: Archive, request: str, identity: str) -> Action | None:
    return _reviewed(desk, request)[identity].action


@pytest.fixture
def request_id(desk: Archive) -> str:
    """Give a request that found two comments, one with a number in it."""
    put(desk, "c1", "call me, my number is 470-00-1234")
    put(desk, "c2", "the plow came late, 470-00-1234 said so")
    return _request(desk, "c1", "c2")


def test_what_a_search_finds_is_held(desk: Archive, request_id: str) -> None:
    """A hold stops destruction of everything the request matches."""
    holds = {item.id: item.holds for item in desk.items(everybody())}

    assert {"c1": (hold_of(request_id),), "c2": (hold_of(request_id),)} == holds


def test_a_search_that_finds_nothing_is_on_record_and_holds_nothing(desk: Archive) -> None:
    """The letter says what was searched even where nothing was found."""
    opened = open_request(desk, Intake(Track.MEMBER, desk.clock(), "?", CLERK))

    done = record_search(desk, opened.id, "unicorns", [], CLERK)

    assert (None, 0) == (done.hold, done.new)
    assert ["unicorns"] == [one.query for one in request_file(desk, opened.id).searches]


def test_a_second_search_adds_only_what_is_new(desk: Archive, request_id: str) -> None:
    """The same item is in the request once."""
    put(desk, "c3", "another")

    done = record_search(desk, request_id, "more", [ref("c2"), ref("c3")], CLERK)

    assert 1 == done.new
    assert 3 == len(request_file(desk, request_id).refs)


def test_an_item_no_search_found_cannot_be_decided(desk: Archive, request_id: str) -> None:
    """Deciding is only about what belongs to the request."""
    put(desk, "stray", "not found")

    with pytest.raises(ItemNotInRequest):
        decide(desk, everybody(), request_id, ("stray",), RELEASE)


def test_an_item_that_is_not_there_is_told(desk: Archive, request_id: str) -> None:
    """A typing mistake decides nothing."""
    with pytest.raises(ItemUnknown):
        decide(desk, everybody(), request_id, ("nosuch",), RELEASE)


def test_words_are_taken_out_by_place_and_kept_out_of_the_record(
    desk: Archive, request_id: str
) -> None:
    """The event and the rows know positions; the words stand in neither."""
    decide(desk, everybody(), request_id, ("c1",), _redact("470-00-1234"))

    decision = _reviewed(desk, request_id)["c1"].decisions[1]
    stored = [desk.store.get(path) for path in _event_objects(desk)]

    assert [(22, 33)] == [(span.start, span.end) for span in decision.spans]
    assert not any(b"470-00-1234" in data for data in stored)


def _event_objects(desk: Archive) -> list[str]:
    with desk.reading() as connection:
        rows = connection.exec_driver_sql("SELECT object FROM leaf WHERE kind = 'event'")
        return [row[0] for row in rows]


def test_words_that_still_stand_elsewhere_are_reported(desk: Archive, request_id: str) -> None:
    """The same number in the other comment is named, not guessed away (rule E3)."""
    done = decide(desk, everybody(), request_id, ("c1",), _redact("470-00-1234"))

    assert (Standing(ref("c2"), 1, Place.TEXT),) == done.neighbours


def test_releasing_what_still_shows_taken_words_is_reported(desk: Archive, request_id: str) -> None:
    """Whoever releases the rest is told again, because it goes out now."""
    decide(desk, everybody(), request_id, ("c1",), _redact("470-00-1234"))

    done = decide(desk, everybody(), request_id, (), Ruling(Action.RELEASE, CLERK, sweep=True))

    assert (Standing(ref("c2"), 1, Place.TEXT),) == done.neighbours


def test_an_author_taken_out_is_looked_for_in_other_texts_and_names(desk: Archive) -> None:
    """A reply that calls the person by name would tell who it was."""
    put(desk, "c1", "long grass next door", author="Wilma Berg")
    put(desk, "c2", "thanks WILMA  BERG", author="Bo Nilsen")
    request = _request(desk, "c1", "c2")
    ruling = Ruling(Action.REDACT, CLERK, COMPLAINT, Taking(author=True))

    done = decide(desk, everybody(), request, ("c1",), ruling)

    assert (Standing(ref("c2"), 1, Place.TEXT),) == done.neighbours
    assert COMPLAINT == _reviewed(desk, request)["c1"].decisions[1].hides_author


def test_words_that_do_not_occur_decide_nothing_and_are_not_repeated(
    desk: Archive, request_id: str
) -> None:
    """The error names the item and never the words, which are likely not public."""
    with pytest.raises(RedactionNotFound, match="facebook/c1") as caught:
        decide(desk, everybody(), request_id, ("c1",), _redact("999-99-9999"))

    assert "999-99-9999" not in f"{caught.value.what} {caught.value.next_step}"
    assert _action(desk, request_id, "c1") is None


def test_words_in_other_capitals_are_hinted_at(desk: Archive) -> None:
    """Nothing is guessed, and the clerk is told why it was not found."""
    put(desk, "c1", "WILMA BERG lives there")
    request = _request(desk, "c1")

    with pytest.raises(RedactionNotFound) as caught:
        decide(desk, everybody(), request, ("c1",), _redact("Wilma Berg"))

    assert "capitals" in caught.value.next_step


def test_redactions_add_up(desk: Archive, request_id: str) -> None:
    """A second redaction with another citation does not undo the first."""
    decide(desk, everybody(), request_id, ("c1",), _redact("470-00-1234"))
    decide(desk, everybody(), request_id, ("c1",), _redact("call me", ground=COMPLAINT))

    decision = _reviewed(desk, request_id)["c1"].decisions[1]

    assert {NUMBER, COMPLAINT} == decision.grounds
    assert 2 == len(decision.spans)


def test_the_latest_decision_holds_and_earlier_ones_stay(desk: Archive, request_id: str) -> None:
    """Nothing that was decided is ever forgotten."""
    decide(desk, everybody(), request_id, ("c1",), RELEASE)
    decide(desk, everybody(), request_id, ("c1",), WITHHOLD)

    history = [one.action for one in request_file(desk, request_id).determinations]

    assert [Action.RELEASE, Action.WITHHOLD] == history
    assert Action.WITHHOLD is _action(desk, request_id, "c1")


def test_nobody_alone_releases_what_they_marked_not_public(desk: Archive, request_id: str) -> None:
    """It takes two people; another one may."""
    decide(desk, everybody(), request_id, ("c1",), WITHHOLD)

    with pytest.raises(SecondPersonNeeded):
        decide(desk, everybody(), request_id, ("c1",), Ruling(Action.RELEASE, "dana  ORTIZ"))
    with pytest.raises(SecondPersonNeeded):
        decide(desk, everybody(), request_id, ("c1",), _redact("call me"))
    decide(desk, everybody(), request_id, ("c1",), Ruling(Action.RELEASE, OTHER))

    assert Action.RELEASE is _action(desk, request_id, "c1")


def test_releasing_all_leaves_alone_what_was_marked_not_public(
    desk: Archive, request_id: str
) -> None:
    """A sweep never undoes a redaction, whatever the order and whoever sweeps."""
    decide(desk, everybody(), request_id, ("c1",), _redact("470-00-1234"))

    sweep = Ruling(Action.RELEASE, OTHER, sweep=True)
    done = decide(desk, everybody(), request_id, (), sweep)

    assert (ref("c1"),) == done.kept
    assert Action.REDACT is _action(desk, request_id, "c1")
    assert Action.RELEASE is _action(desk, request_id, "c2")


def test_redacting_in_all_items_leaves_alone_those_without_the_words(
    desk: Archive, request_id: str
) -> None:
    """Only items with the words are decided by it; none with them is an error."""
    decide(desk, everybody(), request_id, (), _redact("plow", sweep=True))

    assert _action(desk, request_id, "c1") is None
    assert Action.REDACT is _action(desk, request_id, "c2")
    with pytest.raises(RedactionNotFound):
        decide(desk, everybody(), request_id, (), _redact("unicorn", sweep=True))


def test_every_wording_is_decided_because_every_one_would_go_out(desk: Archive) -> None:
    """Words that stand only in the first wording are taken out of it; the second is released."""
    put(desk, "c1", "my number is 470-00-1234")
    put(desk, "c1", "(edited)")
    request = _request(desk, "c1")

    decide(desk, everybody(), request, ("c1",), _redact("470-00-1234"))

    decisions = _reviewed(desk, request)["c1"].decisions
    assert {1: Action.REDACT, 2: Action.RELEASE} == {n: one.action for n, one in decisions.items()}


def test_a_wording_found_after_the_decision_is_undecided(desk: Archive, request_id: str) -> None:
    """An edit harvested later is not covered by what was decided before."""
    decide(desk, everybody(), request_id, ("c1",), RELEASE)
    put(desk, "c1", "a new wording")

    assert (2,) == _reviewed(desk, request_id)["c1"].undecided


def test_a_stretch_says_of_which_wording_it_is(desk: Archive) -> None:
    """Positions fit one text; the other wording stays undecided."""
    put(desk, "c1", "abcdef")
    put(desk, "c1", "ghijkl")
    request = _request(desk, "c1")
    vague = Ruling(Action.REDACT, CLERK, NUMBER, Taking(stretches=((1, 3),)))
    exact = Ruling(Action.REDACT, CLERK, NUMBER, Taking(stretches=((1, 3),), version=2))

    with pytest.raises(SpanOutside):
        decide(desk, everybody(), request, ("c1",), vague)
    decide(desk, everybody(), request, ("c1",), exact)

    assert (1,) == _reviewed(desk, request)["c1"].undecided


@pytest.mark.parametrize("stretch", [(0, 999), (5, 5), (7, 3)])
def test_a_stretch_that_does_not_fit_decides_nothing(
    desk: Archive, request_id: str, stretch: tuple[int, int]
) -> None:
    """Past the end, empty or backwards."""
    ruling = Ruling(Action.REDACT, CLERK, NUMBER, Taking(stretches=(stretch,)))

    with pytest.raises(SpanOutside):
        decide(desk, everybody(), request_id, ("c1",), ruling)


def test_a_photo_that_is_not_there_cannot_be_taken_out(desk: Archive, request_id: str) -> None:
    """A wrong number must not look like a redaction."""
    ruling = Ruling(Action.REDACT, CLERK, NUMBER, Taking(media=(3,)))

    with pytest.raises(SpanOutside):
        decide(desk, everybody(), request_id, ("c1",), ruling)


def test_a_link_is_taken_out_of_every_wording_that_shares_it(desk: Archive) -> None:
    """By its number in one wording, wherever it stands in the other."""
    put(desk, "c1", "see", links=(STORY,))
    put(desk, "c1", "see both", links=(OTHER_STORY, STORY))
    request = _request(desk, "c1")
    vague = Ruling(Action.REDACT, CLERK, NUMBER, Taking(links=(0,)))
    exact = Ruling(Action.REDACT, CLERK, NUMBER, Taking(links=(0,), version=1))

    with pytest.raises(SpanOutside, match="not the same in all its wordings"):
        decide(desk, everybody(), request, ("c1",), vague)
    decide(desk, everybody(), request, ("c1",), exact)

    decisions = _reviewed(desk, request)["c1"].decisions
    hidden = {n: [part.position for part in one.elements] for n, one in decisions.items()}
    assert {1: [0], 2: [1]} == hidden


def test_a_link_that_is_not_there_cannot_be_taken_out(desk: Archive, request_id: str) -> None:
    """A wrong number must not look like a redaction."""
    ruling = Ruling(Action.REDACT, CLERK, NUMBER, Taking(links=(0,)))

    with pytest.raises(SpanOutside):
        decide(desk, everybody(), request_id, ("c1",), ruling)


def test_words_of_a_link_are_told_to_be_there(desk: Archive) -> None:
    """They are not in the text, and the message says how they are taken out."""
    put(desk, "c1", "see", links=(STORY,))
    request = _request(desk, "c1")
    ruling = Ruling(Action.REDACT, CLERK, NUMBER, Taking(words=("Jane Roe",)))

    with pytest.raises(RedactionNotFound) as caught:
        decide(desk, everybody(), request, ("c1",), ruling)

    assert "--redact-link" in caught.value.next_step


def test_words_taken_out_are_looked_for_in_the_links_of_others(desk: Archive) -> None:
    """And the words of a link that was taken out, in the text of others (rule E3)."""
    put(desk, "c1", "Jane Roe was arrested", links=(OTHER_STORY,))
    put(desk, "c2", "see", links=(STORY,))
    put(desk, "c3", "They say: Late plows again")
    request = _request(desk, "c1", "c2", "c3")
    words = Ruling(Action.REDACT, CLERK, NUMBER, Taking(words=("Jane Roe",), links=(0,)))

    done = decide(desk, everybody(), request, ("c1",), words)

    assert {("c2", Place.LINK), ("c3", Place.TEXT)} == {
        (one.ref.id, one.place) for one in done.neighbours
    }


def test_a_redaction_of_nothing_is_refused() -> None:
    """Blank words would be found between all letters."""
    with pytest.raises(WrongUsage):
        Taking()
    with pytest.raises(WrongUsage):
        Taking(words=("  ",))


def test_a_closed_request_takes_nothing_more(desk: Archive, request_id: str) -> None:
    """It stays as it was answered."""
    closed = RequestClosed(
        at=desk.clock(), by=CLERK, request=request_id, outcome=Outcome.GRANTED, reason="answered"
    )
    desk.record(closed)

    assert RequestState.CLOSED is request_file(desk, request_id).request.state
    with pytest.raises(RequestClosedAlready):
        decide(desk, everybody(), request_id, ("c1",), RELEASE)
    with pytest.raises(RequestClosedAlready):
        record_search(desk, request_id, "more", [ref("c2")], CLERK)


def test_public_unless_a_citation_says_otherwise(desk: Archive, request_id: str) -> None:
    """Invariant 9: nothing undecided is not public, and what is carries its section everywhere."""
    decide(desk, everybody(), request_id, ("c1",), WITHHOLD)
    decide(desk, everybody(), request_id, ("c2",), _redact("plow"))

    for decision in request_file(desk, request_id).determinations:
        assert decision.action is not Action.RELEASE
        assert {NUMBER} == decision.grounds

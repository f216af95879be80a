"""What the requester gets, worked out from items and decisions."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.data_requests import Action, Element, ElementKind, Outcome, Track
from archiver.items import Author, ItemKind, Link
from requests_portal.response.draft import Part, plain
from requests_portal.response.errors import NothingSearched, ResponseUncited, ResponseUndecided
from requests_portal.response.listing import records_csv, records_jsonl
from requests_portal.response.native import derivative
from tests.requests_portal.response.samples import (
    COMPLAINT,
    NUMBERS,
    data_request,
    decide,
    draft,
    found,
    item,
    photo,
    version,
)

SSN = "470-00-1234"
AUTHOR = (Element(ElementKind.AUTHOR, 0, COMPLAINT),)


def test_all_released_is_a_grant() -> None:
    """Nothing is taken out and every original goes along."""
    post = item(1, "Snow")

    made = draft(found([post], decide(post)))

    assert Outcome.GRANTED == made.outcome
    assert () == made.taken
    assert post.versions[0].digest == made.entries[0].wordings[0].original.digest  # type: ignore[union-attr] # released whole


def test_nothing_found_is_an_answer_only_after_a_search() -> None:
    """A search that found nothing is an answer; no search is none."""
    searched = found([], [])

    assert Outcome.NO_DATA == draft(searched).outcome
    with pytest.raises(NothingSearched):
        draft(replace(searched, searches=()))


def test_all_withheld_is_a_denial() -> None:
    """Every section is told, no item is shown."""
    post = item(1, "Snow")

    made = draft(found([post], decide(post, Action.WITHHOLD)))

    assert (Outcome.DENIED, ()) == (made.outcome, made.entries)
    assert [(Part.ITEM, NUMBERS, 1)] == [(one.part, one.ground, one.count) for one in made.taken]


def test_words_are_removed_from_every_wording_of_the_item() -> None:
    """They were decided about in one wording and stand in the other too, in other capitals."""
    comment = item(1, "I am Jane Roe of Elm", "I am JANE ROE")
    first, second = decide(comment, Action.REDACT, words="Jane Roe")
    released = replace(second, action=Action.RELEASE, spans=())

    made = draft(found([comment], [first, released]))

    texts = [plain(one.text) for one in made.entries[0].wordings]
    assert [] == [text for text in texts if "roe" in text.casefold()]
    assert [None, None] == [one.original for one in made.entries[0].wordings]


def test_redacted_words_are_removed_from_the_descriptions_of_photos() -> None:
    """Alt text is text of the item as well (rule E2)."""
    comment = item(1, "Jane Roe is here", media=(photo(0, "a" * 64, "Portrait of Jane Roe"),))

    made = draft(found([comment], decide(comment, Action.REDACT, words="Jane Roe")))

    assert f"Portrait of [redacted: {NUMBERS.citation}]" == made.entries[0].pictures[0].alt


def test_a_hidden_author_takes_id_link_and_originals_along() -> None:
    """Each of them would name the author."""
    comment = item(1, "Person 1 was here")

    made = draft(found([comment], decide(comment, Action.REDACT, elements=AUTHOR)))

    entry = made.entries[0]
    assert (None, None, None) == (entry.author_id, entry.permalink, entry.wordings[0].original)
    assert f"[redacted: {COMPLAINT.citation}] was here" == plain(entry.wordings[0].text)


def test_a_photo_is_kept_back_without_its_digest() -> None:
    """The rest of the item goes out."""
    comment = item(1, "See", media=(photo(0, "a" * 64), photo(1, "b" * 64)))
    media = (Element(ElementKind.MEDIA, 0, NUMBERS),)

    made = draft(found([comment], decide(comment, Action.REDACT, elements=media)))

    kept, shown = made.entries[0].pictures
    assert (NUMBERS, None, None) == (kept.withheld, kept.sha256, kept.file)
    assert "R-2026-0001-000001-2.png" == shown.file


STORY = Link("https://news.example/jane", "Jane Roe wins", "At the fair")
GONE = (Element(ElementKind.LINK, 0, NUMBERS),)


def test_shared_links_are_released_with_their_wording() -> None:
    """What search finds by a link is in the response as well."""
    post = item(1)
    post = replace(post, versions=(version(1, "See", links=(STORY,)),))

    (shown,) = draft(found([post], decide(post))).entries[0].wordings[0].links

    released = (plain(shown.url), plain(shown.title), plain(shown.description))
    assert (STORY.url, STORY.title, STORY.description) == released


def test_redacted_words_are_removed_from_shared_links() -> None:
    """A headline is text of the item as well (rule E2)."""
    post = item(1)
    post = replace(post, versions=(version(1, "Jane Roe!", links=(STORY,)),))

    made = draft(found([post], decide(post, Action.REDACT, words="Jane Roe")))

    (shown,) = made.entries[0].wordings[0].links
    assert f"[redacted: {NUMBERS.citation}] wins" == plain(shown.title)


def test_a_link_that_was_taken_out_stands_in_no_wording_and_no_file() -> None:
    """Nor do its headline and address in the text, or the stored originals."""
    texts = version(1, "Jane Roe wins: https://news.example/jane", links=(STORY,)), version(2, "b")
    post = replace(item(1), versions=(*texts, version(3, "c", links=(STORY,))))
    first, *rest = decide(post)
    cut = replace(first, action=Action.REDACT, elements=GONE)

    made = draft(found([post], [cut, *rest]))

    entry = made.entries[0]
    files = (records_jsonl(made.entries), records_csv(made), derivative(entry, entry.wordings[0]))
    assert [False, False] == [b"Jane" in b"".join(files), b"jane" in b"".join(files)]
    assert [None] * 3 == [one.original for one in entry.wordings]
    assert (Part.LINK, 1) in [(one.part, one.count) for one in made.taken]
    assert NUMBERS == entry.wordings[2].links[0].withheld


def test_queries_in_the_letter_do_not_name_who_was_taken_out() -> None:
    """A search by the author's name would undo the redaction, of withheld items too."""
    shown, kept = item(1, "a"), item(2, "b", author=Author("72", "Ida Moen"))
    decisions = [
        *decide(shown, Action.REDACT, elements=AUTHOR),
        *decide(kept, Action.WITHHOLD),
    ]

    made = draft(found([shown, kept], decisions, query='author:"Person 1" OR "ida moen"'))

    assert "Person 1" not in made.searches[0].query
    assert "ida moen" not in made.searches[0].query


def test_undecided_wordings_block() -> None:
    """An edit seen after the decision has not been judged by anybody."""
    comment = item(1, "one", "two")

    with pytest.raises(ResponseUndecided, match="facebook/100_1"):
        draft(found([comment], decide(comment)[:1]))


def test_withholding_without_a_section_blocks() -> None:
    """Public unless a citation says otherwise (invariant 9)."""
    comment = item(1, "one")
    bare = [replace(one, ground=None) for one in decide(comment, Action.WITHHOLD)]

    with pytest.raises(ResponseUncited, match="facebook/100_1"):
        draft(found([comment], bare))


def test_the_subject_of_confidential_data_is_told_only_that_they_are_held() -> None:
    """No number of confidential items, nor one to work it out from (Minn. R. 1205.0600)."""
    shown, kept = item(1, "a"), item(2, "b")
    request = data_request(track=Track.SUBJECT)
    decisions = [*decide(shown), *decide(kept, Action.WITHHOLD, ground=COMPLAINT)]

    made = draft(found([shown, kept], decisions, request=request))

    assert not made.counts_told
    assert [None] == [one.count for one in made.taken]
    assert [None] == [one.found for one in made.searches]


def test_items_are_read_thread_by_thread_with_answers_below_what_they_answer() -> None:
    """Numbers follow the reading order; a missing parent is said, not shown."""
    post, late = item(1, "post"), item(9, "post 2", thread_id="100_9")
    early, reply = item(3, "comment", parent=1), item(5, "reply", parent=3)
    other, orphan = item(4, "comment", parent=1), item(8, "x", parent=77, thread_id="100_77")
    items = [late, orphan, reply, other, replace(early, kind=ItemKind.COMMENT), post]

    made = draft(found(items, [one for each in items for one in decide(each)]))

    assert ["100_1", "100_3", "100_5", "100_4", "100_8", "100_9"] == [
        one.id for one in made.entries
    ]
    assert [None, "R-2026-0001-000001", "R-2026-0001-000002"] == [
        one.parent for one in made.entries[:3]
    ]
    assert [False, False, False, False, True, False] == [one.answers_other for one in made.entries]


def test_ids_that_name_each_other_as_parents_do_no_harm() -> None:
    """No platform should answer so, and none of the items may be lost."""
    items = [item(1, "a", parent=2), item(2, "b", parent=1), item(3, "c", parent=3)]

    made = draft(found(items, [one for each in items for one in decide(each)]))

    assert {"100_1", "100_2", "100_3"} == {one.id for one in made.entries}


def test_an_answer_to_a_withheld_item_does_not_show_it() -> None:
    """The parent is shown as context only where it is itself released."""
    post, comment = item(1, "secret"), item(2, "answer", parent=1)

    made = draft(found([post, comment], [*decide(post, Action.WITHHOLD), *decide(comment)]))

    assert (None, True) == (made.entries[0].parent, made.entries[0].answers_other)


@given(st.text(alphabet="abAB ", min_size=2, max_size=8), st.text(alphabet="abAB .", max_size=60))
def test_what_was_taken_out_is_in_no_wording(words: str, around: str) -> None:
    """Whatever the texts are, the words stand in none of them afterwards."""
    if not words.strip() or len(words.strip()) == 1:
        return
    words = words.strip()
    comment = item(1, f"{around}{words}{around}", f"{around} {words} {words}")

    made = draft(found([comment], decide(comment, Action.REDACT, words=words)))

    kept = [
        segment.text
        for one in made.entries[0].wordings
        for segment in one.text
        if not segment.removed
    ]
    if len(words) >= 4:
        assert [] == [text for text in kept if words.casefold() in text.casefold()]
    assert all(any(one.removed for one in wording.text) for wording in made.entries[0].wordings)

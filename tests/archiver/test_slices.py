"""Every element of a page is cut out as it was received, whatever stands in and around it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.scanner import NotJson, Span, element_spans
from archiver.slices import SliceFault, carve, mend, read_element, slice_item, slice_page
from tests.archiver.json_bytes import SPACES, STRINGS, VALUES, joined, pages

PAGING = b'"paging":{"next":"https://x/?after=Q"},"summary":{"total_count":3}'
DEEP = b"[" * 100_000 + b"]" * 100_000


def page_of(*elements: bytes) -> bytes:
    """Write a page as the platform does."""
    return b'{"data":[' + b",".join(elements) + b"]," + PAGING + b"}"


@given(st.data(), st.lists(VALUES, max_size=5))
def test_every_element_comes_out_as_it_went_in(data: st.DataObject, elements: list[bytes]) -> None:
    """Byte for byte and in order, with its place in the answer, whatever stands around it."""
    body = data.draw(pages(elements))

    page = slice_page(body)

    assert elements == [element.data for element in page.elements]
    assert elements == [body[each.span.start : each.span.end] for each in page.elements]
    assert {None} >= {element.fault for element in page.elements}
    assert ("https://x/?after=QQ", 7) == (page.paging.next, page.total_count)


@given(st.data(), st.lists(VALUES, max_size=4))
def test_the_scanner_agrees_with_the_fast_parser(
    data: st.DataObject, elements: list[bytes]
) -> None:
    """Both find the same places; so it does not matter which of them had to cut."""
    body = data.draw(pages(elements))

    assert tuple(element.span for element in slice_page(body).elements) == element_spans(
        body, ("data",)
    )


@given(st.data(), st.lists(VALUES, max_size=3))
def test_a_page_cut_off_anywhere_is_no_page(data: st.DataObject, elements: list[bytes]) -> None:
    """Texts that look like the end of the page do not make a part of it pass for the whole."""
    bad = data.draw(st.sampled_from([[], [rb'{"message":"\ud800"}']]))
    body = data.draw(pages([*elements, *bad])).strip()
    length = data.draw(st.integers(0, len(body) - 1))

    with pytest.raises(NotJson):
        slice_page(body[:length])


def test_a_page_cut_off_within_a_hostile_comment_is_no_page() -> None:
    """A resident who writes the end of a page does not end it."""
    body = page_of(b'{"id":"1","message":"look: }]} or }],\\"paging\\":{}}"}', b'{"id":"2"}')

    for length in range(len(body)):
        with pytest.raises(NotJson):
            slice_page(body[:length])


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"7", b"null", b"{}", b'{"data":{}}', b'{"data":null}', b'{"paging":{}}', b"<p>"],
)
def test_an_answer_without_a_list_is_not_an_empty_page(body: bytes) -> None:
    """Else a walk would take it for the end, and nobody would know that something is missing."""
    with pytest.raises(NotJson):
        slice_page(body)


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (rb'{"id":"2","message":"\ud83d alone"}', SliceFault.LONE_SURROGATE),
        (b'{"id":"2","message":"\xed\xa0\xbd"}', SliceFault.LONE_SURROGATE),
        (b'{"id":"2","message":"a","message":"b"}', SliceFault.REPEATED_KEY),
        (b'{"id":"2","from":{"id":"1","id":"2"}}', SliceFault.REPEATED_KEY),
        (b'{"id":"2","message":"\xff"}', SliceFault.UNREADABLE),
        (b'{"id":"2","message":\x01}', SliceFault.UNREADABLE),
        (b'{"id":"2","depth":' + DEEP + b"}", SliceFault.UNREADABLE),
    ],
    ids=["escaped half", "half as bytes", "key twice", "key twice within", "no text", "?", "deep"],
)
def test_one_bad_element_spoils_none_of_the_others(bad: bytes, fault: SliceFault) -> None:
    """The fast parser refuses the page or keeps silent; the scanner cuts, and one is marked."""
    good = [b'{"id":"1","message":"}]"}', b'{ "id" : "3" }']

    page = slice_page(page_of(good[0], bad, good[1]))

    assert [good[0], bad, good[1]] == [element.data for element in page.elements]
    assert [None, fault, None] == [element.fault for element in page.elements]
    assert ("https://x/?after=Q", 3) == (page.paging.next, page.total_count)


@given(VALUES)
def test_a_repeated_key_keeps_both_values_in_the_bytes(value: bytes) -> None:
    """What a parser would throw away is still there, and said to be twice there."""
    element = b'{"id":"1","message":' + value + b',"message":"b"}'

    (slice_,) = slice_page(page_of(element)).elements

    assert (element, SliceFault.REPEATED_KEY) == (slice_.data, slice_.fault)


def test_data_twice_is_read_twice() -> None:
    """Where even the list's own key repeats, no element is passed over."""
    body = b'{"data":[{"id":"1"}],"data":[{"id":"2"}]}'

    assert [b'{"id":"1"}', b'{"id":"2"}'] == [each.data for each in slice_page(body).elements]


def test_a_key_written_with_escapes_is_the_same_key() -> None:
    """As for any parser, so that no element is passed over."""
    body = rb'{"d\u0061ta":[{"id":"1"}]}'

    assert [b'{"id":"1"}'] == [each.data for each in slice_page(body).elements]


def test_a_list_of_the_same_elements_elsewhere_does_not_mislead() -> None:
    """The place noted is that of the list, not of a copy that stands before it."""
    body = b'{"before":{"data":[{"id":"1"}]},"data":[{"id":"1"}]}'

    (element,) = slice_page(body).elements

    assert Span(body.rindex(b'{"id"'), len(body) - 2) == element.span


@given(VALUES)
def test_an_item_alone_is_one_element(value: bytes) -> None:
    """A direct read gives the whole answer."""
    body = b'{"id":"1","x":' + value + b"}"

    assert (body, Span(0, len(body)), None) == (
        slice_item(body).data,
        slice_item(body).span,
        slice_item(body).fault,
    )


def test_an_item_cut_off_anywhere_is_no_item() -> None:
    """It must not be taken for an item with less in it."""
    body = b'{"id":"1","message":"a } b","from":{"id":"2"}}'

    for length in range(len(body)):
        with pytest.raises(NotJson):
            slice_item(body[:length])


@pytest.mark.parametrize("body", [b"", b"7", b"[]", b"null", b"<html></html>"])
def test_an_answer_that_is_no_object_is_no_item(body: bytes) -> None:
    """Neither half a page of HTML nor a list is an item."""
    with pytest.raises(NotJson):
        slice_item(body)


@st.composite
def threads(draw: st.DrawFn, depth: int = 2) -> tuple[bytes, list[bytes]]:
    """Write an item with items nested in it, and give those too."""
    nested = [draw(threads(depth - 1))[0] for _ in range(draw(st.integers(0, 2)) if depth else 0)]
    edge = draw(st.sampled_from([b"comments", b"replies"]))
    members = [
        b'"id":"%d"' % draw(st.integers(0, 999)),
        b'"message":' + draw(STRINGS),
        b'"attachments":{"data":[{"comments":{"data":[1]}}]}',
        draw(SPACES).join([b'"%s"' % edge, b":", b'{"data":']) + joined(draw, nested, b"[]") + b"}",
    ]
    return joined(draw, draw(st.permutations(members)), b"{}"), nested


@given(threads())
def test_nested_items_are_cut_out_and_put_back_exactly(thread: tuple[bytes, list[bytes]]) -> None:
    """Item and cuts together are the bytes the platform sent (invariant 1)."""
    data, nested = thread

    carved = carve(data, read_element(data, None))
    spans = [cut.span for cut in carved.cuts]

    assert nested == [cut.data for cut in carved.cuts]
    assert nested == [data[span.start : span.end] for span in spans]
    assert data == mend(carved.data, spans, [cut.data for cut in carved.cuts])


@given(threads())
def test_an_item_is_still_read_where_its_nested_items_were_cut_out(
    thread: tuple[bytes, list[bytes]],
) -> None:
    """With a null in the place of each, its own fields read as before."""
    data, _ = thread
    carved = carve(data, read_element(data, None))
    spans = [cut.span for cut in carved.cuts]

    mended = read_element(mend(carved.data, spans, [b"null"] * len(spans)), None)

    whole = read_element(data, None)
    own = {"id", "message", "attachments"}
    assert {key: whole[key] for key in own} == {key: mended[key] for key in own}


def test_items_nested_under_a_key_that_repeats_are_all_cut_out() -> None:
    """A parser would see the last of them only."""
    data = b'{"id":"1","comments":{"data":[{"id":"2"}]},"comments":{"data":[]}}'
    element = slice_item(data)

    carved = carve(data, read_element(data, element.fault), element.fault)

    assert [b'{"id":"2"}'] == [cut.data for cut in carved.cuts]


@given(st.binary(max_size=60))
def test_no_bytes_make_cutting_fail_otherwise(body: bytes) -> None:
    """What is no JSON is said to be none; nothing else is ever raised."""
    for attempt in (body, b'{"data":[' + body + b"]}", b'{"data":[{"id":"' + body + b'"}]}'):
        for cut in (slice_page, slice_item):
            try:
                cut(attempt)
            except NotJson:
                continue


@given(st.binary(max_size=60), st.sampled_from([None, *SliceFault]))
def test_reading_a_bad_element_gives_no_fields(body: bytes, fault: SliceFault | None) -> None:
    """A view that cannot be made is empty; the bytes stay what they are."""
    fields = read_element(body, fault)

    try:
        expected = json.loads(body)
    except ValueError:
        expected = {}
    assert fields == (expected if isinstance(expected, dict) else {})


def test_a_very_long_text_is_scanned_once() -> None:
    """A text of many megabytes takes neither minutes nor the stack."""
    text = b'{"id":"1","message":"' + rb"\"}]" * 1_000_000 + b'"}'

    page = slice_page(b'{"data":[' + text + rb',{"message":"\ud800"}]}')

    assert [len(text), 20] == [len(element.data) for element in page.elements]


def test_an_element_with_two_ids_has_none() -> None:
    """Which of them is meant nobody can say; the same one twice is one."""
    two = b'{"id":"1","id":"2","message":"x"}'
    same = b'{"id":"1","id":"1"}'

    assert {"message": "x"} == read_element(two, SliceFault.REPEATED_KEY)
    assert {"id": "1"} == read_element(same, SliceFault.REPEATED_KEY)

"""JSON as a platform might write it: any spaces, any escapes, texts that look like structure."""

from hypothesis import strategies as st

SPACES = st.sampled_from([b"", b"", b" ", b"\n", b"\t ", b"\r\n"])
ESCAPES = [rb"\"", rb"\\", rb"\/", rb"\b", rb"\n", rb"\u00e9", rb"\u0041", rb"\ud83d\ude00"]
LOOK_ALIKES = [
    rb"\"data\":[{",
    b"}]}",
    b"],[",
    b'{"id":"1"}'.replace(b'"', rb"\""),
    b",",
    rb"\"comments\":{\"data\":[",
    "Žluťoučký 🐎".encode(),
]
PLAIN = st.text(
    st.characters(min_codepoint=0x20, exclude_categories=["Cs"], exclude_characters='"\\'),
    max_size=6,
).map(str.encode)
STRINGS = st.lists(
    st.one_of(PLAIN, st.sampled_from(ESCAPES), st.sampled_from(LOOK_ALIKES)), max_size=4
).map(lambda pieces: b'"' + b"".join(pieces) + b'"')
NUMBERS = st.one_of(
    st.integers().map(lambda number: b"%d" % number),
    st.sampled_from([b"0.5", b"-0", b"1E+2", b"12345678901234567890123", b"1.0e-7"]),
)
SCALARS = st.one_of(st.sampled_from([b"null", b"true", b"false"]), NUMBERS, STRINGS)


@st.composite
def arrays(draw: st.DrawFn, elements: st.SearchStrategy[bytes]) -> bytes:
    """Write an array."""
    return joined(draw, draw(st.lists(elements, max_size=4)), b"[]")


@st.composite
def objects(draw: st.DrawFn, values: st.SearchStrategy[bytes]) -> bytes:
    """Write an object whose keys differ."""
    members = [
        draw(SPACES).join([b'"k%d"' % place, b":", draw(values)])
        for place in range(draw(st.integers(0, 4)))
    ]
    return joined(draw, members, b"{}")


def joined(draw: st.DrawFn, parts: list[bytes], brackets: bytes) -> bytes:
    """Write parts between brackets, with commas and any spaces."""
    spaced = [draw(SPACES) + part + draw(SPACES) for part in parts]
    return brackets[:1] + (b",".join(spaced) or draw(SPACES)) + brackets[1:]


VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(arrays(inner), objects(inner)), max_leaves=12
)


@st.composite
def pages(draw: st.DrawFn, elements: list[bytes]) -> bytes:
    """Write a page of a list with these elements."""
    data = b'"data"' + draw(SPACES) + b":" + draw(SPACES) + joined(draw, elements, b"[]")
    rest = [
        b'"paging":{"next":"https:\\/\\/x\\/?after=QQ","cursors":{"after":"QQ"}}',
        b'"summary":{"total_count":7}',
        b'"other":' + draw(VALUES),
    ]
    parts = [data, *rest] if draw(st.booleans()) else [*rest, data]
    return draw(SPACES) + joined(draw, parts, b"{}") + draw(SPACES)

"""Putting the certificates of a time stamp in the order that DER asks for.

Authorities, OpenSSL's own among them, write the certificates of a response in
any order, though DER sorts a SET OF (X.690, 11.6); ``rfc3161-client`` refuses
such a response whole. The signature does not cover them (RFC 5652, 5.4), so a
copy with the same certificates in order proves the same. Only that copy is
sorted; what is kept is the answer as it came.
"""

from collections.abc import Iterator

_CERTIFICATES = 0xA0
_LONG = 0x80
_MOST_LENGTH_BYTES = 4
# From the response to the certificates: the place of each nested element among its siblings.
# TimeStampResp, timeStampToken, ContentInfo.content, SignedData (RFC 3161, 2.4.2; RFC 5652, 3).
_TO_SIGNED_DATA = (0, 1, 1, 0)


def in_order(response: bytes) -> bytes:
    """Give a response with its certificates in order, or as it is where none can be found."""
    try:
        start, end = _certificates(response)
        parts = [response[begin:stop] for begin, _, stop in _elements(response, start, end)]
    except (IndexError, ValueError):
        return response
    return response[:start] + b"".join(sorted(parts)) + response[end:]


def _certificates(data: bytes) -> tuple[int, int]:
    """Find where the certificates begin and end; raises ``ValueError`` where there are none."""
    start, end = 0, len(data)
    for place in _TO_SIGNED_DATA:
        _, start, end = list(_elements(data, start, end))[place]
    for begin, content, stop in _elements(data, start, end):
        if data[begin] == _CERTIFICATES:
            return content, stop
    message = "there are no certificates"
    raise ValueError(message)


def _elements(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Give each element of a stretch: where it begins, where its content begins, where it ends."""
    while start < end:
        length = data[start + 1]
        content = start + 2
        if length & _LONG:
            count = length & ~_LONG
            if not 0 < count <= _MOST_LENGTH_BYTES:
                message = "no length that DER allows here"
                raise ValueError(message)
            length = int.from_bytes(data[content : content + count])
            content += count
        if content + length > end:
            message = "an element is longer than what holds it"
            raise ValueError(message)
        yield start, content, content + length
        start = content + length

"""Time stamps (RFC 3161): asking for one, and telling whether an answer proves what was asked.

What is stamped are the bytes of a checkpoint's file, under SHA-256. The whole
answer is kept, so that ``openssl ts -verify`` checks it without us. The time
in a stamp is the authority's; it says that the checkpoint, and so every
record under it, existed by then.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.x509 import Certificate, ObjectIdentifier, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from archiver.ledger.certificate_order import in_order
from archiver.ledger.errors import StampFault, StampRefused

GRANTED = 0
"""PKIStatus of RFC 3161, 2.4.2; with modifications (1) is not what was asked for."""

SHA256 = ObjectIdentifier("2.16.840.1.101.3.4.2.1")

_SENTENCES = {
    StampFault.UNREADABLE: "the answer is no time stamp",
    StampFault.NOT_GRANTED: "the authority did not grant a stamp",
    StampFault.WRONG_AUTHORITY: "it is not signed by an authority of the pinned roots",
    StampFault.WRONG_NONCE: "it answers another request (its nonce is not ours)",
    StampFault.WRONG_POLICY: "it was made under another policy than the one that was agreed",
    StampFault.OTHER_BYTES: "it is for other bytes",
}


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose stamps are accepted: the roots they must chain to, and a policy where one is named."""

    roots: tuple[Certificate, ...]
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class StampRequest:
    """A request as it is sent, and the number that its answer must repeat."""

    data: bytes
    nonce: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """A verified stamp: the authority's time, and its whole answer."""

    at: datetime
    response: bytes


def read_roots(pem: bytes) -> tuple[Certificate, ...]:
    """Read pinned certificates; raises ``ValueError`` where there are none."""
    return tuple(load_pem_x509_certificates(pem))


def ask_for(data: bytes) -> StampRequest:
    """Make a request for a stamp over these bytes, with a nonce and with certificates."""
    builder = TimestampRequestBuilder(cert_req=True).data(data)
    request = builder.hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).build()
    if request.nonce is None:
        message = "a request for a time stamp has no nonce"
        raise RuntimeError(message)
    return StampRequest(request.as_bytes(), request.nonce)


def check_stamp(
    response: bytes, data: bytes, trust: Trust, *, authority: str, nonce: int | None = None
) -> Stamp:
    """Accept an answer as a stamp over these bytes, or raise ``StampRefused`` with its fault.

    ``nonce`` is the request's; when a kept stamp is checked again, there is none.
    """
    answer = _read(response, authority)
    fault = _fault(answer, hashlib.sha256(data).digest(), trust, nonce)
    if fault is not None:
        raise _refused(authority, fault)
    return Stamp(answer.tst_info.gen_time, response)


def stamp_time(response: bytes, *, authority: str) -> datetime:
    """Give the time a stamp says, without checking it; raises ``StampRefused`` for none."""
    return _read(response, authority).tst_info.gen_time


def _read(response: bytes, authority: str) -> TimeStampResponse:
    """Read an answer that was granted."""
    try:
        answer = decode_timestamp_response(in_order(response))
        if answer.status == GRANTED:
            answer.tst_info.gen_time  # noqa: B018 - raises where there is none
            return answer
    except ValueError:
        raise _refused(authority, StampFault.UNREADABLE) from None
    raise _refused(authority, StampFault.NOT_GRANTED)


def _fault(
    answer: TimeStampResponse, digest: bytes, trust: Trust, nonce: int | None
) -> StampFault | None:
    """Name what is wrong with a granted answer: first what it says, then who says it."""
    info = answer.tst_info
    imprint = info.message_imprint
    if imprint.hash_algorithm != SHA256 or imprint.message != digest:
        return StampFault.OTHER_BYTES
    if nonce is not None and info.nonce != nonce:
        return StampFault.WRONG_NONCE
    if trust.policy is not None and info.policy.dotted_string != trust.policy:
        return StampFault.WRONG_POLICY
    return None if _is_signed(answer, digest, trust.roots) else StampFault.WRONG_AUTHORITY


def _is_signed(answer: TimeStampResponse, digest: bytes, roots: Sequence[Certificate]) -> bool:
    """Whether the stamp chains to one of these roots, and its certificate is for time stamping."""
    try:
        return VerifierBuilder(roots=list(roots)).build().verify(answer, digest)
    except (VerificationError, ValueError):
        return False


def _refused(authority: str, fault: StampFault) -> StampRefused:
    return StampRefused(
        f"The time stamp of {authority} is refused: {_SENTENCES[fault]}.",
        next_step="Check its address and roots in [stamps] of civickeep.toml, then run "
        "civickeep stamp again.",
        fault=fault,
    )

"""Calling an S3: what may be asked again and how long, and what a refusal means."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's own family of failed connections
    HTTPClientError,
    IncompleteReadError,
    ResponseStreamingError,
    SSLError,
)

from archiver.errors import StoreFull
from archiver.store.errors import StoreRefused, StoreUnreachable

T = TypeVar("T")

Wait = Callable[[float], None]

FIRST_WAIT = 0.5
LONGEST_WAIT = 8.0
"""Seconds; each wait is twice the one before it until this."""

# https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html: what
# passes by itself, beside every status of 500 and above. A digest that does
# not match means that the bytes were changed on their way.
_PASSING_CODES = {
    "BadDigest",
    "ConditionalRequestConflict",
    "OperationAborted",
    "RequestTimeout",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequests",
}
# Words of MinIO and Ceph for a disk or a quota that is used up.
_FULL_CODES = {"XMinioStorageFull", "QuotaExceeded", "InsufficientStorage"}
_TOO_MANY_REQUESTS = 429
_SERVER_FAULT = 500
_NOT_IMPLEMENTED = 501
_INSUFFICIENT_STORAGE = 507


@dataclass(frozen=True, slots=True)
class Calls:
    """Makes calls with patience: ``patience`` is in seconds, waiting itself comes from outside."""

    where: str
    patience: float
    wait: Wait = time.sleep

    def __call__(self, call: Callable[[], T]) -> T:
        """Call until it succeeds.

        Passes on the ``ClientError`` of an object that is not there. Raises
        ``StoreUnreachable``, ``StoreRefused`` or ``StoreFull`` otherwise.
        """
        waits = waiting(self.patience)
        while True:
            try:
                return call()
            except (ClientError, BotoCoreError) as error:
                if is_missing(error):
                    raise
                pause = next(waits, None) if may_pass(error) else None
                if pause is None:
                    self.refuse(error)
            self.wait(pause)

    def refuse(self, error: Exception) -> NoReturn:
        """Say what an error means; the store's own words may hold keys and stay out of it."""
        code = code_of(error)
        if code in _FULL_CODES or status_of(error) == _INSUFFICIENT_STORAGE:
            raise StoreFull(
                f"The object store {self.where} is full ({code}).",
                next_step="Have it enlarged and run the same command again; nothing kept is lost.",
            ) from error
        if may_pass(error):
            raise StoreUnreachable(
                f"The object store {self.where} did not answer properly for "
                f"{self.patience:g} seconds ({code}).",
                next_step="Run the same command again when it is well; nothing kept is lost.",
            ) from error
        raise StoreRefused(
            f"The object store {self.where} refused us ({code}).",
            next_step="Check the bucket's name, AWS_ACCESS_KEY_ID or AWS_PROFILE and their rights, "
            "endpoint_url and region in [s3], and this machine's clock.",
        ) from error


def waiting(patience: float) -> Iterator[float]:
    """Give the seconds to wait before each further try, in all no more than ``patience``. Pure."""
    pause = FIRST_WAIT
    while patience > 0:
        yield min(pause, patience)
        patience -= pause
        pause = min(pause * 2, LONGEST_WAIT)


def may_pass(error: Exception) -> bool:
    """Whether the same call may succeed a little later."""
    if isinstance(error, ClientError):
        status = status_of(error)
        lasting = status in {_NOT_IMPLEMENTED, _INSUFFICIENT_STORAGE}
        if lasting or code_of(error) in _FULL_CODES:
            return False
        return (
            status >= _SERVER_FAULT
            or status == _TOO_MANY_REQUESTS
            or code_of(error) in _PASSING_CODES
        )
    if isinstance(error, SSLError):
        return False  # a certificate does not get better by asking again
    passing = (HTTPClientError, ConnectionError, IncompleteReadError, ResponseStreamingError)
    return isinstance(error, passing)


def is_missing(error: Exception) -> bool:
    """Whether the store says that there is no such object; a missing bucket is another matter."""
    return code_of(error) in {"NoSuchKey", "404", "NotFound", "NoSuchVersion"}


def is_there_already(error: Exception) -> bool:
    """Whether the store did not put an object because one of its name is there."""
    return code_of(error) == "PreconditionFailed"


def is_unknown(error: Exception) -> bool:
    """Whether the store says that it does not know what it was asked."""
    return code_of(error) in {"NotImplemented", "MethodNotAllowed"}


def code_of(error: BaseException | None) -> str:
    """Give the store's word for the error, or the name of what our library met."""
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", "unknown"))
    return type(error).__name__


def status_of(error: Exception) -> int:
    """Give the HTTP status, 0 where there was no answer."""
    if isinstance(error, ClientError):
        return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return 0

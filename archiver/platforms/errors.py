"""What can go wrong when the played platform calls somebody else."""

from typing import Self

from archiver.errors import CivickeepError


class CallbackRefused(CivickeepError):
    """The webhook receiver did not answer the handshake rightly, so nothing is sent to it.

    Meta asks a receiver to repeat a challenge before the first event; one that
    knows another verify token refuses. Start the receiver first and give both
    the same verify token.
    """

    exit_code = 180

    @classmethod
    def silent(cls, url: str) -> Self:
        """Say that nobody answered."""
        return cls(
            f"Nobody answered the handshake at {url}.",
            next_step="Start the receiver first, then give its address with --webhook.",
        )

    @classmethod
    def wrong(cls, url: str, status: int) -> Self:
        """Say that somebody answered, but not with the challenge."""
        return cls(
            f"{url} answered the handshake with HTTP {status} and not with the challenge.",
            next_step="Give the receiver's verify token with --verify-token.",
        )

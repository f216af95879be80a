"""What can go wrong with the ledger, its keys and its stamps."""

from enum import StrEnum

from archiver.errors import CivickeepError


class KeyMissing(CivickeepError):
    """The private key that must sign is not where keys are kept. Put it back from its backup.

    The archive still reads and captures are still kept; they only have no
    checkpoint yet, and the next one that can be signed covers them. A key that
    is lost for good is replaced with ``civickeep key rotate --lost``.
    """

    exit_code = 100


class KeyUnusable(CivickeepError):
    """A key or the folder of keys cannot be used as it is. Nothing was signed; see the message.

    Keys lie outside the archive's directory, in files only their owner may
    read, so that a copy of the archive never holds them.
    """

    exit_code = 101


class LedgerInconsistent(CivickeepError):
    """The catalogue is not what the last checkpoint was signed over. Nothing new is signed.

    Leaves were taken away or changed, or an older catalogue was put back under
    a newer store. Run ``civickeep verify``; then rebuild the catalogue from
    the store, or restore both from one backup.
    """

    exit_code = 102


class LedgerDamaged(CivickeepError):
    """A file of the ledger is missing or was changed, so nothing new is signed on top of it.

    Run ``civickeep verify`` to see which, and restore it from a backup.
    """

    exit_code = 103


class StampFault(StrEnum):
    """Why a time stamp was refused; the value goes into messages and JSON."""

    UNREADABLE = "unreadable"
    NOT_GRANTED = "not_granted"
    WRONG_AUTHORITY = "wrong_authority"
    WRONG_NONCE = "wrong_nonce"
    WRONG_POLICY = "wrong_policy"
    OTHER_BYTES = "other_bytes"


class StampRefused(CivickeepError):
    """An authority's time stamp does not prove what was asked, so it was not kept.

    ``fault`` says why. Check the authority's address and pinned roots in
    ``[stamps]``; the day counts as unstamped until it is stamped rightly.
    """

    exit_code = 104

    def __init__(self, what: str, *, next_step: str, fault: StampFault) -> None:
        super().__init__(what, next_step=next_step)
        self.fault = fault


class AuthorityUnavailable(CivickeepError):
    """A time stamp authority did not answer, or not with a stamp. Run the command again later."""

    exit_code = 105
    retryable = True


class ProofInvalid(CivickeepError):
    """A proof does not show that the record is in the ledger. Never rely on that record.

    The record, the proof or the checkpoint in it was changed, or the proof is
    of another archive. Export the record and its proof again, and compare.
    """

    exit_code = 106


class BackupUnreadable(CivickeepError):
    """A backup of keys cannot be opened. The passphrase is another one, or the file is damaged."""

    exit_code = 107

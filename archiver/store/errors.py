"""What can go wrong with an object store beyond a full or read-only disk."""

from archiver.errors import CivickeepError


class StoreUnreachable(CivickeepError):
    """The object store did not answer, or only with faults of its own, for longer than we wait.

    Nothing was acknowledged that is not there. Run the same command again
    when the store is well; ``patience`` in ``[s3]`` says how long we wait.
    """

    exit_code = 110
    retryable = True


class StoreRefused(CivickeepError):
    """The object store answered and refused us.

    The credentials are missing, wrong or too weak, the bucket does not exist,
    or this machine's clock is wrong. Asking again as it is will not help.
    """

    exit_code = 111


class StoreUntrue(CivickeepError):
    """The object store said that it had kept an object, and has not.

    It was asked to keep it again and did no better, so nothing was
    acknowledged. Do not use this store until its operator has explained it.
    """

    exit_code = 112


class StoreUnfit(CivickeepError):
    """The bucket cannot hold an archive: it keeps no earlier states, or cannot lock objects.

    A lock can only be switched on when a bucket is made. Make a new bucket
    with ``civickeep init``, or set ``lock_days = 0`` to do without locks.
    """

    exit_code = 113


class ObjectLocked(CivickeepError):
    """The object store keeps this object from being removed: a lock or a legal hold is on it.

    A lock ends by itself on its day; a legal hold when the hold is lifted.
    """

    exit_code = 114

"""Comparing an archive with a checkpoint of it that was kept elsewhere.

Where everything was shortened alike, store and catalogue and ledger, nothing
inside contradicts anything; only somebody else's copy does (invariant 11).
"""

from archiver.errors import CivickeepError
from archiver.ledger.checkpoint import SignedCheckpoint, origin, read_checkpoint
from archiver.ledger.publish import is_signed_rightly
from archiver.verify.problems import Damage, Findings
from archiver.verify.tree import GrownTree
from archiver.verify.trust import Trusted


def check_outside(data: bytes, tree: GrownTree, trusted: Trusted, findings: Findings) -> None:
    """Find an archive that is shorter than the checkpoint says, or another one."""
    try:
        checkpoint = read_checkpoint(data)
    except CivickeepError as error:
        findings.find(Damage.OUTSIDE_CHECKPOINT, f"it cannot be read: {error.what}")
        return
    problem = _problem(checkpoint, tree, trusted)
    if problem is not None:
        findings.find(*problem)


def _problem(
    checkpoint: SignedCheckpoint, tree: GrownTree, trusted: Trusted
) -> tuple[Damage, str] | None:
    size = checkpoint.size
    if checkpoint.checkpoint.origin != origin(trusted.identity):
        return Damage.OUTSIDE_CHECKPOINT, "it is of another archive"
    if size > tree.size:
        # A key that was adopted in what is missing cannot be known here, so nobody
        # can say whose signature this is; the shorter archive is told all the same.
        return Damage.LEDGER_SHORTENED, f"{size} leaves were signed, {tree.size} are here"
    if not is_signed_rightly(checkpoint, trusted.identity, trusted.keys):
        return Damage.OUTSIDE_CHECKPOINT, "it is not signed by this archive's key for its size"
    root = GrownTree(tree.digests[: size * len(checkpoint.root)], [size]).roots[size]
    if root != checkpoint.root:
        return Damage.LEDGER_CHANGED, f"the first {size} leaves are others than were signed"
    return None

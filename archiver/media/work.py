"""The work ``media``: one account, of which files that could not be had are tried again."""

from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.capture_list import capture_entry
from archiver.captures import Verdict
from archiver.media.missing import retry_missing
from archiver.media.retry import WAITS
from archiver.schedule.harvesting import open_accounts
from archiver.schedule.kinds import Outcome, WorkKind

PAUSE = WAITS[0]
"""No file is due sooner after a try that failed."""


def retry_due(archive: Archive, subject: str, outside: Surroundings) -> Outcome:
    """Try what is due of an account, if anything is, and say what was given up."""
    receipt = retry_missing(archive, archive.account(subject), outside)
    next_due = archive.clock() + PAUSE
    if receipt is None:
        return Outcome(next_due)
    kept = sum(finding.sha256 is not None for finding in receipt.media)
    return Outcome(
        next_due=next_due,
        said=f"{receipt.verdict}: {kept:,} missing files were had after all",
        clean=receipt.verdict is Verdict.COMPLETE,
        result=capture_entry(receipt),
    )


MEDIA_WORK = WorkKind(wanted=open_accounts, do=retry_due)

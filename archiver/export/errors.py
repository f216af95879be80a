"""Why an export was not written. In every case nothing is under the name that was asked for."""

from archiver.errors import CivickeepError


class ExportRefused(CivickeepError):
    """A stored record or file is missing, damaged, or not what the catalogue or ledger says.

    Such a record is never exported, and an export with a hole in it would not
    say so to whoever reads it, so the whole export is refused. ``faults``
    names every one. Run ``civickeep verify``, restore them from a backup, and
    export again.
    """

    exit_code = 118

    def __init__(self, what: str, *, next_step: str, faults: tuple[str, ...]) -> None:
        super().__init__(what, next_step=next_step)
        self.faults = faults


class DestinationTaken(CivickeepError):
    """There is something already where the export is to go. Name another path; nothing is replaced.

    A folder that ends in ``.proof`` without its export is what a killed run
    left between its last two steps; it can be removed.
    """

    exit_code = 119

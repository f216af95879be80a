"""What the outcomes and reasons are called in a sentence to a clerk."""

from retention_schedules.due import Outcome, Reason

OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.ELIGIBLE: "may go, once two people have approved it",
    Outcome.NOT_ELIGIBLE: "must be kept",
    Outcome.REVIEW_DUE: "a person has to look before it may go",
    Outcome.CANNOT_EVALUATE: "kept, because it cannot be worked out",
}

REASON_WORDS: dict[Reason, str] = {
    Reason.HELD: "on hold",
    Reason.PERMANENT: "permanent",
    Reason.AWAITING_EVENT: "waiting for the event its period counts from",
    Reason.PERIOD_NOT_ELAPSED: "its period is still running",
    Reason.UNCLASSIFIED: "not classified yet",
    Reason.UNSCHEDULED: "in no series: a person has to give it one",
    Reason.NOT_ADOPTED: "classified under an edition the city has not adopted",
    Reason.SERIES_RETIRED: "its series is not in the edition in force",
    Reason.TRIGGER_UNSTATED: "the schedule does not say what its period counts from",
    Reason.PERIOD_UNKNOWN: "the length of its period was not read",
    Reason.CONFLICT: "two editions give its series different periods",
    Reason.UNCONFIRMED: "a rule's proposal that a person has to confirm",
}

"""Everything the assessment of an item is made by: editions, readings, rules and settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from retention_schedules.rules import RuleBook
from retention_schedules.schedule import Schedule
from retention_schedules.series import RecordSeries
from retention_schedules.settings import RetentionSettings


@dataclass(frozen=True, slots=True)
class Reading:
    """A person's recorded act of reading one account, or all, up to an instant."""

    account: str | None
    up_to: datetime
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Law:
    """What holds in this city: adopted editions by name, the one in force, and the rest.

    ``in_force`` is ``None`` where the city has adopted nothing; then nothing
    is ever eligible. ``readings`` are in the order in which they were made.
    """

    adopted: Mapping[str, Schedule]
    in_force: Schedule | None
    readings: tuple[Reading, ...]
    rules: RuleBook
    settings: RetentionSettings
    zone: ZoneInfo
    removed_comment: RecordSeries

"""The section ``[alarms]`` of ``civickeep.toml``."""

from datetime import time
from enum import StrEnum
from typing import Annotated

import msgspec

from archiver.settings import Section

Hours = Annotated[float, msgspec.Meta(gt=0, le=8_760)]
Days = Annotated[int, msgspec.Meta(ge=1, le=366)]
ClockTime = Annotated[str, msgspec.Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Security(StrEnum):
    """How the way to the mail server is protected; ``none`` is for this machine alone."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class AlarmSettings(Section, frozen=True):
    """Who is told when something is wrong, how, and from when on it is wrong.

    Mail goes to the addresses in ``to``, from ``sender``, through ``smtp_host``
    and ``smtp_port`` (587, 465 or 25 by ``smtp_security``); ``smtp_ca`` is a PEM
    file of certificates where the server's is the city's own. ``smtp_user_env``
    and ``smtp_password_env`` name environment variables. ``webhook_url`` is
    sent JSON, signed with the secret in the variable ``webhook_secret_env``;
    an address that is a secret itself belongs into the variable
    ``CIVICKEEP_ALARMS__WEBHOOK_URL``. ``timeout`` is in seconds.

    The daily note goes out at ``note_at`` by the city's clock, a test of the
    alarms on ``test_day``. While an alarm is open it is told again after
    ``remind_hours``.

    ``accounts`` is how many should be under archive. A visit should end within
    ``unfinished_hours``; visits that fail for ``failing_hours`` and accounts
    that were not read whole for ``unread_hours`` are told. An account that is
    silent is told after ``silent_days`` working days at the earliest. The disk
    is nearly full where less than ``disk_percent`` and less than
    ``disk_gigabytes`` are free. ``backup`` is the folder of the backup, which
    should be no older than ``backup_days``.
    """

    to: tuple[str, ...] = ()
    sender: str | None = None
    smtp_host: str | None = None
    smtp_port: Annotated[int, msgspec.Meta(ge=1, le=65_535)] | None = None
    smtp_security: Security = Security.STARTTLS
    smtp_ca: str | None = None
    smtp_user_env: str = "CIVICKEEP_SMTP_USER"
    smtp_password_env: str = "CIVICKEEP_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
    webhook_url: str | None = None
    webhook_secret_env: str = "CIVICKEEP_ALARM_SECRET"  # noqa: S105 - the name of a variable
    timeout: Annotated[float, msgspec.Meta(gt=0, le=120)] = 20.0
    note_at: ClockTime = "07:00"
    test_day: Weekday = Weekday.MONDAY
    remind_hours: Hours = 24
    accounts: Annotated[int, msgspec.Meta(ge=1)] | None = None
    unfinished_hours: Hours = 6
    failing_hours: Hours = 2
    unread_hours: Hours = 24
    silent_days: Days = 4
    disk_percent: Annotated[float, msgspec.Meta(gt=0, lt=100)] = 10
    disk_gigabytes: Annotated[float, msgspec.Meta(gt=0)] = 20
    backup: str | None = None
    backup_days: Days = 8

    @property
    def note_time(self) -> time:
        """When the daily note goes out, by the city's clock."""
        return time.fromisoformat(self.note_at)

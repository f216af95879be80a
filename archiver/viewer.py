"""Who is reading. Every read of content takes a ``Viewer``; there is no read without one."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in the city (section 6 of the design)."""

    PUBLIC = "public"
    CLERK = "clerk"
    COMMUNICATIONS = "communications"
    COMPLIANCE = "compliance"
    ATTORNEY = "attorney"
    DEPARTMENT = "department"
    RECORDS = "records"
    AUDITOR = "auditor"
    ADMIN = "admin"
    JOB = "job"


READS_CONTENT = frozenset(
    {
        Role.CLERK,
        Role.COMMUNICATIONS,
        Role.COMPLIANCE,
        Role.ATTORNEY,
        Role.RECORDS,
        Role.AUDITOR,
        Role.JOB,
    }
)
"""Roles that may read every item. ``admin`` sets up people and settings and reads no content;
``department`` reads its own accounts; ``public`` asks, and gets a response."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person or a job, with roles, in one city.

    ``departments`` are those whose accounts a ``department`` viewer may read.
    """

    name: str
    roles: frozenset[Role]
    city: str
    departments: frozenset[str] = frozenset()

    @property
    def reads_everything(self) -> bool:
        """Whether no item is kept from this viewer."""
        return bool(self.roles & READS_CONTENT)

    @property
    def reads_departments(self) -> frozenset[str]:
        """The departments whose items this viewer may read when not all of them."""
        return self.departments if Role.DEPARTMENT in self.roles else frozenset()


def job(name: str, city: str) -> Viewer:
    """Make the viewer for work that runs by itself, such as the indexer."""
    return Viewer(name=name, roles=frozenset({Role.JOB}), city=city)

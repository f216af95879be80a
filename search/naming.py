"""What a saved search may be called, and who may be told of it."""

import re

from archiver.errors import WrongUsage

LONGEST_NAME = 80
_ADDRESS = re.compile(r"[^\s@,;<>\"()\\]{1,64}@[^\s@,;<>\"()\\]{1,190}", re.ASCII)


def check_name(name: str) -> None:
    """Refuse a name that would not fit on a line of its own; raises ``WrongUsage``."""
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise WrongUsage(
            f"{name!r} cannot be the name of a search.",
            next_step="Give it a word or two, such as 'water main'.",
        )
    if len(name) > LONGEST_NAME:
        raise WrongUsage(
            f"The name has {len(name)} characters; {LONGEST_NAME} are enough for any.",
            next_step="Give it a word or two, such as 'water main'.",
        )


def check_address(address: str) -> None:
    """Refuse what is no bare e-mail address; raises ``WrongUsage``."""
    if not _ADDRESS.fullmatch(address) or not address.isprintable():
        raise WrongUsage(
            f"{address!r} is no e-mail address.", next_step="Write it as name@example.gov."
        )

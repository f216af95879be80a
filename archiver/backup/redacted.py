"""A settings file as it goes into a backup: with every comment, and without passwords."""

import re

_PASSWORD = re.compile(r"(\w+://[^\s\"'/:@]*):[^\s\"'/@]*@")
"""The password in an address such as ``postgresql://archive:secret@host/city``."""

LEFT_OUT = r"\1:PASSWORD-LEFT-OUT@"


def without_secrets(text: str) -> str:
    """Take the passwords out of all addresses.

    Nothing else in a settings file is secret: tokens and credentials are in
    variables or sealed under a key, and unknown keys are refused.
    """
    return _PASSWORD.sub(LEFT_OUT, text)

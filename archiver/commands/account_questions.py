"""What ``civickeep account connect`` asks a person for where an option does not say it."""

import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.console import say

if TYPE_CHECKING:
    from archiver.accounts import Account, Ownership
    from archiver.archive import Archive
    from archiver.connect.app import App
    from archiver.connect.connecting import Authorization
    from archiver.connect.grant import Target
    from archiver.secret import Secret

STANDARD_INPUT = Path("-")
MIND = "Mind: archiving a personal account makes the copy city data, which anyone may ask for."


@dataclass(frozen=True, slots=True)
class Said:
    """What options say about whose account it is and who authorised it."""

    name: str | None
    department: str | None
    authorized_by: str | None
    authorized_on: datetime | None
    ownership: str | None
    yes: bool


@dataclass(frozen=True, slots=True)
class Sources:
    """Where options say the token is, and the app's secret."""

    token_env: str | None
    token_file: Path | None
    app_id: str | None
    app_secret_env: str | None
    app_secret_file: Path | None

    @property
    def can_ask(self) -> bool:
        """Whether there is a person at a terminal, whose typing is not the token itself."""
        return self.token_file != STANDARD_INPUT and sys.stdin.isatty()


def find_target(archive: "Archive", name: str) -> tuple["Target", "Account | None"]:
    """Give the account that a name stands for, which need not be under archive yet."""
    from archiver.connect.grant import Target
    from archiver.errors import WrongUsage
    from archiver.items import Platform
    from archiver.registration import check_details

    platform, _, ident = name.partition("/")
    keys = {account.key for account in archive.accounts()}
    if ident and platform in set(Platform) and name not in keys:
        check_details(ident, None, None)
        return Target(Platform(platform), ident), None
    known = archive.account(name)
    if known.closed_at is not None:
        raise WrongUsage(
            f"{known.key} is closed and is not read any more.",
            next_step="civickeep account list shows the accounts that are open.",
        )
    return Target(known.platform, known.id), known


def find_authorization(
    archive: "Archive", known: "Account | None", said: Said, *, can_ask: bool
) -> "Authorization":
    """Say who authorised the account, asking where there is somebody to ask."""
    from archiver.civil_time import civil_date
    from archiver.connect.connecting import Authorization

    before = known.authorized_by if known else None
    by = said.authorized_by or _ask("Who authorised it", before, "--authorized-by", ask=can_ask)
    department = said.department or (known.department if known else None)
    if department is None and can_ask:
        department = click.prompt("Which department answers for it", err=True)
    today = civil_date(archive.clock(), archive.settings.city.zone)
    return Authorization(
        ownership=_find_ownership(known, said, can_ask=can_ask),
        by=by,
        on=said.authorized_on.date() if said.authorized_on else today,
        department=department,
        name=said.name,
    )


def _find_ownership(known: "Account | None", said: Said, *, can_ask: bool) -> "Ownership":
    """Say whose account it is; a personal one needs a yes, because its copy becomes city data."""
    from archiver.accounts import Ownership
    from archiver.errors import WrongUsage

    default = known.ownership if known else Ownership.CITY_OFFICIAL
    word = said.ownership
    if word is None and can_ask and known is None:
        words = click.Choice([each.value for each in Ownership])
        word = click.prompt("Whose account is it", type=words, default=default.value, err=True)
    ownership = Ownership(word) if word else default
    if ownership is Ownership.CITY_OFFICIAL or said.yes:
        return ownership
    say(MIND)
    if not can_ask or not click.confirm("Is that understood and wanted?", err=True):
        raise WrongUsage(
            f"The account is {ownership}, and nobody has agreed that its copy becomes city data.",
            next_step="Agree with --yes, or do not connect it.",
        )
    return ownership


def find_token(archive: "Archive", known: "Account | None", sources: Sources) -> "Secret":
    """Take the token from its option, else from the account's variable, else ask for it."""
    from archiver.connect.errors import TokenMissing
    from archiver.connect.token_input import from_file, from_text, from_variable
    from archiver.settings import FacebookSettings

    if sources.token_file == STANDARD_INPUT:
        return from_text(sys.stdin.read(), "Standard input")
    if sources.token_file is not None:
        return from_file(sources.token_file)
    if sources.token_env is not None:
        return from_variable(os.environ, sources.token_env)
    usual = archive.settings.section(FacebookSettings).token_env
    variable = known.token_env if known else usual
    if variable in os.environ:
        say(f"The token is taken from {variable}.")
        return from_variable(os.environ, variable)
    if not sources.can_ask:
        raise TokenMissing(
            "No token was given.",
            next_step=f"Name it with --token-env or --token-file, or set {variable}.",
        )
    asked: str = click.prompt("Token (it is not shown)", hide_input=True, err=True)
    return from_text(asked, "What was typed")


def find_app(archive: "Archive", sources: Sources) -> "App | None":
    """Take the app's secret from its option, else from its variable, else ask for it."""
    from archiver.connect.app import App
    from archiver.connect.settings import ConnectSettings
    from archiver.connect.token_input import from_file, from_text, from_variable

    if sources.app_id is None:
        return None
    if sources.app_secret_file is not None:
        return App(sources.app_id, from_file(sources.app_secret_file))
    usual = archive.settings.section(ConnectSettings).app_secret_env
    variable = sources.app_secret_env or usual
    if sources.app_secret_env or variable in os.environ or not sources.can_ask:
        return App(sources.app_id, from_variable(os.environ, variable))
    asked: str = click.prompt("The app's secret (it is not shown)", hide_input=True, err=True)
    return App(sources.app_id, from_text(asked, "What was typed"))


def _ask(question: str, default: str | None, option: str, *, ask: bool) -> str:
    from archiver.errors import WrongUsage

    if ask:
        answer: str = click.prompt(question, default=default, err=True)
        return answer
    if default is None:
        raise WrongUsage(
            f"Nobody said: {question.lower()}?", next_step=f"Say it with {option} NAME."
        )
    return default

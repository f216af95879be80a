"""``civickeep account connect``: from a token to an account that was really read."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.commands.account_questions import (
    Said,
    Sources,
    find_app,
    find_authorization,
    find_target,
    find_token,
)
from archiver.console import Command, console_viewer, emit, one_line, open_archive, say

if TYPE_CHECKING:
    from archiver.accounts import Account
    from archiver.connect.connecting import Authorization, Trial

OWNERSHIPS = ("city_official", "official_personal", "mixed_review")


@click.command(
    cls=Command,
    exits=[
        (41, "no archive here"),
        (43, "unknown account"),
        (44, "the platform does not accept the token"),
        (45, "the token may not read the account"),
        (46, "the platform asks to wait"),
        (47, "the platform does not answer"),
        (100, "the token key is not there"),
        (101, "the token key cannot be used"),
        (144, "no token was given"),
        (145, "the file of sealed tokens is damaged"),
        (146, "the token is not for this account"),
        (147, "the app or its secret is refused"),
        (148, "a permission is missing without which the record has silent gaps"),
    ],
)
@click.argument("account", metavar="A")
@click.option("--name", help="How the account is called in lists and letters.")
@click.option("--department", help="The department that answers for it.")
@click.option("--authorized-by", metavar="WHO", help="Who authorised that the city keeps it.")
@click.option(
    "--authorized-on",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="On which day.  [default: today]",
)
@click.option("--ownership", type=click.Choice(OWNERSHIPS), help="Whose account it is.")
@click.option("--yes", is_flag=True, help="The copy of a personal account may become city data.")
@click.option("--token-env", metavar="VAR", help="Take the token from this variable.")
@click.option(
    "--token-file",
    metavar="F",
    type=click.Path(path_type=Path),
    help="Take the token from this file; - is standard input.",
)
@click.option("--app-id", metavar="ID", help="The city's app, with whose secret tokens last.")
@click.option("--app-secret-env", metavar="VAR", help="Take the app's secret from this variable.")
@click.option(
    "--app-secret-file",
    metavar="F",
    type=click.Path(path_type=Path),
    help="Take the app's secret from this file.",
)
@click.option("--limited", is_flag=True, help="Connect even where comments stay out of sight.")
@click.option("--api-url", metavar="URL", help="Read from here, such as a playback server.")
@click.option("--by", metavar="PERSON", help="Who connects it. [default: your user name]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def connect(
    account: str,
    *,
    token_env: str | None,
    token_file: Path | None,
    app_id: str | None,
    app_secret_env: str | None,
    app_secret_file: Path | None,
    limited: bool,
    api_url: str | None,
    by: str | None,
    as_json: bool,
    **said: Any,  # noqa: ANN401 - the options that are fields of Said
) -> None:
    """Connect the account A, such as facebook/PAGE_ID: who authorised it, and its token.

    The token may be a Page's or that of a person who manages the Page. On a
    terminal, what is not given is asked for, the token without showing it.
    It is kept sealed; nothing is kept before the account was really read.
    """
    from archiver.connect.check import asker_for
    from archiver.connect.connecting import keep_connection, try_connection
    from archiver.registration import check_details

    archive = open_archive()
    sources = Sources(token_env, token_file, app_id, app_secret_env, app_secret_file)
    target, known = find_target(archive, account)
    check_details(target.id, token_env, api_url)
    authorization = find_authorization(archive, known, Said(**said), can_ask=sources.can_ask)
    token, new_app = find_token(archive, known, sources), find_app(archive, sources)
    asker = asker_for(archive, known.api_url if known else api_url, os.environ)
    say(f"Reading {target} ...")
    trial = try_connection(replace(asker, app=new_app or asker.app), target, token, limited=limited)
    connected = keep_connection(
        archive,
        trial,
        authorization,
        by=by or console_viewer(archive).name,
        new_app=new_app,
        token_env=token_env,
        api_url=api_url,
    )
    _tell(connected, trial, authorization)
    if as_json:
        emit(_entry(connected, trial))


def _tell(account: "Account", trial: "Trial", authorization: "Authorization") -> None:
    from archiver.connect.needs import SAYINGS

    say(
        f"Connected: {one_line(account.name or account.key)} ({account.key}), authorised by "
        f"{one_line(authorization.by)} on {authorization.on}."
    )
    say("What can be seen of it:")
    for ability in trial.survey.abilities:
        say(f"  {ability}")
    say(f"The token: {_term(trial)}.")
    for name in trial.state.missing:
        say(f"  missing: {name}, needed to {SAYINGS.get(name, 'read everything')}")
    if trial.grant.lasting is False:
        say(
            "Mind: it was made from a token that lasts an hour or two, and ends with it. With "
            "--app-id and the app's secret it is exchanged for one that lasts."
        )
    if trial.survey.linked is not None:
        say(
            "An Instagram account is linked to this Page. Connect it as well:  civickeep account "
            f"connect instagram/{one_line(trial.survey.linked)}"
        )
    say(f"Next:  civickeep harvest --account {account.key}")


def _term(trial: "Trial") -> str:
    """Say until when the token is good."""
    state = trial.state
    if not state.examined:
        return "it works; until when, the platform tells only the app (--app-id)"
    until = f"good until {state.expires_at:%Y-%m-%d}" if state.expires_at else "without an end"
    if state.data_access_expires_at is None:
        return until
    return f"{until}; access to data ends {state.data_access_expires_at:%Y-%m-%d}"


def _entry(account: "Account", trial: "Trial") -> dict[str, object]:
    from archiver.civil_time import to_wire

    state = trial.state
    dates = (state.expires_at, state.data_access_expires_at)
    expires, data_access = (None if each is None else to_wire(each) for each in dates)
    return {
        "account": account.key,
        "connected": True,
        "page": trial.grant.page,
        "instagram": trial.survey.linked,
        "token": {
            "examined": state.examined,
            "expires_at": expires,
            "data_access_expires_at": data_access,
            "scopes": state.scopes,
            "tasks": state.tasks,
            "missing": state.missing,
        },
        "sees": [
            {"what": each.what, "able": each.able, "why": each.why}
            for each in trial.survey.abilities
        ],
    }

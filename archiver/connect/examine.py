"""Asking the platform what a token may do, and until when."""

from archiver.connect.grant import Asker, Target
from archiver.connect.needs import needs_of
from archiver.connect.refusals import APP_CODES, app_refused, refused
from archiver.connect.token_state import TokenState, problem_of, read_token_state
from archiver.graph.meaning import Fault, Meaning
from archiver.secret import Secret


def examine(asker: Asker, target: Target, token: Secret, page: str | None = None) -> TokenState:
    """Ask ``debug_token`` about a token, with the app's token where there is one.

    Without an app the token is asked about itself, which the platform grants
    to the app's own people only: where it does not, all that is told is
    whether the token works. Raises ``AppRefused`` and ``PlatformUnavailable``.
    """
    asking = token if asker.app is None else asker.app.token
    answer = asker.line.ask("debug_token", {"input_token": token.reveal()}, asking, final=APP_CODES)
    if not isinstance(answer, Fault):
        targets = (target.id,) if page is None else (target.id, page)
        state = read_token_state(answer, needs_of(target.platform), targets, asker.clock())
        if state.examined:
            return state
    elif asker.app is not None:
        raise app_refused(asker.app, answer)
    return _works(asker, token)


def _works(asker: Asker, token: Secret) -> TokenState:
    """Try the token on its own owner, the one thing every valid token may read."""
    answer = asker.ask("me", "id", token)
    if isinstance(answer, Fault) and answer.meaning is Meaning.TOKEN:
        subcode = 0 if answer.graph is None else answer.graph.subcode
        return TokenState(valid=False, problem=problem_of(subcode))
    if isinstance(answer, Fault) and answer.meaning is Meaning.THROTTLED:
        raise refused(answer)
    return TokenState(valid=True)

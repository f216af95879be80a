"""The person behind the tokens, and what stands on them: pages with a role, permissions."""

from collections.abc import Mapping
from dataclasses import dataclass

from archiver.platforms.access import SHOW_LIST
from archiver.platforms.behaviour import APP_ID, APP_NAME
from archiver.platforms.edges import Asked, EdgeMaker, Listed, page_of
from archiver.platforms.played import Fact, ItemList
from archiver.platforms.scene import Scene

USER_ID = "600700800900"
SUBSCRIBED = "subscribed_apps"


@dataclass(frozen=True, slots=True)
class User:
    """The invented person who has a role on every played page."""

    id: str = USER_ID
    name: str = "Dana Playback"


def _accounts(scene: Scene, asked: Asked) -> Listed:
    """List the pages on which the person has a role; none without the scope, and no error."""
    if SHOW_LIST not in scene.access.scopes:
        return Listed(())
    return page_of(scene, asked, ItemList(tuple(scene.world.pages.values())))


def subscribed_apps(scene: Scene, asked: Asked) -> Listed:
    """List the apps that get an account's webhooks: ours, or none."""
    fields = scene.world.subscriptions.get(asked.owner, ())
    if not fields:
        return Listed(())
    values = {"id": APP_ID, "name": APP_NAME, "subscribed_fields": list(fields)}
    return Listed((Fact(APP_ID, "App", values, tuple(values)),))


def _permissions(scene: Scene, _: Asked) -> Listed:
    usual = ("permission", "status")
    rows = ({"permission": scope, "status": "granted"} for scope in scene.access.scopes)
    return Listed(tuple(Fact(row["permission"], "Permission", row, usual) for row in rows))


USER_EDGES: Mapping[str, EdgeMaker] = {"accounts": _accounts, "permissions": _permissions}

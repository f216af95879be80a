"""An answer as a pure function of the world and the call: no socket, no clock, no counting."""

import itertools
from datetime import datetime

from archiver.platforms.behaviour import Behaviour
from archiver.platforms.calls import Answer, Asker, Call
from archiver.platforms.responses import respond
from archiver.platforms.scene import Scene
from archiver.platforms.tokens import asker_of
from archiver.platforms.usage import Usage
from archiver.platforms.world import World

_BASE_URL = "http://played"


def answer_in(
    world: World, call: Call, now: datetime, behaviour: Behaviour | None = None
) -> Answer:
    """Answer one call in a world: the same world, call and instant give the same bytes.

    Batches, images, faults and limits need the state of a ``Stage``; ask
    ``Playback.ask`` for those. Media links in the answer lead nowhere.
    """
    behaves = behaviour or Behaviour()
    numbers = itertools.count(1)
    scene = Scene(
        world=world,
        now=now,
        base_url=_BASE_URL,
        version=call.version,
        behaviour=behaves,
        sign=lambda _: f"_nc_ohc={next(numbers):x}&oh=0&oe=0",
        number=lambda: f"{next(numbers):x}",
        token=call.token or "",
        asker=asker_of(behaves, call.token) or Asker.PAGE,
    )
    return respond(scene, call, None, Usage())

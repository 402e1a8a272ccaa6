"""What the first request would wait for is loaded while the page is still being opened."""

from threading import Thread
from typing import TYPE_CHECKING

from ceralyte.app.door import answer
from ceralyte.recipe.gallery import example_recipes

if TYPE_CHECKING:
    from ceralyte.app.service import Service


def warm_up(service: "Service") -> Thread:
    """Check one example in the background: units, catalogue and chemistry are then in memory.

    The server waits for this thread when it ends: a process that leaves while a thread of it is
    inside compiled code may abort.
    """

    def check_one() -> None:
        text = next(iter(example_recipes().values()))
        with service.computing:
            answer(text, (), service.places.uploads, with_sheet=True)

    thread = Thread(target=check_one, name="warm-up")
    thread.start()
    return thread

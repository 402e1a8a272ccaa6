"""What the first request would wait for is loaded while the page is still being opened."""

from threading import Thread
from typing import TYPE_CHECKING

from ceralyte.app.door import answer
from ceralyte.recipe.gallery import example_recipes

if TYPE_CHECKING:
    from ceralyte.app.service import Service


def warm_up(service: "Service") -> None:
    """Check one example in the background: units, catalogue and chemistry are then in memory."""

    def check_one() -> None:
        text = next(iter(example_recipes().values()))
        with service.computing:
            answer(text, (), service.places.uploads, with_sheet=True)

    Thread(target=check_one, daemon=True).start()

"""One line of talk on the first run, which compiles kernels."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from numba.core.event import Event, Listener, install_listener

TOLD = (
    "compiling for this machine, which takes the first run about a minute; later ones find it done"
)


@contextmanager
def told(say: Callable[[str], None], after: float) -> Iterator[None]:
    """Say once that kernels are compiled, when that has taken so many seconds."""
    with install_listener("numba:compile", _Compiling(say, after)):
        yield


class _Compiling(Listener):  # type: ignore[misc]
    """Adds up the time of compiling; kernels compile those that they call in their own time."""

    def __init__(self, say: Callable[[str], None], after: float) -> None:
        self._say, self._after = say, after
        self._before, self._began, self._depth, self._said = 0.0, 0.0, 0, False

    def on_start(self, _event: Event) -> None:
        if not self._depth:
            self._began = monotonic()
        self._depth += 1
        if not self._said and self._before + monotonic() - self._began >= self._after:
            self._said = True
            self._say(TOLD)

    def on_end(self, _event: Event) -> None:
        self._depth -= 1
        if not self._depth:
            self._before += monotonic() - self._began

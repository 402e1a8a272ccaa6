"""Writing to a store that is locked, or whose disk is full, for a while."""

from collections.abc import Callable
from threading import Event
from time import monotonic

from ceralyte.core.database import StoreError

PATIENCE = 600.0
"""Seconds for which a locked store or a full disk is borne."""
_PAUSE = 1.0  # s


def patiently(write: Callable[[], None], tell: Callable[[str], None], stop: Event) -> None:
    """Write; while the store is locked or its disk full again and again, for some minutes.

    Parameters
    ----------
    write : callable
    tell : callable
        Is told what is in the way.
    stop : threading.Event
        Ends the waiting.

    Raises
    ------
    StoreError
        What does not pass, or has not passed.
    """
    until = monotonic() + PATIENCE
    while True:
        try:
            write()
        except StoreError as error:
            if not error.passing or monotonic() > until or stop.is_set():
                raise
            tell(str(error))
            stop.wait(_PAUSE)
        else:
            return

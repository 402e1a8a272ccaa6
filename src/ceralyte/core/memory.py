"""Refuse what does not fit, before it is allocated."""

import psutil

from ceralyte.core.errors import MemoryLimitError


def require_memory(what: str, needed: float, remedy: str) -> None:
    """Raise `MemoryLimitError` if `needed` bytes are more than 90 % of the free memory.

    Parameters
    ----------
    what : str
        Name of the request, as its user knows it.
    needed : float
        Estimated peak, bytes.
    remedy : str
        What the user can change.
    """
    available = 0.9 * psutil.virtual_memory().available
    if needed > available:
        raise MemoryLimitError(what, needed, available, remedy)

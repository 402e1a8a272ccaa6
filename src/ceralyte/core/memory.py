"""Refuse what does not fit, before it is allocated."""

import ctypes
import sys

import psutil

from ceralyte.core.errors import MemoryLimitError


def usable_memory() -> float:
    """Return the bytes that a request may take: 90 % of the free memory."""
    return 0.9 * psutil.virtual_memory().available


def require_memory(what: str, needed: float, remedy: str) -> None:
    """Raise `MemoryLimitError` if `needed` bytes are more than is usable.

    Parameters
    ----------
    what : str
        Name of the request, as its user knows it.
    needed : float
        Estimated peak, bytes.
    remedy : str
        What the user can change.
    """
    available = usable_memory()
    if needed > available:
        raise MemoryLimitError(what, needed, available, remedy)


def return_freed_memory() -> None:
    """Give back to the system what was freed and glibc keeps; elsewhere nothing happens.

    It keeps arrays below 32 MiB, and a large array that follows does not fit between them.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)

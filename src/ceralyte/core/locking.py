"""A lock of the system on a file: it ends with its process, however that ends."""

import sys
from typing import IO, Any

_FAR = 1 << 30  # Windows bars readers from a locked byte: one beyond all content


def locked(file: IO[Any]) -> bool:
    """Lock an open file until it is closed; return False if another process has locked it.

    Raises
    ------
    OSError
        The disk knows no locks.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True

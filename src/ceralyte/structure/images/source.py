"""An image file before its voxels are read."""

import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tokenize import TokenError
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError

AXES = "zyx"
"""How the axes of a file are read unless it, or its user, says otherwise; slowest first."""

_DAMAGE = (
    *(ArithmeticError, AssertionError, AttributeError, BadZipFile, EOFError, LookupError),
    *(MemoryError, OSError, ParseError, RuntimeError, SyntaxError, TokenError, TypeError),
    *(ValueError, struct.error, zlib.error),
)
"""What libraries raise of a damaged file, besides errors of their own."""


@contextmanager
def whole_file(place: str, wanted: str) -> Iterator[None]:
    """Turn whatever a library raises of a damaged file, `wanted` whole, into `InputError`."""
    try:
        yield
    except InputError:
        raise
    except _DAMAGE as error:
        said = f"{type(error).__name__}: {error}".rstrip(": ")
        raise InputError(
            place, f"is no {wanted}, damaged or cut off: {said}", f"a whole {wanted}"
        ) from error


@dataclass(frozen=True)
class ImageSource:
    """What a file says about its image, and how to get the voxels.

    Attributes
    ----------
    place : str
        The file, for messages.
    shape, dtype
        Of the array in the file.
    load : callable
        Returns the array.
    axes : str
        Names of its axes if the file states them, else "".
    voxel_size : tuple of 3 float or None
        Edges along x, y, z that the file states, m.
    notes : tuple of str
        What a user should know.
    """

    place: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    load: Callable[[], NDArray]
    axes: str = ""
    voxel_size: tuple[float, float, float] | None = None
    notes: tuple[str, ...] = ()

    @property
    def nbytes(self) -> float:
        """Bytes of the array, before it is loaded."""
        return float(np.prod(np.array(self.shape, float)) * self.dtype.itemsize)

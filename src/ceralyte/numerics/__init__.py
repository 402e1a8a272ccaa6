"""Generic mathematics on arrays; no word of batteries in it."""

from ceralyte.numerics import threads

__all__ = ["threads"]

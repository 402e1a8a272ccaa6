"""Generic mathematics on arrays; no word of batteries in it."""

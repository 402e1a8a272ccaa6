"""ceralyte."""

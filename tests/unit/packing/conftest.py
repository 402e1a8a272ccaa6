"""Kernels are called directly here, without what starts their threads elsewhere."""

import pytest

from ceralyte.numerics.threads import at_most_threads


@pytest.fixture(autouse=True, scope="session")
def threads():
    """Start the threads: kernels do not whose cache was made in more than one run, and crash."""
    with at_most_threads(1):
        pass

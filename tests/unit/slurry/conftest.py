"""What the tests of the slurry share."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Energies are computed, not read from the cache of whoever runs the tests."""
    monkeypatch.setenv("CERALYTE_CACHE", str(tmp_path / "cache"))

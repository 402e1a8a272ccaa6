"""Kernels that come from numba's cache, compiled by runs that knew different ones."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SMOOTH, ROUGH = (
    "from ceralyte.packing import pack, parse_distribution\n"
    f"pack(parse_distribution('mono(d=3 um)'), 100{friction}, overlap_tolerance=1e-2)"
    for friction in ("", ", friction=0.5")
)


@pytest.mark.slow
def test_rough_particles_pack_again_after_smooth_ones_did(tmp_path: Path) -> None:
    """A cached kernel does not start the threads of parallel ones that were cached before it."""
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    for program in (SMOOTH, ROUGH, ROUGH):
        run = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
        assert run.returncode == 0

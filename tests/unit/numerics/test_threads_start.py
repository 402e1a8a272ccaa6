"""Kernels from a cache need running threads; importing any stage has to start them."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("stage", ["packing", "structure", "transport"])
def test_importing_a_stage_starts_the_threads(stage: str) -> None:
    code = f"import ceralyte.{stage}, numba; print(numba.threading_layer())"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.strip() in {"omp", "tbb", "workqueue"}, run.stderr

"""Time the stiffness of a porous packing beside muGrid and scikit-fem with pyamg.

Run ``python benchmarks/mechanics.py [EDGE ...] [--tensor] [--python PEERS/bin/python]`` (default
32 64 128). One load, unit strain xx, on the same images of pressed grains with binder: A of 85 %
ceramic and 3 % binder, B of 62 and 5 %. Each solver runs in a process of its own, in turn;
compiling is not counted. All three have the same elements; `error` is that of the stress against
the same voxels solved to 1e-9. Peers end at a relative residual, ceralyte at an estimated error of
the energy, both 1e-4; muGrid also at the residual that gives its stress the same error. How to
install the peers stands in ``peers/requirements.txt``. `B/voxel` is the peak of the memory on top
of what the interpreter and its compiled code held before.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

import ceralyte as cl
from ceralyte.mechanics.solid import lame

PEERS = Path(__file__).parent / "peers"
CASES = {"A": (0.85, 0.03, 0), "B": (0.62, 0.05, 0)}
PARTICLES = 120
CERAMIC, BINDER = (22.1, 0.37), (0.5, 0.4)  # GPa, as of the pilots of the reference table
LOADS = ("xx", "yy", "zz", "yz", "xz", "xy")
TOLERANCE = "1e-4"
EQUAL = "2e-3"
"""Relative residual at which the stress of muGrid errs about as much as that of ceralyte."""
ASSEMBLED = 32
"""Edge up to which the assembled matrix is tried."""


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edges", nargs="*", type=int, default=[32, 64, 128])
    parser.add_argument("--tensor", action="store_true", help="all six loads of ceralyte too")
    parser.add_argument("--python", default=sys.executable, help="interpreter that has the peers")
    parser.add_argument("--cases", default="AB")
    parser.add_argument("--residuals", nargs="*", default=[EQUAL, TOLERANCE], help="of muGrid")
    options = parser.parse_args()
    print(
        f"{'image':>9} {'solver':<20} {'C11':>9} {'error':>8} {'its':>4} {'setup s':>8} "
        f"{'solve s':>8} {'B/voxel':>8}"
    )
    with TemporaryDirectory() as folder:
        moduli = Path(folder) / "moduli.json"
        moduli.write_text(json.dumps([(0.0, 0.0), lame(*CERAMIC), lame(*BINDER)]))
        for name in options.cases:
            pressed = packing(*CASES[name])
            for edge in options.edges:
                image = Path(folder) / "image.npy"
                np.save(image, voxels(pressed, CASES[name][1], edge))
                compare(name, edge, image, moduli, options)


def packing(solid: float, _binder: float, seed: int) -> cl.model.PressedPacking:
    """Grains of 120 sizes pressed, or moved apart, to the share `solid`."""
    powder = cl.packing.parse_distribution("lognormal(d50=3 um, sigma=0.25)")
    bed = cl.packing.pack(powder, PARTICLES, seed=seed)
    if solid < bed.packing_fraction:
        return cl.pressing.disperse(bed, solid)
    return cl.pressing.press(bed, method="isostatic", relative_density=solid).pressed


def voxels(pressed: cl.model.PressedPacking, binder: float, edge: int) -> np.ndarray:
    """Labels of a cube of `edge` voxels."""
    size = float(np.cbrt(np.prod(pressed.particles.box))) / edge
    image = cl.structure.voxelise(pressed, size, binder_fraction=binder, binder_placement="necks")
    return image.phase


def compare(name: str, edge: int, image: Path, moduli: Path, options: argparse.Namespace) -> None:
    """One line per solver."""
    exact = run(sys.executable, "ceralyte", image, moduli, "1e-9")
    runs = {"ceralyte": run(sys.executable, "ceralyte", image, moduli, TOLERANCE)}
    if options.tensor:
        runs["ceralyte, six loads"] = run(
            sys.executable, "ceralyte", image, moduli, TOLERANCE, *LOADS
        )
    for tolerance in options.residuals:
        found = run(options.python, "mugrid", image, moduli, tolerance)
        runs[f"muGrid, {tolerance}"] = found
    if edge <= ASSEMBLED:
        runs["scikit-fem + pyamg"] = run(options.python, "skfem", image, moduli, TOLERANCE)
    for solver, found in runs.items():
        if found is None or exact is None:
            print(f"{name} {edge:>5}^3 {solver:<20} not installed, or failed")
            continue
        error = found["stress"] / exact["stress"] - 1
        print(
            f"{name} {edge:>5}^3 {solver:<20} {found['stress']:9.5f} {error:8.1e} "
            f"{found['iterations']:4.0f} {found['setup']:8.2f} {found['solve']:8.2f} "
            f"{found['peak'] / edge**3:8.0f}",
            flush=True,
        )
    if exact is not None:
        print(f"{name} {edge:>5}^3 {'ceralyte to 1e-9':<20} {'':18} {exact['iterations']:4.0f}")


def run(python: str, solver: str, *arguments: Path | str) -> dict[str, float] | None:
    """Numbers of one solver in a process of its own."""
    script = PEERS / f"{solver}_stiffness.py"
    done = subprocess.run(
        [python, str(script), *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
    )
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return None
    return json.loads(done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    main()

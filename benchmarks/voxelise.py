"""Time an image of 20,000 particles for each binder placement: `python benchmarks/voxelise.py`.

Prints wall and processor time of the second of two images, the bytes per voxel of the result, and
the peak of the process over all so far, less what it held before the first, in bytes per voxel.
`--voxels 512 --placement necks` for larger ones.
"""

import argparse
import time
from resource import RUSAGE_SELF, getrusage
from typing import get_args

from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import press
from ceralyte.structure import BinderPlacement, voxelise

PARTICLES, BINDER = 20_000, 0.05


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voxels", type=int, default=256, help="along each side")
    parser.add_argument("--placement", choices=get_args(BinderPlacement), help="only this one")
    options = parser.parse_args()
    powder = parse_distribution("lognormal(d50=3 um, sigma=0.4)")
    packing = pack(powder, PARTICLES, seed=0, overlap_tolerance=1e-3)
    pressed = press(packing, method="isostatic", relative_density=0.8).pressed
    edge = pressed.particles.box[0] / options.voxels
    print(f"{'placement':<14}{'wall s':>9}{'cpu s':>9}{'result B/voxel':>16}{'peak B/voxel':>14}")
    before = peak()
    for placement in [options.placement] if options.placement else get_args(BinderPlacement):
        voxelise(pressed, 8 * edge, binder_fraction=BINDER, binder_placement=placement)
        wall, cpu = time.perf_counter(), time.process_time()
        image = voxelise(pressed, edge, binder_fraction=BINDER, binder_placement=placement)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        voxels = image.phase.size
        size, most = (image.phase.nbytes + image.grain.nbytes) / voxels, (peak() - before) / voxels
        print(f"{placement:<14}{wall:>9.2f}{cpu:>9.2f}{size:>16.1f}{most:>14.1f}", flush=True)


def peak() -> int:
    """Most memory (bytes) that this process has held so far."""
    return 1024 * getrusage(RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()

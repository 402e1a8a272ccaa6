"""Time an image of 20,000 particles at 256^3 for each placement: `python benchmarks/voxelise.py`.

Prints wall and processor time of the second of two images, and the bytes per voxel of the result.
"""

import time
from typing import get_args

from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import press
from ceralyte.structure import BinderPlacement, voxelise

PARTICLES, VOXELS, BINDER = 20_000, 256, 0.05


def main() -> None:
    """Print the table."""
    powder = parse_distribution("lognormal(d50=3 um, sigma=0.4)")
    packing = pack(powder, PARTICLES, seed=0, overlap_tolerance=1e-3)
    pressed = press(packing, method="isostatic", relative_density=0.8).pressed
    edge = pressed.particles.box[0] / VOXELS
    print(f"{'placement':<14}{'wall s':>9}{'cpu s':>9}{'bytes per voxel':>18}")
    for placement in get_args(BinderPlacement):
        voxelise(pressed, 8 * edge, binder_fraction=BINDER, binder_placement=placement)
        wall, cpu = time.perf_counter(), time.process_time()
        image = voxelise(pressed, edge, binder_fraction=BINDER, binder_placement=placement)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        size = (image.phase.nbytes + image.grain.nbytes) / image.phase.size
        print(f"{placement:<14}{wall:>9.2f}{cpu:>9.2f}{size:>18.1f}")


if __name__ == "__main__":
    main()

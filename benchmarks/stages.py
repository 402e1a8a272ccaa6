"""Time the stages of the main job and print a table: `python benchmarks/stages.py [EXAMPLE]`.

Each stage runs twice in one process; the first run includes compiling or loading its kernels, the
second is what a design with several seeds pays. Peak memory is that of the process so far.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ceralyte.pipeline import LEVELS, check, design, save_design
from ceralyte.pipeline.density import densify
from ceralyte.pipeline.inputs import look_up
from ceralyte.pipeline.results import mean_over_seeds
from ceralyte.pipeline.samples import Filling, build, conduct, press_packing
from ceralyte.pipeline.sketch import fitted, sketch_of
from ceralyte.recipe import load_recipe
from ceralyte.report import write_report

EXAMPLES = Path(__file__).parents[1] / "examples"


def timed(name: str, run: Callable[[], Any]) -> Any:
    """Run twice, print both times and the peak memory, return the result."""
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:<44}{seconds[0]:9.2f}{seconds[1]:9.2f}{peak:12.0f}")
    return result


def main() -> None:
    """Print the table for one example at level standard."""
    name = sys.argv[1] if len(sys.argv) > 1 else "lpscl-ptfe-dry"
    level = LEVELS["standard"]
    print(f"{name}, level standard: {level.particles} particles, {level.voxels} voxels per side\n")
    print(f"{'stage':<44}{'first s':>9}{'again s':>9}{'peak MiB':>12}")
    recipe = timed("recipe", lambda: load_recipe(EXAMPLES / f"{name}.yaml"))
    timed("check", lambda: check(recipe))
    inputs = timed("values and chemistry", lambda: look_up(recipe))
    piece, _ = fitted(sketch_of(inputs, level), inputs, level)
    packing = timed("packing", lambda: piece.packed(0))
    initial = mean_over_seeds([packing.packing_fraction], "", "one packing")
    density = densify(recipe, inputs.makeup, initial, inputs.pressed_densities)
    thickness = inputs.makeup.thickness(density.fraction.value)
    filling = Filling.of(inputs, density, thickness)
    pressed = timed("pressing", lambda: press_packing(packing, recipe, filling))
    structure = timed("structure", lambda: build(pressed, recipe, filling, level.voxels))
    timed("conduction", lambda: conduct(structure, recipe, filling.conductivities))
    result = timed("design, 1 seed, all stages", lambda: design(recipe, seeds=1))
    with tempfile.TemporaryDirectory() as folder:
        timed("saving", lambda: save_design(result, folder))
        timed("report", lambda: write_report(result, Path(folder)))


if __name__ == "__main__":
    main()

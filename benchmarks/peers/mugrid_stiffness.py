"""One load of a periodic porous image with muGrid: same elements, Green's operator and Jacobi.

``python mugrid_stiffness.py IMAGE.npy MODULI.json TOLERANCE`` prints JSON: stress xx under unit
strain xx, seconds of setup and of the iteration, iterations, peak memory in bytes
without what the interpreter held before.
"""

import json
import sys
import time
from pathlib import Path

import muGrid
import numpy as np
from muGrid.Preconditioners import make_green_jacobi_preconditioner
from muGrid.Solvers import conjugate_gradients
from snapshots import peak_memory, resident_memory


def main(image: str, moduli: str, tolerance: str) -> None:
    """Solve and print."""
    before = resident_memory()
    phase = np.load(image)
    lame = np.array(json.loads(Path(moduli).read_text()))
    start = time.perf_counter()
    spacing = [1.0] * 3
    stiffness = muGrid.IsotropicStiffnessOperator3D(spacing)
    communicator = muGrid.Communicator()
    engine = muGrid.FFTEngine(phase.shape, communicator, ghosts=stiffness)
    lam, mu = engine.real_space_field("lambda"), engine.real_space_field("mu")
    lam.p[...], mu.p[...] = lame[phase, 0], lame[phase, 1]
    for field in (lam, mu):
        engine.communicate_ghosts(field)
    u, f = (engine.real_space_field(n, components=(3,)) for n in ("u", "f"))
    strain = [1.0] + 8 * [0.0]
    stiffness.apply_macro_rhs(*(x._cpp for x in (lam, mu)), strain, f._cpp)
    f.p[...] *= -1

    def apply(x, y):  # type: ignore[no-untyped-def]
        engine.communicate_ghosts(x)
        stiffness.apply(x, lam, mu, y)

    green = make_green_jacobi_preconditioner(
        engine, stiffness, lam, mu, 3, element=muGrid.FEMElement.q1, grid_spacing=spacing
    )
    ready = time.perf_counter()
    count = []

    def step(*_: object, **__: object) -> None:
        count.append(1)

    conjugate_gradients(
        communicator,
        engine.real_space_collection,
        f,
        u,
        hessp=apply,
        prec=green.apply,
        rtol=float(tolerance),
        maxiter=2000,
        callback=step,
    )
    end = time.perf_counter()
    engine.communicate_ghosts(u)
    stress = stiffness.average_stress(*(x._cpp for x in (u, lam, mu)), strain)
    print(
        json.dumps(
            {
                "stress": stress[0] / phase.size,
                "setup": ready - start,
                "solve": end - ready,
                "iterations": len(count),
                "peak": peak_memory() - before,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

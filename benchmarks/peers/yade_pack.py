"""Pack with YADE: ``yade -n -x -j THREADS yade_pack.py DIAMETERS.npy SNAPSHOT OVERLAP``.

Isotropic compression of frictionless spheres by `PeriTriaxController`, from random places in a
dilute box. The pressure is halved whenever it is reached with a small unbalanced force.

Tried in one minute each with 1000 equal spheres on one thread of a shared machine: damping 0.1 and
0.4 came equally far per CPU second (overlap 1.8e-3 and 1.3e-3 after 35 and 33 s), 0.2 less far
(2.8e-3), ten times the cell mass less (1.2e-2 after 50 s), and a cell driven by strain rate
instead of mass balanced at no pressure.
"""

import sys
from time import perf_counter, process_time

import numpy as np
from snapshots import peak_memory, save
from yade import utils, wrapper

START_FRACTION, START_PRESSURE, PRESSURE_STEP = 0.3, 0.01, 0.5  # pressure over Young's modulus
UNBALANCED = 0.01
SLICE = 1000  # steps between looks at the state
scene = wrapper.Omega()


def build(diameters):
    """Set up spheres of mean diameter 1 and return the engine that holds the pressure."""
    n = len(diameters)
    side = float(np.cbrt(np.pi / 6 * np.sum(diameters**3) / START_FRACTION))
    scene.periodic = True
    scene.cell.setBox(side, side, side)
    scene.materials.append(wrapper.FrictMat(young=1.0, poisson=0.3, frictionAngle=0.0, density=1.0))
    centres = np.random.default_rng(0).random((n, 3)) * side
    for centre, diameter in zip(centres, diameters, strict=True):
        scene.bodies.append(utils.sphere(tuple(centre), float(diameter) / 2))
    press = wrapper.PeriTriaxController(
        stressMask=7,
        dynCell=True,
        mass=0.1 * n,
        maxStrainRate=(0.1, 0.1, 0.1),
        globUpdate=5,
        relStressTol=0.02,
        maxUnbalanced=UNBALANCED,
        doneHook="O.pause()",
    )
    scene.engines = [
        wrapper.ForceResetter(),
        wrapper.InsertionSortCollider([wrapper.Bo1_Sphere_Aabb()], allowBiggerThanPeriod=True),
        wrapper.InteractionLoop(
            [wrapper.Ig2_Sphere_Sphere_ScGeom()],
            [wrapper.Ip2_FrictMat_FrictMat_FrictPhys()],
            [wrapper.Law2_ScGeom_FrictPhys_CundallStrack()],
        ),
        press,
        wrapper.NewtonIntegrator(damping=0.4),
    ]
    scene.dt = 0.5 * utils.PWaveTimeStep()
    return press


def largest_overlap():
    """Return the largest overlap relative to the mean diameter of a pair."""
    touching = (i.geom for i in scene.interactions if i.isReal)
    return max((g.penetrationDepth / (g.refR1 + g.refR2) for g in touching), default=0.0)


def main(diameters_path, snapshot_path, overlap):
    """Halve the pressure until the largest overlap is small enough; save as it goes."""
    metres = np.load(diameters_path)
    unit = metres.mean()
    before, wall, cpu = peak_memory(), perf_counter(), process_time()
    press, pressure, reached = build(metres / unit), START_PRESSURE, False
    while not reached:
        press.goal = (-pressure, -pressure, -pressure)
        step = scene.iter
        scene.run(SLICE, True)
        save(
            snapshot_path,
            np.array([body.state.pos for body in scene.bodies]) * unit,
            np.array(scene.cell.size) * unit,
            wall=perf_counter() - wall,
            cpu=process_time() - cpu,
            memory=(before, peak_memory()),
        )
        if scene.iter < step + SLICE:  # balanced at this pressure, see doneHook
            reached = largest_overlap() <= overlap
            pressure *= PRESSURE_STEP


main(sys.argv[1], sys.argv[2], float(sys.argv[3]))

"""Conductivity of arrays of overlapping spheres with gmsh and scikit-fem: no grid, no cut cells.

Run ``python benchmarks/peers/skfem_necks.py [FCC 0.2 ...]``, by default all arrays of
``benchmarks/geometry.py``; ten minutes. Prints the conductivity over that of the spheres on two
meshes and its limit. An eighth of the cell is meshed with curved tetrahedra of second order,
finest at the rims of the necks. There the field has a singularity whose energy falls with a known
power of the size of the elements, so that two sizes give the limit.
"""

import math
import sys

import gmsh
import numpy as np
import pyamg
from skfem import Basis, ElementTetP2, MeshTet2
from skfem.models.poisson import laplace

CENTRES = {  # in the eighth of the cell, [0, 0.5]^3
    "SC": [(0, 0, 0)],
    "BCC": [(0, 0, 0), (0.5, 0.5, 0.5)],
    "FCC": [(0, 0, 0), (0, 0.5, 0.5), (0.5, 0, 0.5), (0.5, 0.5, 0)],
}
APART = {"SC": 1.0, "BCC": math.sqrt(3) / 2, "FCC": math.sqrt(2) / 2}
NECKS = (0.15, 0.2, 0.25, 0.3)  # contact radius over radius
RIMS = (0.02, 0.01)  # size of elements at the rim, over the radius of the neck
GROWTH = 0.25  # of that size with the distance from the rim
LARGEST = 0.05  # size of elements, over the side of the cell
GMSH_TO_SKFEM = [0, 1, 2, 3, 4, 5, 6, 7, 9, 8]  # order of the nodes of an element


def main(cases: list[tuple[str, float]]) -> None:
    """Print a line for each array."""
    print("array  neck/radius  nodes    coarse     fine    limit")
    for lattice, neck in cases:
        meshes = [meshed(lattice, neck, rim) for rim in RIMS]
        coarse, fine = (conductivity(mesh) for mesh in meshes)
        order = 1 / (1 - math.asin(neck) / math.pi)
        limit = fine + (fine - coarse) / ((RIMS[0] / RIMS[1]) ** order - 1)
        print(
            f"{lattice:5} {neck:11.2f} {meshes[1].p.shape[1]:8d} {coarse:9.5f} {fine:9.5f} "
            f"{limit:9.5f}",
            flush=True,
        )


def meshed(lattice: str, neck: float, rim: float) -> MeshTet2:
    """Spheres in an eighth of the cell, in sides of the cell."""
    radius = APART[lattice] / 2 / math.sqrt(1 - neck**2)
    gmsh.initialize()
    gmsh.option.setNumber("General.Terminal", 0)
    shape = gmsh.model.occ
    spheres = [(3, shape.addSphere(*centre, radius)) for centre in CENTRES[lattice]]
    if len(spheres) > 1:
        spheres, _ = shape.fuse(spheres[:1], spheres[1:])
    shape.intersect(spheres, [(3, shape.addBox(0, 0, 0, 0.5, 0.5, 0.5))])
    shape.synchronize()
    rims = [c for _, c in gmsh.model.getEntities(1) if is_rim(c, neck * radius)]
    field = gmsh.model.mesh.field
    distance, size = field.add("Distance"), field.add("MathEval")
    field.setNumbers(distance, "CurvesList", rims)
    field.setNumber(distance, "Sampling", round(8 / rim))
    field.setString(size, "F", f"Min({LARGEST}, {rim * neck * radius} + {GROWTH} * F{distance})")
    field.setAsBackgroundMesh(size)
    for source in ("FromPoints", "FromCurvature", "ExtendFromBoundary"):
        gmsh.option.setNumber(f"Mesh.MeshSize{source}", 0)
    gmsh.option.setNumber("Mesh.ElementOrder", 2)
    gmsh.option.setNumber("Mesh.Algorithm3D", 10)
    gmsh.model.mesh.generate(3)
    tags, points, _ = gmsh.model.mesh.getNodes()
    _, _, (nodes,) = gmsh.model.mesh.getElements(3)
    gmsh.finalize()
    number = np.empty(int(tags.max()) + 1, int)
    number[tags.astype(int)] = np.arange(len(tags))
    elements = number[nodes.astype(int)].reshape(-1, 10)[:, GMSH_TO_SKFEM]
    used, elements = np.unique(elements, return_inverse=True)
    return MeshTet2(points.reshape(-1, 3)[used].T, elements.reshape(-1, 10).T)


def is_rim(curve: int, radius: float) -> bool:
    """Whether a curve is part of a circle of that radius."""
    low, high = gmsh.model.getParametrizationBounds(1, curve)
    (curvature,) = gmsh.model.getCurvature(1, curve, [(low[0] + high[0]) / 2])
    return bool(abs(curvature * radius - 1) < 1e-3)


def conductivity(mesh: MeshTet2) -> float:
    """Along z, over that of the spheres; the planes z = 0 and 0.5 are equipotential by symmetry."""
    basis = Basis(mesh, ElementTetP2(), intorder=4)
    matrix = laplace.assemble(basis).tocsr()
    z = basis.doflocs[2]
    low, high = z < 1e-9, z > 0.5 - 1e-9
    potential = np.where(high, 1.0, 0.0)
    free = np.flatnonzero(~(low | high))
    solver = pyamg.ruge_stuben_solver(matrix[free][:, free])
    potential[free] = solver.solve(-(matrix @ potential)[free], tol=1e-9, accel="cg")
    length, section = 0.5, 0.25
    return float(potential @ (matrix @ potential)) * length / section


if __name__ == "__main__":
    wanted = list(zip(sys.argv[1::2], map(float, sys.argv[2::2]), strict=True))
    main(wanted or [(lattice, neck) for lattice in CENTRES for neck in NECKS])

"""One load of a periodic porous image with scikit-fem, assembled, and pyamg.

Arguments and output as of `mugrid_stiffness.py`; smoothed aggregation with rigid motions.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pyamg
from scipy.sparse import csr_array
from skfem import Basis, BilinearForm, ElementHex1, ElementVector, MeshHex
from skfem.helpers import ddot, eye, sym_grad, trace
from snapshots import peak_memory, resident_memory


@BilinearForm
def stress_work(u, v, w):  # type: ignore[no-untyped-def]
    """Work of the stress of u in the strain of v."""
    strain = sym_grad(u)
    return ddot(eye(w.lam * trace(strain), 3) + 2 * w.mu * strain, sym_grad(v))


def main(image: str, moduli: str, tolerance: str) -> None:
    """Solve and print."""
    before = resident_memory()
    phase = np.load(image)
    lame = np.array(json.loads(Path(moduli).read_text()))
    start = time.perf_counter()
    sides = np.array(phase.shape)
    mesh = MeshHex.init_tensor(*(np.arange(n + 1.0) for n in sides))
    middle = np.floor(mesh.p[:, mesh.t].mean(axis=1)).astype(int)
    inside = phase[tuple(middle)]
    mesh = mesh.restrict(np.flatnonzero(inside > 0))
    inside = inside[inside > 0]
    basis = Basis(mesh, ElementVector(ElementHex1()), intorder=2)
    weight = np.ones(basis.dx.shape)
    values = {name: lame[inside, k][:, None] * weight for k, name in enumerate(("lam", "mu"))}
    full = stress_work.assemble(basis, **values).tocsr()
    planes = mesh.p.astype(int) % sides[:, None]
    keys = np.ravel_multi_index(tuple(planes), tuple(sides))
    unique, node = np.unique(keys, return_inverse=True)
    dofs = basis.nodal_dofs
    columns = np.empty(basis.N, int)
    for c in range(3):
        columns[dofs[c]] = 3 * node + c
    shape = (basis.N, 3 * len(unique))
    merge = csr_array((np.ones(basis.N), (np.arange(basis.N), columns)), shape=shape)
    mean = np.zeros(basis.N)
    mean[dofs[0]] = mesh.p[0]
    matrix = csr_array(merge.T @ full @ merge)
    rhs = -merge.T @ (full @ mean)
    x = np.array(np.unravel_index(unique, tuple(sides)), float)
    rigid = np.zeros((len(rhs), 6))
    for c in range(3):
        rigid[c::3, c] = 1
        a, b = (c + 1) % 3, (c + 2) % 3
        rigid[a::3, 3 + c], rigid[b::3, 3 + c] = -x[b], x[a]
    hierarchy = pyamg.smoothed_aggregation_solver(matrix.tobsr((3, 3)), B=rigid)
    ready = time.perf_counter()
    residuals: list[float] = []
    u = hierarchy.solve(rhs, tol=float(tolerance), accel="cg", residuals=residuals, maxiter=500)
    end = time.perf_counter()
    total = mean + merge @ u
    print(
        json.dumps(
            {
                "stress": float(mean @ (full @ total)) / phase.size,
                "setup": ready - start,
                "solve": end - ready,
                "iterations": len(residuals) - 1,
                "peak": peak_memory() - before,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

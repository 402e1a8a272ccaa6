"""Clusters of atoms: their nearest minimum and their energy (GFN2-xTB).

Needs the extra `quantum` (tblite). One thread, electronic energies without thermal terms:
supporting evidence beside the rules, never the judge. What was computed is kept in a store.
"""

import os
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.quantities import Record
from ceralyte.slurry.remembered import remembered

METHOD = "GFN2-xTB"
BOHR, HARTREE = 0.529177210903, 2625.4996e3  # Angstrom, J/mol
_FLAT = 2e-3  # hartree/bohr, largest force of a relaxed cluster
_STEPS, _CYCLES = 600, 250
_CONTINUUM = ("ddX-solvation", "cosmo")  # the only one of tblite 0.8 that takes these ions

Points = NDArray[np.float64]


class Cluster(Record):
    """Atoms of a cluster: atomic numbers `(n,)` and positions `(n, 3)` in Angstrom."""

    numbers: Any
    positions: Any

    @property
    def described(self) -> dict[str, Any]:
        """The cluster for JSON, positions to 1e-6 Angstrom."""
        return {
            "numbers": np.asarray(self.numbers).tolist(),
            "positions": np.round(np.asarray(self.positions, dtype=float), 6).tolist(),
        }


def relaxed(cluster: Cluster, *, stride: float = 1.0) -> Cluster:
    """Return the cluster at its nearest minimum in the gas phase.

    Parameters
    ----------
    cluster : Cluster
    stride : float
        Length of the first step over all coordinates, bohr: short ones do not jump out of a basin.

    Raises
    ------
    InputError
        tblite is not installed.
    ConvergenceError
        Forces above 0.002 hartree/bohr after 600 steps; electrons that do not settle.
    """
    question = _question(cluster) | {
        "task": "nearest minimum",
        "stride": stride,
        "largest force": _FLAT,
        "steps": _STEPS,
    }
    positions = remembered(question, lambda: _relaxed(cluster, stride).tolist())
    return Cluster(numbers=cluster.numbers, positions=np.array(positions))


def energy_of(cluster: Cluster, permittivity: float | None = None) -> float:
    """Return the electronic energy of a cluster as it is, J/mol, in the gas or in a continuum.

    Raises
    ------
    InputError
        tblite is not installed.
    ConvergenceError
        Electrons that do not settle; an energy that is not negative: they went astray although
        tblite reports success.
    """
    question = _question(cluster) | {
        "task": "energy",
        "continuum": _CONTINUUM if permittivity is not None else None,
        "permittivity": permittivity,
    }
    return float(remembered(question, lambda: _energy(cluster, permittivity))) * HARTREE


def solvent_molecule(smiles: str) -> Cluster:
    """Return one molecule, its shape by RDKit (ETKDG with a fixed seed)."""
    from rdkit import Chem
    from rdkit.Chem import AllChem

    mol = Chem.AddHs(Chem.MolFromSmiles(smiles))
    if AllChem.EmbedMolecule(mol, randomSeed=7) != 0:  # type: ignore[attr-defined]
        raise InputError("solvent", f"'{smiles}' has no shape that RDKit finds", "another SMILES")
    AllChem.MMFFOptimizeMolecule(mol)  # type: ignore[attr-defined]
    numbers = np.array([atom.GetAtomicNum() for atom in mol.GetAtoms()])
    return Cluster(numbers=numbers, positions=np.array(mol.GetConformer().GetPositions()))


def turned(positions: Points, donor: int | None, direction: Points) -> Points:
    """Turn a molecule so that its donor (or its flat side) faces the origin, and push it out."""
    centre = positions.mean(axis=0)
    moved = positions - (centre if donor is None else positions[donor])
    axis = _normal(moved) if donor is None else centre - positions[donor]
    turned = moved @ rotation(axis / np.linalg.norm(axis), direction).T
    return np.asarray(turned + direction * (_FAR if donor is None else _NEAR))


def _normal(positions: Points) -> Points:
    """Direction in which the atoms spread least."""
    return np.asarray(np.linalg.svd(positions)[2][2])


def rotation(start: Points, end: Points) -> Points:
    """Return the matrix that turns one unit vector into another (Rodrigues)."""
    cross, cosine = np.cross(start, end), float(start @ end)
    if cosine < -1 + 1e-9:
        other = np.cross(start, np.eye(3)[int(np.argmin(np.abs(start)))])
        other /= np.linalg.norm(other)
        return np.asarray(2 * np.outer(other, other) - np.eye(3))
    skew = np.array([[0, -cross[2], cross[1]], [cross[2], 0, -cross[0]], [-cross[1], cross[0], 0]])
    return np.asarray(np.eye(3) + skew + skew @ skew / (1 + cosine))


def _question(cluster: Cluster) -> dict[str, Any]:
    """All that a number of a cluster depends on, but for the task."""
    return cluster.described | {"method": METHOD, "version": tblite_version()}


def _relaxed(cluster: Cluster, stride: float) -> Points:
    """Positions of the nearest minimum, Angstrom."""
    from scipy.optimize import minimize

    calculator = _calculator(cluster)

    def energy_and_slope(flat: Points) -> tuple[float, Points]:
        calculator.update(np.ascontiguousarray(stride * flat.reshape(-1, 3)))
        energy, gradient = _single_point(calculator, len(cluster.numbers))
        return energy, stride * gradient

    start = np.asarray(cluster.positions, dtype=float).ravel() / BOHR / stride
    end = minimize(
        energy_and_slope,
        start,
        jac=True,
        method="L-BFGS-B",
        options={
            "maxiter": _STEPS,
            "maxfun": 2 * _STEPS,
            "gtol": stride * _FLAT / 2,
            "ftol": 1e-12,
        },
    )
    force = float(np.abs(energy_and_slope(end.x)[1]).max()) / stride
    if not force < _FLAT:
        raise ConvergenceError(f"cluster of {len(cluster.numbers)} atoms", force, _FLAT, end.nit)
    return np.asarray(stride * end.x.reshape(-1, 3) * BOHR)


def _energy(cluster: Cluster, permittivity: float | None) -> float:
    """Energy in hartree."""
    calculator = _calculator(cluster)
    if permittivity is not None:
        model, kind = _CONTINUUM
        calculator.add(model, permittivity, kind)
    return _single_point(calculator, len(cluster.numbers))[0]


def _single_point(calculator: Any, atoms: int) -> tuple[float, Points]:
    """Energy in hartree and its slope, flat, in hartree/bohr; it must be negative."""
    try:
        result = calculator.singlepoint()
    except RuntimeError as error:  # of tblite, where the electrons do not settle
        raise ConvergenceError(f"electrons of {atoms} atoms", nan, 0.0, _CYCLES) from error
    energy = float(result["energy"])
    if not energy < 0:
        raise ConvergenceError(f"electrons of {atoms} atoms", energy, 0.0, 1)
    return energy, np.asarray(result["gradient"], dtype=float).ravel()


def _calculator(cluster: Cluster) -> Any:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        from tblite.interface import Calculator
    except ImportError as error:
        raise _missing() from error
    calculator = Calculator(
        METHOD, np.asarray(cluster.numbers), np.asarray(cluster.positions, dtype=float) / BOHR
    )
    calculator.set("verbosity", 0)
    calculator.set("max-iter", _CYCLES)
    return calculator


@lru_cache(maxsize=1)
def tblite_version() -> str:
    """Return the name and version of the program; raise `InputError` where it is missing."""
    try:
        return f"tblite {version('tblite')}"
    except PackageNotFoundError as error:
        raise _missing() from error


def _missing() -> InputError:
    return InputError("quantum", "tblite is not installed", "pip install 'ceralyte[quantum]'")


def atomic_number(element: str) -> int:
    """Return the atomic number of an element."""
    from rdkit import Chem

    return int(Chem.GetPeriodicTable().GetAtomicNumber(element))


TETRAHEDRON = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) / np.sqrt(3)
_NEAR, _FAR = 2.3, 3.8  # Angstrom: to donors, to flat molecules

"""Computed energies: how strongly a first shell of solvent takes a halide apart (GFN2-xTB).

Needs the extra `quantum` (tblite). One thread, gas phase, electronic energies without thermal
terms: supporting evidence beside the rules, never the judge.
"""

import os
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.quantities import Quantity, Record
from ceralyte.slurry.anatomy import anatomy
from ceralyte.slurry.computed import COMPUTED_STD
from ceralyte.slurry.molecule import donor_index

METHOD = "GFN2-xTB"
SHELL = 3  # molecules of solvent around each salt
_HARTREE, _BOHR = 2625.4996e3, 0.529177210903  # J/mol, Angstrom
_FLAT = 2e-3  # hartree/bohr, largest force of a relaxed cluster
_STEPS = 600

Points = NDArray[np.float64]


class Cluster(Record):
    """Atoms of a cluster: atomic numbers `(n,)` and positions `(n, 3)` in Angstrom."""

    numbers: Any
    positions: Any


class Solvolysis(Record):
    """Energy gained when the salts of a halide take a first shell of solvent each.

    Attributes
    ----------
    ceramic, smiles : str
    energy : Quantity
        J per mol of formula units: sum over the salts of E(salt.3D) - E(salt) - 3 E(D).
    by_salt : dict
        The same for one unit of each salt, J/mol.
    method, version : str
    """

    ceramic: str
    smiles: str
    energy: Quantity
    by_salt: dict[str, float]
    method: str
    version: str


def solvolysis(ceramic: str, smiles: str) -> Solvolysis:
    """Compute the first-shell solvolysis of a halide by one solvent.

    Parameters
    ----------
    ceramic : str
        Formula of a halide with one halogen and centres of charge three, such as Li3YBr6.
    smiles : str
        Of the solvent.

    Raises
    ------
    InputError
        Another kind of ceramic, or tblite is not installed.
    ConvergenceError
        A cluster that does not relax.

    Validity
    --------
    Orders solvents, no free energies; +-90 kJ/mol. Takes seconds for a small solvent, minutes for
    a large one.

    Source
    ------
    Bannwarth, Ehlert and Grimme, J. Chem. Theory Comput. 15 (2019) 1652.
    """
    units = anatomy(ceramic)
    if units.family != "halide" or len(units.halogens) != 1:
        raise InputError("ceramic", f"'{ceramic}' is no halide of one halogen", "such as Li3YBr6")
    halogen = units.halogens[0]
    cations = {e: n for e, n in units.amounts.items() if e != halogen}
    for element in cations:
        if units.states[element] not in _SHAPES:
            raise InputError(
                "ceramic",
                f"'{ceramic}' has {element} of charge {units.states[element]:+d}",
                "charges +1 and +3",
            )
    alone = energy_of(relaxed(solvent_molecule(smiles)))
    by_salt, total = {}, 0.0
    for element, amount in cations.items():
        charge = units.states[element]
        bare = energy_of(relaxed(salt(element, halogen, charge)))
        shell = energy_of(relaxed(solvated(element, halogen, charge, smiles)))
        gained = shell - bare - SHELL * alone
        by_salt[f"{element}{halogen}{charge if charge > 1 else ''}"] = gained
        total += amount * gained
    return Solvolysis(
        ceramic=ceramic,
        smiles=smiles,
        by_salt=by_salt,
        method=METHOD,
        version=tblite_version(),
        energy=Quantity(
            value=total,
            unit="J/mol",
            std_model=COMPUTED_STD,
            method=f"{METHOD}, first shell",
            validity="electronic energy in the gas phase, without thermal terms",
        ),
    )


def relaxed(cluster: Cluster, *, stride: float = 1.0) -> Cluster:
    """Return the cluster at its nearest minimum.

    Parameters
    ----------
    cluster : Cluster
    stride : float
        Length of the first step over all coordinates, bohr: short ones do not jump out of a basin.

    Raises
    ------
    ConvergenceError
        Forces above 0.002 hartree/bohr after 600 steps.
    """
    from scipy.optimize import minimize

    calculator = _calculator(cluster)

    def energy_and_slope(flat: Points) -> tuple[float, Points]:
        calculator.update(np.ascontiguousarray(stride * flat.reshape(-1, 3)))
        result = calculator.singlepoint()
        return float(result["energy"]), stride * np.asarray(result["gradient"], dtype=float).ravel()

    start = np.asarray(cluster.positions, dtype=float).ravel() / _BOHR / stride
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
    return Cluster(numbers=cluster.numbers, positions=stride * end.x.reshape(-1, 3) * _BOHR)


def energy_of(cluster: Cluster, permittivity: float | None = None) -> float:
    """Return the electronic energy of a cluster as it is, J/mol, in the gas or in a continuum.

    Raises
    ------
    ConvergenceError
        An energy that is not negative: the electrons went astray although tblite reports success.
    """
    calculator = _calculator(cluster)
    if permittivity is not None:
        calculator.add("ddX-solvation", permittivity, "cosmo")
    energy = float(calculator.singlepoint()["energy"])
    if not energy < 0:
        raise ConvergenceError(f"electrons of {len(cluster.numbers)} atoms", energy, 0.0, 1)
    return energy * _HARTREE


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


def salt(element: str, halogen: str, charge: int) -> Cluster:
    """Return MX, or a planar MX3 as gas-phase trihalides are, at a guessed bond length.

    GFN2-xTB would have YBr3 pyramidal, 75 kJ/mol lower: an artefact that shifts the energies of all
    solvents alike; the planar shape is a stationary point and stays.
    """
    return _core(element, halogen, charge, _TRIANGLE if charge == 3 else TETRAHEDRON)


def solvated(element: str, halogen: str, charge: int, smiles: str) -> Cluster:
    """Return a salt with three molecules of solvent, donor atoms towards the metal."""
    shape = _SHAPES[charge]
    core, one = _core(element, halogen, charge, shape), solvent_molecule(smiles)
    donor = donor_index(smiles)
    numbers, positions = [core.numbers], [core.positions]
    for direction in shape[charge:]:
        numbers.append(one.numbers)
        positions.append(turned(one.positions, donor, direction))
    return Cluster(numbers=np.concatenate(numbers), positions=np.vstack(positions))


def _core(element: str, halogen: str, charge: int, directions: Points) -> Cluster:
    return Cluster(
        numbers=np.array([_number(element), *[_number(halogen)] * charge]),
        positions=np.vstack([np.zeros(3), _BOND * directions[:charge]]),
    )


def turned(positions: Points, donor: int | None, direction: Points) -> Points:
    """Turn a molecule so that its donor (or its flat side) faces the origin, and push it out."""
    centre = positions.mean(axis=0)
    moved = positions - (centre if donor is None else positions[donor])
    axis = _normal(moved) if donor is None else centre - positions[donor]
    turned = moved @ _rotation(axis / np.linalg.norm(axis), direction).T
    return np.asarray(turned + direction * (_FAR if donor is None else _NEAR))


def _normal(positions: Points) -> Points:
    """Direction in which the atoms spread least."""
    return np.asarray(np.linalg.svd(positions)[2][2])


def _rotation(start: Points, end: Points) -> Points:
    """Rotation matrix that turns one unit vector into another (Rodrigues)."""
    cross, cosine = np.cross(start, end), float(start @ end)
    if cosine < -1 + 1e-9:
        other = np.cross(start, np.eye(3)[int(np.argmin(np.abs(start)))])
        other /= np.linalg.norm(other)
        return np.asarray(2 * np.outer(other, other) - np.eye(3))
    skew = np.array([[0, -cross[2], cross[1]], [cross[2], 0, -cross[0]], [-cross[1], cross[0], 0]])
    return np.asarray(np.eye(3) + skew + skew @ skew / (1 + cosine))


_TRIANGLE = np.array([[1, 0, 0], [-0.5, np.sqrt(0.75), 0], [-0.5, -np.sqrt(0.75), 0]])
TETRAHEDRON = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) / np.sqrt(3)
_OCTAHEDRON = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, 0, 0], [0, -1, 0], [0, 0, -1]], float)
_SHAPES = {1: TETRAHEDRON, 3: _OCTAHEDRON}
_BOND, _NEAR, _FAR = 2.5, 2.3, 3.8  # Angstrom: of salts, to donors, to flat molecules


def _calculator(cluster: Cluster) -> Any:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        from tblite.interface import Calculator
    except ImportError as error:
        raise InputError(
            "quantum", "tblite is not installed", "pip install 'ceralyte[quantum]'"
        ) from error
    calculator = Calculator(
        METHOD, np.asarray(cluster.numbers), np.asarray(cluster.positions, dtype=float) / _BOHR
    )
    calculator.set("verbosity", 0)
    return calculator


@lru_cache(maxsize=1)
def tblite_version() -> str:
    """Return the name and version of the program."""
    return f"tblite {version('tblite')}"


def _number(element: str) -> int:
    from rdkit import Chem

    return int(Chem.GetPeriodicTable().GetAtomicNumber(element))

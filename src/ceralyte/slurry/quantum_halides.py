"""Computed energies of halides: how strongly a first shell of solvent takes their salts apart.

Needs the extra `quantum` (tblite); gas phase.
"""

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Record
from ceralyte.slurry.anatomy import anatomy
from ceralyte.slurry.computed import COMPUTED_STD
from ceralyte.slurry.molecule import donor_index
from ceralyte.slurry.quantum import (
    METHOD,
    TETRAHEDRON,
    Cluster,
    Points,
    atomic_number,
    energy_of,
    relaxed,
    solvent_molecule,
    tblite_version,
    turned,
)

SHELL = 3  # molecules of solvent around each salt


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
        numbers=np.array([atomic_number(element), *[atomic_number(halogen)] * charge]),
        positions=np.vstack([np.zeros(3), _BOND * directions[:charge]]),
    )


_TRIANGLE = np.array([[1, 0, 0], [-0.5, np.sqrt(0.75), 0], [-0.5, -np.sqrt(0.75), 0]])
_OCTAHEDRON = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, 0, 0], [0, -1, 0], [0, 0, -1]], float)
_SHAPES = {1: TETRAHEDRON, 3: _OCTAHEDRON}
_BOND = 2.5  # Angstrom, of salts

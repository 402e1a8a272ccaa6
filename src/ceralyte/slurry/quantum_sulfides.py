"""Computed energies of thiophosphates: adducts with a solvent, and the three reactions of P2S7.

Needs the extra `quantum` (tblite).
"""

import numpy as np

from ceralyte.core.errors import ConvergenceError
from ceralyte.core.quantities import Quantity
from ceralyte.slurry.computed import ADDUCT_STD, COMPUTED_STD
from ceralyte.slurry.molecule import donor_index
from ceralyte.slurry.quantum import (
    METHOD,
    Cluster,
    Points,
    energy_of,
    relaxed,
    solvent_molecule,
    turned,
)
from ceralyte.slurry.quantum_continuum import (
    energies_in_continuum,
    reaction_energies,
    require_permittivity,
)
from ceralyte.slurry.quantum_shapes import SHAPES, STRIDE, shape

REACTIONS = {
    "solvation": "Li4P2S7 into the continuum",
    "reduction": "Li4P2S7 -> Li4P2S6 + 1/8 S8",
    "with_sulfide": "Li4P2S7 + Li2S -> 2 Li3PS4",
}
"""After Tan et al. (2019), the last one balanced: P2S7(4-) + S(2-) -> 2 PS4(3-)."""

COEFFICIENTS = {
    "reduction": {"Li4P2S6": 1.0, "S8": 0.125, "Li4P2S7": -1.0},
    "with_sulfide": {"Li3PS4": 2.0, "Li4P2S7": -1.0, "Li2S": -1.0},
}
"""Of the reactions between clusters, products positive."""

_ALONE = "Li4P2S7 in the gas phase"
_STRETCH = 1.2  # of a bond of the solvent: beyond it the molecule has reacted


def adduct(smiles: str) -> Quantity:
    """Return the energy of one molecule of solvent binding to lithium of Li3PS4, J/mol.

    Raises
    ------
    InputError
        tblite is not installed.
    ConvergenceError
        Also where a bond of the solvent breaks: then it is no adduct.

    Validity
    --------
    Gas phase, one start with the donor atom facing a lithium; no free energy.
    """
    salt, alone = shape("Li3PS4"), relaxed(solvent_molecule(smiles), stride=STRIDE)
    lithium = salt.positions[-1] - salt.positions[0]
    direction = lithium / np.linalg.norm(lithium)
    placed = turned(alone.positions, donor_index(smiles), direction) + salt.positions[-1]
    pair = Cluster(
        numbers=np.concatenate([salt.numbers, alone.numbers]),
        positions=np.vstack([salt.positions, placed]),
    )
    found = relaxed(pair, stride=STRIDE)
    _require_whole(alone, found.positions[len(salt.numbers) :], smiles)
    gained = energy_of(found) - energy_of(salt) - energy_of(alone)
    return Quantity(
        value=gained,
        unit="J/mol",
        std_model=ADDUCT_STD,
        method=f"{METHOD}, Li3PS4 with one molecule",
        validity="electronic energy in the gas phase, without thermal terms",
    )


def thiophosphate_reactions(permittivity: float) -> dict[str, Quantity]:
    """Return the energies of `REACTIONS` in a continuum (ddCOSMO), J per mol of P2S7 units.

    Parameters
    ----------
    permittivity : float
        Relative, of the solvent.

    Raises
    ------
    InputError
        A permittivity below 1, or tblite is not installed.
    ConvergenceError
        A continuum that lets the energy collapse or raises it.

    Validity
    --------
    Shapes of the gas phase; +-90 kJ/mol.

    Source
    ------
    Reactions: Tan et al., ACS Appl. Energy Mater. 2 (2019) 6542.
    """
    require_permittivity(permittivity)
    alone = energy_of(shape("Li4P2S7"))
    e = energies_in_continuum({name: shape(name) for name in SHAPES}, permittivity)
    coefficients = {"solvation": {"Li4P2S7": 1.0, _ALONE: -1.0}, **COEFFICIENTS}
    return reaction_energies(REACTIONS, coefficients, {**e, _ALONE: alone}, COMPUTED_STD)


def _require_whole(alone: Cluster, positions: Points, smiles: str) -> None:
    """Raise where a bond of the solvent is far longer in the adduct."""
    from rdkit import Chem

    for bond in Chem.AddHs(Chem.MolFromSmiles(smiles)).GetBonds():
        pair = [bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()]
        before, after = (
            float(np.linalg.norm(np.subtract(*p[pair]))) for p in (alone.positions, positions)
        )
        if after > _STRETCH * before:
            raise ConvergenceError(f"adduct of {smiles}, bond", after, _STRETCH * before, 1)

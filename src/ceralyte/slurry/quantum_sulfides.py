"""Computed energies of thiophosphates: adducts with a solvent, and the three reactions of P2S7.

Needs the extra `quantum` (tblite). Lithium salts instead of bare ions: with a charge of -4 the
continuum of tblite 0.8 lets the energy collapse, and Coulomb terms would swamp the rest.
"""

from functools import lru_cache

import numpy as np

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.quantities import Quantity
from ceralyte.slurry.computed import ADDUCT_STD, COMPUTED_STD
from ceralyte.slurry.molecule import donor_index
from ceralyte.slurry.quantum import (
    METHOD,
    TETRAHEDRON,
    Cluster,
    Points,
    energy_of,
    relaxed,
    solvent_molecule,
    turned,
)

REACTIONS = {
    "solvation": "Li4P2S7 into the continuum",
    "reduction": "Li4P2S7 -> Li4P2S6 + 1/8 S8",
    "with_sulfide": "Li4P2S7 + Li2S -> 2 Li3PS4",
}
"""After Tan et al. (2019), the last one balanced: P2S7(4-) + S(2-) -> 2 PS4(3-)."""

_Edges = tuple[int, list[tuple[int, int]]]  # a phosphorus, and pairs of its sulfur
_STRIDE = 0.125  # bohr: sulfur attacks methyl groups where a first step is long
_STRETCH = 1.2  # of a bond of the solvent: beyond it the molecule has reacted
_NOISE = 1e3  # J/mol: S8 has no charges that a continuum could feel
_SOLVATION_MOST = 1e6  # J/mol; more than three times that of the largest cluster in water
_TERMINAL, _BRIDGE, _DIRECT, _LITHIUM = 2.05, 2.12, 2.26, 2.75  # Angstrom: P-S, P-S-P, P-P, P-Li


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
    salt, alone = _relaxed("Li3PS4"), relaxed(solvent_molecule(smiles), stride=_STRIDE)
    lithium = salt.positions[-1] - salt.positions[0]
    direction = lithium / np.linalg.norm(lithium)
    placed = turned(alone.positions, donor_index(smiles), direction) + salt.positions[-1]
    pair = Cluster(
        numbers=np.concatenate([salt.numbers, alone.numbers]),
        positions=np.vstack([salt.positions, placed]),
    )
    found = relaxed(pair, stride=_STRIDE)
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
    if not permittivity >= 1:
        raise InputError("permittivity", f"{permittivity:g}", "1 or more")
    e = {name: _in_continuum(name, permittivity) for name in _SHAPES}
    energies = {
        "solvation": e["Li4P2S7"] - energy_of(_relaxed("Li4P2S7")),
        "reduction": e["Li4P2S6"] + e["S8"] / 8 - e["Li4P2S7"],
        "with_sulfide": 2 * e["Li3PS4"] - e["Li4P2S7"] - e["Li2S"],
    }
    return {
        name: Quantity(
            value=energy,
            unit="J/mol",
            std_model=COMPUTED_STD,
            method=f"{METHOD} with ddCOSMO, {REACTIONS[name]}",
            validity="electronic energy, without thermal terms, shapes of the gas phase",
        )
        for name, energy in energies.items()
    }


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


def _in_continuum(name: str, permittivity: float) -> float:
    cluster = _relaxed(name)
    energy, alone = energy_of(cluster, permittivity), energy_of(cluster)
    if not -_SOLVATION_MOST < energy - alone < _NOISE:
        raise ConvergenceError(f"continuum around {name}", energy - alone, -_SOLVATION_MOST, 1)
    return energy


@lru_cache(maxsize=8)
def _relaxed(name: str) -> Cluster:
    return relaxed(_SHAPES[name](), stride=_STRIDE)


def _orthothiophosphate() -> Cluster:
    sulfur = _TERMINAL * TETRAHEDRON
    return _salt(["P", *"SSSS"], np.vstack([np.zeros(3), sulfur]), [(0, [(1, 2), (1, 3), (1, 4)])])


def _pyrothiophosphate() -> Cluster:
    """Two PS4 that share a sulfur."""
    half = np.deg2rad(55)
    positions = [np.zeros(3)]
    for side in (1, -1):
        axis = np.array([side * np.sin(half), 0, -np.cos(half)])
        positions += _umbrella(_BRIDGE * axis, axis, np.array([0.0, 1, 0]))
    pairs = [(1, [(2, 3), (3, 4)]), (5, [(6, 7), (6, 8)])]
    return _salt(["S", *"PSSS", *"PSSS"], np.array(positions), pairs)


def _hypothiophosphate() -> Cluster:
    """Two PS3 joined by a bond between phosphorus, staggered."""
    positions = []
    for side in (1, -1):
        axis = np.array([0.0, 0, side])
        positions += _umbrella(_DIRECT / 2 * axis, axis, np.array([side, 0.0, 0]))
    return _salt(
        [*"PSSS", *"PSSS"], np.array(positions), [(0, [(1, 2), (2, 3)]), (4, [(5, 6), (5, 7)])]
    )


def _umbrella(centre: Points, axis: Points, first: Points) -> list[Points]:
    """A phosphorus and three sulfur about it that open along `axis`, the first towards `first`."""
    second = np.cross(axis, first)
    angles = 2 * np.pi * np.arange(3) / 3
    rays = [axis / 3 + np.sqrt(8) / 3 * (np.cos(a) * first + np.sin(a) * second) for a in angles]
    return [centre, *(centre + _TERMINAL * ray for ray in rays)]


def _salt(elements: list[str], positions: Points, pairs: list[_Edges]) -> Cluster:
    """Add lithium off a phosphorus, in front of the middle of two of its sulfur."""
    lithium = []
    for phosphorus, edges in pairs:
        for edge in edges:
            off = positions[list(edge)].mean(axis=0) - positions[phosphorus]
            lithium.append(positions[phosphorus] + _LITHIUM * off / np.linalg.norm(off))
    return _cluster([*elements, *["Li"] * len(lithium)], np.vstack([positions, lithium]))


def _ring() -> Cluster:
    """S8, a crown."""
    angles = np.pi / 4 * np.arange(8)
    height = 0.5 * (-1.0) ** np.arange(8)
    return _cluster(
        ["S"] * 8, np.column_stack([2.35 * np.cos(angles), 2.35 * np.sin(angles), height])
    )


def _lithium_sulfide() -> Cluster:
    return _cluster(["S", "Li", "Li"], np.array([[0.0, 0, 0], [1.6, 1.4, 0], [-1.6, 1.4, 0]]))


_NUMBERS = {"Li": 3, "P": 15, "S": 16}


def _cluster(elements: list[str], positions: Points) -> Cluster:
    return Cluster(numbers=np.array([_NUMBERS[e] for e in elements]), positions=positions)


_SHAPES = {
    "Li3PS4": _orthothiophosphate,
    "Li4P2S7": _pyrothiophosphate,
    "Li4P2S6": _hypothiophosphate,
    "S8": _ring,
    "Li2S": _lithium_sulfide,
}

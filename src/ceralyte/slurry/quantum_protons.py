"""Computed energies of an acidic solvent on a thiophosphate: its proton goes to sulfur, H2S leaves.

Needs the extra `quantum` (tblite). Neutral clusters with lithium, as in `quantum_sulfides`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.quantities import Quantity
from ceralyte.slurry.computed import PROTON_STD
from ceralyte.slurry.molecule import acidic_site
from ceralyte.slurry.quantum import (
    TETRAHEDRON,
    Cluster,
    Points,
    atomic_number,
    energy_of,
    relaxed,
    rotation,
    solvent_molecule,
)
from ceralyte.slurry.quantum_continuum import (
    energies_in_continuum,
    reaction_energies,
    require_permittivity,
)
from ceralyte.slurry.quantum_shapes import (
    STRIDE,
    TERMINAL,
    lithiated,
    shape,
    umbrella,
)

PROTON_REACTIONS = {
    "transfer": "Li3PS4 + HA -> Li3(HPS4)A",
    "h2s_release": "Li3PS4 + 2 HA -> Li3(PS3A)A + H2S",
}
"""HA: the solvent with its acidic hydrogen. What it leaves behind stays with its lithium in one
cluster: free LiA would cost more than the reaction gives."""

PROTON_COEFFICIENTS = {
    "transfer": {"Li3(HPS4)A": 1.0, "Li3PS4": -1.0, "HA": -1.0},
    "h2s_release": {"Li3(PS3A)A": 1.0, "H2S": 1.0, "Li3PS4": -1.0, "HA": -2.0},
}
"""The same as numbers of clusters, products positive."""

_SALT = 1.9  # Angstrom, guess from lithium to the atom that held the hydrogen
_TO_PHOSPHORUS = {"O": 1.65, "N": 1.75, "S": 2.1}  # Angstrom, guesses
_THIOL = 1.35  # Angstrom, S-H
_BONDED = 1.25  # of a guess: beyond it the product fell apart


@dataclass(frozen=True)
class _Acid:
    """A relaxed molecule, the place of its acidic hydrogen, and the atom that holds it."""

    cluster: Cluster
    hydrogen: int
    holder: int

    @property
    def element(self) -> str:
        number = int(self.cluster.numbers[self.holder])
        return next(e for e in _TO_PHOSPHORUS if atomic_number(e) == number)

    @property
    def outwards(self) -> Points:
        """Unit vector along the bond to the hydrogen."""
        bond = self.cluster.positions[self.hydrogen] - self.cluster.positions[self.holder]
        return np.asarray(bond / np.linalg.norm(bond))

    @property
    def rest(self) -> Cluster:
        """The molecule without the hydrogen, whose place is behind all heavier atoms."""
        return Cluster(
            numbers=np.delete(self.cluster.numbers, self.hydrogen),
            positions=np.delete(self.cluster.positions, self.hydrogen, axis=0),
        )


def proton_energies(smiles: str, permittivity: float) -> Mapping[str, Quantity]:
    """Return the energies of `PROTON_REACTIONS` in a continuum (ddCOSMO), J/mol of Li3PS4.

    Parameters
    ----------
    smiles : str
        Of a solvent with an acidic hydrogen on O, N or S.
    permittivity : float
        Relative, of the solvent.

    Raises
    ------
    InputError
        No acidic hydrogen, a permittivity below 1, or tblite is not installed.
    ConvergenceError
        A cluster that does not relax or falls apart, a continuum that lets the energy collapse.

    Validity
    --------
    +-120 kJ/mol, best of three starts, shapes of the gas phase, no thermal terms; by density
    functional theory the reactions of water are 100 to 140 kJ/mol less favourable. Never a judge:
    N-methylformamide, which dissolves Li3PS4 and gives it back, lies 60 kJ/mol above water, less
    than the error; a limit that catches water with its error would condemn it, and one at zero
    would let water pass.
    """
    require_permittivity(permittivity)
    energies = energies_in_continuum(proton_clusters(smiles), permittivity, of=smiles)
    return reaction_energies(PROTON_REACTIONS, PROTON_COEFFICIENTS, energies, PROTON_STD)


def proton_clusters(smiles: str) -> dict[str, Cluster]:
    """Return the relaxed clusters of `PROTON_REACTIONS` by name."""
    acid = _acid(smiles)
    return {
        "Li3PS4": shape("Li3PS4"),
        "HA": acid.cluster,
        "Li3(HPS4)A": _lowest(_hydrogen_thiophosphate(), acid),
        "Li3(PS3A)A": _whole(_lowest(_substituted(acid), acid), acid, smiles),
        "H2S": relaxed(solvent_molecule("S"), stride=STRIDE),
    }


def _acid(smiles: str) -> _Acid:
    site = acidic_site(smiles)
    if site is None:
        raise InputError(
            "solvent", f"'{smiles}' has no acidic hydrogen", "an acid, alcohol, thiol, amine, water"
        )
    return _Acid(relaxed(solvent_molecule(smiles), stride=STRIDE), *site)


def _lowest(salt: Cluster, acid: _Acid) -> Cluster:
    """The best of three clusters: the rest of the solvent starts on each lithium of the salt.

    A start that does not converge is passed over; the last one raises where none is left.
    """
    found = []
    for lithium in (-1, -2, -3):
        try:
            found.append(relaxed(_joined(salt, acid, lithium), stride=STRIDE))
        except ConvergenceError:
            if lithium == -3 and not found:
                raise
    return min(found, key=energy_of)


def _joined(salt: Cluster, acid: _Acid, lithium: int) -> Cluster:
    """The solvent without its acidic hydrogen, put on a lithium of a salt from outside."""
    at = salt.positions[lithium]
    outside = at - salt.positions.mean(axis=0)
    outside = outside / np.linalg.norm(outside)
    placed = acid.rest.positions - acid.cluster.positions[acid.holder]
    placed = placed @ rotation(-acid.outwards, outside).T
    return Cluster(
        numbers=np.concatenate([salt.numbers, acid.rest.numbers]),
        positions=np.vstack([salt.positions, at + _SALT * outside + placed]),
    )


def _hydrogen_thiophosphate() -> Cluster:
    """Li3HPS4: hydrogen on one sulfur, lithium between the others."""
    sulfur = TERMINAL * TETRAHEDRON
    axis = TETRAHEDRON[0]
    side = TETRAHEDRON[1]
    side = side - (side @ axis) * axis
    hydrogen = sulfur[0] + _THIOL * side / np.linalg.norm(side)
    positions = np.vstack([np.zeros(3), sulfur, hydrogen])
    return lithiated([*"PSSSSH"], positions, [(0, [(2, 3), (3, 4), (2, 4)])])


def _substituted(acid: _Acid) -> Cluster:
    """Li3PS3A: the solvent bonded to phosphorus where its hydrogen was."""
    rest, axis = acid.rest, acid.outwards
    at = acid.cluster.positions[acid.holder] + _TO_PHOSPHORUS[acid.element] * axis
    first = np.cross(axis, np.eye(3)[int(np.argmin(np.abs(axis)))])
    salt = lithiated(
        [*"PSSS"],
        np.array(umbrella(at, axis, first / np.linalg.norm(first))),
        [(0, [(1, 2), (2, 3), (1, 3)])],
    )
    return Cluster(
        numbers=np.concatenate([rest.numbers, salt.numbers]),
        positions=np.vstack([rest.positions, salt.positions]),
    )


def _whole(found: Cluster, acid: _Acid, smiles: str) -> Cluster:
    """Return the cluster; raise where the bond to phosphorus broke."""
    phosphorus = len(acid.rest.numbers)
    length = float(np.linalg.norm(found.positions[phosphorus] - found.positions[acid.holder]))
    most = _BONDED * _TO_PHOSPHORUS[acid.element]
    if not length < most:
        raise ConvergenceError(f"Li3(PS3A)A of {smiles}, bond", length, most, 1)
    return found

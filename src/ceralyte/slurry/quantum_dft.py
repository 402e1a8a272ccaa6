"""Density functional theory as a check of GFN2-xTB, on small reactions.

Needs the extra `quantum` (PySCF). Single points in the gas phase, on shapes by GFN2-xTB.
"""

import os
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from time import process_time
from typing import Any

import numpy as np

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.quantities import Record
from ceralyte.slurry import quantum
from ceralyte.slurry.quantum import HARTREE, Cluster
from ceralyte.slurry.quantum_protons import (
    PROTON_COEFFICIENTS,
    PROTON_REACTIONS,
    proton_clusters,
)
from ceralyte.slurry.quantum_shapes import SHAPES, shape
from ceralyte.slurry.quantum_sulfides import COEFFICIENTS, REACTIONS
from ceralyte.slurry.remembered import remembered

FUNCTIONAL, BASIS = "r2scan", "def2-tzvp"
METHOD = "r2SCAN/def2-TZVP, density fitting"


class Check(Record):
    """One reaction by both methods.

    Attributes
    ----------
    reaction : str
    smiles : str
        Of the solvent HA, "" where none takes part.
    gfn2, dft : float
        Reaction energies, J/mol.
    seconds : float
        Of processor time that the density functional took.
    """

    reaction: str
    smiles: str
    gfn2: float
    dft: float
    seconds: float


def check_thiophosphates() -> tuple[Check, ...]:
    """Compare both methods on the reactions of P2S7 between clusters."""
    clusters = {name: shape(name) for name in SHAPES}
    return tuple(
        _check(REACTIONS[name], "", clusters, terms) for name, terms in COEFFICIENTS.items()
    )


def check_protons(smiles: str) -> tuple[Check, ...]:
    """Compare both methods on the reactions of one acidic solvent with Li3PS4."""
    clusters = proton_clusters(smiles)
    return tuple(
        _check(PROTON_REACTIONS[name], smiles, clusters, terms)
        for name, terms in PROTON_COEFFICIENTS.items()
    )


def dft_energy(cluster: Cluster) -> tuple[float, float]:
    """Return the electronic energy of a closed-shell cluster, J/mol, and the seconds it took.

    Raises
    ------
    InputError
        PySCF is not installed.
    ConvergenceError
        Electrons that do not settle.

    Source
    ------
    Functional: Furness et al., J. Phys. Chem. Lett. 11 (2020) 8208. Program: Sun et al., J. Chem.
    Phys. 153 (2020) 024109.
    """
    question = cluster.described | {
        "task": "energy",
        "method": METHOD,
        "version": pyscf_version(),
        "permittivity": None,
    }
    energy, seconds = remembered(question, lambda: _computed(cluster))
    return float(energy) * HARTREE, float(seconds)


def pyscf_version() -> str:
    """Return the name and version of the program; raise `InputError` where it is missing."""
    try:
        return f"PySCF {version('pyscf')}"
    except PackageNotFoundError as error:
        raise _missing() from error


def _check(
    reaction: str, smiles: str, clusters: Mapping[str, Cluster], terms: Mapping[str, float]
) -> Check:
    by_dft = {name: dft_energy(clusters[name]) for name in terms}
    return Check(
        reaction=reaction,
        smiles=smiles,
        gfn2=sum(n * quantum.energy_of(clusters[name]) for name, n in terms.items()),
        dft=sum(n * by_dft[name][0] for name, n in terms.items()),
        seconds=sum(seconds for _, seconds in by_dft.values()),
    )


def _computed(cluster: Cluster) -> tuple[float, float]:
    """Energy in hartree and processor time in seconds."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        from pyscf import dft, gto
    except ImportError as error:
        raise _missing() from error
    start = process_time()
    atoms = list(zip(np.asarray(cluster.numbers).tolist(), cluster.positions, strict=True))
    field: Any = dft.RKS(gto.M(atom=atoms, basis=BASIS, verbose=0)).density_fit()
    field.xc = FUNCTIONAL
    energy = float(field.kernel())
    if not field.converged:
        raise ConvergenceError(
            f"electrons of {len(atoms)} atoms", energy, field.conv_tol, field.max_cycle
        )
    return energy, process_time() - start


def _missing() -> InputError:
    return InputError("quantum", "PySCF is not installed", "pip install 'ceralyte[quantum]'")

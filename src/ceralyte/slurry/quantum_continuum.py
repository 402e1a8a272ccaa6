"""Clusters and their reactions in a continuum with the permittivity of the solvent (ddCOSMO)."""

from collections.abc import Mapping

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.quantities import Quantity
from ceralyte.slurry.quantum import METHOD, Cluster, energy_of

_NOISE = 1e3  # J/mol: S8 has no charges that a continuum could feel
_SOLVATION_MOST = 1e6  # J/mol; more than three times that of the largest cluster in water

Coefficients = Mapping[str, float]
"""Of the clusters in a reaction by name, products positive."""


def require_permittivity(permittivity: float) -> None:
    """Raise `InputError` for a relative permittivity below 1, before anything is computed."""
    if not permittivity >= 1:
        raise InputError("permittivity", f"{permittivity:g}", "1 or more")


def energies_in_continuum(
    clusters: Mapping[str, Cluster], permittivity: float, *, of: str = ""
) -> dict[str, float]:
    """Return the energies of clusters in a continuum, J/mol.

    Parameters
    ----------
    clusters : mapping
    permittivity : float
        Relative, of the solvent.
    of : str
        What the clusters are of, for messages.

    Raises
    ------
    InputError
        tblite is not installed.
    ConvergenceError
        The continuum lets an energy collapse or raises it.
    """
    energies = {}
    for name, cluster in clusters.items():
        energies[name] = energy_of(cluster, permittivity)
        gained = energies[name] - energy_of(cluster)
        if not -_SOLVATION_MOST < gained < _NOISE:
            what = f"continuum around {name}{f' of {of}' if of else ''}"
            raise ConvergenceError(what, gained, -_SOLVATION_MOST, 1)
    return energies


def reaction_energies(
    reactions: Mapping[str, str],
    coefficients: Mapping[str, Coefficients],
    energies: Mapping[str, float],
    std: float,
) -> dict[str, Quantity]:
    """Return the energies of reactions between clusters in a continuum, J/mol.

    Parameters
    ----------
    reactions : mapping
        Equations by name, for the method.
    coefficients : mapping
        The same as numbers of clusters.
    energies : mapping
        Of the clusters, J/mol.
    std : float
        Error of the method, J/mol.
    """
    return {
        name: Quantity(
            value=sum(n * energies[cluster] for cluster, n in terms.items()),
            unit="J/mol",
            std_model=std,
            method=f"{METHOD} with ddCOSMO, {reactions[name]}",
            validity="electronic energy, without thermal terms, shapes of the gas phase",
        )
        for name, terms in coefficients.items()
    }

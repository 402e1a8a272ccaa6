"""Conductivity against temperature of ceramic-rich and polymer-rich composites.

The model is a ceramic of overlapping spheres in a conducting polymer. Where the ceramic
percolates, the composite has the ceramic's constant activation energy; where it does not, the
polymer's, which changes with temperature.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.literature.conductivities import PublishedCurve, published_curves
from ceralyte.materials import load_catalogue
from ceralyte.model.structure import BINDER, CERAMIC, Structure
from ceralyte.numerics.spheres import scaled_distance
from ceralyte.structure import percolating_fraction
from ceralyte.transport import (
    TemperatureDependence,
    VogelLaw,
    activation_energy,
    arrhenius,
    conductivity_against_temperature,
    vogel_through,
)

FRACTIONS = (0.05, 0.15, 0.2, 0.25, 0.28, 0.31, 0.34, 0.37, 0.4, 0.5, 0.7)
THRESHOLD = 0.2896
"""Volume fraction at which overlapping spheres percolate: C. D. Lorenz and R. M. Ziff, J. Chem.
Phys. 114, 3659 (2001)."""

_CERAMIC, _POLYMER, _POLYMER_HOST = "LAGP glass-ceramic (B)", "PEO18-LiTFSI", "PEO"
_BELOW_GLASS = 50.0
_TEMPERATURES = 5
_DIAMETERS_PER_EDGE = 5.0
_VOXEL = 0.25e-6


class ModelCurve(Record):
    """Conductivity of the model composite at one volume fraction of ceramic.

    Attributes
    ----------
    ceramic_fraction : float
    percolating : float
        Share of the samples through which the ceramic alone leads.
    curve : TemperatureDependence
        Geometric mean of the samples; so its activation energies are their mean.
    energy_errors : tuple of float
        Standard error of these, J/mol, from sample to sample.
    """

    ceramic_fraction: float
    percolating: float
    curve: TemperatureDependence
    energy_errors: tuple[float, ...]

    @property
    def percolates(self) -> bool:
        """Whether the ceramic alone leads through most samples."""
        return self.percolating > 0.5


class Figure1c(Record):
    """Published and computed conductivities against temperature.

    Attributes
    ----------
    published : tuple of PublishedCurve
        With two temperatures or more.
    model : tuple of ModelCurve
        By rising fraction of ceramic.
    ceramic_energy : float
        Of the ceramic alone, J/mol.
    polymer : VogelLaw
    threshold : float
        Volume fraction at which overlapping spheres percolate.
    notes : tuple of str
    sources : tuple of Source
    """

    published: tuple[PublishedCurve, ...]
    model: tuple[ModelCurve, ...]
    ceramic_energy: float
    polymer: VogelLaw
    threshold: float
    notes: tuple[str, ...]
    sources: tuple[Source, ...]


def figure_1c(
    *,
    fractions: tuple[float, ...] = FRACTIONS,
    edge: int = 48,
    seed: int = 0,
    samples: int = 3,
    progress: Callable[[str, float], None] = lambda _what, _share: None,
) -> Figure1c:
    """Compute conductivity against temperature over the fraction of ceramic.

    Parameters
    ----------
    fractions : tuple of float
        Volume fractions of ceramic, above 0, below 1.
    edge : int
        Voxels along each side of the image; a sphere of half its volume has a fifth of them.
    seed : int
        Of the places of the spheres.
    samples : int
        Images of each fraction, two or more.
    progress : callable
        Told what is computed and the share done.

    Returns
    -------
    Figure1c

    Raises
    ------
    InputError
        Fewer than two samples, or no whole number of them.

    Validity
    --------
    The conductivity of the ceramic is that of one sintered body. The polymer's law goes through
    two published points with its ideal glass temperature 50 K below the glass transition, a rule
    of thumb: the melting of the polymer is smoothed over. Nothing happens at the interface of the
    two.
    """
    if not isinstance(samples, int) or samples < 2:
        wanted = "a whole number, two or more, to tell how they differ"
        raise InputError("samples", f"got {samples!r}", wanted)
    curves = {curve.system: curve for curve in published_curves()}
    pellet, salt = curves[_CERAMIC], curves[_POLYMER]
    energy = activation_energy(pellet.temperatures, pellet.conductivities).activation_energy.value
    middle = float(np.exp(np.mean(np.log(pellet.conductivities))))
    at = 1 / float(np.mean(1 / np.array(pellet.temperatures)))
    glass = load_catalogue().value(
        _POLYMER_HOST, "glass_transition_temperature", needed_for="VTF law"
    )
    points = list(zip(salt.temperatures, salt.conductivities, strict=True))
    polymer = vogel_through(points[0], points[-1], glass.value - _BELOW_GLASS)
    laws = {"ceramic": lambda t: arrhenius(middle, at, energy, t), "binder": polymer.at}
    temperatures = (1 / np.linspace(1 / points[0][0], 1 / points[-1][0], _TEMPERATURES)).tolist()
    fields = [_distances(edge, number) for number in np.random.SeedSequence(seed).spawn(samples)]
    model = []
    for number, fraction in enumerate(sorted(fractions)):
        progress(f"{100 * fraction:.0f} vol% ceramic", number / len(fractions))
        composites = [_composite(field, fraction) for field in fields]
        of_each = [conductivity_against_temperature(c, laws, temperatures) for c in composites]
        leads = [percolating_fraction(c, CERAMIC) > 0 for c in composites]
        model.append(_mean_curve(fraction, of_each, float(np.mean(leads))))
    return Figure1c(
        published=tuple(c for c in curves.values() if len(c.temperatures) > 1),
        model=tuple(model),
        ceramic_energy=energy,
        polymer=polymer,
        threshold=THRESHOLD,
        notes=(
            f"model: spheres of {_CERAMIC} in {_POLYMER}, {samples} samples of {edge} voxels along "
            "each side; errors are standard errors from sample to sample",
            f"{_CERAMIC}: line through {len(pellet.temperatures)} digitised points",
            f"{_POLYMER}: VTF law through two published points, ideal glass temperature 50 K below "
            "the glass transition (a rule of thumb); melting is smoothed over",
        ),
        sources=(pellet.source, salt.source, glass.as_source()),
    )


def _mean_curve(
    fraction: float, of_each: list[TemperatureDependence], percolating: float
) -> ModelCurve:
    """Mean of the logarithms of conductivity, and how far slopes scatter."""
    logs = np.log([curve.conductivities for curve in of_each])
    energies = np.array([curve.activation_energies for curve in of_each])
    errors = energies.std(axis=0, ddof=1) / np.sqrt(len(of_each))
    return ModelCurve(
        ceramic_fraction=fraction,
        percolating=percolating,
        curve=TemperatureDependence(
            temperatures=of_each[0].temperatures,
            conductivities=tuple(np.exp(logs.mean(axis=0)).tolist()),
            activation_energies=tuple(energies.mean(axis=0).tolist()),
            form=of_each[0].form,
        ),
        energy_errors=tuple(errors.tolist()),
    )


def _distances(edge: int, seed: np.random.SeedSequence) -> NDArray[np.float32]:
    """Distance to the nearest centre over a radius that fills half of the box."""
    side = _DIAMETERS_PER_EDGE
    count = round(np.log(2) * side**3 / (np.pi / 6))
    centres = np.random.default_rng(seed).random((count, 3)) * side
    box, radii = np.full(3, side), np.full(count, 0.5)
    return scaled_distance(centres, radii, box, (True, True, True), (edge, edge, edge), 6.0)


def _composite(field: NDArray[np.float32], fraction: float) -> Structure:
    """Spheres grown until they fill `fraction` of the voxels."""
    phase = np.where(field <= np.quantile(field, fraction), CERAMIC, BINDER).astype(np.uint8)
    return Structure(phase, np.zeros(phase.shape, np.int32), _VOXEL, (True, True, True))

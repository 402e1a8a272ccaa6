"""Does a binder dissolve in a solvent, or is it dispersed? Reports first, then Hansen's sphere."""

from math import sqrt
from typing import Literal

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.core.units import SOLUBILITY_PARAMETER, TEMPERATURE, from_si, show
from ceralyte.model import Material
from ceralyte.slurry.dispersions import dispersion_of
from ceralyte.slurry.evidence import documented_solubilities
from ceralyte.slurry.liquid import RECALLED
from ceralyte.slurry.mixture import Solvent

SolubilityWord = Literal[
    "soluble", "dispersible", "borderline", "insoluble", "unknown", "not_needed"
]

_BORDER = 0.1  # of the relative distance about 1 that Hansen's sphere cannot resolve
_CRYSTALLITES = 373.15  # K, melting point above which crystals resist solvents when cold
_HANSEN = ("hansen_dispersion", "hansen_polar", "hansen_hydrogen")


class Sphere(Record):
    """Hansen's sphere of a polymer: what it dissolves in lies within.

    Attributes
    ----------
    binder : str
    centre : tuple of 3 floats
        Dispersion, polar part and hydrogen bonds, MPa^0.5.
    radius : float
        MPa^0.5; along the dispersion axis half of it.
    """

    binder: str
    centre: tuple[float, float, float]
    radius: float


def sphere_of(binder: Material) -> Sphere | None:
    """Return Hansen's sphere of a polymer, None where a value of it is missing."""
    own = [binder.of(name) for name in _HANSEN]
    radius = binder.of("hansen_radius")
    if not all(own) or not radius:
        return None
    per_unit = from_si(1.0, SOLUBILITY_PARAMETER.display_unit)
    d, p, h = (values[0].value * per_unit for values in own)
    return Sphere(binder=binder.name, centre=(d, p, h), radius=radius[0].value * per_unit)


class Solubility(Record):
    """What becomes of a binder in a solvent.

    Attributes
    ----------
    word : str
        "dispersible": it does not dissolve, but is made or sold as particles in this liquid;
        "borderline": within 10 % of the edge of Hansen's sphere, or crystallites in the way;
        "not_needed": a dry process.
    basis : str
        A report, or distance and radius of Hansen's sphere.
    distance, radius : float or None
        MPa^0.5; distance between binder and solvent.
    film : str
        Of a dispersion, what turns the particles into a film; "" where nobody says.
    recalled : bool
        Whether it is only remembered: no source was found.
    sources : tuple of Source
    """

    word: SolubilityWord
    basis: str
    recalled: bool = False
    distance: float | None = None
    radius: float | None = None
    film: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def takes_binder(self) -> bool | None:
        """Whether the liquid carries the binder; None: not known.

        That nobody is known to disperse an insoluble binder is no proof that it cannot be done.
        """
        return True if self.word in ("soluble", "dispersible", "not_needed") else None


def solubility(binder: Material, solvent: Solvent | None) -> Solubility:
    """Return whether a binder dissolves in a solvent or is dispersed in it; None: a dry process."""
    if solvent is None:
        return Solubility(word="not_needed", basis="dry process")
    found = _dissolved(binder, solvent)
    main = solvent.nearly
    dispersion = dispersion_of(binder.name, main.name if main else solvent.name)
    if dispersion is None or found.word == "soluble":
        return found
    return found.model_copy(
        update={
            "word": "dispersible",
            "basis": f"does not dissolve, but {dispersion.statement}",
            "recalled": False,
            "film": dispersion.film,
            "sources": (*found.sources, *dispersion.sources),
        }
    )


def hansen_distance(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Return the distance sqrt(4 dD^2 + dP^2 + dH^2) of two sets of Hansen parameters.

    Source
    ------
    Hansen, Hansen Solubility Parameters, 2nd ed. (CRC Press 2007).

    Examples
    --------
    >>> hansen_distance((18.0, 1.4, 2.0), (17.0, 1.4, 2.0))
    2.0
    """
    d, p, h = (a - b for a, b in zip(one, other, strict=True))
    return sqrt(4 * d * d + p * p + h * h)


def _dissolved(binder: Material, solvent: Solvent) -> Solubility:
    distance, radius = _distance_and_radius(binder, solvent)
    known = {r.solvent: r for r in documented_solubilities() if r.binder == binder.name}
    main = solvent.nearly
    report = known.get(main.name if main else solvent.name)
    if report:
        kind, sources = report.sources[0].kind, report.sources
        recalled = kind == RECALLED
        basis = f"recalled, {kind}" if recalled else f"reported, {kind}"
        return Solubility(
            word=report.solubility,
            basis=basis,
            recalled=recalled,
            distance=distance,
            radius=radius,
            sources=sources,
        )
    if distance is None or radius is None:
        return Solubility(
            word="unknown", basis="no report, and Hansen parameters or radius missing"
        )
    word, basis = _in_sphere(binder, distance, radius)
    return Solubility(word=word, basis=f"{basis} [estimate]", distance=distance, radius=radius)


def _in_sphere(binder: Material, distance: float, radius: float) -> tuple[SolubilityWord, str]:
    relative = distance / radius
    words = f"Hansen distance {distance:.1f} over radius {radius:.1f} MPa^0.5 = {relative:.2f}"
    if relative > 1 + _BORDER:
        return "insoluble", words
    melting = binder.of("melting_temperature")
    if melting and melting[0].value > _CRYSTALLITES:
        at = show(melting[0].value, TEMPERATURE)
        return "borderline", f"{words}, but its crystallites melt only at {at}"
    return ("soluble" if relative < 1 - _BORDER else "borderline"), words


def _distance_and_radius(binder: Material, solvent: Solvent) -> tuple[float | None, float | None]:
    """Hansen distance and radius, MPa^0.5; a mixture has the mean parameters by volume."""
    sphere = sphere_of(binder)
    theirs = [[part.value(name) for name in _HANSEN] for _, part in solvent.parts]
    if sphere is None or any(v is None for row in theirs for v in row):
        return None, None
    per_unit = from_si(1.0, SOLUBILITY_PARAMETER.display_unit)
    shares = [share for share, _ in solvent.parts]
    mean = [
        sum(s * (row[k] or 0.0) for s, row in zip(shares, theirs, strict=True)) * per_unit
        for k in range(3)
    ]
    return hansen_distance(sphere.centre, (mean[0], mean[1], mean[2])), sphere.radius

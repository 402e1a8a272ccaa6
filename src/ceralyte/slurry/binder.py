"""Binder in a slurry: does it dissolve, does it react, does it last against the electrodes?"""

from math import sqrt
from typing import Literal

from pydantic import Field

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.core.units import SOLUBILITY_PARAMETER, TEMPERATURE, from_si
from ceralyte.model import Material
from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.evidence import documented_solubilities
from ceralyte.slurry.mixture import Solvent
from ceralyte.slurry.windows import against_electrodes

Solubility = Literal["soluble", "borderline", "insoluble", "unknown", "not_needed"]

ROOM = 298.15  # K, temperature of the processing
_BORDER = 0.1  # of the relative distance about 1 that Hansen's sphere cannot resolve
_CRYSTALLITES = 373.15  # K, melting point above which crystals resist solvents when cold
_FLUORINE_BESIDE_HYDROGEN = {"CF2-CH2", "CF2"}  # groups of PVDF and its copolymers
_HANSEN = ("hansen_dispersion", "hansen_polar", "hansen_hydrogen")


class BinderCheck(Record):
    """A binder in a solvent, beside a ceramic.

    Attributes
    ----------
    binder : str
    solubility : str
        "borderline": within 10 % of the edge of Hansen's sphere, or crystallites in the way;
        "not_needed": a dry process.
    solubility_basis : str
        A report, or distance and radius of Hansen's sphere.
    hansen_distance, hansen_radius : float or None
        MPa^0.5; distance between binder and solvent.
    reacts : bool or None
        With the ceramic; None: not known.
    reaction : str
    orthogonal : bool or None
        The article's demand (4b): the solvent takes the binder and spares the ceramic, and the
        binder does not react; None: something of it is not known.
    electrodes : dict
        What happens against lithium, sodium, graphite and cathode.
    film : str
        Glass transition and what it means for the film.
    sources : tuple of Source
    """

    binder: str
    solubility: Solubility
    solubility_basis: str
    hansen_distance: float | None = None
    hansen_radius: float | None = None
    reacts: bool | None = None
    reaction: str = ""
    orthogonal: bool | None = None
    electrodes: dict[str, str] = Field(default_factory=dict)
    film: str = ""
    sources: tuple[Source, ...] = ()


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


def check_binder(
    binder: Material,
    solvent: Solvent | None,
    ceramic: Anatomy | None,
    usable: bool | None,
) -> BinderCheck:
    """Return what is known of a binder in a solvent beside a ceramic.

    Parameters
    ----------
    binder : Material
    solvent : Solvent or None
        None: a dry process.
    ceramic : Anatomy or None
        None: its formula is not known.
    usable : bool or None
        Whether the ceramic survives the solvent.
    """
    solubility, basis, distance, radius, sources = _solubility(binder, solvent)
    reacts, reaction = _reaction(binder, ceramic)
    electrodes, against = against_electrodes(binder)
    answers = (
        usable,
        solubility in ("soluble", "not_needed")
        or (None if solubility in ("unknown", "borderline") else False),
        None if reacts is None else not reacts,
    )
    orthogonal = False if False in answers else (None if None in answers else True)
    return BinderCheck(
        binder=binder.name,
        solubility=solubility,
        solubility_basis=basis,
        hansen_distance=distance,
        hansen_radius=radius,
        reacts=reacts,
        reaction=reaction,
        orthogonal=orthogonal,
        electrodes=electrodes,
        film=_film(binder),
        sources=(*sources, *against),
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


def _solubility(
    binder: Material, solvent: Solvent | None
) -> tuple[Solubility, str, float | None, float | None, tuple[Source, ...]]:
    if solvent is None:
        return "not_needed", "dry process", None, None, ()
    distance, radius = _sphere(binder, solvent)
    known = {r.solvent: r for r in documented_solubilities() if r.binder == binder.name}
    reports = [known.get(part.name) for _, part in solvent.parts]
    if solvent.pure and reports[0]:
        basis = f"reported, {reports[0].sources[0].kind}"
        return reports[0].solubility, basis, distance, radius, reports[0].sources
    if distance is None or radius is None:
        return "unknown", "no report, and Hansen parameters or radius missing", None, None, ()
    relative = distance / radius
    words = f"Hansen distance {distance:.1f} over radius {radius:.1f} MPa^0.5 = {relative:.2f}"
    if relative > 1 + _BORDER:
        return "insoluble", f"{words} [estimate]", distance, radius, ()
    melting = binder.of("melting_temperature")
    if melting and melting[0].value > _CRYSTALLITES:
        words += f", but its crystallites melt only at {_celsius(melting[0].value)}"
        return "borderline", f"{words} [estimate]", distance, radius, ()
    inside = relative < 1 - _BORDER
    return ("soluble" if inside else "borderline"), f"{words} [estimate]", distance, radius, ()


def _sphere(binder: Material, solvent: Solvent) -> tuple[float | None, float | None]:
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


def _reaction(binder: Material, ceramic: Anatomy | None) -> tuple[bool | None, str]:
    """Whether the functional groups of a binder react with a ceramic: a rule."""
    groups = {g.strip() for g in binder.family.split(",") if g.strip()}
    if not groups or ceramic is None:
        return None, "functional groups or ceramic not known"
    sulfide = ceramic.family == "sulfide"
    hard = sulfide and ceramic.weakness != "soft"
    if "COOH" in groups and (sulfide or ceramic.family == "garnet"):
        what = "releases H2S from" if sulfide else "exchanges protons with"
        return True, f"its carboxylic acid {what} the ceramic"
    if "acrylate ester" in groups and sulfide:
        return True, "sulfur of the polyhedra adds to its acrylate: it crosslinks the ceramic"
    if "OH" in groups and hard:
        return True, "its hydroxyl groups take sulfur from the polyhedra"
    if groups & _FLUORINE_BESIDE_HYDROGEN and ceramic.family == "garnet":
        return True, "the alkaline surface of the garnet takes HF from it"
    if groups & _FLUORINE_BESIDE_HYDROGEN and hard:
        return None, "whether basic sulfide takes HF from its CF2 groups is not known: test it"
    if groups & {"OH ends", "residual OH"} and hard:
        return False, "only few hydroxyl groups: a little reaction at the surface at most"
    donors = groups & {"ester", "ether", "nitrile", "lactam", "carbonate"}
    if donors and ceramic.family == "halide":
        return False, f"its {', '.join(sorted(donors))} groups bind cations, but leave the ceramic"
    return False, "no group of it is known to react with this ceramic"


def _film(binder: Material) -> str:
    values = binder.of("glass_transition_temperature")
    if not values:
        return "glass transition not known"
    at, melting = values[0].value, binder.of("melting_temperature")
    if melting and melting[0].value > ROOM:
        state = f"semicrystalline (melts at {_celsius(melting[0].value)}): tough, not sticky"
    elif at < ROOM:
        state = "rubbery at room temperature: forms a ductile film"
    else:
        state = "glassy at room temperature: brittle unless dried or pressed above it"
    return f"glass transition {_celsius(at)} ({values[0].kind}): {state}"


def _celsius(kelvin: float) -> str:
    return f"{from_si(kelvin, TEMPERATURE.display_unit):.0f} degC"

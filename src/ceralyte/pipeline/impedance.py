"""The impedance spectrum of a designed membrane."""

from collections.abc import Mapping
from math import inf, isfinite

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Record, Unavailable
from ceralyte.core.units import (
    AREAL_CAPACITANCE,
    AREAL_RESISTANCE,
    FREQUENCY,
    PURE_NUMBER,
    TEMPERATURE,
    parse,
    show,
)
from ceralyte.model import (
    Admittance,
    Design,
    ImpedanceSpectrum,
    Verdict,
    bulk_admittance,
    interface_admittance,
)
from ceralyte.pipeline.boundaries import (
    boundary_resistance,
    interfaces_follow,
    require_no_resistance_beside,
)
from ceralyte.pipeline.impedance_reading import TOTAL, read_resistances
from ceralyte.pipeline.inputs import look_up
from ceralyte.pipeline.solvent_effects import CAPACITANCE_EFFECT, capacitance_note, effect_on
from ceralyte.recipe import Recipe
from ceralyte.slurry import Modifier
from ceralyte.transport import (
    RelaxationTimes,
    arcs_resolved,
    impedance_spectrum,
    peak_frequency,
    relaxation_times,
)
from ceralyte.transport.impedance.relaxation import decades_of

BAND = (1.0, 7e6)
"""Hz: a common potentiostat."""
POINTS = 100
"""Some ten per decade: an arc looks round."""
_BAND_EXAMPLE = 'two rising frequencies, as "1 Hz, 7 MHz"'
_SAME = 0.01  # K
_OFF = 0.05
"""Relative difference between spectrum and design that is told; a choice."""
_PHASES = ("ceramic", "binder", "support")


class Interfaces(Record):
    """Grain boundaries and electrodes of a membrane, per area; what is None is left out.

    `boundary_resistance` (ohm m2) at the temperature of the spectrum; None: the recipe's, see
    `pipeline.boundaries`; `boundary_capacitance` and `electrode_capacitance` in F/m2. Electrodes
    with a capacitance block unless they have an `electrode_resistance` (ohm m2), too; without
    either they are reversible. Exponents below 1 make constant-phase elements of the capacitances,
    see `interface_admittance`. The boundaries' capacitance is that of the untreated powder: a
    published effect of the recipe's solvent multiplies it.
    """

    boundary_resistance: float | None = None
    boundary_capacitance: float | None = None
    boundary_exponent: float = 1.0
    electrode_resistance: float | None = None
    electrode_capacitance: float | None = None
    electrode_exponent: float = 1.0

    @property
    def electrode(self) -> Admittance | None:
        """Of each of the two, per area; None where they are reversible.

        Raises
        ------
        InputError
            Of a value that cannot be; the error names its field.
        """
        resistance, capacitance = self.electrode_resistance, self.electrode_capacitance
        for name, value, dimension in (
            ("electrode_resistance", resistance, AREAL_RESISTANCE),
            ("electrode_capacitance", capacitance, AREAL_CAPACITANCE),
        ):
            if value is not None and not (isfinite(value) and value > 0):
                allowed = f'above 0, as "{dimension.example}"'
                raise InputError(name, show(value, dimension), allowed)
        if capacitance is None and self.electrode_exponent != 1.0:
            raise InputError(
                "electrode_exponent",
                f"got {self.electrode_exponent:g} without a capacitance",
                "an electrode_capacitance, of which it makes a constant-phase element",
            )
        if resistance is None and capacitance is None:
            return None
        _check_exponent("electrode_exponent", self.electrode_exponent)
        return interface_admittance(resistance, capacitance or 0.0, self.electrode_exponent)


class MembraneImpedance(Record):
    """Impedance of a membrane at a temperature (K), what it shows, and what was assumed.

    `resistances` (those of `read_resistances`) and `relaxations` are those of the membrane before
    electrodes stand in series, whose tail hides them.
    """

    temperature: float
    spectrum: ImpedanceSpectrum
    resistances: dict[str, Quantity]
    relaxations: RelaxationTimes
    verdicts: tuple[Verdict, ...]
    band: tuple[float, float]
    notes: tuple[str, ...]


def membrane_impedance(
    design: Design,
    recipe: Recipe,
    permittivities: Mapping[str, float],
    *,
    interfaces: Interfaces | None = None,
    temperature: float | None = None,
    band: tuple[float, float] = BAND,
    points: int = POINTS,
) -> MembraneImpedance:
    """Compute the impedance of a designed membrane and say what an instrument sees of it.

    Parameters
    ----------
    design : Design
        Its structure is that of the first seed.
    recipe : Recipe
        Of the design.
    permittivities : mapping of str to float
        Relative permittivity of each phase present (ceramic, binder, support) [-].
    interfaces : Interfaces, optional
    temperature : float, optional
        K; None: the recipe's.
    band : tuple of float
        Hz: what the instrument measures.
    points : int
        Frequencies, from the lower end of the band to its upper end or ten times the peak of the
        bulk arc.

    Raises
    ------
    InputError
        A phase without a permittivity, a resistance of grain boundaries without a capacitance, a
        band that is none, a temperature at which a conductivity is not known.
    ConvergenceError

    Validity
    --------
    Electrodes stand in series with the membrane, as if their current were the same everywhere.
    The spectrum is that of the voxels; at zero frequency it differs from the design, which is
    solved on grains cut by the grid, by the error of the voxels.
    """
    between = interfaces or Interfaces()
    at = recipe.temperature if temperature is None else temperature
    phases, boundary, electrode, notes = _admittances(design, recipe, permittivities, between, at)
    frequencies = _frequencies(phases["ceramic"], band, points)
    piece = impedance_spectrum(design.structure, frequencies, phases, grain_boundary=boundary)
    membrane = _membrane(piece, design.thickness.value)
    spectrum = _between_electrodes(membrane, electrode)
    resistances = read_resistances(membrane, boundaries=boundary is not None)
    if abs(at - recipe.temperature) <= _SAME and between.boundary_resistance is None:
        notes += _beside_design(design, resistances)
    return MembraneImpedance(
        temperature=at,
        spectrum=spectrum,
        resistances=resistances,
        relaxations=relaxation_times(membrane),
        verdicts=(
            _percolation(spectrum),
            *_resolution(phases["ceramic"], boundary, _grain_size(design), band),
        ),
        band=band,
        notes=notes,
    )


def require_admittances(
    design: Design,
    recipe: Recipe,
    permittivities: Mapping[str, float],
    *,
    interfaces: Interfaces | None = None,
    temperature: float | None = None,
    band: tuple[float, float] = BAND,
    points: int = POINTS,
) -> None:
    """Raise at once the `InputError` of `membrane_impedance`, whose arguments these are."""
    at = recipe.temperature if temperature is None else temperature
    phases, *_ = _admittances(design, recipe, permittivities, interfaces or Interfaces(), at)
    _frequencies(phases["ceramic"], band, points)


def parse_permittivities(text: str, field: str = "permittivity") -> dict[str, float]:
    """Return relative permittivities by phase; errors name `field`.

    Raises
    ------
    InputError
        Nothing, a name that is no solid phase or comes twice, a value that is no pure number.

    Examples
    --------
    >>> parse_permittivities("ceramic=40, binder=4")
    {'ceramic': 40.0, 'binder': 4.0}
    """
    example = 'relative permittivities, as "ceramic=40, binder=4"'
    if not text.strip():
        raise InputError(field, "is missing", example)
    found: dict[str, float] = {}
    for part in text.split(","):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name not in _PHASES or not value:
            raise InputError(field, f"got '{part.strip()}'", example)
        if name in found:
            raise InputError(field, f"the {name} is stated twice", example)
        found[name] = parse(value, PURE_NUMBER, f"{field} {name}")
    return found


def parse_band(text: str, field: str = "band") -> tuple[float, float]:
    """Return two rising frequencies (Hz); raise `InputError` naming `field` for another text.

    Examples
    --------
    >>> parse_band("1 Hz, 7 MHz")
    (1.0, 7000000.0)
    """
    ends = [parse(part.strip(), FREQUENCY, field) for part in text.split(",")]
    if len(ends) != 2:
        raise InputError(field, f"got '{text}'", _BAND_EXAMPLE)
    return checked_band((ends[0], ends[1]), field)


def checked_band(band: tuple[float, float], field: str = "band") -> tuple[float, float]:
    """Return a band (Hz) whose ends are above zero and rise, and not too far; or `InputError`."""
    low, high = band
    if not 0 < low < high < inf:
        raise InputError(field, f"got {low:g} to {high:g} Hz", _BAND_EXAMPLE)
    decades_of(low, high, field)
    return band


def checked_points(points: int) -> int:
    """Return a number of frequencies that a spectrum may have; else raise `InputError`."""
    if not 5 <= points <= 1000:
        raise InputError("points", f"got {points}", "5 to 1000")
    return points


def _admittances(
    design: Design,
    recipe: Recipe,
    permittivities: Mapping[str, float],
    between: Interfaces,
    at: float,
) -> tuple[dict[str, Admittance], Admittance | None, Admittance | None, tuple[str, ...]]:
    """Of the phases, the grain boundaries and an electrode, and notes on the boundaries."""
    if recipe.ceramic.anisotropy is not None:
        raise InputError(
            "ceramic.anisotropy",
            "spectra are solved with one conductivity and permittivity in each phase",
            "leave it out for a spectrum; `ceralyte design` gives the resistance with it",
        )
    require_no_resistance_beside(recipe)
    inputs = look_up(recipe.model_copy(update={"temperature": at}))
    conducting = inputs.conductivities
    phases = {
        name: bulk_admittance(conducting[name], permittivities[name])
        for name in conducting
        if name in permittivities
    }
    for name, share in design.structure.volume_fractions.items():
        if share > 0 and name in conducting and name not in phases:
            raise InputError(
                "permittivity",
                f"none for the {name}, {100 * share:.2g} % of the structure",
                'one for each phase, such as "ceramic=40, binder=4"',
            )
    boundary, notes = _boundary(
        between,
        boundary_resistance(recipe, inputs.ceramic, at),
        effect_on(CAPACITANCE_EFFECT, recipe, inputs.slurry),
    )
    if abs(at - recipe.temperature) > _SAME and boundary is not None:
        notes += (
            f"the grain boundaries' resistance is that of {show(at, TEMPERATURE)}, as it is stated"
            if between.boundary_resistance is not None
            else interfaces_follow(recipe),
        )
    return phases, boundary, between.electrode, notes


def _boundary(
    between: Interfaces, stated: float, effect: Modifier | None
) -> tuple[Admittance | None, tuple[str, ...]]:
    resistance = stated if between.boundary_resistance is None else between.boundary_resistance
    if resistance == 0:
        if between.boundary_capacitance is not None:
            raise InputError(
                "boundary_capacitance", "grain boundaries have no resistance", "a resistance too"
            )
        return None, ("grain boundaries have no resistance in this recipe: bulk alone shows",)
    if between.boundary_capacitance is None:
        raise InputError(
            "boundary_capacitance",
            f"none, but grain boundaries resist by {1e4 * resistance:.3g} ohm cm2",
            'a capacitance per area, such as "1 uF/cm^2"',
        )
    exponent = between.boundary_exponent
    _check_exponent("boundary_exponent", exponent)
    if effect is None or effect.factor is None:
        return interface_admittance(resistance, between.boundary_capacitance, exponent), ()
    treated = effect.factor * between.boundary_capacitance
    return interface_admittance(resistance, treated, exponent), (capacitance_note(effect),)


def _check_exponent(name: str, exponent: float) -> None:
    if not 0 < exponent <= 1:
        raise InputError(name, f"got {exponent:g}", "above 0, up to 1 (a capacitor)")


def _frequencies(grain: Admittance, band: tuple[float, float], points: int) -> np.ndarray:
    low, high = checked_band(band)
    checked_points(points)
    top = max(high, 10 * peak_frequency(grain)) if grain.conductance else high
    return np.geomspace(low, top, points)


def _membrane(piece: ImpedanceSpectrum, thickness: float) -> ImpedanceSpectrum:
    """The piece as thick as the membrane."""
    impedance = thickness / piece.conductivity
    return piece.model_copy(
        update={
            "thickness": thickness,
            "real": tuple(impedance.real.tolist()),
            "imaginary": tuple(impedance.imag.tolist()),
            "method": f"{piece.method}; the packed piece, scaled to the membrane's thickness",
        }
    )


def _beside_design(design: Design, resistances: dict[str, Quantity]) -> tuple[str, ...]:
    """How far the voxels of a spectrum are off, where that is much."""
    stated, total = design.areal_resistance, resistances.get(TOTAL)
    if total is None or isinstance(stated, Unavailable):
        return ()
    if abs(total.value / stated.value - 1) < _OFF:
        return ()
    here, there = (show(q.value, AREAL_RESISTANCE) for q in (total, stated))
    return (
        f"the voxels of this spectrum resist by {here}, the design by {there} (on finer grids and "
        "more samples): its arcs have their shapes and frequencies, but are off by as much; finer "
        "levels are off by less",
    )


def _between_electrodes(
    membrane: ImpedanceSpectrum, electrode: Admittance | None
) -> ImpedanceSpectrum:
    """The membrane with two electrodes in series, or as it is."""
    if electrode is None:
        return membrane
    both = 2 / electrode.at(2j * np.pi * np.array(membrane.frequencies))
    impedance = membrane.impedance + both
    return membrane.model_copy(
        update={
            "real": tuple(impedance.real.tolist()),
            "imaginary": tuple(impedance.imag.tolist()),
        }
    )


def _grain_size(design: Design) -> float:
    """Mean diameter by volume, m."""
    particles = design.structure.particles
    if particles is None:
        raise InputError("structure", "has no particles", "a design made from a recipe")
    content = particles.particles.diameters**3
    return float((content * particles.particles.diameters).sum() / content.sum())


def _percolation(spectrum: ImpedanceSpectrum) -> Verdict:
    return Verdict(
        topic="transport",
        question="does it conduct from face to face?",
        answer="yes" if spectrum.percolates else "no",
        reason="a conducting path leads through the structure"
        if spectrum.percolates
        else "no conducting path leads through the structure: the spectrum is a capacitor's",
    )


def _resolution(
    grain: Admittance, boundary: Admittance | None, grain_size: float, band: tuple[float, float]
) -> tuple[Verdict, ...]:
    if boundary is None:
        return ()
    return (arcs_resolved(grain, boundary, grain_size=grain_size, band=band),)

"""What a spectrum of a membrane needs beside its recipe: permittivities, interfaces, a band."""

from collections.abc import Iterable, Mapping
from math import inf, isfinite

import numpy as np

from ceralyte.core.errors import InputError, Mistakes
from ceralyte.core.stated import Stated
from ceralyte.core.units import (
    AREAL_CAPACITANCE,
    AREAL_RESISTANCE,
    FREQUENCY,
    TEMPERATURE,
    parse,
    show,
)
from ceralyte.model import Admittance, bulk_admittance, interface_admittance
from ceralyte.pipeline.boundaries import (
    boundary_resistance,
    interfaces_follow,
    require_no_resistance_beside,
)
from ceralyte.pipeline.crystals import principal_conductivities
from ceralyte.pipeline.inputs import look_up
from ceralyte.pipeline.permittivities import SOLIDS, require_permittivities
from ceralyte.pipeline.solvent_effects import CAPACITANCE_EFFECT, capacitance_note, effect_on
from ceralyte.recipe import Recipe
from ceralyte.slurry import Modifier
from ceralyte.transport import peak_frequency
from ceralyte.transport.impedance.relaxation import decades_of

BAND = (1.0, 7e6)
"""Hz: a common potentiostat."""
POINTS = 100
"""Some ten per decade: an arc looks round."""
_BAND_EXAMPLE = 'two rising frequencies, as "1 Hz, 7 MHz"'
SAME = 0.01
"""K: temperatures closer than this are one."""


class Interfaces(Stated):
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
                "a capacitance of the electrodes, of which it makes a constant-phase element",
            )
        if resistance is None and capacitance is None:
            return None
        _check_exponent("electrode_exponent", self.electrode_exponent)
        return interface_admittance(resistance, capacitance or 0.0, self.electrode_exponent)


def require_admittances(
    recipe: Recipe,
    permittivities: Mapping[str, float],
    *,
    interfaces: Interfaces | None = None,
    temperature: float | None = None,
    band: tuple[float, float] = BAND,
    points: int = POINTS,
) -> None:
    """Raise at once, before anything is solved, the `InputError` of `membrane_impedance`.

    Parameters are those of `membrane_impedance`.
    """
    at = recipe.temperature if temperature is None else temperature
    binds = recipe.binder is not None and recipe.binder.mass_fraction > 0
    present = {"ceramic": True, "binder": binds, "support": recipe.support is not None}
    phases, *_ = admittances(
        recipe,
        [name for name, there in present.items() if there],
        permittivities,
        interfaces or Interfaces(),
        at,
    )
    frequencies_of(phases["ceramic"][2], band, points)


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
    return checked_band((ends[0], ends[1]), field, f"'{text}'")


def checked_band(
    band: tuple[float, float], field: str = "band", told: str = ""
) -> tuple[float, float]:
    """Return a band (Hz) whose ends are above zero and rise, and not too far; or `InputError`.

    It is `told` as it was typed, by default in Hz.
    """
    low, high = band
    told = told or f"{low:g} to {high:g} Hz"
    if not 0 < low < high < inf:
        raise InputError(field, f"got {told}", _BAND_EXAMPLE)
    decades_of(low, high, field, told)
    return band


def checked_points(points: int) -> int:
    """Return a number of frequencies that a spectrum may have; else raise `InputError`."""
    if not 5 <= points <= 1000:
        raise InputError("points", f"got {points}", "5 to 1000")
    return points


def admittances(
    recipe: Recipe,
    present: Iterable[str],
    permittivities: Mapping[str, float],
    between: Interfaces,
    at: float,
) -> tuple[
    dict[str, tuple[Admittance, ...]], Admittance | None, Admittance | None, tuple[str, ...]
]:
    """Return those of the phases along x, y, z, the grain boundaries and an electrode, and notes.

    Parameters
    ----------
    recipe : Recipe
    present : iterable of str
        Phases that need a permittivity.
    permittivities, between, at
        As `permittivities`, `interfaces` and `temperature` (K) of `membrane_impedance`.
    """
    anisotropy = recipe.ceramic.anisotropy
    if anisotropy is not None and anisotropy.texture == "random":
        raise InputError(
            "ceramic.anisotropy",
            "spectra are solved along the axes x, y and z, which crystals at random do not follow",
            "texture aligned, or none for a spectrum; `ceralyte design` gives the resistance",
        )
    require_no_resistance_beside(recipe)
    inputs = look_up(recipe.model_copy(update={"temperature": at}))
    conducting = inputs.conductivities
    along: dict[str, tuple[float, float, float]] = {n: (s, s, s) for n, s in conducting.items()}
    if anisotropy is not None:
        along["ceramic"] = principal_conductivities(anisotropy, conducting["ceramic"])
    phases = {
        name: tuple(bulk_admittance(value, permittivities[name]) for value in values)
        for name, values in along.items()
        if name in permittivities
    }
    wrong = Mistakes("impedance")
    with wrong.noted():
        needed = [name for name in present if name in conducting]
        stated = [name for name in SOLIDS if getattr(recipe, name) is not None]
        require_permittivities(permittivities, needed, stated)
    with wrong.noted():
        boundary, notes = boundary_admittance(
            between,
            boundary_resistance(recipe, inputs.ceramic, at),
            effect_on(CAPACITANCE_EFFECT, recipe, inputs.slurry),
        )
    with wrong.noted():
        electrode = between.electrode
    wrong.tell()
    if abs(at - recipe.temperature) > SAME and boundary is not None:
        notes += (
            f"the grain boundaries' resistance is that of {show(at, TEMPERATURE)}, as it is stated"
            if between.boundary_resistance is not None
            else interfaces_follow(recipe),
        )
    return phases, boundary, electrode, notes


def boundary_admittance(
    between: Interfaces, stated: float = 0.0, effect: Modifier | None = None
) -> tuple[Admittance | None, tuple[str, ...]]:
    """Return that of grain boundaries, per area, and notes; None where they do not resist.

    Parameters
    ----------
    between : Interfaces
    stated : float
        ohm m2: of the recipe, where `between` has none.
    effect : Modifier, optional
        Of the solvent on the capacitance.
    """
    resistance = stated if between.boundary_resistance is None else between.boundary_resistance
    for name, value, dimension in (
        ("boundary_resistance", resistance, AREAL_RESISTANCE),
        ("boundary_capacitance", between.boundary_capacitance, AREAL_CAPACITANCE),
    ):
        if value is not None and not (isfinite(value) and value >= 0):
            allowed = f'0 or more, as "{dimension.example}"'
            raise InputError(name, show(value, dimension), allowed)
    if resistance == 0:
        without = "grain boundaries have no resistance"
        wrong = Mistakes("boundaries")
        with wrong.noted():
            if between.boundary_capacitance is not None:
                raise InputError(
                    "boundary_capacitance", f"got it, but {without}", "a resistance too"
                )
        with wrong.noted():
            if between.boundary_exponent != 1.0:
                raise InputError(
                    "boundary_exponent",
                    f"got {between.boundary_exponent:g}, but {without}",
                    "a resistance, and a capacitance of which it makes a constant-phase element",
                )
        wrong.tell()
        return None, (f"{without} here: bulk alone shows",)
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


def frequencies_of(grain: Admittance, band: tuple[float, float], points: int) -> np.ndarray:
    """Return the frequencies of a spectrum, ndarray (points,), Hz."""
    low, high = checked_band(band)
    checked_points(points)
    top = max(high, 10 * peak_frequency(grain)) if grain.conductance else high
    return np.geomspace(low, top, points)

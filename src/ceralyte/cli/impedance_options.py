"""The options of ``ceralyte impedance`` for a computed spectrum."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ceralyte.core.errors import Mistakes
from ceralyte.core.units import (
    AREAL_CAPACITANCE,
    AREAL_RESISTANCE,
    TEMPERATURE,
    Dimension,
    parse_from,
)
from ceralyte.pipeline import Interfaces
from ceralyte.pipeline.impedance_inputs import BAND, checked_points, parse_band
from ceralyte.pipeline.permittivities import parse_permittivities


@dataclass(frozen=True)
class Wanted:
    """Options of a computed spectrum, as text."""

    target: Path
    permittivity: str | None
    boundary_resistance: str | None
    boundary_capacitance: str | None
    boundary_exponent: float
    electrode_resistance: str | None
    electrode_capacitance: str | None
    electrode_exponent: float
    temperature: str | None
    band: str
    points: int
    level: str


@dataclass(frozen=True)
class Options:
    """The same, read: SI, `temperature` in K; None is what is not given or could not be read."""

    permittivities: dict[str, float] | None
    interfaces: Interfaces
    temperature: float | None
    band: tuple[float, float]


def options_of(wanted: Wanted, wrong: Mistakes) -> Options:
    """Read the options of a computed spectrum; note in `wrong` what cannot be."""
    permittivities, band = None, BAND
    with wrong.noted():
        permittivities = parse_permittivities(wanted.permittivity or "", "--permittivity")
    interfaces = _interfaces(wanted, wrong)
    temperature = None
    with wrong.noted():
        temperature = from_zero(wanted.temperature, TEMPERATURE, "--temperature")
    with wrong.noted():
        band = parse_band(wanted.band, "--band")
    with wrong.noted():
        checked_points(wanted.points)
    return Options(permittivities, interfaces, temperature, band)


def _interfaces(wanted: Wanted, wrong: Mistakes) -> Interfaces:
    """What is stated of grain boundaries and electrodes; no resistance of which it could not be."""
    found: dict[str, Any] = {
        "boundary_exponent": wanted.boundary_exponent,
        "electrode_exponent": wanted.electrode_exponent,
    }
    for name, dimension, included in (
        ("boundary_resistance", AREAL_RESISTANCE, True),
        ("boundary_capacitance", AREAL_CAPACITANCE, True),
        ("electrode_resistance", AREAL_RESISTANCE, False),
        ("electrode_capacitance", AREAL_CAPACITANCE, False),
    ):
        option = f"--{name.replace('_', '-')}"
        with wrong.noted():
            found[name] = from_zero(getattr(wanted, name), dimension, option, included=included)
    return Interfaces(**found)


def from_zero(
    text: str | None, dimension: Dimension, field: str, *, included: bool = False
) -> float | None:
    """Return a value above 0 in SI, or with `included` 0 as well; None stays None."""
    return None if text is None else parse_from(text, dimension, field, 0.0, included=included)

"""What an impedance solve accepts."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.model.impedance import Admittance, bulk_admittance
from ceralyte.model.structure import PHASE_NAMES, PORE, Structure

_NUMBERS = {name: number for number, name in PHASE_NAMES.items()}


def check_frequencies(frequencies: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return frequencies, Hz, as ndarray (n,).

    Raises
    ------
    InputError
        None, more than one dimension, a value that is not positive or that stands there twice.
    """
    hertz = np.asarray(frequencies, dtype=float)
    if hertz.ndim != 1 or hertz.size == 0:
        raise InputError("frequencies", f"got shape {hertz.shape}", "one or more, in a row, Hz")
    wrong = hertz[~(np.isfinite(hertz) & (hertz > 0))]
    if wrong.size:
        raise InputError(
            "frequencies",
            f"got {wrong[0]:g} Hz",
            "positive numbers, Hz; for direct current use effective_conductivity",
        )
    if np.unique(hertz).size < hertz.size:
        raise InputError("frequencies", "a frequency stands there twice", "each once")
    return hertz


ByAxis = tuple[Admittance, Admittance, Admittance]
"""Along x, y and z."""


def admittance_by_phase(
    structure: Structure, phases: Mapping[str, Admittance | Sequence[Admittance]]
) -> tuple[ByAxis, ...]:
    """Return the admittances of every phase number; pores are vacuum unless told otherwise.

    Raises
    ------
    InputError
        Unknown phase name, phase of the image without an admittance, or with none at all: at
        least a capacitance is needed. Another number of them than one or three, or three of which
        some conduct and some do not.
    """
    for name in phases:
        if name not in _NUMBERS:
            raise UnknownNameError("phases", name, _NUMBERS)
    vacuum = _by_axis("pore", bulk_admittance(0.0, 1.0))
    known = {PORE: vacuum} | {_NUMBERS[n]: _by_axis(n, a) for n, a in phases.items()}
    for name, share in structure.volume_fractions.items():
        if share == 0:
            continue
        if _NUMBERS[name] not in known:
            raise InputError(
                "phases",
                f"the image holds {100 * share:.3g} % of {name}, which has no admittance",
                f'{{"{name}": bulk_admittance(conductivity, relative_permittivity)}}',
            )
        if any(along.magnitude == 0 for along in known[_NUMBERS[name]]):
            raise InputError(
                f"phases['{name}']",
                "has no capacitance",
                "a relative permittivity of 1 or more, or a constant-phase element",
            )
    return tuple(known.get(number, vacuum) for number in sorted(PHASE_NAMES))


def _by_axis(name: str, stated: Admittance | Sequence[Admittance]) -> ByAxis:
    if isinstance(stated, Admittance):
        return stated, stated, stated
    admittances = tuple(stated) if isinstance(stated, Sequence) else (stated,)
    if not all(isinstance(along, Admittance) for along in admittances):
        raise InputError(
            f"phases['{name}']",
            f"got {stated!r}, no admittance",
            "bulk_admittance(conductivity, relative_permittivity), or three along x, y, z",
        )
    if len(admittances) != 3:
        raise InputError(
            f"phases['{name}']",
            f"holds {len(admittances)} admittances",
            "one, or three along x, y, z",
        )
    x, y, z = admittances
    if len({along.conductance > 0 for along in stated}) > 1:
        raise InputError(
            f"phases['{name}']", "conducts along some axes only", "a conductance along all, or none"
        )
    return x, y, z

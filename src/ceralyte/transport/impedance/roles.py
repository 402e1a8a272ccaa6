"""What capacitance tells of an element of a circuit: a rule of thumb, ambiguous in thin samples.

Grain boundaries are told by the capacitance of a cube of 1 cm, electrodes by that of an area: below
some hundred micrometres the ranges overlap.

Source: J. T. S. Irvine, D. C. Sinclair and A. R. West, Adv. Mater. 2, 132 (1990)
"""

SOURCE = "J. T. S. Irvine, D. C. Sinclair and A. R. West, Adv. Mater. 2, 132 (1990)"
ELECTRODE = "electrode"
LEAST_OF_ELECTRODES = 1e-3
"""F/m2, of the interface between sample and electrode: 1e-7 F/cm2."""
CAPACITOR = 0.8
"""Exponent of a constant-phase element from which it is told by a capacitance: a choice. Below,
that of a capacitor with the same reactance falls steeply with frequency."""

_OF_SAMPLES = ((1e-11, "bulk"), (1e-8, "grain boundary"), (1e-7, "grain boundary or surface layer"))
"""Largest capacitance times thickness over area, F/cm, and what the arc usually is."""


def role_of(capacitance: float, thickness: float) -> str:
    """Return what an arc of this capacitance (F/m2) of a sample (m) usually is.

    Examples
    --------
    >>> role_of(1e-5, 1e-3), role_of(1e-1, 1e-3)
    ('grain boundary', 'electrode')
    """
    per_length = capacitance * thickness / 100  # F/cm
    return next((name for limit, name in _OF_SAMPLES if per_length <= limit), ELECTRODE)


def is_ambiguous(capacitance: float, thickness: float) -> bool:
    """Return whether a capacitance (F/m2) may be that of an electrode and of an arc of the sample.

    Examples
    --------
    >>> is_ambiguous(5e-3, 20e-6), is_ambiguous(5e-3, 1e-3), is_ambiguous(1e-5, 20e-6)
    (True, True, False)
    >>> is_ambiguous(5e-2, 1e-3)
    False
    """
    return capacitance >= LEAST_OF_ELECTRODES and role_of(capacitance, thickness) != ELECTRODE

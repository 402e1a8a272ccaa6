"""A support in parallel with the membrane, and what its strength costs in thickness."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.units import FRACTION, LENGTH, MODULUS, PRESSURE, show
from ceralyte.model.results import Series

Floats = NDArray[np.float64]


def in_parallel(curve: Series, support_modulus: float, support_strength: float) -> Series:
    """Return stress against strain of a membrane with a support that strains alike.

    Parameters
    ----------
    curve : Series
        Stress (Pa) against strain of what the support holds, from 0 on; it carries nothing
        beyond its last point.
    support_modulus, support_strength : float, Pa
        What the support adds to the stiffness and to the strength of the membrane, over its
        gross section; it breaks at once.

    Returns
    -------
    Series
        Up to where the second of the two has failed.

    Raises
    ------
    InputError

    Examples
    --------
    >>> from ceralyte.model.results import Series
    >>> bare = Series(x_name="strain", x_unit="", x=(0, 1e-3), y_name="stress", y_unit="Pa",
    ...               y=(0, 1e6))
    >>> [round(1e-6 * y, 3) for y in in_parallel(bare, 1e9, 5e6).y]
    [0.0, 2.0, 1.0, 5.0, 0.0]
    """
    for field, value, dimension in (
        ("support_modulus", support_modulus, MODULUS),
        ("support_strength", support_strength, PRESSURE),
    ):
        if not value > 0:
            problem = f"got {show(value, dimension)}"
            raise InputError(field, problem, f'above 0, such as "{dimension.example}"')
    breaks = support_strength / support_modulus
    x, y = np.asarray(curve.x), np.asarray(curve.y)
    if breaks > x[-1]:
        x, y = np.append(x, x[-1]), np.append(y, 0.0)
    whole = x < breaks
    alone = np.interp(breaks, x, y, right=0.0)
    points = np.concatenate([x[whole], [breaks, breaks], x[~whole]])
    stresses = np.concatenate(
        [y[whole] + support_modulus * x[whole], [alone + support_strength, alone], y[~whole]]
    )
    return curve.model_copy(
        update={
            "x": tuple(points.tolist()),
            "y": tuple(stresses.tolist()),
            "note": f"{curve.note}; with support",
        }
    )


def support_trade(
    membrane_thickness: float,
    thicknesses: Sequence[float],
    *,
    sheet_strength: float,
    porosity: float,
) -> Series:
    """Return the strength that a carrier adds (Pa) against the thickness that it costs (m).

    The membrane keeps its ceramic per area: a carrier of thickness s adds its fibre volume,
    (1 - porosity) s, or makes the membrane as thick as itself if that is more; it adds its
    strength times s over the new thickness.

    Parameters
    ----------
    membrane_thickness : float, m
        Without the carrier.
    thicknesses : sequence of float, m
        Of carriers, from thin to thick.
    sheet_strength : float, Pa
        Of the bare carrier over its gross section.
    porosity : float
        Of the bare carrier, 0 to below 1.

    Raises
    ------
    InputError

    Validity
    --------
    The carrier keeps its thickness and strength in the membrane, and its open volume fills.
    """
    for field, length in (
        ("membrane_thickness", membrane_thickness),
        ("thicknesses", min(thicknesses, default=0.0)),
    ):
        if not length > 0:
            raise InputError(field, show(length, LENGTH), 'above 0, such as "20 um"')
    if not 0 <= porosity < 1:
        raise InputError("support.porosity", show(porosity, FRACTION), "0 % to below 100 %")
    if not sheet_strength > 0:
        raise InputError("sheet_strength", show(sheet_strength, PRESSURE), "above 0 MPa")
    s = np.asarray(thicknesses, dtype=np.float64)
    total = np.maximum(membrane_thickness + (1 - porosity) * s, s)
    return Series(
        x_name="thickness cost",
        x_unit="m",
        x=tuple((total - membrane_thickness).tolist()),
        y_name="strength added",
        y_unit="Pa",
        y=tuple((sheet_strength * s / total).tolist()),
        note=f"carriers of {show(float(s.min()), LENGTH)} to {show(float(s.max()), LENGTH)} in a "
        f"membrane of {show(membrane_thickness, LENGTH)}, same ceramic per area",
    )

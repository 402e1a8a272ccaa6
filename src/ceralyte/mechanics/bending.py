"""Bending of a free membrane and of a bonded stack of layers, by beam theory."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import LENGTH, MODULUS, show
from ceralyte.mechanics.brackets import ends
from ceralyte.model.results import Series

_ROUNDING = 1e-12
"""Share of a length that sums of lengths may lose."""


def surface_strain(thickness: float, radius: float) -> float:
    """Return the strain of the outer face of a free membrane bent round a cylinder.

    Parameters
    ----------
    thickness, radius : float, m
        Of the membrane, and of the cylinder that its inner face lies on.

    Returns
    -------
    float
        (t/2) / (R + t/2).

    Raises
    ------
    InputError
        A length not above zero, a radius below the thickness.

    Validity
    --------
    One homogeneous layer, neutral axis in its middle; pure bending, no winding tension.

    Examples
    --------
    >>> round(surface_strain(20e-6, 10e-3), 6)
    0.000999
    """
    strain = face_strain(thickness, radius)
    require_bendable("radius", radius, thickness)
    return strain


def face_strain(thickness: float, radius: float) -> float:
    """As `surface_strain`, for cylinders (m) of any size: below the thickness a mere number."""
    _check_length("thickness", thickness)
    _check_length("radius", radius)
    return thickness / 2 / (radius + thickness / 2)


def bend_radius_minimum(
    thickness: float, youngs_modulus: Outcome, tensile_strength: Outcome
) -> Outcome:
    """Return the radius of the tightest cylinder that a membrane bends round without cracking.

    The outer face breaks at the strain sigma / E, so R = (t/2) (E / sigma - 1).

    Parameters
    ----------
    thickness : float, m
    youngs_modulus, tensile_strength : Quantity (Pa) or Unavailable

    Returns
    -------
    Quantity (m) or Unavailable
        `low` from the softest and strongest end of the inputs, `high` from the stiffest and
        weakest; None where an input leaves that end open.

    Validity
    --------
    Linear elastic up to the break: a binder that yields lets the membrane bend further. Where
    the strain at break would exceed 1 the result is `Unavailable`.

    Source
    ------
    Beam theory, sigma = E t / (2 R) to first order in t / R.
    """
    _check_length("thickness", thickness)
    reasons = [
        f"{name} unknown: {given.reason}"
        for name, given in (("stiffness", youngs_modulus), ("strength", tensile_strength))
        if isinstance(given, Unavailable)
    ]
    if not (isinstance(youngs_modulus, Quantity) and isinstance(tensile_strength, Quantity)):
        return Unavailable(unit="m", reason="; ".join(reasons))
    E, sigma = youngs_modulus.value, tensile_strength.value
    if sigma >= E:
        return Unavailable(
            unit="m",
            reason=f"strain at break {sigma / E:.2g} is beyond linear bending: it folds flat",
        )
    (softest, stiffest), (weakest, strongest) = ends(youngs_modulus), ends(tensile_strength)
    return Quantity(
        value=_radius(thickness, E, sigma),
        unit="m",
        method="strain at break = strength / modulus, homogeneous membrane",
        low=_radius_or_none(thickness, softest, strongest),
        high=_radius_or_none(thickness, stiffest, weakest),
        estimate=youngs_modulus.estimate or tensile_strength.estimate,
        validity="linear elastic to the break; a yielding binder bends further",
    )


def thickness_radius_curve(
    youngs_modulus: Outcome, tensile_strength: Outcome, thicknesses: Sequence[float]
) -> Series:
    """Return the smallest bend radius (m) against the thickness (m) of the membrane.

    Raises
    ------
    UnavailableError
        Modulus or strength is unknown.
    """
    radii = [bend_radius_minimum(t, youngs_modulus, tensile_strength) for t in thicknesses]
    known = [r for r in radii if isinstance(r, Quantity)]
    low = tuple(r.low for r in known if r.low is not None)
    high = tuple(r.high for r in known if r.high is not None)
    return Series(
        x_name="thickness",
        x_unit="m",
        x=tuple(thicknesses),
        y_name="bend_radius_minimum",
        y_unit="m",
        y=tuple(r.value for r in radii),
        y_low=low if len(low) == len(radii) else None,
        y_high=high if len(high) == len(radii) else None,
        note="safe above the bracket of modulus and strength, cracked below it",
    )


def neutral_axis(thicknesses: ArrayLike, moduli: ArrayLike) -> float:
    """Return the distance (m) of the neutral axis from the first face of a bonded stack.

    Parameters
    ----------
    thicknesses : array_like (n,), m
        From the first face on.
    moduli : array_like (n,), Pa
        Young's modulus of each layer.

    Raises
    ------
    InputError
        Thickness or modulus not above zero.

    Examples
    --------
    >>> round(neutral_axis([10e-6, 10e-6], [1e9, 3e9]) * 1e6, 6)
    12.5
    """
    t, E, faces = _stack(thicknesses, moduli)
    middles = (faces[:-1] + faces[1:]) / 2
    return float(np.sum(E * t * middles) / np.sum(E * t))


def layer_strains(thicknesses: ArrayLike, moduli: ArrayLike, radius: float) -> NDArray[np.float64]:
    """Return the strain on both faces of every layer of a bent, bonded stack.

    Parameters
    ----------
    thicknesses, moduli : array_like (n,), m and Pa
        First layer inside; see `neutral_axis`.
    radius : float, m
        Of the neutral axis: cylinder radius plus `neutral_axis`.

    Returns
    -------
    ndarray (n, 2)
        Strain of the inner and the outer face of each layer; tension is positive.

    Raises
    ------
    InputError
        A length or modulus not above zero, a cylinder smaller than the stack is thick.
    """
    _check_length("radius", radius)
    _, _, faces = _stack(thicknesses, moduli)
    axis = neutral_axis(thicknesses, moduli)
    require_bendable("radius less neutral_axis", radius - axis, float(faces[-1]))
    strains = (faces - axis) / radius
    return np.column_stack([strains[:-1], strains[1:]])


def bending_stiffness(thicknesses: ArrayLike, moduli: ArrayLike) -> float:
    """Return the bending stiffness of a bonded stack per width, N m.

    Sum of E (b^3 - a^3) / 3 over the layers, a and b from the neutral axis. A strip, free to
    contract sideways (plane stress); for a wide sheet use E / (1 - nu^2) as moduli.
    """
    _, E, faces = _stack(thicknesses, moduli)
    y = faces - neutral_axis(thicknesses, moduli)
    return float(np.sum(E * np.diff(y**3)) / 3)


def require_bendable(field: str, radius: float, thickness: float) -> None:
    """Raise `InputError` for a cylinder (m) smaller than what is bent round it is thick (m)."""
    if not radius >= thickness * (1 - _ROUNDING):
        raise InputError(
            field,
            f"{show(radius, LENGTH)} is less than the thickness, {show(thickness, LENGTH)}",
            "a radius well above the thickness: beam theory says nothing below it",
        )


def _radius(thickness: float, youngs_modulus: float, strength: float) -> float:
    return max(thickness / 2 * (youngs_modulus / strength - 1), 0.0)


def _radius_or_none(
    thickness: float, youngs_modulus: float | None, strength: float | None
) -> float | None:
    if youngs_modulus is None or strength is None or strength <= 0:
        return None
    return _radius(thickness, youngs_modulus, strength)


def _stack(
    thicknesses: ArrayLike, moduli: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return thicknesses (n,), moduli (n,) and the positions (n + 1,) of the faces."""
    t, E = np.broadcast_arrays(np.asarray(thicknesses, float), np.asarray(moduli, float))
    for k, (layer, modulus) in enumerate(zip(t, E, strict=True), start=1):
        _check_length(f"layer {k} thickness", float(layer))
        if modulus <= 0:
            problem = show(float(modulus), MODULUS)
            raise InputError(f"layer {k} Young's modulus", problem, 'above 0, such as "22 GPa"')
    return t, E, np.concatenate([[0.0], np.cumsum(t)])


def _check_length(field: str, length: float) -> None:
    if not length > 0:
        raise InputError(field, show(length, LENGTH), 'above 0, such as "20 um"')

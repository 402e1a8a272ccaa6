"""A stack of layers bent round a cylinder, with or without tension: strains, stresses, limits."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError, UnavailableError
from ceralyte.core.units import LENGTH, PRESSURE, show
from ceralyte.mechanics.bending import layer_strains, neutral_axis, require_bendable

Floats = NDArray[np.float64]


class BeamLayer(NamedTuple):
    """One layer: thickness (m), Young's modulus (Pa), largest tension and compression (Pa).

    A strength of None: none is known, and the layer limits nothing. Nor does the stress (Pa) from
    which it flows, `yield_strength`: metals bend on.
    """

    name: str
    thickness: float
    youngs_modulus: float
    tensile_strength: float | None = None
    compressive_strength: float | None = None
    yield_strength: float | None = None
    is_membrane: bool = False


class RadiusLimit(NamedTuple):
    """Smallest cylinder (radius, m) and the layer and face that sets it."""

    radius: float
    layer: str
    face: str


def stack_strains(
    layers: Sequence[BeamLayer], radius: float, *, tension: float = 0.0, bonded: bool = True
) -> Floats:
    """Return the strain of both faces of every layer of a stack wound on a cylinder.

    Parameters
    ----------
    layers : sequence of BeamLayer
        The first lies on the cylinder.
    radius : float, m
        Of the cylinder; at least the thickness of the stack.
    tension : float, N/m
        Pull along the stack per width, shared by all layers at equal strain.
    bonded : bool
        True: plane sections of the whole stack. False: the layers slide without friction and
        each bends about its own middle.

    Returns
    -------
    ndarray (n, 2) [-]
        Inner and outer face; tension is positive.

    Raises
    ------
    InputError
        A length or modulus not above zero, a radius below the thickness, negative tension.

    Validity
    --------
    Linear elastic, strips free to contract sideways. Real stacks lie between bonded and sliding.

    Source
    ------
    Composite beam: neutral axis at sum(E t y) / sum(E t).

    Examples
    --------
    >>> stack_strains([BeamLayer("membrane", 20e-6, 22e9)], 10e-3).round(6)
    array([[-0.000999,  0.000999]])
    """
    t, E = _columns(layers)
    total = float(t.sum())
    require_bendable("radius", radius, total)
    if not tension >= 0:
        raise InputError("tension", f"got {tension:g} N/m", "0 N/m or more")
    pull = tension / float(E @ t)
    if bonded:
        return layer_strains(t, E, radius + neutral_axis(t, E)) + pull
    middles = radius + np.cumsum(t) - t / 2
    own = t / 2 / middles
    return np.column_stack([-own, own]) + pull


def stack_stresses(layers: Sequence[BeamLayer], strains: Floats) -> Floats:
    """Return the stress (n, 2), Pa, that goes with the strains of `stack_strains`."""
    return _columns(layers)[1][:, None] * strains


def stack_radius_minimum(
    layers: Sequence[BeamLayer], *, tension: float = 0.0, bonded: bool = True
) -> RadiusLimit:
    """Return the smallest cylinder on which no layer exceeds its strength.

    Parameters
    ----------
    layers, tension, bonded
        As for `stack_strains`.

    Raises
    ------
    UnavailableError
        No layer with a strength is pulled, or the tension alone breaks one.

    Notes
    -----
    On a bonded stack a face at y from the inside strains by (y - y_n) / (r + y_n) beside the
    tension, so that r = (y - y_n) / limit - y_n; a result below the thickness of the stack is
    returned as that thickness, below which the theory says nothing.
    """
    t, E = _columns(layers)
    require_bendable("radius", np.inf, float(t.sum()))
    pull = tension / float(E @ t)
    outer = np.cumsum(t)
    axis = neutral_axis(t, E)
    limits = []
    for k, layer in enumerate(layers):
        centre = axis if bonded else outer[k] - t[k] / 2
        faces = {"inner face": outer[k] - t[k], "outer face": outer[k]}
        for face, y in faces.items():
            allowed = _allowed(layer, y - centre, pull)
            if allowed is not None:
                limits.append(RadiusLimit((y - centre) / allowed - centre, layer.name, face))
    if not limits:
        raise UnavailableError("no smallest radius: no layer with a known strength is pulled")
    largest = max(limits)
    return largest._replace(radius=max(largest.radius, float(t.sum())))


def winding_pressure(tension: float, radius: float) -> float:
    """Return the pressure (Pa) that one turn under `tension` (N/m) puts on what lies inside.

    Hoop equilibrium, T / r, for a turn of radius `radius` (m); the pressures of the turns add.

    Examples
    --------
    >>> winding_pressure(100.0, 5e-3)
    20000.0
    """
    if not tension >= 0:
        raise InputError("tension", f"got {tension:g} N/m", "0 N/m or more")
    if not radius > 0:
        raise InputError("radius", show(radius, LENGTH), 'above 0, such as "4 mm"')
    return tension / radius


def _allowed(layer: BeamLayer, offset: float, pull: float) -> float | None:
    """Bending strain that a face may still take, with the sign of its offset from the axis."""
    if offset > 0 and layer.tensile_strength is not None:
        left = layer.tensile_strength / layer.youngs_modulus - pull
        if left <= 0:
            raise UnavailableError(
                f"the tension alone pulls {layer.name} beyond "
                f"{show(layer.tensile_strength, PRESSURE)}"
            )
        return left
    if offset < 0 and layer.compressive_strength is not None:
        return -(layer.compressive_strength / layer.youngs_modulus + pull)
    return None


def _columns(layers: Sequence[BeamLayer]) -> tuple[Floats, Floats]:
    if not layers:
        raise InputError("layers", "there are none", "at least one layer")
    return (
        np.array([layer.thickness for layer in layers]),
        np.array([layer.youngs_modulus for layer in layers]),
    )

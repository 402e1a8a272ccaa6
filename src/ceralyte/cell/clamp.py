"""End plates and rods that press a stack of cells together."""

from math import pi, sqrt
from typing import Annotated

import numpy as np

from ceralyte.cell.stack import check_positive
from ceralyte.core.errors import InputError
from ceralyte.core.stated import Stated, above
from ceralyte.core.units import LENGTH, PRESSURE

_TERMS = np.arange(1, 400, 2, dtype=float)


class PlateMaterial(Stated):
    """What plates and rods are made of: density (kg/m3), yield strength (Pa), Poisson's ratio."""

    name: str
    density: Annotated[float, above(0, "kg/m3")]
    yield_strength: Annotated[float, above(0, "Pa")]
    poissons_ratio: Annotated[float, above(-1, most=0.5)]


class Clamp(Stated):
    """Two plates and their rods: plate thickness (m), masses (kg) and volumes (m3)."""

    plate_thickness: float
    plates_mass: float
    plates_volume: float
    rods_mass: float


def plate_moment(long_side: float, short_side: float, poissons_ratio: float) -> float:
    """Return the largest bending moment of an evenly pressed plate, over q b^2 [-].

    Parameters
    ----------
    long_side, short_side : float, m
        Simply supported along all four edges.
    poissons_ratio : float

    Source
    ------
    Navier's double series; S. Timoshenko and S. Woinowsky-Krieger, Theory of Plates and Shells,
    2nd ed. (1959), section 30.

    Examples
    --------
    >>> round(plate_moment(1.0, 1.0, 0.3), 4)
    0.0479
    """
    a, b = long_side / short_side, 1.0
    m, n = np.meshgrid(_TERMS / a, _TERMS / b, indexing="ij")
    signs = np.sin(_TERMS * pi / 2)
    sides = np.outer(signs, signs) / np.outer(_TERMS, _TERMS) / (m**2 + n**2) ** 2
    return float(16 / pi**4 * np.sum(sides * (n**2 + poissons_ratio * m**2)))


def clamp(
    sides: tuple[float, float],
    depth: float,
    pressure: float,
    material: PlateMaterial,
    safety_factor: float,
) -> Clamp:
    """Return plates and rods that keep a stack under pressure without yielding.

    Parameters
    ----------
    sides : (float, float), m
        Of the face that is pressed.
    depth : float, m
        Of the stack between the plates.
    pressure : float, Pa
    material : PlateMaterial
    safety_factor : float
        Yield strength over the largest stress, >= 1.

    Raises
    ------
    InputError
        A length, pressure or strength not above zero; a safety factor below 1.

    Validity
    --------
    Thin plate, simply supported along its edges, elastic; the rods run along the edges and carry
    the whole force at yield strength over safety factor. Heads, nuts and stiffness are left out:
    a lower bound of the mass. The pressure at a plate's middle falls as it bows.
    """
    for field, value in (("width", sides[0]), ("height", sides[1]), ("depth", depth)):
        check_positive(f"clamp {field}", value, LENGTH)
    check_positive("stack_pressure", pressure, PRESSURE)
    check_positive(f"{material.name} yield strength", material.yield_strength, PRESSURE)
    if not safety_factor >= 1:
        raise InputError("safety_factor", f"{safety_factor:g}", "1 or more")
    short, long = sorted(sides)
    allowed = material.yield_strength / safety_factor
    moment = plate_moment(long, short, material.poissons_ratio) * pressure * short**2
    thickness = sqrt(6 * moment / allowed)
    plates = 2 * thickness * short * long
    rods = pressure * short * long / allowed * (depth + 2 * thickness)
    return Clamp(
        plate_thickness=thickness,
        plates_mass=plates * material.density,
        plates_volume=plates,
        rods_mass=rods * material.density,
    )

"""A wound cell: the length of the spiral between mandrel and can."""

from math import pi

from ceralyte.cell.build import Piece, assemble
from ceralyte.cell.design import CellDesign
from ceralyte.cell.energy import design_in_words
from ceralyte.cell.formats import Winding
from ceralyte.cell.stack import check_positive
from ceralyte.cell.unit import inside_overhang, repeat_unit, usable_capacity
from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH
from ceralyte.model.cell import BuiltCell


class StiffMembraneError(InputError):
    """A membrane that does not bend into its can: the answer is "no", the input is in order."""

    exit_code = 1


def spiral_length(inner_radius: float, outer_radius: float, thickness: float) -> float:
    """Return the length of a strip wound between two radii, m.

    Parameters
    ----------
    inner_radius, outer_radius, thickness : float, m
        Of the ring that the strip fills, and of the strip.

    Returns
    -------
    float
        pi (R^2 - r^2) / t: the area of the ring over the thickness, exact for a strip that
        fills it.

    Examples
    --------
    >>> round(spiral_length(2e-3, 10e-3, 300e-6), 4)
    1.0053
    """
    return pi * (outer_radius**2 - inner_radius**2) / thickness


def build_winding(
    design: CellDesign, winding: Winding, membrane_thickness: float, membrane_density: float
) -> BuiltCell:
    """Return the mass, volume and nominal energy of a wound cell.

    The strip is a cathode foil and an anode foil, each coated on both sides, and two membranes:
    two repeat units, which share their foils.

    Parameters
    ----------
    design : CellDesign
    winding : Winding
    membrane_thickness, membrane_density : float, m and kg/m3

    Raises
    ------
    InputError
        As `repeat_unit`; a bipolar design; a size not above zero; a mandrel or an overhang that
        leaves no room.
    StiffMembraneError
        The same of a mandrel as tight as the membrane bends.

    Validity
    --------
    Along the innermost and outermost half turn one side faces nothing; that is not subtracted.
    Winding tension and the stiffness of the stack are left out.
    """
    inner_radius = winding.mandrel(membrane_thickness)
    outer, height = _room(design, winding, inner_radius)
    layers = repeat_unit(design, membrane_thickness, membrane_density)
    strip = 2 * sum(layer.share * layer.thickness for layer in layers)
    length = spiral_length(inner_radius, outer, strip)
    inner_area = 2 * length * (height - 2 * winding.overhang)
    pieces = [
        Piece(
            layer,
            layer.share,
            inner_area if k == 0 or inside_overhang(layer) else 2 * length * height,
        )
        for k, layer in enumerate(layers)  # the first is the cathode foil
    ]
    radius, wall = winding.diameter / 2, winding.can.thickness
    can = pi * (radius**2 - (radius - wall) ** 2) * winding.height
    lids = 2 * wall * pi * (radius - wall) ** 2
    turns = (outer - inner_radius) / strip
    return assemble(
        form="winding",
        units=int(turns),
        active_area=inner_area,
        size=(winding.height, winding.diameter, winding.diameter),
        volume=pi * radius**2 * winding.height,
        capacity=usable_capacity(design) * inner_area,
        voltage=design.mean_voltage,
        pieces=pieces,
        packaging=((f"can of {winding.can.name}", (can + lids) * winding.can.density),),
        tabs=winding.tabs,
        basis=f"wound cell of {turns:.1f} turns, {length:.3g} m long, with its can, "
        f"{design_in_words(design)}",
    )


def _room(design: CellDesign, winding: Winding, inner_radius: float) -> tuple[float, float]:
    """Outer radius and height (m) that the winding may fill."""
    if design.bipolar_foil is not None:
        raise InputError(
            "winding", "a bipolar stack cannot be wound: its turns touch", "a pouch, or no bipolar"
        )
    for field, value in (
        ("diameter", winding.diameter),
        ("height", winding.height),
        ("inner_radius", inner_radius),
    ):
        check_positive(f"winding.{field}", value, LENGTH)
    outer = winding.diameter / 2 - winding.can.thickness
    if inner_radius >= outer:
        estimated = winding.inner_radius is None
        error = StiffMembraneError if estimated else InputError
        raise error(
            "winding.inner_radius",
            f"{1e3 * inner_radius:.3g} mm leaves no room in a can of {1e3 * outer:.3g} mm radius"
            + (": the tightest bend by the estimate" if estimated else ""),
            "a radius that you know it survives, a wider can, or a thinner or tougher membrane",
        )
    height = winding.height - 2 * winding.can.thickness - winding.headspace
    if height <= 2 * winding.overhang:
        raise InputError(
            "winding.height",
            f"{1e3 * winding.height:.3g} mm leaves no height for the cathode",
            "more than walls, headspace and both overhangs",
        )
    return outer, height

"""A pouch cell of N repeat units: outermost foils, overhang, laminate, tabs."""

from ceralyte.cell.build import Piece, assemble
from ceralyte.cell.design import CellDesign
from ceralyte.cell.energy import design_in_words
from ceralyte.cell.formats import Pouch
from ceralyte.cell.stack import check_positive
from ceralyte.cell.unit import foil_layer, inside_overhang, repeat_unit, usable_capacity
from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, show
from ceralyte.model.cell import BuiltCell


def build_pouch(
    design: CellDesign, pouch: Pouch, membrane_thickness: float, membrane_density: float
) -> BuiltCell:
    """Return the mass, volume and nominal energy of a pouch cell.

    N units side by side have N + 1 foils, the two outermost coated on one side only; with an
    even N both of them are anode foils. A bipolar stack has N - 1 bipolar foils and an end foil
    of each kind; its units are in series, else in parallel.

    Parameters
    ----------
    design : CellDesign
    pouch : Pouch
    membrane_thickness, membrane_density : float, m and kg/m3

    Raises
    ------
    InputError
        As `repeat_unit`; a size not above zero, fewer than one unit.

    Validity
    --------
    The box holds the stack, the laminate, side and bottom seams folded up (each adds three
    thicknesses of laminate) and the seam at the tabs, which stands out. Foil between stack and
    tab is not counted.
    """
    _check(pouch)
    outer_width, outer_height = (
        length + 2 * pouch.overhang for length in (pouch.width, pouch.height)
    )
    inner, outer = pouch.width * pouch.height, outer_width * outer_height
    pieces = [
        Piece(layer, pouch.units, inner if inside_overhang(layer) else outer)
        for layer in repeat_unit(design, membrane_thickness, membrane_density)
        if layer.part != "collector"
    ]
    pieces += _foils(design, pouch.units, inner, outer)
    depth = sum(piece.number * piece.layer.thickness for piece in pieces)
    laminate, seal = pouch.foil.thickness, pouch.seal_width
    sheets = 2 * (outer_width + 2 * seal) * (outer_height + 2 * seal)
    walls = 2 * (outer_width + outer_height) * depth
    series = pouch.units if design.bipolar_foil is not None else 1
    return assemble(
        form="pouch",
        units=pouch.units,
        active_area=pouch.units * inner,
        size=(outer_height + 3 * laminate + seal, outer_width + 6 * laminate, depth + 2 * laminate),
        capacity=usable_capacity(design) * inner * pouch.units / series,
        voltage=design.mean_voltage * series,
        pieces=pieces,
        packaging=((pouch.foil.name, (sheets + walls) * laminate * pouch.foil.density),),
        tabs=pouch.tabs,
        basis=f"pouch cell of {pouch.units} units with laminate"
        f"{' and tabs' if pouch.tabs else ''}, {design_in_words(design)}",
    )


def _foils(design: CellDesign, units: int, inner: float, outer: float) -> list[Piece]:
    ends = foil_layer(design.cathode_foil), foil_layer(design.anode_foil)
    if design.bipolar_foil is not None:
        return [
            Piece(foil_layer(design.bipolar_foil), units - 1, outer),
            Piece(ends[0], 1, inner),
            Piece(ends[1], 1, outer),
        ]
    of_cathode = (units + 1) // 2
    return [Piece(ends[0], of_cathode, inner), Piece(ends[1], units + 1 - of_cathode, outer)]


def _check(pouch: Pouch) -> None:
    if pouch.units < 1:
        raise InputError("pouch.units", f"{pouch.units}", "1 or more")
    for field, value in (("width", pouch.width), ("height", pouch.height)):
        check_positive(f"pouch.{field}", value, LENGTH)
    for field, value in (("overhang", pouch.overhang), ("seal_width", pouch.seal_width)):
        if value < 0:
            raise InputError(f"pouch.{field}", show(value, LENGTH), "0 mm or more")

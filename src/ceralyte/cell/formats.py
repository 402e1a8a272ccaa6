"""What a repeat unit is built into: a pouch of several, or a winding in a can."""

from typing import Annotated

from pydantic import Field

from ceralyte.cell.design import Foil
from ceralyte.core.errors import InputError
from ceralyte.core.stated import Stated, above, at_least


class Tab(Stated):
    """A terminal: name, width, length, thickness (m), density (kg/m3)."""

    name: str
    width: Annotated[float, above(0, "m")]
    length: Annotated[float, above(0, "m")]
    thickness: Annotated[float, above(0, "m")]
    density: Annotated[float, above(0, "kg/m3")]

    @property
    def mass(self) -> float:
        """In kg."""
        return self.width * self.length * self.thickness * self.density


class Pouch(Stated):
    """A stack of repeat units between two sheets of laminate.

    Attributes
    ----------
    units : int
        Pairs of cathode and anode.
    width, height : float, m
        Of the cathode coating.
    overhang : float, m
        By which membrane, anode and its foil stand out on each of the four sides.
    seal_width : float, m
        Of the seams of the laminate, all round.
    foil : Foil
        The laminate.
    tabs : tuple of Tab
    """

    units: int = Field(ge=1)
    width: Annotated[float, above(0, "m")]
    height: Annotated[float, above(0, "m")]
    overhang: Annotated[float, at_least(0, "m")]
    seal_width: Annotated[float, at_least(0, "m")]
    foil: Foil
    tabs: tuple[Tab, ...] = ()


class Winding(Stated):
    """A double-sided stack wound into a cylindrical can.

    Attributes
    ----------
    diameter, height : float, m
        Outside of the can.
    inner_radius : float or None, m
        Of the mandrel: the tightest bend of the membrane. None: as tight as it bends.
    bend_ratio : float or None
        Smallest bend radius over thickness of the membrane [-]; used where `inner_radius` is
        None.
    overhang : float, m
        By which membrane, anode and its foil stand out above and below the cathode.
    headspace : float, m
        Height inside the can that holds no winding.
    can : Foil
        Material and wall thickness of walls, bottom and lid.
    tabs : tuple of Tab
    """

    diameter: Annotated[float, above(0, "m")]
    height: Annotated[float, above(0, "m")]
    inner_radius: Annotated[float, above(0, "m")] | None
    bend_ratio: Annotated[float, above(0)] | None
    overhang: Annotated[float, at_least(0, "m")]
    headspace: Annotated[float, at_least(0, "m")]
    can: Foil
    tabs: tuple[Tab, ...] = ()

    def mandrel(self, membrane_thickness: float) -> float:
        """Return the inner radius (m) for a membrane of this thickness (m).

        Raises
        ------
        InputError
            Neither a radius nor the bend limit is known.
        """
        if self.inner_radius is not None:
            return self.inner_radius
        if self.bend_ratio is None:
            raise InputError(
                "winding.inner_radius",
                "is not stated, and the membrane's bend radius is unknown",
                "inner_radius: 3 mm",
            )
        return self.bend_ratio * membrane_thickness


Format = Pouch | Winding

"""What a repeat unit is built into: a pouch of several, or a winding in a can."""

from ceralyte.cell.design import Foil
from ceralyte.core.errors import InputError
from ceralyte.core.stated import Stated


class Tab(Stated):
    """A terminal: name, width, length, thickness (m), density (kg/m3)."""

    name: str
    width: float
    length: float
    thickness: float
    density: float

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

    units: int
    width: float
    height: float
    overhang: float
    seal_width: float
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

    diameter: float
    height: float
    inner_radius: float | None
    bend_ratio: float | None
    overhang: float
    headspace: float
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

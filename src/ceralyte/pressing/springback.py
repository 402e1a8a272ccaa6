"""How much of the compaction comes back when the press opens."""

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import PRESSURE, show
from ceralyte.pressing.laws import require_pressure


def springback(pressure: float, bulk_modulus: float) -> Quantity:
    """Return the elastic volume strain on release, P / K: an estimate within a factor of two.

    Parameters
    ----------
    pressure : float, Pa
        0 to 1 GPa.
    bulk_modulus : float, Pa
        Of the pressed body with its pores.

    Returns
    -------
    Quantity [-]
        Rise of the volume, or of the thickness of a film that adheres to nothing and widens
        only across, over that under pressure; `low` and `high` are half and double.

    Raises
    ------
    InputError

    Validity
    --------
    A rule of thumb: contacts that open on release, friction with the die and time are not in it.

    Examples
    --------
    >>> springback(360e6, 18e9).value
    0.02
    """
    require_pressure(pressure)
    if not bulk_modulus > 0:
        raise InputError("bulk_modulus", f"got {show(bulk_modulus, PRESSURE)}", "above 0 MPa")
    strain = pressure / bulk_modulus
    return Quantity(
        value=strain,
        unit="",
        method="pressure over bulk modulus of the porous body",
        low=strain / 2,
        high=2 * strain,
        estimate=True,
        validity="a factor of two either way: contacts that open and friction are not in it",
    )

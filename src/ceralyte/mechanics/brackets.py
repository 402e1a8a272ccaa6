"""The ends of a quantity's error, whatever way it is given in."""

from ceralyte.core.quantities import Quantity


def ends(quantity: Quantity) -> tuple[float | None, float | None]:
    """Return lower and upper end of `quantity`, in its unit; None where an end is unknown.

    `low` and `high` where at least one is given (the other end is then as it stands, perhaps
    unknown), else two standard deviations to each side, else the value itself twice.
    """
    if quantity.low is not None or quantity.high is not None:
        return quantity.low, quantity.high
    reach = 2 * (quantity.std or 0.0)
    return quantity.value - reach, quantity.value + reach

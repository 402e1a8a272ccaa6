"""Measured values that a recipe quotes, in SI, beside their predictions."""

from ceralyte.core import units
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.core.units import Dimension, parse
from ceralyte.model.design import Comparison
from ceralyte.recipe.schema import Measured

DIMENSIONS: dict[str, Dimension] = {
    "effective_conductivity": units.CONDUCTIVITY,
    "areal_resistance": units.AREAL_RESISTANCE,
    "activation_energy": units.ACTIVATION_ENERGY,
    "thickness": units.LENGTH,
    "relative_density": units.FRACTION,
    "porosity": units.FRACTION,
    "tensile_strength": units.PRESSURE,
    "youngs_modulus": units.MODULUS,
    "specific_energy": units.SPECIFIC_ENERGY,
    "binder_film_thickness": units.LENGTH,
    "ceramic_volume_fraction": units.FRACTION,
}


def measured_quantity(measured: Measured, field: str) -> Quantity:
    """Return the quoted value in SI; raise `InputError` for a wrong unit."""
    dimension = DIMENSIONS[measured.quantity]
    value, low, high = (
        None if text is None else parse(text, dimension, field)
        for text in (measured.value, measured.low, measured.high)
    )
    assert value is not None  # the recipe requires it
    return Quantity(value=value, unit=dimension.si_unit, method="measured", low=low, high=high)


def compare(
    measured: tuple[Measured, ...], predicted: dict[str, Outcome]
) -> tuple[Comparison, ...]:
    """Return each measurement with the prediction of the same name."""
    return tuple(
        Comparison(
            quantity=m.quantity,
            measured=measured_quantity(m, f"measured.{i}"),
            predicted=predicted[m.quantity],
            source=Source(used_for=m.quantity, text=m.source, locator=m.locator, kind="measured"),
            note=m.note,
        )
        for i, m in enumerate(measured)
    )

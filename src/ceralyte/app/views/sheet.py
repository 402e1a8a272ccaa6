"""What can be said of a recipe while it is being written: `ceralyte check`, for the page."""

from typing import Any

from ceralyte.app.views.rows import notes, row, verdicts
from ceralyte.pipeline import Check, check, check_slurry
from ceralyte.recipe import Recipe


def sheet_of(recipe: Recipe) -> dict[str, Any]:
    """Return chemistry, composition, estimates and weigh-out sheet of a valid recipe.

    Raises
    ------
    InputError
        An unknown material, or a value that nobody has given.
    """
    found = check(recipe)
    return found.model_dump(mode="json", exclude={"sources"}) | {
        "verdicts": verdicts(found.verdicts),
        "notes": notes(found.notes),
        "chemistry": chemistry(recipe),
        "shares": shares(found),
        "rows": [
            row("packing_fraction", found.packing_fraction),
            row("relative_density", found.relative_density, "Relative density after pressing"),
            row("yield_stress", found.yield_stress),
            row("thickness", found.thickness),
        ],
        "weigh_out": [row(name, mass, name, "mass") for name, mass in found.weigh_out.items()],
    }


def chemistry(recipe: Recipe) -> dict[str, Any] | None:
    """Return the verdict on ceramic, solvent and binder; None for a dry process."""
    if recipe.slurry.solvent == "none":
        return None
    verdict = check_slurry(recipe)
    return verdict.model_dump(mode="json") | {"hazard_level": verdict.hazard_level}


def shares(found: Check) -> list[dict[str, Any]]:
    """Return the solids in wt% and vol%."""
    return [
        {
            "name": name,
            "mass_percent": 100 * mass,
            "volume_percent": 100 * found.solids_volume_fractions[name],
        }
        for name, mass in found.mass_fractions.items()
    ]

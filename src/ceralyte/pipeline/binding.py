"""Where the binder sits, and why: chosen by process and surface energies, or stated."""

from dataclasses import dataclass

from ceralyte.core.quantities import Quantity
from ceralyte.core.units import LENGTH, SURFACE_ENERGY, show
from ceralyte.packing import percentiles
from ceralyte.pipeline.supply import Supply
from ceralyte.recipe import Recipe
from ceralyte.structure import ROUGHEST_FRESH, BinderPlacement, require_film
from ceralyte.structure.wetting import SurfaceEnergy, placement_by_wetting, spreading_coefficient

FIBRILLATING = "PTFE"
"""The only binder that has been shown to form fibrils when sheared dry (perspective article)."""


@dataclass(frozen=True)
class Binding:
    """Mechanism of the binder's placement, the size that goes with it (m), and the reason."""

    placement: BinderPlacement
    size: float | None
    reason: str


def choose_binding(recipe: Recipe, supply: Supply, *, dispersed: bool) -> Binding | None:
    """Return where the binder of a recipe sits; None without a binder.

    Parameters
    ----------
    recipe, supply : Recipe and Supply
    dispersed : bool
        Whether the polymer takes more room than the pores of the packed powder.
    """
    binder = recipe.binder
    if binder is None:
        return None
    if binder.placement != "auto":
        placement, reason = binder.placement, "stated in the recipe"
    elif dispersed:
        placement, reason = "matrix", "the polymer takes more room than the pores of the powder"
    elif binder.film_thickness is not None:
        placement, reason = "coating", "the recipe states the thickness of its film"
    elif recipe.process == "dry":
        placement, reason = _of_dry(recipe, supply)
    else:
        placement, reason = _by_energies(recipe, supply)
    size, about_size = _size(recipe, placement)
    return Binding(placement, size, reason + about_size)


def film_share(recipe: Recipe, even_film: Quantity) -> float:
    """Return the share of the binder that is film on the grains [-].

    Parameters
    ----------
    even_film : Quantity, m
        All binder as one even film.

    Raises
    ------
    InputError
        The stated film takes more binder than there is.
    """
    stated = recipe.binder.film_thickness if recipe.binder else None
    if stated is None:
        return 1.0
    return require_film(stated, even_film.value)


def binder_shares(binding: Binding, film: float, stated_film: float | None) -> dict[str, Quantity]:
    """Return the share of the binder in each place, by name, with the reason as method [-]."""
    if binding.placement != "coating" or stated_film is None:
        return {binding.placement: Quantity(value=1.0, unit="", method=binding.reason)}
    return {
        "coating": Quantity(
            value=film,
            unit="",
            method=f"a film of {show(stated_film, LENGTH)} on the grains, as stated",
        ),
        "necks": Quantity(
            value=1 - film, unit="", method="what the film leaves, drawn to contacts and gaps"
        ),
    }


def film_note(even_film: float, stated_film: float | None, roughness: float | None) -> str:
    """Say how a stated film and the amount of binder go together; "" if none is stated.

    Parameters
    ----------
    even_film : float, m
        All binder as one even film.
    stated_film : float or None, m
    roughness : float or None
        As in `Makeup` [-].
    """
    if stated_film is None:
        return ""
    ratio = even_film / stated_film
    return (
        f"all binder as an even film on {_surface(roughness)} would be {show(even_film, LENGTH)} "
        f"thick; a film of {show(stated_film, LENGTH)} takes {100 / ratio:.0f} % of it, and the "
        f"rest is placed in necks. It would take all only on {ratio:.2g} times the surface: "
        f"grains {ratio:.2g} times finer, or rough (freshly ground ones have up to "
        f"{ROUGHEST_FRESH:g} times the surface of smooth ones; ceramic.properties.specific_surface "
        "states that of the powder)"
    )


def _surface(roughness: float | None) -> str:
    if roughness is None:
        return "smooth dense spheres"
    return f"grains with {roughness:.2g} times the surface of smooth ones"


def _of_dry(recipe: Recipe, supply: Supply) -> tuple[BinderPlacement, str]:
    assert recipe.binder is not None  # asked for only with a binder
    if supply.catalogue.get(recipe.binder.material).name == FIBRILLATING:
        return "fibrils", "PTFE sheared dry draws fibrils from grain to grain"
    return (
        "segregated",
        f"mixed dry, {recipe.binder.material} neither dissolves nor is known to fibrillate: it "
        "stays in domains of its own",
    )


def _by_energies(recipe: Recipe, supply: Supply) -> tuple[BinderPlacement, str]:
    """By the spreading coefficient; without surface energies by the process."""
    assert recipe.binder is not None  # asked for only with a binder
    energies = {}
    for material in (recipe.ceramic.material, recipe.binder.material):
        parts = [
            supply.outcome(material, f"surface_energy_{part}", "the placement of the binder")
            for part in ("dispersive", "polar")
        ]
        if not all(isinstance(p, Quantity) for p in parts):
            return "necks", (
                "capillarity draws a dissolved binder to the contacts on drying; the surface "
                f"energy of {material} by components is not known, so whether it spreads to a "
                "film or keeps off the ceramic is not judged"
            )
        energies[material] = SurfaceEnergy(parts[0].value, parts[1].value)
    ceramic, binder = energies.values()
    spreading = spreading_coefficient(ceramic, binder)
    placement = placement_by_wetting(spreading, binder)
    says = {
        "coating": "the binder spreads on the ceramic",
        "necks": "the binder wets the ceramic without spreading",
        "segregated": "the binder keeps off the ceramic",
    }
    shown = show(spreading, SURFACE_ENERGY)
    return placement, f"spreading coefficient {shown} (Owens-Wendt): {says[placement]}"


def _size(recipe: Recipe, placement: BinderPlacement) -> tuple[float | None, str]:
    """The size that goes with a placement, and where it comes from if it is not stated."""
    assert recipe.binder is not None  # asked for only with a binder
    if placement == "fibrils":
        stated = recipe.binder.fibril_diameter
        return stated, "" if stated else "; no fibril_diameter stated, drawn two voxels thick"
    if placement in ("segregated", "matrix"):
        stated = recipe.binder.domain_diameter
        if stated is not None or placement == "matrix":
            return stated, ""
        median = percentiles(recipe.ceramic.size, "volume").d50
        return (
            median,
            f"; no domain_diameter stated, the median grain of {show(median, LENGTH)} taken",
        )
    return None, ""

"""Where the binder sits, and why: chosen by process and surface energies, or stated."""

from dataclasses import dataclass

from ceralyte.core.quantities import Quantity
from ceralyte.core.units import LENGTH, SURFACE_ENERGY, show
from ceralyte.packing import percentiles
from ceralyte.pipeline.supply import Supply
from ceralyte.recipe import Recipe
from ceralyte.structure import GROUND_ROUGHNESS, BinderPlacement, require_film
from ceralyte.structure.wetting import SurfaceEnergy, placement_by_wetting, spreading_coefficient


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
    elif report := supply.placement(recipe):
        placement = report.placement
        reason = f"{report.finding} ({report.source}; confidence {report.confidence})"
    elif recipe.process == "dry":
        placement = "segregated"
        reason = (
            f"mixed dry, {binder.material} neither dissolves nor is known to fibrillate: it is "
            "taken to stay in domains of its own"
        )
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
        The stated film takes more binder than there is, on grains as smooth as they may be.
    """
    stated = recipe.binder.film_thickness if recipe.binder else None
    if stated is None:
        return 1.0
    thickest = even_film.value if even_film.high is None else even_film.high
    require_film(stated, thickest)
    return min(stated / even_film.value, 1.0)


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


def film_note(even_film: Quantity, stated_film: float | None, roughness: float | None) -> str:
    """Say how a film and the amount of binder go together, and what its thickness rests on.

    "" where nothing is stated and the surface of the powder was measured.

    Parameters
    ----------
    even_film : Quantity, m
        All binder as an even film.
    stated_film : float or None, m
    roughness : float or None
        As in `Makeup` [-].
    """
    if stated_film is None:
        if even_film.low is None or even_film.high is None:
            return ""
        return (
            f"the thickness of the film is that on {_surface(roughness)} for want of the surface "
            f"of yours: {show(even_film.low, LENGTH)} on the roughest, "
            f"{show(even_film.high, LENGTH)} on smooth grains. "
            "ceramic.properties.specific_surface states it"
        )
    share = min(stated_film / even_film.value, 1.0)
    note = (
        f"all binder as an even film on {_surface(roughness)} would be "
        f"{show(even_film.value, LENGTH)} thick; the stated film of {show(stated_film, LENGTH)} "
        f"takes {100 * share:.0f} % of it"
    )
    if share < 1:
        note += ", and the rest is placed in necks"
    if even_film.high is not None:
        note += (
            f". On smooth grains it would be {show(even_film.high, LENGTH)}: "
            "ceramic.properties.specific_surface states the surface of your powder"
        )
    return note


def _surface(roughness: float | None) -> str:
    if roughness is None:
        return f"a ground powder, with {GROUND_ROUGHNESS:.2g} times the surface of smooth grains,"
    return f"grains with {roughness:.2g} times the surface of smooth ones"


def _by_energies(recipe: Recipe, supply: Supply) -> tuple[BinderPlacement, str]:
    """By the spreading coefficient; without surface energies by capillarity."""
    assert recipe.binder is not None  # asked for only with a binder
    ceramic, binder = (
        _surface_energy(material, supply)
        for material in (recipe.ceramic.material, recipe.binder.material)
    )
    if ceramic is None or binder is None:
        return "necks", _without_energies(recipe, ceramic, binder)
    spreading = spreading_coefficient(ceramic, binder)
    placement = placement_by_wetting(spreading, binder)
    says = {
        "coating": "the binder spreads on the ceramic",
        "necks": "the binder wets the ceramic without spreading",
        "segregated": "the binder keeps off the ceramic",
    }
    shown = show(spreading, SURFACE_ENERGY)
    return placement, (
        f"spreading coefficient {shown} (Owens-Wendt): {says[placement]}; an estimate for clean "
        "surfaces, which knows nothing of the solvent"
    )


def _surface_energy(material: str, supply: Supply) -> SurfaceEnergy | None:
    parts = [
        supply.outcome(material, f"surface_energy_{part}", "the placement of the binder")
        for part in ("dispersive", "polar")
    ]
    if not all(isinstance(part, Quantity) for part in parts):
        return None
    return SurfaceEnergy(parts[0].value, parts[1].value)


def _without_energies(
    recipe: Recipe, ceramic: SurfaceEnergy | None, binder: SurfaceEnergy | None
) -> str:
    """Why a dissolved binder goes to the necks, what is missing, and what would change that."""
    assert recipe.binder is not None  # asked for only with a binder
    names = {
        "ceramic": (recipe.ceramic.material, ceramic),
        "binder": (recipe.binder.material, binder),
    }
    missing = " and of ".join(
        f"{material} ({part}.properties.surface_energy_dispersive, surface_energy_polar)"
        for part, (material, energy) in names.items()
        if energy is None
    )
    reason = (
        "capillarity draws a dissolved binder to the contacts on drying. That is not sure: no "
        f"placement of this pair was found published, and the surface energy of {missing} is not "
        "known, so whether it spreads to a film or keeps off the ceramic is not judged"
    )
    if binder is not None and binder.dispersive > 0:
        enough = show(binder.total**2 / binder.dispersive, SURFACE_ENERGY)
        reason += (
            f"; {recipe.binder.material} would spread on a ceramic with a dispersive part of "
            f"{enough} or more, whatever its polar part"
        )
    return reason


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

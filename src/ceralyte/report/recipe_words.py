"""A recipe in words, as the experimental section of a paper states it."""

from typing import Any

_GOALS = {"pressure": "", "relative_density": " dense", "gap": " between the rolls"}
_FOILS = ("positive_collector", "negative_collector", "bipolar_collector")
_SUPPORT = {
    "thickness": "{} thick",
    "porosity": "porosity {}",
    "fibre_diameter": "fibres of {}",
    "pitch": "pitch {}",
    "interface_resistance": "{} to the ceramic",
}


def made_in_words(recipe: dict[str, Any]) -> str:
    """Return how a membrane is made: powder, binder, process, support, thickness, pressing."""
    ceramic, binder = recipe["ceramic"], recipe.get("binder") or {}
    text = f"{ceramic['material']} ({_by_weight(ceramic)} of the solids; size {ceramic['size']}"
    text += f"{_grains(ceramic)})"
    if binder:
        text += f" with {binder['material']} ({_by_weight(binder)}"
        between = binder.get("interface_resistance")
        text += f"; {between} between both)" if between else ")"
    text += _process(recipe)
    if support := recipe.get("support"):
        told = [words.format(support[k]) for k, words in _SUPPORT.items() if support.get(k)]
        text += f", on a {support['kind']} support of {support['material']} ({', '.join(told)})"
    press = recipe.get("press", {})
    goal = [f"{press[k]}{tail}" for k, tail in _GOALS.items() if k in press]
    pressed = f"pressed, {press.get('method')}" + "".join(f", {g}" for g in goal)
    text += "; not pressed" if press.get("method") == "none" else f"; {pressed}"
    thickness = recipe.get("membrane", {}).get("thickness")
    return text + (f"; membrane {thickness} thick" if thickness else "")


def cell_in_words(cell: dict[str, Any]) -> str:
    """Return what a cell is made of: cathode, anode, collectors, packaging."""
    foils = [cell[k] for k in _FOILS if cell.get(k)]
    made = (
        f"Cathode of {_electrode(cell['cathode'])}",
        _anode(cell["anode"]),
        "collectors of " + " and ".join(f"{f['material']} ({f['thickness']})" for f in foils),
    )
    packaging = cell.get("packaging_mass_fraction")
    return "; ".join(made) + (f"; packaging {_wt(packaging)}" if packaging else "")


def materials_of(cell: dict[str, Any]) -> tuple[str, ...]:
    """Return the active materials and the foils of a cell."""
    foils = [cell[k] for k in _FOILS if cell.get(k)]
    names = [cell["cathode"]["active_material"], cell["anode"]["material"]]
    return (*names, *(foil["material"] for foil in foils))


def _grains(ceramic: dict[str, Any]) -> str:
    """What resists between grains, and how their crystals conduct, where it is stated."""
    text, resistance = "", ceramic.get("grain_boundary_resistance", "0")
    if float(resistance.split()[0]) > 0:
        energy = ceramic.get("grain_boundary_activation_energy")
        text += f"; grain boundaries of {resistance}" + (f" and {energy}" if energy else "")
    if crystal := ceramic.get("anisotropy"):
        ratios = ":".join(f"{ratio:g}" for ratio in crystal["ratios"])
        text += f"; crystals that conduct {ratios} along their axes, {crystal['texture']}"
    return text


def _electrode(part: dict[str, Any]) -> str:
    mixture = ", ".join(f"{n} {_wt(share)}" for n, share in part["mass_fractions"].items())
    load = part.get("areal_capacity") or part.get("areal_mass")
    return f"{mixture}, porosity {part['porosity']}" + (f", {load}" if load else "")


def _anode(anode: dict[str, Any]) -> str:
    if host := anode.get("composite"):
        return f"anode of {_electrode(host)}, {anode['capacity_ratio']} times the capacity"
    return f"anode of {anode['material']}, {anode['excess_thickness']} in excess"


def _process(recipe: dict[str, Any]) -> str:
    slurry = recipe.get("slurry") or {}
    solids = slurry.get("solids_fraction")
    solvent = f"{slurry.get('solvent')}" + (f" with {_wt(solids)} of solids" if solids else "")
    return {
        "dry": ", mixed dry",
        "slurry": f", as a slurry in {solvent}",
        "infiltration": f", infiltrated from {solvent}",
    }[recipe["process"]]


def _by_weight(part: dict[str, Any]) -> str:
    return _wt(part["mass_fraction"])


def _wt(share: str) -> str:
    return share.replace("%", "wt%")

"""The methods of a design in words, as a paper would say them, with parameters and citations."""

from typing import Any

from ruamel.yaml import YAML

from ceralyte.core.provenance import Provenance
from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.model import Design
from ceralyte.report.bibtex import bibtex
from ceralyte.report.format import Shown, number, shown
from ceralyte.report.prose import typeset
from ceralyte.report.references import Bibliography


def methods(design: Design, works: Bibliography) -> tuple[tuple[str, str], ...]:
    """Return topic and paragraph of each part of the methods; `works` numbers what they cite."""
    loaded = YAML(typ="safe").load(design.recipe)
    recipe = loaded if isinstance(loaded, dict) else {}
    parts = (
        ("Recipe", _recipe(recipe, works)),
        ("Packing and pressing", _pressing(design, recipe, works)),
        ("Ion transport", _transport(design, works)),
        ("Mechanics", _mechanics(design, works)),
        ("Cell", _cell(design, works)),
        ("Errors", _errors(design, works)),
    )
    return tuple((topic, typeset(text)) for topic, text in parts if text)


def bibtex_of(design: Design) -> str:
    """Return the works that the methods of a design cite as a BibTeX file."""
    works = Bibliography(design.sources)
    methods(design, works)
    return bibtex(works.references)


def _recipe(recipe: dict[str, Any], works: Bibliography) -> str:
    ceramic, binder = recipe.get("ceramic", {}), recipe.get("binder") or {}
    support, press = recipe.get("support") or {}, recipe.get("press", {})
    if not ceramic:
        return ""
    text = f"{ceramic['material']} ({ceramic['mass_fraction'].replace('%', 'wt%')}"
    text += f" of the solids; size {ceramic['size']})"
    if binder:
        text += f" with {binder['material']} ({binder['mass_fraction'].replace('%', 'wt%')})"
    text += {
        "dry": ", mixed dry",
        "slurry": f", as a slurry in {recipe.get('slurry', {}).get('solvent')}",
        "infiltration": f", infiltrated from {recipe.get('slurry', {}).get('solvent')}",
    }[recipe["process"]]
    if support:
        text += f", on a {support['kind']} support of {support['material']}"
        text += f" ({support['thickness']} thick)"
    goal = [f"{press[k]}{tail}" for k, tail in _GOALS.items() if k in press]
    text += f"; pressed, {press.get('method')}" + "".join(f", {g}" for g in goal) + "."
    names = (ceramic["material"], binder.get("material"), support.get("material"))
    cited = works.cite(*(f"{name}: " for name in names if name))
    return text + (f" Values of the materials are from{cited}." if cited else "")


_GOALS = {"pressure": "", "relative_density": " dense", "gap": " between the rolls"}


def _pressing(design: Design, recipe: dict[str, Any], works: Bibliography) -> str:
    seeds = len(design.provenance.seeds)
    particles = design.structure.particles
    each = f" of {len(particles.particles)} particles" if particles is not None else ""
    text = (
        f"{seeds} packing{'s' if seeds != 1 else ''}{each}: "
        f"{design.packing_fraction.method}{works.cite('jammed packings')}; "
        f"packing fraction {_text(design.packing_fraction, 'packing_fraction')}. "
        f"Relative density after pressing {_text(design.relative_density, 'relative_density')}: "
        f"{design.relative_density.method}"
    )
    material = recipe.get("ceramic", {}).get("material", "")
    text += works.cite("density against pressure", f"{material}: relative_density")
    if particles is not None:
        text += (
            ". The particles were pressed to it grain by grain at constant volume, and meet at "
            f"flat contacts{works.cite('flat contacts of pressed particles')}"
        )
    return text + "."


def _transport(design: Design, works: Bibliography) -> str:
    sides = " × ".join(map(str, design.structure.shape))
    edge = number(1e6 * design.structure.voxel_size)
    text = f"The structure was labelled on {sides} voxels of {edge} µm. "
    text += _said("Effective conductivity", design.effective_conductivity, "effective_conductivity")
    if design.conduction:
        worst = max(solve.residual for solve in design.conduction)
        text += f"; largest relative residual {number(worst, 2)}"
    text += f". {_said('Activation energy', design.activation_energy, 'activation_energy')}. "
    text += _said("Second opinion", design.network_conductivity, "network_conductivity")
    return text + works.cite("contact network") + "."


def _mechanics(design: Design, works: Bibliography) -> str:
    estimate = _said("estimate beside it", design.youngs_modulus_estimate, "youngs_modulus")
    strength = _said("Tensile strength", design.tensile_strength, "tensile_strength")
    radius = _said("Smallest bend radius", design.bend_radius_minimum, "bend_radius_minimum")
    return (
        f"{_said('Young’s modulus', design.youngs_modulus, 'youngs_modulus')}; {estimate}"
        f"{works.cite('Young')}. {strength}{works.cite('tensile strength')}. "
        f"{radius}; mandrels as in{works.cite('mandrel')}."
    )


def _cell(design: Design, works: Bibliography) -> str:
    if design.cell is None:
        return ""
    text = _said("Specific energy", design.specific_energy, "specific_energy")
    basis = f" ({design.energy_basis})" if design.energy_basis else ""
    return f"{text}{basis}. Resistance inside the electrodes by de Levie{works.cite('ionic')}."


def _errors(design: Design, works: Bibliography) -> str:
    made = design.provenance
    libraries = ", ".join(f"{name} {version}" for name, version in made.libraries.items())
    return (
        "Error bars are one standard deviation: scatter between packings, difference between "
        "two voxel sizes, and spread of data and models, added in quadrature; brackets enclose "
        f"what is only estimated. ceralyte {made.ceralyte_version}{works.cite('the program')}, "
        f"level {made.level}, {seeds_of(made)}; {libraries}."
    )


def seeds_of(made: Provenance) -> str:
    """Return "seed 0" or "seeds 0, 1, 2"."""
    return f"seed{'s' if len(made.seeds) != 1 else ''} {', '.join(map(str, made.seeds))}"


def _said(what: str, outcome: Outcome, name: str) -> str:
    if not isinstance(outcome, Quantity):
        return f"{what}: not available ({outcome.reason})"
    return f"{what} {_text(outcome, name)}: {outcome.method}"


def _text(outcome: Outcome, name: str) -> str:
    return in_words(shown(outcome, name))


def in_words(value: Shown) -> str:
    """Return a shown value as one text: "4.2 ± 0.7 mS/cm", or its bracket for an estimate."""
    if value.reason:
        return f"not available: {value.reason}"
    text = f"{value.text} {value.unit}".rstrip()
    return text + (f" ({value.bracket} {value.unit})".replace(" )", ")") if value.bracket else "")

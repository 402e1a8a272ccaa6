"""The methods of a design in words, as a paper would say them, with parameters and citations."""

from typing import Any

from ruamel.yaml import YAML

from ceralyte.core.format import Shown, number, shown
from ceralyte.core.provenance import Provenance, Source
from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.model import Design
from ceralyte.report.bibtex import bibtex
from ceralyte.report.prose import typeset
from ceralyte.report.quantities import label_of
from ceralyte.report.recipe_words import cell_in_words, made_in_words, materials_of
from ceralyte.report.references import Bibliography


def works_of(design: Design) -> Bibliography:
    """Return the works behind a design, its measured values and its verdicts, none cited yet."""
    reference = str(_recipe_of(design).get("reference", ""))
    made = Source(used_for="recipe", text=reference)
    measured = [_for("measured", c.source) for c in design.comparisons]
    judged = [_for(f"verdict on {v.topic}", s) for v in design.verdicts for s in v.evidence]
    return Bibliography((*design.sources, made, *measured, *judged))


def methods(design: Design, works: Bibliography) -> tuple[tuple[str, str], ...]:
    """Return topic and paragraph of each part of the methods; `works` numbers what they cite."""
    recipe = _recipe_of(design)
    parts = (
        ("Recipe", _recipe(design, recipe, works)),
        ("Packing and pressing", _pressing(design, recipe, works)),
        ("Ion transport", _transport(design, recipe, works)),
        ("Mechanics", _mechanics(design, works)),
        ("Cell", _cell(design, recipe, works)),
        ("Errors", _errors(design, works)),
        ("Comparison and verdicts", _judged(design, works)),
        ("Further values and models", _further(works)),
    )
    return tuple((topic, typeset(text)) for topic, text in parts if text)


def bibtex_of(design: Design) -> str:
    """Return the works that the methods of a design cite as a BibTeX file."""
    works = works_of(design)
    methods(design, works)
    return bibtex(works.references)


def _recipe_of(design: Design) -> dict[str, Any]:
    loaded = YAML(typ="safe").load(design.recipe)
    return loaded if isinstance(loaded, dict) else {}


def _for(use: str, source: Source) -> Source:
    return source.model_copy(update={"used_for": use})


def _recipe(design: Design, recipe: dict[str, Any], works: Bibliography) -> str:
    if not recipe.get("ceramic"):
        return ""
    text = f"{made_in_words(recipe)}{works.cite('recipe')}."
    parts = [recipe.get(part) or {} for part in ("ceramic", "binder", "support")]
    cited = works.cite(*(f"{part['material']}: " for part in parts if part))
    text += f" Values of the materials are from{cited}." if cited else ""
    analogues = {name for part in parts for name in part.get("analogues", ())}
    for use in dict.fromkeys(source.used_for for source in design.sources):
        name, _, quantity = use.partition(": ")
        if name in analogues:
            text += f" {label_of(quantity)} is that of {name}, as an analogue{works.cite(use)}."
    return text


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


def _transport(design: Design, recipe: dict[str, Any], works: Bibliography) -> str:
    sides = " × ".join(map(str, design.structure.shape))
    edge = number(1e6 * design.structure.voxel_size)
    text = f"The structure was labelled on {sides} voxels of {edge} µm. "
    at = f" at {recipe['temperature']}" if "temperature" in recipe else ""
    name = "effective_conductivity"
    text += _said(f"Effective conductivity{at}", design.effective_conductivity, name)
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


def _cell(design: Design, recipe: dict[str, Any], works: Bibliography) -> str:
    if design.cell is None:
        return ""
    made, cell = "", recipe.get("cell")
    if cell:
        cited = works.cite(*(f"{name}: " for name in materials_of(cell)))
        made = f"{cell_in_words(cell)}{cited}. "
    text = _said("Specific energy", design.specific_energy, "specific_energy")
    basis = f" ({design.energy_basis})" if design.energy_basis else ""
    return (
        f"{made}{text}{basis}. Resistance inside the electrodes by de Levie{works.cite('ionic')}."
    )


def _errors(design: Design, works: Bibliography) -> str:
    made = design.provenance
    libraries = ", ".join(f"{name} {version}" for name, version in made.libraries.items())
    return (
        "Error bars are one standard deviation: scatter between packings, difference between "
        "two voxel sizes, and spread of data and models, added in quadrature; brackets enclose "
        f"what is only estimated. ceralyte {made.ceralyte_version}{works.cite('the program')}, "
        f"level {made.level}, {seeds_of(made)}; {libraries}."
    )


def _judged(design: Design, works: Bibliography) -> str:
    names = dict.fromkeys(label_of(c.quantity).lower() for c in design.comparisons)
    measured = works.cite("measured")
    text = f"Measured values of {', '.join(names)} are from{measured}. " if measured else ""
    topics = dict.fromkeys(v.topic for v in design.verdicts)
    cited = {topic: works.cite(f"verdict on {topic}") for topic in topics}
    said = "; ".join(f"{topic}{numbers}" for topic, numbers in cited.items() if numbers)
    return text + (f"Verdicts rest on: {said}." if said else "")


def _further(works: Bibliography) -> str:
    said = "; ".join(f"{use}{works.cite(use)}" for use in works.uncited)
    return f"Taken for what is not named above: {said}." if said else ""


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

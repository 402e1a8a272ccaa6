"""Results as tables for a terminal."""

import atexit
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ceralyte import __version__
from ceralyte.cli.output import STDOUT, print_json, shown, table, verdict_lines
from ceralyte.core.errors import InputError
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.materials import PROPERTIES, Catalogue, names_a_work, published_works
from ceralyte.model import Design, Material
from ceralyte.pipeline import Check, Chemistry, load_design
from ceralyte.report.prose import typeset
from ceralyte.report.quantities import SUPPORT_LABELS

_NUMBERS = (
    "thickness",
    "relative_density",
    "porosity",
    "effective_conductivity",
    "network_conductivity",
    "areal_resistance",
    "activation_energy",
    "springback",
    "youngs_modulus",
    "poissons_ratio",
    "tensile_strength",
    "bend_radius_minimum",
    "specific_energy",
    "energy_density",
)


def check(result: Check) -> None:
    """Print composition, verdict and weigh-out sheet of a valid recipe."""
    verdict_lines(result.verdicts)
    _composition(result.mass_fractions, result.solids_volume_fractions)
    table(
        "Estimated membrane",
        ("quantity", "value"),
        [
            ("packing fraction of the powder", shown(result.packing_fraction, "packing_fraction")),
            ("relative density after pressing", shown(result.relative_density, "relative_density")),
            ("yield stress, pressing law", _with_origin(result.yield_stress)),
            ("thickness", shown(result.thickness)),
        ],
    )
    _weigh_out(result.weigh_out)
    _notes(result.notes)


def _with_origin(outcome: Outcome) -> str:
    return shown(outcome) + (f"; {outcome.method}" if isinstance(outcome, Quantity) else "")


def chemistry(known: Chemistry) -> None:
    """Print what needs no value of any material."""
    verdict_lines(known.verdicts)
    rows = [(name, f"{100 * share:.4g}") for name, share in known.mass_fractions.items()]
    table("Composition of the solids", ("material", "wt%"), rows)


def design(result: Design) -> None:
    """Print verdicts and numbers of a design."""
    verdict_lines(result.verdicts)
    _composition(result.mass_fractions, result.solids_volume_fractions)
    names = (*_NUMBERS, *(["binder_film_thickness"] if "coating" in result.binder_shares else []))
    rows = [(_label(name), shown(getattr(result, name), name)) for name in names]
    rows += [
        (label[:1].lower() + label[1:], shown(result.support_coverage[name], "fraction"))
        for name, label in SUPPORT_LABELS.items()
        if name in result.support_coverage
    ]
    table(result.name, ("quantity", "value"), rows)
    if result.comparisons:
        table(
            "Measured beside predicted",
            ("quantity", "measured", "predicted", "source"),
            [
                (
                    _label(c.quantity),
                    shown(c.measured, c.quantity),
                    shown(c.predicted, c.quantity),
                    c.source.text,
                )
                for c in result.comparisons
            ],
        )
    _notes(result.notes)


def catalogue(materials: Catalogue) -> None:
    """Print the names of all materials."""
    table(
        "Catalogue (ceralyte materials NAME shows the values of one)",
        ("name", "category", "values", "description"),
        [(m.name, m.category or "", str(len(m.values)), m.description) for m in materials],
    )


def material(chosen: Material) -> None:
    """Print every value of one material with its source."""
    rows = []
    for v in chosen.values:
        unit = PROPERTIES[v.property_name].dimension.display_unit
        quantity = Quantity(value=v.value, unit=v.unit, method=v.kind, low=v.low, high=v.high)
        text = shown(quantity, v.property_name, unit)
        if v.temperature is not None:
            text += f" at {v.temperature - 273.15:.4g} degC"
        if v.pressure is not None:
            text += f" after {v.pressure / 1e6:.4g} MPa"
        origin = f"{v.source} {v.locator}".strip()
        rows.append((v.property_name, text, v.condition, f"{v.kind}, {v.confidence}", origin))
    table(
        f"{chosen.name} ({chosen.category}) {chosen.description}",
        ("property", "value", "condition", "kind", "source"),
        rows,
    )


def citations(folder: Path | None, *, as_json: bool) -> None:
    """Print what to cite: the program, and the sources of the design in `folder`."""
    program = Source(
        used_for="the program",
        text=f"The ceralyte developers: ceralyte {__version__}, "
        "a virtual laboratory for composite electrolyte membranes",
        kind="software",
    )
    sources = [program]
    if folder is not None:
        sources += load_design(folder).sources
    if as_json:
        print_json([s.model_dump(mode="json") for s in sources])
        return
    for s in sources:
        words = (f"{s.used_for}:", s.text, s.locator, _works_behind(s))
        STDOUT.print(" ".join(filter(None, words)), markup=False)


def _works_behind(source: Source) -> str:
    """Who wrote what a source cites by DOI alone, where it is known: "(A, J. Tests 1 (2000) 2)"."""
    known = {} if names_a_work(source.text) else published_works()
    works = [known[doi.lower()] for doi in source.locator.split("|") if doi.lower() in known]
    told = [w.citation + ("" if w.checked else " [unverified]") for w in works]
    return f"({'; '.join(told)})" if told else ""


def require_writable(folder: Path, option: str = "--out") -> None:
    """Raise `InputError` unless results can be written into `folder`; before any work is done.

    `option` is what `folder` was given with.

    What is made for it goes when the command ends, if nothing was written into it.
    """
    try:
        made = [place for place in (folder, *folder.parents) if not place.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        atexit.register(_remove_empty, made)
    except OSError as error:
        raise InputError(
            option, f"{folder} cannot be made: {error.strerror}", "another folder"
        ) from error
    if not os.access(folder, os.W_OK):
        raise InputError(option, f"{folder} cannot be written", "another folder")


def _remove_empty(folders: Sequence[Path]) -> None:
    with suppress(OSError):  # not empty, or gone
        for folder in folders:
            folder.rmdir()


def _label(name: str) -> str:
    words = name.replace("_", " ")
    return words.replace("youngs", "Young's").replace("poissons", "Poisson's")


def _composition(mass: dict[str, float], volume: dict[str, float]) -> None:
    table(
        "Composition of the solids",
        ("material", "wt%", "vol%"),
        [(name, f"{100 * w:.4g}", f"{100 * volume[name]:.4g}") for name, w in mass.items()],
    )


def _weigh_out(masses: dict[str, Quantity]) -> None:
    table(
        "Weigh out for 100 cm2 of membrane, without losses",
        ("material", "mass"),
        [(name, shown(mass, unit="mg", digits=3)) for name, mass in masses.items()],
    )


def _notes(notes: tuple[str, ...]) -> None:
    for note in notes:
        STDOUT.print(f"note: {typeset(note)}", markup=False)

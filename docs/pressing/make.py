"""Write the page on pressing: ``python docs/pressing/make.py``, or ``make docs-pressing``.

Presses packings to nearly solid, fits every law to measured densities, and writes README.md and
figures beside this file, and the figures as PNG into a folder for looking at them.
"""

import argparse
import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.core.quantities import Quantity
from ceralyte.model import PressingPath
from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import (
    FISCHMEISTER_ARZT,
    HECKEL,
    HELLE_EASTERLING_ASHBY,
    LAWS,
    PressingLaw,
    fit_yield_stress,
    law_of_path,
    press,
    relative_density,
)
from ceralyte.report.formulas import subscripts
from ceralyte.report.style import BLUE, GREEN, GREY, INK, ORANGE, RC, VERMILION

HERE = Path(__file__).parent
DENSEST = 0.99
LOOSE = 0.64
PARTICLES = 2000

STYLES = {
    "pressed particles": (INK, "-"),
    "Helle-Easterling-Ashby law": (BLUE, "-"),
    "Fischmeister-Arzt law": (GREEN, "--"),
    "Heckel law": (VERMILION, "-."),
    "Kawakita law": (ORANGE, ":"),
}

# Other people's models at a pressure of 1.81 yield stresses, from 0.64.
MODELS = (
    ("multi-contact discrete elements (LAMMPS granular/mdr)", 0.923, 0.939),
    ("plastic similarity contacts (Storakers 1997)", 0.95, 0.95),
)


@dataclass(frozen=True)
class Point:
    """A measured density: pressure in Pa, density and its bounds [-]."""

    material: str
    pressure: float
    density: float
    low: float
    high: float


def main() -> None:
    """Read the options, press, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="packings of each kind")
    parser.add_argument("--out", type=Path, default=HERE, help="folder of the page and figures")
    parser.add_argument("--pictures", type=Path, default=Path("out/docs-pressing"), help="for PNG")
    options = parser.parse_args()
    for folder in (options.out, options.pictures):
        folder.mkdir(parents=True, exist_ok=True)
    points = read_points(HERE / "densities.csv")
    paths = {
        (sizes, method): _mean_path(sizes, method, options.seeds)
        for sizes in ("mono(d=3 um)", "lognormal(d50=3 um, sigma=0.5)")
        for method in ("uniaxial", "isostatic")
    }
    law = law_of_path(paths["mono(d=3 um)", "isostatic"])
    fits = fit_all(points, (law, *LAWS))
    for name, draw, size in (
        ("loads", lambda figure: _draw_loads(figure, paths), (5.2, 4.4)),
        ("materials", lambda figure: _draw_materials(figure, points, fits), (9.6, 3.4)),
    ):
        _save(name, draw, size, options.out, options.pictures)
    _write_paths(options.out / "paths.csv", paths)
    page = _page(paths, points, fits, options.seeds)
    (options.out / "README.md").write_text(page, encoding="utf-8")


def read_points(path: Path) -> list[Point]:
    """Return the rows of densities.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Point(
                material=row["material"],
                pressure=1e6 * float(row["pressure_MPa"]),
                density=float(row["relative_density"]),
                low=float(row["low"] or row["relative_density"]),
                high=float(row["high"] or row["relative_density"]),
            )
            for row in csv.DictReader(file)
        ]


def fit_all(
    points: list[Point], laws: tuple[PressingLaw, ...]
) -> dict[str, list[tuple[PressingLaw, Quantity]]]:
    """Return every law with its constant for each material."""
    materials = dict.fromkeys(p.material for p in points)
    return {
        material: [
            (
                law,
                fit_yield_stress(
                    [(p.pressure, p.density) for p in points if p.material == material],
                    LOOSE,
                    law=law,
                ),
            )
            for law in laws
        ]
        for material in materials
    }


def _mean_path(sizes: str, method: str, seeds: int) -> PressingPath:
    """Path of the mean load over seeds, on the densities of the first."""
    powder = parse_distribution(sizes)
    paths = [
        press(pack(powder, PARTICLES, seed=seed), method=method, relative_density=DENSEST).path
        for seed in range(seeds)
    ]
    first = paths[0]
    stresses = [
        np.stack(
            [np.interp(first.relative_density, p.relative_density, s) for s in p.stresses.T], 1
        )
        for p in paths
    ]
    return PressingPath(
        method=first.method,
        relative_density=first.relative_density,
        thickness=first.thickness,
        stresses=np.mean(stresses, axis=0),
        contact_number=first.contact_number,
        contact_area=first.contact_area,
        contact_area_fraction=first.contact_area_fraction,
        imbalance=first.imbalance,
    )


def _draw_loads(figure: Figure, paths: dict[tuple[str, str], PressingPath]) -> None:
    axes = figure.add_subplot()
    looks = {
        ("mono(d=3 um)", "uniaxial"): ("particles, equal, die", INK, "-"),
        ("mono(d=3 um)", "isostatic"): ("particles, equal, isostatic", INK, "--"),
        ("lognormal(d50=3 um, sigma=0.5)", "uniaxial"): (
            "particles, lognormal 0.5, die",
            GREY,
            "-",
        ),
        ("lognormal(d50=3 um, sigma=0.5)", "isostatic"): (
            "particles, lognormal 0.5, isostatic",
            GREY,
            "--",
        ),
    }
    for key, (label, colour, line) in looks.items():
        path = paths[key]
        axes.plot(path.load, path.relative_density, color=colour, linestyle=line, label=label)
    loads = np.linspace(0, 3, 301)
    for law in (HELLE_EASTERLING_ASHBY, FISCHMEISTER_ARZT, HECKEL):
        colour, line = STYLES[law.name]
        densities = [law.density(load, LOOSE) for load in loads]
        axes.plot(loads, densities, color=colour, linestyle=line, label=law.name)
    for (label, low, high), marker in zip(MODELS, "os", strict=True):
        middle, half = (low + high) / 2, (high - low) / 2
        axes.errorbar(
            1.81, middle, half, fmt=marker, color=VERMILION, markersize=4, capsize=2, label=label
        )
    axes.set(xlabel="Pressure / yield stress", ylabel="Relative density", xlim=(0, 3))
    axes.set_ylim(0.6, 1.0)
    figure.legend(loc="outside lower center", ncols=2, fontsize=6.5)


def _draw_materials(
    figure: Figure,
    points: list[Point],
    fits: dict[str, list[tuple[PressingLaw, Quantity]]],
) -> None:
    pressures = np.linspace(0, 600e6, 121)
    shown = ("Li6PS5Cl", "Na3PS4", "Li2S-P2S5 glass")
    for number, material in enumerate(shown):
        axes: Axes = figure.add_subplot(1, len(shown), number + 1)
        for law, fit in fits[material]:
            colour, line = STYLES[law.name]
            densities = [relative_density(p, LOOSE, fit.value, law=law) for p in pressures]
            axes.plot(pressures / 1e6, densities, color=colour, linestyle=line, label=law.name)
        own = [p for p in points if p.material == material]
        axes.errorbar(
            [p.pressure / 1e6 for p in own],
            [p.density for p in own],
            yerr=[[p.density - p.low for p in own], [p.high - p.density for p in own]],
            fmt="o",
            color=INK,
            markersize=4,
            capsize=2,
            label="measured",
        )
        axes.set(xlabel="Pressure (MPa)", xlim=(0, 600), ylim=(0.6, 1.0))
        axes.set_title(subscripts(material))
        if number == 0:
            axes.set_ylabel("Relative density")
            axes.legend(loc="lower right", fontsize=6.5)


def _save(
    name: str,
    draw: Callable[[Figure], None],
    size: tuple[float, float],
    out: Path,
    pictures: Path,
) -> None:
    with mpl.rc_context(RC):
        figure = Figure(figsize=size, layout="constrained")
        draw(figure)
        figure.savefig(out / f"{name}.svg", metadata={"Date": None, "Creator": "ceralyte"})
        figure.savefig(pictures / f"{name}.png", dpi=200)


def _write_paths(path: Path, paths: dict[tuple[str, str], PressingPath]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            ["sizes", "method", "relative_density", "load", "contact_number", "contact_share"]
        )
        for (sizes, method), p in paths.items():
            rows = zip(
                p.relative_density, p.load, p.contact_number, p.contact_area_fraction, strict=True
            )
            for row in rows:
                writer.writerow([sizes, method, *(f"{value:.4f}" for value in row)])


def _page(
    paths: dict[tuple[str, str], PressingPath],
    points: list[Point],
    fits: dict[str, list[tuple[PressingLaw, Quantity]]],
    seeds: int,
) -> str:
    at = {
        key: float(np.interp(1.81, path.load, path.relative_density)) for key, path in paths.items()
    }
    lines = [
        "# Density against pressure",
        "",
        f"Made by `make docs-pressing`: {PARTICLES} particles, mean of {seeds} packing(s). Grains",
        "are plastic, without friction, and keep their volumes; see",
        "[the decision record](../decisions/0004-pressing.md).",
        "",
        "## In units of the yield stress",
        "",
        "![Relative density against pressure over yield stress](loads.svg)",
        "",
        "Numbers: [paths.csv](paths.csv). At a pressure of 1.81 yield stresses (362 MPa with",
        "200 MPa), from 0.64:",
        "",
        *_table(
            ["model", "relative density"],
            [
                *([f"particles, {s}, {m}", f"{value:.3f}"] for (s, m), value in at.items()),
                *(
                    [law.name, f"{law.density(1.81, LOOSE):.3f}"]
                    for law in (HELLE_EASTERLING_ASHBY, FISCHMEISTER_ARZT, HECKEL)
                ),
                *(
                    [name, f"{low:.3f}" + (f" to {high:.3f}" if high > low else "")]
                    for name, low, high in MODELS
                ),
            ],
        ),
        "",
        "Heckel's law is a fitted form: its constant is not comparable with the other yield",
        "stresses. The contact branch of Helle, Easterling and Ashby alone would give 0.90 there;",
        "`design` carries 0.03 as the standard deviation for the form of the law.",
        "",
        "## Through measured densities",
        "",
        "![Every law through the densities of Li6PS5Cl, Na3PS4 and Li2S-P2S5 glass](materials.svg)",
        "",
        "One constant per material and law, least squares; all from an initial density of 0.64,",
        "which the sources do not state. Largest difference from a measured point in brackets.",
        "",
        *_table(
            ["material", *(f"{law.name} (MPa)" for law, _ in fits["Li6PS5Cl"])],
            [
                [material, *(_constant(law, fit, material, points) for law, fit in rows)]
                for material, rows in fits.items()
            ],
        ),
        "",
        "The two powders of Li6PS5Cl differ by 0.09 at the same pressure, fine grains being",
        "harder to press: no law of pressure alone can meet both. The glass is one powder over a",
        "range of pressures: one constant meets it, within what its figure can be read to. Below",
        "200 MPa it is looser than any packing of spheres (61 % at 74 MPa): rearrangement of a",
        "loose powder, which no law here contains. Sources: [densities.csv](densities.csv).",
        "",
        "A tape is no pellet: Li6PS5Cl of submicron grains, slurry-cast with 2.5 % HNBR, kept",
        "about 30 % open pores at 350 MPa (Uni-axial densification of slurry-casted Li6PS5Cl",
        "tapes, ChemRxiv 2025, abstract), where powders keep 8 to 17 %. Grains, binder or drying",
        "may be the reason; laws for powders do not foretell it: measure the density of your",
        "tape.",
        "",
        "Only the glass tests a law: of the others one density, or two powders or pressures, is",
        "known, and one constant meets one density by itself (0.000 in brackets). Curves of",
        "further sulfides are published but are not here, for want of their numbers: argyrodites",
        "(Lee et al., J. Mater. Chem. A 2025, 10.1039/D4TA08604J, Heckel plots) and Li7SiPS8",
        "(Schneider et al., Adv. Energy Mater. 2023, 10.1002/aenm.202203873, Heckel analysis by",
        "particle size). Points of your own calibrate the law: `relative_density` with its",
        "pressure, or a list of several, in the recipe.",
        "",
        "## From hardness alone",
        "",
        *_hardness(paths["mono(d=3 um)", "uniaxial"]),
        "",
    ]
    return "\n".join(lines)


def _constant(law: PressingLaw, fit: Quantity, material: str, points: list[Point]) -> str:
    differences = [
        abs(relative_density(p.pressure, LOOSE, fit.value, law=law) - p.density)
        for p in points
        if p.material == material
    ]
    return f"{fit.value / 1e6:.0f} ({max(differences):.3f})"


def _hardness(path: PressingPath) -> list[str]:
    """Three metal powders pressed alike: the pressure that copper implies, then the others."""
    with (HERE / "hardness.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    copper = next(row for row in rows if row["powder"] == "copper")
    load = float(np.interp(float(copper["relative_density"]), path.relative_density, path.load))
    pressure = load * float(copper["hardness_MPa"]) / 3
    body = []
    for row in rows:
        load = 3 * pressure / float(row["hardness_MPa"])
        density = np.interp(load, path.load, path.relative_density)
        body.append([row["powder"], row["hardness_MPa"], row["relative_density"], f"{density:.3f}"])
    return [
        "Three metal powders were pressed at one pressure, which is not known here. With the",
        f"hardness as contact pressure copper implies {pressure:.0f} MPa; the others follow",
        "without a fitted constant. The order is right, the distances between them are too small;",
        "why is not known. Sources: [hardness.csv](hardness.csv).",
        "",
        *_table(["powder", "hardness (MPa)", "measured density", "particles, die"], body),
    ]


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "| " + " | ".join("---" for _ in head) + " |",
        *("| " + " | ".join(row) + " |" for row in rows),
    ]


if __name__ == "__main__":
    main()

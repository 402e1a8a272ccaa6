"""Write the page on the cell: ``python docs/cell/make.py``; a few seconds.

README.md with published and independently computed cells beside ours, and the figures of one
recipe, beside this file.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from ceralyte.cell import Layer, stack
from ceralyte.model import CellResult
from ceralyte.pipeline import cell_sheet
from ceralyte.recipe import Recipe, load_recipe
from ceralyte.report import write_cell_figures

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "src" / "ceralyte" / "recipe" / "examples" / "lpscl-ptfe-dry.yaml"
FIGURES = ("cell_thickness", "cell_tornado", "cell_rate", "cell_temperature")
ECKER = "Ecker 2015 stack, values of the tests of pybamm-tea"
HALIDE = "halide pouch, Sci. Adv. 8 (2022) eadc9516, Table 1"
Row = tuple[str, str, str, str]


def ecker2015() -> CellResult:
    """Graphite cell with a separator; foils coated on both sides."""
    return stack(
        [
            Layer(name="cathode", thickness=74e-6, areal_mass=0.11507),
            Layer(name="anode", thickness=54e-6, areal_mass=0.15633),
            Layer(name="separator", thickness=20e-6, areal_mass=0.02034),
            Layer(name="Al", thickness=15e-6, areal_mass=0.04053, share=0.5),
            Layer(name="Cu", thickness=14e-6, areal_mass=0.12506, share=0.5),
        ],
        1.99183 * 36e3,
        3.75669,
    )


def halide_pouch() -> CellResult:
    """NMC811, lithium 40 um, halide membrane 30 um; 4.59 mAh/cm2 from the loading."""
    return stack(
        [
            Layer(name="Al", thickness=10e-6, areal_mass=0.027, share=0.5),
            Layer(name="cathode", thickness=80e-6, areal_mass=0.27),
            Layer(name="membrane", thickness=30e-6, areal_mass=0.078),
            Layer(name="lithium", thickness=40e-6, areal_mass=40e-6 * 534),
            Layer(name="Cu", thickness=8e-6, areal_mass=8e-6 * 8960, share=0.5),
        ],
        4.59 * 36e3,
        3.8,
    )


def benchmarks() -> list[Row]:
    """Return (cell, quantity, published, ours)."""
    ecker, halide = ecker2015(), halide_pouch()
    mass = {layer.name: layer.mass_fraction for layer in halide.mass_breakdown}
    electrolyte = 100 * (mass["membrane"] + 0.15 * mass["cathode"])
    return [
        (ECKER, "Wh/kg", "199.785", f"{ecker.specific_energy.value / 3600:.3f}"),
        (ECKER, "Wh/L", "460.47", f"{ecker.energy_density.value / 3.6e6:.2f}"),
        (ECKER, "thickness, µm", "162.5", f"{1e6 * ecker.thickness.value:.1f}"),
        (ECKER, "density, kg/L", "2.3048", f"{ecker.density.value / 1e3:.4f}"),
        (HALIDE, "electrolyte, % of the mass", "28.2", f"{electrolyte:.1f}"),
        (HALIDE, "Wh/kg", "400", f"{halide.specific_energy.value / 3600:.0f}"),
    ]


def thickness_rows(recipe: Recipe) -> list[Row]:
    """Return (um, Wh/kg nominal, at 1 C, areal resistance of the membrane, of all known)."""
    rows = []
    for thickness in (5e-6, 20e-6, 52e-6, 100e-6, 500e-6, 1e-3):
        membrane = recipe.membrane.model_copy(update={"thickness": thickness})
        sheet = cell_sheet(recipe.model_copy(update={"membrane": membrane}))
        own, total = sheet.resistance.parts[0].resistance, sheet.resistance.total
        rows.append(
            (
                f"{1e6 * thickness:.0f}",
                f"{sheet.specific_energy.value / 3600:.0f}",
                f"{sheet.rated.specific_energy.value / 3600:.0f}",
                f"{1e4 * own.value:.1f}",
                f"{1e4 * total.value:.1f}",
            )
        )
    return rows


def table(headings: Row, rows: list[Row]) -> str:
    """Return a Markdown table."""
    lines = [headings, ("---",) * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def page(recipe: Recipe) -> str:
    """Return the text of the page."""
    rows = thickness_rows(recipe)
    energy = {row[0]: float(row[2]) for row in rows}
    return TEXT.format(
        from_52=100 * (energy["20"] / energy["52"] - 1),
        from_20=100 * (energy["5"] / energy["20"] - 1),
        benchmarks=table(("cell", "quantity", "published", "ours"), benchmarks()),
        basis=cell_sheet(recipe).basis,
        thicknesses=table(
            (
                "membrane, µm",
                "Wh/kg, nominal",
                "Wh/kg at 1 C",
                "membrane, Ω cm²",
                "sum of what is known, Ω cm²",
            ),
            rows,
        ),
    )


def main() -> None:
    """Compute, draw, write."""
    recipe = load_recipe(EXAMPLE)
    with TemporaryDirectory() as folder:
        write_cell_figures(cell_sheet(recipe), Path(folder))
        for name in FIGURES:
            (HERE / f"{name}.svg").write_bytes((Path(folder) / f"{name}.svg").read_bytes())
    (HERE / "README.md").write_text(page(recipe), encoding="utf-8")


TEXT = """# The cell

Made by `python docs/cell/make.py`; the recipe is the example `lpscl-ptfe-dry`.

## Why 20 µm

{thicknesses}
Basis: {basis}. Nominal is without current, as in the figure.

![Specific energy and areal resistance against the thickness of the membrane](cell_thickness.svg)

A thick membrane costs energy by its mass, long before it does so by its resistance: of 5 mA/cm² at
1 C every Ω cm² takes 5 mV. From 52 to 20 µm the energy rises by {from_52:.0f} %, from there to 5 µm
by another {from_20:.0f} %; what resists then sits in the cathode.

## What moves the energy

![Tornado of the specific energy](cell_tornado.svg)

Each input 20 % lower and higher: a convention that shows what matters, not an uncertainty. What
follows from an input goes with it: more active material leaves less catholyte, which resists.

## Rate and temperature

![Specific energy against C-rate](cell_rate.svg)
![Specific energy against temperature](cell_temperature.svg)

Losses are ohmic, and interfaces that a recipe does not state count as none: the curves are upper
bounds.

## Beside published cells

{benchmarks}
The first counts half of each foil, which is coated on both sides; whole foils would give 163.6
Wh/kg, the classic mistake. The second is printed with a rounded capacity; ours takes 200 mAh/g x
0.85 x 27 mg/cm². Bases differ between publications: `ceralyte cell --convert` puts a value on
others.
"""


if __name__ == "__main__":
    main()

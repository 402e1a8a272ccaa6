"""Write the page on strength: ``python docs/strength/make.py``, or ``make docs-strength``.

Tears the example membranes whose strength is published, sets prediction beside measurement, and
says why the others are not predicted. Moduli of bodies of known porosity go beside. Writes
README.md, strengths.csv and parity.svg.
"""

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.materials import load_catalogue
from ceralyte.mechanics.porosity import POROSITY_LAWS
from ceralyte.model import PropertyValue
from ceralyte.pipeline import membrane_mechanics
from ceralyte.report.figures import decade_ticks
from ceralyte.report.style import BLUE, GREEN, GREY, INK, ORANGE, RC, VERMILION

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"


@dataclass(frozen=True)
class Published:
    """A measured tensile strength, MPa; `bound`: at least that much."""

    name: str
    recipe: str
    strength: float
    source: str
    bound: bool = False
    low: float | None = None
    high: float | None = None


PUBLISHED = (
    Published(
        "Li6PS5Cl in cellulose, 60 µm",
        "lpscl-cellulose",
        10.4,
        "Zhu et al., Adv. Funct. Mater. 31 (2021) 2101985",
    ),
    Published(
        "Li6PS5Cl with 0.5 wt% PTFE, dry",
        "lpscl-ptfe-dry",
        0.2,
        "US 2025/0260126 A1, abstract: sulfide with 0.06 to 0.6 wt% PTFE, at least 0.2 MPa",
        bound=True,
    ),
)

NOT_PREDICTED = (
    ("LLZTO, 80 vol% in a PEO-type polymer, 12.7 MPa", "polymer not named, no strength of it",
     "10.1002/aenm.201804004"),
    ("LLZO, coral-like, in PVDF, 5.9 MPa", "share of the binder not stated",
     "10.1021/acsami.0c15004"),
    ("Al-LLZO in a PVDF-HFP nanoweb, 6.55 MPa", "shares not stated, polymer-rich",
     "10.1002/eem2.12860"),
    ("LATP and PAN fibres in PEO, 10.7 MPa", "shares not stated, polymer-rich",
     "10.1021/acsami.7b18123"),
    ("Li6PS5Cl with NBR, tape cast, and XNBR, calendered; tensile tests", "numbers and shares are "
     "not in its abstract, all that could be read", "Li et al., J. Phys. Energy 6 (2024) 025023"),
    ("supported membranes, 10 to 20 MPa", "a statement about several membranes",
     "perspective article, section 2"),
)  # fmt: skip


@dataclass(frozen=True)
class Body:
    """A body of known porosity whose measured modulus is in the catalogue.

    The measurement is that of `ceramic` with the words `condition`; `dense` is the ceramic whose
    modulus without pores is taken.
    """

    name: str
    ceramic: str
    condition: str
    dense: str
    porosity: float


POROUS = (
    Body("Li7La3Zr2O12, 3 % pores", "Li7La3Zr2O12", "porosity 3 %", "Li7La3Zr2O12", 0.03),
    Body("Li7La3Zr2O12, 6 % pores", "Li7La3Zr2O12", "porosity 6 %", "Li7La3Zr2O12", 0.06),
    Body("Li6.4La3Zr1.4Ta0.6O12, 2 % pores", "Li6.4La3Zr1.4Ta0.6O12", "98 % dense",
         "Li7La3Zr2O12", 0.02),
)  # fmt: skip


def main() -> None:
    """Tear, draw, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--png", type=Path, help="folder for the figure as PNG")
    png = parser.parse_args().png
    rows = []
    for row in PUBLISHED:
        found = membrane_mechanics(EXAMPLES / f"{row.recipe}.yaml", seeds=2)
        rows.append((row, found.tensile_strength, found.strength.tensile_strength))
    draw(rows, png)
    write(rows)


def ends(outcome: Outcome) -> tuple[float, float, float] | None:
    """Value, low and high in MPa; None where there is no prediction."""
    if not isinstance(outcome, Quantity) or outcome.low is None or outcome.high is None:
        return None
    return tuple(1e-6 * v for v in (outcome.value, outcome.low, outcome.high))


def draw(rows: list[tuple[Published, Outcome, Outcome]], png: Path | None) -> None:
    """Predicted against measured: strengths on logarithmic axes, moduli beside them."""
    with mpl.rc_context(RC):
        figure = Figure(figsize=(9.6, 4.6), layout="constrained")
        strengths, moduli = figure.subplots(1, 2)
        draw_strengths(strengths, rows)
        draw_moduli(moduli)
        figure.savefig(HERE / "parity.svg", metadata={"Date": None, "Creator": "ceralyte"})
        if png is not None:
            png.mkdir(parents=True, exist_ok=True)
            figure.savefig(png / "parity.png", dpi=150)


def draw_strengths(axes: Axes, rows: list[tuple[Published, Outcome, Outcome]]) -> None:
    """Brackets of both predictions at the strength measured."""
    axes.plot([0.01, 300], [0.01, 300], color=GREY, linewidth=1.0)
    for k, (row, *outcomes) in enumerate(rows):
        for outcome, colour, shift, label in zip(
            outcomes, (BLUE, VERMILION), (0.93, 1.07), ("closed form", "network"), strict=True
        ):
            found = ends(outcome)
            if found is None:
                continue
            value, low, high = found
            axes.errorbar(
                row.strength * shift, value, [[value - low], [high - value]], fmt="o",
                color=colour, markersize=4, capsize=3, label=label if k == 0 else None,
            )  # fmt: skip
        text = row.name.replace(", ", ",\n") + ("\nmeasured: at least" if row.bound else "")
        axes.annotate(
            text,
            (1.25 * row.strength, 0.3 * row.strength),  # below the line
            va="center",
            fontsize=7,
            color=INK,
        )
    axes.axhspan(10, 20, xmin=0, xmax=1, color=ORANGE, alpha=0.15, linewidth=0,
                 label="supported, as reviewed: 10 to 20 MPa")  # fmt: skip
    axes.set(xscale="log", yscale="log", xlim=(0.03, 300), ylim=(0.01, 300))
    for axis in (axes.xaxis, axes.yaxis):
        decade_ticks(axis)
    axes.set(xlabel="Measured tensile strength (MPa)", ylabel="Predicted (MPa)")
    axes.legend(loc="lower right", fontsize=7)


def draw_moduli(axes: Axes) -> None:
    """Brackets from the modulus of the dense ceramic, against measured moduli with their spread."""
    axes.plot([100, 200], [100, 200], color=GREY, linewidth=1.0)
    for body, colour, marker in zip(POROUS, (BLUE, VERMILION, GREEN), "osD", strict=True):
        x, y = modulus_measured(body), modulus_predicted(body)
        axes.errorbar(
            x[0], y[0], xerr=[[x[0] - x[1]], [x[2] - x[0]]], yerr=[[y[0] - y[1]], [y[2] - y[0]]],
            fmt=marker, color=colour, markersize=4, capsize=3, label=body.name,
        )  # fmt: skip
    axes.set(xlim=(110, 190), ylim=(110, 190))
    axes.set(xlabel="Measured Young's modulus (GPa)", ylabel="Predicted (GPa)")
    axes.legend(loc="lower right", fontsize=7)


def write(rows: list[tuple[Published, Outcome, Outcome]]) -> None:
    """The page and the table behind its figure."""
    table, lines = [], []
    for row, closed, network in rows:
        cells = [text(closed), text(network)]
        measured = f"{'at least ' if row.bound else ''}{row.strength:g}"
        lines.append(f"| {row.name} | {measured} | {cells[0]} | {cells[1]} | {row.source} |")
        table.append([row.name, measured, *(v for o in (closed, network) for v in ends(o) or ())])
    with (HERE / "strengths.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["membrane", "measured [MPa]",
                         *(f"{way} {end} [MPa]" for way in ("closed form", "network")
                           for end in ("value", "low", "high"))])  # fmt: skip
        writer.writerows([f"{v:.4g}" if isinstance(v, float) else v for v in r] for r in table)
    others = "\n".join(f"| {what} | {why} | {source} |" for what, why, source in NOT_PREDICTED)
    page = (HERE / "template.md").read_text(encoding="utf-8")
    page = page.replace("{ROWS}", "\n".join(lines)).replace("{OTHERS}", others)
    page = page.replace("{MODULI}", "\n".join(map(modulus_row, POROUS)))
    (HERE / "README.md").write_text(page, encoding="utf-8", newline="\n")


def modulus_measured(body: Body) -> tuple[float, float, float]:
    """Value, low and high in GPa."""
    return in_gigapascal(measurement(body))


def modulus_predicted(body: Body) -> tuple[float, float, float]:
    """Modulus of the dense ceramic times the porosity law: value, low and high in GPa."""
    values = load_catalogue().values(body.dense, "youngs_modulus")
    dense = in_gigapascal(next(v for v in values if v.condition == "dense"))
    value, low, high = (E * POROSITY_LAWS["granular"](body.porosity) for E in dense)
    return value, low, high


def measurement(body: Body) -> PropertyValue:
    """The row of the catalogue."""
    values = load_catalogue().values(body.ceramic, "youngs_modulus")
    return next(v for v in values if body.condition in v.condition)


def in_gigapascal(row: PropertyValue) -> tuple[float, float, float]:
    """Value, low and high."""
    value, low, high = (1e-9 * E for E in (row.value, row.low or row.value, row.high or row.value))
    return value, low, high


def modulus_row(body: Body) -> str:
    """A row of the table."""
    measured, (value, low, high) = modulus_measured(body)[0], modulus_predicted(body)
    return (
        f"| {body.name} | {measured:.1f} | {value:.0f} ({low:.0f} to {high:.0f}) | "
        f"{measurement(body).source} |"
    )


def text(outcome: Outcome) -> str:
    """Value and bracket in MPa."""
    found = ends(outcome)
    return "not available" if found is None else "{:.3g} ({:.2g} to {:.3g})".format(*found)


if __name__ == "__main__":
    main()

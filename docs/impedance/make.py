"""Write the page on impedance: ``python docs/impedance/make.py``, or ``make docs-impedance``.

Writes README.md and its figure beside this file, and the figure as PNG into a folder for looking
at it.
"""

import argparse
from math import pi
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from scipy.constants import epsilon_0
from scipy.spatial import cKDTree

from ceralyte.core.display import show_frequency
from ceralyte.materials import load_catalogue
from ceralyte.model import (
    Admittance,
    ImpedanceSpectrum,
    Structure,
    bulk_admittance,
    interface_admittance,
)
from ceralyte.report.style import BLUE, FAINT, GREEN, ORANGE, RC
from ceralyte.report.tables import columns_csv
from ceralyte.transport import (
    arcs_resolved,
    brick_layer,
    effective_conductivity,
    impedance_spectrum,
    peak_frequency,
)

HERE = Path(__file__).parent
PERMITTIVITY = 40.0  # assumed
PER_LENGTH = 1e-7  # F/m, assumed: 1 nF/cm
GRAIN, THICKNESS = 3e-6, 1e-3  # m, assumed: a pellet
TREATED = 6.6e-3  # S/m: Ruhl 2021, after toluene
FACTORS = (1, 10, 100)
BANDS = ((1.0, 1e6), (1.0, 7e6))
FREQUENCIES = np.geomspace(1.0, 1e10, 201)
EDGE, GRAINS_PER_EDGE = 36, 5


def main() -> None:
    """Read the options, compute, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="folder of the page and figure")
    parser.add_argument("--pictures", type=Path, default=Path("out/docs-impedance"), help="for PNG")
    options = parser.parse_args()
    for folder in (options.out, options.pictures):
        folder.mkdir(parents=True, exist_ok=True)
    untreated = load_catalogue().value("Li6PS5Cl", "conductivity", needed_for="the page").value
    grain = bulk_admittance(untreated, PERMITTIVITY)
    resistance = GRAIN * (1 / TREATED - 1 / untreated)
    boundaries = [
        interface_admittance(resistance, factor * PER_LENGTH / GRAIN) for factor in FACTORS
    ]
    bricks = [
        brick_layer(FREQUENCIES, grain, b, grain_size=GRAIN, thickness=THICKNESS)
        for b in boundaries
    ]
    voxels = [impedance_spectrum(polycrystal(), FREQUENCIES[::8], {"ceramic": grain},
                                 grain_boundary=b) for b in boundaries]  # fmt: skip
    draw(bricks, voxels, options)
    rows = [row(grain, b, factor) for b, factor in zip(boundaries, FACTORS, strict=True)]
    page = (HERE / "template.md").read_text(encoding="utf-8")
    ratio = voxels[0].conductivity[0].real / bricks[0].conductivity[0].real
    page = page.replace("{ratio}", f"{1 / ratio:.2f}")
    page = page.replace("{arcs}", table(ARC_HEADINGS, rows))
    page = page.replace("{differences}", table(("case", "largest difference"), differences()))
    (options.out / "README.md").write_text(page, encoding="utf-8", newline="\n")


def polycrystal() -> Structure:
    """Random grains of the mean volume of the bricks: each voxel belongs to its nearest seed."""
    rng = np.random.default_rng(0)
    seeds = rng.random((GRAINS_PER_EDGE**3, 3)) * EDGE
    tree = cKDTree(seeds, boxsize=EDGE)
    centres = np.stack(np.meshgrid(*[np.arange(EDGE) + 0.5] * 3, indexing="ij"), axis=-1)
    _, nearest = tree.query(centres.reshape(-1, 3))
    grain = (nearest.reshape(EDGE, EDGE, EDGE) + 1).astype(np.int32)
    size = GRAIN * GRAINS_PER_EDGE / EDGE
    return Structure(np.ones(grain.shape, np.uint8), grain, size, (True, True, False))


ARC_HEADINGS = (
    "capacitance", "peak of the bulk", "peak of grain boundaries",
    "apart up to 1 MHz?", "apart up to 7 MHz?",
)  # fmt: skip


def row(grain: Admittance, boundary: Admittance, factor: int) -> tuple[str, ...]:
    """Peaks and verdicts of one capacitance."""
    verdicts = [arcs_resolved(grain, boundary, grain_size=GRAIN, band=band) for band in BANDS]
    peaks = (show_frequency(peak_frequency(element)) for element in (grain, boundary))
    return (f"x {factor}", *peaks, *(verdict.answer for verdict in verdicts))


def draw(
    bricks: list[ImpedanceSpectrum], voxels: list[ImpedanceSpectrum], options: argparse.Namespace
) -> None:
    """Nyquist plot and loss against frequency, both over the resistance of the layer."""
    with mpl.rc_context(RC):
        figure = Figure(figsize=(7.0, 3.0), layout="constrained")
        nyquist, loss = figure.subplots(1, 2, width_ratios=(1, 1.3))
        columns = {"frequency [Hz]": FREQUENCIES.tolist()}
        for factor, brick, voxel, colour in zip(
            FACTORS, bricks, voxels, (BLUE, ORANGE, GREEN), strict=True
        ):
            z = brick.impedance / brick.real[0]
            image = voxel.impedance / voxel.real[0]
            label = f"capacitance x {factor}"
            nyquist.plot(z.real, -z.imag, color=colour)
            nyquist.plot(image.real, -image.imag, "o", color=colour, markersize=3)
            loss.semilogx(FREQUENCIES, -z.imag, color=colour, label=label)
            loss.semilogx(voxel.frequencies, -image.imag, "o", color=colour, markersize=3)
            columns[f"Z' over resistance, {label}"] = z.real.tolist()
            columns[f"Z'' over resistance, {label}"] = z.imag.tolist()
        nyquist.set_aspect("equal")
        nyquist.set_ylim(-0.02, 0.6)
        nyquist.set_xlabel("Z' / resistance")
        nyquist.set_ylabel("−Z'' / resistance")
        loss.axvspan(7e6, FREQUENCIES[-1], color=FAINT, alpha=0.6, linewidth=0)
        loss.set_xlim(FREQUENCIES[0], FREQUENCIES[-1])
        ticks = [10.0**k for k in range(0, 11, 2)]
        loss.set_xticks(ticks, ["1 Hz", "100 Hz", "10 kHz", "1 MHz", "100 MHz", "10 GHz"])
        loss.set_xlabel("Frequency (shaded: above 7 MHz)")
        loss.set_ylabel("−Z'' / resistance")
        loss.set_ylim(-0.02, 0.6)
        loss.legend(loc="upper right")
        figure.savefig(options.out / "capacitance.svg", metadata={"Date": None})
        figure.savefig(options.pictures / "capacitance.png", dpi=150)
    (options.out / "capacitance.csv").write_text(columns_csv(columns), newline="\n")


def differences() -> list[tuple[str, str]]:
    """Computed spectra against what is known exactly."""
    frequencies = np.geomspace(1.0, 1e9, 19)
    s = 2j * pi * frequencies
    ceramic, binder = bulk_admittance(0.25, 40.0), bulk_admittance(1e-4, 4.0)
    boundary = interface_admittance(2e-5, 1e-2, 0.9)
    phase = np.ones((3, 4, 10), np.uint8)
    phase[:, :, 6:] = 2
    layers = Structure(phase, np.zeros(phase.shape, np.int32), 1e-6, (True, True, False))
    two = impedance_spectrum(layers, frequencies, {"ceramic": ceramic, "binder": binder})
    exact = 6e-6 / ceramic.at(s) + 4e-6 / binder.at(s)
    number = np.arange(12) // 4
    x, y, z = np.meshgrid(number, number, number, indexing="ij")
    cubes = (1 + x + 3 * (y + 3 * z)).astype(np.int32)
    wall = Structure(np.ones(cubes.shape, np.uint8), cubes, 1e-6, (False, False, False))
    bricks = impedance_spectrum(wall, frequencies, {"ceramic": ceramic}, grain_boundary=boundary)
    closed = brick_layer(frequencies, ceramic, boundary, grain_size=4e-6, thickness=12e-6)
    grains = polycrystal()
    slow = impedance_spectrum(
        grains, [1e-3], {"ceramic": ceramic}, grain_boundary=boundary, tolerance=1e-6
    ).conductivity[0]
    steady = effective_conductivity(
        grains, {"ceramic": 0.25}, interface_resistance=1 / boundary.conductance
    ).value
    rng = np.random.default_rng(0)
    speckled = (rng.random((16, 16, 16)) < 0.75).astype(np.uint8)
    holes = Structure(speckled, np.zeros(speckled.shape, np.int32), 1e-6, (True, True, False))
    fast = impedance_spectrum(holes, [1e14], {"ceramic": ceramic}, tolerance=1e-6).conductivity[0]
    mixed = effective_conductivity(holes, {"ceramic": 40.0, "pore": 1.0}).value
    return [
        ("two layers in series, 1 Hz to 1 GHz", _largest(two.impedance, exact)),
        (
            "cubic grains, brick-layer model less one boundary",
            _largest(bricks.impedance, closed.impedance - 1 / boundary.at(s)),
        ),
        ("random grains at 1 mHz, steady solve", _largest(slow.real, steady)),
        (
            "porous image at 100 THz, solve with permittivities",
            _largest(fast.imag / (2 * pi * 1e14 * epsilon_0), mixed),
        ),
    ]


def _largest(found: object, exact: object) -> str:
    return f"{float(np.max(np.abs(np.asarray(found) / np.asarray(exact) - 1))):.0e}"


def table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    main()

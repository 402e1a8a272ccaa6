"""What the solver gives for each case of reference.csv."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np

import thresholds
from arrays import neck_radius, radius_of, unit_cell
from ceralyte.model import Admittance, ImpedanceSpectrum, Structure, bulk_admittance
from ceralyte.numerics.statistics import richardson
from ceralyte.transport import (
    contact_network_conductivity,
    effective_conductivity,
    effective_medium,
    fit_circuit,
    hashin_shtrikman_bounds,
    impedance_spectrum,
    maxwell,
)

VOXEL = 1e-6  # m
PERFECT = 1e6  # conductivity that stands for an infinite one, over that of the matrix
COARSE, FINE = 64, 128  # voxels per cell of the arrays
CELLS = 40  # per cell of the arrays, for cut grains
NECK_CELLS = 20


class Found(NamedTuple):
    """A value, the half of its stated interval where there is one, and how it came about."""

    value: float
    spread: float | None = None
    method: str = ""


def layered(phase: np.ndarray, grain: np.ndarray | None = None) -> Structure:
    """An image that is periodic along all axes."""
    labels = np.zeros(phase.shape) if grain is None else grain
    return Structure(phase.astype(np.uint8), labels.astype(np.int32), VOXEL, (True, True, True))


def array(lattice: str, contrast: str, fraction: str) -> Found:
    """Spheres in a conducting matrix: insulators cut by the grid, others on voxels."""
    radius, inside = radius_of(lattice, float(fraction)), float(contrast)
    if inside == 0:
        return Found(_walls(lattice, radius, CELLS, "grains"), None, f"cut grains, {CELLS}")
    values = {"ceramic": min(inside, PERFECT), "pore": 1.0}
    coarse, fine = (
        effective_conductivity(unit_cell(lattice, radius, n), values, boundary="periodic").value
        for n in (COARSE, FINE)
    )
    return Found(*richardson(coarse, fine, 2.0), f"voxels, {COARSE} and {FINE}, extrapolated")


@cache
def _walls(lattice: str, radius: float, n: int, geometry: str) -> float:
    cell = unit_cell(lattice, radius, n)
    values = {"ceramic": 0.0, "pore": 1.0}
    return effective_conductivity(cell, values, boundary="periodic", geometry=geometry).value


def touching(lattice: str) -> Found:
    """Insulating spheres at the largest radius of the lattice."""
    radius = {"SC": 0.5, "BCC": np.sqrt(3) / 4}[lattice]
    return Found(_walls(lattice, radius, CELLS, "grains"), None, f"cut grains, {CELLS}")


def voxel_error(lattice: str, fraction: str, n: str) -> Found:
    """Error of plain voxels in percent."""
    radius = radius_of(lattice, float(fraction))
    exact = 0.2975128 if lattice == "BCC" else _walls(lattice, radius, 96, "grains")
    return Found(100 * (_walls(lattice, radius, int(n), "voxels") / exact - 1), None, "voxels")


def order(geometry: str) -> Found:
    """Power of the voxel size with which the error of insulating spheres falls."""
    exact, radius = 0.2975128, radius_of("BCC", 0.6)
    steps = (64, 128) if geometry == "voxels" else (16, 32)
    coarse, fine = (abs(_walls("BCC", radius, n, geometry) - exact) for n in steps)
    return Found(float(np.log2(coarse / fine)), None, f"{geometry} on {steps[0]} and {steps[1]}")


def neck(neck: str) -> Found:
    """Overlapping spheres on a simple cubic lattice."""
    cell = unit_cell("SC", neck_radius(float(neck)), NECK_CELLS)
    value = effective_conductivity(cell, {"ceramic": 1.0}, boundary="periodic").value
    return Found(value, None, f"cut grains, {NECK_CELLS}")


def overlap(share: str) -> Found:
    """Tortuosity factor of spheres on a face-centred cubic lattice that overlap by a `share`: the
    distance of neighbours is as much shorter than their diameter."""
    radius = np.sqrt(2) / 4 / (1 - float(share) / 2)
    height = radius - np.sqrt(2) / 4
    solid = 4 * (4 / 3 * np.pi * radius**3 - 12 * np.pi * height**2 * (radius - height / 3))
    cell = unit_cell("FCC", radius, CELLS)
    value = effective_conductivity(cell, {"ceramic": 1.0}, boundary="periodic").value
    return Found(solid / value, None, f"cut grains, {CELLS}")


def laminate(direction: str) -> Found:
    """Layers of 4 and 7 voxels, over the formula."""
    stack = layered(np.broadcast_to(np.where(np.arange(11) < 4, 1, 2), (5, 7, 11)))
    values = {"ceramic": 1.0, "binder": 1e-4}
    axis, exact = ("z", 11 / (4 + 7e4)) if direction == "series" else ("x", (4 + 7e-4) / 11)
    found = effective_conductivity(stack, values, axis=axis, flux_tolerance=1e-9)
    return Found(found.value / exact)


def interfaces(resistance: str) -> Found:
    """Two layers of grains with an interface of so many voxel resistances, over the formula."""
    grain = np.broadcast_to(np.where(np.arange(11) < 4, 1, 2), (5, 7, 11))
    stack = layered(np.ones(grain.shape), grain)
    value = effective_conductivity(
        stack,
        {"ceramic": 1.0},
        interface_resistance=float(resistance) * VOXEL,
        flux_tolerance=1e-9,
    ).value
    return Found(value / (11 / (11 + float(resistance))))


def halves(first: str, second: str) -> Found:
    """Two equal layers in series."""
    stack = layered(np.broadcast_to(np.where(np.arange(8) < 4, 1, 2), (2, 2, 8)))
    values = {"ceramic": float(first), "binder": float(second)}
    return Found(effective_conductivity(stack, values).value)


def tilted(component: str) -> Found:
    """Component of the tensor of layers whose normal lies between x and z."""
    found = []
    for n in (COARSE, FINE):
        x, _, z = np.indices((2 * n, 2, 2 * n))
        stack = layered(1 + (x + z) % (2 * n) // n)
        values = {"ceramic": 1.0, "binder": 0.1}
        tensor = effective_conductivity(stack, values, boundary="periodic", axis=None).values
        found.append(abs(tensor[0][0 if component == "xx" else 2]))
    return Found(*richardson(*found, 2.0), "voxels, extrapolated")


def checkerboard(contrast: str) -> Found:
    """Squares of 64 and 128 voxels, extrapolated."""
    found = []
    for n in (64, 128):
        x, _, z = np.indices((2 * n, 1, 2 * n)) // n
        values = {"ceramic": 1.0, "binder": float(contrast)}
        board = layered(1 + (x + z) % 2)
        found.append(effective_conductivity(board, values, boundary="periodic").value)
    return Found(*richardson(*found, 2.0), "voxels, extrapolated")


def coated(coating: str) -> Found:
    """A coated sphere that does not disturb the field around it, over the bound."""
    share, outer = 0.216, 0.45
    low, _ = hashin_shtrikman_bounds([share, 1 - share], [1.0, float(coating)])
    values = {"ceramic": 1.0, "binder": float(coating), "support": low}
    found = []
    for n in (COARSE, FINE):
        x = (np.arange(n) + 0.5) / n - 0.5
        distance = np.sqrt(x[:, None, None] ** 2 + x[:, None] ** 2 + x**2)
        phase = np.where(distance < outer, 2, 3)
        phase[distance < outer * share ** (1 / 3)] = 1
        found.append(effective_conductivity(layered(phase), values, boundary="periodic").value)
    value, spread = richardson(*found, 2.0)
    return Found(value / low, spread / low, "voxels, extrapolated")


def tube(share: str) -> Found:
    """Spreading factor psi = 4 k a R of a circular opening in the wall across a round tube."""
    found = []
    for n in (COARSE, FINE):
        x = np.arange(n) + 0.5 - n / 2
        distance = np.hypot(x[:, None], x)
        inside, opening = distance < n / 2, distance < float(share) * n / 2
        # The wall is one voxel thick; its opening counts with the length it adds.
        wall = np.where(inside, np.where(opening, 1, 2), 0)
        layers = [inside] * n + [wall] + [inside] * n
        values = {"ceramic": 1.0, "binder": 0.0}
        tube = effective_conductivity(layered(np.stack(layers, axis=2)), values).value
        resistance = (2 * n + 1) / (tube * n**2)
        area = np.count_nonzero(opening)
        spreading = resistance - 2 * n / np.count_nonzero(inside) - 1 / area
        found.append(spreading / 2 * 4 * np.sqrt(area / np.pi))
    return Found(*richardson(*found, 2.0), "voxels, extrapolated")


def network(neck: str) -> Found:
    """Contact network of a simple cubic array, over one constriction 2 k a per contact."""
    pressed = thresholds.simple_cubic(float(neck))
    contact = float(np.sqrt(pressed.contact_areas[0] / np.pi))
    return Found(contact_network_conductivity(pressed, 1.0).value / (2 * contact))


def mean_field(neck: str) -> Found:
    """Contact network of a simple cubic array, over phi Z a / (pi R) with R of touching spheres."""
    pressed = thresholds.simple_cubic(float(neck))
    contact = float(np.sqrt(pressed.contact_areas[0] / np.pi))
    estimate = np.pi / 6 * 6 * contact / (np.pi * 0.5)
    return Found(contact_network_conductivity(pressed, 1.0).value / estimate)


def diamonds() -> Found:
    """Square grains on edge with resistance in their faces, over spacing / resistance."""
    x, _, z = np.indices((48, 1, 48))
    grain = 1 + ((x + z) % 48 // 24) + 2 * ((x - z) % 48 // 24)
    resistance = 1e6 * VOXEL
    value = effective_conductivity(
        layered(np.ones(grain.shape), grain),
        {"ceramic": 1.0},
        boundary="periodic",
        interface_resistance=resistance,
    ).value
    return Found(value * resistance / (24 / np.sqrt(2) * VOXEL))


def steps(normal: str, layer: str, resistance: str) -> Found:
    """Flow along z through tilted layers of grains, over the exact one.

    The normal is along (a, 0, b) of `normal` "a:b"; layers are `layer` voxels thick along an axis
    over a or b, and so many voxel resistances lie between them.
    """
    a, b = map(int, normal.split(":"))
    n = int(layer)
    x, _, z = np.indices((2 * n, 1, 2 * n))
    stack = layered(np.ones(x.shape), 1 + (a * x + b * z) % (2 * n) // n)
    across = 1 / (1 + float(resistance) * np.hypot(a, b) / n)
    share = b**2 / (a**2 + b**2)  # of the normal, squared, along z
    value = effective_conductivity(
        stack,
        {"ceramic": 1.0},
        boundary="periodic",
        interface_resistance=float(resistance) * VOXEL,
    ).value
    return Found(value / (1 - share + share * across))


def steps_extrapolated(normal: str, layer: str, resistance: str) -> Found:
    """The same, extrapolated from layers of half as many voxels; contacts stay as they are."""
    halved = str(int(layer) // 2), str(float(resistance) / 2)
    coarse, fine = steps(normal, *halved).value, steps(normal, layer, resistance).value
    return Found(*richardson(coarse, fine, 2.0), "voxels, extrapolated")


def neutral(diameter: str) -> Found:
    """A sphere in a matrix of a tenth of its conductivity, with the resistance that hides it."""
    n, radius = int(diameter) * 5 // 4, int(diameter) / 2
    inside = np.linalg.norm(np.indices((n, n, n)) + 0.5 - n / 2, axis=0) < radius
    value = effective_conductivity(
        layered(np.where(inside, 1, 2), inside),
        {"ceramic": 1.0, "binder": 0.1},
        boundary="periodic",
        interface_resistance={"ceramic-binder": radius * VOXEL * (1 / 0.1 - 1)},
    ).value
    return Found(value / 0.1, None, "voxels")


def strip() -> Found:
    """Tortuosity factor of a strip of 2 x 2 voxels that moves by a voxel per plane."""
    n = 20
    phase = np.zeros((n, n + 1, n + 1), np.uint8)
    for i in range(n):
        phase[i, i : i + 2, i : i + 2] = 1
    image = Structure(phase, phase.astype(np.int32), VOXEL, (False, False, False))
    return Found(effective_conductivity(image, {"ceramic": 1.0}, axis="x").tortuosity_factor.value)


def straight() -> Found:
    """Tortuosity factor of straight strips."""
    strips = layered(np.broadcast_to(np.arange(8)[:, None, None] % 2, (8, 8, 8)))
    return Found(effective_conductivity(strips, {"ceramic": 1.0}).tortuosity_factor.value)


def two_layers() -> Found:
    """Spectrum of two layers over the exact one, where it is farthest from 1."""
    frequencies = np.geomspace(1.0, 1e9, 19)
    ceramic, binder = bulk_admittance(0.25, 40.0), bulk_admittance(1e-4, 4.0)
    phase = np.ones((3, 4, 10), int)
    phase[:, :, 6:] = 2
    stack = layered(phase)
    image = Structure(stack.phase, stack.grain, VOXEL, (True, True, False))
    found = impedance_spectrum(image, frequencies, {"ceramic": ceramic, "binder": binder})
    s = 2j * np.pi * frequencies
    ratio = found.impedance / (6e-6 / ceramic.at(s) + 4e-6 / binder.at(s))
    return Found(float(abs(ratio[np.argmax(abs(ratio - 1))])))


ELECTRODE = Admittance(conductance=0.0, magnitude=0.1, exponent=0.8)  # S s^0.8/m2


def randles(conductance: str) -> Found:
    """Spectrum between constant-phase electrodes over the exact one, where it is farthest from 1.

    `conductance` is that of the charge transfer beside the element, S/m2.
    """
    electrode = replace(ELECTRODE, conductance=float(conductance))
    found, grain = _between(electrode)
    s = 2j * np.pi * np.array(found.frequencies)
    ratio = found.impedance / (10e-6 / grain.at(s) + 2 / electrode.at(s))
    return Found(float(abs(ratio[np.argmax(abs(ratio - 1))])))


def electrode_magnitude(how: str) -> Found:
    """Magnitude of both electrodes in series that a spectrum shows, S s^0.8/m2."""
    found, _ = _between(ELECTRODE)
    if how == "fitted":
        fit = fit_circuit(found, "R0-CPE1")
        return Found(fit.electrode.value, None, fit.circuit)
    slowest = int(np.argmin(found.frequencies))
    s = (2 * np.pi * found.frequencies[slowest]) ** ELECTRODE.exponent
    return Found(np.sin(np.pi / 2 * ELECTRODE.exponent) / (s * -found.imaginary[slowest]))


def _between(electrode: Admittance) -> tuple[ImpedanceSpectrum, Admittance]:
    """Spectrum of a block of ceramic of 10 um between two electrodes, and its admittance."""
    ceramic = bulk_admittance(0.25, 40.0)
    block = layered(np.ones((3, 4, 10), int))
    image = Structure(block.phase, block.grain, VOXEL, (True, True, False))
    frequencies = np.geomspace(1e-3, 1e6, 19)
    found = impedance_spectrum(image, frequencies, {"ceramic": ceramic}, electrode=electrode)
    return found, ceramic


def _bounds(end: int) -> Callable[[str, str], Found]:
    def bound(share: str, other: str) -> Found:
        shares = [float(share), 1 - float(share)]
        return Found(hashin_shtrikman_bounds(shares, [1.0, float(other)])[end])

    return bound


def medium(share: str, other: str) -> Found:
    """Symmetric effective medium of two phases."""
    return Found(effective_medium([float(share), 1 - float(share)], [1.0, float(other)]))


def medium_threshold() -> Found:
    """Fraction at which the effective medium of a conductor and an insulator begins to conduct."""
    low, high = 0.2, 0.6
    while high - low > 1e-9:
        middle = (low + high) / 2
        conducts = effective_medium([middle, 1 - middle], [1.0, 0.0]) > 0
        low, high = (low, middle) if conducts else (middle, high)
    return Found(high)


CASES: dict[str, Callable[..., Found]] = {
    "array": array,
    "touching": touching,
    "voxel_error": voxel_error,
    "order": order,
    "neck": neck,
    "overlap": overlap,
    "laminate": laminate,
    "interfaces": interfaces,
    "halves": halves,
    "tilted": tilted,
    "checkerboard": checkerboard,
    "coated": coated,
    "tube": tube,
    "network": network,
    "mean_field": mean_field,
    "diamonds": diamonds,
    "steps": steps,
    "steps_extrapolated": steps_extrapolated,
    "neutral": neutral,
    "strip": strip,
    "straight": straight,
    "two_layers": two_layers,
    "randles": randles,
    "electrode_magnitude": electrode_magnitude,
    "maxwell": lambda share: Found(maxwell(1.0, 0.0, float(share))),
    "lower": _bounds(0),
    "upper": _bounds(1),
    "medium": medium,
    "medium_threshold": medium_threshold,
    "lattice": lambda lattice, kind: Found(*thresholds.of_lattice(lattice, kind)),
    "voxels": lambda: Found(*thresholds.of_voxels()),
    "overlapping": lambda: Found(*thresholds.of_overlapping_spheres()),
    "jammed": lambda kind: Found(*thresholds.of_jammed(kind)),
}

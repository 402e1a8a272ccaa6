"""The contact network of a packing, seen in a cut through its middle."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from numpy.typing import NDArray

from ceralyte.core.display import to_display
from ceralyte.model import Capsules, Packing
from ceralyte.packing.particles import image_shifts
from ceralyte.report.figures import save_figure
from ceralyte.report.style import GREY, INK, PHASE_COLOURS, RC
from ceralyte.report.tables import columns_csv

_WIDEST = 20.0  # shown, in diameters by volume: more is too fine to see
_CIRCLES = 10  # per diameter along a fibre: their union is its cut
Floats = NDArray[np.float64]


def write_contact_network(packing: Packing, folder: Path) -> list[Path]:
    """Draw the particles that a plane cuts, and their contacts; return the files written.

    The plane stands upright in the middle of the box, so that walls show at top and bottom; discs
    are drawn all, and of those that reach over a periodic side the images too. Lines join the
    centres of held particles that touch; contacts with particles that the plane misses, or with
    fibres, are not seen.
    """
    across, up = (0, 1) if packing.dimension == 2 else (0, 2)
    radii = _cut(packing, up)
    shown, window = radii > 0, np.minimum(packing.box[[across, up]], _window(packing))
    lines = _lines(packing, [across, up], shown & ~packing.rattlers, window)
    lines *= to_display(1.0, "um")
    with mpl.rc_context(RC):
        figure = Figure(figsize=(6.0, 5.0), layout="constrained")
        axes = figure.add_subplot()
        um = to_display(1.0, "um")
        for members, colour, label in (
            (shown & ~packing.rattlers, PHASE_COLOURS["ceramic"], "held"),
            (shown & packing.rattlers, "white", "rattlers"),
        ):
            discs = seen_discs(packing, [across, up], members, radii, window) * um
            _draw_circles(axes, discs[:, :2], discs[:, 2], colour, label)
        if packing.obstacles is not None:
            fibres, colour = cut_fibres(packing, packing.obstacles) * um, PHASE_COLOURS["support"]
            _draw_circles(axes, fibres[:, :2], fibres[:, 2], colour, "fibres", edge=False)
        axes.add_collection(LineCollection(list(lines), colors=INK, linewidths=0.9))
        axes.plot([], [], color=INK, linewidth=0.9, label="contacts")
        axes.set(xlim=(0, window[0] * um), ylim=(0, window[1] * um), aspect="equal")
        axes.set_xlabel(f"{'xyz'[across]} (µm)")
        axes.set_ylabel(f"{'xyz'[up]} (µm)")
        axes.grid(False)
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
        written = save_figure(figure, folder, "contact_network")
    ends = {
        f"{axis}{end + 1} [um]": lines[:, end, k].tolist()
        for end in (0, 1)
        for k, axis in enumerate(("xyz"[across], "xyz"[up]))
    }
    written.append(folder / "contact_network.csv")
    written[-1].write_text(columns_csv(ends), encoding="utf-8", newline="\n")
    return written


def _window(packing: Packing) -> float:
    """Return the largest side shown, m."""
    content = packing.diameters**packing.dimension
    return _WIDEST * float((content * packing.diameters).sum() / content.sum())


def _cut(packing: Packing, up: int) -> Floats:
    """Return the radii (n,) of the cuts through the particles, m; 0 of those that are missed."""
    off = 0.0 if up == 1 else packing.centres[:, 1] - 0.5 * packing.box[1]
    radii: Floats = np.sqrt(np.maximum((0.5 * packing.diameters) ** 2 - np.square(off), 0.0))
    return radii


def seen_discs(
    packing: Packing, plane: list[int], members: NDArray[np.bool_], radii: Floats, window: Floats
) -> Floats:
    """Return centres and radii (m, 3) of the cuts that reach into the `window` (2,), all in m.

    Of `members` (n,) and their images across the periodic ones of the two axes of the `plane`.
    """
    discs = np.column_stack([packing.centres[:, plane], radii])[members]
    discs = _with_images(packing, plane, discs)
    reach = discs[:, 2:]
    seen = (discs[:, :2] + reach > 0) & (discs[:, :2] - reach < window)
    return discs[seen.all(axis=1)]


def _lines(
    packing: Packing, plane: list[int], members: NDArray[np.bool_], window: Floats
) -> Floats:
    """Return both ends (m, 2, 2) of the contacts among `members` in the `window`, m.

    A contact across a periodic side is drawn at both.
    """
    pairs = packing.contacts[members[packing.contacts].all(axis=1)]
    lines = packing.centres[pairs][:, :, plane]
    moved = image_shifts(packing, pairs)[:, plane] * packing.box[plane]
    lines[:, 1] += moved
    wrapped = moved.any(axis=1)
    lines = np.concatenate([lines, lines[wrapped] - moved[wrapped, None]])
    seen = (lines.max(axis=1) > 0) & (lines.min(axis=1) < window)
    return np.asarray(lines[seen.all(axis=1)])


def _with_images(packing: Packing, plane: list[int], discs: Floats) -> Floats:
    """Return `discs` (m, 3) in a `plane` and their images across its periodic sides."""
    for column, axis in enumerate(plane):
        if packing.periodic[axis]:
            shift = np.zeros(3)
            shift[column] = packing.box[axis]
            discs = np.concatenate([discs - shift, discs, discs + shift])
    return discs


def cut_fibres(packing: Packing, rods: Capsules) -> Floats:
    """Return circles (m, 3) in the plane of `_cut`: x, z, radius, m, that make up the rods."""
    circles, box, wraps = [np.empty((0, 3))], packing.box, np.asarray(packing.periodic)
    for start, end, diameter in zip(rods.starts, rods.ends, rods.diameters, strict=True):
        many = int(_CIRCLES * np.linalg.norm(end - start) / diameter) + 2
        points = np.linspace(start, end, many)
        off = points[:, 1] - 0.5 * box[1]
        if wraps[1]:
            off -= box[1] * np.rint(off / box[1])
        square = 0.25 * diameter**2 - off**2
        cut = np.column_stack([points[:, [0, 2]], np.sqrt(np.maximum(square, 0.0))])[square > 0]
        for axis, column in ((0, 0), (2, 1)):
            if wraps[axis]:
                cut[:, column] %= box[axis]
        circles.append(_with_images(packing, [0, 2], cut))
    return np.concatenate(circles)


def _draw_circles(
    axes: Axes, places: Floats, radii: Floats, colour: str, label: str, *, edge: bool = True
) -> None:
    circles = [Circle((x, y), r) for (x, y), r in zip(places, radii, strict=True)]
    line = GREY if edge else "none"
    axes.add_collection(PatchCollection(circles, facecolor=colour, edgecolor=line, linewidths=0.5))
    axes.plot([], [], "o", color=colour, markeredgecolor=GREY, label=label)

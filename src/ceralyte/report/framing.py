"""The images of a structure with what a reader needs: lengths, scale bar, legend."""

from io import BytesIO

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from ceralyte.model import CurrentSlice
from ceralyte.model.structure import (
    BINDER,
    CERAMIC,
    PHASE_NAMES,
    PORE,
    SUBSTRATE,
    SUPPORT,
    Structure,
)
from ceralyte.report.pictures import CAMERA, render_structure, slice_image, visible_block
from ceralyte.report.raycast import Floats
from ceralyte.report.style import FAINT, INK, PHASE_COLOURS, RC

_DPI = 220
_ALONG_Z = "z, from electrode to electrode"


def structure_figure(structure: Structure) -> bytes:
    """Return the block with the lengths of its edges and a legend, as PNG."""
    picture = render_structure(structure)
    phase, _ = visible_block(structure)
    box = np.array(phase.shape, float)
    corners = CAMERA.project(np.array(list(np.ndindex(2, 2, 2))) * box)
    (left, bottom), (right, top) = corners.min(axis=0), corners.max(axis=0)
    with mpl.rc_context(RC):
        figure = Figure(figsize=(4.4, 4.6), dpi=_DPI, layout="constrained")
        axes = figure.add_subplot()
        axes.imshow(picture, extent=(left, right, bottom, top))
        axes.set_axis_off()
        _label_edges(axes, box, structure.voxel_size)
        phase_legend(figure, phase, hidden=PORE)
        return png(figure)


def slice_figure(structure: Structure) -> bytes:
    """Return the slice with a scale bar of a round length and a legend, as PNG."""
    nx, _, nz = structure.shape
    width, height = (n * structure.voxel_size * 1e6 for n in (nx, nz))
    with mpl.rc_context(RC):
        size = (4.4, 0.4 + 4.2 * min(height / width, 2.0))
        figure = Figure(figsize=size, dpi=_DPI, layout="constrained")
        axes = figure.add_subplot()
        axes.imshow(slice_image(structure), extent=(0, width, 0, height))
        axes.set_axis_off()
        scale_bar(axes, width, height)
        axes.annotate(
            _ALONG_Z,
            (0.0, 1.0),
            xytext=(-9, 0),
            xycoords="axes fraction",
            textcoords="offset points",
            rotation=90,
            va="top",
            ha="center",
            fontsize=7.5,
        )
        phase_legend(figure, structure.phase[:, structure.shape[1] // 2])
        return png(figure)


def current_figure(structure: Structure, current: CurrentSlice) -> bytes:
    """Return the slice coloured by current density over its mean, as PNG."""
    nx, _, nz = structure.shape
    width, height = (n * structure.voxel_size * 1e6 for n in (nx, nz))
    modulus = np.ma.masked_equal(current.modulus.T, 0.0)
    with mpl.rc_context(RC):
        size = (4.9, 0.2 + 3.95 * min(height / width, 2.0))
        figure = Figure(figsize=size, dpi=_DPI, layout="constrained")
        axes = figure.add_subplot()
        axes.set_facecolor(FAINT)
        picture = axes.imshow(
            modulus,
            origin="lower",
            extent=(0, width, 0, height),
            cmap="inferno",
            vmin=0.0,
            vmax=current.hot_spots,
            interpolation="nearest",
        )
        axes.set(xticks=[], yticks=[], ylabel=_ALONG_Z)
        axes.grid(visible=False)
        for spine in axes.spines.values():
            spine.set_visible(False)
        scale_bar(axes, width, height)
        bar = figure.colorbar(picture, ax=axes, extend="max", shrink=0.7, pad=0.02)
        bar.set_label("current density / mean")
        bar.outline.set_visible(False)
        return png(figure)


def round_length(longest: float) -> float:
    """Return the largest of 1, 2, 5, 10, ... (any power of ten) that is not above `longest`."""
    power = 10.0 ** np.floor(np.log10(longest))
    return float(max(step * power for step in (1, 2, 5) if step * power <= longest * (1 + 1e-9)))


def _label_edges(axes: Axes, box: Floats, voxel_size: float) -> None:
    """Write the length beside three outer edges that meet at the block's visible corners."""
    nx, ny, nz = box
    edges = (
        ("x", nx, (0, 0, 0), (nx, 0, 0)),
        ("y", ny, (nx, 0, 0), (nx, ny, 0)),
        ("z", nz, (nx, ny, 0), (nx, ny, nz)),
    )
    centre = CAMERA.project(np.array([box / 2]))[0]
    for name, count, start, end in edges:
        a, b = CAMERA.project(np.array([start, end], float))
        along = np.degrees(np.arctan2(*(b - a)[::-1]))
        outward = np.array([(b - a)[1], -(b - a)[0]]) / np.linalg.norm(b - a)
        if outward @ ((a + b) / 2 - centre) < 0:
            outward = -outward
        axes.annotate(
            f"{name}  {count * voxel_size * 1e6:.3g} µm",
            (a + b) / 2,
            xytext=tuple(10 * outward),
            textcoords="offset points",
            rotation=(along + 90) % 180 - 90,
            rotation_mode="anchor",
            ha="center",
            va="center",
        )


def scale_bar(axes: Axes, width: float, height: float) -> None:
    """Draw a bar of a round length above a picture of `width` by `height` um."""
    unit = max(width, height) / 100
    length = round_length(width / 4)
    middle = height + 4 * unit
    corner = (0, middle - 0.6 * unit)
    axes.add_patch(Rectangle(corner, length, 1.2 * unit, color=INK, lw=0, clip_on=False))
    axes.text(length + 2 * unit, middle, f"{length:.3g} µm", ha="left", va="center")


def phase_legend(figure: Figure, phases: NDArray[np.uint8], hidden: int | None = None) -> None:
    """Name the colours of the phases that are there, but for a `hidden` one."""
    order = {
        CERAMIC: "ceramic grains",
        BINDER: "binder",
        SUPPORT: "support",
        PORE: "pore",
        SUBSTRATE: "electrode below",
    }
    present = [k for k in order if k != hidden and (phases == k).any()]
    handles = [Patch(color=PHASE_COLOURS[PHASE_NAMES[k]], label=order[k]) for k in present]
    figure.legend(
        handles=handles, loc="outside lower center", ncols=max(len(handles), 1), fontsize=8
    )


def png(figure: Figure) -> bytes:
    """Return a figure as PNG."""
    data = BytesIO()
    figure.savefig(data, format="png", metadata={"Software": "ceralyte"})
    return data.getvalue()

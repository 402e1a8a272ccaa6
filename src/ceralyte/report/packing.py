"""The figures of a packing, with the numbers behind them."""

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.core.display import display_unit, to_display
from ceralyte.core.quantities import Quantity
from ceralyte.model import Packing, Series
from ceralyte.packing import (
    SizeClass,
    coordination_by_size,
    coordination_histogram,
    fraction_profile,
    radial_distribution,
)
from ceralyte.report.contact_network import write_contact_network
from ceralyte.report.figures import axis_label, save_figure
from ceralyte.report.style import BLUE, RC, VERMILION
from ceralyte.report.tables import columns_csv, curve_csv

_LAYERS = 60


def write_packing_figures(packing: Packing, folder: Path) -> list[Path]:
    """Draw distances, layers through the thickness and contacts; return the files written.

    Parameters
    ----------
    packing : Packing
        A loose one has no contacts to draw.
    folder : Path
        Made if it does not exist; gets `packing.svg`, `packing.png`, a CSV per curve and, of a
        jammed packing, `contact_network.svg`, `.png` and `.csv`. Contacts by size are drawn where
        sizes differ.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {
        "radial_distribution": radial_distribution(packing),
        "fraction_profile": fraction_profile(packing, packing.dimension - 1, _LAYERS),
    }
    classes: tuple[SizeClass, ...] = ()
    jammed = not packing.rattlers.all()
    if jammed:
        drawn["coordination"] = coordination_histogram(packing)
        classes = coordination_by_size(packing)
    texts = {name: curve_csv(series) for name, series in drawn.items()}
    if jammed:
        texts["coordination_by_size"] = _sizes_csv(classes)
    with mpl.rc_context(RC):
        written = save_figure(_panels(drawn, classes), folder, "packing")
    for name, text in texts.items():
        written.append(folder / f"{name}.csv")
        written[-1].write_text(text, encoding="utf-8", newline="\n")
    return written + (write_contact_network(packing, folder) if jammed else [])


def _panels(drawn: Mapping[str, Series], classes: tuple[SizeClass, ...]) -> Figure:
    """Draw a panel per curve, and contacts by size where there is more than one size."""
    by_size = len(classes) > 1
    rows, columns = (2, 2) if by_size else (1, len(drawn))
    figure = Figure(figsize=(3.5 * columns, 2.8 * rows), layout="constrained")
    panels = figure.subplots(rows, columns).ravel()
    for axes, (name, series) in zip(panels, drawn.items(), strict=False):
        _draw(axes, series, bars=name == "coordination")
    if by_size:
        _draw_sizes(panels[3], classes)
    return figure


def _draw(axes: Axes, series: Series, *, bars: bool) -> None:
    x_unit = display_unit(series.x_unit, series.x_name)
    y_unit = display_unit(series.y_unit, series.y_name)
    x = [to_display(value, x_unit) for value in series.x]
    y = [to_display(value, y_unit) for value in series.y]
    if bars:
        axes.bar(x, y, color=BLUE, width=0.8)
    else:
        axes.plot(x, y, color=BLUE, linewidth=1.2)
    axes.set_xlabel(axis_label(series.x_name, series.x_unit))
    axes.set_ylabel(axis_label(series.y_name, series.y_unit))
    axes.set_ylim(bottom=0)


def _draw_sizes(axes: Axes, classes: tuple[SizeClass, ...]) -> None:
    """Contacts of the held particles, and the share of rattlers, per class of diameter."""
    at = [to_display((c.lower * c.upper) ** 0.5, "um") for c in classes]
    held = [
        (d, c.contacts.value, c.contacts.std or 0.0)
        for d, c in zip(at, classes, strict=True)
        if isinstance(c.contacts, Quantity)
    ]
    x, y, error = zip(*held, strict=True)
    axes.errorbar(x, y, error, fmt="o-", color=BLUE, markersize=4, capsize=2, linewidth=1.2)
    axes.set_ylim(0, 1.15 * max(y))
    axes.set_xlabel("Diameter (µm)")
    axes.set_ylabel("Contacts per held particle", color=BLUE)
    share = axes.twinx()
    share.plot(
        at, [100 * c.rattler_fraction for c in classes], "s--", color=VERMILION, markersize=4
    )
    share.set_ylim(0, 100)
    share.grid(False)
    share.set_ylabel("Rattlers (%)", color=VERMILION)
    axes.set_xscale("log")
    axes.minorticks_off()
    axes.set_xticks(at[:: len(at) // 4 or 1], [f"{d:.3g}" for d in at[:: len(at) // 4 or 1]])


def _sizes_csv(classes: tuple[SizeClass, ...]) -> str:
    contacts = [(c.contacts.value, c.contacts.std) if isinstance(c.contacts, Quantity) else
                ("", "") for c in classes]  # fmt: skip
    return columns_csv(
        {
            "from diameter [um]": [to_display(c.lower, "um") for c in classes],
            "to diameter [um]": [to_display(c.upper, "um") for c in classes],
            "particles": [c.count for c in classes],
            "contacts per held particle": [mean for mean, _ in contacts],
            "std of contacts per held particle": [
                "" if std is None else std for _, std in contacts
            ],
            "share of rattlers": [c.rattler_fraction for c in classes],
        }
    )

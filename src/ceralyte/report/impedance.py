"""The figures of an impedance spectrum: Nyquist, Bode, relaxation times; numbers behind them."""

from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.core.display import show_frequency
from ceralyte.model import ImpedanceSpectrum
from ceralyte.report.figures import decade_ticks, save_figure, spanning_ticks
from ceralyte.report.style import BLUE, FAINT, GREY, INK, RC, VERMILION
from ceralyte.report.tables import columns_csv
from ceralyte.transport import CircuitFit, RelaxationTimes

_OHM_CM2 = 1e4  # per ohm m2
_STEEPEST = 1.5  # −Im Z over Re Z of what decides how much of a Nyquist plot is shown


def write_impedance_figures(
    spectrum: ImpedanceSpectrum,
    folder: Path,
    *,
    fit: CircuitFit | None = None,
    relaxations: RelaxationTimes | None = None,
    band: tuple[float, float] | None = None,
) -> list[Path]:
    """Draw a spectrum and return the files written.

    Parameters
    ----------
    spectrum : ImpedanceSpectrum
        Drawn as points where a fit goes with it, else as a line.
    folder : Path
        Made if it does not exist; gets `impedance.svg`, `.png` and `.csv`, and
        `relaxation_times.csv`.
    fit : CircuitFit, optional
    relaxations : RelaxationTimes, optional
    band : tuple of float, optional
        Hz; what an instrument cannot measure is shaded.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"impedance": _spectrum_csv(spectrum, fit)}
    with mpl.rc_context(RC):
        panels = 4 if relaxations else 3
        figure = Figure(figsize=(7.0, 5.6), layout="constrained")
        grid = figure.add_gridspec(2, 2)
        _nyquist(figure.add_subplot(grid[0, 0]), spectrum, fit, band)
        _bode(figure.add_subplot(grid[0, 1]), spectrum, fit, band, _modulus, "|Z| (Ω cm²)")
        phase = figure.add_subplot(grid[1, 0] if panels == 4 else grid[1, :])
        _bode(phase, spectrum, fit, band, _phase, "−phase (°)")
        phase.set_ylim(-5, 95)
        phase.set_yticks(range(0, 91, 15))
        if relaxations is not None:
            _relaxations(figure.add_subplot(grid[1, 1]), relaxations, band)
            texts["relaxation_times"] = columns_csv(
                {
                    "relaxation time [s]": list(relaxations.times),
                    "density over ln(time) [ohm*cm^2]": [d * _OHM_CM2 for d in relaxations.density],
                }
            )
        if band is not None:
            _name_shades(figure, band)
        written = save_figure(figure, folder, "impedance")
    for name, text in texts.items():
        written.append(folder / f"{name}.csv")
        written[-1].write_text(text, encoding="utf-8", newline="\n")
    return written


def _nyquist(
    axes: Axes,
    spectrum: ImpedanceSpectrum,
    fit: CircuitFit | None,
    band: tuple[float, float] | None,
) -> None:
    z = spectrum.impedance * _OHM_CM2
    hertz = np.array(spectrum.frequencies)
    order = np.argsort(hertz)
    measurable = np.ones(len(z), bool) if band is None else (hertz >= band[0]) & (hertz <= band[1])
    if fit is None:
        axes.plot(z.real[order], -z.imag[order], "-", color=BLUE)
        axes.plot(z.real[measurable], -z.imag[measurable], ".", color=BLUE, label="in the band")
        if not measurable.all():
            axes.plot(
                z.real[~measurable], -z.imag[~measurable], ".", color=FAINT, label="outside it"
            )
            axes.legend(loc="best")
    else:
        axes.plot(z.real, -z.imag, "o", color=GREY, markersize=3, label="measured")
        fitted = fit.fitted.impedance[order] * _OHM_CM2
        axes.plot(fitted.real, -fitted.imag, "-", color=VERMILION, label=fit.circuit)
        axes.legend(loc="best")
    for decade in range(int(np.ceil(np.log10(hertz.min()))), int(np.log10(hertz.max())) + 1):
        nearest = int(np.argmin(np.abs(np.log10(hertz) - decade)))
        axes.plot(z.real[nearest], -z.imag[nearest], "D", color=INK, markersize=3, zorder=3)
    width = _width(z.real, -z.imag)
    axes.set_xlim(-0.03 * width, 1.03 * width)
    axes.set_ylim(-0.03 * width, 0.8 * width)
    axes.set_aspect("equal")
    axes.set_xlabel("Z' (Ω cm²)")
    axes.set_ylabel("−Z'' (Ω cm²)")
    axes.set_title("black: full decades of frequency", loc="right", fontsize=7, color=GREY)


def _width(real: np.ndarray, minus_imaginary: np.ndarray) -> float:
    """Largest resistance shown: electrodes that block may leave the picture at the top."""
    capacitive = np.abs(minus_imaginary) > _STEEPEST * real
    shown = real[~capacitive]
    return float(1.1 * shown.max()) if shown.size else float(real.max())


def _bode(
    axes: Axes,
    spectrum: ImpedanceSpectrum,
    fit: CircuitFit | None,
    band: tuple[float, float] | None,
    quantity: Callable[[ImpedanceSpectrum], np.ndarray],
    label: str,
) -> None:
    order = np.argsort(spectrum.frequencies)
    hertz = np.array(spectrum.frequencies)[order]
    values = quantity(spectrum)[order]
    if fit is None:
        axes.plot(hertz, values, ".-", color=BLUE, markersize=4)
    else:
        axes.plot(hertz, values, "o", color=GREY, markersize=3)
        axes.plot(hertz, quantity(fit.fitted)[order], "-", color=VERMILION)
    axes.set_xscale("log")
    decade_ticks(axes.xaxis)
    if quantity is _modulus:
        axes.set_yscale("log")
        spanning_ticks(axes.yaxis, values.min(), values.max())
    axes.set_xlim(hertz.min(), hertz.max())
    axes.set_xlabel("Frequency (Hz)")
    axes.set_ylabel(label)
    _shade(axes, band, hertz.min(), hertz.max())


def _relaxations(
    axes: Axes, relaxations: RelaxationTimes, band: tuple[float, float] | None
) -> None:
    peaks = 1 / (2 * np.pi * np.array(relaxations.times))
    axes.plot(peaks, np.array(relaxations.density) * _OHM_CM2, color=BLUE)
    axes.set_xscale("log")
    decade_ticks(axes.xaxis)
    axes.set_xlim(peaks.min(), peaks.max())
    axes.set_ylim(bottom=0)
    axes.set_xlabel("1 / (2π relaxation time) (Hz)")
    axes.set_ylabel("Density over ln(time) (Ω cm²)")
    axes.set_title(f"regularisation {relaxations.regularisation:.1e}", loc="right", fontsize=7)
    _shade(axes, band, peaks.min(), peaks.max())


def _shade(axes: Axes, band: tuple[float, float] | None, low: float, high: float) -> None:
    if band is None:
        return
    for start, end in ((low, band[0]), (band[1], high)):
        if start < end:
            axes.axvspan(start, end, color=FAINT, alpha=0.6, linewidth=0)


def _name_shades(figure: Figure, band: tuple[float, float]) -> None:
    """Say below the panels what the shades mean, where there are any."""
    shades = [patch for axes in figure.axes for patch in axes.patches]
    if shades:
        label = f"outside the instrument's band, {' to '.join(map(show_frequency, band))}"
        figure.legend(shades[:1], [label], loc="outside lower center", fontsize=8)


def _modulus(spectrum: ImpedanceSpectrum) -> np.ndarray:
    return np.abs(spectrum.impedance) * _OHM_CM2


def _phase(spectrum: ImpedanceSpectrum) -> np.ndarray:
    return -np.rad2deg(np.angle(spectrum.impedance))


def _spectrum_csv(spectrum: ImpedanceSpectrum, fit: CircuitFit | None) -> str:
    columns = {"frequency [Hz]": list(spectrum.frequencies)}
    for name, one in (("", spectrum), ("fitted ", fit.fitted if fit else None)):
        if one is not None:
            columns[f"{name}Z' [ohm*cm^2]"] = [r * _OHM_CM2 for r in one.real]
            columns[f"{name}Z'' [ohm*cm^2]"] = [i * _OHM_CM2 for i in one.imaginary]
    return columns_csv(columns)

"""Fits, relaxation times and verdicts of spectra that are known."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.model import ImpedanceSpectrum, bulk_admittance, interface_admittance
from ceralyte.transport import arcs_resolved, brick_layer, fit_circuit, relaxation_times

GRAIN = bulk_admittance(0.01, 40.0)
BOUNDARY = interface_admittance(1e-4, 1e-2, 0.9)
FREQUENCIES = np.geomspace(0.1, 7e6, 60)
RESISTANCE, CAPACITANCE = 0.05, 2e-5  # of 500 boundaries, ohm m2 and F/m2


def spectrum(noise: float = 0.0, seed: int = 0, *, blocking: bool = False) -> ImpedanceSpectrum:
    electrode = interface_admittance(None, 0.1, 0.9) if blocking else None
    exact = brick_layer(
        FREQUENCIES, GRAIN, BOUNDARY, grain_size=1e-6, thickness=5e-4, electrode=electrode
    )
    rng = np.random.default_rng(seed)
    errors = rng.normal(size=60) + 1j * rng.normal(size=60)
    z = exact.impedance * (1 + noise * errors)
    return exact.model_copy(
        update={"real": tuple(z.real.tolist()), "imaginary": tuple(z.imag.tolist())}
    )


@pytest.mark.parametrize("blocking", [False, True])
def test_the_circuit_behind_a_spectrum_is_found(blocking: bool) -> None:
    fit = fit_circuit(spectrum(0.002, blocking=blocking))
    assert fit.circuit == "p(R1,CPE1)-p(R2,CPE2)" + ("-CPE3" if blocking else "")
    bulk, boundary = fit.arcs
    assert (bulk.role, boundary.role) == ("bulk", "grain boundary")
    assert bulk.conductivity.value == pytest.approx(0.01, rel=0.02)
    assert bulk.relative_permittivity.value == pytest.approx(40.0, rel=0.02)
    assert boundary.resistance.value == pytest.approx(RESISTANCE, rel=0.02)
    assert boundary.capacitance.value == pytest.approx(CAPACITANCE, rel=0.02)
    assert boundary.exponent.value == pytest.approx(0.9, abs=0.01)
    assert fit.conductivity.value == pytest.approx(5e-4 / (0.05 + RESISTANCE), rel=0.005)
    if blocking:
        assert fit.electrodes is not None
        assert fit.electrodes.magnitude == pytest.approx(0.1 / 2, rel=0.01)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    covered = 0
    for seed in range(25):
        fit = fit_circuit(spectrum(0.01, seed), "p(R1,CPE1)-p(R2,CPE2)")
        resistance = fit.arcs[1].resistance
        assert resistance.low is not None
        assert resistance.high is not None
        covered += resistance.low <= RESISTANCE <= resistance.high
    assert 20 <= covered <= 25


AREA, THICKNESS = 0.785e-4, 5e-4
TRUTH = THICKNESS / (AREA * 520)


def pellet(
    seed: int, *, transfer: float = np.inf, inductance: float = 0.0, noise: float = 0.003
) -> ImpedanceSpectrum:
    """Arcs of 120 and 400 ohm and electrodes, from 6.3 MHz to 0.1 Hz."""
    hertz = np.logspace(6.8, -1, 80)
    w = 2j * np.pi * hertz
    z = 120 / (1 + w * 120 * 2e-10) + 400 / (1 + w**0.9 * 400 * 3e-8) + w * inductance
    z += 1 / (1 / transfer + 2e-5 * w**0.85)
    rng = np.random.default_rng(seed)
    return measured(hertz, z * (1 + noise * (rng.normal(size=80) + 1j * rng.normal(size=80))))


def measured(hertz: np.ndarray, z: np.ndarray) -> ImpedanceSpectrum:
    return ImpedanceSpectrum(
        frequencies=tuple(hertz.tolist()),
        real=tuple((AREA * z.real).tolist()),
        imaginary=tuple((AREA * z.imag).tolist()),
        thickness=THICKNESS,
        method="made",
    )


def check_two_arcs_are_found(seed: int) -> None:
    fit = fit_circuit(pellet(seed))
    assert fit.circuit == "p(R1,CPE1)-p(R2,CPE2)-CPE3"
    assert fit.residual < 0.005
    assert fit.conductivity.value == pytest.approx(TRUTH, rel=0.005)


@pytest.mark.parametrize("seed", [0, 34])
def test_no_false_arc_stands_beside_the_electrodes(seed: int) -> None:
    check_two_arcs_are_found(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 40))
def test_no_noise_leads_the_fit_astray(seed: int) -> None:
    check_two_arcs_are_found(seed)


def test_a_stated_circuit_is_fitted_to_the_noise() -> None:
    fit = fit_circuit(pellet(0), "p(R1,CPE1)-p(R2,CPE2)-CPE3")
    assert fit.residual < 0.005
    assert [a.resistance.value / AREA for a in fit.arcs] == pytest.approx([120, 400], rel=0.01)


@pytest.mark.parametrize("circuit", [None, "L1-p(R1,CPE1)-p(R2,CPE2)-CPE3"])
def test_the_inductance_of_cables_is_fitted(circuit: str | None) -> None:
    fit = fit_circuit(pellet(0, inductance=2e-6), circuit)
    assert fit.circuit == "L0-p(R1,CPE1)-p(R2,CPE2)-CPE3"
    assert fit.inductance is not None
    assert fit.inductance.unit == "H*m^2"
    assert fit.inductance.value / AREA == pytest.approx(2e-6, rel=0.02)
    assert fit.conductivity.value == pytest.approx(TRUTH, rel=0.005)


def test_the_arc_of_an_electrode_is_left_out_of_the_conductivity() -> None:
    fit = fit_circuit(pellet(0, transfer=1000.0))
    assert [arc.role for arc in fit.arcs][-1] == "electrode"
    assert fit.arcs[-1].resistance.value / AREA == pytest.approx(1000.0, rel=0.01)
    assert fit.conductivity.value == pytest.approx(TRUTH, rel=0.01)
    assert any("is left out of the conductivity" in note for note in fit.notes)


def cut(exact: ImpedanceSpectrum, kept: slice) -> ImpedanceSpectrum:
    names = ("frequencies", "real", "imaginary")
    return exact.model_copy(update={name: getattr(exact, name)[kept] for name in names})


def test_an_arc_that_goes_on_below_the_band_is_no_electrode() -> None:
    """Its beginning looks as one, and what shows alone conducts twice as well."""
    s = 2j * np.pi * np.array(FREQUENCIES)
    z = 2000 / (1 + s * 2000 * 5.6e-11) + 6000 / (1 + s * 6000 * 5e-9) + 1 / (s * 2e-6) ** 0.9
    z *= AREA
    both = spectrum().model_copy(update={"real": tuple(z.real), "imaginary": tuple(z.imag)})
    fit = fit_circuit(cut(both, slice(50, None)), "p(R1,CPE1)-CPE2")
    assert isinstance(fit.conductivity, Unavailable)
    assert "0.0064 uF/cm2, less than the 0.1 of an electrode" in fit.conductivity.reason
    assert "an upper bound, 0.0319 mS/cm" in fit.conductivity.reason
    whole = fit_circuit(both, "p(R1,CPE1)-p(R2,CPE2)-CPE3")
    assert isinstance(whole.conductivity, Quantity)
    assert whole.conductivity.value == pytest.approx(THICKNESS / AREA / 8000, rel=1e-3)


def test_what_capacitance_does_not_tell_in_thin_samples_is_said() -> None:
    """A membrane of 20 um whose electrodes react, and one whose electrodes block."""
    s = 2j * np.pi * np.geomspace(1.0, 7e6, 60)
    z = 2e-4 / (1 + s * 2e-4 * 2e-5) + 5e-3 / (1 + s * 5e-3 * 5e-2)  # ohm m2, F/m2
    tail = 2e-4 / (1 + s * 2e-4 * 2e-5) + 1 / (s**0.95 * 5e-2)
    common = {"frequencies": tuple(np.geomspace(1.0, 7e6, 60)), "thickness": 20e-6}
    thin, blocked = (
        spectrum().model_copy(
            update={**common, "real": tuple(one.real), "imaginary": tuple(one.imag)}
        )
        for one in (z, tail)
    )
    notes = fit_circuit(thin, "p(R1,CPE1)-p(R2,CPE2)").notes
    assert any("counts to the sample, and may be one of an electrode" in note for note in notes)
    notes = fit_circuit(blocked, "p(R1,CPE1)-CPE2").notes
    assert any("the low end of the band counts to electrodes; if an arc" in note for note in notes)
    thick = blocked.model_copy(update={"thickness": 1e-3})
    assert not any("so thin" in note for note in fit_circuit(thick, "p(R1,CPE1)-CPE2").notes)


def test_electrodes_that_are_hardly_any_capacitor_are_told() -> None:
    fit = fit_circuit(cut(spectrum(), slice(45, None)), "p(R1,CPE1)-CPE2")
    assert "the electrodes are at the lowest exponent allowed" in fit.notes
    whole = fit_circuit(spectrum(blocking=True), "p(R1,CPE1)-p(R2,CPE2)-CPE3")
    assert not any("lowest exponent" in note for note in whole.notes)


def test_an_inductance_of_no_cable_is_told() -> None:
    high = cut(spectrum(), slice(0, 30))
    real = tuple(np.array(high.real) + 0.1)
    z = np.array(high.imaginary) + 2e-6 * 2 * np.pi * np.array(high.frequencies)
    wound = high.model_copy(update={"real": real, "imaginary": tuple(z.tolist())})
    fit = fit_circuit(wound, "L0-R0-p(R1,CPE1)")
    assert fit.inductance is not None
    assert fit.inductance.value == pytest.approx(2e-6, rel=0.1)
    assert any("larger than that of any cable" in note for note in fit.notes)
    small = fit_circuit(spectrum(), "L0-p(R1,CPE1)-p(R2,CPE2)")
    assert not any("cable" in note for note in small.notes)


def test_electrodes_alone_give_no_conductivity() -> None:
    hertz = np.logspace(3, -1, 40)
    fit = fit_circuit(measured(hertz, 1000 / (1 + 2j * np.pi * hertz * 1e-2)), "p(R1,CPE1)")
    assert (
        fit.conductivity.model_dump()["reason"] == "every arc has the capacitance of an electrode"
    )


def test_a_sample_that_hardly_conducts_is_fitted() -> None:
    hertz = np.logspace(6, -1, 80)
    rng = np.random.default_rng(2)
    z = 1e9 / (1 + 2j * np.pi * hertz * 0.1)
    z *= 1 + 0.003 * (rng.normal(size=80) + 1j * rng.normal(size=80))
    assert z.real[np.argmin(abs(z.imag))] < 0
    fit = fit_circuit(measured(hertz, z))
    assert fit.conductivity.value == pytest.approx(THICKNESS / (AREA * 1e9), rel=0.01)


@pytest.mark.parametrize("seed", [0, 17, 23, 32, 33, 42, 77])
def test_three_arcs_anywhere_are_found(seed: int) -> None:
    """42 and 77 need more than three starts, 32 the second search."""
    rng = np.random.default_rng(seed)
    hertz = np.logspace(6.8, -1, 80)
    w, z = 2j * np.pi * hertz, np.zeros(80, complex)
    for time in np.exp(np.sort(rng.uniform(np.log(1e-7), np.log(1e-2), 3))):
        z += 10 ** rng.uniform(1, 4) / (1 + (w * time) ** rng.uniform(0.75, 1))
    z += 1 / (10 ** rng.uniform(-5, -3) * w ** rng.uniform(0.7, 1))
    z *= 1 + 0.003 * (rng.normal(size=80) + 1j * rng.normal(size=80))
    fit = fit_circuit(measured(hertz, z), "p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)-CPE4")
    assert fit.residual < 0.005


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_the_spectrum_does_not_determine_is_said(seed: int) -> None:
    hertz = np.logspace(6, 2, 60)
    rng = np.random.default_rng(seed)
    z = 1e12 / (1 + 2j * np.pi * hertz * 100)
    z *= 1 + 0.003 * (rng.normal(size=60) + 1j * rng.normal(size=60))
    fit = fit_circuit(measured(hertz, z), "p(R1,CPE1)")
    assert "does not determine the resistance" in fit.conductivity.model_dump()["reason"]
    assert any("does not determine its resistance" in note for note in fit.notes)


def test_without_thickness_there_are_no_conductivities() -> None:
    fit = fit_circuit(spectrum().model_copy(update={"thickness": None}), "p(R1,CPE1)-p(R2,CPE2)")
    assert fit.conductivity.model_dump()["reason"] == "the thickness of the sample is not known"
    assert "unknown" in fit.arcs[0].role


def test_an_arc_beyond_the_band_is_said_to_be_extrapolated() -> None:
    cut = FREQUENCIES < 1e6
    whole = spectrum(0.001)
    low = whole.model_copy(
        update={
            name: tuple(np.array(getattr(whole, name))[cut].tolist())
            for name in ("frequencies", "real", "imaginary")
        }
    )
    fit = fit_circuit(low, "p(R1,CPE1)-p(R2,CPE2)")
    assert any("outside the measured band" in note for note in fit.notes)


def test_other_circuits_and_too_few_points_are_refused() -> None:
    with pytest.raises(InputError, match=r"circuit: 'L-R'.*R0-p\(R1,CPE1\)"):
        fit_circuit(spectrum(), "L-R")
    short = spectrum().model_copy(
        update={"frequencies": (1.0, 10.0), "real": (2.0, 1.0), "imaginary": (-1.0, -1.0)}
    )
    with pytest.raises(InputError, match="holds 2 points"):
        fit_circuit(short, "p(R1,CPE1)-p(R2,CPE2)")
    none = spectrum().model_copy(update={"real": (0.0,) * 60, "imaginary": (0.0,) * 60})
    with pytest.raises(InputError, match="holds an impedance of 0 ohm m2"):
        fit_circuit(none)


def test_relaxation_times_peak_at_the_arcs_and_keep_the_resistance() -> None:
    found = relaxation_times(spectrum())
    rising = sorted(found.peaks)
    assert rising[0] == pytest.approx(40 * 8.854e-12 / 0.01, rel=0.3)
    assert rising[1] == pytest.approx(RESISTANCE * CAPACITANCE, rel=0.3)
    step = np.log(found.times[1] / found.times[0])
    assert sum(found.density) * step == pytest.approx(0.05 + RESISTANCE, rel=0.01)
    assert min(found.density) >= 0
    of_peaks = dict(zip(found.peaks, found.resistances, strict=True))
    assert [of_peaks[tau] for tau in rising] == pytest.approx([0.05, RESISTANCE], rel=0.06)
    assert sorted(found.resistances, reverse=True) == list(found.resistances)
    assert "the strongest that fits" in found.method


def test_a_peak_that_resists_less_than_the_misfit_is_left_out() -> None:
    """An arc of 5 % of the whole is one of two; noise of 4 % hides it, and with it its peak."""
    hertz = np.geomspace(1.0, 1e6, 60)
    clean = 1 / (1 + 2j * np.pi * hertz * 1e-5) + 0.05 / (1 + 2j * np.pi * hertz * 1e-2)
    noise = np.random.default_rng(3).normal(size=(2, 60))
    for share, arcs in ((0.0, 2), (0.04, 1)):
        z = clean * (1 + share * (noise[0] + 1j * noise[1]))
        measured = spectrum().model_copy(
            update={
                "frequencies": tuple(hertz.tolist()),
                "real": tuple(z.real.tolist()),
                "imaginary": tuple(z.imag.tolist()),
            }
        )
        found = relaxation_times(measured)
        assert len(found.peaks) == len(found.resistances) == arcs
        assert found.resistances[0] == pytest.approx(1.0, rel=0.1)


@pytest.mark.parametrize("solve", [relaxation_times, fit_circuit])
def test_frequencies_that_no_instrument_spans_are_refused(solve) -> None:
    wide = spectrum().model_copy(update={"frequencies": tuple(np.geomspace(1e-200, 1e200, 60))})
    with pytest.raises(InputError, match=r"spectrum: .* 1e-200 to 1e\+200 Hz, 400 decades.*18"):
        solve(wide)


def test_stronger_regularisation_fits_worse_and_is_said() -> None:
    weak, strong = (relaxation_times(spectrum(), weight) for weight in (1e-3, 1.0))
    assert strong.residual > weak.residual
    assert "1.0e+00 (as asked)" in strong.method


def test_electrodes_are_taken_off_before() -> None:
    electrodes = interface_admittance(None, 0.05, 0.9)  # two of 0.1 in series
    found = relaxation_times(spectrum(blocking=True), electrode=electrodes)
    step = np.log(found.times[1] / found.times[0])
    assert sum(found.density) * step == pytest.approx(0.05 + RESISTANCE, rel=0.02)


@pytest.mark.parametrize(
    ("conductivity", "capacitance", "band", "answer"),
    [
        (0.01, 1e-2, (1.0, 7e6), "yes"),
        (0.01, 1e-2, (1.0, 1e6), "yes"),
        (0.25, 1e-1, (1.0, 1e6), "uncertain"),
        (0.25, 1e-1, (1.0, 1e5), "no"),
        (0.25, 1e-3, (1.0, 7e6), "no"),
    ],
)
def test_the_band_decides_whether_arcs_show_apart(
    conductivity: float, capacitance: float, band: tuple[float, float], answer: str
) -> None:
    grain = bulk_admittance(conductivity, 40.0)
    boundary = interface_admittance(1e-6 / conductivity, capacitance)
    verdict = arcs_resolved(grain, boundary, grain_size=1e-6, band=band)
    assert verdict.answer == answer
    assert "the bulk arc peaks at" in verdict.reason


def test_a_band_rises() -> None:
    with pytest.raises(InputError, match="band: got 10 to 1 Hz"):
        arcs_resolved(GRAIN, BOUNDARY, grain_size=1e-6, band=(10.0, 1.0))


@pytest.mark.parametrize("weight", [-1.0, 0.0, float("nan")])
def test_the_weight_of_a_distribution_is_positive(weight: float) -> None:
    with pytest.raises(InputError, match="regularisation"):
        relaxation_times(spectrum(), weight)

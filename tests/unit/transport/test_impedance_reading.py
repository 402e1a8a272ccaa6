"""Spectra from the text files that instruments and programs write."""

from pathlib import Path

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.transport import read_spectrum

FREQUENCIES = np.geomspace(1e6, 1.0, 7)
IMPEDANCE = 10 + 100 / (1 + 2j * np.pi * FREQUENCIES * 1e-4)

LAYOUTS = {
    "three columns without headings": ("", ",", "plain"),
    "headings in words": ("frequency,Zreal,Zimag\n", ",", "plain"),
    "semicolons and units": ("Frequency (Hz);Z' (Ω);-Z'' (Ω)\n", ";", "minus"),
    "a header of numpy.savetxt": ("# f,Zreal,Zimag\n", ",", "plain"),
    "its own separator": ("# f Zreal Zimag\n", " ", "plain"),
    "units alone, its own separator": ("# Hz Ohm deg\n", " ", "polar"),
    "BioLogic": (
        "EC-Lab ASCII FILE\nNb header lines : 3\nfreq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\n",
        "\t",
        "minus",
    ),
    "ZPlot": ("ZPLOT2 ASCII\nEnd Comments\nFreq(Hz)  Z'(a)  Z''(b)\n", "  ", "plain"),
    "modulus and phase": ("f [Hz],|Z| [ohm],phase [deg]\n", ",", "polar"),
}


def rows(kind: str) -> list[tuple[float, float, float]]:
    second, third = {
        "plain": (IMPEDANCE.real, IMPEDANCE.imag),
        "minus": (IMPEDANCE.real, -IMPEDANCE.imag),
        "polar": (np.abs(IMPEDANCE), np.rad2deg(np.angle(IMPEDANCE))),
    }[kind]
    return list(zip(FREQUENCIES, second, third, strict=True))


def write(path: Path, head: str, separator: str, kind: str) -> Path:
    lines = [separator.join(f"{value:.10e}" for value in row) for row in rows(kind)]
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("layout", LAYOUTS)
def test_usual_layouts_give_the_same_spectrum(layout: str, tmp_path: Path) -> None:
    path = write(tmp_path / "spectrum.txt", *LAYOUTS[layout])
    spectrum = read_spectrum(path, area=2.0, thickness=1e-3)
    assert spectrum.frequencies == pytest.approx(FREQUENCIES)
    assert spectrum.impedance == pytest.approx(2.0 * IMPEDANCE)
    assert spectrum.thickness == 1e-3
    assert "read as they stand" in spectrum.notes[0]


def test_gamry_tables_have_a_line_of_units_and_more_columns(tmp_path: Path) -> None:
    lines = ["ZCURVE\tTABLE", "\tPt\tTime\tFreq\tZreal\tZimag\tZsig", "\t#\ts\tHz\tohm\tohm\tV"]
    lines += [f"\t{k}\t0\t{f}\t{r}\t{i}\t1" for k, (f, r, i) in enumerate(rows("plain"))]
    path = tmp_path / "gamry.DTA"
    path.write_text("\n".join(lines))
    assert read_spectrum(path, area=1.0).impedance == pytest.approx(IMPEDANCE)


OTHERS = {
    # headings as one text above cells with commas
    "Autolab": (
        '"Z60W Data File"\n0,2,0,1,0.1,10000\n7\n'
        "\"  Freq (Hz)    Ampl     Bias   Time(Sec)   Z'(a)    Z''(b)    GD   Err   Range\"",
        "{f},0,0,0,{r},{i},0,0,0",
    ),
    "PowerSuite": ("Frequency\t Zre\t Zimg", "{f}\t {r}\t {i}"),
    # a zero behind the headings that no row has
    "VersaStudio": (
        "<Segment1>\nDefinition=Segment #, Point #, Frequency(Hz), E Real, E Imag, Z Real, Z Imag, "
        "E2 Status, Z2 Real, Z2 Imag, AC Amplitude, 0",
        "0,1,{f},-0.1,-0.2,{r},{i},0,0,0,0.02",
    ),
    "CH Instruments": (
        "A.C. Impedance\n\nFreq/Hz, Z'/ohm, Z\"/ohm, Z/ohm, Phase/deg\n",
        "{f}, {r}, {i}, 1, -1",
    ),
    # at rest before the sweep
    "Parstat": (
        "Potential (V)\tElapsed Time (s)\tFrequency (Hz)\tZre (ohms)\tZim (ohms)\t|Iac| (A)\t\n"
        "3.49\t10\t0\t0\t0\t0\t\n3.48\t20\t0\t0\t0\t0\t",
        "3.4\t30\t{f}\t{r}\t{i}\t0\t",
    ),
}


@pytest.mark.parametrize("program", OTHERS)
def test_files_of_programs_that_impedance_py_reads(program: str, tmp_path: Path) -> None:
    head, row = OTHERS[program]
    path = tmp_path / "spectrum.txt"
    lines = [row.format(f=f, r=r, i=i) for f, r, i in rows("plain")]
    path.write_text("\n".join([head, *lines, "</Segment1>"]))
    spectrum = read_spectrum(path, area=1.0)
    assert spectrum.frequencies == pytest.approx(FREQUENCIES)
    assert spectrum.impedance == pytest.approx(IMPEDANCE)
    assert any("2 rows of zeros left out" in n for n in spectrum.notes) == (program == "Parstat")


UNITS = {
    "frequency (kHz),Zreal (kOhm),Zimag (kOhm)": (1e-3, 1e-3, 1e-3),
    "Frequency (MHz),Re(Z) (mOhm),Im(Z) (mΩ)": (1e-6, 1e3, 1e3),
    "f [mHz],Z' [MΩ],Z'' [ohms]": (1e3, 1e-6, 1.0),
    "freq/KHZ,Re(Z)/kohm,Im(Z)/OHM": (1e-3, 1e-3, 1.0),
    "f,Zreal,Zimag\nHz,kOhm,ohm": (1.0, 1e-3, 1.0),
    "f,Zreal,Zimag\n[GHz],[Ω],(ohm)": (1e-9, 1.0, 1.0),
}


@pytest.mark.parametrize("heading", UNITS)
def test_units_of_columns_are_honoured(heading: str, tmp_path: Path) -> None:
    lines = [
        ",".join(f"{v * factor:.12e}" for v, factor in zip(row, UNITS[heading], strict=True))
        for row in rows("plain")
    ]
    path = tmp_path / "spectrum.csv"
    path.write_text("\n".join([heading, *lines]), encoding="utf-8")
    spectrum = read_spectrum(path, area=1.0)
    assert spectrum.frequencies == pytest.approx(FREQUENCIES)
    assert spectrum.impedance == pytest.approx(IMPEDANCE)


@pytest.mark.parametrize(
    ("units", "order", "kind"),
    [
        ("kHz,Ohm,Ohm", (0, 1, 2), "plain"),
        ("# kHz,kOhm,kOhm", (0, 1, 2), "plain"),
        ("(Ω),(Ω),(kHz)", (1, 2, 0), "plain"),
        ("kHz,ohm,deg", (0, 1, 2), "polar"),
        ("rad,Ohm,kHz", (2, 1, 0), "polar"),
    ],
)
def test_units_without_names_tell_which_column_is_what(
    units: str, order: tuple[int, ...], kind: str, tmp_path: Path
) -> None:
    scale = np.array([1e3, 1e3 if "kOhm" in units else 1.0, 1.0])
    scale[2] = scale[1] if kind == "plain" else 180 / np.pi if "rad" in units else 1.0
    written = (np.array(rows(kind)) / scale)[:, list(order)]
    path = tmp_path / "units.csv"
    lines = (",".join(f"{value:.10e}" for value in row) for row in written)
    path.write_text("\n".join([units, *lines]), encoding="utf-8")
    found = read_spectrum(path, area=1.0)
    assert found.frequencies == pytest.approx(FREQUENCIES)
    assert found.impedance == pytest.approx(IMPEDANCE)


@pytest.mark.parametrize("units", ["Hz,V,Ohm", "Hz,Hz,Ohm", "Hz,deg,deg", "MHZ,Ohm,Ohm"])
def test_units_of_something_else_are_no_spectrum(units: str, tmp_path: Path) -> None:
    path = write(tmp_path / "units.csv", f"{units}\n", ",", "plain")
    with pytest.raises(InputError, match=f"has columns {units.replace(',', ', ')}. Allowed: colu"):
        read_spectrum(path, area=1.0)


def test_phases_in_radians_are_turned(tmp_path: Path) -> None:
    angles = zip(FREQUENCIES, np.abs(IMPEDANCE), np.angle(IMPEDANCE), strict=True)
    lines = [",".join(f"{value:.10e}" for value in row) for row in angles]
    path = tmp_path / "spectrum.csv"
    path.write_text("\n".join(["f (Hz),|Z| (ohm),phase (rad)", *lines]))
    assert read_spectrum(path, area=1.0).impedance == pytest.approx(IMPEDANCE)


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        ("f (mhz),Zreal,Zimag", r"column 'f \(mhz\)': has the unit 'mhz'.*Hz, mHz, kHz, MHz"),
        ("f,Zreal (MOHM),Zimag", r"column 'Zreal \(MOHM\)': has the unit 'MOHM'.*ohm or Ω"),
        ("f,Zreal,Zimag [ohm*cm^2]", r"column 'Zimag \[ohm\*cm\^2\]'.*ohm or Ω"),
        ("f,|Z|,phase (grad)", r"column 'phase \(grad\)': has the unit 'grad'.*deg, ° or rad"),
        ("f,Zreal,Zimag\nrpm,ohm,ohm", "column 'f': has the unit 'rpm'"),
    ],
)
def test_other_units_are_refused(heading: str, message: str, tmp_path: Path) -> None:
    path = write(tmp_path / "spectrum.csv", heading + "\n", ",", "plain")
    with pytest.raises(InputError, match=message):
        read_spectrum(path, area=1.0)


def test_decimal_commas_are_read(tmp_path: Path) -> None:
    lines = ["f;Z';Z''"]
    lines += [";".join(f"{v:.9f}".replace(".", ",") for v in row) for row in rows("plain")]
    path = tmp_path / "komma.csv"
    path.write_text("\n".join(lines))
    assert read_spectrum(path, area=1.0).impedance == pytest.approx(IMPEDANCE)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_encodings_of_instruments_are_read(encoding: str, tmp_path: Path) -> None:
    head = "Frequency (Hz)\t|Z| (ohm)\tPhase (°)\n"
    path = write(tmp_path / "spectrum.txt", head, "\t", "polar")
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    found = read_spectrum(path, area=1.0)
    assert found.impedance == pytest.approx(IMPEDANCE, rel=1e-9)


def test_text_in_utf_16_without_its_mark_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "spectrum.txt", "f,Zreal,Zimag\n", ",", "plain")
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16-le"))
    with pytest.raises(
        InputError, match=r"spectrum.txt: the file is not text \(or is text in UTF-16"
    ):
        read_spectrum(path, area=1.0)


def test_the_wrong_sign_is_recognised_and_said(tmp_path: Path) -> None:
    path = write(tmp_path / "spectrum.csv", "frequency,Zreal,Zimag\n", ",", "minus")
    spectrum = read_spectrum(path, area=1.0)
    assert spectrum.impedance == pytest.approx(IMPEDANCE)
    assert "imaginary parts were positive" in spectrum.notes[0]


def sweep(*, inductance: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Two arcs and a blocking electrode, without noise."""
    hertz = np.geomspace(7e6, 1.0, 60)
    w = 2j * np.pi * hertz
    return hertz, 2e3 / (1 + w * 1e-7) + 6e3 / (1 + w * 3e-5) + (w * 2e-6) ** -0.9 + w * inductance


def save(path: Path, hertz: np.ndarray, z: np.ndarray) -> Path:
    np.savetxt(path, np.column_stack([hertz, z.real, z.imag]), delimiter=",")
    return path


@pytest.mark.parametrize(
    ("turned", "counted"),
    [
        (slice(None, None, 2), "23 are positive and 22 negative, and the sign changes 43 times"),
        (slice(20, 50, 7), "3 are positive and 42 negative, and the sign changes 6 times"),
        (slice(20, 32), "12 are positive and 33 negative, and the sign changes 2 times"),
        (slice(20, 21), "1 are positive and 44 negative, and the sign changes 2 times"),
    ],
)
def test_signs_that_are_mixed_are_refused(turned: slice, counted: str, tmp_path: Path) -> None:
    hertz, z = sweep()
    z[turned] = z[turned].conj()
    with pytest.raises(InputError, match=f"mixed: of 45 .* {counted} .* one sign"):
        read_spectrum(save(tmp_path / "mixed.csv", hertz, z), area=1.0)


def test_an_inductive_end_is_kept_and_told(tmp_path: Path) -> None:
    hertz, z = sweep(inductance=1e-4)
    spectrum = read_spectrum(save(tmp_path / "cables.csv", hertz[::-1], z[::-1]), area=1.0)
    assert spectrum.impedance == pytest.approx(z[::-1])
    assert "from 2.4 MHz on: kept, as of an inductor" in spectrum.notes[1]


def test_noise_about_the_real_axis_is_no_mixture(tmp_path: Path) -> None:
    hertz = np.geomspace(1e5, 1.0, 60)
    noise = np.random.default_rng(0).normal(size=60)
    spectrum = read_spectrum(save(tmp_path / "resistor.csv", hertz, 100 + 2j * noise), area=1.0)
    assert len(spectrum.notes) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("time,voltage\n1,2\n", "holds no table of an impedance spectrum"),
        ("f,Zreal,Zimag\n1,2,3\n2,3,4\n", "holds 2 points.*5 or more"),
        ("f,Zreal,Zimag\n" + "0,2,-3\n" * 6, "point 1 has a frequency of 0 Hz"),
        ("f,Zreal,Zimag\n" + "1,2,-3\n2,3,-4\n" * 3, "1 Hz stands there 3 times, first as point 1"),
        ("f,Zreal,Zimag\n" + "nan,2,-3\n" * 6, "frequency of nan Hz"),
        ("f,Zreal,Zimag\n" + "0,0,0\n" * 6, "holds 0 points beside zeros"),
        ("f,Zreal,Zimag\n" + "".join(f"{k},-2,-3\n" for k in range(1, 8)), "passive sample"),
        ("f,Zreal,Zimag\n" + "".join(f"{k},2,x\n" for k in range(1, 8)), "point 1 holds no number"),
        ("f,Zreal,Zimag\n1,2,-3\n2,3\n", "line 3: has 2 cells, not 3"),
    ],
)
def test_what_is_no_spectrum_is_refused(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_spectrum(path, area=1.0)


def test_area_thickness_and_file_are_checked(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="area: got 0 m2"):
        read_spectrum(tmp_path / "any.csv", area=0.0)
    with pytest.raises(InputError, match="thickness: got -1 m"):
        read_spectrum(tmp_path / "any.csv", area=1.0, thickness=-1.0)
    with pytest.raises(InputError, match=r"any\.csv: cannot be read"):
        read_spectrum(tmp_path / "any.csv", area=1.0)


def test_a_sample_of_kilometres_is_another_unit(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"thickness: got 5000 m. Allowed: .* 1e-09 to 0.1 m"):
        read_spectrum(tmp_path / "ok.csv", area=1e-4, thickness=5e3)


def test_numbers_without_imaginary_parts_are_those_of_a_resistor(tmp_path: Path) -> None:
    path = tmp_path / "resistor.csv"
    rows = "\n".join(f"{10.0**k},1000,0" for k in range(6))
    path.write_text("freq/Hz,Re(Z)/Ohm,Im(Z)/Ohm\n" + rows)
    assert read_spectrum(path, area=1e-4).notes == ("all imaginary parts are 0, as of a resistor",)


def test_headings_of_something_else_are_not_read_by_position(tmp_path):
    rows = "\n".join(f"{10**k},{k + 1},{-k}" for k in range(6))
    file = tmp_path / "other.csv"
    file.write_text(f"time,current,voltage\n{rows}\n", encoding="utf-8")
    with pytest.raises(InputError, match="time, current, voltage"):
        read_spectrum(file, area=1e-4)
    file.write_text(f"3 points, ,\n{rows}\n", encoding="utf-8")
    assert len(read_spectrum(str(file), area=1e-4).frequencies) == 6


def test_an_area_with_a_unit_is_no_number(tmp_path):
    with pytest.raises(InputError, match="no number"):
        read_spectrum(tmp_path / "any.csv", area="0.785 cm^2")


def test_a_title_of_three_words_is_no_row_of_headings(tmp_path):
    rows = "\n".join(f"{10**k},{k + 1},{-k}" for k in range(6))
    file = tmp_path / "titled.csv"
    file.write_text(f"impedance of pellet\n{rows}\n", encoding="utf-8")
    assert len(read_spectrum(file, area=1e-4).frequencies) == 6


def test_a_blank_line_below_headings_does_not_hide_them(tmp_path):
    rows = "\n".join(f"{10**k},{k + 1},{-k}" for k in range(6))
    file = tmp_path / "other.csv"
    file.write_text(f"time,current,voltage\n\n{rows}\n", encoding="utf-8")
    with pytest.raises(InputError, match="time, current, voltage"):
        read_spectrum(file, area=1e-4)


def test_an_area_is_needed(tmp_path):
    with pytest.raises(InputError, match="area: got None"):
        read_spectrum(tmp_path / "any.csv", area=None)

"""The doors through which texts and files of users come in, with inputs to throw at them."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import tifffile
from hypothesis import strategies as st
from ruamel.yaml import YAML

import fuzz_containers as containers
from ceralyte import packing, slurry
from ceralyte.literature.membrane_csv import from_csv as membranes_from_csv
from ceralyte.materials import load_catalogue
from ceralyte.pipeline import check
from ceralyte.recipe import read_recipe
from ceralyte.structure.images.reading import import_image
from ceralyte.study import load_study
from ceralyte.transport import fit_circuit, read_spectrum, relaxation_times

EXAMPLES = Path(__file__).parents[2] / "src" / "ceralyte" / "recipe" / "examples"
_HOLDER = TemporaryDirectory(prefix="ceralyte-fuzz-")
PLACE = Path(_HOLDER.name)
"""Where inputs that are files are written to; gone at the end."""

_NUMBERS = (
    *("0", "-1", "1", "3", "1e-300", "1e300", "-1e999", "nan", "inf", "1e-9", "99.9999999", "0x1F"),
    *("1_000", "1.2.3", "9" * 400, "007", "1,5", ".5", "-0.0", "100", "50 %", "12 wt%", "1e400 um"),
)
_UNITS = (
    *("um", "nm", "m", "MPa", "mS/cm", "degC", "K", "%", "vol%", "um^2", "um^-9", "delta_degC"),
    *("furlong", "Ω", "µm", "1/um", "kg*m/s^2", "dB", "count", "dimensionless", "pH", "a" * 200),
)
_WORDS = (
    *("", " ", "null", "~", "true", "none", "None", "auto", "Li6PS5Cl", "LLZO", "PTFE", "toluene"),
    *("water", "x" * 5000, "\N{ROCKET}", "\x00", "\ud7ff", "İ", "../../etc/passwd", "/dev/zero"),
)
_MARKS = (
    *(
        ":",
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\n\n",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "&a",
        "*a",
        "!!x",
        "#",
    ),
    *(
        "-",
        "=",
        "'",
        '"',
        "|",
        ">",
        "%",
        "<<: ",
        "---",
        "...",
        "\ufeff",
        "/",
        "@",
        "\\",
        "$",
        "...",
    ),
)
_ODD = (*_NUMBERS, *_UNITS, *_WORDS, *_MARKS, *(f"{n} {u}" for n in _NUMBERS for u in _UNITS))
_NUMBER = re.compile(r"\d+\.?\d*")
_TOKEN = re.compile(r"[A-Za-z_]+|[-+\d.eE]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Door:
    """A place where texts or files of users come in.

    Attributes
    ----------
    enter : callable
        Takes the bytes; raises `CeralyteError` for what it refuses.
    seeds : tuple of bytes
        Good inputs.
    share : int
        How many inputs go here, of as many as all doors' shares make.
    inputs : hypothesis strategy
        Good inputs with mistakes, and rubbish.
    """

    enter: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    share: int
    inputs: st.SearchStrategy[bytes]


@st.composite
def _misspelt(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """A good text in which up to four pieces are lost, doubled, swapped or replaced."""
    pieces = _TOKEN.findall(draw(st.sampled_from(seeds)).decode("utf-8", "replace"))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(pieces)))
        end = start + draw(st.integers(0, 3))
        odd = draw(st.sampled_from(_ODD))
        other = draw(st.integers(0, len(pieces)))
        put = draw(st.sampled_from(([], [odd], pieces[other : other + 8], pieces[start:end] * 2)))
        pieces[start:end] = put
    return "".join(pieces).encode("utf-8", "surrogatepass")


@st.composite
def _damaged(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """A good file of bytes, cut off or with up to eight bytes changed, most near its start."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, 8))):
        near = draw(st.sampled_from((8, 64, 512, len(data))))
        data[draw(st.integers(0, min(near, len(data)) - 1))] = draw(st.integers(0, 255))
    cut = draw(st.integers(1, len(data))) if draw(st.integers(0, 4)) == 0 else len(data)
    return bytes(data[:cut])


@st.composite
def _scratched(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """A good file with one to three bytes changed, anywhere."""
    data = bytearray(draw(st.sampled_from(seeds)))
    rng = np.random.default_rng(draw(st.integers(0, 2**63)))
    for place in rng.integers(len(data), size=rng.integers(1, 4)):
        data[place] = rng.choice((0, 1, 255, rng.integers(256)))
    return bytes(data)


_VALUES = st.one_of(
    st.sampled_from(_ODD),
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(),
    st.lists(st.sampled_from(_ODD), max_size=3),
    st.dictionaries(st.sampled_from(_ODD), st.sampled_from(_ODD), max_size=3),
    st.integers(1, 3000).map(lambda depth: "[" * depth),
)


@st.composite
def _altered(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """A good document of keys and values in which up to three are lost, replaced or misnamed."""
    whole = YAML(typ="safe").load(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 3))):
        node = whole
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            deeper = isinstance(node[key], dict | list) and node[key]
            if deeper and draw(st.integers(0, 4)):
                node = node[key]
                continue
            action = draw(st.sampled_from(("scale", "scale", "replace", "drop", "misname", "own")))
            value = node.pop(key) if action in ("drop", "misname") else node[key]
            if action == "misname" and isinstance(node, dict):
                node[str(key)[:-1] + draw(st.sampled_from("esx"))] = value
            elif action == "replace":
                node[key] = draw(_VALUES)
            elif action == "scale" and isinstance(value, str | int | float):
                factor = draw(st.sampled_from((1e-6, 0.01, 0.5, 0.999, 1.01, 2.0, 30.0, 1e6)))
                node[key] = _scaled(str(value), factor)
            elif action == "own":
                node[key] = draw(st.sampled_from(_strings(whole) or [""]))
            break
    return json.dumps(whole).encode()


def _scaled(text: str, factor: float) -> str:
    """Multiply the first number of a text."""
    return _NUMBER.sub(lambda n: f"{float(n[0]) * factor:.12g}", text, count=1)


def _strings(node: object) -> list[object]:
    """All plain values of a document: one of them elsewhere is a likely mistake."""
    if isinstance(node, dict | list):
        inner = node.values() if isinstance(node, dict) else node
        return [value for each in inner for value in _strings(each)]
    return [node]


def _texts(seeds: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    rubbish = st.text(max_size=80).map(lambda t: t.encode("utf-8", "surrogatepass"))
    return st.one_of(_misspelt(seeds), _misspelt(seeds), rubbish, st.binary(max_size=200))


def _documents(seeds: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    return st.one_of(_altered(seeds), _altered(seeds), _misspelt(seeds), st.binary(max_size=200))


def _files(seeds: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    scratched = _scratched(seeds)
    return st.one_of(_damaged(seeds), scratched, scratched, scratched, st.binary(max_size=200))


def _written(name: str, data: bytes) -> Path:
    path = PLACE / name
    path.write_bytes(data)
    return path


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _recipe(data: bytes) -> None:
    ending = "json" if data[:1] == b"{" else "toml" if b" = " in data[:20] else "yaml"
    check(read_recipe(_text(data), folder=EXAMPLES, name=f"recipe.{ending}"))


def _study(data: bytes) -> None:
    load_study(_written("study.yaml", data))


def _distribution(data: bytes) -> None:
    found = packing.parse_distribution(_text(data), PLACE)
    again = packing.parse_distribution(packing.describe(found), PLACE)
    if packing.describe(again) != packing.describe(found):
        raise AssertionError(f"{found} is not {again}")
    packing.farr_groot(found)


def _sizes(data: bytes) -> None:
    basis = ("volume", "number", "area")[len(data) % 3]
    packing.farr_groot(packing.read_size_csv(_written("psd.csv", data), basis=basis, unit="um"))


def _spectrum(data: bytes) -> None:
    read_spectrum(_written("eis.csv", data), area=1e-4, thickness=1e-3)


def _fit(data: bytes) -> None:
    spectrum = read_spectrum(_written("eis.csv", data), area=1e-4, thickness=1e-3)
    fit_circuit(spectrum)
    relaxation_times(spectrum)


def _image(suffix: str, data: bytes) -> None:
    thresholds = (None, "otsu", 1.0, "otsu")[len(data) % 4]
    names = {0: "pore", 1: "ceramic"} | ({} if thresholds else {2: "binder"})
    path = PLACE / f"stack{suffix}"
    place = containers.unpacked(path, data) if suffix == ".zarr" else _written(path.name, data)
    import_image(place, 1e-7, names, thresholds=thresholds)


def _solvent(data: bytes) -> None:
    slurry.assess("Li6PS5Cl", _text(data), "SEBS")


def _formula(data: bytes) -> None:
    slurry.assess(_text(data), "acetonitrile")


def _materials(data: bytes) -> None:
    load_catalogue(_written("own.csv", data))


def _membranes(data: bytes) -> None:
    membranes_from_csv(_text(data), "membranes.csv")


def _particles(data: bytes) -> None:
    start = data[:1]
    suffix = ".json" if start == b"{" else ".data" if data.startswith(b"ceralyte") else ".csv"
    own = suffix != ".csv" or data.startswith(b"#")
    given = {} if own else {"unit": "um", "box": (10, 10, 10)}
    packing.read_particles(_written(f"bed{suffix}", data), **given)


def _examples(pattern: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(EXAMPLES.glob(pattern)))


def _studies() -> tuple[bytes, ...]:
    """The example study, with its recipe inside and with shorter ones."""
    thin = YAML(typ="safe").load(_examples("studies/*.yaml")[0])
    recipe = YAML(typ="safe").load((EXAMPLES / "lpscl-ptfe-dry.yaml").read_bytes())
    thin["recipe"] = recipe
    short = {"name": "a", "recipe": recipe, "seed": 1, "budget": 9}
    pressure = {"press.pressure": {"low": "100 MPa", "high": "500 MPa", "scale": "log"}}
    return tuple(
        json.dumps(document).encode()
        for document in (
            thin,
            short | {"kind": "grid", "vary": {**pressure, "binder.material": ["PTFE", "SEBS"]}},
            short | {"kind": "uncertainty", "scatter": {"press.pressure": {"relative": "5 %"}}},
            short
            | {"kind": "reach", "vary": pressure}
            | {"constraints": {"numbers": {"porosity": {"at_most": "15 %"}}}},
        )
    )


def _tiffs() -> tuple[bytes, ...]:
    """Small stacks as microscopes write them."""
    labels = containers.LABELS
    kinds: tuple[tuple[np.ndarray, dict[str, object]], ...] = (
        (labels, {}),
        (labels, {"compression": "zlib"}),
        (labels, {"compression": "lzw", "predictor": True}),
        (labels, {"compression": "packbits", "bigtiff": True}),
        (np.pad(labels, ((0, 0), (0, 10), (0, 9))), {"tile": (16, 16)}),
        (labels.astype(np.uint16), {"byteorder": ">"}),
        (labels.astype(np.float32), {"resolution": (1e4, 1e4), "resolutionunit": 3}),
        (labels, {"imagej": True, "metadata": {"spacing": 0.4, "unit": "um", "axes": "ZYX"}}),
        (labels, {"ome": True, "metadata": {"PhysicalSizeX": 0.4, "axes": "ZYX"}}),
    )
    files = []
    for array, options in kinds:
        out = io.BytesIO()
        tifffile.imwrite(out, array, photometric="minisblack", **options)
        files.append(out.getvalue())
    return tuple(files)


def _arrays(**named: np.ndarray) -> tuple[bytes, ...]:
    files = []
    for save in (np.savez, np.savez_compressed):
        out = io.BytesIO()
        save(out, **named)
        files.append(out.getvalue())
    return tuple(files)


def _npy(array: np.ndarray) -> bytes:
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()


def _spectra() -> tuple[bytes, ...]:
    """One arc and an electrode, as three programs write it."""
    hertz = np.logspace(7, 0, 24)
    z = 20 + 80 / (1 + 2j * np.pi * hertz * 1e-5) + 1 / (2j * np.pi * hertz * 1e-4)
    rows = list(zip(hertz, z.real, z.imag, abs(z), np.angle(z, deg=True), strict=True))
    plain = "\n".join(f"{f:.6g},{a:.6g},{b:.6g}" for f, a, b, _, _ in rows)
    headed = "freq/Hz;Re(Z)/Ohm;-Im(Z)/Ohm\n" + "\n".join(
        f"{f:.6g};{a:.6g};{-b:.6g}".replace(".", ",") for f, a, b, _, _ in rows
    )
    gamry = "EXPLAIN\nTAG\tEISPOT\nZCURVE\tTABLE\n\tPt\tFreq\tZmod\tZphz\n\t#\tHz\tohm\tdeg\n"
    gamry += "\n".join(f"\t{k}\t{r[0]:.6g}\t{r[3]:.6g}\t{r[4]:.6g}" for k, r in enumerate(rows))
    return tuple(text.encode() for text in (plain, headed, gamry))


def _beds() -> tuple[bytes, ...]:
    """A packing as every text format writes it, and one from elsewhere."""
    centres = np.indices((2, 2, 2)).reshape(3, -1).T * 4e-6 + 1e-6
    bed = packing.from_particles(centres, np.full(8, 3e-6), np.full(3, 8e-6))
    files = [b"x,y,z,radius\n1,1,1,1\n4,4,4,1\n7,7,7,1.5\n"]
    for suffix in (".csv", ".json", ".data"):
        packing.write_particles(bed, PLACE / f"seed{suffix}")
        files.append((PLACE / f"seed{suffix}").read_bytes())
    return tuple(files)


_SIZE_FILES = (
    b"diameter (um),cumulative (%)\n0.5,0\n1,20\n2,60\n4,95\n8,100\n",
    "Size;Volume density [%]\n0,5;0\n1;20\n2;55\n4;25\n".encode("latin-1"),
    b"Malvern\tx\nSize (\xb5m)\tnumber %\tcumulative volume\n1\t5\t0.0\n2\t50\t0.5\n3\t45\t1.0\n",
)
_LAWS = (
    b"mono(d=3 um)",
    b"lognormal(d50=3 um, sigma=0.5, basis=number, dmin=0.1 um, dmax=20 um)",
    b"weibull(d63=5 um, shape=2.5)",
    b"gaussian(mean=3 um, std=0.5 um, basis=area)",
    b"powerlaw(dmin=1 um, dmax=20 um, exponent=2.5)",
    b"mixture(0.7 mono(d=10 um), 30 % lognormal(d50=1 um, sigma=0.3))",
    b"csv(psd-seed.csv, basis=volume, unit=um)",
)
_SOLVENTS = (
    *(
        b"toluene",
        b"water/ethanol 1:1",
        b"60 % toluene / 40 % anisole",
        b"CCCCOC(=O)C(C)C",
        b"none",
    ),
    *(b"C1CCOC1", b"c1ccccc1Cl", b"CC#N", b"[Na+].[Cl-]", b"CS(C)=O", b"O=C1OCCO1", b"[2H]O[2H]"),
)
_FORMULAS = (
    *(b"Li6PS5Cl", b"Li1.3Al0.3Ti1.7(PO4)3", b"75Li2S-25P2S5", b"Li3InCl6", b"LLZO", b"Na3SbS4"),
    *(b"Li7La3Zr2O12", b"Li10GeP2S12", b"Li3YBr6", b"Li5.5PS4.5Cl1.5", b"(Li2S)3(P2S5)1"),
)
_OWN_VALUES = (
    b"material,property,value,unit,source,temperature,low,high,category,kind\n"
    b"Li6PS5Cl,conductivity,2.5,mS/cm,own,25 degC,2,3,,measured\n"
    b"my binder,density,1.2,g/cm^3,sheet,,,,polymer,\n",
)
_OWN_ROWS = (
    b"id,ceramic,thickness_um,conductivity_mS_cm,conductivity_T_C,doi,year,note\n"
    b"mine,Li6PS5Cl,30,1.2,RT,10.1000/x,2024,flags=a\nother,LLZO,20,0.3,60,10.1000/y,2023,\n",
)


def doors() -> dict[str, Door]:
    """Return all doors by name."""
    (PLACE / "psd-seed.csv").write_bytes(_SIZE_FILES[0])
    labels = containers.LABELS
    found = {
        "recipe": (_recipe, _examples("*.yaml"), 110, _documents),
        "study": (_study, _studies(), 60, _documents),
        "size distribution": (_distribution, _LAWS, 130, _texts),
        "particle size table": (_sizes, _SIZE_FILES, 140, _texts),
        "spectrum": (_spectrum, _spectra(), 130, _texts),
        "spectrum, fitted": (_fit, _spectra(), 2, _texts),
        "TIFF": (partial(_image, ".tif"), _tiffs(), 130, _files),
        "NumPy array": (partial(_image, ".npy"), (_npy(labels), _npy(labels * 1.0)), 18, _files),
        "NumPy archive": (partial(_image, ".npz"), _arrays(a=labels), 20, _files),
        "HDF5": (partial(_image, ".h5"), containers.hdf5_files(), 6, _files),
        "Zarr": (partial(_image, ".zarr"), containers.zarr_images(), 30, _files),
        "VTI": (partial(containers.vti, PLACE), containers.structures(".vti"), 25, _files),
        "ImageJ TIFF": (
            partial(containers.imagej, PLACE),
            containers.structures(".tif"),
            10,
            _files,
        ),
        "Zarr structure": (
            partial(containers.zarr_structure, PLACE),
            containers.structures(".zarr"),
            10,
            _files,
        ),
        "Parquet": (partial(containers.particles, PLACE), containers.parquets(), 19, _files),
        "solvent": (_solvent, _SOLVENTS, 100, _texts),
        "formula": (_formula, _FORMULAS, 100, _texts),
        "own values": (_materials, _OWN_VALUES, 20, _texts),
        "own membranes": (_membranes, _OWN_ROWS, 20, _texts),
        "particles": (_particles, _beds(), 20, _texts),
    }
    return {
        name: Door(e, seeds, share, inputs(seeds))
        for name, (e, seeds, share, inputs) in found.items()
    }

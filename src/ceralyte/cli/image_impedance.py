"""What ``ceralyte impedance`` does with a structure that ``ceralyte image`` wrote."""

from collections.abc import Callable
from pathlib import Path
from typing import get_args

from ceralyte.cli.impedance import Wanted, interfaces_of
from ceralyte.cli.output import shown
from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.units import CONDUCTIVITY, TEMPERATURE, parse_from, show
from ceralyte.model import Structure
from ceralyte.model.structure import CERAMIC
from ceralyte.pipeline import MembraneImpedance, image_impedance
from ceralyte.pipeline.image_phases import ROOM, named_conductivities
from ceralyte.pipeline.impedance_inputs import parse_band, parse_permittivities
from ceralyte.structure import read_structure
from ceralyte.transport.inputs import Axis

SUFFIXES = (".zarr", ".tif", ".tiff", ".vti")
"""Of structures, as ``ceralyte image --export`` writes them."""

_OPTION = "--conductivity"
_EXAMPLE = '"ceramic=2.5 mS/cm, binder=PEO18-LiTFSI"'


def compute(
    wanted: Wanted, conductivity: str | None, axis: str, tell: Callable[[str, float], None]
) -> MembraneImpedance:
    """Return the spectrum of the structure in a file."""
    if axis not in get_args(Axis):
        raise UnknownNameError("--axis", axis, get_args(Axis))
    along: Axis = "x" if axis == "x" else "y" if axis == "y" else "z"
    stated, materials = _conductivities(conductivity)
    permittivities = parse_permittivities(wanted.permittivity or "", "--permittivity")
    interfaces = interfaces_of(wanted)
    band = parse_band(wanted.band, "--band")
    at = None
    if materials:
        at = parse_from(wanted.temperature or f"{ROOM} K", TEMPERATURE, "--temperature", 0.0)
    elif wanted.temperature is not None:
        raise InputError(
            "--temperature",
            "got it for conductivities that are stated: it changes none",
            f"with a material in {_OPTION}",
        )
    named = named_conductivities(materials, ROOM if at is None else at, _OPTION)
    notes = tuple(
        f"{name}: {shown(found.now)} of {materials[name]} at "
        f"{show(ROOM if at is None else at, TEMPERATURE)}, of the catalogue"
        for name, found in named.items()
    )
    tell("reading", 0.0)
    structure = _read(wanted.target)
    if interfaces.boundary_resistance and not structure.grain[structure.phase == CERAMIC].any():
        raise InputError(
            "--boundary-resistance",
            f"stated, but the grains of {wanted.target} are not told apart",
            "a structure that `ceralyte image --split-grains --export` wrote",
        )
    tell("impedance", 0.1)
    return image_impedance(
        structure,
        stated | {name: found.now.value for name, found in named.items()},
        permittivities,
        interfaces=interfaces,
        axis=along,
        band=band,
        points=wanted.points,
        temperature=at,
        notes=notes,
    )


def _read(path: Path) -> Structure:
    try:
        return read_structure(path)
    except InputError as error:
        raise InputError(
            error.field,
            error.problem,
            "a structure that `ceralyte image ... --export ct.zarr` wrote of your image",
        ) from error


def _conductivities(text: str | None) -> tuple[dict[str, float], dict[str, str]]:
    """What is stated by phase (S/m), and names of materials by phase."""
    if not (text or "").strip():
        raise InputError(_OPTION, "is missing", f"that of each phase that conducts, as {_EXAMPLE}")
    stated: dict[str, float] = {}
    materials: dict[str, str] = {}
    for part in (text or "").split(","):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if not name or not value:
            raise InputError(_OPTION, f"got '{part.strip()}'", f"as in {_EXAMPLE}")
        if name in stated or name in materials:
            raise InputError(_OPTION, f"'{name}' stands there twice", "each phase once")
        if value[0].isalpha():
            materials[name] = value
        else:
            stated[name] = parse_from(value, CONDUCTIVITY, f"{_OPTION} {name}", 0.0)
    return stated, materials

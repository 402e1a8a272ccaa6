"""What ``ceralyte impedance`` does with a structure that ``ceralyte image`` wrote."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args

from ceralyte.cli.impedance_options import Options, Wanted, from_zero, options_of
from ceralyte.cli.output import shown
from ceralyte.core.errors import InputError, Mistakes, UnknownNameError
from ceralyte.core.files import missing
from ceralyte.core.pairs import pairs_of
from ceralyte.core.units import CONDUCTIVITY, TEMPERATURE, is_not_finite, parse_from, show
from ceralyte.model import Structure
from ceralyte.model.structure import CERAMIC
from ceralyte.pipeline import MembraneImpedance, image_impedance
from ceralyte.pipeline.image_impedance import require_phases
from ceralyte.pipeline.image_phases import ROOM, named_conductivities, taken_as_stated
from ceralyte.pipeline.permittivities import SOLIDS
from ceralyte.pipeline.temperature import PhaseConductivity
from ceralyte.structure import read_structure
from ceralyte.transport.inputs import Axis

SUFFIXES = (".zarr", ".tif", ".tiff", ".vti")
"""Of structures, as ``ceralyte image --export`` writes them."""

_OPTION = "--conductivity"
STRUCTURE = "a structure that `ceralyte image ... --export ct.zarr` wrote of your image"
_EXAMPLE = "ceramic=2.5 mS/cm, binder=PEO18-LiTFSI"


def compute(
    wanted: Wanted,
    conductivity: str | None,
    axis: str,
    wrong: Mistakes,
    tell: Callable[[str, float], None],
) -> MembraneImpedance:
    """Return the spectrum of the structure in a file, or tell all that is `wrong`."""
    with wrong.noted():
        if axis not in get_args(Axis):
            raise UnknownNameError("--axis", axis, get_args(Axis))
    along: Axis = "x" if axis == "x" else "y" if axis == "y" else "z"
    before = len(wrong.errors)
    stated, materials = _conductivities(conductivity, wrong)
    found = _temperature_and_materials(wanted, stated, materials, wrong)
    conductivities = stated | {name: one.now.value for name, one in found.items()}
    known = conductivities if len(wrong.errors) == before else None
    options = options_of(wanted, wrong)
    tell("reading", 0.0)
    with wrong.noted():
        structure = _read(wanted.target)
        with wrong.noted():
            require_phases(structure, known, options.permittivities)
        grains = structure.grain[structure.phase == CERAMIC]
        if options.interfaces.boundary_resistance and not grains.any():
            raise InputError(
                "--boundary-resistance",
                f"stated, but the grains of {wanted.target} are not told apart",
                "a structure that `ceralyte image --split-grains --export` wrote",
            )
    wrong.tell()
    at = ROOM if options.temperature is None else options.temperature
    tell("impedance", 0.1)
    return image_impedance(
        structure,
        conductivities,
        options.permittivities or {},
        interfaces=options.interfaces,
        axis=along,
        band=options.band,
        points=wanted.points,
        temperature=at if materials else None,
        notes=_notes(found, materials, stated, options, at),
    )


def _temperature_and_materials(
    wanted: Wanted, stated: Mapping[str, float], materials: Mapping[str, str], wrong: Mistakes
) -> dict[str, PhaseConductivity]:
    """What materials conduct at the temperature that is given; note one that changes nothing."""
    with wrong.noted():
        if wanted.temperature is not None and stated and not materials:
            raise InputError(
                "--temperature",
                f"got '{wanted.temperature}' for conductivities that are stated: it changes none",
                f"with a material in {_OPTION}",
            )
    try:
        at = from_zero(wanted.temperature or f"{ROOM} K", TEMPERATURE, "--temperature")
    except InputError:  # noted where all options are read
        return {}
    found: dict[str, PhaseConductivity] = {}
    for phase, name in materials.items():
        with wrong.noted():
            example = f"{phase}={CONDUCTIVITY.example}"
            found |= named_conductivities({phase: name}, at or ROOM, _OPTION, example)
    return found


def _notes(
    found: Mapping[str, PhaseConductivity],
    materials: Mapping[str, str],
    stated: Mapping[str, float],
    options: Options,
    at: float,
) -> tuple[str, ...]:
    """What to know of conductivities of the catalogue, and of what does not follow with them."""
    notes = []
    for name, conductivity in found.items():
        value, when = shown(conductivity.now), show(at, TEMPERATURE)
        notes.append(f"{name}: {value} of {materials[name]} at {when}, of the catalogue")
        notes += conductivity.notes
    between = options.interfaces
    resistances = {
        "the grain boundaries": between.boundary_resistance,
        "the electrodes": between.electrode_resistance,
    }
    if options.temperature is not None:
        notes += taken_as_stated(
            at,
            conductivities=[name for name, value in stated.items() if value > 0],
            resistances=[name for name, value in resistances.items() if value],
        )
    return tuple(notes)


def _read(path: Path) -> Structure:
    if not path.exists():
        raise missing(path, STRUCTURE)
    try:
        return read_structure(path)
    except InputError as error:
        raise InputError(error.field, error.problem, STRUCTURE) from error


def _conductivities(text: str | None, wrong: Mistakes) -> tuple[dict[str, float], dict[str, str]]:
    """What is stated by phase (S/m), and names of materials by phase."""
    stated: dict[str, float] = {}
    materials: dict[str, str] = {}
    said = (text or "").strip()
    with wrong.noted():
        if not said:
            allowed = f'that of each phase that conducts, as "{_EXAMPLE}"'
            raise InputError(_OPTION, "is missing", allowed)
    values = pairs_of(said, _OPTION, _EXAMPLE, wrong, SOLIDS) if said else {}
    for name, value in values.items():
        with wrong.noted():
            if value[0].isalpha() and not is_not_finite(value):
                materials[name] = value
            else:
                stated[name] = parse_from(value, CONDUCTIVITY, f"{_OPTION} {name}", 0.0)
    return stated, materials

"""Options of a job: arguments of its command, refused before the job begins if they cannot do."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ceralyte.app.documents import Text
from ceralyte.core.errors import (
    InputError,
    MultipleInputError,
    UnknownNameError,
    parts_of,
)
from ceralyte.core.units import (
    AREA,
    AREAL_CAPACITANCE,
    AREAL_RESISTANCE,
    FRACTION,
    LENGTH,
    PURE_NUMBER,
    TEMPERATURE,
    Dimension,
    parse,
    parse_from,
)

Option = Text | int | float | bool


@dataclass(frozen=True)
class Flag:
    """How an option is written, what reads it (None: it is a switch), and what it is if required.

    `read` refuses what the command would; `required` says by an example what is missing.
    """

    name: str
    read: Callable[[str], Any] | None = None
    required: str = ""


def arguments_of(options: Mapping[str, Option], known: Mapping[str, Flag]) -> list[str]:
    """Return options as arguments, name and value in one, so that no value becomes an option.

    Raises
    ------
    InputError
        An unknown option, one that its command would refuse, or a required one that is missing;
        its field is ``options.NAME``.
    """
    given = {name: value for name, value in options.items() if value != ""}
    for name in options:
        if name not in known:
            raise UnknownNameError("options", name, known)
    for name, flag in known.items():
        if flag.required and name not in given:
            raise InputError(field_of(name), "is missing", flag.required)
    return [a for name, value in given.items() for a in _argument(name, value, known[name])]


def stated(options: Mapping[str, Option], known: Mapping[str, Flag], name: str) -> Any:
    """Return an option as its command reads it; None where nothing is stated."""
    read, value = known[name].read, options.get(name, "")
    return None if value == "" or read is None else read(str(value))


def field_of(name: str) -> str:
    """Return where the error of an option stands."""
    return f"options.{name}"


@contextmanager
def option_errors(known: Mapping[str, Flag]) -> Iterator[None]:
    """Put errors whose field is the name of an option to that option."""
    try:
        yield
    except InputError as error:
        if error.field in known:
            raise error.at(field_of(error.field)) from error
        raise


def _argument(name: str, value: Option, flag: Flag) -> list[str]:
    if flag.read is None:
        if not isinstance(value, bool):
            raise InputError(field_of(name), f"got {value!r}", "true or false")
        return [flag.name] if value else []
    try:
        flag.read(str(value))
    except InputError as error:
        told = [one.at(field_of(name)) for one in parts_of(error)]
        raise MultipleInputError.of(field_of(name), told) from error
    return [f"{flag.name}={value}"]


def _measure(dimension: Dimension) -> Callable[[str], Any]:
    return lambda text: parse(text, dimension, dimension.name)


def _from_zero(dimension: Dimension, *, included: bool = False) -> Callable[[str], Any]:
    return lambda text: parse_from(text, dimension, dimension.name, 0.0, included=included)


def _whole(text: str, least: int = 1) -> int:
    try:
        number = int(text)
    except ValueError as error:
        raise InputError("number", f"got '{text}'", "a whole number, such as 1000") from error
    if number < least:
        raise InputError("number", f"got {number}", f"a whole number of {least} or more")
    return number


def _seed(text: str) -> int:
    return _whole(text, 0)


def _one_of(*known: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise UnknownNameError("name", text, known)
        return text

    return read


def _friction(text: str) -> float:
    number = parse(text, PURE_NUMBER, "friction")
    if number < 0:
        raise InputError("friction", f"got {number:g}", "a coefficient of 0 or more, such as 0.3")
    return number


def _exponent(text: str) -> float:
    number = parse(text, PURE_NUMBER, "exponent")
    if not 0 < number <= 1:
        raise InputError("exponent", f"got {number:g}", "above 0, up to 1 (a capacitor)")
    return number


def _voxel_size(text: str) -> Any:
    from ceralyte.structure.images.resample import checked_edges

    return checked_edges(text)


def _labels(text: str) -> Any:
    from ceralyte.structure.images.label_text import parse_labels

    return parse_labels(text)


def _resistances(text: str) -> Any:
    from ceralyte.structure.images.label_text import parse_resistances

    return parse_resistances(text)


def _thresholds(text: str) -> Any:
    from ceralyte.structure.images.thresholds import parse_thresholds

    return parse_thresholds(text)


def _permittivities(text: str) -> Any:
    from ceralyte.pipeline.permittivities import parse_permittivities

    return parse_permittivities(text)


def _axes(text: str) -> Any:
    from ceralyte.structure.images.reading import checked_axes

    return checked_axes(text)


def _circuit(text: str) -> Any:
    from ceralyte.transport.impedance.circuits import checked_circuit

    return checked_circuit(text)


def _band(text: str) -> Any:
    from ceralyte.pipeline.impedance_inputs import parse_band

    return parse_band(text)


def _points(text: str) -> Any:
    from ceralyte.pipeline.impedance_inputs import checked_points

    return checked_points(_whole(text))


IMAGE_OPTIONS = {
    "voxel_size": Flag("--voxel-size", read=_voxel_size, required="the edge of a voxel, as 398 nm"),
    "labels": Flag(
        "--labels",
        read=_labels,
        required="the phase of each, as 0=pore,1=ceramic:2.5 mS/cm",
    ),
    "thresholds": Flag("--thresholds", read=_thresholds),
    "interface_resistance": Flag("--interface-resistance", read=_resistances),
    "electrode_resistance": Flag(
        "--electrode-resistance", read=_from_zero(AREAL_RESISTANCE, included=True)
    ),
    "orientation": Flag("--orientation", read=_one_of("axes", "random")),
    "seed": Flag("--seed", read=_seed),
    "split_grains": Flag("--split-grains"),
    "axes": Flag("--axes", read=_axes),
    "axis": Flag("--axis", read=_one_of("x", "y", "z")),
    "device": Flag("--device", read=_one_of("cpu", "gpu")),
}
FIT_OPTIONS = {
    "area": Flag("--area", read=_from_zero(AREA), required="that of the electrodes, as 0.785 cm^2"),
    "thickness": Flag("--thickness", read=_from_zero(LENGTH)),
    "circuit": Flag("--circuit", read=_circuit),
}
IMPEDANCE_OPTIONS = {
    "permittivity": Flag(
        "--permittivity",
        read=_permittivities,
        required="one of each phase that is not pore, as ceramic=40, binder=4",
    ),
    "boundary_resistance": Flag(
        "--boundary-resistance", read=_from_zero(AREAL_RESISTANCE, included=True)
    ),
    "boundary_capacitance": Flag(
        "--boundary-capacitance", read=_from_zero(AREAL_CAPACITANCE, included=True)
    ),
    "boundary_exponent": Flag("--boundary-exponent", read=_exponent),
    "electrode_resistance": Flag("--electrode-resistance", read=_from_zero(AREAL_RESISTANCE)),
    "electrode_capacitance": Flag("--electrode-capacitance", read=_from_zero(AREAL_CAPACITANCE)),
    "electrode_exponent": Flag("--electrode-exponent", read=_exponent),
    "temperature": Flag("--temperature", read=_from_zero(TEMPERATURE)),
    "band": Flag("--band", read=_band),
    "points": Flag("--points", read=_points),
}
PACK_OPTIONS = {
    "particles": Flag("--particles", read=_whole),
    "slab": Flag("--slab", read=_measure(LENGTH)),
    "fraction": Flag("--fraction", read=_measure(FRACTION)),
    "friction": Flag("--friction", read=_friction),
    "dimension": Flag("--dimension", read=_one_of("2", "3")),
    "seed": Flag("--seed", read=_seed),
}
DESIGN_OPTIONS = {"particles": Flag("--particles", read=_whole)}

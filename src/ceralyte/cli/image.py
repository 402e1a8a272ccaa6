"""What ``ceralyte image`` does: read an image, measure it, and show it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from ceralyte.cli.image_phases import Conditions, Phases, phases_of, solve_scan
from ceralyte.cli.naming import called
from ceralyte.cli.output import say
from ceralyte.core.errors import InputError, Mistakes, UnknownNameError
from ceralyte.core.files import missing
from ceralyte.core.quantities import Unavailable
from ceralyte.core.units import AREAL_RESISTANCE, parse_from
from ceralyte.pipeline import ImageSheet, image_fields, image_sheet
from ceralyte.pipeline.image_conduction import Orientation
from ceralyte.structure import (
    ImportedImage,
    import_image,
    split_grains,
    write_structure,
)
from ceralyte.structure.files import check_field_suffix, check_suffix, write_fields
from ceralyte.structure.images.label_text import LabelMap, parse_labels, parse_resistances
from ceralyte.structure.images.resample import checked_edges
from ceralyte.structure.images.thresholds import Thresholds, parse_thresholds
from ceralyte.transport import ConductionFields
from ceralyte.transport.case import Device
from ceralyte.transport.inputs import Axis

_SPLIT_SIDES = (
    "a grain that crosses a periodic side counts as two: splitting takes the sides of the image as "
    "sides of grains"
)


@dataclass(frozen=True)
class Wanted:
    """The options of the command, as they were given."""

    file: Path
    voxel_size: str | None
    labels: str | None
    thresholds: str | None
    axes: str | None
    dataset: str | None
    shape: str | None
    dtype: str | None
    split: bool
    periodic: str | None
    axis: str
    tensor: bool
    resistance: str | None
    electrode_resistance: str | None
    orientation: str
    seed: int
    device: str
    export: Path | None
    fields: Path | None
    conditions: Conditions


@dataclass(frozen=True)
class Measured:
    """What came out."""

    image: ImportedImage
    sheet: ImageSheet


def run(wanted: Wanted, wrong: Mistakes, tell: Callable[[str, float], None]) -> Measured:
    """Read, split if wanted, write `export`, and measure; tell before all that is `wrong`."""
    given = _read_options(wanted, wrong)
    wrong.tell()
    periodic, labels, resistances = given.periodic, given.labels, given.resistances
    electrode, phases = given.electrode, given.phases
    tell("reading", 0.0)
    image = import_image(
        wanted.file,
        wanted.voxel_size,
        labels.names,
        thresholds=given.thresholds,
        axes=wanted.axes,
        dataset=wanted.dataset,
        shape=given.shape,
        dtype=wanted.dtype,
    )
    structure = replace(image.structure, periodic=periodic)
    if wanted.split:
        tell("splitting grains", 0.0)
        structure = split_grains(structure)
    if wanted.export is not None:
        say(f"wrote {write_structure(structure, wanted.export)}")
    conduction: dict[str, Any] = {
        "orientation": wanted.orientation,
        "seed": wanted.seed,
        "interface_resistances": resistances,
        "electrode_resistance": electrode,
        "boundary": "periodic" if periodic["xyz".index(wanted.axis)] else "electrodes",
        "axis": wanted.axis,
        "device": wanted.device,
    }
    with called({"conductivities": "--labels", "moduli": "--labels"}):
        sheet = image_sheet(
            structure,
            phases.conductivities,
            **conduction,
            tensor=wanted.tensor,
            moduli=labels.moduli,
            grains_estimated=wanted.split,
            notes=(
                *image.notes,
                *phases.notes,
                *([_SPLIT_SIDES] if wanted.split and any(periodic) else []),
            ),
            progress=tell,
        )
    sheet = sheet.model_copy(update={"conductivities": sheet.conductivities | phases.named})
    if phases.scan is not None and sheet.percolates:
        tell("conduction at each temperature", 0.9)
        solving = ("orientation", "seed", "boundary", "axis", "device")
        found = solve_scan(structure, phases.scan, **{n: conduction[n] for n in solving})
        sheet = sheet.model_copy(update={"temperature_dependence": found})
    if wanted.fields is not None and isinstance(sheet.effective_conductivity, Unavailable):
        say(f"{wanted.fields} not written: {sheet.effective_conductivity.reason}")
    elif wanted.fields is not None:
        tell("potential and current by voxel", 0.95)
        flow = image_fields(structure, phases.conductivities, **conduction)
        values = {"potential": flow.potential, "current_density": flow.current_density}
        say(f"wrote {write_fields(structure, values, wanted.fields)}")
        sheet = sheet.model_copy(update={"notes": (*sheet.notes, _hot_spots(flow))})
    return Measured(ImportedImage(structure, image.histogram, image.notes), sheet)


@dataclass(frozen=True)
class _Given:
    """The options, read; SI."""

    periodic: tuple[bool, bool, bool]
    labels: LabelMap
    resistances: dict[str, float]
    electrode: float
    phases: Phases
    thresholds: Thresholds | None
    shape: tuple[int, ...] | None


def _read_options(wanted: Wanted, wrong: Mistakes) -> _Given:
    """Read the options; note in `wrong` what cannot be, has no effect or lacks another."""
    for option, name, known in (
        ("--axis", wanted.axis, get_args(Axis)),
        ("--device", wanted.device, get_args(Device)),
        ("--orientation", wanted.orientation, get_args(Orientation)),
    ):
        with wrong.noted():
            if name not in known:
                raise UnknownNameError(option, name, known)
    with wrong.noted():
        if not wanted.file.exists():
            raise missing(wanted.file, "an image file or folder of slices")
    with wrong.noted():
        if wanted.voxel_size is not None:
            checked_edges(wanted.voxel_size)
    with wrong.noted(), called({str(wanted.export): f"--export {wanted.export}"}):
        if wanted.export is not None:
            check_suffix(wanted.export)
    with wrong.noted(), called({str(wanted.fields): f"--fields {wanted.fields}"}):
        if wanted.fields is not None:
            check_field_suffix(wanted.fields)
    periodic = _periodic(wanted, wrong)
    labels, phases, thresholds, shape = LabelMap(), None, None, None
    resistances, electrode = _resistances(wanted, periodic, wrong)
    with wrong.noted():
        labels = LabelMap() if wanted.labels is None else parse_labels(wanted.labels)
        phases = phases_of(labels, wanted.conditions, resistances, electrode)
        for option, stated in (("--fields", wanted.fields), ("--tensor", wanted.tensor)):
            if stated and not phases.conductivities:
                raise InputError(option, "no conductivity is stated", "--labels with one")
    with wrong.noted():
        if wanted.thresholds is not None:
            thresholds = parse_thresholds(wanted.thresholds, "--thresholds")
    with wrong.noted():
        shape = _shape(wanted.shape)
    return _Given(periodic, labels, resistances, electrode, phases or Phases({}), thresholds, shape)


def _resistances(
    wanted: Wanted, periodic: tuple[bool, bool, bool], wrong: Mistakes
) -> tuple[dict[str, float], float]:
    """Of interfaces by pair of phases, and of each electrode, ohm m2."""
    found: dict[str, float] = {}
    with wrong.noted():
        found = parse_resistances(wanted.resistance)
    with wrong.noted():
        if found.get("ceramic-ceramic") and not wanted.split:
            raise InputError(
                "--interface-resistance", "grains that touch are not told apart", "--split-grains"
            )
        if found.get("ceramic-ceramic") and any(periodic):
            raise InputError(
                "--interface-resistance",
                "between grains, got with --periodic: split grains end at the sides of the image, "
                "where no boundary is",
                "one of the two",
            )
    electrode = 0.0
    with wrong.noted():
        if wanted.electrode_resistance is not None:
            electrode = parse_from(
                wanted.electrode_resistance, AREAL_RESISTANCE, "--electrode-resistance", 0.0
            )
    return found, electrode


def _periodic(wanted: Wanted, wrong: Mistakes) -> tuple[bool, bool, bool]:
    """Along which of x, y and z the image goes on; note what cannot go along with that."""
    stated = wanted.periodic or ""
    with wrong.noted():
        if not _are_axes(stated) or wanted.periodic == "":
            lower = stated.lower()
            hint = f"did you mean '{lower}'? " if lower and _are_axes(lower) else ""
            allowed = f"{hint}axes, each once, such as xy or xyz"
            raise InputError("--periodic", f"got '{stated}'", allowed)
        if wanted.tensor and len(stated) < 3:
            raise InputError(
                "--tensor",
                "got it for an image that is not periodic along x, y and z",
                "--periodic xyz",
            )
        if wanted.axis in stated and wanted.electrode_resistance is not None:
            raise InputError(
                "--electrode-resistance",
                f"got it with --periodic {stated}: along {wanted.axis} there are no electrodes",
                f"one of the two, or --periodic without {wanted.axis}",
            )
    x, y, z = (axis in stated for axis in "xyz")
    return x, y, z


def _are_axes(text: str) -> bool:
    return set(text) <= set("xyz") and len(set(text)) == len(text)


def _hot_spots(found: ConductionFields) -> str:
    exceeded, voxel = found.hot_spots
    return (
        f"hot spots: 1 % of the voxels that conduct carry more than {exceeded:.3g} times the mean "
        f"current density; the hottest is voxel {voxel} along x, y, z"
    )


def _shape(text: str | None) -> tuple[int, ...] | None:
    if text is None:
        return None
    try:
        sides = tuple(int(part) for part in text.lower().split("x"))
    except ValueError as error:
        raise InputError("--shape", f"got '{text}'", "such as 251x301x301") from error
    if min(sides) < 1:
        raise InputError("--shape", f"got '{text}'", "sides of 1 or more")
    return sides

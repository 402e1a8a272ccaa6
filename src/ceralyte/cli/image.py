"""What ``ceralyte image`` does: read an image, measure it, and show it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from ceralyte.cli.output import STDOUT, say, shown, table, verdict_lines
from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.core.units import AREAL_RESISTANCE, LENGTH, parse_from
from ceralyte.core.units import show as show_length
from ceralyte.model import ConductivityTensor
from ceralyte.pipeline import ImageSheet, image_fields, image_sheet
from ceralyte.pipeline.image_conduction import Orientation
from ceralyte.structure import (
    ImportedImage,
    Sizes,
    import_image,
    split_grains,
    write_structure,
)
from ceralyte.structure.files import check_field_suffix, check_suffix, write_fields
from ceralyte.structure.images.label_text import LabelMap, parse_labels, parse_resistances
from ceralyte.structure.images.thresholds import parse_thresholds
from ceralyte.transport import ConductionFields
from ceralyte.transport.case import Device
from ceralyte.transport.inputs import Axis

_SPLIT_SIDES = (
    "a grain that crosses a periodic side counts as two: splitting takes the sides of the image as "
    "sides of grains"
)
_PERCOLATES = {True: "yes", False: "no", None: "no phase is known to conduct"}


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


@dataclass(frozen=True)
class Measured:
    """What came out."""

    image: ImportedImage
    sheet: ImageSheet


def run(wanted: Wanted, tell: Callable[[str, float], None]) -> Measured:
    """Read, split if wanted, write `export`, and measure."""
    if wanted.axis not in get_args(Axis):
        raise UnknownNameError("--axis", wanted.axis, get_args(Axis))
    if wanted.device not in get_args(Device):
        raise UnknownNameError("--device", wanted.device, get_args(Device))
    if wanted.orientation not in get_args(Orientation):
        raise UnknownNameError("--orientation", wanted.orientation, get_args(Orientation))
    if wanted.export is not None:
        check_suffix(wanted.export)
    periodic = _periodic(wanted)
    labels = LabelMap() if wanted.labels is None else parse_labels(wanted.labels)
    if wanted.fields is not None:
        check_field_suffix(wanted.fields)
        if not labels.conductivities:
            raise InputError("--fields", "no conductivity is stated", "--labels with one")
    resistances = parse_resistances(wanted.resistance)
    electrode = 0.0
    if wanted.electrode_resistance is not None:
        electrode = parse_from(
            wanted.electrode_resistance, AREAL_RESISTANCE, "--electrode-resistance", 0.0
        )
    if resistances.get("ceramic-ceramic") and not wanted.split:
        raise InputError(
            "--interface-resistance", "grains that touch are not told apart", "--split-grains"
        )
    if resistances.get("ceramic-ceramic") and any(periodic):
        raise InputError(
            "--interface-resistance",
            "between grains, got with --periodic: split grains end at the sides of the image, "
            "where no boundary is",
            "one of the two",
        )
    if wanted.tensor and not labels.conductivities:
        raise InputError("--tensor", "no conductivity is stated", "--labels with one")
    tell("reading", 0.0)
    image = import_image(
        wanted.file,
        wanted.voxel_size,
        labels.names,
        thresholds=None
        if wanted.thresholds is None
        else parse_thresholds(wanted.thresholds, "--thresholds"),
        axes=wanted.axes,
        dataset=wanted.dataset,
        shape=_shape(wanted.shape),
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
    sheet = image_sheet(
        structure,
        labels.conductivities,
        **conduction,
        tensor=wanted.tensor,
        moduli=labels.moduli,
        grains_estimated=wanted.split,
        notes=(*image.notes, *([_SPLIT_SIDES] if wanted.split and any(periodic) else [])),
        progress=tell,
    )
    if wanted.fields is not None and isinstance(sheet.effective_conductivity, Unavailable):
        say(f"{wanted.fields} not written: {sheet.effective_conductivity.reason}")
    elif wanted.fields is not None:
        tell("potential and current by voxel", 0.95)
        found = image_fields(structure, labels.conductivities, **conduction)
        values = {"potential": found.potential, "current_density": found.current_density}
        say(f"wrote {write_fields(structure, values, wanted.fields)}")
        sheet = sheet.model_copy(update={"notes": (*sheet.notes, _hot_spots(found))})
    return Measured(ImportedImage(structure, image.histogram, image.notes), sheet)


def _periodic(wanted: Wanted) -> tuple[bool, bool, bool]:
    """Along which of x, y and z the image goes on; refuse what cannot go along with that."""
    stated = wanted.periodic or ""
    if set(stated) - set("xyz") or len(set(stated)) < len(stated) or wanted.periodic == "":
        raise InputError("--periodic", f"got '{stated}'", "axes, each once, such as xy or xyz")
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


def _hot_spots(found: ConductionFields) -> str:
    exceeded, voxel = found.hot_spots
    return (
        f"hot spots: 1 % of the voxels that conduct carry more than {exceeded:.3g} times the mean "
        f"current density; the hottest is voxel {voxel} along x, y, z"
    )


def show(measured: Measured, title: str) -> None:
    """Print tables."""
    sheet, found = measured.sheet, measured.sheet.morphology
    verdict_lines([v for v in (sheet.blocked, sheet.resolution) if v])
    box = " x ".join(show_length(side.value, LENGTH, 4) for side in found.box)
    along = f"along {sheet.axis}"
    table(
        title,
        ("quantity", "value"),
        [
            ("box along x, y, z", box),
            ("voxels", " x ".join(map(str, found.voxels))),
            ("voxel", shown(found.voxel_size, unit=_fine_unit(found.voxel_size.value))),
            (f"percolates {along}", _PERCOLATES[sheet.percolates]),
            (f"effective conductivity {along}", shown(sheet.effective_conductivity)),
            (f"tortuosity factor {along}", shown(sheet.tortuosity_factor)),
            *(
                (f"{what} on these voxels", shown(value))
                for what, value in (
                    ("conductivity", sheet.conductivity_on_voxels),
                    ("tortuosity factor", sheet.tortuosity_on_voxels),
                )
                if isinstance(value, Quantity)
            ),
            *(
                [("currents of all layers agree within", f"{sheet.flux_imbalance:.1e}")]
                if sheet.flux_imbalance is not None
                else []
            ),
            *(
                [
                    (
                        "second opinion, contact network",
                        shown(sheet.network_conductivity),
                    )
                ]
                if sheet.percolates
                else []
            ),
            *((f"power lost in {n}", f"{100 * p:.3g} %") for n, p in sheet.dissipation.items()),
            ("Young's modulus", shown(sheet.youngs_modulus, "modulus")),
            ("Poisson's ratio", shown(sheet.poissons_ratio)),
            *(
                (f"Young's modulus along {axis}, on these voxels", shown(modulus, "modulus"))
                for axis, modulus in (
                    sheet.stiffness.youngs_moduli.items() if sheet.stiffness else ()
                )
            ),
        ],
    )
    if sheet.conductivity_tensor is not None:
        _tensor(sheet.conductivity_tensor)
    _phases(sheet)
    _surfaces(sheet)
    for note in sheet.notes:
        STDOUT.print(f"note: {note}", markup=False)


def _tensor(found: ConductivityTensor) -> None:
    rows = [
        (f"field along {axis}", *map(shown, row))
        for axis, row in zip("xyz", found.rows, strict=True)
    ]
    columns = ("", *(f"current along {axis}" for axis in "xyz"))
    table("Conductivity in all directions, on these voxels", columns, rows)


def _phases(sheet: ImageSheet) -> None:
    found = sheet.morphology
    names = list(sheet.phase_fractions)
    rows = [("share of the volume", *(shown(sheet.phase_fractions[n], "fraction") for n in names))]
    for axis in "xyz":
        shares = [found.percolating_fractions[n][axis] for n in names]
        rows.append((f"connected along {axis}", *(shown(s, "fraction") for s in shares)))
    rows.append(("surface per volume", *(shown(found.specific_surfaces[n]) for n in names)))
    for axis in "xyz":
        rows.append(
            (f"mean chord along {axis}", *(shown(found.mean_chords[n][axis]) for n in names))
        )
    sizes = [found.local_thicknesses[n] for n in names]
    for level in ("d10", "d50", "d90"):
        rows.append(
            (f"local thickness {level}, by volume", *(shown(getattr(s, level)) for s in sizes))
        )
    table("Phases", ("", *names), rows)


def _surfaces(sheet: ImageSheet) -> None:
    found = sheet.morphology
    rows = [(f"surface {pair}, per volume", shown(a)) for pair, a in found.interface_areas.items()]
    if not isinstance(found.binder_coverage, Unavailable):
        rows.append(("ceramic surface under binder", shown(found.binder_coverage, "coverage")))
    if found.grain_count:
        rows.append(("whole grains", f"{found.whole_grains} of {found.grain_count}"))
    if isinstance(found.grain_sizes, Sizes):
        rows += [
            ("grain diameter d50, by volume", shown(found.grain_sizes.d50)),
            ("neighbours per grain", shown(found.coordination_number)),
            ("grain boundary, per volume", shown(found.grain_boundary_area)),
        ]
    if not isinstance(sheet.voxels_per_neck, Unavailable):
        rows += [
            ("voxels per neck, median", shown(sheet.voxels_per_neck)),
            ("necks that the voxels do not resolve", shown(sheet.thin_necks, "fraction")),
        ]
    for face, values in found.roughness.items():
        rows += [(f"roughness {k}, {face}", shown(v)) for k, v in values.items()]
    table("Surfaces and grains", ("quantity", "value"), rows)


def _fine_unit(length: float) -> str:
    return "nm" if length < 1e-6 else "um"


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

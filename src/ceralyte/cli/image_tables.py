"""What ``ceralyte image`` found, as tables."""

from ceralyte.cli.output import STDOUT, shown, table, verdict_lines
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import CONDUCTIVITY, LENGTH, TEMPERATURE
from ceralyte.core.units import show as show_value
from ceralyte.model import ConductivityTensor
from ceralyte.pipeline import ImageSheet
from ceralyte.structure import Sizes
from ceralyte.transport import TemperatureDependence

_ROUNDING = 1e-9  # of the largest
_PERCOLATES = {True: "yes", False: "no", None: "no phase is known to conduct"}


def show(sheet: ImageSheet, title: str) -> None:
    """Print verdicts, tables and notes."""
    found = sheet.morphology
    verdict_lines([v for v in (sheet.blocked, sheet.resolution) if v])
    box = " x ".join(show_value(side.value, LENGTH, 4) for side in found.box)
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
    if sheet.temperature_dependence is not None:
        _scan(sheet.temperature_dependence)
    _phases(sheet)
    _surfaces(sheet)
    for note in sheet.notes:
        STDOUT.print(f"note: {note}", markup=False)


def _tensor(found: ConductivityTensor) -> None:
    """Print the tensor; what rounding left of currents across the field as 0."""
    known = [abs(v.value) for row in found.rows for v in row if isinstance(v, Quantity)]
    least = _ROUNDING * max(known, default=0.0)

    def rounded(entry: Outcome) -> str:
        if isinstance(entry, Quantity) and abs(entry.value) < least:
            entry = entry.model_copy(update={"value": 0.0})
        return shown(entry)

    rows = [
        (f"field along {axis}", *map(rounded, row))
        for axis, row in zip("xyz", found.rows, strict=True)
    ]
    columns = ("", *(f"current along {axis}" for axis in "xyz"))
    table("Conductivity in all directions, on these voxels", columns, rows)


def _scan(found: TemperatureDependence) -> None:
    """Print conductivity and apparent activation energy against temperature."""
    columns = zip(found.temperatures, found.conductivities, found.activation_energies, strict=True)
    rows = [
        (
            show_value(kelvin, TEMPERATURE),
            show_value(value, CONDUCTIVITY, 4),
            shown(Quantity(value=energy, unit="J/mol", method="slope"), "activation_energy"),
        )
        for kelvin, value, energy in columns
    ]
    named = "ln(sigma)" if found.form == "sigma" else "ln(sigma T)"
    table(
        "Against temperature, on these voxels",
        ("temperature", "effective conductivity", f"apparent activation energy, of {named}"),
        rows,
    )


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

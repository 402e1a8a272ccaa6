"""Two made-up designs: every number here is test data, none is a prediction or a measurement."""

import numpy as np
import pytest

from ceralyte.core.provenance import Provenance, Source
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.model import (
    Comparison,
    Conduction,
    CurrentSlice,
    Design,
    MandrelResult,
    Mark,
    Series,
    Structure,
    Verdict,
)
from ceralyte.model.structure import BINDER, CERAMIC, SUPPORT

VOXELS = 48
TEST_DATA = "test data"
SOURCE = Source(
    used_for="Test ceramic: conductivity",
    text="A made-up source for tests, Journal of Nothing (2024)",
    locator="10.1000/test.182",
    kind="measured",
    confidence="high",
)
FROM_MEMORY = Source(
    used_for="Test binder: density", text="nobody has checked this", kind="unverified"
)


@pytest.fixture(scope="session")
def structure() -> Structure:
    return make_structure()


@pytest.fixture(scope="session")
def synthetic_design(structure: Structure) -> Design:
    return make_design(structure)


@pytest.fixture(scope="session")
def empty_design(structure: Structure) -> Design:
    return make_empty_design(structure)


def make_structure(voxels: int = VOXELS, particles: int = 60, seed: int = 1) -> Structure:
    """Grow random seeds to spheres that meet at flat faces, coat them, draw one fibre through."""
    rng = np.random.default_rng(seed)
    centres = _spread(rng, particles)
    radii = 0.62 * particles ** (-1 / 3) * rng.lognormal(0.0, 0.12, particles)
    axis = (np.arange(voxels) + 0.5) / voxels
    x, y, z = np.meshgrid(axis, axis, axis, indexing="ij")
    best = np.full(x.shape, np.inf)
    grain = np.zeros(x.shape, dtype=np.int32)
    for number, (centre, radius) in enumerate(zip(centres, radii, strict=True), start=1):
        squares = [(a - c - np.round(a - c)) ** 2 for a, c in zip((x, y, z), centre, strict=True)]
        power = sum(squares) - radius**2
        nearer = power < best
        best, grain = np.where(nearer, power, best), np.where(nearer, number, grain)
    phase = np.zeros(x.shape, dtype=np.uint8)
    phase[best < 0.0022] = BINDER
    phase[best < 0] = CERAMIC
    phase[(y - 0.78) ** 2 + (z - 0.34) ** 2 < 0.09**2] = SUPPORT
    grain[phase != CERAMIC] = 0
    return Structure(phase, grain, 12e-6 / voxels, (True, True, True))


def make_design(structure: Structure) -> Design:
    temperatures = tuple(np.linspace(253.15, 353.15, 11))
    sigma = tuple(0.131 * np.exp(-35_700 / 8.314 * (1 / t - 1 / 298.15)) for t in temperatures)
    pressures = tuple(np.linspace(10e6, 450e6, 23))
    densities = tuple(0.64 + 0.34 * (1 - np.exp(-p / 2.0e8)) for p in pressures)
    thicknesses = tuple(np.linspace(5e-6, 100e-6, 20))
    return Design(
        name="Test ceramic with 2 wt% test binder",
        description="A made-up membrane for the tests of the report: nothing here is real.",
        recipe="name: Test ceramic with 2 wt% test binder\npressing:\n  pressure: 300 MPa\n",
        verdicts=VERDICTS,
        mass_fractions={"Test ceramic": 0.98, "Test binder": 0.02},
        solids_volume_fractions={"Test ceramic": 0.967, "Test binder": 0.033},
        volume_fractions={
            name: Quantity(value=v, unit="", method=TEST_DATA, std_discretisation=0.004)
            for name, v in structure.volume_fractions.items()
        },
        weigh_out={
            "Test ceramic": Quantity(value=1.96e-3, unit="kg", method=TEST_DATA),
            "Test binder": Quantity(value=4.0e-5, unit="kg", method=TEST_DATA),
        },
        packing_fraction=_q(0.643, "", sampling=0.002),
        coordination_number=_q(6.02, "", sampling=0.04),
        contact_number=_q(7.9, "", sampling=0.05),
        relative_density=_q(0.903, "", model=0.035),
        porosity=_q(0.097, "", model=0.035),
        thickness=_q(25.4e-6, "m", model=1.1e-6),
        areal_mass=_q(0.0426, "kg/m^2"),
        membrane_density=_q(1677.0, "kg/m^3", model=65.0),
        binder_coverage=_q(0.21, "", sampling=0.01),
        binder_shares={"coating": _q(0.18, ""), "necks": _q(0.82, "")},
        binder_film_thickness=_q(31e-9, "m", low=15e-9, high=60e-9, estimate=True),
        effective_conductivity=_q(
            0.0962, "S/m", sampling=0.0011, discretisation=0.0042, model=0.016
        ),
        network_conductivity=_q(0.088, "S/m", sampling=0.002, estimate=True),
        contact_resolution=_q(4.2, ""),
        current=CurrentSlice(np.where(structure.phase[:, VOXELS // 2] == CERAMIC, 1.2, 0.0), 3.2),
        areal_resistance=_q(2.64e-4, "ohm*m^2", sampling=3e-6, discretisation=1.1e-5),
        tortuosity_factor=_q(1.23, "", sampling=0.01, discretisation=0.05),
        activation_energy=_q(35_700.0, "J/mol", model=970.0),
        conduction=(_conduction(0.0951), _conduction(0.0973)),
        youngs_modulus=_q(13.1e9, "Pa", sampling=0.2e9, discretisation=0.4e9, model=1.3e9),
        youngs_modulus_estimate=_q(12.4e9, "Pa", low=7.2e9, high=17.9e9, estimate=True),
        poissons_ratio=_q(0.33, "", discretisation=0.01),
        tensile_strength=_q(9.0e6, "Pa", low=4.5e6, high=18e6, estimate=True),
        bend_radius_minimum=_q(18.5e-3, "m", low=9.2e-3, high=37e-3, estimate=True),
        mandrel=MANDREL,
        specific_energy=_q(382.0 * 3600, "J/kg", model=9.0 * 3600),
        energy_density=_q(911.0 * 3.6e6, "J/m^3", model=22.0 * 3.6e6),
        thickness_target=20e-6,
        energy_basis="repeat unit of the stack with half foils, without packaging (test data)",
        density_pressure=Series(
            x_name="pressure",
            x_unit="Pa",
            x=pressures,
            y_name="relative density",
            y_unit="",
            y=densities,
            y_std=tuple(0.035 for _ in densities),
            marks=(
                Mark(label="this membrane", x=3e8, y=0.903, y_std=0.035),
                Mark(label="measured (test data)", x=3.62e8, y=0.92, measured=True),
            ),
            note="Made-up law for tests.",
        ),
        arrhenius=Series(
            x_name="temperature",
            x_unit="K",
            x=temperatures,
            y_name="conductivity",
            y_unit="S/m",
            y=sigma,
            y_std=tuple(0.16 * s for s in sigma),
            marks=(Mark(label="this membrane, 25 °C", x=298.15, y=0.131, y_std=0.02),),
            note="Constant activation energy (test data).",
        ),
        thickness_radius=Series(
            x_name="thickness",
            x_unit="m",
            x=thicknesses,
            y_name="bend radius minimum",
            y_unit="m",
            y=tuple(t * 728 for t in thicknesses),
            note="Thinner bends tighter (test data).",
        ),
        energy_thickness=Series(
            x_name="membrane thickness",
            x_unit="m",
            x=thicknesses,
            y_name="specific energy",
            y_unit="J/kg",
            y=tuple(3600 * (437 - 2.16e6 * t) for t in thicknesses),
            note="Basis: repeat unit (test data).",
        ),
        comparisons=(
            Comparison(
                quantity="effective_conductivity",
                measured=_q(0.12, "S/m", low=0.11, high=0.13),
                predicted=_q(0.0962, "S/m", model=0.017),
                source=SOURCE,
                note="made up",
            ),
            Comparison(
                quantity="thickness",
                measured=_q(25e-6, "m"),
                predicted=_q(25.4e-6, "m", model=1.1e-6),
                source=SOURCE,
            ),
        ),
        sources=(SOURCE, FROM_MEMORY),
        notes=("The modulus lies outside the range of its model (test data).",),
        provenance=PROVENANCE,
        structure=structure,
    )


def make_empty_design(structure: Structure) -> Design:
    """A recipe that came to nothing: every outcome that may be unavailable is."""
    missing = {
        field: Unavailable(unit=unit, reason=f"no {field} in this test <because>")
        for field, unit in MAY_BE_MISSING.items()
    }
    nothing = Series(x_name="", x_unit="", x=(), y_name="", y_unit="", y=())
    assert nothing.y_std is None
    return make_design(structure).model_copy(
        update={
            **missing,
            "conduction": (
                _conduction(0.1).model_copy(
                    update={
                        "percolates": False,
                        "conductivity": missing["effective_conductivity"],
                        "tortuosity_factor": missing["tortuosity_factor"],
                    }
                ),
            ),
            "mandrel": (),
            "current": None,
            "energy_basis": "",
            "density_pressure": None,
            "arrhenius": None,
            "thickness_radius": None,
            "energy_thickness": None,
            "comparisons": (),
            "weigh_out": {},
            "notes": (),
            "sources": (),
        }
    )


MAY_BE_MISSING = {
    "binder_film_thickness": "m",
    "binder_coverage": "",
    "effective_conductivity": "S/m",
    "network_conductivity": "S/m",
    "contact_resolution": "",
    "areal_resistance": "ohm*m^2",
    "tortuosity_factor": "",
    "activation_energy": "J/mol",
    "youngs_modulus": "Pa",
    "youngs_modulus_estimate": "Pa",
    "poissons_ratio": "",
    "tensile_strength": "Pa",
    "bend_radius_minimum": "m",
    "specific_energy": "J/kg",
    "energy_density": "J/m^3",
}

VERDICTS = (
    Verdict(
        topic="bending",
        question="Can it be wound around a radius of 2 mm?",
        answer="no",
        reason="smallest radius 18 mm (9 to 37 mm), wanted 2 mm: thinner, or a support",
        evidence=(FROM_MEMORY,),
    ),
    Verdict(
        topic="thickness",
        question="Is it 20 µm thin?",
        answer="uncertain",
        reason="25.4 ± 1.1 µm; the error bar of the pressing law spans the limit",
    ),
    Verdict(
        topic="conductivity",
        question="Does it conduct like the ceramic in it?",
        answer="yes",
        reason="0.96 mS/cm is 73 % of the bulk value; wanted 50 %",
        evidence=(SOURCE,),
    ),
    Verdict(
        topic="chemistry",
        question="Does the ceramic survive the solvent?",
        answer="unknown",
        reason="no documented outcome for this pair",
    ),
)

MANDREL = (
    MandrelResult(diameter=3.2e-3, strain=0.0079, answer="fail", reason="above 0.0007"),
    MandrelResult(diameter=25.4e-3, strain=0.0010, answer="uncertain", reason="within a factor 2"),
    MandrelResult(diameter=38.1e-3, strain=0.0003, answer="pass", reason="below 0.0004"),
)

PROVENANCE = Provenance(
    ceralyte_version="0.0.0-test",
    recipe_sha256="ab" * 32,
    level="quick",
    seeds=(0, 1),
    libraries={"numpy": "0.0-test"},
)


def _q(
    value: float,
    unit: str,
    *,
    sampling: float | None = None,
    discretisation: float | None = None,
    model: float | None = None,
    low: float | None = None,
    high: float | None = None,
    estimate: bool = False,
) -> Quantity:
    return Quantity(
        value=value,
        unit=unit,
        method=TEST_DATA,
        std_sampling=sampling,
        std_discretisation=discretisation,
        std_model=model,
        low=low,
        high=high,
        estimate=estimate,
        validity="only in tests" if estimate else "",
    )


def _conduction(value: float) -> Conduction:
    return Conduction(
        axis="z",
        boundary="electrodes",
        percolates=True,
        conductivity=_q(value, "S/m"),
        tortuosity_factor=_q(1.23, ""),
        geometry="grains",
        dissipation={"ceramic": 1.0},
        flux_imbalance=3.2e-6,
        residual=8.0e-9,
        iterations=14,
        converged=True,
    )


def _spread(rng: np.random.Generator, count: int) -> np.ndarray:
    """Points in the periodic unit cube, each the farthest from the others of 60 tries."""
    points = rng.random((1, 3))
    for _ in range(count - 1):
        tries = rng.random((60, 3))
        gap = tries[:, None] - points[None]
        gap -= np.round(gap)
        farthest = np.argmax(np.linalg.norm(gap, axis=2).min(axis=1))
        points = np.vstack([points, tries[farthest]])
    return points

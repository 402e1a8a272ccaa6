"""An image gives its numbers: conduction with an error bar, tortuosity, stiffness, notes."""

from dataclasses import replace

import numpy as np
import pytest

import ceralyte as cl
from ceralyte.core.errors import CeralyteError, InputError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.pipeline.image_network import network_notes

UM = 1e-6


@pytest.fixture
def columns():
    """Ceramic columns through z over three quarters of the area, binder, and pore."""
    labels = np.zeros((16, 16, 16), int)
    labels[:12] = 1
    labels[12:14] = 2
    return cl.structure.from_labels(labels, UM, {0: "pore", 1: "ceramic", 2: "binder"})


def test_columns_conduct_as_their_share(columns):
    sheet = cl.image_sheet(columns, {"ceramic": 0.4})
    assert sheet.percolates
    assert sheet.effective_conductivity.value == pytest.approx(0.3)
    assert sheet.effective_conductivity.std_discretisation == pytest.approx(0, abs=1e-6)
    assert sheet.tortuosity_factor.value == pytest.approx(1)
    assert 0 <= sheet.flux_imbalance < 1e-5
    assert sheet.phase_fractions["ceramic"].value == 0.75
    assert set(sheet.phase_fractions) == {"pore", "ceramic", "binder"}
    assert "no conductivity stated for binder: taken as an insulator" in sheet.notes


def test_the_value_is_extrapolated_and_the_error_bar_is_the_step():
    x, y, z = np.meshgrid(*[np.arange(16) + 0.5] * 3, indexing="ij")
    solid = (x - 8) ** 2 + (y - 8) ** 2 < 40 - 1.5 * np.abs(z - 8)
    image = cl.structure.from_labels(solid.astype(int), UM, {0: "pore", 1: "ceramic"})
    sheet = cl.image_sheet(image, {"ceramic": 1.0})
    fine, coarse = (
        cl.transport.effective_conductivity(voxels, {"ceramic": 1.0}).value
        for voxels in (image, cl.structure.coarsened(image))
    )
    found = sheet.effective_conductivity
    assert fine != coarse
    assert sheet.conductivity_on_voxels.value == pytest.approx(fine)
    assert found.value == pytest.approx(2 * fine - coarse)
    assert found.std == pytest.approx(abs(fine - coarse))
    assert "walls and necks whose errors cancel" in found.validity
    share = solid.mean()
    assert sheet.tortuosity_on_voxels.value == pytest.approx(share / fine)
    assert sheet.tortuosity_factor.value == pytest.approx(share / found.value)


def bars(thick):
    """Two grains of 16 x 16 x 12 voxels that meet over `thick` x `thick` voxels."""
    labels = np.zeros((16, 16, 24), int)
    labels[..., :10] = labels[..., 14:] = 1
    labels[:thick, :thick, 10:14] = 1
    grains = np.where(labels == 1, 1 + (np.arange(24) >= 12), 0)
    return cl.structure.from_labels(labels, UM, {0: "pore", 1: "ceramic"}, grains=grains)


@pytest.mark.parametrize(("thick", "answer"), [(2, "no"), (8, "yes")])
def test_necks_of_grains_are_counted_and_judged(thick, answer):
    sheet = cl.image_sheet(bars(thick), {"ceramic": 1.0})
    wide = 2 * thick / np.sqrt(np.pi)
    assert sheet.voxels_per_neck.value == pytest.approx(wide, rel=0.2)
    assert sheet.thin_necks.value == (answer == "no")
    assert sheet.resolution.answer == answer
    assert f"{100 if answer == 'no' else 0} % of the necks are below 4;" in sheet.resolution.reason
    split = cl.image_sheet(bars(thick), {"ceramic": 1.0}, grains_estimated=True)
    assert split.voxels_per_neck.estimate


def test_known_grains_widen_the_error_bar_for_errors_that_cancel():
    sheet = cl.image_sheet(bars(8), {"ceramic": 1.0})
    fine, found = sheet.conductivity_on_voxels.value, sheet.effective_conductivity
    diameter = np.cbrt(6 / np.pi * (16 * 16 * 10 + 8 * 8 * 2))
    cells = 2 / sheet.voxels_per_neck.value  # voxels in the radius of the only neck
    unseen = np.linalg.norm([6 / diameter**2, 0.07 * cells**2, 0.65 * cells])
    assert found.std == pytest.approx(np.hypot(found.value - fine, found.value * unseen))


def test_necks_widen_the_error_bar_by_the_power_that_flows_through_them():
    sheet = cl.image_sheet(bars(8), {"ceramic": 1.0, "pore": 0.5})
    fine, found = sheet.conductivity_on_voxels.value, sheet.effective_conductivity
    diameter = np.cbrt(6 / np.pi * (16 * 16 * 10 + 8 * 8 * 2))
    cells = 2 / sheet.voxels_per_neck.value
    of_necks = sheet.dissipation["ceramic"] * np.hypot(0.07 * cells**2, 0.65 * cells)
    assert 0.2 < sheet.dissipation["ceramic"] < 0.9
    unseen = found.value * np.hypot(6 / diameter**2, of_necks)
    assert found.std == pytest.approx(np.hypot(found.value - fine, unseen))


def test_necks_do_not_widen_the_error_bar_of_what_flows_around_them():
    sheet = cl.image_sheet(bars(8), {"pore": 1.0}, axis="x")
    fine, found = sheet.conductivity_on_voxels.value, sheet.effective_conductivity
    diameter = np.cbrt(6 / np.pi * (16 * 16 * 10 + 8 * 8 * 2))
    unseen = found.value * 6 / diameter**2
    assert found.std == pytest.approx(np.hypot(found.value - fine, unseen))


def test_without_grains_it_is_said_that_necks_cannot_be_judged(columns):
    sheet = cl.image_sheet(columns, {"ceramic": 0.4})
    assert "no grain labels" in sheet.voxels_per_neck.reason
    assert sheet.resolution.answer == "unknown"
    assert "grains are not told apart" in sheet.resolution.reason


def test_any_phase_may_be_the_one_that_conducts(columns):
    sheet = cl.image_sheet(columns, {"pore": 1.0}, axis="y")
    assert sheet.effective_conductivity.value == pytest.approx(0.125)
    assert sheet.tortuosity_factor.value == pytest.approx(1)
    both = cl.image_sheet(columns, {"pore": 1.0, "binder": 2.0})
    assert "there is no one phase to compare" in both.tortuosity_factor.reason


def test_what_does_not_connect_has_no_number(columns):
    sheet = cl.image_sheet(columns, {"ceramic": 0.4}, axis="x")
    assert not sheet.percolates
    assert sheet.flux_imbalance is None
    assert isinstance(sheet.effective_conductivity, Unavailable)
    assert "along x" in sheet.effective_conductivity.reason


def test_without_conductivities_the_ceramic_is_followed(columns):
    sheet = cl.image_sheet(columns, {})
    assert sheet.percolates
    assert "no conductivity stated" in sheet.effective_conductivity.reason
    assert sheet.tortuosity_factor.value == pytest.approx(1)


def test_moduli_give_stiffness(columns):
    moduli = {"ceramic": (20e9, 0.3), "binder": (1e9, 0.4)}
    sheet = cl.image_sheet(columns, {"ceramic": 0.4}, moduli=moduli)
    along = sheet.stiffness.youngs_moduli["z"].value
    share = columns.volume_fractions["ceramic"]
    assert along == pytest.approx(20e9 * share + 1e9 * (1 - share), rel=0.02)
    assert "does not hang together along x" in sheet.youngs_modulus.reason
    missing = cl.image_sheet(columns, {"ceramic": 0.4}, moduli={"ceramic": (20e9, 0.3)})
    assert "binder" in missing.youngs_modulus.reason
    with pytest.raises(InputError, match=r"moduli\['ceramic'\]: Poisson's ratio 0.55"):
        cl.image_sheet(columns, {"ceramic": 0.4}, moduli={"ceramic": (20e9, 0.55)})


def test_an_image_too_small_for_two_resolutions_says_so():
    labels = np.ones((6, 6, 6), int)
    labels[:2] = 0
    image = cl.structure.from_labels(labels, UM, {0: "pore", 1: "ceramic"})
    sheet = cl.image_sheet(image, {"ceramic": 1.0})
    assert sheet.effective_conductivity.std is None
    assert any("no error bar from the voxel size" in note for note in sheet.notes)


def test_nothing_that_conducts_is_an_error(columns):
    with pytest.raises(InputError, match="none of pore, ceramic, binder conducts"):
        cl.image_sheet(columns, {"ceramic": 0.0})
    with pytest.raises(InputError, match="none of pore, ceramic, binder conducts"):
        cl.image_sheet(columns, {"support": 1.0})


def test_a_bare_support_has_a_morphology_and_no_conduction():
    labels = np.zeros((16, 16, 16), int)
    labels[:, 4:8] = 3
    web = cl.structure.from_labels(labels, UM, {0: "pore", 3: "support"})
    sheet = cl.image_sheet(web, {})
    assert sheet.percolates is None
    assert sheet.phase_fractions["support"].value == 0.25
    assert sheet.morphology.percolating_fractions["support"]["z"].value == 1
    for outcome in (sheet.effective_conductivity, sheet.tortuosity_factor):
        assert "no conductivity stated, as in --labels" in outcome.reason


def test_interfaces_take_their_share_of_the_power(columns):
    """Two grains per column with a boundary as resistive as the column."""
    grain = np.broadcast_to(1 + np.arange(16) // 8, (16, 16, 16)).astype(int)
    labels = np.where(columns.phase == 1, 1, 0)
    image = cl.structure.from_labels(
        labels, UM, {0: "pore", 1: "ceramic"}, grains=np.where(labels == 1, grain, 0)
    )
    resistance = {"ceramic-ceramic": 16 * UM / 0.4}
    sheet = cl.image_sheet(image, {"ceramic": 0.4}, interface_resistances=resistance)
    assert sheet.effective_conductivity.value == pytest.approx(0.15, rel=1e-4)
    assert sheet.dissipation == pytest.approx({"ceramic": 0.5, "interfaces": 0.5}, abs=1e-3)
    assert not sheet.effective_conductivity.estimate
    split = cl.image_sheet(
        image, {"ceramic": 0.4}, interface_resistances=resistance, grains_estimated=True
    )
    assert split.effective_conductivity.estimate
    assert split.tortuosity_factor.estimate
    assert "where watershed splits them" in split.effective_conductivity.validity
    without = cl.image_sheet(image, {"ceramic": 0.4}, grains_estimated=True)
    assert not without.effective_conductivity.estimate


def cubes(count=3, edge=16):
    """A row of cubes along z, each a grain."""
    labels = np.ones((edge, edge, count * edge), int)
    grains = labels * (1 + np.arange(count * edge) // edge)
    return cl.structure.from_labels(labels, UM, {1: "ceramic"}, grains=grains)


def test_a_network_over_grains_is_a_second_opinion():
    """Boundaries as resistive as two cubes: solver exact, constrictions 11 % less than cubes."""
    resistance = 2 * 16 * UM / 0.4
    stated = {"ceramic-ceramic": resistance}
    sheet = cl.image_sheet(
        cubes(), {"ceramic": 0.4}, interface_resistances=stated, electrode_resistance=resistance
    )
    assert sheet.effective_conductivity.value == pytest.approx(0.4 * 3 / (3 + 4 * 2), rel=1e-4)
    cube = np.sqrt(np.pi) / 2
    network = sheet.network_conductivity
    assert network.value == pytest.approx(0.4 * 3 / (3 * cube + 4 * 2), rel=1e-6)
    assert network.estimate
    assert "over 2 contacts, between two electrodes" in network.method
    assert not any("disagrees" in note for note in sheet.notes)
    assert (
        "too large for a network"
        in cl.image_sheet(cubes(), {"ceramic": 0.4}).network_conductivity.reason
    )
    split = cl.image_sheet(
        cubes(), {"ceramic": 0.4}, interface_resistances=stated, grains_estimated=True
    )
    assert "grains are those that watershed finds" in split.network_conductivity.validity


@pytest.mark.parametrize("axis", ["x", "z"])
def test_the_network_is_that_between_electrodes_along_the_axis(axis):
    """Also of an image that is periodic there, whose first and last grain meet outside."""
    row = cubes()
    along = np.moveaxis(row.grain, 2, "xyz".index(axis))
    ring = replace(
        row, phase=np.ones(along.shape, np.uint8), grain=along.copy(), periodic=(True,) * 3
    )
    resistance = 2 * 16 * UM / 0.4
    sheet = cl.image_sheet(
        ring, {"ceramic": 0.4}, interface_resistances={"ceramic-ceramic": resistance}, axis=axis
    )
    cube = np.sqrt(np.pi) / 2
    assert sheet.network_conductivity.value == pytest.approx(0.4 * 3 / (3 * cube + 2 * 2), rel=1e-6)


def test_a_network_that_disagrees_is_told_with_the_likely_reason():
    here = Quantity(value=0.1, unit="S/m", method="solved")
    for factor, told in ((1.29, ""), (1.4, "no crowding"), (0.8, ""), (0.7, "widen necks")):
        network = here.model_copy(update={"value": 0.1 * factor})
        notes = network_notes(here, network)
        assert (len(notes) == 1) == bool(told)
        numbers = f"{factor:g} mS/cm instead of 1 mS/cm, {factor:g} times as much"
        assert all(told in note and numbers in note for note in notes)
    none = Unavailable(unit="S/m", reason="no path")
    assert network_notes(here, none) == network_notes(none, here) == ()


@pytest.mark.parametrize(
    ("conductivities", "reason"),
    [
        ({"ceramic": 0.4}, "no grain labels"),
        ({"ceramic": 0.4, "binder": 0.1}, "binder may conduct beside the ceramic"),
        ({"binder": 0.1}, "the ceramic does not conduct"),
        ({"ceramic": (0.4, 0.4, 0.1)}, "by direction"),
        ({}, "no conductivity stated"),
    ],
)
def test_without_a_network_it_is_said_why(columns, conductivities, reason):
    sheet = cl.image_sheet(columns, conductivities)
    assert reason in sheet.network_conductivity.reason


def test_ceramic_outside_of_grains_has_no_network():
    image = cubes()
    image.grain[0, 0, 0] = 0
    sheet = cl.image_sheet(image, {"ceramic": 0.4})
    assert "parts of the ceramic belong to no grain" in sheet.network_conductivity.reason


def test_contacts_with_the_electrodes_stand_in_series(columns):
    sheet = cl.image_sheet(columns, {"ceramic": 0.4}, electrode_resistance=8 * UM / 0.4)
    assert sheet.effective_conductivity.value == pytest.approx(0.15, rel=1e-4)
    assert sheet.dissipation == pytest.approx({"ceramic": 0.5, "electrodes": 0.5}, abs=1e-3)


@pytest.mark.parametrize(
    ("conductivities", "stated", "message"),
    [
        ({}, {"electrode_resistance": 1e-4}, "electrode_resistance: stated without conductivities"),
        ({}, {"electrode_resistance": -1.0}, "electrode_resistance: stated without conductivities"),
        (
            {"ceramic": 1.0},
            {"interface_resistances": {"ceramics-binder": 1e-4}},
            "unknown name 'ceramics'.*did you mean 'ceramic'",
        ),
        (
            {"ceramic": 1.0},
            {"electrode_resistance": -1e-4},
            "electrode_resistance: got -0.0001 ohm",
        ),
        ({"ceramics": 0.25}, {}, "conductivities: unknown name 'ceramics'.*did you mean 'ceramic'"),
        ({"ceramic": 1.0, "bindr": 0.1}, {}, "unknown name 'bindr'.*did you mean 'binder'"),
        (0.25, {}, "conductivities: got 0.25. Allowed: values by phase"),
        ({"ceramic": 1.0}, {"moduli": {"ceramic": (20e9, 0.7)}}, "Poisson's ratio 0.7"),
        ({"ceramic": 1.0}, {"device": "tpu"}, "device: unknown name 'tpu'"),
        ({"ceramic": -1.0, "binder": 1.0}, {}, "ceramic.*-1"),
        ({"ceramic": 1.0}, {"axis": "w"}, "axis: unknown name 'w'"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_measured(
    columns, monkeypatch, conductivities, stated, message
):
    monkeypatch.setattr("ceralyte.pipeline.image.describe", lambda *_, **__: pytest.fail("late"))
    with pytest.raises(CeralyteError, match=message):
        cl.image_sheet(columns, conductivities, **stated)


def test_resistances_need_a_place_and_conductivities(columns):
    pair = {"ceramic-ceramic": 1e-3}
    with pytest.raises(InputError, match="no grain labels to place it between"):
        cl.image_sheet(columns, {"ceramic": 0.4}, interface_resistances=pair)
    with pytest.raises(InputError, match="stated without conductivities"):
        cl.image_sheet(columns, {}, interface_resistances=pair)
    with pytest.raises(InputError, match=r"'ceramic-support', but the image holds no support"):
        cl.image_sheet(columns, {"ceramic": 0.4}, interface_resistances={"ceramic-support": 1e-3})


def test_a_phase_may_conduct_differently_along_the_axes(columns):
    sheets = {
        axis: cl.image_sheet(columns, {"ceramic": (0.4, 0.2, 0.1)}, axis=axis) for axis in "yz"
    }
    assert sheets["y"].effective_conductivity.value == pytest.approx(0.75 * 0.2)
    assert sheets["z"].effective_conductivity.value == pytest.approx(0.75 * 0.1)
    assert sheets["z"].tortuosity_factor.value == pytest.approx(1)
    assert sheets["z"].conductivities["ceramic along y"].value == 0.2


def test_grains_may_be_crystals_at_random(columns):
    grain = np.where(columns.phase == 1, 1 + np.arange(16) // 4, 0).astype(int)  # along z
    image = cl.structure.from_labels(
        np.where(columns.phase == 1, 1, 0), UM, {0: "pore", 1: "ceramic"}, grains=grain
    )
    crystal = {"ceramic": (0.4, 0.4, 0.04)}
    sheet = cl.image_sheet(image, crystal, orientation="random", seed=2)
    tensors = cl.transport.randomly_oriented(crystal["ceramic"], 4, seed=2)
    alone = cl.transport.effective_conductivity(image, {"ceramic": tensors})
    assert sheet.conductivity_on_voxels.value == pytest.approx(alone.value)
    assert sheet.effective_conductivity.std > 0
    assert "each grain" in sheet.tortuosity_factor.reason
    with pytest.raises(InputError, match="no three conductivities"):
        cl.image_sheet(image, {"ceramic": 0.4}, orientation="random")
    with pytest.raises(InputError, match="grains are not told apart"):
        cl.image_sheet(columns, crystal, orientation="random")


def test_grains_that_every_second_voxel_loses_keep_the_error_bar(columns):
    grain = np.where(columns.phase == 1, 1, 0)
    grain[0, 0, 0] = 2
    image = cl.structure.from_labels(
        np.where(columns.phase == 1, 1, 0), UM, {0: "pore", 1: "ceramic"}, grains=grain
    )
    sheet = cl.image_sheet(image, {"ceramic": (0.4, 0.4, 0.04)}, orientation="random")
    assert sheet.effective_conductivity.std > 0
    three = cl.transport.randomly_oriented((0.4, 0.4, 0.04), 3)
    with pytest.raises(InputError, match="got 3 tensors, but there are 2 grains of ceramic"):
        cl.image_sheet(image, {"ceramic": three})


def test_a_periodic_cell_of_odd_sides_has_no_error_bar_and_says_why():
    labels = np.ones((16, 16, 17), int)
    labels[:4] = 0
    image = cl.structure.from_labels(
        labels, UM, {0: "pore", 1: "ceramic"}, periodic=(False, False, True)
    )
    sheet = cl.image_sheet(image, {"ceramic": 0.4}, boundary="periodic")
    assert sheet.effective_conductivity.value == pytest.approx(0.3)
    assert sheet.effective_conductivity.std is None
    assert any("would lose the last of its 17 planes along z" in note for note in sheet.notes)
    fields = cl.pipeline.image_fields(image, {"ceramic": 0.4}, boundary="periodic")
    assert fields.conduction.boundary == "periodic"


def test_a_tensor_needs_a_periodic_cell_and_conductivities(columns):
    with pytest.raises(InputError, match="not periodic along x"):
        cl.image_sheet(columns, {"ceramic": 0.4}, tensor=True)
    cell = replace(columns, periodic=(True, True, True))
    with pytest.raises(InputError, match="tensor: asked for without conductivities"):
        cl.image_sheet(cell, {}, boundary="periodic", tensor=True)
    sheet = cl.image_sheet(cell, {"ceramic": 0.4, "pore": 0.1}, tensor=True)
    rows = sheet.conductivity_tensor.rows
    assert rows[2][2].value == pytest.approx(0.3 + 0.0125)
    assert rows[0][0].reason == "no conducting path leads along x"


def test_the_ends_of_a_periodic_cell_are_no_electrodes():
    labels = np.ones((8, 8, 16), int)
    labels[:5, :, 0] = 0  # current crowds on both sides of this, if it may enter there
    image = cl.structure.from_labels(
        labels, UM, {0: "pore", 1: "ceramic"}, periodic=(False, False, True)
    )
    ends = {
        ends: cl.transport.effective_conductivity(image, {"ceramic": 1.0}, boundary=ends).value
        for ends in ("electrodes", "periodic")
    }
    assert ends["electrodes"] > 1.01 * ends["periodic"]
    for at_ends, value in ends.items():
        sheet = cl.image_sheet(image, {"ceramic": 1.0}, boundary=at_ends)
        assert sheet.conductivity_on_voxels.value == pytest.approx(value)
        assert sheet.boundary == at_ends

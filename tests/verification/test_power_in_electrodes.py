"""Power lost in the contacts with electrodes: the sensitivity of the resistance to theirs.

At a given current the total resistance T changes with the contact resistance R by the power that
the contacts take (Tellegen): d ln T / d ln R is their share. Every solver has to hold it.
"""

import numpy as np
import pytest

from arrays import neck_radius, unit_cell
from ceralyte.model import Structure
from ceralyte.structure import from_labels
from ceralyte.transport import effective_conductivity

UM = 1e-6
STEP = 1e-3
TENSOR = np.array([[0.2, 0.05, 0.0], [0.05, 0.3, 0.02], [0.0, 0.02, 0.4]])


def noise() -> Structure:
    labels = np.random.default_rng(0).integers(1, 3, (6, 6, 6))
    return from_labels(labels, UM, {1: "ceramic", 2: "binder"})


def necks() -> Structure:
    return unit_cell("SC", neck_radius(0.4), 12, 0.3)


@pytest.mark.parametrize(
    ("structure", "values", "resistance", "geometry"),
    [
        (noise, {"ceramic": 1.0, "binder": 0.1}, 3e-6, "voxels"),
        (noise, {"ceramic": TENSOR, "binder": 0.1}, 3e-6, "voxels"),
        (necks, {"ceramic": 1.0}, 0.3, "grains"),
        (necks, {"ceramic": 0.0, "pore": 1.0}, 0.3, "grains"),
    ],
    ids=["voxels", "tensors", "grains", "gaps"],
)
def test_the_share_of_electrodes_is_the_sensitivity(structure, values, resistance, geometry):
    image = structure()

    def solved(factor: float):
        return effective_conductivity(
            image, values, electrode_resistance=factor * resistance, flux_tolerance=1e-8
        )

    middle = solved(1.0)
    assert middle.geometry == geometry
    share = np.log(solved(1 - STEP).value / solved(1 + STEP).value) / (2 * STEP)
    assert 0.1 < share < 0.9
    assert middle.dissipation["electrodes"] == pytest.approx(share, rel=1e-4)
    assert sum(middle.dissipation.values()) == pytest.approx(1.0)


def test_electrodes_without_resistance_take_nothing():
    assert set(effective_conductivity(noise(), {"ceramic": 1.0, "binder": 0.1}).dissipation) == {
        "ceramic",
        "binder",
    }

"""Stress by voxel against laminates, of which it is known in closed form."""

from dataclasses import replace

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.mechanics import tension_stress
from ceralyte.model import Structure
from ceralyte.model.structure import BINDER, CERAMIC, PORE
from ceralyte.pipeline import structure_stress

STIFF, SOFT = 20e9, 2e9
MODULI = {"ceramic": (STIFF, 0.0), "binder": (SOFT, 0.0)}


def laminate(shape=(8, 8, 16)):
    """Half ceramic, half binder, in layers across z."""
    phase = np.full(shape, CERAMIC, np.uint8)
    phase[:, :, shape[2] // 2 :] = BINDER
    return Structure(phase, np.zeros(shape, np.int32), 1e-6, (True, True, True))


def test_layers_in_series_bear_the_same_stress():
    stress = tension_stress(laminate(), MODULI, axis="z", tolerance=1e-6)
    assert stress == pytest.approx(1.0, abs=2e-3)


def test_what_one_soft_layer_takes_up_leaves_the_stress_of_the_others_as_exact():
    """The ceramic strains by 1 % of the mean, on top of displacements of half the box."""
    phase = np.full((4, 4, 128), CERAMIC, np.uint8)
    phase[:, :, 64] = BINDER
    layers = Structure(phase, np.zeros(phase.shape, np.int32), 1e-6, (True, True, True))
    moduli = {"ceramic": (STIFF, 0.0), "binder": (STIFF / 1e4, 0.0)}
    assert tension_stress(layers, moduli, axis="z", tolerance=1e-6) == pytest.approx(1.0, abs=2e-3)


def test_layers_in_parallel_share_it_by_their_moduli():
    structure = laminate()
    stress = tension_stress(structure, MODULI, axis="x", tolerance=1e-6)
    mean = (STIFF + SOFT) / 2
    for phase, modulus in ((CERAMIC, STIFF), (BINDER, SOFT)):
        assert stress[structure.phase == phase] == pytest.approx(modulus / mean, rel=2e-3)


def test_a_hole_has_no_stress_and_raises_it_beside():
    phase = np.full((12, 12, 12), CERAMIC, np.uint8)
    phase[4:8, 4:8, 4:8] = PORE
    structure = Structure(phase, np.zeros(phase.shape, np.int32), 1e-6, (True, True, True))
    stress = tension_stress(structure, {"ceramic": (STIFF, 0.3)}, axis="z")
    assert np.array_equal(np.isnan(stress), phase == PORE)
    assert stress[6, 3, 6] > 1.2 > 0.8 > stress[6, 6, 3]  # at the side of it; above it


def test_pieces_bear_nothing():
    phase = np.full((8, 8, 8), CERAMIC, np.uint8)
    phase[:, :, 3:5] = PORE
    structure = Structure(phase, np.zeros(phase.shape, np.int32), 1e-6, (True, True, False))
    with pytest.raises(InputError, match="in pieces along z"):
        tension_stress(structure, {"ceramic": (STIFF, 0.3)}, axis="z")


class TestWhatIsDrawn:
    def moduli(self, **missing):
        known = {
            name: (Quantity(value=e, unit="Pa", method=""), Quantity(value=nu, unit="", method=""))
            for name, (e, nu) in MODULI.items()
        }
        return known | missing

    def test_large_images_are_solved_on_fewer_voxels(self, monkeypatch):
        structure = replace(laminate((9, 8, 16)), periodic=(True, True, False))
        monkeypatch.setattr("ceralyte.pipeline.fields.MOST_ELEMENTS", 200)
        found = structure_stress(structure, self.moduli())
        assert found.step == 2
        stress = found.values
        assert stress.shape == (9, 8, 16)
        for phase, modulus in ((CERAMIC, STIFF), (BINDER, SOFT)):
            share = modulus / ((STIFF + SOFT) / 2)
            assert stress[structure.phase == phase] == pytest.approx(share, rel=0.02)

    def test_a_phase_without_moduli_is_told(self):
        nothing = Unavailable(unit="Pa", reason="not stated")
        found = structure_stress(laminate(), self.moduli(binder=(nothing, nothing)))
        assert isinstance(found, Unavailable)
        assert found.reason == "no moduli known for binder"

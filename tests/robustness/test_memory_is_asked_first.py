"""Every stage refuses what does not fit into memory before it allocates, with a number."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import ceralyte as cl
from ceralyte.core import memory
from ceralyte.core.errors import MemoryLimitError
from ceralyte.mechanics import Adhesion, Solid, bonds_of, strength_test
from ceralyte.model import Capsules, bulk_admittance

FIBRE = Capsules(starts=[[0, 0, 0]], ends=[[1e-5, 0, 0]], diameters=[1e-6])
MONO = cl.packing.parse_distribution("mono(d=3 um)")


@pytest.fixture(scope="module")
def pressed():
    bed = cl.packing.pack(MONO, 50, seed=1)
    return cl.pressing.press(bed, method="uniaxial", relative_density=0.9).pressed


@pytest.fixture(scope="module")
def image():
    labels = (np.indices((8, 8, 8)).sum(0) % 7 > 0).astype(int)
    return cl.structure.from_labels(labels, 1e-7, {0: "pore", 1: "ceramic"})


@pytest.mark.parametrize(
    ("stage", "what"),
    [
        (lambda _p, _i: cl.packing.pack(MONO, 50), "packing 50 particles"),
        (lambda _p, _i: cl.packing.pack(MONO, 50, friction=0.3), "50 particles with friction"),
        (
            lambda p, _i: cl.pressing.press(p.particles, method="uniaxial", relative_density=0.9),
            "pressing 50 particles",
        ),
        (
            lambda p, _i: cl.pressing.press_around(
                replace(p.particles, obstacles=FIBRE), 0.9, support_fraction=0.1
            ),
            "50 particles around a support of .* beads.*thicker or fewer fibres",
        ),
        (lambda p, _i: cl.structure.voxelise(p, 5e-7), "an image of"),
        (lambda _p, i: cl.structure.describe(i), "measuring 8 x 8 x 8 voxels"),
        (lambda _p, i: cl.structure.local_thickness(i, 1), "local thickness"),
        (lambda _p, i: cl.structure.split_grains(i), "splitting grains"),
        (
            lambda _p, i: cl.transport.effective_conductivity(i, {"ceramic": 0.25}),
            "conduction through 8 x 8 x 8 voxels",
        ),
        (lambda p, _i: cl.transport.contact_network_conductivity(p, 0.25), "a network of"),
        (
            lambda _p, i: cl.transport.impedance_spectrum(
                i, [1.0], {"ceramic": bulk_admittance(0.25, 40.0), "pore": bulk_admittance(0, 1.0)}
            ),
            "an impedance spectrum of 8 x 8 x 8 voxels",
        ),
        (
            lambda _p, i: cl.mechanics.effective_elasticity(i, {"ceramic": (22e9, 0.35)}),
            "elasticity of 8 x 8 x 8 voxels",
        ),
        (
            lambda p, _i: strength_test(
                bonds_of(p, Solid(22e9, 0.37), adhesion=Adhesion(strength=20e6))
            ),
            "a test of",
        ),
    ],
)
def test_a_stage_without_memory_is_refused(stage, what, pressed, image, monkeypatch):
    monkeypatch.setattr(memory.psutil, "virtual_memory", lambda: SimpleNamespace(available=500))
    with pytest.raises(MemoryLimitError, match=what) as caught:
        stage(pressed, image)
    assert "GiB are free" in str(caught.value)
    assert "Allowed: " in str(caught.value)

"""Fields of a solve on a GPU, with arrays of the host in the place of the device's."""

from types import SimpleNamespace

import numpy as np
import pytest

from ceralyte.numerics import unit_gradient
from ceralyte.transport import gpu_solve
from ceralyte.transport.voxel_faces import half_resistances, voxel_faces
from ceralyte.transport.voxel_solve import layer_fluxes, solve_on_voxels

RELATIVE = np.array([[0.0] * 3, [1.0, 0.5, 0.2], [0.1, 0.1, 0.1], [0.0] * 3])
PERIODIC = (True, False, True)
INTERFACES = {(1, 1): 2.0}


@pytest.fixture
def on_host(monkeypatch) -> None:
    """What runs as kernels of the device is replaced by its twin; the rest is the real thing."""
    numpy_as_device = SimpleNamespace(
        asarray=np.asarray, asnumpy=np.asarray, moveaxis=np.moveaxis, zeros=np.zeros,
        ascontiguousarray=lambda a: np.array(a, order="C"),
    )  # fmt: skip

    def faces(*arguments):
        return (voxel_faces(*arguments, 0.3),)

    replacements = {
        "cupy": lambda: numpy_as_device,
        "require_device_memory": lambda *_: None,
        "_faces": faces,
        "device_stencil": lambda faces, _ends: faces[0],
        "solve_for_unit_gradient": unit_gradient.solve_for_unit_gradient,
        "_layer_fluxes": layer_fluxes,
        "_sums": lambda *_: np.zeros(8),
    }
    for name, twin in replacements.items():
        monkeypatch.setattr(gpu_solve, name, twin)


@pytest.mark.usefixtures("on_host")
@pytest.mark.parametrize("number", [0, 1, 2])
def test_fields_are_those_of_the_host(number: int) -> None:
    rng = np.random.default_rng(4)
    phase = rng.choice(3, (5, 6, 7), p=[0.2, 0.6, 0.2]).astype(np.uint8)
    grain = rng.integers(1, 4, phase.shape).astype(np.int32)
    got = gpu_solve.solve_on_gpu(
        phase, grain, RELATIVE, PERIODIC, INTERFACES, 0.3, number, 1e-9, 100
    )
    assert got is not None
    turned, labels = (np.ascontiguousarray(np.moveaxis(a, number, 0)) for a in (phase, grain))
    turned = np.where(gpu_solve.through_paths(turned > 0, PERIODIC), turned, 3).astype(np.uint8)
    stencil = voxel_faces(turned, labels, RELATIVE, PERIODIC, INTERFACES, 0.3)
    expected = solve_on_voxels(stencil, turned, half_resistances(RELATIVE), number, 1e-9, 100)
    for one, other in zip(got.fields(), expected.fields(), strict=True):
        assert one.shape[-3:] == phase.shape
        assert one == pytest.approx(other, abs=1e-9, nan_ok=True)
    assert np.nanmax(np.abs(got.fields()[1])) > 0.1

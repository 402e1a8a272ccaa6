"""The solver on a GPU gives the numbers of the one on the processor."""

import sys

import numpy as np
import pytest

from ceralyte.core.errors import CeralyteError, InputError, UnknownNameError
from ceralyte.model import Structure
from ceralyte.numerics.gpu.device import cupy
from ceralyte.transport import conduction_fields, effective_conductivity


def _gpu_is_there() -> bool:
    try:
        cupy()
    except CeralyteError:
        return False
    return True


needs_gpu = pytest.mark.skipif(not _gpu_is_there(), reason="no CuPy with an NVIDIA GPU")


def _random(shape: tuple[int, int, int], periodic: tuple[bool, bool, bool]) -> Structure:
    """Blocks of 3 voxels at random: 60 % ceramic in grains, 20 % binder, the rest pore."""
    rng = np.random.default_rng(3)
    coarse = rng.random([-(-n // 3) for n in shape])
    blocks = np.where(coarse < 0.6, 1, np.where(coarse < 0.8, 2, 0)).astype(np.uint8)
    phase = blocks.repeat(3, 0).repeat(3, 1).repeat(3, 2)[: shape[0], : shape[1], : shape[2]]
    number = np.arange(1, blocks.size + 1, dtype=np.int32).reshape(blocks.shape)
    grain = number.repeat(3, 0).repeat(3, 1).repeat(3, 2)[: shape[0], : shape[1], : shape[2]]
    return Structure(phase, np.where(phase == 1, grain, 0), 1e-6, periodic)


CASES = {
    "insulating pores": ((40, 36, 44), (False, False, False), {"ceramic": 1.0, "binder": 0.0}, {}),
    "contrast": ((32, 32, 32), (False, True, True), {"ceramic": 1.0, "binder": 1e-4}, {}),
    "odd rings": ((33, 27, 39), (True, True, True), {"ceramic": 1.0, "binder": 0.1}, {}),
    "resistive grains": (
        (32, 30, 28),
        (False, True, False),
        {"ceramic": 0.1, "binder": 0.01},
        {"interface_resistance": {"ceramic-ceramic": 1e-3}, "electrode_resistance": 1e-4},
    ),
    "flat": ((64, 5, 2), (False, True, True), {"ceramic": 1.0, "binder": 0.1}, {}),
    "a few voxels": ((4, 3, 3), (False, False, False), {"ceramic": 1.0, "binder": 0.1}, {}),
}


@needs_gpu
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("axis", ["x", "z"])
def test_gpu_gives_the_numbers_of_the_processor(name: str, axis: str) -> None:
    shape, periodic, values, more = CASES[name]
    structure = _random(shape, periodic)
    boundary = "periodic" if all(periodic) else "electrodes"
    found = [
        effective_conductivity(
            structure,
            values,
            axis=axis,
            boundary=boundary,
            flux_tolerance=1e-9,
            device=device,
            **more,
        )
        for device in ("cpu", "gpu")
    ]
    assert found[1].percolates == found[0].percolates
    if found[0].percolates:
        assert found[1].value == pytest.approx(found[0].value, rel=1e-7)
        assert found[1].dissipation == pytest.approx(found[0].dissipation, rel=1e-6)


@needs_gpu
def test_fields_of_the_gpu_are_those_of_the_processor() -> None:
    structure = _random((30, 33, 36), (False, False, True))
    one, other = (
        conduction_fields(
            structure, {"ceramic": 1.0, "binder": 0.1}, flux_tolerance=1e-9, device=device
        )
        for device in ("cpu", "gpu")
    )
    np.testing.assert_allclose(other.potential, one.potential, atol=1e-7)
    scale = np.abs(one.current_density).max()
    np.testing.assert_allclose(other.current_density, one.current_density, atol=1e-6 * scale)


@needs_gpu
def test_gpu_gives_the_same_number_twice() -> None:
    structure = _random((48, 48, 48), (False, False, False))
    first, second = (
        effective_conductivity(structure, {"ceramic": 1.0, "binder": 0.1}, device="gpu").value
        for _ in range(2)
    )
    assert first == second


@needs_gpu
def test_what_does_not_lead_through_is_said() -> None:
    phase = np.zeros((6, 6, 6), np.uint8)
    phase[:, :, :3] = 1
    structure = Structure(phase, phase.astype(np.int32), 1e-6, (False, False, False))
    assert not effective_conductivity(structure, {"ceramic": 1.0}, device="gpu").percolates


def test_without_cupy_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cupy", None)
    cupy.cache_clear()
    structure = _random((6, 6, 6), (False, False, False))
    with pytest.raises(InputError, match=r"ceralyte\[gpu\]"):
        effective_conductivity(structure, {"ceramic": 1.0, "binder": 0.1}, device="gpu")
    cupy.cache_clear()


def test_unknown_device_names_the_nearest() -> None:
    structure = _random((6, 6, 6), (False, False, False))
    with pytest.raises(UnknownNameError, match="gpu"):
        effective_conductivity(structure, {"ceramic": 1.0, "binder": 0.1}, device="gpus")

import numpy as np
import pytest

from ceralyte.core import memory
from ceralyte.core.errors import ConvergenceError, InputError, MemoryLimitError
from ceralyte.model import Mono
from ceralyte.packing import jamming, pack, pack_diameters
from ceralyte.packing.contacts import find_rattlers

EQUAL = np.full(100, 1e-6)


def test_progress_rises_to_the_end() -> None:
    told: list[float] = []
    packing = pack(Mono(diameter=1e-6), 100, progress=told.append)
    assert len(packing) == 100
    assert all(0 <= share <= 1 for share in told)
    assert told[-1] > 0.8


def test_the_box_follows_from_the_diameters() -> None:
    small, large = pack_diameters(EQUAL, seed=3), pack_diameters(2 * EQUAL, seed=3)
    np.testing.assert_allclose(large.box, 2 * small.box, rtol=1e-12)
    assert large.packing_fraction == pytest.approx(small.packing_fraction, rel=1e-12)


def test_diameters_keep_their_order() -> None:
    diameters = np.linspace(1e-6, 3e-6, 120)
    assert np.array_equal(pack_diameters(diameters).diameters, diameters)


def test_rattlers_are_taken_away_until_none_is_left() -> None:
    cage = np.array([[i, j] for i in range(5) for j in range(i)])  # each of five touches four
    assert not find_rattlers(5, cage).any()
    chain = np.vstack([cage, [[5, 0], [5, 1], [5, 2], [5, 6]]])  # 6 has one contact, then 5 three
    assert find_rattlers(7, chain).tolist() == [False] * 5 + [True, True]


@pytest.mark.parametrize(
    ("diameters", "message"),
    [
        (EQUAL[:50], "got 50 particles. Allowed: 100 to 100000"),
        (np.append(EQUAL, np.nan), "got nan m"),
        (np.append(EQUAL, 0.0), "got 0.0 m"),
        (
            np.append(EQUAL, 4e-6),
            "fill a box of .* um, less than three times the largest diameter of 4 um",
        ),
    ],
)
def test_diameters_that_cannot_be_packed(diameters: np.ndarray, message: str) -> None:
    with pytest.raises(InputError, match=message):
        pack_diameters(diameters)


def test_other_bad_input() -> None:
    with pytest.raises(InputError, match=r"overlap_tolerance: got 0\.5. Allowed: 1e-7 to 1e-2"):
        pack_diameters(EQUAL, overlap_tolerance=0.5)
    with pytest.raises(InputError, match="seed: got -1"):
        pack(Mono(diameter=1e-6), 100, seed=-1)


def test_running_out_of_steps_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jamming, "STEPS_MAX", 1000)
    with pytest.raises(ConvergenceError, match=r"largest relative overlap.*wanted 1e-05"):
        pack_diameters(EQUAL)


def test_memory_is_asked_for_first(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        available = 1000.0

    monkeypatch.setattr(memory.psutil, "virtual_memory", Full)
    with pytest.raises(MemoryLimitError, match="packing 100 particles"):
        pack_diameters(EQUAL)

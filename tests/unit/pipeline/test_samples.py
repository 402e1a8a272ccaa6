"""What the mean over the seeds says of the piece that was packed."""

import numpy as np
import pytest

from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.model import Conduction, Structure
from ceralyte.pipeline.samples import Sample, mean_conductivity


@pytest.mark.parametrize(
    ("periodic", "words"),
    [
        (True, "a piece of the bulk of the membrane"),
        (False, "a piece through the whole membrane"),
    ],
)
def test_validity_names_the_piece(periodic, words):
    phase = np.ones((4, 4, 4), np.uint8)
    structure = Structure(phase, phase.astype(np.int32), 1e-7, (True, True, periodic))
    solved = Conduction(
        axis="z",
        boundary="electrodes",
        percolates=True,
        conductivity=Quantity(value=0.1, unit="S/m", method="test"),
        tortuosity_factor=Quantity(value=1.0, unit="", method="test"),
        geometry="voxels",
        dissipation={"ceramic": 1.0},
        flux_imbalance=0.0,
        residual=0.0,
        iterations=1,
        converged=True,
    )
    network = Unavailable(unit="S/m", reason="not asked for")
    one = Sample(None, None, structure, solved, solved, network, network)
    assert words in mean_conductivity([one, one], None).validity

"""How many steps the solver takes on images that are hard for multigrid."""

import numpy as np

from ceralyte.model import Structure
from ceralyte.transport import effective_conductivity


def test_steps_stay_few_where_conductors_and_contacts_differ():
    rng = np.random.default_rng(5)
    coarse = rng.random((16, 16, 16))
    image = np.where(coarse < 0.5, 1, np.where(coarse < 0.75, 2, 0)).astype(np.uint8)
    phase = image.repeat(3, 0).repeat(3, 1).repeat(3, 2)
    grain = np.arange(1, 4097, dtype=np.int32).reshape(image.shape)
    grains = np.where(phase == 1, grain.repeat(3, 0).repeat(3, 1).repeat(3, 2), 0)
    structure = Structure(phase, grains, 1.0, (False, True, True))
    cases = ((1e-2, 0.0), (1e-4, 0.0), (1e-6, 0.0), (1e-4, 1.0), (0.0, 1e3), (0.0, 1e5))
    for low, resistance in cases:
        found = effective_conductivity(
            structure, {"ceramic": 1.0, "binder": low}, interface_resistance=resistance
        )
        assert found.iterations <= 20, (low, resistance)

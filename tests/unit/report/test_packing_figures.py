from dataclasses import replace

import numpy as np
import pytest

from ceralyte.packing import from_particles
from ceralyte.report import write_packing_figures

PLACES = [[1, 1, 1], [2, 1, 1], [1, 2, 1], [1, 1, 2], [2, 2, 2.0]]


@pytest.mark.parametrize(
    ("smallest", "panels", "last"),
    [(1.0, 3, "Contacts per particle"), (0.9, 5, "Diameter (µm)")],  # its second axis is the fifth
)
def test_contacts_by_size_are_drawn_where_sizes_differ(
    smallest, panels, last, tmp_path, monkeypatch
):
    figures = []
    monkeypatch.setattr(
        "ceralyte.report.packing.save_figure", lambda figure, *_: figures.append(figure) or []
    )
    packing = from_particles(PLACES, [1, 1, 1, 1, smallest], [4, 4, 4])
    held = replace(packing, rattlers=np.zeros(5, dtype=bool))
    names = {path.name for path in write_packing_figures(held, tmp_path)}
    (figure,) = figures
    assert len(figure.axes) == panels
    assert figure.axes[min(panels, 4) - 1].get_xlabel() == last
    assert "coordination_by_size.csv" in names

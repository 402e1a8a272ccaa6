"""PyBaMM, where it is installed, discharges the exported cell at the voltage that is expected."""

import pytest

from ceralyte.pipeline import cell_sheet, pybamm_export
from ceralyte.recipe import load_recipe


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_pybamm_loses_at_least_the_voltage_of_the_membrane(examples):
    """Two membranes, all else equal: the thicker one costs its resistance times the current.

    The active material is that of Xu et al. (2019) as shipped with PyBaMM; only the difference
    between the two cells is ours.
    """
    pybamm = pytest.importorskip("pybamm")
    recipe = load_recipe(examples / "lpscl-ptfe-dry.yaml")
    voltages, losses = [], []
    for thickness in (15e-6, 500e-6):
        membrane = recipe.membrane.model_copy(update={"thickness": thickness})
        cell = recipe.model_copy(update={"membrane": membrane})
        values = pybamm.ParameterValues("Xu2019")
        values.update(pybamm_export(cell).parameters, check_already_exists=False)
        values["Lower voltage cut-off [V]"] = 2.5
        model = pybamm.lithium_ion.DFN({"working electrode": "positive"})
        solution = pybamm.Simulation(model, parameter_values=values).solve([0, 60])
        voltages.append(solution["Terminal voltage [V]"].entries[-1])
        sheet = cell_sheet(cell)
        resistance = sheet.resistance.parts[0].resistance.value
        losses.append(sheet.rated.current_density.value * resistance)
    assert voltages[0] - voltages[1] == pytest.approx(losses[1] - losses[0], rel=0.02)

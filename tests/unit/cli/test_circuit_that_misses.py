"""``ceralyte impedance --fit`` with a circuit that is not that of the sample."""

import json

import numpy as np
import pytest


@pytest.fixture
def arcs(tmp_path):
    """A spectrum of two arcs far apart, as a CSV."""
    hertz = np.logspace(6.5, 0, 50)
    w = 2j * np.pi * hertz
    z = 2000 / (1 + w * 2000 * 5.6e-11) + 60000 / (1 + w * 60000 * 5e-8)
    rows = np.column_stack([hertz, z.real, z.imag])
    header = "freq/Hz,Z'/Ohm,Z''/Ohm"
    np.savetxt(tmp_path / "eis.csv", rows, delimiter=",", header=header, comments="")
    return ("impedance", "--fit", "eis.csv", "--area", "1 cm^2", "--thickness", "1 mm")


def test_a_circuit_that_misses_gives_no_conductivity_and_says_so_first(ceralyte, arcs):
    code, out, _ = ceralyte(*arcs, "--circuit", "R0-CPE2", "--json")
    assert code == 1
    fit = json.loads(out)["fit"]
    assert fit["residual"] > 0.3
    assert fit["conductivity"]["value"] is None
    assert "misses the spectrum by" in fit["missed"]["reason"]
    code, shown, _ = ceralyte(*arcs, "--circuit", "R0-CPE2")
    assert code == 1
    assert shown.lstrip().startswith("no  does the circuit tell the conductivity of the sample?")
    assert "conductivity: " not in shown


def test_the_circuit_of_the_sample_gives_it(ceralyte, arcs):
    code, out, _ = ceralyte(*arcs, "--json")
    assert code == 0
    fit = json.loads(out)["fit"]
    assert fit["missed"] is None
    assert fit["conductivity"]["value"] == pytest.approx(1e-3 / (62000 * 1e-4), rel=0.02)

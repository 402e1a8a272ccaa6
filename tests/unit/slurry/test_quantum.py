"""Computed energies: the shipped table, and its making where tblite is installed."""

import sys

import numpy as np
import pytest

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.slurry import assess, documented_outcomes
from ceralyte.slurry.computed import SOLVOLYSIS_LIMIT, computed_energies, computed_energy
from ceralyte.slurry.evidence import usable
from ceralyte.slurry.molecule import molecule
from ceralyte.slurry.quantum import Cluster, energy_of, relaxed
from ceralyte.slurry.quantum_halides import solvated, solvolysis


def test_energies_part_the_solvents_that_spare_li3ybr6_from_those_that_do_not() -> None:
    """All twelve solvents of Shen et al., J. Electrochem. Soc. 170 (2023) 100505."""
    from ceralyte.materials import load_catalogue

    catalogue = load_catalogue()
    seen = 0
    for document in documented_outcomes():
        if document.ceramic != "Li3YBr6":
            continue
        smiles = molecule(catalogue.get(document.solvent).smiles).smiles
        found = computed_energy("Li3YBr6", smiles)
        assert found is not None, document.solvent
        assert (found.energy > SOLVOLYSIS_LIMIT) == usable(document.outcome), document.solvent
        seen += 1
    assert seen == 12


def test_the_gap_between_both_groups_is_wide() -> None:
    below = max(e.energy for e in computed_energies() if e.energy < SOLVOLYSIS_LIMIT)
    above = min(e.energy for e in computed_energies() if e.energy > SOLVOLYSIS_LIMIT)
    assert above - below > 100e3


def test_an_energy_is_evidence_of_its_own_rank() -> None:
    verdict = assess("Li3YBr6", "hexane", documents=False)
    computed = [e for e in verdict.evidence if e.rank == "computed"]
    assert len(computed) == 1
    assert "GFN2-xTB" in computed[0].values["method"]
    assert "+- 90 kJ/mol" in computed[0].statement
    assert verdict.basis == "rule"


def test_donor_atoms_face_the_metal() -> None:
    cluster = solvated("Li", "Br", 1, "CC#N")
    distances = np.linalg.norm(cluster.positions[2:], axis=1).reshape(3, -1)
    assert all(int(np.argmin(row)) == 2 for row in distances)  # N is the third atom of CC#N
    assert distances.min(axis=1) == pytest.approx([2.3] * 3)


def test_without_tblite_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tblite.interface", None)
    with pytest.raises(InputError, match=r"tblite is not installed.*ceralyte\[quantum\]"):
        solvolysis("Li3YBr6", "CC#N")


@pytest.mark.parametrize(
    ("ceramic", "message"),
    [("Li6PS5Cl", "is no halide of one halogen"), ("Li2ZrCl6", r"has Zr of charge \+4"),
     ("Li3YCl3Br3", "is no halide of one halogen")],
)  # fmt: skip
def test_other_ceramics_are_refused(ceramic: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        solvolysis(ceramic, "CC#N")


def test_the_shipped_energy_comes_out_again() -> None:
    pytest.importorskip("tblite")
    shipped = computed_energy("Li3YBr6", "CC#N")
    assert shipped is not None
    found = solvolysis("Li3YBr6", "CC#N")
    assert found.energy.value == pytest.approx(shipped.energy, abs=5e3)
    assert found.by_salt.keys() == {"LiBr", "YBr3"}


def test_an_energy_of_the_wrong_sign_or_none_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Astray:
        def singlepoint(self) -> dict[str, float]:
            return {"energy": 3.0}

    class Restless:
        def singlepoint(self) -> dict[str, float]:
            raise RuntimeError("SCF not converged in 250 cycles")

    water = Cluster(numbers=np.array([8, 1, 1]), positions=np.zeros((3, 3)))
    monkeypatch.setattr("ceralyte.slurry.quantum.tblite_version", lambda: "tblite 0")
    monkeypatch.setattr("ceralyte.slurry.quantum._calculator", lambda _: Astray())
    with pytest.raises(ConvergenceError, match="electrons of 3 atoms did not converge: reached 3"):
        energy_of(water)
    monkeypatch.setattr("ceralyte.slurry.quantum._calculator", lambda _: Restless())
    with pytest.raises(
        ConvergenceError, match="electrons of 3 atoms did not converge: reached nan"
    ):
        energy_of(water)


def test_a_cluster_that_does_not_relax_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tblite")
    monkeypatch.setattr("ceralyte.slurry.quantum._STEPS", 1)
    squeezed = Cluster(
        numbers=np.array([8, 1, 1]),
        positions=np.array([[0.0, 0, 0], [1.6, 0, 0], [-0.4, 0.6, 0]]),
    )
    with pytest.raises(ConvergenceError, match="cluster of 3 atoms did not converge"):
        relaxed(squeezed)

"""Energies of thiophosphates: the shipped table, a pilot's, and their making with tblite."""

import numpy as np
import pytest

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.slurry import assess, quantum_continuum, quantum_sulfides
from ceralyte.slurry.computed import sulfide_energies, sulfide_energy
from ceralyte.slurry.quantum import energy_of
from ceralyte.slurry.quantum_sulfides import adduct, thiophosphate_reactions

PILOT = {  # kJ/mol, Li3PS4.D of a pilot with GFN2-xTB and other starts; +-50 by its own account
    "O": -88.5,
    "CC#N": -90.3,
    "C1CCOC1": -104.4,
    "COc1ccccc1": -105.7,
    "COC(=O)OC": -125.0,
    "CN(C)C=O": -147.4,
    "CN1CCCC1=O": -143.9,
    "Cc1ccccc1": -79.0,
    "CCCCCCC": -60.3,
}


@pytest.mark.parametrize(("smiles", "energy"), PILOT.items())
def test_adducts_agree_with_the_pilot(smiles: str, energy: float) -> None:
    found = sulfide_energy(smiles)
    assert found is not None
    assert found.adduct is not None
    assert found.adduct == pytest.approx(1e3 * energy, abs=30e3)


def test_donors_bind_more_strongly_than_hydrocarbons() -> None:
    bound = {e.smiles: e.adduct for e in sulfide_energies() if e.adduct is not None}
    assert bound["CN(C)C=O"] < bound["C1CCOC1"] < bound["Cc1ccccc1"] < bound["CCCCCCC"] < 0


def test_the_reactions_follow_the_permittivity_and_part_no_solvents() -> None:
    found = sorted(sulfide_energies(), key=lambda e: e.permittivity)
    for name in ("solvation", "with_sulfide"):
        energies = [getattr(e, name) for e in found]
        assert energies == sorted(energies, reverse=True), name
    reduction = [e.reduction for e in found]
    assert reduction == sorted(reduction)  # the wrong way: polar solvents would reduce least
    assert max(map(abs, reduction)) < 90e3


def test_evidence_of_thiophosphates_decides_nothing() -> None:
    for solvent in ("acetonitrile", "toluene"):
        verdict = assess("Li7P3S11", solvent, documents=False)
        (told,) = (e for e in verdict.evidence if e.rank == "computed")
        assert told.outcome == "undecided"
        assert "+- 90 kJ/mol" in told.values["Li4P2S7 -> Li4P2S6 + 1/8 S8"]
        assert "+- 50 kJ/mol" in told.values["Li3PS4 with one molecule"]
        assert not any(e.rank == "computed" for e in verdict.contradicting)
    assert not any(e.rank == "computed" for e in assess("Na3SbS4", "toluene").evidence)


def test_the_shipped_numbers_come_out_again() -> None:
    pytest.importorskip("tblite")
    shipped = sulfide_energy("CC#N")
    assert shipped is not None
    reactions = thiophosphate_reactions(shipped.permittivity)
    for name, energy in reactions.items():
        assert energy.value == pytest.approx(getattr(shipped, name), abs=3e3), name
    assert adduct("CC#N").value == pytest.approx(shipped.adduct, abs=5e3)


def test_a_collapsing_continuum_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tblite")

    def collapsed(cluster: object, permittivity: float | None = None) -> float:
        return energy_of(cluster) - (0.0 if permittivity is None else 30e6)  # type: ignore[arg-type]

    monkeypatch.setattr(quantum_continuum, "energy_of", collapsed)
    with pytest.raises(ConvergenceError, match="continuum around Li3PS4"):
        thiophosphate_reactions(7.4)


def test_a_molecule_that_broke_is_no_adduct() -> None:
    from ceralyte.slurry.quantum import Cluster, solvent_molecule

    alone = solvent_molecule("O")
    apart = Cluster(numbers=alone.numbers, positions=np.asarray(alone.positions) * 1.3)
    quantum_sulfides._require_whole(alone, alone.positions, "O")
    with pytest.raises(ConvergenceError, match="adduct of O, bond"):
        quantum_sulfides._require_whole(alone, apart.positions, "O")


def test_a_permittivity_below_one_is_refused() -> None:
    with pytest.raises(InputError, match="permittivity"):
        thiophosphate_reactions(0.5)

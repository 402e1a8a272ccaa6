"""Energies of acidic solvents on Li3PS4: balance, the shipped table, what they must not decide."""

from collections import Counter

import numpy as np
import pytest

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.slurry import assess, quantum_protons
from ceralyte.slurry.computed import PROTON_STD, proton_energies, proton_energy
from ceralyte.slurry.molecule import acidic_site
from ceralyte.slurry.quantum import Cluster
from ceralyte.slurry.quantum_protons import PROTON_COEFFICIENTS, proton_clusters
from ceralyte.slurry.quantum_shapes import SHAPES


@pytest.mark.parametrize(
    ("smiles", "holder"), [("O", 0), ("CCO", 2), ("CC(=O)O", 3), ("CNC=O", 1), ("CCS", 2)]
)
def test_the_acidic_hydrogen_is_on_the_acidic_atom(smiles: str, holder: int) -> None:
    site = acidic_site(smiles)
    assert site is not None
    assert site[1] == holder
    assert site[0] > holder


@pytest.mark.parametrize("smiles", ["CC#N", "Cc1ccccc1", "CN(C)C=O"])
def test_aprotic_solvents_have_none(smiles: str) -> None:
    assert acidic_site(smiles) is None
    with pytest.raises(InputError, match="has no acidic hydrogen"):
        quantum_protons.proton_energies(smiles, 10.0)


def test_a_permittivity_below_one_is_refused() -> None:
    with pytest.raises(InputError, match=r"permittivity: 0\.5"):
        quantum_protons.proton_energies("O", 0.5)


@pytest.mark.parametrize("smiles", ["O", "CNC=O", "CCS"])
def test_atoms_are_conserved(smiles: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quantum_protons, "relaxed", lambda cluster, **_: cluster)
    monkeypatch.setattr(quantum_protons, "shape", lambda name: SHAPES[name]())
    monkeypatch.setattr(quantum_protons, "energy_of", lambda _: 0.0)
    clusters = proton_clusters(smiles)
    for terms in PROTON_COEFFICIENTS.values():
        atoms: Counter[int] = Counter()
        for name, number in terms.items():
            for element in np.asarray(clusters[name].numbers).tolist():
                atoms[element] += number
        assert not any(atoms.values())


@pytest.mark.slow
def test_the_shipped_numbers_come_out_again() -> None:
    pytest.importorskip("tblite")
    shipped = proton_energy("O")
    assert shipped is not None
    found = quantum_protons.proton_energies("O", shipped.permittivity)
    assert found["transfer"].value == pytest.approx(shipped.transfer, abs=5e3)
    assert found["h2s_release"].value == pytest.approx(shipped.h2s_release, abs=5e3)
    assert found["transfer"].std_model == PROTON_STD


def test_no_limit_parts_water_from_a_solvent_that_gives_li3ps4_back() -> None:
    """Why these energies never decide: N-methylformamide is water's neighbour within the error."""
    release = {e.smiles: e.h2s_release for e in proton_energies()}
    assert abs(release["CNC=O"] - release["O"]) < PROTON_STD
    assert release["O"] > 0
    assert len(release) == 13


@pytest.mark.parametrize(("solvent", "usable"), [("water", False), ("N-methylformamide", True)])
def test_evidence_is_shown_with_its_error_and_decides_nothing(solvent: str, usable: bool) -> None:
    verdict = assess("Li3PS4", solvent, documents=False)
    assert verdict.usable is usable
    told = [e for e in verdict.evidence if e.rank == "computed" and "Li3PS4 + HA" in str(e.values)]
    assert len(told) == 1
    assert told[0].outcome == "undecided"
    assert "+- 120 kJ/mol" in told[0].values["Li3PS4 + 2 HA -> Li3(PS3A)A + H2S"]
    assert not any(e.rank == "computed" for e in verdict.contradicting)


def test_a_product_that_fell_apart_is_an_error() -> None:
    acid = quantum_protons._Acid(
        Cluster(numbers=np.array([8, 1, 1]), positions=np.eye(3)), hydrogen=1, holder=0
    )
    apart = Cluster(numbers=np.array([8, 1, 15]), positions=np.diag([0.0, 1.0, 3.0]))
    with pytest.raises(ConvergenceError, match=r"Li3\(PS3A\)A of O, bond"):
        quantum_protons._whole(apart, acid, "O")


def test_starts_that_fail_are_passed_over_until_none_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = [ConvergenceError("electrons", 1.0, 0.0, 1), "second", "third"]

    def relax(*_: object, **__: object) -> object:
        found = left.pop(0)
        if isinstance(found, ConvergenceError):
            raise found
        return found

    monkeypatch.setattr(quantum_protons, "relaxed", relax)
    monkeypatch.setattr(quantum_protons, "_joined", lambda *_: None)
    monkeypatch.setattr(quantum_protons, "energy_of", {"second": -1.0, "third": -2.0}.get)
    assert quantum_protons._lowest(None, None) == "third"  # type: ignore[arg-type]
    left += [ConvergenceError("electrons", 1.0, 0.0, 1)] * 3
    with pytest.raises(ConvergenceError, match="electrons"):
        quantum_protons._lowest(None, None)  # type: ignore[arg-type]

"""The check by density functional theory: energies of small molecules, and what it says of GFN2."""

import sys

import numpy as np
import pytest

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.slurry import quantum_dft
from ceralyte.slurry.computed import COMPUTED_STD, PROTON_STD, checked_reactions
from ceralyte.slurry.quantum import HARTREE, Cluster
from ceralyte.slurry.quantum_dft import dft_energy

LITHIUM_HYDRIDE = Cluster(numbers=np.array([3, 1]), positions=np.array([[0.0, 0, 0], [0, 0, 1.6]]))


def test_the_bond_of_hydrogen_has_the_known_energy() -> None:
    """H2 at 0.741 Angstrom: -1.1745 hartree (Kolos and Wolniewicz 1968); the functional is near."""
    pytest.importorskip("pyscf")
    molecule = Cluster(numbers=np.array([1, 1]), positions=np.array([[0.0, 0, 0], [0, 0, 0.741]]))
    energy, seconds = dft_energy(molecule)
    assert energy / HARTREE == pytest.approx(-1.1745, abs=0.01)
    assert seconds > 0
    assert dft_energy(molecule) == (energy, seconds)


def test_electrons_that_do_not_settle_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    pyscf = pytest.importorskip("pyscf.dft")
    monkeypatch.setattr(pyscf.rks.RKS, "max_cycle", 1)
    with pytest.raises(ConvergenceError, match="electrons of 2 atoms did not converge"):
        dft_energy(LITHIUM_HYDRIDE)


def test_without_pyscf_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quantum_dft, "pyscf_version", lambda: "PySCF 0")
    monkeypatch.setitem(sys.modules, "pyscf", None)
    with pytest.raises(InputError, match=r"PySCF is not installed.*ceralyte\[quantum\]"):
        dft_energy(LITHIUM_HYDRIDE)


def test_stated_errors_are_those_that_the_check_finds() -> None:
    """Root mean squares: reactions of P2S7 below 90 kJ/mol, protons 120 kJ/mol."""
    checks = checked_reactions()
    plain = [e.gfn2 - e.dft for e in checks if not e.smiles]
    protons = [e.gfn2 - e.dft for e in checks if e.smiles]
    assert len(plain) == 2
    assert len(protons) == 2
    assert 0.5 * COMPUTED_STD < np.sqrt(np.mean(np.square(plain))) < COMPUTED_STD
    assert np.sqrt(np.mean(np.square(protons))) == pytest.approx(PROTON_STD, rel=0.1)
    assert max(protons) < 0  # GFN2-xTB finds them too favourable

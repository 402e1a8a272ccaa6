"""Energies that the shipped tables lack are computed for one pair when asked."""

import pytest

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.quantities import Quantity
from ceralyte.slurry import (
    assess,
    quantum,
    quantum_halides,
    quantum_protons,
    quantum_sulfides,
    screen,
)
from ceralyte.slurry.quantum_halides import Solvolysis


def joules(value: float) -> Quantity:
    return Quantity(value=value, unit="J/mol", method="made up")


def test_a_halide_without_a_known_limit_is_shown_and_undecided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def solvolysis(ceramic: str, smiles: str) -> Solvolysis:
        return Solvolysis(
            ceramic=ceramic,
            smiles=smiles,
            energy=joules(-900e3),
            by_salt={},
            method="GFN2-xTB",
            version="tblite 9",
        )

    monkeypatch.setattr(quantum_halides, "solvolysis", solvolysis)
    assert not any(e.rank == "computed" for e in assess("Li3InCl6", "acetone").evidence)
    verdict = assess("Li3InCl6", "acetone", compute=True)
    (told,) = (e for e in verdict.evidence if e.rank == "computed")
    assert told.outcome == "undecided"
    assert told.values["energy"] == "-900 +- 90 kJ/mol"
    assert "dissolves below" not in told.values
    shipped = assess("Li3YBr6", "acetonitrile", compute=True)
    (told,) = (e for e in shipped.evidence if e.rank == "computed")
    assert told.values["energy"] == "-881 +- 90 kJ/mol"


def test_thiophosphates_get_adducts_reactions_and_protons(monkeypatch: pytest.MonkeyPatch) -> None:
    def reacts(_: str) -> Quantity:
        raise ConvergenceError("adduct, bond", 3.0, 2.0, 1)

    reactions = {"solvation": -1e5, "reduction": -2e4, "with_sulfide": -3e5}
    monkeypatch.setattr(quantum, "tblite_version", lambda: "tblite 9")
    monkeypatch.setattr(quantum_sulfides, "adduct", reacts)
    monkeypatch.setattr(
        quantum_sulfides,
        "thiophosphate_reactions",
        lambda _: {n: joules(v) for n, v in reactions.items()},
    )
    monkeypatch.setattr(
        quantum_protons,
        "proton_energies",
        lambda *_: {"transfer": joules(1e4), "h2s_release": joules(-5e3)},
    )
    verdict = assess("Li7P3S11", "CCCCCCO", compute=True)
    sulfide, proton = (e for e in verdict.evidence if e.rank == "computed")
    assert "Li3PS4 with one molecule" not in sulfide.values
    assert sulfide.values["Li4P2S7 -> Li4P2S6 + 1/8 S8"] == "-20 +- 90 kJ/mol"
    assert proton.values["Li3PS4 + 2 HA -> Li3(PS3A)A + H2S"] == "-5 +- 120 kJ/mol"
    assert verdict.outcome == "h2s_release"


@pytest.mark.parametrize(
    ("ceramic", "solvent"),
    [
        ("Li6PS5Cl", "toluene"),
        ("LLZO", "water"),
        ("Li2ZrCl6", "toluene"),
        ("Li3YBr6", "toluene/anisole 1:1"),
    ],
)
def test_what_is_not_defined_is_refused(ceramic: str, solvent: str) -> None:
    with pytest.raises(InputError, match=r"compute: no energy is defined for .*a halide of one"):
        assess(ceramic, solvent, compute=True)


def test_computing_all_solvents_is_refused() -> None:
    with pytest.raises(InputError, match=r"compute: all solvents.*one solvent"):
        screen("Li3YBr6", compute=True)

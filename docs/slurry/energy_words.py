"""Computed energies as Markdown: tables, and how far they may be trusted."""

from collections.abc import Sequence
from math import sqrt

from ceralyte.slurry.computed import (
    ADDUCT_STD,
    COMPUTED_STD,
    PROTON_STD,
    SOLVOLYSIS_LIMIT,
    checked_reactions,
    computed_energies,
    proton_energies,
    sulfide_energies,
)

_ENERGIES = f"""What a first shell of three molecules gains on the salts of the halide, LiBr.3D and
YBr3.3D: supporting evidence, +- {1e-3 * COMPUTED_STD:.0f} kJ/mol, electronic energies in the gas
phase. Solvents above {1e-3 * SOLVOLYSIS_LIMIT:.0f} kJ/mol spare Li3YBr6, those below destroy it.
`make energies` computes all these tables anew with the extra `quantum` (tblite, PySCF). What was
computed is kept with method, version and all else it depends on in a store, the SQLite file
`energies.sqlite` in `$CERALYTE_CACHE` (else in `ceralyte` in the user's cache folder), so that a
stopped run goes on."""

_SULFIDES = f"""Of thiophosphates: one molecule on a lithium of Li3PS4 (gas phase,
+- {1e-3 * ADDUCT_STD:.0f} kJ/mol, one start: where a solvent can chelate, as 1,2-dichloroethane
does, another shape may differ by more), and the three reactions of Tan et al. (2019) on lithium
salts in a continuum (ddCOSMO, +- {1e-3 * COMPUTED_STD:.0f} kJ/mol): Li4P2S7 into the solvent, its
reduction to Li4P2S6 + 1/8 S8, and Li4P2S7 + Li2S -> 2 Li3PS4. Salts, because the bare ions of
charge -4 collapse in the continuum of tblite 0.8. **These energies do not part solvents that spare
Li7P3S11 from those that destroy it**: a continuum knows the permittivity alone, in which the
reduction even runs the wrong way, and adducts are as strong with solvents that are known to be
safe. They stand beside verdicts on lithium thiophosphates and never speak for one."""

_PROTONS = f"""An acidic hydrogen of the solvent HA goes to sulfur of Li3PS4, or frees H2S (neutral
clusters with their lithium, best of three starts, ddCOSMO, +- {1e-3 * PROTON_STD:.0f} kJ/mol;
without thermal terms, so that gas which leaves is not in it). **They do not tell which solvent
frees H2S.** Water surely does, and N-methylformamide dissolves Li3PS4 and gives it
back (arXiv:2209.13955); both lie {{apart:.0f}} kJ/mol apart, less than the error. A limit at
zero would let water pass and condemn formamide; one that catches water with its error would condemn
N-methylformamide. So the kind of the acid decides (alcohols, water, carboxylic acids: yes; amides,
amines, thiols: no), and these numbers stand beside it."""

_CHECK = f"""How good is GFN2-xTB? The same reactions by density functional theory: single points on
its shapes, gas phase. The methods differ by {{plain:.0f}} kJ/mol (root mean square) on the two
reactions of P2S7, for which {1e-3 * COMPUTED_STD:.0f} kJ/mol are stated, and by
{{protons:.0f}} kJ/mol where a proton of water moves, which GFN2-xTB finds too favourable; hence the
wider error there. Four numbers are few. The price, each reaction on its own: seconds of processor
time by GFN2-xTB, {{low:.0f}} to {{high:.0f}} minutes by the functional."""


def energies() -> str:
    """Return the section on computed energies."""
    parts = (
        _ENERGIES,
        table(
            ("ceramic", "solvent (SMILES)", "energy (kJ/mol)", "method"),
            [
                (e.ceramic, f"`{e.smiles}`", f"{1e-3 * e.energy:.0f}", f"{e.method}, {e.version}")
                for e in sorted(computed_energies(), key=lambda e: -e.energy)
            ],
        ),
        _SULFIDES,
        table(
            (
                "solvent (SMILES)",
                "permittivity",
                "adduct (kJ/mol)",
                "solvation",
                "reduction",
                "with sulfide",
            ),
            [
                (
                    f"`{e.smiles}`",
                    f"{e.permittivity:.3g}",
                    "reacts" if e.adduct is None else f"{1e-3 * e.adduct:.0f}",
                    *(f"{1e-3 * x:.0f}" for x in (e.solvation, e.reduction, e.with_sulfide)),
                )
                for e in sorted(sulfide_energies(), key=lambda e: e.permittivity)
            ],
        ),
        _PROTONS.format(apart=_apart()),
        table(
            ("solvent HA (SMILES)", "permittivity", "transfer (kJ/mol)", "H2S release (kJ/mol)"),
            [
                (
                    f"`{e.smiles}`",
                    f"{e.permittivity:.3g}",
                    f"{1e-3 * e.transfer:.0f}",
                    f"{1e-3 * e.h2s_release:.0f}",
                )
                for e in sorted(proton_energies(), key=lambda e: e.h2s_release)
            ],
        ),
        _check_by_dft(),
    )
    return "\n\n".join(parts)


def _apart() -> float:
    """How far N-methylformamide lies above water, kJ/mol."""
    release = {e.smiles: e.h2s_release for e in proton_energies()}
    return 1e-3 * (release["CNC=O"] - release["O"])


def _check_by_dft() -> str:
    found = checked_reactions()
    low, *_, high = sorted(e.seconds / 60 for e in found)
    rows = [
        (
            e.reaction,
            f"`{e.smiles}`" if e.smiles else "",
            f"{1e-3 * e.gfn2:.0f}",
            f"{1e-3 * e.dft:.0f}",
            f"{e.method}, {e.version}",
        )
        for e in found
    ]
    columns = ("reaction", "HA (SMILES)", "GFN2-xTB (kJ/mol)", "functional (kJ/mol)", "method")
    words = _CHECK.format(plain=_apart_by(False), protons=_apart_by(True), low=low, high=high)
    return words + "\n\n" + table(columns, rows)


def _apart_by(protons: bool) -> float:
    """Root mean square difference of the methods, kJ/mol, with or without an acid."""
    found = [1e-3 * (e.dft - e.gfn2) for e in checked_reactions() if bool(e.smiles) is protons]
    return sqrt(sum(x * x for x in found) / len(found))


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
